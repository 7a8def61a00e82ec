// nominations.h: the parts of `vanthu nominations` that write or print the year of a round.
//
// Each takes the words after the sub-command's name and returns the exit status; --json prints one
// object.
#pragma once

#include <Poco/JSON/Object.h>

#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "nominations/round.h"

namespace vanthu::apps {

// What a sub-command works on.
struct RoundYear {
    OpenOffice& office;
    const Arguments& arguments;
    const nominations::Round& round;
    int year = 0;
};

void print_json(const Poco::JSON::Object::Ptr& object);

int vote_in_round(const RoundYear&);
int recognise_in_round(const RoundYear&);
int export_decision(const RoundYear&);
int choose_delegate(const RoundYear&);

// These name a list or a person instead of a round.
int list_nominations(OpenOffice& office, const Arguments& arguments);
int decide_nomination_list(OpenOffice& office, const Arguments& arguments);
int write_return_letter(OpenOffice& office, const Arguments& arguments);
int flag_nominee(OpenOffice& office, const Arguments& arguments);

}  // namespace vanthu::apps
