#include "workflow/tasks.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "tests/workflow/office.h"

namespace vanthu::workflow {
namespace {

using Strings = std::vector<std::string>;

class Tasks : public OfficeTest {
protected:
    void SetUp() override {
        office.deploy(
            Diagram("p").start("s").user("a", "accept,return").end("e").way({"s", "a", "e"}).xml());
    }

    Task begin(const std::string& document = "paper", const std::string& variables = "{}") {
        office.start("p", variables, document);
        return office.step([&](store::Transaction& tx) {
            TaskQuery query;
            query.document = document;
            return list_tasks(tx, query).at(0);
        });
    }

    Task look(const std::string& id) {
        return office.step([&](store::Transaction& tx) { return task(tx, id); });
    }

    Strings documents_for(const std::optional<Actor>& actor, const std::string& state = "open") {
        Strings found;
        TaskQuery query;
        query.visible_to = actor;
        query.state = state;
        for (const Task& each :
             office.step([&](store::Transaction& tx) { return list_tasks(tx, query); }))
            found.push_back(each.document);
        return found;
    }

    void act(void (*action)(store::Transaction&, const std::string&, const Actor&, Instant),
             const Task& task, const Actor& actor) {
        office.step([&](store::Transaction& tx) { action(tx, task.id, actor, office.now); });
    }

    void delegate_to(const Task& task, const Actor& actor, const std::string& to) {
        office.step([&](store::Transaction& tx) { delegate(tx, task.id, actor, to, office.now); });
    }

