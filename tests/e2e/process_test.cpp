// An administrator changes the incoming route, deploys it, and sees a paper take the new way.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/e2e/service.h"

namespace vanthu {
namespace {

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

void replace(std::string& text, const std::string& what, const std::string& with) {
    const auto at = text.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    text.replace(at, what.size(), with);
}

// One more person looks before the paper is registered.
std::string with_second_look(std::string bpmn) {
    replace(bpmn, "<bpmn:serviceTask id=\"register\"",
            "<bpmn:userTask id=\"look\" name=\"Xem lại\" camunda:candidateGroups=\"clerk\" "
            "camunda:formKey=\"approve\"><bpmn:incoming>to_register</bpmn:incoming>"
            "<bpmn:outgoing>from_look</bpmn:outgoing></bpmn:userTask>\n"
            "<bpmn:serviceTask id=\"register\"");
    replace(bpmn, "sourceRef=\"checked\" targetRef=\"register\" />",
            "sourceRef=\"checked\" targetRef=\"look\" />\n"
            "<bpmn:sequenceFlow id=\"from_look\" sourceRef=\"look\" targetRef=\"register\" />");
    replace(bpmn, "<bpmndi:BPMNShape id=\"register_di\"",
            "<bpmndi:BPMNShape id=\"look_di\" bpmnElement=\"look\">"
            "<dc:Bounds x=\"570\" y=\"20\" width=\"120\" height=\"80\" /></bpmndi:BPMNShape>\n"
            "<bpmndi:BPMNShape id=\"register_di\"");
    return bpmn;
}

TEST(Process, AChangedRouteIsTakenByTheNextPaperAndShownInTheBrowser) {
    TestFolder data;
    Service service(data.path());
    service.start();
    Session clerk(service, "lan", service.add_account("lan", "clerk"));
    const auto step_of = [&](const std::string& document) {
        const auto json = clerk.get("/documents/" + document).json();
        return json->getArray("workflow")->getObject(0);
    };
    const std::string first = clerk.upload(sample("dispatch/0013-cong-van-docx/input.docx"));
    clerk.task_on(first, "check_fields");
    EXPECT_EQ(step_of(first)->getValue<int>("definition_version"), 1);

    const std::string route = data.path() + "/route.bpmn";
    std::ofstream(route) << with_second_look(
        read_file(VANTHU_SOURCE_DIR "/config/workflows/incoming.bpmn"));
    const std::vector<std::string> words = {vanthu_program(), "workflow", "deploy", route,
                                            "--data",         data.path()};
    EXPECT_EQ(run_program(words).status, 0);

    const std::string second = clerk.upload(sample("dispatch/0002-hung-yen-79-scan/input.tif"));
    const auto check = clerk.task_on(second, "check_fields");
    EXPECT_EQ(step_of(second)->getValue<int>("definition_version"), 2);
    Poco::JSON::Object accept;
    accept.set("outcome", "accept");
    EXPECT_EQ(
        clerk.post("/tasks/" + check->getValue<std::string>("id") + "/complete", accept).status,
        200);
    EXPECT_EQ(clerk.task_on(second, "approve")->getValue<std::string>("node"), "look");
    EXPECT_EQ(step_of(first)->getValue<int>("definition_version"), 1) << "papers under way stay";

    const std::string password = run_program({vanthu_program(), "user", "add", "mai", "--role",
                                              "clerk", "--data", data.path()})
                                     .output;
    const std::string one_time =
        password.substr(password.rfind(' ') + 1, password.find('\n') - password.rfind(' ') - 1);
    Session viewer(service, "mai", one_time);
    const Finished seen =
        run_program({"/usr/bin/env", "node",
                     std::string(VANTHU_SOURCE_DIR) + "/tests/browser/process_view.mjs", second},
                    {{"VANTHU_URL", service.url()},
                     {"VANTHU_USER", "mai"},
                     {"VANTHU_PASSWORD", "mai mật khẩu của tôi 42"},
                     {"VANTHU_STEP", "look"}});
    EXPECT_EQ(seen.status, 0) << seen.output;
}

}  // namespace
}  // namespace vanthu
