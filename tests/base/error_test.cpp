#include "base/error.h"

#include <gtest/gtest.h>

#include <set>

namespace vanthu {
namespace {

TEST(Errors, NamesGoBothWays) {
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        EXPECT_EQ(error_code(name(code)), code);
        names.insert(name(code));
    }
    EXPECT_EQ(names.size(), 13u);
    EXPECT_EQ(error_code("no such word"), ErrorCode::Internal);
}

TEST(Errors, StatusesOfTheContract) {
    EXPECT_EQ(exit_status(ErrorCode::BadInput), 2);
    EXPECT_EQ(exit_status(ErrorCode::Conflict), 3);
    EXPECT_EQ(exit_status(ErrorCode::Unavailable), 4);
    EXPECT_EQ(exit_status(ErrorCode::SandboxCrash), 5);
    EXPECT_EQ(exit_status(ErrorCode::Configuration), 6);
    EXPECT_EQ(exit_status(ErrorCode::Internal), 70);
    EXPECT_EQ(http_status(ErrorCode::UnsupportedFormat), 415);
    EXPECT_EQ(http_status(ErrorCode::LimitExceeded), 413);
    EXPECT_EQ(http_status(ErrorCode::Unauthenticated), 401);
}

}  // namespace
}  // namespace vanthu
