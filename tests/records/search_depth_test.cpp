// Rights, facets, counts, suggestions, mistyped words, and the rebuilding of the index.
#include <gtest/gtest.h>

#include "base/error.h"
#include "records/search.h"
#include "store/audit.h"
#include "tests/records/search_fixture.h"

namespace vanthu::records {
namespace {

const Reader kLan{"lan", {"reviewer"}, "Phòng Nội vụ"};
const Reader kBinh{"binh", {"reviewer"}, "Phòng Tài chính"};
const Reader kClerk{"hoa", {"clerk"}, ""};

class SearchDepth : public SearchFixture {
protected:
    std::int64_t total(const std::string& text, const std::optional<Reader>& reader = {}) {
        return find({.text = text, .reader = reader}).total;
    }

    std::vector<std::string> suggested(const std::string& typed,
                                       const std::optional<Reader>& reader = {}) {
        std::vector<std::string> found;
        read([&](store::Transaction& tx) { found = suggest(tx, typed, reader); });
        return found;
    }

    RightsChange ask(const std::string& document, const std::vector<Right>& rights,
                     const std::string& by = "hoa") {
        RightsChange change;
        write([&](store::Transaction& tx) {
            change = ask_rights(tx, document, rights, "nhân sự", by, kMorning);
        });
        return change;
    }

    RightsChange decide(const std::string& change, Decision decision, const std::string& by) {
        RightsChange decided;
        write([&](store::Transaction& tx) {
            decided = decide_rights(tx, change, decision, by, kMorning);
        });
        return decided;
    }

