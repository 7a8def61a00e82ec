#include "records/search.h"

#include "base/error.h"
#include "tests/records/search_fixture.h"

namespace vanthu::records {
namespace {

class Search : public SearchFixture {
protected:
    std::vector<std::string> found(const SearchQuery& query) {
        std::vector<std::string> ids;
        for (const SearchHit& hit : find(query).hits)
            ids.push_back(hit.document);
        return ids;
    }

    std::vector<std::string> found(const std::string& text) {
        return found(SearchQuery{.text = text});
    }

    std::vector<std::string> ranked(const std::string& text) {
        return found(SearchQuery{.text = text, .order = SearchOrder::Ranked});
    }

    using Ids = std::vector<std::string>;
};

TEST_F(Search, MarksCaseAndToneHabitsDoNotMatter) {
    const std::string id =
        add({}, "Kế hoạch bồi dưỡng, nhân ĐIỂN HÌNH tiên tiến; hoà giải ở cơ sở");
    for (const char* query : {"boi duong dien hinh", "BỒI DƯỠNG", "điển hình", "hòa giải",
                              "hoà giải", "hoa giai", "tien tien boi"})
        EXPECT_EQ(found(query), Ids{id}) << query;
    EXPECT_EQ(found("boi duong khen thuong"), Ids{});
}

TEST_F(Search, DecomposedTextIsFoundToo) {
    const std::string id = add({}, "Quye\xcc\x82\xcc\x81t \xc4\x91i\xcc\xa3nh");
    EXPECT_EQ(found("quyết định"), Ids{id});
    EXPECT_EQ(found("quye\xcc\x82\xcc\x81t \xc4\x91i\xcc\xa3nh"), Ids{id});
}

TEST_F(Search, ACodeIsFoundHoweverItIsTyped) {
    const std::string id = add({{"code", "79/KH-UBND"}, {"code_number", "79"}}, "Số: 79/KH-UBND");
    add({{"code", "80/KH-UBND"}}, "Số: 80/KH-UBND ngày 7 tháng 9");
    for (const char* query :
         {"79/KH-UBND", "79 kh ubnd", "79khubnd", "79 / KH - UBND", "079/kh.ubnd"})
        EXPECT_EQ(found(query), Ids{id}) << query;
    const std::string decision = add({{"code", "15/QĐ-UBND"}});
    EXPECT_EQ(found("15/QD-UBND"), Ids{decision});
}

TEST_F(Search, ACodeAsTypedStandsBeforePapersThatMentionIt) {
    const std::string own = add({{"code", "79/KH-UBND"}});
    const std::string citing = add({{"code", "90/CV-UBND"}}, "theo Kế hoạch số 79/KH-UBND");
    EXPECT_EQ(found("79/KH-UBND"), (Ids{citing, own}));  // the newest first
    EXPECT_EQ(ranked("79/KH-UBND"), (Ids{own, citing}));
    EXPECT_EQ(found("ke hoach"), Ids{citing});
}

TEST_F(Search, QuotesAskForWordsSideBySide) {
    const std::string together = add({}, "thi đua khen thưởng");
    add({}, "khen các tập thể được thưởng");
    EXPECT_EQ(found("\"khen thuong\""), Ids{together});
    EXPECT_EQ(found("“khen thưởng”"), Ids{together});
    EXPECT_EQ(found("khen thuong").size(), 2u);
    EXPECT_EQ(found("\"khen thuong"), Ids{together});
}

TEST_F(Search, ExactMarksStandFirstAndTheNewestBeforeOlder) {
    const std::string exact = add({}, "bán hàng");
    const std::string other = add({}, "bàn hàng");
    const std::string newest = add({}, "ban hàng");
    EXPECT_EQ(found("ban hang"), (Ids{newest, other, exact}));
    EXPECT_EQ(found("bán hàng"), (Ids{newest, other, exact}));
    EXPECT_EQ(ranked("bán hàng"), (Ids{exact, newest, other}));
}

TEST_F(Search, SignsInAQueryAreNoSyntax) {
    const std::string id = add({}, "a AND b NEAR c");
    for (const char* query : {"a AND b", "folded : a", "NEAR(a b)", "a*", "-a", "^a", "{a b}"})
        EXPECT_NO_THROW(found(query)) << query;
    EXPECT_EQ(found("a and b"), Ids{id});
    EXPECT_EQ(found("\" ' ; -- drop table document"), Ids{});
    EXPECT_EQ(find({.text = "*** !!!"}).total, 0);
}

TEST_F(Search, FieldsFilterByWholeWords) {
    const std::string plan = add({{"code_number", "79"},
                                  {"organ_name", "Ủy ban nhân dân tỉnh Hưng Yên"},
                                  {"code", "79/KH-UBND"}});
    const std::string other = add({{"code_number", "7"}, {"organ_name", "Sở Nội vụ"}});
    EXPECT_EQ(found({.fields = {{"code_number", "79"}}}), Ids{plan});
    EXPECT_EQ(found({.fields = {{"code_number", "7"}}}), Ids{other});
    EXPECT_EQ(found({.fields = {{"organ_name", "uy ban nhan dan"}}}), Ids{plan});
    EXPECT_EQ(found({.fields = {{"code", "79khubnd"}}}), Ids{plan});
    EXPECT_EQ(found({.fields = {{"organ_name", "so noi vu"}, {"code_number", "79"}}}), Ids{});
    EXPECT_EQ(found({.fields = {{"organ_name", "so_noi"}}}), Ids{other});
    try {
        found({.fields = {{"organ", "x"}}});
        FAIL() << "an unknown field was taken";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::BadInput);
    }
}

TEST_F(Search, DatesMatchInclusivelyAndAMonthMeansEachOfItsDays) {
    const std::string day = add({{"issued_date", "2022-04-21"}});
    const std::string month = add({{"issued_date", "2022-04"}});
    const std::string none = add({});
    const auto between = [&](Date from, Date to) { return found({.from = from, .to = to}); };
    EXPECT_EQ(between({2022, 4, 21}, {2022, 4, 21}), (Ids{month, day}));
    EXPECT_EQ(between({2022, 4, 22}, {2022, 4, 30}), Ids{month});
    EXPECT_EQ(between({2022, 5, 1}, {2022, 5, 31}), Ids{});
    EXPECT_EQ(found(SearchQuery{}), (Ids{none, month, day}));
}

TEST_F(Search, PagesAndTotal) {
    Ids ids;
    for (int i = 0; i < 5; ++i)
        ids.insert(ids.begin(), add({}, "thông báo"));
    const SearchResult second = find({.text = "thong bao", .limit = 2, .offset = 2});
    EXPECT_EQ(second.total, 5);
    ASSERT_EQ(second.hits.size(), 2u);
    EXPECT_EQ(second.hits[0].document, ids[2]);
    EXPECT_EQ(find({.text = "thong bao", .limit = 0}).total, 5);
}

TEST_F(Search, AHitShowsItsFieldsItsNumberAndThePlace) {
    const pipeline::Document document =
        receive({{"code", "79/KH-UBND"}, {"subject", "Bồi dưỡng điển hình"}},
                "Căn cứ Luật Thi đua, khen thưởng; xét đề nghị của Sở Nội vụ");
    write([&](store::Transaction& tx) {
        index_document(tx, document);
        register_document(tx, "incoming", document, "lan", kMorning);
    });
    const SearchResult result = find({.text = "khen thuong noi vu"});
    ASSERT_EQ(result.hits.size(), 1u);
    const SearchHit& hit = result.hits[0];
    EXPECT_EQ(hit.book, "incoming");
    EXPECT_EQ(hit.number, 1);
    EXPECT_EQ(hit.year, 2026);
    EXPECT_EQ(hit.state, "received");
    const std::vector<std::pair<std::string, std::string>> fields = {
        {"code", "79/KH-UBND"}, {"subject", "Bồi dưỡng điển hình"}};
    EXPECT_EQ(hit.fields, fields);
    EXPECT_NE(hit.snippet.find("Thi đua, \x01khen\x02 \x01thưởng\x02; xét"), std::string::npos)
        << hit.snippet;
    EXPECT_NE(hit.snippet.find("Sở \x01Nội\x02 \x01vụ\x02"), std::string::npos) << hit.snippet;
}

TEST_F(Search, IndexingAgainReplacesWhatWasThere) {
    pipeline::Document document = receive({{"subject", "nâng luơng"}}, "trang một");
    write([&](store::Transaction& tx) { index_document(tx, document); });
    EXPECT_EQ(found("luong").size(), 1u);
    pipeline::find_field(document, "subject")->value->normal = "bổ nhiệm";
    write([&](store::Transaction& tx) { index_document(tx, document); });
    EXPECT_EQ(found("luong"), Ids{});
    EXPECT_EQ(found("bo nhiem"), Ids{document.id});
    EXPECT_EQ(found("trang mot"), Ids{document.id});
}

TEST_F(Search, AQuarantinedPaperIsNotFound) {
    pipeline::Document document = receive({{"subject", "kế hoạch"}}, "nội dung");
    write([&](store::Transaction& tx) { index_document(tx, document); });
    write([&](store::Transaction& tx) {
        pipeline::set_state(tx, document.id, pipeline::DocumentState::Quarantined, kMorning);
    });
    EXPECT_EQ(find({.text = "ke hoach"}).total, 0);  // hidden from the moment of the state
    document.state = pipeline::DocumentState::Quarantined;
    write([&](store::Transaction& tx) { index_document(tx, document); });
    read([&](store::Transaction& tx) {
        EXPECT_EQ(tx.query_one("select count(*) as n from search_text")->integer("n"), 0);
        EXPECT_EQ(tx.query_one("select count(*) as n from search_field")->integer("n"), 0);
        if (tx.dialect() == store::Dialect::Sqlite) {
            EXPECT_FALSE(
                tx.query_one("select rowid from search_index where search_index match 'ke'"));
        }
    });
}

TEST_F(Search, LongFieldsAndLongWordsAreIndexed) {
    std::string words, letters;
    for (int i = 0; i < 3000; ++i) {
        words += "từ" + std::to_string(i * 7919) + " ";
        letters += static_cast<char>('a' + i * i % 26);
    }
    const auto document = receive({{"subject", words}}, letters + " cuối trang");
    write([&](store::Transaction& tx) { index_document(tx, document); });
    EXPECT_EQ(find({.text = "tu7919"}).total, 1);
    EXPECT_EQ(find({.text = "\"cuoi trang\""}).total, 1);
    EXPECT_EQ(find({.fields = {{"subject", "từ15838"}}}).total, 1);
}

TEST_F(Search, WordsOfOtherScriptsAreWords) {
    const auto document = receive({}, "§ 5 – Ω‑điện trở; Москва №7 “北京”");
    write([&](store::Transaction& tx) { index_document(tx, document); });
    for (const char* query : {"москва", "北京", "dien tro", "\"5 Ω\"", "7"})
        EXPECT_EQ(find({.text = query}).total, 1) << query;
    EXPECT_EQ(find({.text = "дом"}).total, 0);
}

TEST_F(Search, TwoPapersOfTheSameInstantAreBothFound) {
    const pipeline::Document first = receive({}, "giấy mời");
    received_ -= 60'000'000;
    const pipeline::Document second = receive({}, "giấy mời");
    ASSERT_EQ(first.received_at, second.received_at);
    write([&](store::Transaction& tx) {
        index_document(tx, first);
        index_document(tx, second);
    });
    EXPECT_EQ(found("giay moi"), (Ids{second.id, first.id}));
}

TEST_F(Search, AQueryIsLimited) {
    EXPECT_THROW(found(std::string(5000, 'a')), Error);
    std::string many;
    for (int i = 0; i < 40; ++i)
        many += "w" + std::to_string(i) + " ";
    EXPECT_THROW(found(many), Error);
}

}  // namespace
}  // namespace vanthu::records
