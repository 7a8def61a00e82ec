#include "workflow/bpmn_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "tests/workflow/office.h"

namespace vanthu::workflow {
namespace {

std::string data(const std::string& name) {
    return read_file(VANTHU_SOURCE_DIR "/tests/workflow/data/" + name);
}

std::string listed(const std::vector<Problem>& problems) {
    std::string text;
    for (const Problem& problem : problems)
        text +=
            std::to_string(problem.line) + ": " + problem.element + ": " + problem.reason + "\n";
    return text;
}

class Refused : public testing::TestWithParam<const char*> {};

// Each diagram has its problems beside it, all of them, as `vanthu workflow check` prints them.
TEST_P(Refused, WithLineElementAndReason) {
    const std::string name = GetParam();
    EXPECT_EQ(listed(check_definition(data(name + ".bpmn"), name)), data(name + ".problems"));
}
INSTANTIATE_TEST_SUITE_P(BpmnReader, Refused,
                         testing::Values("elements", "events", "flows", "tasks", "two_executable",
                                         "not_executable", "not_bpmn"),
                         [](const auto& each) { return std::string(each.param); });

// Files as the modelers write them: prefixes, default namespaces, pools, lanes, extension data. The
// ready ones are taken, stored byte for byte and run; the others are refused with what to change.
class Modelers : public testing::TestWithParam<std::string> {};

TEST_P(Modelers, AreTakenOrRefusedWithTheReason) {
    const std::string bpmn = data("modelers/" + GetParam() + ".bpmn");
    const std::string problems = listed(check_definition(bpmn, GetParam()));
    EXPECT_EQ(problems, data("modelers/" + GetParam() + ".problems"));
    if (!problems.empty()) return;
    Office office;
    office.deploy(bpmn);
    const DefinitionInfo info =
        office.step([](store::Transaction& tx) { return definitions(tx).at(0); });
    EXPECT_EQ(office.step([&](store::Transaction& tx) {
        return definition_xml(tx, info.key, info.version);
    }),
              bpmn)
        << "drawing and foreign data are kept byte for byte";
    office.start(info.key);
    const std::vector<Task> first = office.tasks();
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(first[0].candidate_groups, std::vector<std::string>{"clerk"});
    office.complete(first[0], kLan, first[0].outcomes.empty() ? "" : "accept");
    EXPECT_EQ(office.count("process_instance where state = 'ended'"), 1);
}

std::vector<std::string> modeler_files() {
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(VANTHU_SOURCE_DIR "/tests/workflow/data/modelers"))
        if (entry.path().extension() == ".bpmn") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}
INSTANTIATE_TEST_SUITE_P(BpmnReader, Modelers, testing::ValuesIn(modeler_files()),
                         [](const auto& each) { return each.param; });

TEST(BpmnReader, RefusesScriptTaskWithLine) {
    const auto problems = check_definition(Diagram("p")
                                               .start("s")
                                               .element("<scriptTask id='x' name='Tính'/>")
                                               .end("e")
                                               .way({"s", "x", "e"})
                                               .xml(),
                                           "f");
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_EQ(problems[0].line, 4);
    EXPECT_EQ(problems[0].element, "scriptTask \"Tính\" (x)");
    EXPECT_EQ(problems[0].reason, "script tasks are not run: no code runs from a diagram");
}

TEST(BpmnReader, RefusesALoopThatOnlyMachinesTurn) {
    Diagram diagram("p");
    diagram.start("s").service("x").exclusive("g", "g-e").end("e");
    diagram.way({"s", "x", "g", "e"}).flow("g", "x", "${outcome == 'again'}");
    const auto problems = check_definition(diagram.xml(), "f");
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_EQ(problems[0].element, "serviceTask (x)");
}

TEST(BpmnReader, AcceptsWhatIsShipped) {
    for (const char* name : {"incoming.bpmn", "outgoing.bpmn", "nomination.bpmn"})
        EXPECT_EQ(listed(check_definition(shipped(name), name)), "") << name;
}

TEST(BpmnReader, ReadsEverythingOfTheSubset) {
    const ReadResult read = read_bpmn(data("everything.bpmn"), "everything.bpmn");
    ASSERT_TRUE(read.process) << listed(read.problems);
    const Process& process = *read.process;
    EXPECT_EQ(process.id, "everything");
    EXPECT_EQ(process.name, "Mọi thứ");
    EXPECT_EQ(process.version_tag, "7");
    EXPECT_EQ(process.nodes[process.start].id, "s");

    const Node& ask = process.nodes[process.find("ask").value()];
    EXPECT_EQ(ask.kind, NodeKind::UserTask);
    EXPECT_EQ(ask.name, "Lấy ý kiến các đơn vị");
    EXPECT_EQ(ask.task.outcomes, (std::vector<std::string>{"agree", "refuse"}));
    ASSERT_EQ(ask.task.candidate_groups.size(), 2u);
    EXPECT_TRUE(ask.task.candidate_groups[0].expression);
    EXPECT_EQ(ask.task.candidate_groups[1].literal, "head");
    ASSERT_TRUE(ask.task.multi_instance);
    EXPECT_FALSE(ask.task.multi_instance->sequential);
    EXPECT_EQ(ask.task.multi_instance->collection, "units");
    EXPECT_EQ(ask.task.multi_instance->item_variable, "unit");
    EXPECT_TRUE(ask.task.multi_instance->completion);
    EXPECT_EQ(ask.boundary, std::vector<std::size_t>{process.find("remind").value()});

    const Node& remind = process.nodes[process.find("remind").value()];
    EXPECT_FALSE(remind.interrupting);
    EXPECT_EQ(remind.timer.when.literal, "P1DT8H");
    const Node& gateway = process.nodes[process.find("g").value()];
    EXPECT_EQ(gateway.default_flow, process.find_flow("f2"));
    EXPECT_TRUE(process.flows[process.find_flow("f3").value()].condition);
    EXPECT_EQ(process.nodes[process.find("register").value()].topic, "register");
    EXPECT_EQ(process.nodes[process.find("wait").value()].timer.kind, Timer::Kind::Moment);
    EXPECT_EQ(process.nodes[process.find("join").value()].incoming.size(), 2u);
    EXPECT_EQ(process.nodes[process.find("stop").value()].kind, NodeKind::TerminateEnd);
    EXPECT_FALSE(process.find("not_ours"));
}

TEST(BpmnReader, WhatIsNoXmlSaysWhere) {
    for (const std::string bad : {"", "<definitions", "no xml", "<a>\n<b>\n</a>"}) {
        try {
            check_definition(bad, "broken.bpmn");
            ADD_FAILURE() << bad;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::Configuration);
            EXPECT_EQ(std::string(error.what()).find("broken.bpmn:"), 0u) << error.what();
        }
    }
}

TEST(BpmnReader, WantsUtf8) {
    const std::string latin =
        "<?xml version='1.0' encoding='ISO-8859-1'?><definitions xmlns='"
        "http://www.omg.org/spec/BPMN/20100524/MODEL'><!-- \xe9 --></definitions>";
    EXPECT_EQ(check_definition(latin, "f").at(0).reason, "is not UTF-8; save it as UTF-8");
}

// Damaged files are refused or read, whatever the damage.
TEST(BpmnReader, SurvivesDamage) {
    const std::string good = data("everything.bpmn");
    std::mt19937 random(11);
    int refused = 0;
    for (int i = 0; i < 400; ++i) {
        std::string bytes = good;
        for (unsigned n = 1 + random() % 4; n > 0; --n) {
            const std::size_t at = random() % bytes.size();
            switch (random() % 3) {
                case 0:
                    bytes[at] = static_cast<char>(random());
                    break;
                case 1:
                    bytes.erase(at, random() % 60);
                    break;
                default:
                    bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 200));
            }
        }
        try {
            refused += check_definition(bytes, "f").empty() ? 0 : 1;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::Configuration);
            ++refused;
        }
    }
    EXPECT_GT(refused, 200);
}

}  // namespace
}  // namespace vanthu::workflow