    ErrorCode code_of(const std::function<void()>& work) {
        try {
            work();
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::Internal;  // none of those that are asked for
    }
};

TEST_F(SearchDepth, APaperWithRightsIsFoundByThoseNamedAlone) {
    const std::string secret = add({{"subject", "Kế hoạch nhân sự"}});
    add({{"subject", "Kế hoạch tập huấn"}});
    EXPECT_EQ(total("ke hoach", kLan), 2);
    const RightsChange change = ask(secret, {{"unit", "Phòng Nội vụ"}});
    EXPECT_EQ(total("ke hoach", kBinh), 2) << "a change holds from its confirmation on";
    decide(change.id, Decision::Confirm, "head");
    EXPECT_EQ(total("ke hoach", kLan), 2);
    EXPECT_EQ(total("ke hoach", kBinh), 1);
    EXPECT_EQ(total("", kBinh), 1);
    EXPECT_EQ(total("ke hoach", kClerk), 2);
    EXPECT_EQ(find({.fields = {{"subject", "nhan su"}}, .reader = kBinh}).total, 0);
    read([&](store::Transaction& tx) {
        EXPECT_TRUE(may_read(tx, kLan, secret));
        EXPECT_TRUE(may_read(tx, kClerk, secret));
        EXPECT_FALSE(may_read(tx, kBinh, secret));
    });
}

TEST_F(SearchDepth, RightsOutliveIndexingAgainAndCanBeTakenBack) {
    pipeline::Document document = receive({{"subject", "Kế hoạch nhân sự"}});
    write([&](store::Transaction& tx) { index_document(tx, document); });
    decide(ask(document.id, {{"user", "lan"}, {"role", "archivist"}}).id, Decision::Confirm,
           "head");
    pipeline::find_field(document, "subject")->value->normal = "Kế hoạch cán bộ";
    write([&](store::Transaction& tx) { index_document(tx, document); });
    EXPECT_EQ(total("can bo", kBinh), 0);
    EXPECT_EQ(total("can bo", kLan), 1);
    EXPECT_EQ(total("can bo", Reader{"tu", {"archivist"}, ""}), 1);
    decide(ask(document.id, {}).id, Decision::Confirm, "head");
    EXPECT_EQ(total("can bo", kBinh), 1);
}

TEST_F(SearchDepth, AChangeOfRightsNeedsASecondPersonAndIsAudited) {
    const std::string id = add({{"subject", "kế hoạch"}});
    const RightsChange change = ask(id, {{"user", "lan"}}, "hoa");
    EXPECT_EQ(code_of([&] { decide(change.id, Decision::Confirm, "hoa"); }), ErrorCode::Forbidden);
    EXPECT_EQ(code_of([&] { ask(id, {}); }), ErrorCode::Conflict);
    EXPECT_EQ(code_of([&] { ask(add({}), {{"group", "x"}}); }), ErrorCode::BadInput);
    read([&](store::Transaction& tx) {
        EXPECT_TRUE(rights_of(tx, id).empty());
        ASSERT_TRUE(waiting_change(tx, id));
        EXPECT_EQ(waiting_changes(tx).size(), 1u);
    });
    EXPECT_EQ(decide(change.id, Decision::Refuse, "head").state, "refused");
    EXPECT_EQ(code_of([&] { decide(change.id, Decision::Confirm, "head"); }), ErrorCode::Conflict);
    read([&](store::Transaction& tx) {
        EXPECT_TRUE(rights_of(tx, id).empty());
        const auto events = store::audit_of(tx, id);
        ASSERT_GE(events.size(), 2u);
        EXPECT_EQ(events[events.size() - 2].action, "rights.asked");
        EXPECT_EQ(events.back().action, "rights.refused");
    });
}

TEST_F(SearchDepth, FacetsCountWhatWasFound) {
    for (int i = 0; i < 3; ++i)
        add({{"type_name", "Kế hoạch"}, {"issued_date", "2022-04-21"}, {"organ_name", "Sở Nội vụ"}},
            "thi đua");
    add({{"type_name", "Quyết định"}, {"issued_date", "2023"}}, "thi đua");
    add({{"type_name", "Quyết định"}}, "khác");
    const SearchResult result = find({.text = "thi dua", .with_facets = true});
    EXPECT_EQ(result.total, 4);
    EXPECT_FALSE(result.more);
    ASSERT_EQ(result.facets.size(), 4u);
    using Counts = std::vector<std::pair<std::string, int>>;
    EXPECT_EQ(result.facets[0].counts, (Counts{{"incoming", 4}}));
    EXPECT_EQ(result.facets[1].counts, (Counts{{"Kế hoạch", 3}, {"Quyết định", 1}}));
    EXPECT_EQ(result.facets[2].counts, (Counts{{"Sở Nội vụ", 3}}));
    EXPECT_EQ(result.facets[3].counts, (Counts{{"2022", 3}, {"2023", 1}}));
    EXPECT_TRUE(find({.text = "thi dua"}).facets.empty());
}

TEST_F(SearchDepth, CountsAreExactUpToTheCapAndThenSayMore) {
    std::vector<pipeline::Document> papers;
    write([&](store::Transaction& tx) {
        WordCounts words;
        for (int i = 0; i <= kMostCounted; ++i) {
            pipeline::NewDocument fresh;
            fresh.source = i == 0 ? "dau tien" : "thong bao";
            fresh.original = sha256(new_id());
            const auto id = pipeline::receive_document(tx, fresh, kMorning + i);
            const pipeline::Document document = pipeline::load_document(tx, id);
            index_document(tx, document, to_index(document), words);
        }
        words.flush(tx);
    });
    SearchResult result = find({.text = "thong bao"});
    EXPECT_EQ(result.total, kMostCounted);
    EXPECT_FALSE(result.more);
    result = find({});
    EXPECT_EQ(result.total, kMostCounted);
    EXPECT_TRUE(result.more);
    EXPECT_EQ(find({.limit = 10, .offset = kMostCounted}).hits.size(), 1u);
}

// The database may look at rights in the word index or row by row.
TEST_F(SearchDepth, ReadersOfFewPapersAndOfMostFindTheirsAlone) {
    for (int i = 0; i < 9; ++i)
        decide(ask(add({}, "thi đua"), {{"user", "lan"}}).id, Decision::Confirm, "head");
    const std::string open = add({}, "thi đua");
    EXPECT_EQ(total("thi dua", kLan), 10);
    EXPECT_EQ(find({.text = "thi dua", .reader = kBinh}).hits.at(0).document, open);
    EXPECT_EQ(total("thi dua", kBinh), 1);
    EXPECT_EQ(total("", kBinh), 1);
    EXPECT_EQ(total("", kLan), 10);
}

TEST_F(SearchDepth, ArrivalDaysAndBooksNarrow) {
    const std::string first = add({}, "công văn");
    received_ += 24LL * 3600 * 1'000'000;
    add({}, "công văn");
    EXPECT_EQ(find({.text = "cong van", .arrived_to = Date{2026, 3, 14}}).hits.at(0).document,
              first);
    EXPECT_EQ(find({.text = "cong van", .arrived_from = Date{2026, 3, 15}}).total, 1);
    EXPECT_EQ(find({.text = "cong van", .book = "outgoing"}).total, 0);
    EXPECT_EQ(find({.text = "cong van", .book = "incoming"}).total, 2);
}

TEST_F(SearchDepth, AMistypedWordIsCorrectedOnlyWhenNothingIsFound) {
    add({}, "bồi dưỡng điển hình tiên tiến");
    for (const char* typed : {"bòi duong dienn hinh", "boi duogn", "boi duon tien", "duonng"}) {
        const SearchResult result = find({.text = typed});
        EXPECT_EQ(result.total, 1) << typed;
        EXPECT_EQ(result.corrected.empty(), std::string(typed) == "duong") << typed;
    }
    EXPECT_EQ(find({.text = "boi duogn"}).corrected, "boi duong");
    EXPECT_EQ(find({.text = "boi duong"}).corrected, "");
    EXPECT_EQ(find({.text = "xuyzq"}).total, 0);
}

TEST_F(SearchDepth, SuggestionsFinishTheWordAndKeepToTheReadersPapers) {
    add({}, "khen thưởng thành tích; khen tặng");
    const std::string hidden = add({}, "khenbimat");
    decide(ask(hidden, {{"user", "lan"}}).id, Decision::Confirm, "head");
    EXPECT_EQ(suggested("kh", kBinh), std::vector<std::string>{"khen"});
    EXPECT_EQ(suggested("kh", kLan), (std::vector<std::string>{"khen", "khenbimat"}));
    EXPECT_EQ(suggested("khen thư", kBinh), std::vector<std::string>{"khen thuong"});
    EXPECT_EQ(suggested("k"), std::vector<std::string>{});
}

TEST_F(SearchDepth, TheRebuildGoesOnWhereItStoppedWhileSearchesAreAnswered) {
    for (int i = 0; i < 7; ++i)
        add({{"code", std::to_string(i) + "/KH-UBND"}}, "thi đua");
    write([](store::Transaction& tx) { tx.execute("update search_text set terms = 'Uany '"); });
    EXPECT_EQ(find({.fields = {{"code", "3/KH-UBND"}}}).total, 0);
    write([](store::Transaction& tx) {
        begin_rebuild(tx);
        EXPECT_EQ(rebuild_some(tx, 3).done, 3);
    });
    EXPECT_EQ(total("thi dua"), 7);
    write([](store::Transaction& tx) {
        begin_rebuild(tx);  // is under way
        EXPECT_EQ(rebuild_some(tx, 3).done, 6);
        EXPECT_FALSE(rebuild_some(tx, 3).finished);
        EXPECT_TRUE(rebuild_some(tx, 3).finished);
    });
    EXPECT_EQ(total("thi dua"), 7);
    EXPECT_EQ(find({.fields = {{"code", "3/KH-UBND"}}}).total, 1);
    EXPECT_EQ(suggested("th"), std::vector<std::string>{"thi"});
}

}  // namespace
}  // namespace vanthu::records