    void resolve_as(const Task& task, const Actor& actor, const std::string& opinion) {
        office.step(
            [&](store::Transaction& tx) { resolve(tx, task.id, actor, opinion, office.now); });
    }
};
INSTANTIATE_WITH_RELOAD(Tasks);

TEST_P(Tasks, ClaimedTasksLeaveTheOthersLists) {
    const Task task = begin();
    EXPECT_EQ(documents_for(kLan), Strings{"paper"});
    EXPECT_EQ(documents_for(kMinh), Strings{"paper"});
    EXPECT_TRUE(documents_for(kStranger).empty());
    act(claim, task, kLan);
    act(claim, task, kLan);
    EXPECT_EQ(look(task.id).assignee, "lan");
    EXPECT_EQ(documents_for(kLan), Strings{"paper"});
    EXPECT_TRUE(documents_for(kMinh).empty());
    EXPECT_EQ(documents_for(kAdmin), Strings{"paper"});
    EXPECT_EQ(refusal([&] { act(claim, task, kMinh); }), ErrorCode::Conflict);
    EXPECT_EQ(refusal([&] { act(claim, task, kStranger); }), ErrorCode::Forbidden);
    EXPECT_EQ(refusal([&] { act(release, task, kMinh); }), ErrorCode::Conflict);
    act(release, task, kLan);
    EXPECT_EQ(documents_for(kMinh), Strings{"paper"});
    act(claim, task, kMinh);
    act(release, task, kAdmin);
    EXPECT_EQ(office.history(), (Strings{"process.started", "task.claimed", "task.released",
                                         "task.claimed", "task.released"}));
}

TEST_P(Tasks, OnlyTheHolderOrACandidateCompletes) {
    const Task task = begin();
    EXPECT_EQ(refusal([&] { office.complete(task, kStranger, "accept"); }), ErrorCode::Forbidden);
    EXPECT_EQ(refusal([&] { office.complete(task, Actor{}, "accept"); }), ErrorCode::Forbidden);
    act(claim, task, kLan);
    EXPECT_EQ(refusal([&] { office.complete(task, kMinh, "accept"); }), ErrorCode::Conflict);
    office.complete(task, kLan, "accept");
    const Task done = look(task.id);
    EXPECT_EQ(done.state, "completed");
    EXPECT_EQ(done.completed_by, "lan");
    EXPECT_EQ(done.outcome, "accept");
    EXPECT_EQ(refusal([&] { office.complete(task, kLan, "accept"); }), ErrorCode::Conflict);
    EXPECT_EQ(documents_for(kLan, "completed"), Strings{"paper"});
    EXPECT_TRUE(documents_for(kMinh, "completed").empty());
    EXPECT_EQ(documents_for(kLan, ""), Strings{"paper"});
    EXPECT_TRUE(documents_for(kLan).empty());
}

TEST_P(Tasks, OutcomesAreThoseOfTheDiagram) {
    const Task task = begin();
    try {
        office.complete(task, kLan, "maybe");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::BadInput);
        EXPECT_NE(std::string(error.what()).find("its outcomes are accept, return"),
                  std::string::npos);
    }
    EXPECT_EQ(refusal([&] { office.complete(task, kLan, ""); }), ErrorCode::BadInput);
    EXPECT_EQ(look(task.id).state, "open");
}

TEST_P(Tasks, AStaleRevisionIsRefused) {
    const Task seen = begin();
    act(claim, seen, kLan);
    const auto complete_at = [&](int revision) {
        office.step([&](store::Transaction& tx) {
            complete(tx, seen.id, kLan, {"accept", "", "{}", revision}, office.now);
        });
    };
    EXPECT_EQ(refusal([&] { complete_at(seen.revision); }), ErrorCode::Conflict);
    complete_at(seen.revision + 1);
    EXPECT_EQ(look(seen.id).state, "completed");
}

TEST_P(Tasks, TheDelegateResolvesAndTheOwnerCompletes) {
    const Task task = begin();
    EXPECT_EQ(refusal([&] { delegate_to(task, kStranger, "hung"); }), ErrorCode::Forbidden);
    EXPECT_EQ(refusal([&] {
                  office.step([&](store::Transaction& tx) {
                      delegate(tx, task.id, kLan, "khach", office.now, "20/3/2026");
                  });
              }),
              ErrorCode::BadInput);
    delegate_to(task, kLan, "khach");
    EXPECT_EQ(look(task.id).assignee, "khach");
    EXPECT_EQ(look(task.id).owner, "lan");
    EXPECT_EQ(look(task.id).delegation, "pending");
    EXPECT_EQ(documents_for(kStranger), Strings{"paper"});
    EXPECT_EQ(documents_for(kLan), Strings{"paper"}) << "the owner keeps it in sight";
    EXPECT_EQ(refusal([&] { office.complete(task, kLan, "accept"); }), ErrorCode::Conflict);
    EXPECT_EQ(refusal([&] { office.complete(task, kStranger, "accept"); }), ErrorCode::Conflict);
    EXPECT_EQ(refusal([&] { act(release, task, kStranger); }), ErrorCode::Conflict);
    EXPECT_EQ(refusal([&] { resolve_as(task, kLan, "x"); }), ErrorCode::Forbidden);
    delegate_to(task, kStranger, "hung");
    EXPECT_EQ(look(task.id).owner, "lan") << "passed on, it still comes back to its owner";
    resolve_as(task, kHung, "Đồng ý về nội dung");
    EXPECT_EQ(look(task.id).assignee, "lan");
    EXPECT_EQ(look(task.id).delegation, "resolved");
    EXPECT_EQ(refusal([&] { resolve_as(task, kLan, "x"); }), ErrorCode::Conflict);
    office.complete(task, kLan, "accept", "Vào sổ");
    const auto opinions =
        office.step([](store::Transaction& tx) { return opinions_of(tx, "paper"); });
    ASSERT_EQ(opinions.size(), 2u);
    EXPECT_EQ(opinions[0].user, "hung");
    EXPECT_EQ(opinions[0].text, "Đồng ý về nội dung");
    EXPECT_EQ(opinions[1].outcome, "accept");
}

TEST_P(Tasks, AnAdministratorPassesOnWhatSomebodyHolds) {
    const Task task = begin();
    act(claim, task, kLan);
    delegate_to(task, kAdmin, "minh");
    EXPECT_EQ(look(task.id).assignee, "minh");
    EXPECT_EQ(look(task.id).owner, "lan");
    EXPECT_EQ(refusal([&] { delegate_to(task, kMinh, "lan"); }), ErrorCode::BadInput);
    EXPECT_EQ(refusal([&] { delegate_to(task, kMinh, " "); }), ErrorCode::BadInput);
}

TEST_P(Tasks, OpinionsAreNeverOverwritten) {
    office.complete(begin(), kLan, "accept", "  Đã xem \n");
    const auto opinions =
        office.step([](store::Transaction& tx) { return opinions_of(tx, "paper"); });
    ASSERT_EQ(opinions.size(), 1u);
    EXPECT_EQ(opinions[0].text, "Đã xem");
    EXPECT_ANY_THROW(
        office.step([](store::Transaction& tx) { tx.execute("update opinion set text = 'x'"); }));
    EXPECT_ANY_THROW(
        office.step([](store::Transaction& tx) { tx.execute("delete from opinion"); }));
}

TEST_P(Tasks, UrgentPapersComeFirst) {
    begin("normal");
    office.now += 1;
    begin("urgent", R"({"priority": "Khẩn"})");
    office.now += 1;
    const Task flash = begin("flash", R"({"priority": "HỎA TỐC"})");
    begin("most urgent", R"({"priority": "Thượng khẩn"})");
    EXPECT_EQ(documents_for(kLan), (Strings{"flash", "most urgent", "urgent", "normal"}));
    office.step([&](store::Transaction& tx) {
        set_variables(tx, flash.instance, R"({"priority": null})", office.now);
    });
    EXPECT_EQ(documents_for(kLan), (Strings{"most urgent", "urgent", "normal", "flash"}));
    EXPECT_EQ(documents_for(std::nullopt), documents_for(kLan));
    EXPECT_EQ(look(flash.id).priority, 100);
}

TEST_P(Tasks, PagesShowEachTaskOnce) {
    std::set<std::string> all;
    for (int i = 0; i < 25; ++i)
        all.insert(
            begin("paper " + std::to_string(i), i % 3 == 0 ? R"({"priority": "Khẩn"})" : "{}").id);
    for (const std::optional<Actor>& actor :
         {std::optional<Actor>(kMinh), std::optional<Actor>(kAdmin)}) {
        std::set<std::string> seen;
        TaskQuery query;
        query.visible_to = actor;
        query.limit = 7;
        while (true) {
            const auto page =
                office.step([&](store::Transaction& tx) { return list_tasks(tx, query); });
            if (page.empty()) break;
            for (const Task& each : page)
                EXPECT_TRUE(seen.insert(each.id).second) << each.id;
            query.after = page.back().id;
        }
        EXPECT_EQ(seen, all);
    }
}

TEST_P(Tasks, FiltersNarrow) {
    begin("one");
    begin("two");
    TaskQuery query;
    query.visible_to = kLan;
    query.document = "two";
    const auto found = office.step([&](store::Transaction& tx) { return list_tasks(tx, query); });
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].document, "two");
    query.visible_to = kStranger;
    EXPECT_TRUE(office.step([&](store::Transaction& tx) { return list_tasks(tx, query); }).empty());
    query = {};
    query.visible_to = kLan;
    query.node = "b";
    EXPECT_TRUE(office.step([&](store::Transaction& tx) { return list_tasks(tx, query); }).empty());
    query.node = "a";
    EXPECT_EQ(office.step([&](store::Transaction& tx) { return list_tasks(tx, query); }).size(),
              2u);
    EXPECT_EQ(
        refusal([&] { office.step([](store::Transaction& tx) { return task(tx, "none"); }); }),
        ErrorCode::NotFound);
}

