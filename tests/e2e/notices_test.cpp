// Two papers arrive; their clerk is told in the web app, reads, and says how to be told; the slip
// of opinions of a paper can be printed.
#include <gtest/gtest.h>

#include "tests/e2e/service.h"

namespace vanthu {
namespace {

TEST(Notices, AreShownReadAndSetInTheBrowser) {
    TestFolder data;
    Service service(data.path());
    service.start();
    Session clerk(service, "lan", service.add_account("lan", "clerk"));
    const std::string first = clerk.upload(sample("dispatch/0013-cong-van-docx/input.docx"));
    const std::string second = clerk.upload(sample("dispatch/0002-hung-yen-79-scan/input.tif"));
    const auto task = clerk.task_on(first, "check_fields");
    clerk.task_on(second, "check_fields");
    Poco::JSON::Object opinion;
    opinion.set("opinion", "Đề nghị bổ sung phụ lục");
    EXPECT_EQ(
        clerk.post("/tasks/" + task->getValue<std::string>("id") + "/opinion", opinion).status,
        200);
    const Finished seen =
        run_program({"/usr/bin/env", "node",
                     std::string(VANTHU_SOURCE_DIR) + "/tests/browser/notices.mjs", first},
                    {{"VANTHU_URL", service.url()},
                     {"VANTHU_USER", "lan"},
                     {"VANTHU_PASSWORD", "lan mật khẩu của tôi 42"},
                     {"VANTHU_OPINION", "Đề nghị bổ sung phụ lục"}});
    EXPECT_EQ(seen.status, 0) << seen.output;
}

}  // namespace
}  // namespace vanthu
