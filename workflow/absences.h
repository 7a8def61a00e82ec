// absences.h: who does whose work on which days, and who may sign for whom.
//
// A dated rule names a deputy for an absent person; a deputy who is absent as well passes the work
// on to their own, and rules that run in a circle end where they began. Standing in is for tasks;
// it is no right to sign: that is a rule of its own with the decision it rests on. Rules are ended,
// never deleted, and every change is audited. Inside the caller's transaction. Does not know
// accounts: who may make rules is the caller's to check.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/sql.h"
#include "workflow/tasks.h"

namespace vanthu::workflow {

constexpr const char* kNoLastDay = "9999-12-31";

struct Absence {
    std::string id;
    std::string person;
    std::string deputy;
    std::string process;    // key; "" = all
    std::string first_day;  // ISO
    std::string last_day;
};

// Gives the id. Error(BadInput) for days that are none or a person who would stand in for
// themselves.
std::string add_absence(store::Transaction&, const Absence& absence, const std::string& by,
                        Instant now);
void end_absence(store::Transaction&, const std::string& id, const std::string& by, Instant now);
std::vector<Absence> absences(store::Transaction&);  // not ended, by first day

using GroupsOf = std::function<std::vector<std::string>(const std::string& user)>;

// The actor with everybody for whom they stand in today.
Actor with_absent(store::Transaction&, Actor actor, const GroupsOf& groups_of, Instant now);

struct SigningAuthority {
    std::string id;
    std::string person;
    std::string signs_for;  // a group or a user, as the diagrams say
    std::string form;       // "KT" ký thay, "TL" thừa lệnh, "TUQ" thừa ủy quyền
    std::string basis;      // the decision that grants it
    std::string first_day;
    std::string last_day = kNoLastDay;
};

std::string add_signing_authority(store::Transaction&, const SigningAuthority& authority,
                                  const std::string& by, Instant now);
void end_signing_authority(store::Transaction&, const std::string& id, const std::string& by,
                           Instant now);
std::vector<SigningAuthority> signing_authorities(store::Transaction&);  // not ended

// How that person signs for somebody today; nothing when they may not.
std::optional<std::string> signing_form(store::Transaction&, const std::string& person,
                                        const std::string& signs_for, Instant now);

}  // namespace vanthu::workflow
