#include "base/text.h"

#include <gtest/gtest.h>

#include <array>
#include <utility>

namespace vanthu {
namespace {

struct Letter {
    std::string_view small;
    std::string_view capital;
    char ascii;
};

// The 67 letters that ASCII does not have, twice: 134.
constexpr std::array kLetters{
    Letter{"à", "À", 'a'}, Letter{"á", "Á", 'a'}, Letter{"ả", "Ả", 'a'}, Letter{"ã", "Ã", 'a'},
    Letter{"ạ", "Ạ", 'a'}, Letter{"ă", "Ă", 'a'}, Letter{"ằ", "Ằ", 'a'}, Letter{"ắ", "Ắ", 'a'},
    Letter{"ẳ", "Ẳ", 'a'}, Letter{"ẵ", "Ẵ", 'a'}, Letter{"ặ", "Ặ", 'a'}, Letter{"â", "Â", 'a'},
    Letter{"ầ", "Ầ", 'a'}, Letter{"ấ", "Ấ", 'a'}, Letter{"ẩ", "Ẩ", 'a'}, Letter{"ẫ", "Ẫ", 'a'},
    Letter{"ậ", "Ậ", 'a'}, Letter{"đ", "Đ", 'd'}, Letter{"è", "È", 'e'}, Letter{"é", "É", 'e'},
    Letter{"ẻ", "Ẻ", 'e'}, Letter{"ẽ", "Ẽ", 'e'}, Letter{"ẹ", "Ẹ", 'e'}, Letter{"ê", "Ê", 'e'},
    Letter{"ề", "Ề", 'e'}, Letter{"ế", "Ế", 'e'}, Letter{"ể", "Ể", 'e'}, Letter{"ễ", "Ễ", 'e'},
    Letter{"ệ", "Ệ", 'e'}, Letter{"ì", "Ì", 'i'}, Letter{"í", "Í", 'i'}, Letter{"ỉ", "Ỉ", 'i'},
    Letter{"ĩ", "Ĩ", 'i'}, Letter{"ị", "Ị", 'i'}, Letter{"ò", "Ò", 'o'}, Letter{"ó", "Ó", 'o'},
    Letter{"ỏ", "Ỏ", 'o'}, Letter{"õ", "Õ", 'o'}, Letter{"ọ", "Ọ", 'o'}, Letter{"ô", "Ô", 'o'},
    Letter{"ồ", "Ồ", 'o'}, Letter{"ố", "Ố", 'o'}, Letter{"ổ", "Ổ", 'o'}, Letter{"ỗ", "Ỗ", 'o'},
    Letter{"ộ", "Ộ", 'o'}, Letter{"ơ", "Ơ", 'o'}, Letter{"ờ", "Ờ", 'o'}, Letter{"ớ", "Ớ", 'o'},
    Letter{"ở", "Ở", 'o'}, Letter{"ỡ", "Ỡ", 'o'}, Letter{"ợ", "Ợ", 'o'}, Letter{"ù", "Ù", 'u'},
    Letter{"ú", "Ú", 'u'}, Letter{"ủ", "Ủ", 'u'}, Letter{"ũ", "Ũ", 'u'}, Letter{"ụ", "Ụ", 'u'},
    Letter{"ư", "Ư", 'u'}, Letter{"ừ", "Ừ", 'u'}, Letter{"ứ", "Ứ", 'u'}, Letter{"ử", "Ử", 'u'},
    Letter{"ữ", "Ữ", 'u'}, Letter{"ự", "Ự", 'u'}, Letter{"ỳ", "Ỳ", 'y'}, Letter{"ý", "Ý", 'y'},
    Letter{"ỷ", "Ỷ", 'y'}, Letter{"ỹ", "Ỹ", 'y'}, Letter{"ỵ", "Ỵ", 'y'},
};
static_assert(kLetters.size() == 67);

TEST(Text, CaseOfEveryVietnameseLetter) {
    for (const Letter& letter : kLetters) {
        EXPECT_EQ(upper(letter.small), letter.capital);
        EXPECT_EQ(lower(letter.capital), letter.small);
        EXPECT_EQ(upper(letter.capital), letter.capital);
        EXPECT_EQ(lower(letter.small), letter.small);
    }
    EXPECT_EQ(upper("Ủy ban nhân dân tỉnh Đắk Lắk"), "ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK");
    EXPECT_EQ(lower("QUYẾT ĐỊNH số 12/QĐ-UBND"), "quyết định số 12/qđ-ubnd");
}

TEST(Text, FoldOfEveryVietnameseLetterIsOneAsciiLetter) {
    for (const Letter& letter : kLetters) {
        EXPECT_EQ(fold(letter.small), std::string(1, letter.ascii)) << letter.small;
        EXPECT_EQ(fold(letter.capital), std::string(1, letter.ascii)) << letter.capital;
    }
}

TEST(Text, FoldsSentences) {
    EXPECT_EQ(fold("Quyết định"), "quyet dinh");
    EXPECT_EQ(fold("Quye\u0302\u0301t đi\u0323nh"), "quyet dinh");
    EXPECT_EQ(fold("\u00d0ẮK LẮK, \u00f0, \u0189"), "dak lak, d, d");
    EXPECT_EQ(fold("“Sở Y\u00a0tế” – ‘Hà Nội’"), "\"so y te\" - 'ha noi'");
    EXPECT_EQ(fold("79/KH\u00adUBND"), "79/kh-ubnd");
    EXPECT_EQ(fold("a\u200bb\ufeff"), "ab");
}

TEST(Text, FoldKeepsOtherScripts) {
    EXPECT_EQ(fold("Й Ё ガ ไม้ 中文"), "й ё ガ ไม้ 中文");
    EXPECT_EQ(fold("Łódź straße"), "łodz straße");
}

// A letter of another script sends the whole text through the tables of Unicode.
TEST(Text, ShortWayForLatinLettersGivesWhatTheTablesGive) {
    const std::string other = "中";
    for (char32_t c = 1; c < 0x2100; ++c) {
        const std::string alone = to_utf8(std::u32string(1, c));
        for (const std::string& text : {alone, "a" + alone, alone + alone + "é"}) {
            EXPECT_EQ(nfc(text) + other, nfc(text + other)) << static_cast<unsigned>(c);
            EXPECT_EQ(fold(text) + other, fold(text + other)) << static_cast<unsigned>(c);
        }
    }
    EXPECT_EQ(nfc("\xc3"), "\ufffd") << "cut short";
    EXPECT_EQ(fold("\xe1\xba"), "\ufffd\ufffd");
}

TEST(Text, ComposesFromParts) {
    EXPECT_EQ(nfc("a\u0302\u0301"), "ấ");
    EXPECT_EQ(nfc("â\u0301"), "ấ");
    EXPECT_EQ(nfc("u\u031b\u0323"), "ự");
    EXPECT_EQ(nfc("plain"), "plain");
    EXPECT_EQ(nfc(""), "");
}

TEST(Text, ComposesMarksInWrongOrder) {
    EXPECT_EQ(nfc("e\u0302\u0323"), "ệ");  // circumflex, dot
    EXPECT_EQ(nfc("e\u0323\u0302"), "ệ");  // dot, circumflex
    EXPECT_EQ(nfc("u\u0301\u031b"), "ứ");  // tone, horn
    EXPECT_EQ(nfc("a\u0301\u0302"), "ấ");  // tone, circumflex: Unicode alone leaves á + mark
    EXPECT_EQ(nfc("á\u0302"), "ấ");
    EXPECT_EQ(nfc("A\u0303\u0306"), "Ẵ");
    EXPECT_EQ(nfc("O\u0309\u0302"), "Ổ");
    EXPECT_EQ(nfc("e\u0341"), "é");  // the deprecated Vietnamese tone marks
}

TEST(Text, BadBytesBecomeReplacementCharacters) {
    EXPECT_EQ(nfc("a\xff\u00e9"), "a\ufffdé");
    EXPECT_EQ(lower("\xc3"), "\ufffd");
    EXPECT_EQ(fold("\xed\xa0\x80"), "\ufffd\ufffd\ufffd");  // a surrogate
    EXPECT_EQ(to_utf8(std::u32string{0x110000, 0xd800, U'a'}), "\ufffd\ufffda");
    EXPECT_EQ(nfc(std::string_view("a\0é", 4)), std::string_view("a\0é", 4));
}

TEST(Text, UnifiesTonePlacement) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kTable{{
        {"hoà", "hòa"},
        {"hòa", "hòa"},
        {"Hoà", "Hòa"},
        {"HOÀ", "HÒA"},
        {"loá", "lóa"},
        {"khoẻ", "khỏe"},
        {"toả", "tỏa"},
        {"xoã", "xõa"},
        {"hoạ", "họa"},
        {"hoè", "hòe"},
        {"thuỷ", "thủy"},
        {"thủy", "thủy"},
        {"uỷ", "ủy"},
        {"UỶ BAN", "ỦY BAN"},
        {"Uỷ ban", "Ủy ban"},
        {"tuý", "túy"},
        {"luỹ", "lũy"},
        {"huỵch", "huỵch"},
        {"quý", "quý"},
        {"QUỲ", "QUỲ"},
        {"quả", "quả"},
        {"giờ", "giờ"},
        {"hoàn", "hoàn"},
        {"toán", "toán"},
        {"hoà bình, thuỷ lợi.", "hòa bình, thủy lợi."},
        {"khuỷu", "khuỷu"},
    }};
    for (const auto& [given, wanted] : kTable)
        EXPECT_EQ(unify_tone_placement(given), wanted);
    EXPECT_EQ(unify_tone_placement("hoa\u0300"), "hòa");
    EXPECT_EQ(unify_tone_placement("thoả thuận của Uỷ viên"), "thỏa thuận của Ủy viên");
    EXPECT_EQ(unify_tone_placement("huế, thuở, của, mùa"), "huế, thuở, của, mùa");
}

TEST(Text, SingleSpaced) {
    EXPECT_EQ(single_spaced("  a\t\n b\u00a0\u3000c \u2009"), "a b c");
    EXPECT_EQ(single_spaced(" \n"), "");
    EXPECT_EQ(trim("\u00a0 Hà  Nội\n"), "Hà  Nội");
    EXPECT_EQ(trim(" \t "), "");
}

TEST(Text, ComparableMakesEqualWhatAnOfficeCallsEqual) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kEqual{{
        {"Uỷ ban nhân dân", "ỦY BAN  NHÂN DÂN"},
        {"79/KH–UBND", "79/kh-ubnd"},
        {"“Người tốt”", "\"người tốt\""},
        {"về việc khen thưởng", "V/v khen thưởng"},
        {"V/v: khen thưởng./.", "khen thưởng"},
        {"Nơi nhận;", "nơi nhận"},
        {"ngày 05 tháng 04", "ngày 5 tháng 4"},
        {"079", "79"},
        {"\u00d0ồng Nai", "Đồng Nai"},
        {"Hoa\u0300 Bi\u0300nh", "HOÀ BÌNH"},
        {"Kính gửi :", "kính gửi"},
        {"a\u200bb", "ab"},
    }};
    for (const auto& [a, b] : kEqual)
        EXPECT_EQ(comparable(a), comparable(b)) << a;
}

