// Heads of papers whose letters were typed: weight of print and broken lines.
#include <gtest/gtest.h>

#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

using pipeline::FieldState;
using testing::extract_as;
using testing::field;
using testing::Sheet;
using testing::value;

class Typed {
public:
    Typed& head(const std::string& left, const std::string& right, bool bold = false) {
        if (!left.empty()) centred(Sheet::kLeftColumn, left, bold);
        if (!right.empty()) centred(Sheet::kRightColumn, right, true);
        sheet_.down();
        return *this;
    }
    Typed& line(const std::string& text, bool bold) {
        centred(Sheet::kWidth / 2, text, bold);
        sheet_.down();
        return *this;
    }
    Extraction read() const { return extract_as(sheet_.document()); }

private:
    void centred(int middle, const std::string& text, bool bold) {
        sheet_.centred(middle, text, 1.0f);
        sheet_.page_.blocks.back().lines[0].bold = bold;
    }
    Sheet sheet_{pipeline::TextOrigin::TextLayer};
};

constexpr auto kCountry = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
constexpr auto kMotto = "Độc lập - Tự do - Hạnh phúc";

TEST(TypedHeads, ATitleInBoldEndsWhereTheTextBegins) {
    const Extraction read =
        Typed()
            .head("UBND XÃ MƯỜNG CHANH", kCountry)
            .head("BAN QUẢN LÝ BẢN NA CANG", kMotto, true)
            .head("Số: 02/BB-BQL", "Mường Chanh, ngày 28 tháng 12 năm 2025")
            .line("BIÊN BẢN", true)
            .line("Họp bản bình xét hộ nghèo năm 2025", true)
            .line("Mười chín giờ ba mươi phút ngày 27 tháng 12 năm 2025, tại Nhà văn hóa", false)
            .read();
    EXPECT_EQ(value(read, "subject"), "Họp bản bình xét hộ nghèo năm 2025");
}

TEST(TypedHeads, ATypesNameMayHaveMoreWords) {
    const Extraction read = Typed()
                                .head("CẢNG VỤ HÀNG HẢI QUY NHƠN", kCountry, true)
                                .head("Số: 11/TB-CVHH", kMotto)
                                .line("THÔNG BÁO LUỒNG LẠCH", true)
                                .line("Về độ sâu vùng nước trước bến cảng", true)
                                .read();
    EXPECT_EQ(value(read, "type_name"), "Thông báo");
    EXPECT_EQ(value(read, "subject"), "Về độ sâu vùng nước trước bến cảng");
}

TEST(TypedHeads, ASymbolBrokenAtItsDashIsOne) {
    const Extraction read = Typed()
                                .head("BỘ GIÁO DỤC VÀ ĐÀO TẠO", kCountry, true)
                                .head("- BỘ Y TẾ", kMotto, true)
                                .head("Số: 09/2025/TTLT-BGDĐT-", "")
                                .head("BYT", "Hà Nội, ngày 25 tháng 9 năm 2025")
                                .read();
    EXPECT_EQ(value(read, "code"), "09/2025/TTLT-BGDĐT-BYT");
    EXPECT_EQ(value(read, "organ_name"), "BỘ GIÁO DỤC VÀ ĐÀO TẠO - BỘ Y TẾ");
    EXPECT_EQ(value(read, "organization_in_charge"), "");
}

TEST(TypedHeads, ANameMayEndInTheWordForNumber) {
    const Extraction read = Typed()
                                .head("UBND TỈNH THÁI NGUYÊN", kCountry)
                                .head("TRUNG TÂM CHUYỂN ĐỔI", kMotto, true)
                                .head("SỐ", "", true)
                                .head("Số: 266/TTCĐS-HT", "")
                                .read();
    EXPECT_EQ(value(read, "organ_name"), "TRUNG TÂM CHUYỂN ĐỔI SỐ");
    EXPECT_EQ(value(read, "code"), "266/TTCĐS-HT");
}

TEST(TypedHeads, ThreeNamesOfOneWeightAreForAPerson) {
    const Extraction read = Typed()
                                .head("BỘ QUỐC PHÒNG", kCountry, true)
                                .head("HỌC VIỆN HẬU CẦN", kMotto, true)
                                .head("TIỂU ĐOÀN 4", "", true)
                                .head("Số: 47/HD-TĐ4", "")
                                .read();
    EXPECT_NE(field(read, "organ_name").state, FieldState::Extracted);
    EXPECT_NE(field(read, "organization_in_charge").state, FieldState::Extracted);
}

TEST(TypedHeads, TitlesThatNoListHasAreTitles) {
    Sheet sheet(pipeline::TextOrigin::TextLayer);
    sheet.head("THI HÀNH ÁN DÂN SỰ", kCountry)
        .head("Số: 12/THADS-NV", "Hải Phòng, ngày 30 tháng 6 năm 2026")
        .down(3)
        .foot("Nơi nhận:", "KT. TRƯỞNG THI HÀNH ÁN DÂN SỰ")
        .foot("- Như trên;", "PHÓ TRƯỞNG THI HÀNH ÁN DÂN")
        .foot("- Lưu: VT.", "SỰ")
        .foot("", "Vũ Ngọc Phong");
    for (pipeline::Block& block : sheet.page_.blocks)
        for (pipeline::Word& word : block.lines[0].words)
            word.confidence = 1;
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "signer_competence"), "KT. TRƯỞNG THI HÀNH ÁN DÂN SỰ");
    EXPECT_EQ(value(read, "signer_position"), "PHÓ TRƯỞNG THI HÀNH ÁN DÂN SỰ");
    EXPECT_EQ(value(read, "signer_full_name"), "Vũ Ngọc Phong");
}

TEST(TypedHeads, WhoActsAsHeadBearsTheTitle) {
    Sheet sheet(pipeline::TextOrigin::TextLayer);
    sheet.head("TRUNG TÂM CHUYỂN ĐỔI SỐ", kCountry)
        .head("Số: 12/TTCĐS", "Thái Nguyên, ngày 30 tháng 6 năm 2026")
        .down(3)
        .foot("Nơi nhận:", "Q. GIÁM ĐỐC")
        .foot("- Lưu: VT.", "")
        .foot("", "Lưu Bách Khoa");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "signer_competence"), "Q. GIÁM ĐỐC");
    EXPECT_EQ(value(read, "signer_position"), "GIÁM ĐỐC");
}

TEST(TypedHeads, AMarkBrokenByItsFrameIsOne) {
    const Extraction read = Typed()
                                .head("BỘ ĐỘI BIÊN PHÒNG", kCountry, true)
                                .head("Số: 2046/CĐ-BĐBP", kMotto)
                                .head("THƯỢNG", "", true)
                                .head("KHẨN", "", true)
                                .line("CÔNG ĐIỆN", true)
                                .read();
    EXPECT_EQ(value(read, "priority"), "Thượng khẩn");
}

TEST(TypedHeads, ANumberThatRanIntoThePlaceIsNoPartOfIt) {
    Sheet sheet(pipeline::TextOrigin::TextLayer);
    sheet.head("CHI CỤC BIỂN", kCountry)
        .head("", kMotto)
        .at(Sheet::kMargin, "Số: 144/CCBHĐ Cà Mau, ngày 25 tháng 6 năm 2026", 1.0f)
        .down();
    EXPECT_EQ(value(extract_as(sheet.document()), "issued_place"), "Cà Mau");
}

}  // namespace
}  // namespace vanthu::forms
