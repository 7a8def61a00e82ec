// bench/workflow: what the workflow does in a second, beside what SQLite alone does with as many
// commits and rows. Prints one line per figure.
//
//   workflow_bench [--cases N] [--tasks N] [--timers N] [--threads N] [--dir DIR]
//
// Every commit is durable (WAL, synchronous=FULL). Ratios compare within one run, so they hold on
// any machine; a busy disk moves both sides.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "pipeline/queue.h"
#include "store/migrate.h"
#include "store/sql.h"
#include "workflow/engine.h"
#include "workflow/tasks.h"

namespace vanthu::workflow {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_of(const std::function<void()>& work) {
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

class Folder {
public:
    explicit Folder(const std::string& parent) {
        std::string name = parent + "/vanthu_bench_XXXXXX";
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder in " + parent);
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(const std::string& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

std::string diagram(const std::string& id, const std::string& body) {
    return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
           "xmlns:camunda='http://camunda.org/schema/1.0/bpmn'><process id='" +
           id + "' isExecutable='true'>" + body + "</process></definitions>";
}

std::string flow(const std::string& from, const std::string& to, const std::string& when = {}) {
    return "<sequenceFlow id='" + from + to + "' sourceRef='" + from + "' targetRef='" + to + "'>" +
           (when.empty() ? "" : "<conditionExpression>" + when + "</conditionExpression>") +
           "</sequenceFlow>";
}

// Two user tasks, an exclusive gateway, a service task.
std::string case_diagram() {
    return diagram(
        "p",
        "<startEvent id='s'/><endEvent id='e'/><exclusiveGateway id='x' default='xj'/>"
        "<userTask id='a' camunda:candidateGroups='clerk'><extensionElements><camunda:properties>"
        "<camunda:property name='outcomes' value='accept,return'/></camunda:properties>"
        "</extensionElements></userTask>"
        "<userTask id='b' camunda:candidateGroups='head'/>"
        "<serviceTask id='j' camunda:type='external' camunda:topic='register'/>" +
            flow("s", "a") + flow("a", "x") + flow("x", "e", "${outcome == &apos;return&apos;}") +
            flow("x", "j") + flow("j", "b") + flow("b", "e"));
}

std::unique_ptr<store::Database> new_office(const std::string& path) {
    auto database = store::open_sqlite(path);
    store::migrate(*database);
    return database;
}

std::int64_t rows_changed(store::Database& database) {
    std::int64_t count = 0;
    database.write([&](store::Transaction& tx) {
        count = tx.query_one("select total_changes() as n")->integer("n");
    });
    return count;
}

std::string open_task(store::Transaction& tx, const std::string& document) {
    TaskQuery query;
    query.document = document;
    return list_tasks(tx, query).at(0).id;
}

constexpr int kCommitsPerCase = 4;

// One paper from start to end: four transactions, as four requests of the service make them.
void run_case(store::Database& database, const std::string& document, Instant now) {
    static const Actor kClerk{"lan", {"clerk"}};
    static const Actor kHead{"hung", {"head"}};
    std::string task;
    database.write([&](store::Transaction& tx) {
        start_instance(tx, "p", document, R"({"priority": "", "book": "incoming"})", "system", now);
        task = open_task(tx, document);
    });
    std::string token;
    database.write([&](store::Transaction& tx) {
        complete(tx, task, kClerk, {"accept", "", "{}", {}}, now);
        token = tx.query_one(
                      "select id from token where instance = (select instance from task "
                      "where id = $1)",
                      {task})
                    ->text("id");
    });
    database.write([&](store::Transaction& tx) {
        pipeline::settle_job(tx, "service_task", token, now);
        finish_service_task(tx, token, R"({"entry_number": 7})", now);
        task = open_task(tx, document);
    });
    database.write([&](store::Transaction& tx) {
        complete(tx, task, kHead, {"", "", "{}", {}}, now);
    });
}

template <class Work>
void in_threads(int threads, int items, Work work) {
    std::atomic<int> next = 0;
    std::vector<std::jthread> running;
    for (int t = 0; t < threads; ++t)
        running.emplace_back([&] {
            for (int i = next++; i < items; i = next++)
                work(i);
        });
}

double raw_seconds(const std::string& path, int commits, std::int64_t rows) {
    const auto database = store::open_sqlite(path);
    database->write([](store::Transaction& tx) {
        tx.execute(
            "create table row (id bigint primary key, key text not null, value text not "
            "null)");
        tx.execute("create index row_by_key on row (key)");
    });
    std::int64_t id = 0;
    return seconds_of([&] {
        for (int commit = 0; commit < commits; ++commit)
            database->write([&](store::Transaction& tx) {
                const std::int64_t until = rows * (commit + 1) / commits;
                for (; id < until; ++id)
                    tx.execute("insert into row (id, key, value) values ($1, $2, $3)",
                               {id, "0190a1b2-0000-7000-8000-" + std::to_string(id),
                                "a value as long as the columns of an ordinary row of the office"});
            });
    });
}

void bench_cases(const Folder& folder, int cases, int threads) {
    const Instant now = SystemClock().now();
    const auto database = new_office(folder.file("cases.db"));
    database->write(
        [&](store::Transaction& tx) { deploy(tx, case_diagram(), "bench.bpmn", "admin", now); });
    const int one_by_one = std::max(cases / 10, 50);
    const std::int64_t before = rows_changed(*database);
    const double cpu_start = cpu_seconds();
    const double alone = seconds_of([&] {
        for (int i = 0; i < one_by_one; ++i)
            run_case(*database, "alone " + std::to_string(i), now);
    });
    const std::int64_t rows = rows_changed(*database) - before;
    const double cpu_alone = cpu_seconds();
    const double raw = raw_seconds(folder.file("raw.db"), one_by_one * kCommitsPerCase, rows);
    std::printf(
        "cases, one client: %.0f/s; raw SQLite with as many commits (%d) and rows (%.1f) a "
        "case: %.0f/s; ratio %.2f (>= 0.5); processor a case %.2f ms, raw %.2f ms\n",
        one_by_one / alone, kCommitsPerCase, static_cast<double>(rows) / one_by_one,
        one_by_one / raw, raw / alone, (cpu_alone - cpu_start) * 1000 / one_by_one,
        (cpu_seconds() - cpu_alone) * 1000 / one_by_one);
    const double cpu_before = cpu_seconds();
    const double together = seconds_of([&] {
        in_threads(threads, cases,
                   [&](int i) { run_case(*database, "paper " + std::to_string(i), now); });
    });
    std::printf(
        "cases, %d clients: %.0f/s (>= 1000), %.2f ms of processor each; ratio to raw SQLite "
        "%.2f\n",
        threads, cases / together, (cpu_seconds() - cpu_before) * 1000 / cases,
        (cases / together) / (one_by_one / raw));
}

// An office that has had so many cases.
class GrowingOffice {
public:
    GrowingOffice(const std::string& path, int threads)
        : database_(new_office(path)), threads_(threads) {
        database_->write([&](store::Transaction& tx) {
            deploy(tx, case_diagram(), "bench.bpmn", "admin", now_);
        });
    }

    void grow(int cases) {
        in_threads(threads_, cases, [&](int i) {
            run_case(*database_, "paper " + std::to_string(done_ + i), now_);
        });
        done_ += cases;
    }

    // Microseconds of the processor and of the clock for each step of so many more cases.
    std::pair<double, double> cost(int cases) {
        const double before = cpu_seconds();
        const double seconds = seconds_of([&] { grow(cases); });
        const double steps = cases * kCommitsPerCase;
        return {(cpu_seconds() - before) * 1e6 / steps, seconds * 1e6 / steps};
    }

private:
    std::unique_ptr<store::Database> database_;
    int threads_;
    int done_ = 0;
    Instant now_ = SystemClock().now();
};

double middle(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// The cost of a step must not grow with the number of cases before it. The two offices take turns,
// so that whatever else the machine does meets both.
void bench_growth(const Folder& folder, int few, int many, int threads) {
    constexpr int kTurns = 15, kCases = 100;
    GrowingOffice young(folder.file("young.db"), threads), old(folder.file("old.db"), threads);
    young.grow(few);
    old.grow(many);
    std::vector<double> young_cpu, old_cpu, young_wall, old_wall;
    for (int turn = 0; turn < kTurns; ++turn) {
        const auto [young_us, young_clock] = young.cost(kCases);
        const auto [old_us, old_clock] = old.cost(kCases);
        young_cpu.push_back(young_us);
        young_wall.push_back(young_clock);
        old_cpu.push_back(old_us);
        old_wall.push_back(old_clock);
    }
    std::printf(
        "cost of a step after %d cases: %.0f us of processor, %.0f us by the clock; after %d: %.0f "
        "us, %.0f us; ratio %.2f, by the clock %.2f (<= 1.3; medians of %d turns)\n",
        few, middle(young_cpu), middle(young_wall), many, middle(old_cpu), middle(old_wall),
        middle(old_cpu) / middle(young_cpu), middle(old_wall) / middle(young_wall), kTurns);
}

constexpr int kUsers = 200;

void bench_work_list(const Folder& folder, int tasks) {
    Instant now = SystemClock().now();
    const auto database = new_office(folder.file("list.db"));
    const std::vector<std::string> processes = {"incoming", "outgoing", "urgent"};
    std::vector<std::string> units;
    for (int i = 0; i < 10; ++i)
        units.push_back("unit" + std::to_string(i));
    database->write([&](store::Transaction& tx) {
        for (const std::string& process : processes)
            deploy(tx,
                   diagram(process,
                           "<startEvent id='s'/><endEvent id='e'/><userTask id='a' "
                           "camunda:candidateGroups='${unit}' camunda:dueDate='${due}' "
                           "camunda:candidateUsers='${user}'/>" +
                               flow("s", "a") + flow("a", "e")),
                   process, "admin", now);
    });
    std::mt19937 random(7);
    const std::vector<std::string> priorities = {"", "", "", "Khẩn", "Hỏa tốc"};
    for (int i = 0; i < tasks;) {
        database->write([&](store::Transaction& tx) {
            for (const int until = std::min(i + 1000, tasks); i < until; ++i) {
                const std::string variables =
                    R"({"unit": ")" + units[random() % units.size()] + R"(", "user": "user)" +
                    std::to_string(random() % kUsers) + R"(", "due": "P)" +
                    std::to_string(1 + random() % 30) + R"(D", "priority": ")" +
                    priorities[random() % priorities.size()] + R"("})";
                start_instance(tx, processes[random() % processes.size()],
                               "paper " + std::to_string(i), variables, "system", now + i);
            }
        });
    }
    std::vector<double> milliseconds;
    const double cpu_before = cpu_seconds();
    for (int i = 0; i < 1000; ++i) {
        TaskQuery query;
        const std::string user = "user" + std::to_string(random() % kUsers);
        query.visible_to = Actor{user, {units[random() % units.size()], "clerk"}};
        query.order = static_cast<TaskOrder>(random() % 4);
        query.limit = 50;
        if (random() % 3 == 0) query.process = processes[random() % processes.size()];
        if (random() % 4 == 0) query.node = "a";
        if (random() % 3 == 0)
            query.due_before = now + static_cast<Instant>(1 + random() % 30) * 86'400'000'000;
        milliseconds.push_back(1000 * seconds_of([&] {
                                   database->read([&](store::Transaction& tx) {
                                       const auto page = list_tasks(tx, query);
                                       if (page.size() == 50 && random() % 2 == 0) {
                                           query.after = page.back().id;
                                           list_tasks(tx, query);
                                       }
                                   });
                               }));
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    std::printf(
        "work list among %d open tasks and %d users, any filter and sort: p50 %.2f ms, p95 "
        "%.2f ms (<= 50), longest %.2f ms; %.2f ms of processor each\n",
        tasks, kUsers, milliseconds[500], milliseconds[950], milliseconds.back(),
        cpu_seconds() - cpu_before);
}

void bench_timers(const Folder& folder, int timers) {
    Instant now = SystemClock().now();
    const auto database = new_office(folder.file("timers.db"));
    database->write([&](store::Transaction& tx) {
        deploy(tx,
               diagram("p",
                       "<startEvent id='s'/><endEvent id='e'/><intermediateCatchEvent id='t'>"
                       "<timerEventDefinition><timeDuration>PT1H</timeDuration>"
                       "</timerEventDefinition></intermediateCatchEvent>"
                       "<userTask id='a' camunda:candidateGroups='clerk'/>" +
                           flow("s", "t") + flow("t", "a") + flow("a", "e")),
               "bench.bpmn", "admin", now);
    });
    for (int i = 0; i < timers;)
        database->write([&](store::Transaction& tx) {
            for (const int until = std::min(i + 1000, timers); i < until; ++i)
                start_instance(tx, "p", "paper " + std::to_string(i), "{}", "system", now);
        });
    now += 3'660'000'000;
    const double cpu_before = cpu_seconds();
    const double seconds = seconds_of([&] {
        for (int fired = 1; fired > 0;)
            database->write([&](store::Transaction& tx) { fired = fire_due_timers(tx, now, 500); });
    });
    const double cpu = cpu_seconds() - cpu_before;
    std::int64_t tasks = 0, left = 0;
    database->read([&](store::Transaction& tx) {
        tasks = tx.query_one("select count(*) as n from task")->integer("n");
        left = tx.query_one("select count(*) as n from timer")->integer("n");
    });
    std::printf(
        "%d timers due in the same minute: %.1f s (<= 60), %.1f s of processor, tasks made %lld, "
        "timers left %lld\n",
        timers, seconds, cpu, static_cast<long long>(tasks), static_cast<long long>(left));
}

}  // namespace
}  // namespace vanthu::workflow

int main(int count, char** words) {
    std::map<std::string, std::string> options = {{"--cases", "5000"},    {"--tasks", "100000"},
                                                  {"--timers", "100000"}, {"--growth", "100000"},
                                                  {"--threads", "64"},    {"--dir", "/tmp"}};
    for (int i = 1; i + 1 < count; i += 2)
        options[words[i]] = words[i + 1];
    const auto number = [&](const std::string& name) { return std::stoi(options.at(name)); };
    const vanthu::workflow::Folder folder(options.at("--dir"));
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    if (number("--cases") > 0)
        vanthu::workflow::bench_cases(folder, number("--cases"), number("--threads"));
    if (number("--tasks") > 0) vanthu::workflow::bench_work_list(folder, number("--tasks"));
    if (number("--timers") > 0) vanthu::workflow::bench_timers(folder, number("--timers"));
    if (number("--growth") > 0)
        vanthu::workflow::bench_growth(folder, 1000, number("--growth"), number("--threads"));
    return 0;
}
