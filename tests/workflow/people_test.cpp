// What people do beside claiming and completing: standing in, signing, reassigning, opinions.
#include <gtest/gtest.h>

#include "tests/workflow/office.h"
#include "workflow/absences.h"
#include "workflow/events.h"

namespace vanthu::workflow {
namespace {

using Strings = std::vector<std::string>;

class People : public OfficeTest {
protected:
    void SetUp() override { office.now = parse_rfc3339("2026-03-16T09:00:00+07:00").value(); }

    void absent(const std::string& person, const std::string& deputy,
                const std::string& process = {}, const std::string& last_day = "2026-03-20") {
        office.step([&](store::Transaction& tx) {
            add_absence(tx, {"", person, deputy, process, "2026-03-16", last_day}, "admin",
                        office.now);
        });
    }

    // Signed in today: groups as the accounts would give them.
    Actor signed_in(const std::string& user) {
        const auto groups = [](const std::string& name) {
            if (name == "hung") return Strings{"head"};
            if (name == "lan" || name == "hoa") return Strings{"clerk"};
            return Strings{};
        };
        return office.step([&](store::Transaction& tx) {
            return with_absent(tx, Actor{user, groups(user)}, groups, office.now);
        });
    }

    std::size_t list_of(const std::string& user) {
        TaskQuery query;
        query.visible_to = signed_in(user);
        return office.step([&](store::Transaction& tx) { return list_tasks(tx, query).size(); });
    }

    std::vector<Opinion> opinions() {
        return office.step([&](store::Transaction& tx) { return opinions_of(tx, "paper"); });
    }

