// Witnesses of a value beside the recogniser: the language, and organ and symbol of each other.
#include "forms/vouched.h"

#include <gtest/gtest.h>

#include "forms/confidence.h"

namespace vanthu::forms {
namespace {

pipeline::Field field(const std::string& id, const std::string& text, float confidence = 0.9f) {
    pipeline::Field made;
    made.id = id;
    made.value = pipeline::Value{text, text, confidence, {"extract", id, 1, {}, ""}};
    return made;
}

const Familiar kAll = [](std::string_view) { return true; };
const Familiar kNone = [](std::string_view) { return false; };

TEST(Vouched, SymbolsTakeTheFirstLettersOfTheirOrgan) {
    struct Case {
        const char *organ, *notation, *type;
    };
    for (const auto& [organ, notation, type] :
         {Case{"SỞ Y TẾ", "QĐ-SYT", "Quyết định"},
          Case{"SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "KH-SLĐTBXH", "Kế hoạch"},
          Case{"ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "UBND-KTTH", "Công văn"},
          Case{"UBND XÃ TÂN LẬP", "TTr-UBND", "Tờ trình"},
          Case{"BỘ GIÁO DỤC VÀ ĐÀO TẠO", "QĐ-BGDĐT", "Quyết định"},
          Case{"TRƯỜNG ĐẠI HỌC TÂY ĐÔ", "TB-ĐHTĐ", "Thông báo"},
          Case{"VĂN PHÒNG", "VP-TCKT", "Công văn"}})
        EXPECT_EQ(symbol_agrees(organ, notation, type), true) << organ << ' ' << notation;
}

TEST(Vouched, ASymbolOfAnotherOrganDoesNotAgree) {
    EXPECT_EQ(symbol_agrees("UBND TỈNH KIÊN GIANG", "QĐ-SYT", "Quyết định"), false);
    EXPECT_EQ(symbol_agrees("SỞ Y TẾ", "QĐ-UBND", ""), false);
    EXPECT_EQ(symbol_agrees("UBND TỈNH NINH BÌNH", "TB-SYT", "Thông báo"), false);
}

TEST(Vouched, ASymbolWithoutAnOrganSaysNothing) {
    EXPECT_EQ(symbol_agrees("SỞ Y TẾ", "", ""), std::nullopt);
    EXPECT_EQ(symbol_agrees("SỞ Y TẾ", "QĐ", "Quyết định"), std::nullopt);
}

TEST(Vouched, AnOrgansNameNeedsTheLanguageAndNoOtherSymbol) {
    const auto organ = field("organ_name", "SỞ Y TẾ");
    EXPECT_TRUE(is_vouched(organ, {organ}, kAll));
    EXPECT_FALSE(is_vouched(organ, {organ}, kNone));
    EXPECT_TRUE(is_vouched(organ, {organ, field("code_notation", "QĐ-SYT")}, kAll));
    EXPECT_FALSE(is_vouched(organ, {organ, field("code_notation", "QĐ-UBND")}, kAll));
}

TEST(Vouched, ASymbolIsVouchedForByItsOrganAndType) {
    const auto notation = field("code_notation", "QĐ-SYT");
    const auto organ = field("organ_name", "SỞ Y TẾ"), type = field("type_name", "Quyết định");
    EXPECT_TRUE(is_vouched(notation, {notation, organ, type}, kNone));
    EXPECT_FALSE(is_vouched(notation, {notation, field("organ_name", "SỞ NỘI VỤ"), type}, kAll));
    EXPECT_FALSE(is_vouched(notation, {notation, type}, kAll));
}

TEST(Vouched, ASymbolWithAPartThatNobodyKnowsIsNot) {
    const auto organ = field("organ_name", "SỞ Y TẾ");
    for (const auto& [symbol, type] : std::vector<std::pair<const char*, const char*>>{
             {"SYT-NVU", "Công văn"}, {"SYT", "Thông báo"}, {"TB-SYT-5", "Thông báo"}}) {
        const auto notation = field("code_notation", symbol);
        EXPECT_FALSE(is_vouched(notation, {notation, organ, field("type_name", type)}, kAll))
            << symbol;
    }
    const auto letter = field("code_notation", "SYT");
    EXPECT_TRUE(is_vouched(letter, {letter, organ, field("type_name", "Công văn")}, kAll));
}

TEST(Vouched, ALineThatWasReadTwiceIsNot) {
    const auto organ = field("organ_name", "UBND HUYỆN BẢO THẮNG HUYỆN BẢO THẮNG");
    EXPECT_FALSE(is_vouched(organ, {organ}, kAll));
    const auto once = field("organ_name", "UBND HUYỆN BẢO THẮNG");
    EXPECT_TRUE(is_vouched(once, {once}, kAll));
}

TEST(Vouched, NoWitnessLiftsWhatTheExtractorDoubts) {
    const auto doubted = field("signer_competence", "KT. GIÁM ĐỐC", 0.5f);
    EXPECT_FALSE(is_vouched(doubted, {doubted}, kAll));
}

TEST(Vouched, TheTableAsksItsWitness) {
    const Calibration table({{"organ_name", {0.98, 1.0, {{0.9, 0.8}}, {{0.9, 0.99}}}}});
    std::vector<pipeline::Field> fields{field("organ_name", "SỞ Y TẾ")};
    table.apply(fields);
    EXPECT_NEAR(fields[0].value->confidence, 0.8, 1e-5);
    EXPECT_EQ(fields[0].state, pipeline::FieldState::NeedsReview);
    for (const auto& [familiar, share] :
         std::vector<std::pair<Familiar, double>>{{kAll, 0.99}, {kNone, 0.8}}) {
        fields = {field("organ_name", "SỞ Y TẾ")};
        table.hearing(familiar).apply(fields);
        EXPECT_NEAR(fields[0].value->confidence, share, 1e-5);
    }
}

}  // namespace
}  // namespace vanthu::forms
