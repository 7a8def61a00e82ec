#include "base/failpoint.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace vanthu {
namespace {

// The setting is read once per process, so each case runs in a process of its own.
class FailpointDeathTest : public testing::Test {
protected:
    void SetUp() override { testing::FLAGS_gtest_death_test_style = "threadsafe"; }
};

TEST_F(FailpointDeathTest, KillsWhereItIsNamed) {
    EXPECT_EXIT(
        {
            setenv("VANTHU_FAILPOINT", "here", 1);
            failpoint("there");
            failpoint("here");
            std::exit(0);
        },
        testing::KilledBySignal(SIGKILL), "");
}

TEST_F(FailpointDeathTest, CountsPasses) {
    EXPECT_EXIT(
        {
            setenv("VANTHU_FAILPOINT", "here:3", 1);
            failpoint("here");
            failpoint("here");
            std::exit(7);
        },
        testing::ExitedWithCode(7), "");
    EXPECT_EXIT(
        {
            setenv("VANTHU_FAILPOINT", "here:3", 1);
            for (int i = 0; i < 3; ++i)
                failpoint("here");
            std::exit(7);
        },
        testing::KilledBySignal(SIGKILL), "");
}

TEST_F(FailpointDeathTest, DoesNothingUnset) {
    EXPECT_EXIT(
        {
            unsetenv("VANTHU_FAILPOINT");
            failpoint("here");
            failpoint("");
            std::exit(7);
        },
        testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace vanthu