    void deploy_approval(const std::string& who = "camunda:candidateGroups='head,deputy_head'",
                         const std::string& key = "p") {
        office.deploy(Diagram(key)
                          .start("s")
                          .element("<userTask id='sign' " + who +
                                   "><extensionElements><camunda:properties>"
                                   "<camunda:property name='outcomes' value='sign,return'/>"
                                   "<camunda:property name='signs_for' value='head'/>"
                                   "<camunda:property name='level' value='agency'/>"
                                   "</camunda:properties></extensionElements></userTask>")
                          .end("e")
                          .way({"s", "sign", "e"})
                          .xml());
    }
};
INSTANTIATE_WITH_RELOAD(People);

TEST_P(People, ADeputySeesAndDoesTheWorkOfTheAbsent) {
    office.deploy(Diagram("p").start("s").user("a").end("e").way({"s", "a", "e"}).xml());
    office.start("p");
    EXPECT_EQ(list_of("vinh"), 0u);
    absent("lan", "vinh");
    EXPECT_EQ(list_of("vinh"), 1u);
    office.complete(office.open_task("a"), signed_in("vinh"), "", "Đã xem");
    EXPECT_EQ(opinions().at(0).user, "vinh");
    EXPECT_EQ(opinions().at(0).on_behalf_of, "lan");
}

TEST_P(People, ADeputyTakesOverWhatTheAbsentHolds) {
    office.deploy(Diagram("p").start("s").user("a").end("e").way({"s", "a", "e"}).xml());
    office.start("p");
    const Task task = office.open_task("a");
    office.step([&](store::Transaction& tx) { claim(tx, task.id, kLan, office.now); });
    EXPECT_EQ(refusal([&] { office.complete(task, signed_in("vinh")); }), ErrorCode::Forbidden);
    absent("lan", "vinh");
    office.complete(task, signed_in("vinh"));
    EXPECT_TRUE(office.tasks().empty());
}

TEST_P(People, DeputiesOfDeputiesAndCirclesEnd) {
    office.deploy(Diagram("p").start("s").user("a").end("e").way({"s", "a", "e"}).xml());
    office.start("p");
    absent("lan", "vinh");
    absent("vinh", "mai");
    absent("mai", "lan");
    EXPECT_EQ(list_of("mai"), 1u);
    const Actor mai = signed_in("mai");
    ASSERT_EQ(mai.stands_in_for.size(), 2u);
    office.now += 5 * 24 * 3'600'000'000LL;
    EXPECT_EQ(list_of("mai"), 0u) << "the rule has run out";
}

TEST_P(People, AnAbsenceMayHoldForOneProcess) {
    office.deploy(Diagram("p").start("s").user("a").end("e").way({"s", "a", "e"}).xml());
    office.deploy(Diagram("q").start("s").user("a").end("e").way({"s", "a", "e"}).xml());
    office.start("p");
    office.start("q");
    absent("lan", "vinh", "q");
    EXPECT_EQ(list_of("vinh"), 1u);
    const auto tasks = office.tasks("a");
    for (const Task& task : tasks)
        if (task.definition_key == "p")
            EXPECT_EQ(refusal([&] { office.complete(task, signed_in("vinh")); }),
                      ErrorCode::Forbidden);
        else
            office.complete(task, signed_in("vinh"));
}

TEST_P(People, EndedAndSenselessRulesDoNotCount) {
    EXPECT_EQ(refusal([&] { absent("lan", "lan"); }), ErrorCode::BadInput);
    EXPECT_EQ(refusal([&] { absent("lan", "vinh", "", "2026-03-01"); }), ErrorCode::BadInput);
    absent("lan", "vinh");
    office.step([&](store::Transaction& tx) {
        const auto rules = absences(tx);
        ASSERT_EQ(rules.size(), 1u);
        end_absence(tx, rules[0].id, "admin", office.now);
        EXPECT_TRUE(absences(tx).empty());
    });
    EXPECT_TRUE(signed_in("vinh").stands_in_for.empty());
}

TEST_P(People, SigningAsksForTheRightOfTheDay) {
    deploy_approval();
    office.start("p");
    const Actor deputy_head{"thu", {"deputy_head"}};
    const Task task = office.open_task("sign");
    EXPECT_EQ(refusal([&] { office.complete(task, deputy_head, "sign"); }), ErrorCode::Forbidden);
    EXPECT_EQ(refusal([&] { office.complete(task, kAdmin, "sign"); }), ErrorCode::Forbidden);
    office.step([&](store::Transaction& tx) {
        add_signing_authority(
            tx, {"", "thu", "head", "TUQ", "QĐ 12/QĐ-UBND", "2026-04-01", "2026-04-30"}, "admin",
            office.now);
    });
    EXPECT_EQ(refusal([&] { office.complete(task, deputy_head, "sign"); }), ErrorCode::Forbidden)
        << "the right begins in April";
    office.step([&](store::Transaction& tx) {
        add_signing_authority(tx, {"", "thu", "head", "KT", "QĐ 10/QĐ-UBND", "2026-01-01"}, "admin",
                              office.now);
    });
    office.complete(task, deputy_head, "sign");
    ASSERT_EQ(opinions().size(), 1u) << "a signature is kept also without words";
    EXPECT_EQ(opinions()[0].signed_as, "KT");
    EXPECT_EQ(opinions()[0].level, "agency");
}

TEST_P(People, TheHeadSignsInTheirOwnNameAndAnybodyMayReturn) {
    deploy_approval();
    office.start("p", "{}", "paper");
    office.complete(office.open_task("sign"), kHung, "sign");
    EXPECT_EQ(opinions().at(0).signed_as, "");
    office.start("p", "{}", "second");
    office.complete(office.open_task("sign"), {"thu", {"deputy_head"}}, "return", "Sai thể thức");
    EXPECT_TRUE(office.tasks().empty());
}

TEST_P(People, ReassigningIsForSupervisors) {
    office.deploy(Diagram("p").start("s").user("a").end("e").way({"s", "a", "e"}).xml());
    office.start("p");
    const Task task = office.open_task("a");
    const auto give = [&](const Actor& who) {
        office.step(
            [&](store::Transaction& tx) { reassign(tx, task.id, who, "vinh", office.now); });
    };
    EXPECT_EQ(refusal([&] { give(kLan); }), ErrorCode::Forbidden);
    give({"hung", {"head"}, false, true});
    EXPECT_EQ(office.open_task("a").assignee, "vinh");
    EXPECT_EQ(refusal([&] { office.complete(task, kLan); }), ErrorCode::Conflict);
    office.complete(task, {"vinh", {}});
    EXPECT_EQ(refusal([&] { give(kAdmin); }), ErrorCode::Conflict);
}

TEST_P(People, AnOpinionWithoutDecidingLeavesTheTaskOpen) {
    office.deploy(Diagram("p").start("s").user("a").end("e").way({"s", "a", "e"}).xml());
    office.start("p");
    const Task task = office.open_task("a");
    const auto say = [&](const Actor& who, const std::string& text) {
        office.step(
            [&](store::Transaction& tx) { add_opinion(tx, task.id, who, text, office.now); });
    };
    say(kLan, "Đề nghị xem lại mục 2");
    say(kMinh, "Đồng ý");
    EXPECT_EQ(refusal([&] { say(kStranger, "Tôi cũng vậy"); }), ErrorCode::Forbidden);
    EXPECT_EQ(refusal([&] { say(kLan, "  "); }), ErrorCode::BadInput);
    EXPECT_EQ(office.open_task("a").assignee, "");
    ASSERT_EQ(opinions().size(), 2u);
    EXPECT_EQ(opinions()[1].user, "minh");
}

TEST_P(People, ALeaderHandsThePaperOut) {
    office.deploy(
        Diagram("p")
            .start("s")
            .user("lead", "assign", "camunda:candidateGroups='head'")
            .parallel("split")
            .user("handle", "", "camunda:candidateGroups='${lead}' camunda:dueDate='${reply_due}'")
            .user("help", "", "camunda:candidateGroups='${unit}'",
                  "<multiInstanceLoopCharacteristics camunda:collection='support' "
                  "camunda:elementVariable='unit'/>")
            .parallel("join")
            .end("e")
            .way({"s", "lead", "split", "handle", "join", "e"})
            .way({"split", "help", "join"})
            .xml());
    office.start("p");
    Completion completion{"assign", "Giao Phòng Hành chính chủ trì", "{}", {}};
    completion.hand_out = {"Phòng Hành chính", {"Phòng Tài vụ", "Phòng Đào tạo"}, {}, "2026-03-20"};
    const Task task = office.open_task("lead");
    office.step(
        [&](store::Transaction& tx) { complete(tx, task.id, kHung, completion, office.now); });
    EXPECT_EQ(office.open_task("handle").candidate_groups, Strings{"Phòng Hành chính"});
    EXPECT_EQ(office.open_task("handle").due_at,
              parse_rfc3339("2026-03-21T00:00:00+07:00").value());
    EXPECT_EQ(office.tasks("help").size(), 2u);
    EXPECT_EQ(opinions().at(0).hand_out.support, (Strings{"Phòng Tài vụ", "Phòng Đào tạo"}));
    EXPECT_EQ(opinions().at(0).hand_out.due, "2026-03-20");
}

TEST_P(People, ListsAreSortedAndFilteredAsAsked) {
    office.deploy(Diagram("p")
                      .start("s")
                      .user("a", "", "camunda:candidateGroups='clerk' camunda:dueDate='${due}'")
                      .end("e")
                      .way({"s", "a", "e"})
                      .xml());
    office.start("p", R"({"due": "2026-04-03", "priority": "Khẩn"})", "one");
    ++office.now;
    office.start("p", R"({"due": "2026-04-02"})", "two");
    ++office.now;
    office.start("p", R"({"due": "2026-04-01"})", "three");
    const auto list = [&](TaskOrder order, std::optional<Instant> due_before = {}) {
        Strings found;
        TaskQuery query;
        query.visible_to = kLan;
        query.order = order;
        query.due_before = due_before;
        query.limit = 1;
        for (;;) {
            const auto page =
                office.step([&](store::Transaction& tx) { return list_tasks(tx, query); });
            if (page.empty()) return found;
            found.push_back(page[0].document);
            query.after = page[0].id;
        }
    };
    EXPECT_EQ(list(TaskOrder::Urgency), (Strings{"one", "three", "two"}));
    EXPECT_EQ(list(TaskOrder::Age), (Strings{"one", "two", "three"}));
    EXPECT_EQ(list(TaskOrder::Newest), (Strings{"three", "two", "one"}));
    EXPECT_EQ(list(TaskOrder::Due), (Strings{"three", "two", "one"}));
    EXPECT_EQ(list(TaskOrder::Due, parse_rfc3339("2026-04-02T12:00:00+07:00")), Strings{"three"});
}

}  // namespace
}  // namespace vanthu::workflow
