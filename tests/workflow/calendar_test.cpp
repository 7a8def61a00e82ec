#include "workflow/calendar.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/workflow/office.h"
#include "workflow/deadline.h"
#include "workflow/events.h"

namespace vanthu::workflow {
namespace {

constexpr Instant kMinutes = 60'000'000;
constexpr Instant kHours = 60 * kMinutes;

Calendar shipped_calendar() {
    return Calendar::read(VANTHU_SOURCE_DIR "/config/calendar",
                          VANTHU_SOURCE_DIR "/config/schema/calendar.rng");
}

Instant local(const std::string& text) {
    return parse_rfc3339(text + "+07:00").value();
}

TEST(Calendar, KnowsWeekendsHolidaysAndSwappedDays) {
    const Calendar calendar = shipped_calendar();
    EXPECT_TRUE(calendar.is_workday({2026, 3, 16}));   // Monday
    EXPECT_FALSE(calendar.is_workday({2026, 3, 15}));  // Sunday
    EXPECT_FALSE(calendar.is_workday({2026, 2, 17}));  // Tết
    EXPECT_FALSE(calendar.is_workday({2026, 1, 2}));   // swapped
    EXPECT_TRUE(calendar.is_workday({2026, 1, 10}));   // a Saturday, made up for
    EXPECT_FALSE(calendar.is_workday({2025, 5, 2}));
    EXPECT_TRUE(calendar.is_workday({2025, 4, 26}));
    EXPECT_FALSE(calendar.uncertain().empty()) << "2027 has not been announced";
}

TEST(Calendar, WorkingDaysEndWithTheirHours) {
    const Calendar calendar = shipped_calendar();
    const auto after = [&](const std::string& from, const std::string& length) {
        return local_text(moment_after(calendar, local(from), length).value());
    };
    EXPECT_EQ(after("2026-03-16T09:00:00", "workdays(1)"), "2026-03-17T17:00:00+07:00");
    EXPECT_EQ(after("2026-03-20T16:00:00", "workdays(1)"), "2026-03-23T17:00:00+07:00");
    EXPECT_EQ(after("2026-02-13T09:00:00", "workdays(5)"), "2026-02-27T17:00:00+07:00");
    EXPECT_EQ(after("2025-12-31T09:00:00", "workdays(6)"), "2026-01-10T17:00:00+07:00");
    EXPECT_EQ(after("2026-03-16T09:00:00", "workdays(0)"), "2026-03-16T17:00:00+07:00");
    EXPECT_EQ(after("2026-03-15T09:00:00", "workdays(0)"), "2026-03-16T17:00:00+07:00");
    EXPECT_EQ(after("2026-03-15T09:00:00", "PT30M"), "2026-03-15T09:30:00+07:00");
}

TEST(Calendar, WorkingHoursSkipNoonNightsAndHolidays) {
    const Calendar calendar = shipped_calendar();
    const auto after = [&](const std::string& from, const std::string& length) {
        return local_text(moment_after(calendar, local(from), length).value());
    };
    EXPECT_EQ(after("2026-03-16T10:30:00", "workhours(2)"), "2026-03-16T14:00:00+07:00");
    EXPECT_EQ(after("2026-03-16T16:00:00", "workhours(4)"), "2026-03-17T10:30:00+07:00");
    EXPECT_EQ(after("2026-02-13T16:00:00", "workhours(2)"), "2026-02-23T08:30:00+07:00");
    EXPECT_EQ(after("2026-03-15T12:00:00", "workhours(8)"), "2026-03-16T17:00:00+07:00");
}

TEST(Calendar, CountsBack) {
    const Calendar calendar = shipped_calendar();
    const auto before = [&](const std::string& end, const std::string& length) {
        return local_text(moment_before(calendar, local(end), length).value());
    };
    EXPECT_EQ(before("2026-03-16T09:00:00", "workhours(4)"), "2026-03-13T14:30:00+07:00");
    EXPECT_EQ(before("2026-03-16T17:00:00", "workdays(1)"), "2026-03-13T17:00:00+07:00");
    EXPECT_EQ(before("2026-03-16T09:00:00", "P1M"), "2026-02-16T09:00:00+07:00");
}

// Adding the work between two instants to the earlier one arrives at the later one.
TEST(Calendar, AddingAndMeasuringAgree) {
    const Calendar calendar = shipped_calendar();
    const Instant start = local("2026-01-05T07:30:00");
    for (int i = 1; i < 400; ++i) {
        const Instant from = start + i * 37 * kMinutes;
        const std::int64_t work = i * 13 * kMinutes;
        const Instant to = calendar.add_work(from, work);
        ASSERT_EQ(calendar.work_between(from, to), work) << rfc3339(from);
        ASSERT_EQ(calendar.work_between(calendar.add_work(to, -work), to), work) << rfc3339(to);
    }
}

TEST(Calendar, IsKeptInTheDatabase) {
    Office office;
    const Calendar calendar = shipped_calendar();
    EXPECT_EQ(Calendar::parse(calendar.text()).text(), calendar.text());
    for (int i = 0; i < 2; ++i)
        office.step([&](store::Transaction& tx) { save_calendar(tx, calendar, office.now); });
    office.step([&](store::Transaction& tx) {
        EXPECT_EQ(calendar_of(tx)->text(), calendar.text());
        EXPECT_EQ(calendar_of(tx)->limit_of("HỎA TỐC"), "PT2H");
    });
}

TEST(Calendar, RefusesDaysThatAreNone) {
    EXPECT_EQ(refusal([] { Calendar::read("/nowhere", "x.rng"); }), ErrorCode::Configuration);
    EXPECT_FALSE(is_length("workdays(-1)"));
    EXPECT_FALSE(is_length("workdays(5"));
    EXPECT_FALSE(is_length("workdays(5)x"));
    EXPECT_FALSE(is_length("workweeks(5)"));
    EXPECT_TRUE(is_length("workhours(12)"));
}

class Deadlines : public OfficeTest {
protected:
    void SetUp() override {
        office.now = local("2026-03-16T09:00:00");
        office.step(
            [&](store::Transaction& tx) { save_calendar(tx, shipped_calendar(), office.now); });
    }

