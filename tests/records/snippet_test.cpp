#include "records/snippet.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace vanthu::records {
namespace {

std::string snippet(const std::string& text, const std::string& query, std::size_t length = 60) {
    return make_snippet(text, fold_in_step(text), parse_query(query).folded, length);
}

TEST(Snippet, MarksTheWordsAsPrinted) {
    EXPECT_EQ(snippet("QUYẾT ĐỊNH khen", "quyet dinh"), "\x01QUYẾT\x02 \x01ĐỊNH\x02 khen");
    EXPECT_EQ(snippet("QUYẾT ĐỊNH khen", "\"quyet dinh\""), "\x01QUYẾT ĐỊNH\x02 khen");
    EXPECT_EQ(snippet("Số: 79/KH-UBND.", "79/kh-ubnd"),
              "Số: \x01"
              "79/KH-UBND\x02.");
}

TEST(Snippet, PartsOfWordsAreNoHits) {
    EXPECT_EQ(snippet("khen thưởng", "hen thuong"), "khen \x01thưởng\x02");
}

TEST(Snippet, ShowsThePlaceWhereMostWordsStandTogether) {
    std::string text = "khen ở đầu trang. ";
    for (int i = 0; i < 50; ++i)
        text += "chữ đệm ";
    text += "xét khen và thưởng ở đây. ";
    for (int i = 0; i < 50; ++i)
        text += "chữ đệm ";
    const std::string shown = snippet(text, "khen thuong");
    EXPECT_NE(shown.find("\x01khen\x02 và \x01thưởng\x02"), std::string::npos) << shown;
    EXPECT_TRUE(starts_with(shown, "…")) << shown;
    EXPECT_LT(to_utf32(shown).size(), 100u);
}

TEST(Snippet, WithoutAHitShowsTheBeginningInOneLine) {
    EXPECT_EQ(snippet("Dòng một\nDòng hai", "xyz"), "Dòng một Dòng hai");
    EXPECT_EQ(snippet("", "xyz"), "");
}

TEST(Snippet, FoldingInStepKeepsTheNumberOfLetters) {
    for (const std::string text :
         {"Đường Ỷ Lan", "Straße ﬁ İstanbul", "한국 日本 ไทย กำ", "№ 5 … — “a”", "\xff\xfe bad"}) {
        const std::string clean = nfc(text);
        EXPECT_EQ(to_utf32(fold_in_step(clean)).size(), to_utf32(clean).size()) << text;
    }
}

TEST(Snippet, SurvivesLettersOfOtherScripts) {
    const std::string shown = snippet("İstanbul 한국 ký kết thoả thuận", "thoa thuan");
    EXPECT_NE(shown.find("\x01thoả\x02 \x01thuận\x02"), std::string::npos) << shown;
}

TEST(QueryWords, OnlyMarksAskForMarks) {
    EXPECT_TRUE(parse_query("quyet dinh").marked.empty());
    EXPECT_TRUE(parse_query("QUYET DINH").marked.empty());
    EXPECT_EQ(parse_query("Quyết dinh").marked, (std::vector<Phrase>{{"quyết"}, {"dinh"}}));
    EXPECT_EQ(parse_query("số 05/KH-UBND").code_key, "so05khubnd");
    EXPECT_EQ(parse_query("05/KH-UBND").code_key, "5khubnd");
    EXPECT_EQ(parse_query("kế hoạch").code_key, "");
}

}  // namespace
}  // namespace vanthu::records
