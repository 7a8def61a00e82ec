#include "forms/signing.h"

#include "forms/person_name.h"

#include <gtest/gtest.h>

#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

using testing::extract_as;
using testing::field;
using testing::Sheet;
using testing::value;

Sheet foot_of(const std::vector<std::string>& lines, const std::string& name) {
    Sheet sheet;
    sheet.down(20).foot("Nơi nhận:", lines.empty() ? "" : lines[0]);
    for (std::size_t i = 1; i < lines.size(); ++i)
        sheet.foot("- Như trên;", lines[i]);
    sheet.down(3).foot("", name);
    return sheet;
}

std::string name_in(const std::string& line) {
    return read_name(line, testing::library().lexicons()).name;
}

TEST(Signing, DeputyForACollective) {
    const Extraction read = extract_as(
        foot_of({"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, "Trần Phước Hiền")
            .document());
    EXPECT_EQ(value(read, "signer_competence"), "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH");
    EXPECT_EQ(value(read, "signer_position"), "PHÓ CHỦ TỊCH");
    EXPECT_EQ(value(read, "signer_full_name"), "Trần Phước Hiền");
}

TEST(Signing, AMarkTakenForALineDoesNotEndTheCompetence) {
    const Extraction read = extract_as(
        foot_of({"TM. BAN THƯỜNG VỤ HUYỆN", "A", "ĐOÀN", "BÍ THƯ"}, "Huỳnh Minh Hằng").document());
    EXPECT_EQ(value(read, "signer_competence"), "TM. BAN THƯỜNG VỤ HUYỆN ĐOÀN");
    EXPECT_EQ(value(read, "signer_position"), "BÍ THƯ");
}

TEST(Signing, APrefixWithoutItsSignIsDoubted) {
    const auto confidence = [](const std::string& line) {
        const Extraction read = extract_as(foot_of({line, "BÍ THƯ"}, "Huỳnh Minh Hằng").document());
        return field(read, "signer_competence").value->confidence;
    };
    EXPECT_LE(confidence("TM BAN THƯỜNG VỤ"), 0.5f);
    EXPECT_GT(confidence("T/M BAN THƯỜNG VỤ"), 0.5f);
}

TEST(Signing, ALetterThatVietnameseDoesNotHaveWasAnother) {
    EXPECT_EQ(name_in("Pfan Trọng Mẫn"), "Phan Trọng Mẫn");
    EXPECT_EQ(name_in("T;ần Minh Hòa"), "Trần Minh Hòa");
    EXPECT_EQ(name_in("F;an Minh Hòa"), "F;an Minh Hòa") << "more than one letter is missing";
}

TEST(Signing, ThePartysStrokeIsPutBackForALook) {
    const auto read = [](const std::string& title, const std::string& prefix = "TM") {
        Sheet sheet;
        sheet.head("HUYỆN ỦY CAM LÂM", title)
            .head("Số 16-CT/HU", "Cam Lâm, ngày 3 tháng 5 năm 2023")
            .down(20)
            .foot("Nơi nhận:", prefix + " BAN THƯỜNG VỤ")
            .foot("- Như trên;", "BÍ THƯ")
            .down(3)
            .foot("", "Lê Văn An");
        return extract_as(sheet.document(), "party_dispatch");
    };
    const Extraction party = read("ĐẢNG CỘNG SẢN VIỆT NAM");
    EXPECT_EQ(value(party, "signer_competence"), "T/M BAN THƯỜNG VỤ");
    EXPECT_EQ(field(party, "signer_competence").state, pipeline::FieldState::NeedsReview);
    const Extraction state = read("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    EXPECT_EQ(value(state, "signer_competence"), "TM. BAN THƯỜNG VỤ");
    const Extraction stop = read("ĐẢNG CỘNG SẢN VIỆT NAM", "T.M");
    EXPECT_EQ(value(stop, "signer_competence"), "T/M BAN THƯỜNG VỤ");
    EXPECT_EQ(field(stop, "signer_competence").state, pipeline::FieldState::NeedsReview);
}

TEST(Signing, ALineInCapitalsAboveThatNobodyCouldReadIsDoubt) {
    const Extraction read = extract_as(
        foot_of({"BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, "Tạ Hữu Khoa").document());
    EXPECT_EQ(value(read, "signer_competence"), "KT. CHỦ TỊCH");
    EXPECT_EQ(field(read, "signer_competence").state, pipeline::FieldState::NeedsReview);
}

TEST(Signing, PrefixesAreWrittenWithOneSpace) {
    EXPECT_EQ(
        value(extract_as(foot_of({"KT.CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"}, "Nguyễn Quốc Hoàn")
                             .document()),
              "signer_competence"),
        "KT. CHÁNH VĂN PHÒNG");
    EXPECT_EQ(value(extract_as(foot_of({"T/M BAN THƯỜNG VỤ", "BÍ THƯ"}, "Lê Văn An").document(),
                               "party_dispatch"),
                    "signer_competence"),
              "T/M BAN THƯỜNG VỤ");
}

TEST(Signing, HeadSignsWithoutPrefix) {
    const Extraction read = extract_as(foot_of({"GIÁM ĐỐC"}, "Lê Hoàng Anh").document());
    EXPECT_EQ(value(read, "signer_competence"), "");
    EXPECT_EQ(value(read, "signer_position"), "GIÁM ĐỐC");
}

TEST(Signing, MarksOfTitlesAreMended) {
    EXPECT_EQ(
        value(extract_as(foot_of({"GIÁM ĐÓC"}, "Lê Hoàng Anh").document()), "signer_position"),
        "GIÁM ĐỐC");
}

TEST(Signing, HandwrittenDeputyMarkIsForReview) {
    const Extraction read =
        extract_as(foot_of({"GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"}, "Hà Văn Phúc").document());
    EXPECT_EQ(value(read, "signer_competence"), "KT. GIÁM ĐỐC");
    EXPECT_EQ(field(read, "signer_competence").state, pipeline::FieldState::NeedsReview);
    EXPECT_EQ(value(read, "signer_position"), "PHÓ GIÁM ĐỐC");
}

TEST(Signing, RubberStampedNameCounts) {
    Sheet sheet = foot_of({"GIÁM ĐỐC"}, "~");
    sheet.stamp(1130, "Hà Văn Phúc");
    EXPECT_EQ(value(extract_as(sheet.document()), "signer_full_name"), "Hà Văn Phúc");
}

TEST(Signing, InkOfTheSealIsNoName) {
    Sheet sheet;
    sheet.down(20).foot("Nơi nhận:", "CHỦ TỊCH").down();
    sheet.centred(Sheet::kSigner, "Ñ% li NA", 0.2f)
        .down()
        .centred(Sheet::kSigner, "NHÂN DÂN", 0.6f);
    EXPECT_EQ(value(extract_as(sheet.document()), "signer_full_name"), "");
}

TEST(Signing, TitleTornByInkIsOneTitle) {
    Sheet sheet;
    sheet.down(20).foot("Nơi nhận:", "TRƯỞNG PHÒNG");
    sheet.at(1050, "LÓ-TRƯỞN.", 0.5f).at(1050 + 9 * Sheet::kLetter, "G PHÒNG").down(4);
    sheet.foot("", "Tạ Hữu Phước");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "signer_position"), "PHÓ TRƯỞNG PHÒNG");
    EXPECT_EQ(field(read, "signer_position").state, pipeline::FieldState::NeedsReview);
    EXPECT_EQ(value(read, "signer_competence"), "KT. TRƯỞNG PHÒNG");
}

// Minutes: the secretary on the left, who chaired on the right.
Sheet minutes() {
    Sheet sheet;
    sheet.down(20).foot("THƯ KÝ", "CHỦ TỌA").down(4).foot("Lê Thị Hạnh", "Nguyễn Văn Bình");
    return sheet;
}

TEST(Signing, MinutesHaveTwoSignersAndBothAreTold) {
    Sheet below = minutes();
    below.down(2).foot("Nơi nhận:", "").foot("- Như trên;", "").foot("- Lưu: VT.", "");
    for (const Sheet& sheet : {minutes(), below}) {
        const Extraction read = extract_as(sheet.document());
        EXPECT_EQ(value(read, "signer_full_name"), "Nguyễn Văn Bình");
        EXPECT_EQ(value(read, "signer_position"), "CHỦ TỌA");
        EXPECT_EQ(field(read, "signer_full_name").candidates,
                  std::vector<std::string>{"Lê Thị Hạnh"});
        ASSERT_EQ(read.issues.size(), 1u);
        EXPECT_EQ(read.issues[0].code, "several_signers");
        EXPECT_NE(read.issues[0].detail.find("THƯ KÝ Lê Thị Hạnh"), std::string::npos)
            << read.issues[0].detail;
    }
}

TEST(Signing, RecipientsAreNoSecondSigner) {
    const Extraction read = extract_as(foot_of({"CHỦ TỊCH"}, "Nguyễn Văn Bình").document());
    EXPECT_TRUE(field(read, "signer_full_name").candidates.empty());
    EXPECT_TRUE(read.issues.empty());
}

TEST(Signing, ADashAtTheEndOfATitlesLineStaysBeyondASpeck) {
    const Extraction read = extract_as(
        foot_of({"TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG TỔ CHỨC -", "£", "HÀNH CHÍNH"}, "Nguyễn Văn Bình")
            .document());
    EXPECT_EQ(field(read, "signer_position").value->normal, "TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH");
}

TEST(Signing, DegreesAreNotPartOfTheName) {
    EXPECT_EQ(name_in("PGS.TS. Trần Công Luận"), "Trần Công Luận");
    EXPECT_EQ(name_in("ThS. Nguyễn Văn An"), "Nguyễn Văn An");
    EXPECT_EQ(name_in("BSCKII. Hà Văn Phúc"), "Hà Văn Phúc");
    EXPECT_EQ(name_in("Thượng tá Lê Minh"), "Lê Minh");
}

TEST(Signing, FamilyNamesMarksAreMendedOnlyWhenOneFits) {
    EXPECT_EQ(name_in("Trân Quốc Văn"), "Trần Quốc Văn");
    EXPECT_EQ(name_in("Phan Thi Hoa"), "Phan Thị Hoa");
}

TEST(Signing, TypedNamesStayAsTheyAreTyped) {
    const NameReading read =
        read_name("Chau Sóc Khanh", testing::library().lexicons(), Letters::Typed);
    EXPECT_EQ(read.name, "Chau Sóc Khanh");
}

TEST(Signing, NamesOfTheHighlandsHaveStrokes) {
    EXPECT_EQ(name_in("Rmah H'Bé Nét"), "Rmah H'Bé Nét");
}

TEST(Signing, OtherLinesAreNoNames) {
    EXPECT_EQ(name_in("CHỦ TỊCH"), "");
    EXPECT_EQ(name_in("trách nhiệm thi hành"), "");
    EXPECT_EQ(name_in("Nơi"), "");
    EXPECT_EQ(name_in("Nguyễn 2025"), "");
}

}  // namespace
}  // namespace vanthu::forms
