// A scanned list is read, checked by keyboard in the browser, and keeps what the clerk wrote.
#include <gtest/gtest.h>

#include "tests/e2e/service.h"

namespace vanthu {
namespace {

TEST(TableCheck, AListIsCheckedByKeyboard) {
    TestFolder data;
    Service office(data.path());
    office.start();
    const std::string password = office.add_account("lan", "clerk");
    Session clerk(office, "lan", password);
    const std::string paper = clerk.upload(sample("nomination/0002-danh-sach-scan/input.tif"));
    clerk.task_on(paper, "check_fields");
    const Finished done =
        run_program({"/usr/bin/env", "node",
                     std::string(VANTHU_SOURCE_DIR) + "/tests/browser/table_check.mjs", paper},
                    {{"VANTHU_URL", office.url()},
                     {"VANTHU_USER", "lan"},
                     {"VANTHU_PASSWORD", "lan mật khẩu của tôi 42"}});
    EXPECT_EQ(done.status, 0) << done.output;
}

}  // namespace
}  // namespace vanthu