// Two people press the button at the same moment: one decision counts, the other hears of it.
TEST(TasksAtOnce, OneOfTwoActorsWins) {
    Office office;
    office.deploy(Diagram("p")
                      .start("s")
                      .user("a", "accept,return")
                      .user("b")
                      .end("e")
                      .way({"s", "a", "b", "e"})
                      .xml());
    for (int round = 0; round < 20; ++round) {
        const std::string id = office.start("p", "{}", "paper " + std::to_string(round));
        const Task task = office.open_task("a");
        std::atomic<int> won = 0, refused = 0;
        const auto press = [&](const Actor& actor, const std::string& outcome) {
            const auto database = office.another();
            try {
                database->write([&](store::Transaction& tx) {
                    complete(tx, task.id, actor, {outcome, "", "{}", task.revision}, office.now);
                });
                ++won;
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::Conflict) << error.what();
                ++refused;
            }
        };
        std::thread lan(press, kLan, "accept"), minh(press, kMinh, "return");
        lan.join();
        minh.join();
        EXPECT_EQ(won, 1);
        EXPECT_EQ(refused, 1);
        EXPECT_EQ(office.instance(id).active_nodes, Strings{"b"});
        office.complete(office.open_task("b"), kLan);
    }
}

}  // namespace
}  // namespace vanthu::workflow
