// Finished cases, recorded step by step, replayed on this version of the program: a diagram that an
// office deployed years ago must still take its papers the same way.
//
// A log names its diagram and says what was done ("do NODE OUTCOME", "job TOPIC", "wait HOURS") and
// after each what the paper then waited for ("at NODE..."). With VANTHU_RECORD=1 the "at" lines are
// written anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/workflow/office.h"

namespace vanthu::workflow {
namespace {

const std::string kFolder = VANTHU_SOURCE_DIR "/tests/workflow/data/recorded/";

// Takes any step and may sign.
const Actor kWhoever{"admin", {"head"}, true};

std::vector<std::string> logs() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder))
        if (entry.path().extension() == ".log") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

class Replay : public testing::TestWithParam<std::tuple<std::string, Reload>> {};

std::string standing(Office& office, const std::string& id) {
    const InstanceInfo now = office.instance(id);
    std::string line = "at";
    for (const std::string& node : now.active_nodes)
        line += " " + node;
    return now.active_nodes.empty() ? "at " + now.state : line;
}

TEST_P(Replay, TakesTheRecordedWay) {
    const auto& [name, reload] = GetParam();
    std::istringstream log(read_file(kFolder + name + ".log"));
    Office office(reload);
    std::string id, line, written;
    int steps = 0;
    while (std::getline(log, line)) {
        std::istringstream words(line);
        std::string verb, what, outcome;
        words >> verb >> what;
        std::getline(words >> std::ws, outcome);
        if (verb == "at") {
            EXPECT_EQ(standing(office, id), line) << name << ", step " << steps;
            continue;
        }
        written += line + "\n";
        ++steps;
        if (verb == "diagram") {
            office.deploy(read_file(kFolder + what));
        } else if (verb == "start") {
            id = office.start(what, outcome.empty() ? "{}" : outcome);
        } else if (verb == "do") {
            office.complete(office.tasks(what).at(0), kWhoever, outcome);
        } else if (verb == "job") {
            ASSERT_EQ(office.do_job(), what) << name << ", step " << steps;
        } else if (verb == "wait") {
            office.now += std::stoll(what) * 3'600'000'000LL;
            while (office.do_job() == "timer") {
            }
        } else {
            FAIL() << name << ": " << line;
        }
        if (!id.empty()) written += standing(office, id) + "\n";
    }
    EXPECT_EQ(office.instance(id).state, "ended");
    EXPECT_EQ(office.count("token") + office.count("timer") + office.count("task_candidate"), 0);
    if (std::getenv("VANTHU_RECORD") != nullptr)
        std::ofstream(kFolder + name + ".log", std::ios::binary) << written;
}

// A shipped diagram that changes needs a new recording beside the old ones: copy it here under its
// next number and write what is done to it into a .log.
TEST(Recordings, ThereIsOneOfEveryShippedDiagram) {
    const std::vector<std::string> all = logs();
    for (const auto& entry :
         std::filesystem::directory_iterator(VANTHU_SOURCE_DIR "/config/workflows")) {
        const std::string shipped = read_file(entry.path().string());
        EXPECT_TRUE(std::any_of(all.begin(), all.end(),
                                [&](const std::string& name) {
                                    const std::string log = read_file(kFolder + name + ".log");
                                    const auto diagram = log.substr(8, log.find('\n') - 8);
                                    return read_file(kFolder + diagram) == shipped;
                                }))
            << entry.path() << " is in no recorded log";
    }
}

INSTANTIATE_TEST_SUITE_P(Recorded, Replay,
                         testing::Combine(testing::ValuesIn(logs()),
                                          testing::Values(Reload::Never, Reload::BeforeEachStep)),
                         [](const auto& each) {
                             std::string name = std::get<0>(each.param);
                             for (char& c : name)
                                 if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                             return name + (std::get<1>(each.param) == Reload::Never ? "_Kept"
                                                                                     : "_Reloaded");
                         });

}  // namespace
}  // namespace vanthu::workflow
