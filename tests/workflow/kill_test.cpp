// Processes that die by SIGKILL between and inside commits: no paper is lost, doubled or stuck.
//
// 30 kills with a fixed seed; VANTHU_KILLS=1000 makes them a thousand. Each round begins new papers
// only while few are under way, so what is left to do does not grow with the number of kills.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "tests/workflow/office.h"

namespace vanthu::workflow {
namespace {

constexpr int kPapersUnderWay = 40;
constexpr Instant kNow = 1'770'000'000'000'000;

std::string diagram() {
    return Diagram("p")
        .start("s")
        .user("a", "accept,return")
        .exclusive("x", "x-j")
        .service("j")
        .parallel("split")
        .user("b")
        .user("c")
        .parallel("join")
        .end("e")
        .flow("s", "a")
        .flow("a", "x")
        .flow("x", "a", "${outcome == 'return'}")
        .flow("x", "j")
        .way({"j", "split", "b", "join", "e"})
        .way({"split", "c", "join"})
        .xml();
}

std::vector<Task> some_tasks(store::Database& database, int limit) {
    std::vector<Task> tasks;
    database.read([&](store::Transaction& tx) {
        TaskQuery query;
        query.limit = limit;
        tasks = list_tasks(tx, query);
    });
    return tasks;
}

bool do_one_job(store::Database& database) {
    bool done = false;
    database.write([&](store::Transaction& tx) {
        const auto job = pipeline::take_job(tx, "worker", kNow);
        done = job.has_value();
        if (!job) return;
        pipeline::complete_job(tx, *job, kNow);
        finish_service_task(tx, job->subject, "{}", kNow);
    });
    return done;
}

// What the service does, until it is killed; every acknowledged decision goes into the file.
void work(const std::string& path, const std::string& acknowledged, int round, int papers,
          unsigned seed) {
    const auto database = store::open_sqlite(path);
    const int log = ::open(acknowledged.c_str(), O_WRONLY | O_APPEND | O_CREAT, 0600);
    std::mt19937 random(seed);
    int open = 0;
    database->read([&](store::Transaction& tx) {
        open = static_cast<int>(
            tx.query_one("select count(*) as n from process_instance where ended_at is null")
                ->integer("n"));
    });
    for (int paper = 0; paper < papers - open; ++paper)
        database->write([&](store::Transaction& tx) {
            start_instance(tx, "p", std::to_string(round) + "/" + std::to_string(paper), "{}",
                           "system", kNow);
        });
    for (bool moved = true; moved;) {
        moved = false;
        for (const Task& task : some_tasks(*database, 5)) {
            const std::string outcome =
                task.outcomes.empty() ? "" : (random() % 4 == 0 ? "return" : "accept");
            database->write([&](store::Transaction& tx) {
                complete(tx, task.id, kLan, {outcome, "", "{}", {}}, kNow);
            });
            const std::string line = task.id + "\n";
            if (::write(log, line.data(), line.size()) < 0) _exit(3);
            moved = true;
        }
        while (do_one_job(*database))
            moved = true;
    }
}

TEST(WorkflowKill, LosesNothingDoublesNothingAndNothingIsStuck) {
    std::string folder = (std::filesystem::temp_directory_path() / "vanthu_kill_XXXXXX").string();
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    const std::string path = folder + "/office.db", acknowledged = folder + "/acknowledged";
    {
        const auto database = store::open_sqlite(path);
        store::migrate(*database);
        database->write(
            [](store::Transaction& tx) { deploy(tx, diagram(), "kill.bpmn", "admin", kNow); });
    }
    const char* wanted = std::getenv("VANTHU_KILLS");
    const int kills = wanted == nullptr ? 30 : std::stoi(wanted);
    std::mt19937 random(20261121);
    int killed = 0;
    for (int round = 0; round < kills; ++round) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            try {
                work(path, acknowledged, round, kPapersUnderWay, static_cast<unsigned>(round));
            } catch (...) {
                _exit(2);
            }
            _exit(0);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10 + random() % 150));
        ::kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
            << "round " << round << " ended by itself with " << status;
        killed += WIFSIGNALED(status) ? 1 : 0;
    }
    EXPECT_GT(killed, kills / 2);
    work(path, acknowledged, 0, 0, 7);  // whoever comes after them ends what was begun

    const auto database = store::open_sqlite(path);
    database->read([&](store::Transaction& tx) {
        const auto number = [&](const std::string& from) {
            return tx.query_one("select count(*) as n from " + from)->integer("n");
        };
        EXPECT_GT(number("process_instance"), 0);
        EXPECT_EQ(number("process_instance where state <> 'ended'"), 0);
        EXPECT_EQ(number("(select document from process_instance group by document having "
                         "count(*) > 1) as twice"),
                  0);
        for (const char* left : {"token", "timer", "task_candidate", "task where state = 'open'",
                                 "job where state in ('ready', 'running')"})
            EXPECT_EQ(number(left), 0) << left;
        // Every paper went through its service task once and through each last step once.
        const auto instances = number("process_instance");
        EXPECT_EQ(number("job where state = 'done'"), instances);
        for (const char* node : {"b", "c"})
            EXPECT_EQ(
                number("task where state = 'completed' and node = '" + std::string(node) + "'"),
                instances);
        EXPECT_EQ(number("audit_event where action = 'process.ended'"), instances);
        EXPECT_TRUE(store::verify_audit(tx).intact);
        std::ifstream log(acknowledged);
        std::set<std::string> seen;
        for (std::string task; std::getline(log, task);) {
            EXPECT_TRUE(seen.insert(task).second) << "decided twice: " << task;
            EXPECT_EQ(workflow::task(tx, task).state, "completed") << "lost: " << task;
        }
        EXPECT_GT(seen.size(), 0u);
    });
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace vanthu::workflow
