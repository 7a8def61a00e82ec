// vanthu user: accounts. A new or reset password is printed once and must be changed at the first
// sign-in; a token is printed once too.

#include <iostream>

#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "base/text.h"
#include "server/accounts.h"
#include "server/sessions.h"

namespace vanthu::apps {
namespace {

constexpr std::string_view kActor = "system";

void print_password(const std::string& name, const std::string& password) {
    std::cout << "account " << name << " password " << password << std::endl;
}

void add(OpenOffice& office, const std::string& name, const Arguments& arguments) {
    const std::string password = server::random_password();
    server::Account account;
    account.id = name;
    account.display_name = nfc(arguments.value("name", name));
    account.unit = nfc(arguments.value("unit"));
    account.roles = arguments.values("role");
    account.password = server::hash_password(password);
    office.database->write([&](store::Transaction& tx) {
        server::create_account(tx, account, std::string(kActor), office.clock.now());
    });
    print_password(name, password);
}

void reset(OpenOffice& office, const std::string& name) {
    const std::string password = server::random_password();
    const server::PasswordHash hash = server::hash_password(password);
    office.database->write([&](store::Transaction& tx) {
        server::change_password(tx, name, hash, server::MustChange::Yes, std::string(kActor),
                                office.clock.now());
    });
    print_password(name, password);
}

// For programs that talk to the service: `--server`, a scanner, another system.
void give_token(OpenOffice& office, const std::string& name, const Arguments& arguments) {
    std::optional<Instant> until;
    if (const std::string day = arguments.value("until"); !day.empty()) {
        until = parse_rfc3339(day + "T00:00:00Z");
        if (!until)
            throw Error(ErrorCode::BadInput, "--until '" + day + "' is no day like 2027-12-31");
    }
    std::string token;
    office.database->write([&](store::Transaction& tx) {
        token = server::create_api_token(tx, name, nfc(arguments.value("for", "command line")),
                                         until, std::string(kActor), office.clock.now());
    });
    std::cout << "account " << name << " token " << token << std::endl;
}

}  // namespace

int command_user(const Words& words) {
    const Arguments arguments(words, {}, {"role", "name", "unit", "for", "until", "data"});
    const std::string& what = arguments.operand(0, "add, passwd, token, enable or disable");
    const std::string& name = arguments.operand(1, "NAME");
    const auto office = open_office(arguments.value("data", kDefaultData),
                                    what == "add" ? Missing::Create : Missing::Refuse);
    if (what == "add") {
        add(*office, name, arguments);
    } else if (what == "passwd") {
        reset(*office, name);
    } else if (what == "token") {
        give_token(*office, name, arguments);
    } else if (what == "disable" || what == "enable") {
        const auto standing =
            what == "enable" ? server::Standing::Active : server::Standing::Disabled;
        office->database->write([&](store::Transaction& tx) {
            server::set_standing(tx, name, standing, std::string(kActor), office->clock.now());
        });
        std::cout << "account " << name << ' ' << what << "d\n";
    } else {
        throw Error(ErrorCode::BadInput,
                    "user '" + what + "': it is add, passwd, token, enable or disable");
    }
    return 0;
}

}  // namespace vanthu::apps
