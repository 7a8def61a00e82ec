// accounts.h: local accounts: who may sign in and in which roles.
//
// Every change is audited under the account's name, inside the caller's transaction. Accounts are
// disabled, never deleted: registers and history name them. Passwords come as hashes (passwords.h),
// so no transaction waits for hashing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "server/passwords.h"
#include "store/sql.h"

namespace vanthu::server {

enum class MustChange { No, Yes };  // the password, at the next sign-in by browser
enum class Standing { Active, Disabled };

struct Account {
    std::string id;
    std::string display_name;
    std::string unit;
    std::vector<std::string> roles;  // sorted
    PasswordHash password;
    MustChange must_change = MustChange::Yes;
    Standing standing = Standing::Active;
};

// "admin", "archivist", "clerk", "head", "reviewer"
const std::vector<std::string>& all_roles();

// Error(BadInput) for a name that is no account name (a-z, 0-9, "." "_" "-", beginning with a
// letter) or a role that is none; Error(Conflict) when the name is taken.
void create_account(store::Transaction&, const Account& account, const std::string& actor,
                    Instant now);

std::optional<Account> find_account(store::Transaction&, std::string_view id);
std::vector<Account> accounts(store::Transaction&);  // by name
std::vector<std::string> roles_of(store::Transaction&, std::string_view id);

// Ends the account's sessions, except the one whose token hash is given. Error(NotFound).
void change_password(store::Transaction&, const std::string& id, const PasswordHash& password,
                     MustChange must_change, const std::string& actor, Instant now,
                     const std::string& kept_session = {});

// Disabling ends the account's sessions and tokens. Error(NotFound).
void set_standing(store::Transaction&, const std::string& id, Standing standing,
                  const std::string& actor, Instant now);

// Replaces the account's roles. Error(NotFound), Error(BadInput).
void grant_roles(store::Transaction&, const std::string& id, const std::vector<std::string>& roles,
                 const std::string& actor, Instant now);

}  // namespace vanthu::server
