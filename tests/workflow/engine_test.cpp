#include "workflow/engine.h"

#include <gtest/gtest.h>

#include "tests/workflow/office.h"
#include "workflow/calendar.h"

namespace vanthu::workflow {
namespace {

using Strings = std::vector<std::string>;

constexpr Instant kHour = 3'600'000'000;

class Engine : public OfficeTest {};
INSTANTIATE_WITH_RELOAD(Engine);

TEST_P(Engine, IncomingPaperIsCheckedRegisteredApprovedAndFiled) {
    office.deploy(shipped("incoming.bpmn"));
    const std::string id = office.start("incoming");
    EXPECT_EQ(office.instance(id).active_nodes, Strings{"check"});
    const Task check = office.open_task("check");
    EXPECT_EQ(check.name, "Kiểm tra thông tin");
    EXPECT_EQ(check.form_key, "check_fields");
    EXPECT_EQ(check.outcomes, (Strings{"accept", "return"}));
    EXPECT_EQ(check.candidate_groups, Strings{"clerk"});
    EXPECT_EQ(check.due_at, Calendar().add_workdays(office.now, 1));
    EXPECT_EQ(office.do_job(), "") << "nothing to do before the clerk agreed";

    office.complete(check, kLan, "accept");
    EXPECT_EQ(office.instance(id).active_nodes, Strings{"register"});
    EXPECT_EQ(office.do_job(R"({"register_number": 7})"), "register");
    EXPECT_EQ(office.open_task("approve").candidate_groups, (Strings{"reviewer", "head"}));
    office.complete(office.open_task("approve"), kHung, "approve", "Giao Phòng Hành chính");
    EXPECT_EQ(office.do_job(), "file");

    const InstanceInfo ended = office.instance(id);
    EXPECT_EQ(ended.state, "ended");
    EXPECT_EQ(ended.ended_at, office.now);
    EXPECT_TRUE(ended.active_nodes.empty());
    EXPECT_NE(ended.variables.find("\"register_number\":7"), std::string::npos);
    EXPECT_NE(ended.variables.find("\"outcome_check\":\"accept\""), std::string::npos);
    EXPECT_EQ(office.history(), (Strings{"process.started", "task.completed", "service.done",
                                         "task.completed", "service.done", "process.ended"}));
}

TEST_P(Engine, ReturnGoesTheWayThatIsDrawn) {
    office.deploy(shipped("incoming.bpmn"));
    const std::string id = office.start("incoming");
    office.complete(office.open_task("check"), kLan, "accept");
    EXPECT_EQ(office.do_job(), "register");
    office.complete(office.open_task("approve"), kHung, "return", "Thiếu phụ lục");
    EXPECT_EQ(office.instance(id).active_nodes, Strings{"check"});
    office.complete(office.open_task("check"), kLan, "return");
    EXPECT_EQ(office.do_job(), "return");
    EXPECT_EQ(office.instance(id).state, "ended");
}

TEST_P(Engine, ALeaderHandsAnIncomingPaperOutToUnits) {
    office.deploy(shipped("incoming.bpmn"));
    const std::string id = office.start("incoming");
    office.complete(office.open_task("check"), kLan, "accept");
    EXPECT_EQ(office.do_job(), "register");
    const Task approve = office.open_task("approve");
    const auto assign = [&](const HandOut& hand_out) {
        Completion completion{"assign", "Giao chủ trì", "{}", {}};
        completion.hand_out = hand_out;
        office.step([&](store::Transaction& tx) {
            complete(tx, approve.id, kHung, completion, office.now);
        });
    };
    EXPECT_EQ(refusal([&] { assign({}); }), ErrorCode::BadInput) << "somebody must lead";
    assign({"Phòng Nội vụ", {"Phòng Tài vụ"}, {"Phòng Đào tạo", "Đoàn trường"}, "2026-03-20"});
    EXPECT_EQ(office.open_task("support").role, "support");
    EXPECT_EQ(office.tasks("know").size(), 2u);
    const Actor lead{"mai", {"Phòng Nội vụ"}};
    office.complete(office.open_task("support"), {"tai", {"Phòng Tài vụ"}});
    for (const Task& task : office.tasks("know"))
        office.complete(task, kAdmin);
    office.complete(office.open_task("handle"), lead, "reply", "Đề nghị trả lời");
    office.complete(office.open_task("reply"), lead);
    EXPECT_EQ(office.do_job(), "file");
    EXPECT_EQ(office.instance(id).state, "ended");
}

TEST_P(Engine, EveryShippedDiagramEnds) {
    for (const std::string name : {"incoming", "outgoing", "nomination", "urgent"}) {
        office.deploy(shipped(name + ".bpmn"));
        const std::string id = office.start(name, "{}", "paper of " + name);
        for (int step = 0; step < 20 && office.instance(id).state == "running"; ++step) {
            for (const Task& task : office.tasks())
                office.complete(task, {"admin", {"head"}, true},
                                task.outcomes.empty() ? "" : task.outcomes.front());
            while (!office.do_job().empty()) {
            }
        }
        EXPECT_EQ(office.instance(id).state, "ended") << name;
    }
}

TEST_P(Engine, APaperIsInAProcessOnce) {
    office.deploy(shipped("incoming.bpmn"));
    const std::string first = office.start("incoming");
    EXPECT_EQ(office.start("incoming"), first);
    EXPECT_NE(office.start("incoming", "{}", "another"), first);
    EXPECT_EQ(office.tasks().size(), 2u);
    EXPECT_EQ(refusal([&] { office.start("unknown"); }), ErrorCode::NotFound);
}

TEST_P(Engine, FinishingAServiceTaskTwiceChangesNothing) {
    office.deploy(Diagram("p")
                      .start("s")
                      .service("one")
                      .service("two")
                      .end("e")
                      .way({"s", "one", "two", "e"})
                      .xml());
    const std::string id = office.start("p");
    const auto job = office.step(
        [&](store::Transaction& tx) { return pipeline::take_job(tx, "w", office.now).value(); });
    for (int i = 0; i < 2; ++i)
        office.step([&](store::Transaction& tx) {
            finish_service_task(tx, job.subject, "{}", office.now);
        });
    EXPECT_EQ(office.instance(id).active_nodes, Strings{"two"});
}

TEST_P(Engine, AFailedServiceTaskIsSeenAndGoesOnWhenItSucceeds) {
    office.deploy(Diagram("p").start("s").service("one").end("e").way({"s", "one", "e"}).xml());
    const std::string id = office.start("p");
    const auto job = office.step(
        [&](store::Transaction& tx) { return pipeline::take_job(tx, "w", office.now).value(); });
    office.step([&](store::Transaction& tx) {
        pipeline::fail_job(tx, job, "the book is closed", false, office.now);
        fail_service_task(tx, job.subject, "the book is closed", office.now);
    });
    EXPECT_EQ(office.instance(id).state, "stuck");
    EXPECT_EQ(office.instance(id).reason, "one: the book is closed");
    office.step([&](store::Transaction& tx) { pipeline::retry_jobs(tx, job.subject, office.now); });
    EXPECT_EQ(office.do_job(), "register");
    EXPECT_EQ(office.instance(id).state, "ended");
}

TEST_P(Engine, ParallelPathsMeetAgain) {
    office.deploy(Diagram("p")
                      .start("s")
                      .parallel("split")
                      .user("a")
                      .user("b")
                      .parallel("join")
                      .end("e")
                      .way({"s", "split", "a", "join", "e"})
                      .way({"split", "b", "join"})
                      .xml());
    const std::string id = office.start("p");
    EXPECT_EQ(office.instance(id).active_nodes, (Strings{"a", "b"}));
    office.complete(office.open_task("b"), kLan);
    EXPECT_EQ(office.instance(id).active_nodes, (Strings{"a", "join"}));
    EXPECT_EQ(office.instance(id).state, "running");
    office.complete(office.open_task("a"), kLan);
    EXPECT_EQ(office.instance(id).state, "ended");
}

TEST_P(Engine, AJoinThatNothingCanReachAnyMoreIsReported) {
    office.deploy(Diagram("p")
                      .start("s")
                      .exclusive("choice", "choice-a")
                      .user("a")
                      .user("b")
                      .parallel("join")
                      .end("e")
                      .way({"s", "choice", "a", "join", "e"})
                      .flow("choice", "b", "${false}")
                      .way({"b", "join"})
                      .xml());
    const std::string id = office.start("p");
    office.complete(office.open_task("a"), kLan);
    EXPECT_EQ(office.instance(id).state, "stuck");
    EXPECT_NE(office.instance(id).reason.find("join: the gateway waits"), std::string::npos);
    EXPECT_EQ(office.history().back(), "process.stuck");
}

TEST_P(Engine, TerminateTakesAllTokensAway) {
    office.deploy(Diagram("p")
                      .start("s")
                      .parallel("split")
                      .user("a")
                      .user("b")
                      .timer("t", "PT1H")
                      .service("c")
                      .terminate("stop")
                      .end("e")
                      .way({"s", "split", "a", "stop"})
                      .way({"split", "b", "e"})
                      .way({"split", "t", "e"})
                      .way({"split", "c", "e"})
                      .xml());
    const std::string id = office.start("p");
    const Task other = office.open_task("b");
    office.complete(office.open_task("a"), kLan);
    EXPECT_EQ(office.instance(id).state, "ended");
    EXPECT_EQ(office.count("token"), 0);
    EXPECT_EQ(office.count("timer"), 0);
    EXPECT_EQ(office.count("job where state <> 'cancelled'"), 0);
    EXPECT_EQ(office.step([&](store::Transaction& tx) { return task(tx, other.id); }).state,
              "cancelled");
    EXPECT_EQ(refusal([&] { office.complete(other, kLan); }), ErrorCode::Conflict);
}

TEST_P(Engine, AnInterruptingTimerTakesTheTaskAway) {
    office.deploy(Diagram("p")
                      .start("s")
                      .user("a")
                      .boundary("late", "a", "P1D", true)
                      .user("b")
                      .end("e")
                      .way({"s", "a", "e"})
                      .way({"late", "b", "e"})
                      .xml());
    const std::string id = office.start("p");
    office.now += 23 * kHour;
    EXPECT_EQ(office.do_job(), "");
    office.now += kHour;
    const Task missed = office.open_task("a");
    EXPECT_EQ(office.do_job(), "timer");
    EXPECT_EQ(office.instance(id).active_nodes, Strings{"b"});
    EXPECT_EQ(refusal([&] { office.complete(missed, kLan); }), ErrorCode::Conflict);
    office.complete(office.open_task("b"), kLan);
    EXPECT_EQ(office.instance(id).state, "ended");
}

TEST_P(Engine, ANonInterruptingTimerLeavesTheTask) {
    office.deploy(Diagram("p")
                      .start("s")
                      .user("a")
                      .boundary("late", "a", "PT8H", false)
                      .user("b")
                      .end("e")
                      .way({"s", "a", "e"})
                      .way({"late", "b", "e"})
                      .xml());
    const std::string id = office.start("p");
    office.now += 8 * kHour;
    EXPECT_EQ(office.do_job(), "timer");
    EXPECT_EQ(office.do_job(), "") << "it fires once";
    EXPECT_EQ(office.instance(id).active_nodes, (Strings{"a", "b"}));
    office.complete(office.open_task("a"), kLan);
    EXPECT_EQ(office.instance(id).state, "running");
    office.complete(office.open_task("b"), kLan);
    EXPECT_EQ(office.instance(id).state, "ended");
}

TEST_P(Engine, ATimerOfADoneTaskDoesNothing) {
    office.deploy(Diagram("p")
                      .start("s")
                      .user("a")
                      .boundary("late", "a", "PT1H", true)
                      .user("b")
                      .end("e")
                      .way({"s", "a", "b", "e"})
                      .way({"late", "e"})
                      .xml());
    const std::string id = office.start("p");
    const std::string timer = office.step(
        [](store::Transaction& tx) { return tx.query_one("select id from timer")->text("id"); });
    office.complete(office.open_task("a"), kLan);
    EXPECT_EQ(office.count("job where kind = 'timer' and state = 'cancelled'"), 1);
    office.step([&](store::Transaction& tx) { fire_timer(tx, timer, office.now + kHour); });
    EXPECT_EQ(office.instance(id).active_nodes, Strings{"b"});
}

TEST_P(Engine, ACatchingTimerWaits) {
    office.deploy(
        Diagram("p").start("s").timer("pause", "${wait}").end("e").way({"s", "pause", "e"}).xml());
    const std::string id = office.start("p", R"({"wait": "PT30M"})");
    EXPECT_EQ(office.do_job(), "");
    office.now += kHour / 2;
    EXPECT_EQ(office.do_job(), "timer");
    EXPECT_EQ(office.instance(id).state, "ended");
}

TEST_P(Engine, AConditionWithoutAnAnswerIsVisibleAndCanBeMended) {
    office.deploy(Diagram("p")
                      .start("s")
                      .user("a")
                      .exclusive("g", "g-e")
                      .end("e")
                      .user("b")
                      .way({"s", "a", "g", "e"})
                      .flow("g", "b", "${pages > 10}")
                      .way({"b", "e"})
                      .xml());
    const std::string id = office.start("p", R"({"pages": "twelve"})");
    office.complete(office.open_task("a"), kLan);
    EXPECT_EQ(office.instance(id).state, "stuck");
    EXPECT_EQ(office.instance(id).active_nodes, Strings{"g"});
    EXPECT_EQ(office.instance(id).reason,
              "g: g: expression \"${pages > 10}\", column 9: a number and a text have no order");
    EXPECT_EQ(office.history().back(), "process.stuck");
    EXPECT_EQ(office.start("p"), id) << "a stuck paper is still in its process";

    office.step(
        [&](store::Transaction& tx) { set_variables(tx, id, R"({"pages": 12})", office.now); });
    office.step([&](store::Transaction& tx) { resume_instance(tx, id, "admin", office.now); });
    EXPECT_EQ(office.instance(id).state, "running");
    EXPECT_EQ(office.instance(id).reason, "");
    office.complete(office.open_task("b"), kLan);
    EXPECT_EQ(office.instance(id).state, "ended");
}

TEST_P(Engine, ATaskForNobodyIsVisible) {
    office.deploy(Diagram("p")
                      .start("s")
                      .user("a", {}, "camunda:assignee='${handler}' camunda:dueDate='${due}'")
                      .end("e")
                      .way({"s", "a", "e"})
                      .xml());
    const std::string id = office.start("p");
    EXPECT_EQ(office.instance(id).reason, "a: a: nobody is named who could do it");
    office.step([&](store::Transaction& tx) {
        set_variables(tx, id, R"({"handler": "lan", "due": "2026-12-31"})", office.now);
        resume_instance(tx, id, "admin", office.now);
    });
    EXPECT_EQ(office.open_task("a").assignee, "lan");
    EXPECT_EQ(office.open_task("a").due_at, parse_rfc3339("2027-01-01T00:00:00+07:00"));
}

TEST_P(Engine, ALoopThatNeverWaitsIsCut) {
    const std::string several =
        "<multiInstanceLoopCharacteristics camunda:collection='units' "
        "camunda:elementVariable='unit'/>";
    office.deploy(Diagram("p")
                      .start("s")
                      .exclusive("in")
                      .user("ask", {}, "camunda:candidateGroups='${unit}'", several)
                      .exclusive("g", "g-in")
                      .end("e")
                      .way({"s", "in", "ask", "g", "in"})
                      .flow("g", "e", "${finished == true}")
                      .xml());
    const std::string id = office.start("p", R"({"units": []})");
    const InstanceInfo stuck = office.instance(id);
    EXPECT_EQ(stuck.state, "stuck");
    EXPECT_NE(stuck.reason.find("1000 steps"), std::string::npos) << stuck.reason;
    EXPECT_EQ(stuck.active_nodes.size(), 1u);
    office.step([&](store::Transaction& tx) {
        set_variables(tx, id, R"({"finished": true})", office.now);
        resume_instance(tx, id, "admin", office.now);
    });
    EXPECT_EQ(office.instance(id).state, "ended");
}

TEST_P(Engine, SeveralUnitsAreAskedAtOnce) {
    const std::string several =
        "<multiInstanceLoopCharacteristics camunda:collection='${units}' "
        "camunda:elementVariable='unit'>"
        "<completionCondition>${outcome == 'refuse' or nrOfCompletedInstances &gt;= "
        "3}</completionCondition>"
        "</multiInstanceLoopCharacteristics>";
    office.deploy(Diagram("p")
                      .start("s")
                      .user("ask", "agree,refuse", "camunda:candidateGroups='${unit}'", several)
                      .exclusive("g", "g-e")
                      .user("talk")
                      .end("e")
                      .way({"s", "ask", "g", "e"})
                      .flow("g", "talk", "${outcomes_ask.refuse >= 1}")
                      .way({"talk", "e"})
                      .xml());
    const std::string id =
        office.start("p", R"({"units": ["clerk", "reviewer", "head", "archivist"]})");
    EXPECT_EQ(office.tasks("ask").size(), 4u);
    for (const Task& task : office.tasks("ask"))
        if (task.candidate_groups == Strings{"clerk"}) office.complete(task, kLan, "agree");
    EXPECT_EQ(office.tasks("ask").size(), 3u);
    for (const Task& task : office.tasks("ask"))
        if (task.candidate_groups == Strings{"head"}) office.complete(task, kHung, "refuse");
    EXPECT_EQ(office.tasks("ask").size(), 0u) << "the rest is not asked any more";
    EXPECT_EQ(office.instance(id).active_nodes, Strings{"talk"});
}

TEST_P(Engine, UnitsAreAskedOneAfterTheOther) {
    const std::string several =
        "<multiInstanceLoopCharacteristics isSequential='true'><loopCardinality>3</loopCardinality>"
        "</multiInstanceLoopCharacteristics>";
    office.deploy(Diagram("p")
                      .start("s")
                      .user("ask", {}, "camunda:candidateGroups='clerk'", several)
                      .end("e")
                      .way({"s", "ask", "e"})
                      .xml());
    const std::string id = office.start("p");
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(office.instance(id).state, "running");
        office.complete(office.open_task("ask"), kLan);
    }
    EXPECT_EQ(office.instance(id).state, "ended");
}

TEST_P(Engine, ARoundThatGetsStuckKeepsItsVotes) {
    const std::string several =
        "<multiInstanceLoopCharacteristics camunda:collection='units' "
        "camunda:elementVariable='unit'>"
        "<completionCondition>${quorum &lt;= nrOfCompletedInstances}</completionCondition>"
        "</multiInstanceLoopCharacteristics>";
    office.deploy(Diagram("p")
                      .start("s")
                      .user("ask", {}, "camunda:candidateGroups='${unit}'", several)
                      .end("e")
                      .way({"s", "ask", "e"})
                      .xml());
    const std::string id =
        office.start("p", R"({"units": "clerk, reviewer,head", "quorum": "two"})");
    office.complete(office.tasks("ask")[0], kAdmin);
    EXPECT_EQ(office.instance(id).state, "stuck");
    EXPECT_EQ(office.tasks("ask").size(), 2u);
    office.step([&](store::Transaction& tx) {
        set_variables(tx, id, R"({"quorum": 2})", office.now);
        resume_instance(tx, id, "admin", office.now);
    });
    EXPECT_EQ(office.instance(id).state, "running");
    office.complete(office.tasks("ask")[0], kAdmin);
    EXPECT_EQ(office.instance(id).state, "ended");
}

TEST_P(Engine, RunningPapersStayOnTheirVersion) {
    const Diagram one = Diagram("p").start("s").user("a").end("e").way({"s", "a", "e"});
    const Diagram two =
        Diagram("p").start("s").user("a").user("b").end("e").way({"s", "a", "b", "e"});
    office.deploy(one.xml());
    const std::string old = office.start("p", "{}", "old");
    office.deploy(two.xml());
    office.deploy(two.xml());
    const auto known = office.step([](store::Transaction& tx) { return definitions(tx); });
    ASSERT_EQ(known.size(), 2u) << "the same bytes make no third version";
    EXPECT_FALSE(known[0].latest);
    EXPECT_TRUE(known[1].latest);
    const std::string young = office.start("p", "{}", "young");
    for (const Task& task : office.tasks("a"))
        office.complete(task, kLan);
    EXPECT_EQ(office.instance(old).state, "ended");
    EXPECT_EQ(office.instance(young).active_nodes, Strings{"b"});
    EXPECT_EQ(office.step([](store::Transaction& tx) { return definition_xml(tx, "p", 1); }),
              one.xml());
    EXPECT_EQ(refusal([&] {
                  office.step([](store::Transaction& tx) { return definition_xml(tx, "p", 3); });
              }),
              ErrorCode::NotFound);
}

TEST_P(Engine, AWithdrawnPaperLeavesNothingBehind) {
    office.deploy(Diagram("p")
                      .start("s")
                      .user("a")
                      .boundary("late", "a", "P1D", false)
                      .end("e")
                      .way({"s", "a", "e"})
                      .way({"late", "e"})
                      .xml());
    const std::string id = office.start("p");
    office.step(
        [&](store::Transaction& tx) { withdraw_instance(tx, id, "lan", "gửi nhầm", office.now); });
    EXPECT_EQ(office.instance(id).state, "withdrawn");
    EXPECT_EQ(office.instance(id).reason, "gửi nhầm");
    EXPECT_TRUE(office.tasks().empty());
    EXPECT_EQ(office.count("task_candidate"), 0);
    EXPECT_EQ(office.count("timer"), 0);
    EXPECT_EQ(
        refusal([&] {
            office.step([&](store::Transaction& tx) { set_variables(tx, id, "{}", office.now); });
        }),
        ErrorCode::Conflict);
    EXPECT_NE(office.start("p"), id);
}

TEST_P(Engine, VariablesAreAJsonObject) {
    office.deploy(shipped("incoming.bpmn"));
    for (const char* bad : {"", "[]", "1", "{", "null", "{\"a\": nope}"})
        EXPECT_EQ(refusal([&] { office.start("incoming", bad); }), ErrorCode::BadInput) << bad;
    EXPECT_EQ(refusal([&] {
                  office.start("incoming", "{\"a\": \"" + std::string(300'000, 'x') + "\"}");
              }),
              ErrorCode::LimitExceeded);
    EXPECT_EQ(office.count("process_instance"), 0);
}

TEST(Definitions, ADeployedDiagramNeverChanges) {
    Office office;
    office.deploy(shipped("incoming.bpmn"));
    EXPECT_ANY_THROW(office.step(
        [](store::Transaction& tx) { tx.execute("update process_definition set xml = ''"); }));
    EXPECT_EQ(office.step([](store::Transaction& tx) { return definition_xml(tx, "incoming", 1); }),
              shipped("incoming.bpmn"));
}

TEST(Definitions, RefusedDiagramsAreNotDeployed) {
    Office office;
    try {
        office.deploy(Diagram("p")
                          .start("s")
                          .user("a")
                          .way({"s", "a"})
                          .element("<scriptTask id='x'/>")
                          .xml());
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::BadInput);
        const std::string text = error.what();
        EXPECT_NE(text.find("test.bpmn:6: scriptTask (x): script tasks are not run"),
                  std::string::npos)
            << text;
        EXPECT_NE(text.find("\ntest.bpmn:"), std::string::npos) << "one problem a line: " << text;
    }
    EXPECT_EQ(office.count("process_definition"), 0);
}

}  // namespace
}  // namespace vanthu::workflow
