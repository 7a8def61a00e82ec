// The pool with the real page worker: what dies, hangs or lies must end in an Error and leave the
// pool usable.
#include "pipeline/sandbox.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <thread>

#include "base/error.h"
#include "pipeline/page_wire.h"

namespace vanthu::pipeline {
namespace {

class Bytes {
public:
    explicit Bytes(const std::string& content) : descriptor_(::memfd_create("test", MFD_CLOEXEC)) {
        EXPECT_EQ(::write(descriptor_, content.data(), content.size()),
                  static_cast<ssize_t>(content.size()));
    }
    ~Bytes() { ::close(descriptor_); }
    Bytes(const Bytes&) = delete;
    Bytes& operator=(const Bytes&) = delete;

    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

SandboxSettings settings(int workers = 1) {
    SandboxSettings settings;
    settings.program = VANTHU_BINARY_DIR "/bin/vanthu-sandbox";
    settings.workers = workers;
    return settings;
}

// A page full of letter-sized blots: much work for the recogniser and no text.
std::string busy_raster(int height = 3508) {
    constexpr int kWidth = 2480;
    std::string pixels(static_cast<std::size_t>(kWidth) * static_cast<std::size_t>(height), '\xff');
    std::minstd_rand random(1);
    for (int y = 100; y + 60 < height; y += 55)
        for (int x = 100; x + 40 < kWidth; x += 30)
            for (int stroke = 0; stroke < 3; ++stroke) {
                const int left = x + static_cast<int>(random() % 16);
                const int top = y + static_cast<int>(random() % 20);
                const bool upright = random() % 2;
                for (int dy = 0; dy < (upright ? 18 : 4); ++dy)
                    for (int dx = 0; dx < (upright ? 4 : 14); ++dx)
                        pixels[static_cast<std::size_t>(top + dy) * kWidth +
                               static_cast<std::size_t>(left + dx)] = 0;
            }
    return "P5\n2480 " + std::to_string(height) + "\n255\n" + pixels;
}

SandboxRequest probe_of(const Bytes& bytes) {
    return {"probe", "{}", {bytes.descriptor()}};
}

SandboxRequest recognise_of(const Bytes& bytes) {
    return {"recognise", R"({"page":2,"dpi":300})", {bytes.descriptor()}};
}

// User time of a process, in hundredths of a second.
long processor_ticks(int pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string word;
    for (int i = 0; i < 14; ++i)
        file >> word;
    return std::atol(word.c_str());
}

template <class Call>
Error failure_of(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "did not fail";
    return Error(ErrorCode::Internal, "");
}

TEST(Sandbox, CarriesTheErrorThrownInside) {
    SandboxPool pool(settings());
    const Bytes empty("");
    const Error error = failure_of([&] { pool.call(probe_of(empty)); });
    EXPECT_EQ(error.code(), ErrorCode::BadInput);
    EXPECT_STREQ(error.what(), "the file is empty");
    EXPECT_EQ(pool.process_ids().size(), 1u) << "a refusal is no reason to replace the worker";
}

TEST(Sandbox, UnknownOperationIsABug) {
    SandboxPool pool(settings());
    EXPECT_EQ(failure_of([&] { pool.call({"paint", "{}", {}}); }).code(), ErrorCode::Internal);
}

TEST(Sandbox, StartsNoWorkerBeforeTheFirstCall) {
    SandboxPool pool(settings(4));
    EXPECT_TRUE(pool.process_ids().empty());
    EXPECT_EQ(pool.workers(), 4);
}

TEST(Sandbox, MissingProgramIsAMatterOfConfiguration) {
    SandboxSettings wrong = settings();
    wrong.program = "/nonexistent/vanthu-sandbox";
    SandboxPool pool(wrong);
    const Bytes bytes("x");
    EXPECT_EQ(failure_of([&] { pool.call(probe_of(bytes)); }).code(), ErrorCode::Configuration);
    EXPECT_EQ(failure_of([&] { pool.call(probe_of(bytes)); }).code(), ErrorCode::Configuration);
}

TEST(Sandbox, OneDeathIsTriedAgainInAFreshWorker) {
    SandboxPool pool(settings());
    const Bytes raster(busy_raster(600));
    std::vector<Page> pages;
    std::jthread caller([&] { pages = decode_pages(pool.call(recognise_of(raster)).result); });
    std::vector<int> first;
    while ((first = pool.process_ids()).empty())
        std::this_thread::yield();
    while (processor_ticks(first[0]) < 10)  // until it is in the midst of it
        std::this_thread::yield();
    ASSERT_EQ(::kill(first[0], SIGKILL), 0);
    caller.join();
    EXPECT_EQ(pages.size(), 1u);
    ASSERT_EQ(pool.process_ids().size(), 1u);
    EXPECT_NE(pool.process_ids()[0], first[0]);
}

TEST(Sandbox, TwoDeathsAreACrashThatNamesTheSignal) {
    SandboxPool pool(settings());
    const Bytes raster(busy_raster());
    std::atomic<bool> done = false;
    std::jthread killer([&] {
        while (!done)
            for (const int pid : pool.process_ids())
                ::kill(pid, SIGSEGV);
    });
    const Error error = failure_of([&] { pool.call(recognise_of(raster)); });
    done = true;
    killer.join();
    EXPECT_EQ(error.code(), ErrorCode::SandboxCrash);
    EXPECT_NE(std::string(error.what()).find("recognise"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("signal 11"), std::string::npos) << error.what();
    const Bytes empty("");
    EXPECT_EQ(failure_of([&] { pool.call(probe_of(empty)); }).code(), ErrorCode::BadInput)
        << "the pool must work on";
}

TEST(Sandbox, SlowPageIsATimeout) {
    SandboxSettings hasty = settings();
    hasty.limits.page_seconds = 1;
    SandboxPool pool(hasty);
    const Bytes raster(busy_raster());
    const auto start = std::chrono::steady_clock::now();
    const Error error = failure_of([&] { pool.call(recognise_of(raster)); });
    EXPECT_EQ(error.code(), ErrorCode::Timeout);
    EXPECT_NE(std::string(error.what()).find("limits.page_seconds"), std::string::npos);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
    const Bytes empty("");
    EXPECT_EQ(failure_of([&] { pool.call(probe_of(empty)); }).code(), ErrorCode::BadInput);
}

TEST(Sandbox, StopEndsTheCall) {
    SandboxPool pool(settings());
    const Bytes raster(busy_raster());
    std::stop_source source;
    std::jthread stopper([&] {
        while (pool.process_ids().empty())
            std::this_thread::yield();
        source.request_stop();
    });
    EXPECT_EQ(failure_of([&] { pool.call(recognise_of(raster), source.get_token()); }).code(),
              ErrorCode::Unavailable);
}

TEST(Sandbox, ReplacesAWorkerThatHasServedItsShare) {
    SandboxSettings sparing = settings();
    sparing.calls_per_worker = 2;
    SandboxPool pool(sparing);
    const Bytes empty("");
    failure_of([&] { pool.call(probe_of(empty)); });
    EXPECT_EQ(pool.process_ids().size(), 1u);
    failure_of([&] { pool.call(probe_of(empty)); });
    EXPECT_TRUE(pool.process_ids().empty());
}

TEST(Sandbox, ServesManyCallersWithFewWorkers) {
    SandboxPool pool(settings(2));
    const Bytes empty("");
    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 8; ++i)
            callers.emplace_back([&] {
                for (int k = 0; k < 20; ++k)
                    if (failure_of([&] { pool.call(probe_of(empty)); }).code() ==
                        ErrorCode::BadInput)
                        ++refused;
            });
    }
    EXPECT_EQ(refused, 160);
    EXPECT_LE(pool.process_ids().size(), 2u);
}

TEST(Sandbox, GivesTheWorkerNoRights) {
    SandboxPool pool(settings());
    const Bytes empty("");
    failure_of([&] { pool.call(probe_of(empty)); });
    ASSERT_EQ(pool.process_ids().size(), 1u);
    const std::string folder = "/proc/" + std::to_string(pool.process_ids()[0]);
    const auto read = [&](const std::string& name) {
        std::ostringstream text;
        text << std::ifstream(folder + name).rdbuf();
        return text.str();
    };
    EXPECT_NE(read("/status").find("NoNewPrivs:\t1"), std::string::npos);
    std::istringstream limits(read("/limits"));
    std::map<std::string, std::string> soft;
    for (std::string line; std::getline(limits, line);) {
        constexpr std::size_t kNameWidth = 26;
        if (line.size() <= kNameWidth) continue;
        std::istringstream(line.substr(kNameWidth)) >> soft[line.substr(0, kNameWidth)];
    }
    const auto limit = [&](std::string name) {
        name.resize(26, ' ');
        return soft[name];
    };
    EXPECT_EQ(limit("Max core file size"), "0");
    EXPECT_EQ(limit("Max file size"), "0");
    EXPECT_EQ(limit("Max open files"), "32");
#ifndef VANTHU_SANITIZED
    EXPECT_EQ(limit("Max address space"), "1073741824");
#endif
}

TEST(Sandbox, WorkersGoWithThePool) {
    int pid = 0;
    {
        SandboxPool pool(settings());
        const Bytes empty("");
        failure_of([&] { pool.call(probe_of(empty)); });
        pid = pool.process_ids().at(0);
        EXPECT_EQ(::kill(pid, 0), 0);
    }
    EXPECT_NE(::kill(pid, 0), 0);
}

}  // namespace
}  // namespace vanthu::pipeline
