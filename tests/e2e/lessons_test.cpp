// What a correction taught: seen and forgotten in the browser, and by the command line.
#include <gtest/gtest.h>

#include "tests/e2e/service.h"

namespace vanthu {
namespace {

TEST(Lessons, AreSeenAndForgottenByClickingAndByCommand) {
    TestFolder data;
    Service office(data.path());
    office.start();
    const std::string password = office.add_account("lan", "clerk");
    Session clerk(office, "lan", password);
    const std::string paper = clerk.upload(sample("dispatch/0013-cong-van-docx/input.docx"));
    clerk.task_on(paper, "check_fields");
    const std::string path = "/documents/" + paper + "/fields";
    for (const char* change : {R"({"fields":{"signer_full_name":"Trần Thị Kiểm Thử"}})",
                               R"({"fields":{"issued_place":"Làng Kiểm Thử"}})"})
        ASSERT_EQ(clerk
                      .send("PATCH", path, change,
                            {{"If-Match", "*"}, {"Content-Type", "application/json"}})
                      .status,
                  200);

    const Finished done = run_program(
        {"/usr/bin/env", "node", std::string(VANTHU_SOURCE_DIR) + "/tests/browser/lessons.mjs",
         paper, "Trần Thị Kiểm Thử"},
        {{"VANTHU_URL", office.url()},
         {"VANTHU_USER", "lan"},
         {"VANTHU_PASSWORD", "lan mật khẩu của tôi 42"}});
    EXPECT_EQ(done.status, 0) << done.output;

    const auto listed = run_program({vanthu_program(), "learnt", "list", "--data", data.path()});
    EXPECT_EQ(listed.status, 0);
    EXPECT_NE(listed.output.find("Làng Kiểm Thử"), std::string::npos) << listed.output;
    EXPECT_EQ(listed.output.find("Trần Thị Kiểm Thử"), std::string::npos) << listed.output;
    const std::string id = listed.output.substr(0, listed.output.find(' '));
    EXPECT_EQ(run_program(
                  {vanthu_program(), "learnt", "forget", id, "--as", "lan", "--data", data.path()})
                  .status,
              0);
    EXPECT_EQ(run_program({vanthu_program(), "learnt", "list", "--data", data.path()}).output, "");
    EXPECT_EQ(run_program(
                  {vanthu_program(), "learnt", "forget", id, "--as", "lan", "--data", data.path()})
                  .status,
              3);
}

}  // namespace
}  // namespace vanthu
