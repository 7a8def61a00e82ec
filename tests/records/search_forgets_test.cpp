// What is no longer in any paper is kept nowhere; and papers of several buckets of PostgreSQL's
// word index are found as if they were one.
#include <gtest/gtest.h>

#include "tests/records/office_fixture.h"

namespace vanthu::records {
namespace {

class SearchForgets : public OfficeFixture {
protected:
    pipeline::Document add(const std::string& text) {
        pipeline::Document document = receive({}, text);
        write([&](store::Transaction& tx) { index_document(tx, document); });
        return document;
    }

    bool knows(const std::string& word) {
        bool known = false;
        read([&](store::Transaction& tx) {
            const bool suggests =
                tx.query_one("select word from search_word where word = $1", {word}).has_value();
            known =
                suggests ||
                tx.query_one("select word from search_near where word = $1", {word}).has_value();
        });
        return known;
    }

    std::vector<std::string> found(const SearchQuery& query) {
        std::vector<std::string> ids;
        read([&](store::Transaction& tx) {
            for (const SearchHit& hit : search(tx, query).hits)
                ids.push_back(hit.document);
        });
        return ids;
    }

    // The next paper that comes after all others begins a bucket. SQLite's word index has none.
    void fill_bucket() {
        write([](store::Transaction& tx) {
            if (tx.dialect() == store::Dialect::Postgres)
                tx.execute("update search_bucket set papers = 4096");
        });
    }
};

TEST_F(SearchForgets, TheWordsOfAPaperThatTurnsOutSecret) {
    const pipeline::Document secret = add("kế hoạch mậtkhẩu, kếhoạch của vùng");
    add("kế hoạch chung");
    EXPECT_TRUE(knows("matkhau"));
    write([&](store::Transaction& tx) {
        pipeline::set_state(tx, secret.id, pipeline::DocumentState::Quarantined, kMorning);
    });
    for (const char* word : {"matkhau", "kehoach", "vung"})
        EXPECT_FALSE(knows(word)) << word;
    for (const char* word : {"ke", "hoach", "chung"})
        EXPECT_TRUE(knows(word)) << word;
}

TEST_F(SearchForgets, TheWordsThatANewReadingTookOut) {
    pipeline::Document document = add("thi đua xuyzqk");
    add("thi cử");
    document.pages = {page_of("thử thách")};
    write([&](store::Transaction& tx) { index_document(tx, document); });
    EXPECT_FALSE(knows("xuyzqk"));
    EXPECT_FALSE(knows("dua"));
    EXPECT_TRUE(knows("thi"));
    EXPECT_TRUE(knows("thach"));
}

TEST_F(SearchForgets, ARebuildLeavesOutWordsThatNobodyHas) {
    add("thi đua");
    write([](store::Transaction& tx) {
        tx.execute("insert into search_word (word, papers) values ('coiphach', 3)");
        tx.execute("insert into search_near (key, word) values ('coiphac', 'coiphach')");
        begin_rebuild(tx);
        while (!rebuild_some(tx, 1).finished) {
        }
    });
    EXPECT_FALSE(knows("coiphach"));
    EXPECT_TRUE(knows("thi"));
}

TEST_F(SearchForgets, BucketsAreSearchedFromTheNewestOn) {
    std::vector<std::string> newest_first;
    for (int i = 0; i < 7; ++i) {
        newest_first.insert(newest_first.begin(), add("kế hoạch thi đua").id);
        if (i % 2 == 1) fill_bucket();
    }
    const std::string other = add("đua thi kế hoạch").id;
    EXPECT_EQ(found({.text = "thi hoach"}).size(), 8u);
    EXPECT_EQ(found({.text = "\"thi dua\""}), newest_first);
    EXPECT_EQ(found({.text = "\"dua thi\""}), std::vector<std::string>{other});
    EXPECT_EQ(found({.text = "\"thi dua\"", .limit = 3, .offset = 2}),
              std::vector<std::string>(newest_first.begin() + 2, newest_first.begin() + 5));
    EXPECT_EQ(found({.text = "thi dua", .arrived_to = Date{2026, 3, 13}}).size(), 0u);
    EXPECT_EQ(found({.text = "thi dua", .arrived_from = Date{2026, 3, 14}}).size(), 8u);
}

TEST_F(SearchForgets, APaperThatComesLateFindsItsPlaceInTime) {
    const std::string first = add("thi đua").id;
    received_ += 60LL * 60'000'000;
    const std::string last = add("thi đua").id;
    received_ -= 30LL * 60'000'000;
    fill_bucket();
    const std::string between = add("thi đua").id;
    EXPECT_EQ(found({.text = "thi dua"}), (std::vector<std::string>{last, between, first}));
}

}  // namespace
}  // namespace vanthu::records
