// Papers under way, moved to a new version of their process.
#include <gtest/gtest.h>

#include "tests/workflow/office.h"

namespace vanthu::workflow {
namespace {

using Strings = std::vector<std::string>;

class Moving : public OfficeTest {
protected:
    void move(const std::string& id, const Move& to) {
        office.step(
            [&](store::Transaction& tx) { move_instance(tx, id, to, "admin", office.now); });
    }
    Strings problems(const std::string& id, const Move& to) {
        return office.step([&](store::Transaction& tx) { return move_problems(tx, id, to); });
    }
};
INSTANTIATE_WITH_RELOAD(Moving);

TEST_P(Moving, ThePaperTakesTheNewWayFromWhereItStands) {
    office.deploy(Diagram("p").start("s").user("a").end("e").way({"s", "a", "e"}).xml());
    const std::string id = office.start("p");
    office.deploy(
        Diagram("p").start("s").user("a").user("b").end("e").way({"s", "a", "b", "e"}).xml());
    EXPECT_EQ(office.instance(id).definition_version, 1);
    EXPECT_TRUE(problems(id, {2}).empty());
    move(id, {2});
    EXPECT_EQ(office.instance(id).definition_version, 2);
    EXPECT_EQ(office.open_task("a").definition_version, 2);
    office.complete(office.open_task("a"), kLan);
    office.complete(office.open_task("b"), kLan);
    EXPECT_EQ(office.instance(id).state, "ended");
}

TEST_P(Moving, IsRefusedWhereTheStepIsGoneUntilAnotherIsNamed) {
    office.deploy(Diagram("p")
                      .start("s")
                      .user("old")
                      .boundary("late", "old", "PT1H", false)
                      .user("tell")
                      .end("e")
                      .end("f")
                      .way({"s", "old", "e"})
                      .way({"late", "tell", "f"})
                      .xml());
    const std::string id = office.start("p");
    office.deploy(Diagram("p")
                      .start("s")
                      .user("new")
                      .boundary("late", "new", "PT1H", false)
                      .user("tell")
                      .end("e")
                      .end("f")
                      .way({"s", "new", "e"})
                      .way({"late", "tell", "f"})
                      .xml());
    EXPECT_EQ(refusal([&] { move(id, {2}); }), ErrorCode::Conflict);
    EXPECT_EQ(problems(id, {2}).size(), 2u) << "the task and the timer on it";
    EXPECT_EQ(problems(id, {2, {{"old", "tell"}}}).size(), 1u) << "the timer stands elsewhere";
    move(id, {2, {{"old", "new"}}});
    EXPECT_EQ(office.instance(id).active_nodes, Strings{"new"});
    office.now += 2 * 3'600'000'000LL;
    EXPECT_EQ(office.do_job(), "timer");
    EXPECT_EQ(office.tasks("tell").size(), 1u);
    TaskQuery query;
    query.visible_to = kLan;
    query.node = "new";
    EXPECT_EQ(office.step([&](store::Transaction& tx) { return list_tasks(tx, query); }).size(),
              1u);
}

TEST_P(Moving, AJoinNeedsTheFlowsItHasSeen) {
    const auto diagram = [](const std::string& join) {
        return Diagram("p")
            .start("s")
            .parallel("split")
            .user("a")
            .user("b")
            .parallel(join)
            .end("e")
            .way({"s", "split", "a", join, "e"})
            .way({"split", "b", join})
            .xml();
    };
    office.deploy(diagram("join"));
    const std::string id = office.start("p");
    office.complete(office.open_task("a"), kLan);
    office.deploy(diagram("other"));
    EXPECT_EQ(problems(id, {2, {{"join", "other"}}}).size(), 1u) << "the flow has another id";
    office.deploy(diagram("join") + "<!-- changed -->");
    move(id, {3});
    office.complete(office.open_task("b"), kLan);
    EXPECT_EQ(office.instance(id).state, "ended");
}

TEST_P(Moving, OnlyRunningPapersToVersionsThereAre) {
    office.deploy(Diagram("p").start("s").user("a").end("e").way({"s", "a", "e"}).xml());
    const std::string id = office.start("p");
    EXPECT_EQ(refusal([&] { move(id, {2}); }), ErrorCode::NotFound);
    office.complete(office.open_task("a"), kLan);
    EXPECT_EQ(refusal([&] { move(id, {1}); }), ErrorCode::Conflict);
}

}  // namespace
}  // namespace vanthu::workflow
