// Any diagram is either refused, or every paper in it ends, waits for something that can happen, or
// is visibly stuck.
#include <gtest/gtest.h>

#include <random>

#include "tests/workflow/office.h"

namespace vanthu::workflow {
namespace {

class Random {
public:
    explicit Random(unsigned seed) : engine_(seed) {}
    int below(int limit) { return static_cast<int>(engine_() % static_cast<unsigned>(limit)); }

private:
    std::mt19937 engine_;
};

// Blocks within blocks: always well-formed, so that every paper must come to its end.
class BlockDiagram {
public:
    BlockDiagram(const std::string& id, Random& random) : diagram_(id), random_(random) {
        diagram_.start("s").end("e");
        const auto [first, last] = block(3);
        diagram_.flow("s", first).flow(last, "e");
    }
    std::string xml() const { return diagram_.xml(); }

private:
    using Ends = std::pair<std::string, std::string>;

    std::string next(const std::string& kind) { return kind + std::to_string(++count_); }

    Ends block(int depth) {
        switch (random_.below(depth == 0 ? 3 : 7)) {
            case 0: {
                const std::string id = next("service");
                diagram_.service(id);
                return {id, id};
            }
            case 1: {
                const std::string id = next("timer");
                diagram_.timer(id, "PT1H");
                return {id, id};
            }
            case 2: {
                const std::string id = next("user");
                diagram_.user(id, "accept,return");
                if (random_.below(3) == 0) {
                    diagram_.boundary(id + "_late", id, "PT2H", false).end(id + "_end");
                    diagram_.flow(id + "_late", id + "_end");
                }
                return {id, id};
            }
            case 3:
            case 4: {
                const Ends a = block(depth - 1), b = block(depth - 1);
                diagram_.flow(a.second, b.first);
                return {a.first, b.second};
            }
            case 5: {
                const std::string split = next("split"), join = next("join");
                diagram_.parallel(split).parallel(join);
                for (int i = 0; i < 2; ++i) {
                    const Ends path = block(depth - 1);
                    diagram_.flow(split, path.first).flow(path.second, join);
                }
                return {split, join};
            }
            default: {
                const std::string choice = next("choice"), merge = next("merge");
                const Ends a = block(depth - 1), b = block(depth - 1);
                diagram_.exclusive(choice, choice + "-" + a.first).exclusive(merge);
                diagram_.flow(choice, a.first).flow(choice, b.first, "${outcome == 'return'}");
                diagram_.flow(a.second, merge).flow(b.second, merge);
                return {choice, merge};
            }
        }
    }

    Diagram diagram_;
    Random& random_;
    int count_ = 0;
};

// Nodes and flows at random; a few of these happen to be accepted.
std::string tangle(const std::string& id, Random& random) {
    Diagram diagram(id);
    diagram.start("s").end("e");
    std::vector<std::string> targets = {"e"}, nodes;
    const int size = 2 + random.below(5);
    std::vector<int> kinds;
    for (int i = 0; i < size; ++i) {
        nodes.push_back("n" + std::to_string(i));
        targets.push_back(nodes.back());
        kinds.push_back(random.below(5));
    }
    const auto target = [&] {
        return targets[static_cast<std::size_t>(random.below(static_cast<int>(targets.size())))];
    };
    for (int i = 0; i < size; ++i) {
        const std::string& node = nodes[static_cast<std::size_t>(i)];
        const std::string first = target(), second = target();
        switch (kinds[static_cast<std::size_t>(i)]) {
            case 0:
                diagram.user(node, "accept,return").flow(node, first);
                break;
            case 1:
                diagram.service(node).flow(node, first);
                break;
            case 2:
                diagram.timer(node, "PT1M").flow(node, first);
                break;
            case 3:
                diagram.exclusive(node, node + "-" + first).flow(node, first);
                if (second != first) diagram.flow(node, second, "${outcome == 'return'}");
                break;
            default:
                diagram.parallel(node).flow(node, first);
                if (second != first) diagram.flow(node, second);
        }
    }
    return diagram.flow("s", nodes[0]).xml();
}

// Does everything that can be done for at most so many rounds; returns the state in the end.
InstanceInfo drive(Office& office, const std::string& id, Random& random, int rounds) {
    for (int round = 0; round < rounds; ++round) {
        const InstanceInfo now = office.instance(id);
        if (now.state != "running") return now;
        office.now += 3'600'000'000;
        bool moved = false;
        while (!office.do_job().empty())
            moved = true;
        const std::vector<Task> tasks = office.tasks();
        if (!tasks.empty()) {
            const Task& task =
                tasks[static_cast<std::size_t>(random.below(static_cast<int>(tasks.size())))];
            office.complete(task, kLan, random.below(3) == 0 ? "return" : "accept");
            moved = true;
        }
        // Running means that something can still happen, within the longest timer at the latest.
        if (!moved && round > 0 && office.instance(id).state == "running") {
            office.now += 2 * 3'600'000'000LL;
            EXPECT_NE(office.do_job(), "") << "running, but nothing can happen any more";
        }
    }
    return office.instance(id);
}

TEST(RandomDiagrams, BlocksWithinBlocksAlwaysEnd) {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        Random random(seed);
        const BlockDiagram diagram("p", random);
        EXPECT_TRUE(check_definition(diagram.xml(), "f").empty()) << diagram.xml();
        for (const Reload reload : {Reload::Never, Reload::BeforeEachStep}) {
            Office office(reload);
            office.deploy(diagram.xml());
            const InstanceInfo end = drive(office, office.start("p"), random, 200);
            EXPECT_EQ(end.state, "ended") << "seed " << seed << ": " << end.reason << "\n"
                                          << diagram.xml();
            EXPECT_EQ(office.count("token"), 0);
            EXPECT_EQ(office.count("timer"), 0);
            EXPECT_EQ(office.count("task_candidate"), 0);
            EXPECT_EQ(office.count("job where state in ('ready', 'running')"), 0);
        }
    }
}

class RandomTangles : public OfficeTest {};
INSTANTIATE_WITH_RELOAD(RandomTangles);

TEST_P(RandomTangles, AreRefusedOrNeverSilentlyStuck) {
    Random random(5);
    int accepted = 0;
    for (int i = 0; i < 600; ++i) {
        const std::string key = "p" + std::to_string(i);
        const std::string xml = tangle(key, random);
        if (!check_definition(xml, "f").empty()) continue;
        ++accepted;
        office.deploy(xml);
        const std::string id = office.start(key, "{}", key);
        const InstanceInfo end = drive(office, id, random, 12);
        if (end.state == "running")
            EXPECT_FALSE(end.active_nodes.empty()) << xml;
        else
            EXPECT_EQ(end.state == "stuck", !end.reason.empty()) << xml;
        if (end.state == "ended")
            EXPECT_EQ(office.count("token where instance = '" + id + "'"), 0)
                << "ended with a paper standing somewhere\n"
                << xml;
        else
            office.step([&](store::Transaction& tx) {
                withdraw_instance(tx, id, "admin", "test", office.now);
            });
    }
    EXPECT_GT(accepted, 10);
}

}  // namespace
}  // namespace vanthu::workflow
