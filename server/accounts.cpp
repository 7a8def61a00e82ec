#include "server/accounts.h"

#include <algorithm>
#include <map>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include "base/error.h"
#include "base/text.h"
#include "pipeline/document_json.h"
#include "store/audit.h"

namespace vanthu::server {
namespace {

constexpr std::size_t kLongestName = 40;

bool is_account_name(std::string_view name) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return !name.empty() && name.size() <= kLongestName && is_letter(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) {
               return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
           });
}

void check_roles(const std::vector<std::string>& roles) {
    for (const std::string& role : roles) {
        const auto& known = all_roles();
        if (std::find(known.begin(), known.end(), role) != known.end()) continue;
        const std::string meant = nearest(role, known);
        throw Error(ErrorCode::BadInput,
                    "\"" + role + "\" is no role; the roles are " + join(known, ", ") +
                        (meant.empty() ? "" : ", did you mean \"" + meant + "\"?"));
    }
}

void insert_roles(store::Transaction& tx, const std::string& id,
                  const std::vector<std::string>& roles) {
    for (const std::string& role : roles)
        tx.execute(
            "insert into role_grant (user_id, role) values ($1, $2) on conflict (user_id, role) do "
            "nothing",
            {id, role});
}

std::string roles_detail(const std::vector<std::string>& roles) {
    Poco::JSON::Array::Ptr list = new Poco::JSON::Array;
    for (const std::string& role : roles)
        list->add(role);
    Poco::JSON::Object detail;
    detail.set("roles", list);
    return pipeline::json_text(detail);
}

[[noreturn]] void refuse_unknown(const std::string& id) {
    throw Error(ErrorCode::NotFound, "there is no account \"" + id + "\"");
}

Account read_account(const store::Row& row) {
    Account account;
    account.id = row.text("id");
    account.display_name = row.text("display_name");
    account.unit = row.text("unit");
    account.password.text = row.text("password_hash");
    account.must_change = row.integer("must_change") != 0 ? MustChange::Yes : MustChange::No;
    account.standing = row.integer("disabled") != 0 ? Standing::Disabled : Standing::Active;
    return account;
}

}  // namespace

const std::vector<std::string>& all_roles() {
    static const std::vector<std::string> roles = {"admin", "archivist", "clerk", "head",
                                                   "reviewer"};
    return roles;
}

void create_account(store::Transaction& tx, const Account& account, const std::string& actor,
                    Instant now) {
    if (!is_account_name(account.id))
        throw Error(ErrorCode::BadInput,
                    "\"" + account.id + "\" is no account name: at most " +
                        std::to_string(kLongestName) +
                        " of a-z, 0-9, \".\", \"_\", \"-\", beginning with a letter");
    check_roles(account.roles);
    if (find_account(tx, account.id))
        throw Error(ErrorCode::Conflict,
                    "account \"" + account.id + "\" exists; choose another name");
    const std::string shown = single_spaced(nfc(account.display_name));
    tx.execute(
        "insert into user_account (id, display_name, unit, password_hash, must_change, created_at) "
        "values ($1, $2, $3, $4, $5, $6)",
        {account.id, shown.empty() ? account.id : shown, account.unit, account.password.text,
         account.must_change == MustChange::Yes, now});
    insert_roles(tx, account.id, account.roles);
    store::append_audit(tx, now, actor, "account.created", account.id, roles_detail(account.roles));
}

std::vector<std::string> roles_of(store::Transaction& tx, std::string_view id) {
    std::vector<std::string> roles;
    tx.for_each("select role from role_grant where user_id = $1 order by role", {id},
                [&](const store::Row& row) { roles.push_back(row.text("role")); });
    return roles;
}

std::optional<Account> find_account(store::Transaction& tx, std::string_view id) {
    const auto row = tx.query_one("select * from user_account where id = $1", {id});
    if (!row) return std::nullopt;
    Account account = read_account(*row);
    account.roles = roles_of(tx, id);
    return account;
}

std::vector<Account> accounts(store::Transaction& tx) {
    std::map<std::string, std::vector<std::string>> roles;
    tx.for_each(
        "select user_id, role from role_grant order by user_id, role", {},
        [&](const store::Row& row) { roles[row.text("user_id")].push_back(row.text("role")); });
    std::vector<Account> all;
    tx.for_each("select * from user_account order by id", {}, [&](const store::Row& row) {
        all.push_back(read_account(row));
        all.back().roles = roles[all.back().id];
    });
    return all;
}

void change_password(store::Transaction& tx, const std::string& id, const PasswordHash& password,
                     MustChange must_change, const std::string& actor, Instant now,
                     const std::string& kept_session) {
    if (tx.execute("update user_account set password_hash = $2, must_change = $3 where id = $1",
                   {id, password.text, must_change == MustChange::Yes}) == 0)
        refuse_unknown(id);
    tx.execute("delete from session where user_id = $1 and token_hash <> $2", {id, kept_session});
    tx.execute("delete from sign_in_attempt where name = $1", {id});
    store::append_audit(tx, now, actor, "account.password_changed", id);
}

void set_standing(store::Transaction& tx, const std::string& id, Standing standing,
                  const std::string& actor, Instant now) {
    const bool disabled = standing == Standing::Disabled;
    if (tx.execute("update user_account set disabled = $2 where id = $1", {id, disabled}) == 0)
        refuse_unknown(id);
    if (disabled) {
        tx.execute("delete from session where user_id = $1", {id});
        tx.execute("delete from api_token where user_id = $1", {id});
    }
    store::append_audit(tx, now, actor, disabled ? "account.disabled" : "account.enabled", id);
}

void grant_roles(store::Transaction& tx, const std::string& id,
                 const std::vector<std::string>& roles, const std::string& actor, Instant now) {
    check_roles(roles);
    if (!find_account(tx, id)) refuse_unknown(id);
    tx.execute("delete from role_grant where user_id = $1", {id});
    insert_roles(tx, id, roles);
    store::append_audit(tx, now, actor, "account.roles_granted", id, roles_detail(roles));
}

}  // namespace vanthu::server