    std::string due(const Task& task) { return local_text(task.due_at.value()); }

    void deploy(const std::string& due, const std::string& remind = {}) {
        office.deploy(
            Diagram("p")
                .start("s")
                .element("<userTask id='a' camunda:candidateGroups='clerk' camunda:dueDate='" +
                         due + "'>" +
                         (remind.empty()
                              ? ""
                              : "<extensionElements><camunda:properties><camunda:"
                                "property name='remind' value='" +
                                    remind + "'/></camunda:properties></extensionElements>") +
                         "</userTask>")
                .boundary("late", "a", "workdays(2)", false)
                .user("tell")
                .end("e")
                .end("f")
                .way({"s", "a", "e"})
                .way({"late", "tell", "f"})
                .xml());
    }

    std::vector<std::string> events() {
        return office.step([&](store::Transaction& tx) {
            std::vector<std::string> kinds;
            for (const Event& event : events_after(tx, 0, 100))
                kinds.push_back(event.kind);
            return kinds;
        });
    }
};
INSTANTIATE_WITH_RELOAD(Deadlines);

TEST_P(Deadlines, AreReckonedInWorkingDays) {
    deploy("workdays(5)");
    office.start("p");
    EXPECT_EQ(due(office.open_task("a")), "2026-03-23T17:00:00+07:00");
}

TEST_P(Deadlines, MayBeWorkedOutFromAVariable) {
    deploy("${workdays(days)}");
    office.start("p", R"({"days": 3})");
    EXPECT_EQ(due(office.open_task("a")), "2026-03-19T17:00:00+07:00");
    const std::string stuck = office.start("p", R"({"days": "soon"})", "other");
    EXPECT_NE(office.instance(stuck).reason.find("whole numbers"), std::string::npos);
}

TEST_P(Deadlines, AreComparedInConditions) {
    office.deploy(Diagram("p")
                      .start("s")
                      .exclusive("x", "x-later")
                      .user("now")
                      .user("later")
                      .end("e")
                      .flow("s", "x")
                      .flow("x", "now", "${reply_due <= workdays(2)}")
                      .flow("x", "later")
                      .flow("now", "e")
                      .flow("later", "e")
                      .xml());
    office.start("p", R"({"reply_due": "2026-03-18"})", "one");
    office.start("p", R"({"reply_due": "2026-03-19"})", "two");
    EXPECT_EQ(office.open_task("now").document, "one");
    EXPECT_EQ(office.open_task("later").document, "two");
}

TEST_P(Deadlines, UrgentPapersAreDueSooner) {
    deploy("workdays(5)");
    office.start("p", R"({"priority": "Hỏa tốc"})", "flash");
    office.start("p", R"({"priority": "Khẩn"})", "urgent");
    office.start("p", "{}", "plain");
    const auto tasks = office.tasks("a");
    ASSERT_EQ(tasks.size(), 3u);
    EXPECT_EQ(tasks[0].document, "flash");
    EXPECT_EQ(due(tasks[0]), "2026-03-16T11:00:00+07:00");
    EXPECT_EQ(tasks[1].document, "urgent");
    EXPECT_EQ(due(tasks[1]), "2026-03-17T17:00:00+07:00");
    EXPECT_EQ(due(tasks[2]), "2026-03-23T17:00:00+07:00");
}

TEST_P(Deadlines, ShortenWhenAPaperTurnsOutUrgent) {
    deploy("workdays(5)");
    const std::string id = office.start("p");
    office.step([&](store::Transaction& tx) {
        set_variables(tx, id, R"({"priority": "Thượng khẩn"})", office.now);
    });
    EXPECT_EQ(due(office.open_task("a")), "2026-03-16T14:30:00+07:00");
    TaskQuery query;
    query.visible_to = kLan;
    EXPECT_EQ(office.step([&](store::Transaction& tx) { return list_tasks(tx, query); }).size(),
              1u);
}

TEST_P(Deadlines, WaitingWorkOfAPaperThatTurnsOutUrgentComesFirst) {
    office.deploy(Diagram("q")
                      .start("s")
                      .parallel("split")
                      .service("j", "file")
                      .timer("t", "PT1H")
                      .end("e")
                      .way({"s", "split", "j", "e"})
                      .way({"split", "t", "e"})
                      .xml());
    office.start("q", "{}", "plain");
    const std::string id = office.start("q", "{}", "late known");
    office.start("q", "{}", "plain too");
    office.step([&](store::Transaction& tx) {
        set_variables(tx, id, R"({"priority": "Hỏa tốc"})", office.now);
    });
    office.now += 3'700'000'000;
    std::vector<std::string> order;
    for (int i = 0; i < 6; ++i)
        order.push_back(office.step([&](store::Transaction& tx) {
            const auto job = pipeline::take_job(tx, "test", office.now);
            return job ? service_task_args(job->args).document : std::string();
        }));
    EXPECT_EQ((std::vector<std::string>{order[0], order[1]}),
              (std::vector<std::string>{"late known", "late known"}));
    EXPECT_EQ(std::count(order.begin(), order.end(), "late known"), 2);
}

TEST_P(Deadlines, StandStillWhileATaskIsOnHold) {
    deploy("workdays(1)");
    office.start("p");
    const Task task = office.open_task("a");
    const auto hold_it = [&] {
        office.step([&](store::Transaction& tx) {
            hold(tx, task.id, kLan, "Chờ Sở Tài chính trả lời", office.now);
        });
    };
    hold_it();
    EXPECT_EQ(refusal(hold_it), ErrorCode::Conflict);
    EXPECT_EQ(refusal([&] { office.complete(task, kLan); }), ErrorCode::Conflict);
    office.now = local("2026-03-30T09:00:00");
    EXPECT_EQ(office.do_job(), "") << "the boundary timer stands still";
    office.step([&](store::Transaction& tx) { resume(tx, task.id, kLan, office.now); });
    const Task resumed = office.open_task("a");
    EXPECT_FALSE(resumed.held_at);
    // Fourteen working hours and 32 hours by the clock were left.
    EXPECT_EQ(due(resumed), "2026-03-31T17:00:00+07:00");
    EXPECT_EQ(office.do_job(), "");
    office.now = local("2026-04-01T17:00:00");
    EXPECT_EQ(office.do_job(), "timer");
    EXPECT_EQ(office.tasks("tell").size(), 1u);
    office.complete(resumed, kLan);
    EXPECT_EQ(office.count("job where state in ('ready', 'running')"), 0);
}

TEST_P(Deadlines, AreRemindedOfBeforeAndAfterThemOnce) {
    deploy("workdays(1)", "workhours(4)");
    office.start("p");
    office.now = local("2026-03-17T12:59:00");
    EXPECT_EQ(office.do_job(), "");
    office.now = local("2026-03-17T13:00:00");
    EXPECT_EQ(office.do_job(), "timer");
    EXPECT_EQ(office.do_job(), "");
    EXPECT_EQ(events(), (std::vector<std::string>{"task_created", "task_reminder"}));
    office.now = local("2026-03-17T17:00:01");
    EXPECT_EQ(office.do_job(), "timer");
    EXPECT_EQ(office.do_job(), "");
    EXPECT_EQ(events().back(), "task_overdue");
    EXPECT_EQ(events().size(), 3u);
    office.complete(office.open_task("a"), kLan);
    EXPECT_EQ(office.count("timer"), 0);
}

TEST_P(Deadlines, ManyTimersFireInOneTransactionOnceEach) {
    deploy("workdays(1)");
    for (int i = 0; i < 50; ++i)
        office.start("p", "{}", "paper " + std::to_string(i));
    office.now = local("2026-03-18T17:00:00");
    const auto fire = [&](int limit) {
        return office.step(
            [&](store::Transaction& tx) { return fire_due_timers(tx, office.now, limit); });
    };
    EXPECT_EQ(fire(30), 30);
    EXPECT_EQ(fire(30), 20);
    EXPECT_EQ(fire(30), 0);
    EXPECT_EQ(office.do_job(), "") << "their jobs are done";
    EXPECT_EQ(office.tasks("tell").size(), 50u);
}

}  // namespace
}  // namespace vanthu::workflow