TEST(Text, ComparableKeepsApartWhatDiffers) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kDifferent{{
        {"hoa", "hòa"},
        {"79/KH-UBND", "79/KH - UBND"},
        {"1.005", "1.5"},
        {"100", "1"},
        {"0", ""},
        {"A05", "A5"},
        {"d", "đ"},
        {"79/", "79"},
    }};
    for (const auto& [a, b] : kDifferent)
        EXPECT_NE(comparable(a), comparable(b)) << a;
}

TEST(Text, SplitsAndJoins) {
    EXPECT_EQ(split("a,,b", ','), (std::vector<std::string>{"a", "", "b"}));
    EXPECT_EQ(split("", ','), (std::vector<std::string>{""}));
    EXPECT_EQ(split("a,", ','), (std::vector<std::string>{"a", ""}));
    EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
    EXPECT_EQ(join({}, ", "), "");
    EXPECT_TRUE(starts_with("abc", "ab"));
    EXPECT_FALSE(starts_with("a", "ab"));
}

TEST(Text, EditDistance) {
    EXPECT_EQ(edit_distance(U"", U""), 0);
    EXPECT_EQ(edit_distance(U"kitten", U"sitting"), 3);
    EXPECT_EQ(edit_distance(U"sitting", U"kitten"), 3);
    EXPECT_EQ(edit_distance(U"định", U"dinh"), 2);
    EXPECT_EQ(edit_distance(U"", U"abc"), 3);
    EXPECT_EQ(edit_distance(U"abcdefgh", U"zyxwvuts", 3), 4);
    EXPECT_EQ(edit_distance(U"a", U"abcdefgh", 3), 4);
}

TEST(Text, NearestOffersWhatWasMeant) {
    const std::vector<std::string> stages{"ingest", "render", "recognise", "route"};
    EXPECT_EQ(nearest("recognize", stages), "recognise");
    EXPECT_EQ(nearest("Rendr", stages), "render");
    EXPECT_EQ(nearest("xyz", stages), "");
    EXPECT_EQ(nearest("", stages), "");
    EXPECT_EQ(nearest("quyet dinh", {"Kế hoạch", "Quyết định"}), "Quyết định");
    EXPECT_EQ(nearest("x", {"y"}), "");
}

}  // namespace
}  // namespace vanthu
