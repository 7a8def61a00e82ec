// Clerks register while the power fails every second: no gap, no double, nothing acknowledged is
// lost.
//
// VANTHU_KILL_SECONDS=300 for the long run; the moments of the kills come from a fixed seed.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "base/error.h"
#include "store/audit.h"
#include "tests/records/office_fixture.h"

namespace vanthu::records {
namespace {

constexpr int kClerks = 16;

class Kill : public OfficeFixture {
protected:
    static int seconds() {
        const char* asked = std::getenv("VANTHU_KILL_SECONDS");
        return asked == nullptr ? 20 : std::atoi(asked);
    }

    // What a process of clerks does until it is killed: take a paper in, register it, and say its
    // number once that is durable.
    static void work(const store::TestDatabase& place, const std::string& acknowledged) {
        const auto database = place.open();
        std::vector<std::jthread> clerks;
        for (int clerk = 0; clerk < kClerks; ++clerk)
            clerks.emplace_back([&] {
                const int out = ::open(acknowledged.c_str(), O_WRONLY | O_APPEND | O_CREAT, 0600);
                for (;;) {
                    std::int64_t number = 0;
                    try {
                        database->write([&](store::Transaction& tx) {
                            pipeline::NewDocument fresh;
                            fresh.source = "scan.tif";
                            fresh.original = sha256(new_id());
                            const auto id = pipeline::receive_document(tx, fresh, kMorning);
                            number =
                                register_document(tx, "incoming", pipeline::load_document(tx, id),
                                                  "lan", kMorning)
                                    .number;
                        });
                    } catch (const Error& error) {
                        if (error.code() == ErrorCode::Unavailable)
                            continue;  // the server is coming back
                        ::_exit(9);
                    }
                    const std::string line = std::to_string(number) + "\n";
                    if (::write(out, line.data(), line.size()) < 0) ::_exit(9);
                }
            });
    }
};

TEST_F(Kill, NoNumberIsLostDoubledOrSkipped) {
    const std::string acknowledged = (folder_ / "acknowledged").string();
    database_.reset();  // a child shares no connection
    std::mt19937 random(20261121);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds());
    int kills = 0;
    while (std::chrono::steady_clock::now() < end) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            work(place_, acknowledged);
            ::_exit(0);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(700 + random() % 600));
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, WNOHANG), 0)
            << "the clerks stopped by themselves: " << status;
        ::kill(child, SIGKILL);
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ++kills;
    }
    EXPECT_GE(kills, seconds() / 2);

    database_ = place_.open();
    std::set<std::int64_t> numbers;
    std::int64_t entries = 0, documents = 0, last = 0;
    read([&](store::Transaction& tx) {
        for_each_entry(tx, "incoming", 2026, [&](const RegisterEntry& entry) {
            numbers.insert(entry.number);
            ++entries;
        });
        documents = tx.query_one("select count(*) as n from document")->integer("n");
        last = book_years(tx, "incoming").at(0).last_number;
        EXPECT_TRUE(store::verify_audit(tx).intact);
    });
    ASSERT_FALSE(numbers.empty());
    EXPECT_EQ(*numbers.begin(), 1);
    EXPECT_EQ(*numbers.rbegin(), last);
    EXPECT_EQ(static_cast<std::int64_t>(numbers.size()), last) << "a gap";
    EXPECT_EQ(entries, last) << "a double";
    EXPECT_EQ(documents, last) << "a paper without its number";
    std::ifstream lines(acknowledged);
    std::int64_t told = 0;
    for (std::string line; std::getline(lines, line); ++told)
        if (!lines.eof()) {
            EXPECT_TRUE(numbers.contains(std::stoll(line)))
                << line << " was acknowledged and is gone";
        }
    EXPECT_GT(told, 0);
    RecordProperty("kills", kills);
    RecordProperty("entries", static_cast<int>(entries));
}

}  // namespace
}  // namespace vanthu::records
