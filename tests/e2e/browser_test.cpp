#include <fstream>

#include <gtest/gtest.h>

#include "tests/e2e/service.h"

namespace vanthu {
namespace {

TEST(Browser, ClerkReviewerAndArchivistTakeThreePapersThroughByClicking) {
    TestFolder data;
    Service service(data.path());
    service.start();
    const std::string passwords = data.path() + "/first-passwords.txt";
    {
        std::ofstream out(passwords);
        for (const char* name : {"clerk", "reviewer", "archivist"})
            out << "account " << name << " password " << service.add_account(name, name) << '\n';
    }
    const Finished done =
        run_program({"/usr/bin/env", "node",
                     std::string(VANTHU_SOURCE_DIR) + "/tests/browser/clerk_to_register.mjs",
                     sample("dispatch/0002-hung-yen-79-scan/input.tif"),
                     sample("dispatch/0012-cam-lam-2258-signed/input.pdf"),
                     sample("dispatch/0013-cong-van-docx/input.docx")},
                    {{"VANTHU_URL", service.url()}, {"VANTHU_PASSWORDS_FILE", passwords}});
    EXPECT_EQ(done.status, 0) << done.output;
}

}  // namespace
}  // namespace vanthu
