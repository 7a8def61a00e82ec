// vanthu learnt: what clerks' corrections taught the office.

#include <iostream>

#include "apps/vanthu/actor.h"
#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "pipeline/document_json.h"
#include "records/lessons.h"
#include "server/views.h"

namespace vanthu::apps {
namespace {

constexpr int kMost = 100000;

void print(const records::Lesson& lesson) {
    std::cout << lesson.id << "  " << lesson.issuer << "  " << lesson.field << "  '" << lesson.seen
              << "' -> '" << lesson.value << "'  " << lesson.times << "x, last by "
              << lesson.taught_by << " on " << lesson.document;
    if (lesson.ended_at) std::cout << "  " << lesson.ended_how << " by " << lesson.ended_by;
    std::cout << '\n';
}

}  // namespace

int command_learnt(const Words& words) {
    const Arguments arguments(words, {"all", "json"}, {"as", "data"});
    const std::string& what = arguments.operand(0, "list or forget");
    const auto office = open_office(arguments.value("data", kDefaultData));
    if (what == "list") {
        const auto which = arguments.has("all") ? records::Lessons::All : records::Lessons::Kept;
        std::vector<records::Lesson> lessons;
        office->database->read(
            [&](store::Transaction& tx) { lessons = records::lessons(tx, which, kMost); });
        for (const records::Lesson& lesson : lessons)
            if (arguments.has("json"))
                std::cout << pipeline::json_text(*server::view(lesson)) << '\n';
            else
                print(lesson);
        return 0;
    }
    if (what != "forget")
        throw Error(ErrorCode::BadInput, "learnt '" + what + "': it is list or forget");
    const std::string& id = arguments.operand(1, "ID of something learnt");
    office->database->write([&](store::Transaction& tx) {
        const std::string by = actor(tx, arguments.value("as"), "--as").user;
        records::forget_lesson(tx, id, by, office->clock.now());
    });
    std::cout << id << " forgotten\n";
    return 0;
}

}  // namespace vanthu::apps
