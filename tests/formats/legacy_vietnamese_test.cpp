// Vietnamese from before Unicode. The two tables below are written from the standards' side, letter
// by letter, and not from the converter's, so that one holds the other.
#include "formats/legacy_vietnamese.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

namespace vanthu::formats {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;  // in the old font, in Unicode

// TCVN 5712:1993, third set: 67 small letters, 7 capitals.
const std::vector<Pair> kTcvn3{
    {"µ", "à"},      {"¸", "á"}, {"¶", "ả"}, {"·", "ã"}, {"¹", "ạ"}, {"¨", "ă"}, {"»", "ằ"},
    {"¾", "ắ"},      {"¼", "ẳ"}, {"½", "ẵ"}, {"Æ", "ặ"}, {"©", "â"}, {"Ç", "ầ"}, {"Ê", "ấ"},
    {"È", "ẩ"},      {"É", "ẫ"}, {"Ë", "ậ"}, {"®", "đ"}, {"Ì", "è"}, {"Ð", "é"}, {"Î", "ẻ"},
    {"Ï", "ẽ"},      {"Ñ", "ẹ"}, {"ª", "ê"}, {"Ò", "ề"}, {"Õ", "ế"}, {"Ó", "ể"}, {"Ô", "ễ"},
    {"Ö", "ệ"},      {"×", "ì"}, {"Ý", "í"}, {"Ø", "ỉ"}, {"Ü", "ĩ"}, {"Þ", "ị"}, {"ß", "ò"},
    {"ã", "ó"},      {"á", "ỏ"}, {"â", "õ"}, {"ä", "ọ"}, {"«", "ô"}, {"å", "ồ"}, {"è", "ố"},
    {"æ", "ổ"},      {"ç", "ỗ"}, {"é", "ộ"}, {"¬", "ơ"}, {"ê", "ờ"}, {"í", "ớ"}, {"ë", "ở"},
    {"ì", "ỡ"},      {"î", "ợ"}, {"ï", "ù"}, {"ó", "ú"}, {"ñ", "ủ"}, {"ò", "ũ"}, {"ô", "ụ"},
    {"\u00ad", "ư"}, {"õ", "ừ"}, {"ø", "ứ"}, {"ö", "ử"}, {"÷", "ữ"}, {"ù", "ự"}, {"ú", "ỳ"},
    {"ý", "ý"},      {"û", "ỷ"}, {"ü", "ỹ"}, {"þ", "ỵ"}, {"¡", "Ă"}, {"¢", "Â"}, {"§", "Đ"},
    {"£", "Ê"},      {"¤", "Ô"}, {"¥", "Ơ"}, {"¦", "Ư"}};

const std::vector<Pair> kVni{
    {"aø", "à"}, {"aù", "á"}, {"aû", "ả"}, {"aõ", "ã"}, {"aï", "ạ"}, {"aê", "ă"}, {"aè", "ằ"},
    {"aé", "ắ"}, {"aú", "ẳ"}, {"aü", "ẵ"}, {"aë", "ặ"}, {"aâ", "â"}, {"aà", "ầ"}, {"aá", "ấ"},
    {"aå", "ẩ"}, {"aã", "ẫ"}, {"aä", "ậ"}, {"ñ", "đ"},  {"eø", "è"}, {"eù", "é"}, {"eû", "ẻ"},
    {"eõ", "ẽ"}, {"eï", "ẹ"}, {"eâ", "ê"}, {"eà", "ề"}, {"eá", "ế"}, {"eå", "ể"}, {"eã", "ễ"},
    {"eä", "ệ"}, {"ì", "ì"},  {"í", "í"},  {"æ", "ỉ"},  {"ó", "ĩ"},  {"ò", "ị"},  {"oø", "ò"},
    {"où", "ó"}, {"oû", "ỏ"}, {"oõ", "õ"}, {"oï", "ọ"}, {"oâ", "ô"}, {"oà", "ồ"}, {"oá", "ố"},
    {"oå", "ổ"}, {"oã", "ỗ"}, {"oä", "ộ"}, {"ô", "ơ"},  {"ôø", "ờ"}, {"ôù", "ớ"}, {"ôû", "ở"},
    {"ôõ", "ỡ"}, {"ôï", "ợ"}, {"uø", "ù"}, {"uù", "ú"}, {"uû", "ủ"}, {"uõ", "ũ"}, {"uï", "ụ"},
    {"ö", "ư"},  {"öø", "ừ"}, {"öù", "ứ"}, {"öû", "ử"}, {"öõ", "ữ"}, {"öï", "ự"}, {"yø", "ỳ"},
    {"yù", "ý"}, {"yû", "ỷ"}, {"yõ", "ỹ"}, {"î", "ỵ"}};

TEST(LegacyVietnamese, EveryLetterOfTcvn3) {
    ASSERT_EQ(kTcvn3.size(), 74u);
    for (const auto& [old, letter] : kTcvn3) {
        EXPECT_EQ(from_legacy(old, LegacyEncoding::Tcvn3), letter);
        EXPECT_EQ(from_legacy(old, LegacyEncoding::Tcvn3Capitals), upper(letter))
            << "a font of capitals draws the same letter as a capital";
    }
}

TEST(LegacyVietnamese, EveryLetterOfVniInBothCases) {
    ASSERT_EQ(kVni.size(), 67u);
    for (const auto& [old, letter] : kVni) {
        EXPECT_EQ(from_legacy(old, LegacyEncoding::Vni), letter) << old;
        EXPECT_EQ(from_legacy(upper(old), LegacyEncoding::Vni), upper(letter)) << upper(old);
    }
}

TEST(LegacyVietnamese, EveryLetterOfVisciiIsThereOnce) {
    std::string all;
    for (const char32_t c : std::u32string(U"\u0002\u0005\u0006\u0014\u0019\u001e"))
        all += from_legacy(to_utf8(std::u32string(1, c)), LegacyEncoding::Viscii);
    for (char32_t c = 0x80; c <= 0xff; ++c)
        all += from_legacy(to_utf8(std::u32string(1, c)), LegacyEncoding::Viscii);
    EXPECT_EQ(to_utf32(all).size(), 134u);
    for (const auto& [old, letter] : kVni) {
        EXPECT_NE(all.find(letter), std::string::npos) << letter;
        EXPECT_NE(all.find(upper(letter)), std::string::npos) << upper(letter);
    }
    EXPECT_EQ(from_legacy("C\u00f5ng hòa xã h\u00b5i", LegacyEncoding::Viscii), "Cõng hòa xã hội");
    // As Windows shows the bytes 0x8e and 0x90.
    EXPECT_EQ(from_legacy("\u017d", LegacyEncoding::Viscii), "Ệ");
}

TEST(LegacyVietnamese, Sentences) {
    EXPECT_EQ(from_legacy("Céng hßa x· héi chñ nghÜa ViÖt Nam", LegacyEncoding::Tcvn3),
              "Cộng hòa xã hội chủ nghĩa Việt Nam");
    EXPECT_EQ(from_legacy("®éc lËp - tù do - h¹nh phóc", LegacyEncoding::Tcvn3Capitals),
              "ĐỘC LẬP - TỰ DO - HẠNH PHÚC");
    EXPECT_EQ(from_legacy("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", LegacyEncoding::Vni),
              "Cộng hòa xã hội chủ nghĩa Việt Nam");
    EXPECT_EQ(from_legacy("ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC", LegacyEncoding::Vni),
              "ĐỘC LẬP - TỰ DO - HẠNH PHÚC");
    EXPECT_EQ(from_legacy("Ñöôøng", LegacyEncoding::Vni), "Đường");
}

TEST(LegacyVietnamese, FontsAreToldByName) {
    using E = LegacyEncoding;
    for (const auto& [font, encoding] :
         std::vector<std::pair<const char*, E>>{{".VnTime", E::Tcvn3},
                                                {".vntime", E::Tcvn3},
                                                {".VnTimeH", E::Tcvn3Capitals},
                                                {".VnArial NarrowH", E::Tcvn3Capitals},
                                                {"ABCDEF+.VnTime", E::Tcvn3},
                                                {"ABCDEF+.VnTimeH-Bold", E::Tcvn3Capitals},
                                                {".VnTimeH Bold", E::Tcvn3Capitals},
                                                {"VnTime", E::Tcvn3},
                                                {"VNI-Times", E::Vni},
                                                {"BCDEEE+VNI-Helve-Condense,Bold", E::Vni},
                                                {"VI Times VISCII", E::Viscii},
                                                {"Times New Roman", E::None},
                                                {"Vneshtorg", E::None},
                                                {"vnu", E::None},
                                                {"", E::None},
                                                {"Vivaldi", E::None}})
        EXPECT_EQ(encoding_of_font(font), encoding) << font;
}

TEST(LegacyVietnamese, WordsTellTheEncoding) {
    EXPECT_EQ(encoding_of_words("Céng hßa x· héi chñ nghÜa ViÖt Nam"), LegacyEncoding::Tcvn3);
    EXPECT_EQ(encoding_of_words("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"), LegacyEncoding::Vni);
    EXPECT_TRUE(is_in("ñy ban nh©n d©n tØnh", LegacyEncoding::Tcvn3, OtherText::UnicodeToo));
    EXPECT_TRUE(is_in("Sè: 12", LegacyEncoding::Tcvn3, OtherText::SameEncoding));
    EXPECT_FALSE(is_in("Sè: 12", LegacyEncoding::Tcvn3, OtherText::UnicodeToo));
}

TEST(LegacyVietnamese, TextThatMakesSenseStays) {
    for (const char* text :
         {"Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập - Tự do - Hạnh phúc",
          "Quyết định khen thưởng các tập thể và cá nhân thuộc Sở Giáo dục, huyện Krông Búk",
          "Le ministère de l'Éducation a décidé, après l'avis du comité, que les élèves français "
          "reçoivent où qu'ils soient une allocation à Noël",
          "Übergrößen für Mädchen: die Straße nach Köln, schön über die Brücke, Größe",
          "El niño español mañana irá a la Conferencia de São Paulo, también según la petición",
          "§ 5 © 2024 – 15 °C ± 2 µm; 3 × 4 = 12", "Plain English words in a plain font", ""}) {
        EXPECT_EQ(encoding_of_words(text), LegacyEncoding::None) << text;
        EXPECT_FALSE(is_in(text, LegacyEncoding::Tcvn3, OtherText::UnicodeToo)) << text;
        EXPECT_FALSE(is_in(text, LegacyEncoding::Vni, OtherText::UnicodeToo)) << text;
    }
}

}  // namespace
}  // namespace vanthu::formats
