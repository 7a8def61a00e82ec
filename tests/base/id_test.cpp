#include "base/id.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

namespace vanthu {
namespace {

TEST(Id, TwentyLettersWithoutTheDoubtfulOnes) {
    const std::string id = new_id();
    ASSERT_EQ(id.size(), 20u);
    EXPECT_EQ(id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz"), std::string::npos) << id;
}

TEST(Id, SortsByAge) {
    const std::string first = new_id();
    std::string later = new_id();
    // The first half is the millisecond; wait until that has changed.
    while (later.substr(0, 10) == first.substr(0, 10))
        later = new_id();
    EXPECT_LT(first, later);
}

TEST(Id, DiffersBetweenThreads) {
    std::vector<std::vector<std::string>> made(4);
    std::vector<std::thread> threads;
    for (auto& ids : made)
        threads.emplace_back([&ids] {
            for (int i = 0; i < 2000; ++i)
                ids.push_back(new_id());
        });
    for (std::thread& thread : threads)
        thread.join();
    std::set<std::string> all;
    for (const auto& ids : made)
        all.insert(ids.begin(), ids.end());
    EXPECT_EQ(all.size(), 8000u);
}

}  // namespace
}  // namespace vanthu
