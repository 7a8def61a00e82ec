#include "server/accounts.h"

#include <set>

#include "server/actors.h"
#include "store/audit.h"
#include "tests/server/office_fixture.h"

namespace vanthu::server {
namespace {

class Accounts : public ServerFixture {
protected:
    std::string_view code_of(const std::string& name, const std::vector<std::string>& roles) {
        try {
            add_account(name, roles);
        } catch (const Error& error) {
            return vanthu::name(error.code());
        }
        return "created";
    }
};

TEST_F(Accounts, NamesAndRolesAreChecked) {
    EXPECT_EQ(code_of("lan.nguyen-2", {"clerk", "archivist"}), "created");
    EXPECT_EQ(code_of("lan.nguyen-2", {"clerk"}), "conflict");
    for (const char* bad : {"", "Lan", "2lan", "lan nguyễn", "../lan"})
        EXPECT_EQ(code_of(bad, {"clerk"}), "bad_input") << bad;
    EXPECT_EQ(code_of("hoa", {"clark"}), "bad_input");
    read([](store::Transaction& tx) {
        EXPECT_EQ(roles_of(tx, "lan.nguyen-2"), (std::vector<std::string>{"archivist", "clerk"}));
        EXPECT_FALSE(find_account(tx, "hoa"));
    });
}

TEST_F(Accounts, ChangesAreAudited) {
    write([](store::Transaction& tx) {
        grant_roles(tx, "clerk", {"clerk", "head"}, "admin", kMorning);
        set_standing(tx, "clerk", Standing::Disabled, "admin", kMorning);
    });
    read([](store::Transaction& tx) {
        std::vector<std::string> actions;
        for (const store::AuditEvent& event : store::audit_of(tx, "clerk"))
            actions.push_back(event.action);
        EXPECT_EQ(actions, (std::vector<std::string>{"account.created", "account.roles_granted",
                                                     "account.disabled"}));
    });
}

TEST_F(Accounts, AHeadAlsoDoesAReviewersWork) {
    Account account;
    account.id = "head";
    account.roles = {"head"};
    account.unit = "van-phong";
    EXPECT_EQ(actor_of(account).groups,
              (std::vector<std::string>{"head", "reviewer", "van-phong"}));
    EXPECT_FALSE(actor_of(account).administrator);
    account.roles = {"admin"};
    EXPECT_TRUE(actor_of(account).administrator);
}

TEST(Passwords, AHashKnowsItsPasswordAndNoOther) {
    const PasswordHash hash = hash_password(kPassword);
    EXPECT_EQ(hash.text.substr(0, 10), "$argon2id$");
    EXPECT_EQ(hash.text.find(kPassword), std::string::npos);
    EXPECT_EQ(check_password(hash, kPassword), PasswordCheck::Right);
    EXPECT_EQ(check_password(hash, "bốn con trau"), PasswordCheck::Wrong);
    EXPECT_EQ(check_password({"not a hash"}, kPassword), PasswordCheck::Wrong);
    EXPECT_NE(hash.text, hash_password(kPassword).text);
    EXPECT_THROW(hash_password("short"), Error);
    EXPECT_THROW(hash_password(std::string(2000, 'a')), Error);
}

TEST(Passwords, RandomOnesAreReadableAndDiffer) {
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        const std::string password = random_password();
        EXPECT_EQ(password.size(), 19u);
        EXPECT_EQ(password.find_first_of("01ilo"), std::string::npos) << password;
        seen.insert(password);
    }
    EXPECT_EQ(seen.size(), 200u);
}

}  // namespace
}  // namespace vanthu::server
