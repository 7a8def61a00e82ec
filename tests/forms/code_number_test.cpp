#include "forms/code_number.h"

#include <gtest/gtest.h>

#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

CodeReading read(const std::string& line, const CodeContext& context = {}) {
    return read_code(line, context, testing::library().lexicons());
}

TEST(CodeNumber, SpacesOfTypingDoNotCount) {
    EXPECT_EQ(read("Số: 79 /KH - UBND").code, "79/KH-UBND");
    EXPECT_EQ(read("Số: 90 /KH-UBND").number, "90");
}

TEST(CodeNumber, BlankNumberStaysBlank) {
    const CodeReading reading = read("Số:        /KH-VPUBND");
    EXPECT_EQ(reading.number_state, CodeReading::Number::Blank);
    EXPECT_EQ(reading.number, "");
    EXPECT_EQ(reading.notation, "KH-VPUBND");
    EXPECT_EQ(reading.code, "/KH-VPUBND");
    EXPECT_EQ(read("Số: ......./QĐ-UBND").number_state, CodeReading::Number::Blank);
}

TEST(CodeNumber, HandwritingIsNeverANumber) {
    const CodeReading reading = read("Số: JAC/KH-ĐHTĐ");
    EXPECT_EQ(reading.number_state, CodeReading::Number::Unreadable);
    EXPECT_EQ(reading.number, "");
    EXPECT_EQ(reading.notation, "KH-ĐHTĐ");
}

TEST(CodeNumber, LettersTakenForDigitsCostConfidence) {
    const CodeReading reading = read("Số: 1O5/QĐ-UBND");
    EXPECT_EQ(reading.number, "105");
    EXPECT_LT(reading.number_fit, 0.8);
}

TEST(CodeNumber, NumberMayEndInALetter) {
    EXPECT_EQ(read("Số: 3176B/QĐ-SYT").code, "3176B/QĐ-SYT");
}

TEST(CodeNumber, LostMarksOfTheTypeAreMended) {
    EXPECT_EQ(read("Số: 15/QD-BNV").notation, "QĐ-BNV");
    EXPECT_EQ(read("Số: 15/Q\u00D0-BNV").notation, "QĐ-BNV");
}

TEST(CodeNumber, IssuersInitialsMendItsSymbol) {
    const CodeContext context{Issuer::State, {"TRƯỜNG ĐẠI HỌC TÂY ĐÔ"}, "Thông báo"};
    EXPECT_EQ(read("Số: 561/TB-DHTD", context).notation, "TB-ĐHTĐ");
}

TEST(CodeNumber, InitialsKeepNoMarksButTheCrossedD) {
    const CodeContext context{Issuer::State, {"ỦY BAN NHÂN DÂN", "TỈNH ĐIỆN BIÊN"}, ""};
    EXPECT_EQ(read("Số: 12/QĐ-UBND", context).notation, "QĐ-UBND");
}

TEST(CodeNumber, PrintedTypeDecidesBetweenAbbreviations) {
    EXPECT_EQ(read("Số: 3/DA-UBND", {Issuer::State, {}, "Đề án"}).notation, "ĐA-UBND");
    EXPECT_EQ(read("Số: 3/DA-UBND", {Issuer::State, {}, "Dự án"}).notation, "DA-UBND");
}

TEST(CodeNumber, APrintedTypeAndAKnownSymbolMendOneLetter) {
    EXPECT_EQ(read("Số: 127/CIr-UBND", {Issuer::State, {}, "Chương trình"}).notation, "CTr-UBND");
    EXPECT_EQ(read("Số: 127/CIr-UBND", {Issuer::State, {}, ""}).notation, "CIr-UBND");
    EXPECT_EQ(read("Số: 792/HĐĐND-VP").notation, "HĐND-VP");
}

TEST(CodeNumber, PartyPutsTypeBeforeTheSlash) {
    const CodeReading reading = read("Số 16-CT/HU", {Issuer::Party, {}, "Chỉ thị"});
    EXPECT_EQ(reading.code, "16-CT/HU");
    EXPECT_EQ(reading.number, "16");
    EXPECT_EQ(reading.notation, "CT/HU");
}

TEST(CodeNumber, YearOfANormativeActBelongsToTheSymbol) {
    const CodeReading reading = read("Số: 86/2025/QĐ-UBND");
    EXPECT_EQ(reading.number, "86");
    EXPECT_EQ(reading.code, "86/2025/QĐ-UBND");
}

TEST(CodeNumber, ASymbolMayHaveDigits) {
    const CodeReading board = read("Số: 342/BQLDAKV6-PID3");
    EXPECT_EQ(board.number, "342");
    EXPECT_EQ(board.notation, "BQLDAKV6-PID3");
    EXPECT_EQ(read("Số: 101/2025/QH15").notation, "2025/QH15");
}

TEST(CodeNumber, LostSlashIsFoundBeforeAKnownType) {
    const CodeReading reading = read("Số: 155lTM-SYT");
    EXPECT_EQ(reading.number, "155");
    EXPECT_EQ(reading.notation, "TM-SYT");
    EXPECT_LT(reading.notation_fit, 0.8);
}

TEST(CodeNumber, ASpeckBeforeTheNumberIsNoPartOfIt) {
    EXPECT_EQ(read("Số -3416-NQ/TU", {Issuer::Party, {}, {}}).code, "3416-NQ/TU");
    EXPECT_EQ(read("Số - -TB/HU", {Issuer::Party, {}, {}}).notation, "TB/HU");
    EXPECT_EQ(read("Số -TB/HU", {Issuer::Party, {}, {}}).code, "-TB/HU");
}

TEST(CodeNumber, PartySlipInACitationIsPutRight) {
    EXPECT_EQ(canonical_code("34/CT-TW", testing::library().lexicons()), "34-CT/TW");
    EXPECT_EQ(canonical_code("34-CT/TW", testing::library().lexicons()), "34-CT/TW");
    EXPECT_EQ(canonical_code("1837/KH-UBND", testing::library().lexicons()), "1837/KH-UBND");
}

TEST(CodeNumber, TypedSymbolsAreNotMended) {
    EXPECT_EQ(canonical_code("2756/NHNN-TD", testing::library().lexicons(), true), "2756/NHNN-TD");
    EXPECT_EQ(canonical_code("34/CT-TW", testing::library().lexicons(), true), "34-CT/TW");
}

TEST(CodeNumber, TextWithoutASymbolGivesNothing) {
    EXPECT_EQ(read("Số: 01 Trần Hưng Đạo").notation, "");
    EXPECT_EQ(read("").notation, "");
    EXPECT_EQ(read(std::string(5000, '/')).notation, "");
}

}  // namespace
}  // namespace vanthu::forms
