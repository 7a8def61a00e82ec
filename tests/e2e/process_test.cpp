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

    // One more person looks before the paper is registered: drawn in a modeler, checked, deployed.
    const std::string route = data.path() + "/route.bpmn";
    const Finished drawn = run_program(
        {"/usr/bin/env", "node", std::string(VANTHU_SOURCE_DIR) + "/tests/browser/change_route.mjs",
         VANTHU_SOURCE_DIR "/config/workflows/incoming.bpmn", route});
    ASSERT_EQ(drawn.status, 0) << drawn.output;
    const Finished checked = run_program({vanthu_program(), "workflow", "check", route});
    EXPECT_EQ(checked.status, 0) << checked.output;
    Session admin(service, "quan", service.add_account("quan", "admin"));
    const Answer deployed =
        admin.send("POST", "/processes", read_file(route),
                   {{"Content-Type", "application/xml"}, {"X-Filename", "incoming.bpmn"}});
    ASSERT_EQ(deployed.status, 201) << deployed.body;
    EXPECT_EQ(deployed.json()->getValue<int>("version"), 2);
    // The same bytes over the command line are no third version.
    const Finished again =
        run_program({vanthu_program(), "workflow", "deploy", route, "--data", data.path()});
    EXPECT_EQ(again.output.rfind("incoming 2 ", 0), 0u) << again.output;

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
