// vanthu people: rules about absences, signing and e-mail.

#include <iostream>

#include "apps/vanthu/actor.h"
#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "base/text.h"
#include "notices/notices.h"
#include "workflow/absences.h"

namespace vanthu::apps {
namespace {

void list(store::Transaction& tx) {
    for (const workflow::Absence& absence : workflow::absences(tx))
        std::cout << absence.id << "  absence  " << absence.person << " -> " << absence.deputy
                  << "  " << absence.first_day << " to " << absence.last_day
                  << (absence.process.empty() ? "" : "  " + absence.process) << '\n';
    for (const workflow::SigningAuthority& right : workflow::signing_authorities(tx))
        std::cout << right.id << "  signs  " << right.person << ' ' << right.form << ' '
                  << right.signs_for << "  from " << right.first_day << "  " << right.basis << '\n';
}

void end_rule(store::Transaction& tx, const std::string& id, const std::string& by, Instant now) {
    for (const workflow::Absence& absence : workflow::absences(tx))
        if (absence.id == id) return workflow::end_absence(tx, id, by, now);
    workflow::end_signing_authority(tx, id, by, now);
}

}  // namespace

int command_people(const Words& words) {
    const Arguments arguments(words, {}, {"as", "process", "data"});
    const std::string& what = arguments.operand(0, "absence, signs, mail, list or end");
    const auto office = open_office(arguments.value("data", kDefaultData));
    const Instant now = office->clock.now();
    if (what == "list") {
        office->database->read(list);
        return 0;
    }
    office->database->write([&](store::Transaction& tx) {
        const std::string by = actor(tx, arguments.value("as"), "--as").user;
        const auto person = [&](std::size_t index, std::string_view name) {
            return actor(tx, arguments.operand(index, name), name).user;
        };
        std::string id;
        if (what == "absence") {
            id = workflow::add_absence(
                tx,
                {"", person(1, "PERSON"), person(2, "DEPUTY"), arguments.value("process"),
                 arguments.operand(3, "FIRST day"), arguments.operand(4, "LAST day")},
                by, now);
        } else if (what == "signs") {
            id = workflow::add_signing_authority(
                tx,
                {"", person(1, "PERSON"), arguments.operand(2, "FOR whom"),
                 arguments.operand(3, "KT, TL or TUQ"), arguments.operand(4, "BASIS"),
                 arguments.operand(5, "FIRST day"),
                 arguments.operands().size() > 6 ? arguments.operands()[6] : workflow::kNoLastDay},
                by, now);
        } else if (what == "mail") {
            id = person(1, "PERSON");
            notices::save_mail_settings(tx, id, {arguments.operand(2, "ADDRESS"), true, true}, by,
                                        now);
        } else if (what == "end") {
            id = arguments.operand(1, "ID of a rule");
            end_rule(tx, id, by, now);
        } else {
            throw Error(ErrorCode::BadInput,
                        "people '" + what + "': it is absence, signs, mail, list or end");
        }
        std::cout << id << '\n';
    });
    return 0;
}

}  // namespace vanthu::apps
