#include "base/log.h"

#include <gtest/gtest.h>

#include <regex>
#include <sstream>
#include <thread>
#include <vector>

namespace vanthu {
namespace {

TEST(Log, OneLineWithQuotedValues) {
    testing::internal::CaptureStderr();
    log(LogLevel::Warning, "store", "two\nlines",
        {{"plain", "abc-1"},
         {"spaced", "a b"},
         {"quoted", "say \"x\""},
         {"empty", ""},
         {"bell", "\a\n"}});
    const std::string line = testing::internal::GetCapturedStderr();
    const std::regex wanted(
        R"rx(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z warning store two lines plain=abc-1 spaced="a b" quoted="say \\"x\\"" empty="" bell="\\x07\\n"\n)rx");
    EXPECT_TRUE(std::regex_match(line, wanted)) << line;
}

TEST(Log, ScopesNestAndEnd) {
    testing::internal::CaptureStderr();
    {
        const LogScope job("job", "7");
        const LogScope page("page", "2");
        log(LogLevel::Info, "pipeline", "inside");
        std::thread([] { log(LogLevel::Info, "pipeline", "elsewhere"); }).join();
    }
    log(LogLevel::Info, "pipeline", "outside");
    const std::string lines = testing::internal::GetCapturedStderr();
    EXPECT_NE(lines.find("inside job=7 page=2\n"), std::string::npos) << lines;
    EXPECT_NE(lines.find("elsewhere\n"), std::string::npos) << lines;
    EXPECT_NE(lines.find("outside\n"), std::string::npos) << lines;
}

TEST(Log, DropsWhatIsBelowTheLevel) {
    testing::internal::CaptureStderr();
    log(LogLevel::Debug, "base", "hidden");
    set_log_level(LogLevel::Debug);
    log(LogLevel::Debug, "base", "shown");
    set_log_level(LogLevel::Error);
    log(LogLevel::Warning, "base", "hidden too");
    set_log_level(LogLevel::Info);
    const std::string lines = testing::internal::GetCapturedStderr();
    EXPECT_EQ(lines.find("hidden"), std::string::npos) << lines;
    EXPECT_NE(lines.find("debug base shown"), std::string::npos) << lines;
}

TEST(Log, LinesOfThreadsDoNotMix) {
    testing::internal::CaptureStderr();
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([t] {
            for (int i = 0; i < 200; ++i)
                log(LogLevel::Info, "base", "event",
                    {{"text", std::string(50, static_cast<char>('a' + t))}});
        });
    for (std::thread& thread : threads)
        thread.join();
    std::istringstream lines(testing::internal::GetCapturedStderr());
    const std::regex wanted(R"(\S+ info base event text=(a{50}|b{50}|c{50}|d{50}))");
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count)
        ASSERT_TRUE(std::regex_match(line, wanted)) << line;
    EXPECT_EQ(count, 800);
}

}  // namespace
}  // namespace vanthu
