#include <gtest/gtest.h>

#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

using testing::extract_as;
using testing::field;
using testing::Sheet;
using testing::value;

void expect_stamp(const Extraction& read) {
    EXPECT_EQ(value(read, "arrival_organ"), "TRƯỜNG CAO ĐẲNG KT-KT TÔ HIỆU HƯNG YÊN");
    EXPECT_EQ(value(read, "arrival_number"), "71");
    EXPECT_EQ(value(read, "arrival_date"), "2022-04-25");
    EXPECT_EQ(value(read, "arrival_forward"), "Đưa lên website");
    EXPECT_EQ(value(read, "arrival_dossier"), "Lưu");
    // Written by hand at the counter: always for a look.
    EXPECT_EQ(field(read, "arrival_number").state, pipeline::FieldState::NeedsReview);
}

Sheet head_only() {
    Sheet sheet;
    sheet.head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("TỈNH HƯNG YÊN", "Độc lập - Tự do - Hạnh phúc")
        .down()
        .head("Số: 79 /KH - UBND", "Hưng Yên, ngày 21 tháng 4 năm 2022")
        .down()
        .title("KẾ HOẠCH")
        .title("Bồi dưỡng và nhân rộng gương điển hình tiên tiến");
    return sheet;
}

TEST(Arrival, StampInRunningTextDoesNotMixWithTheIssuer) {
    Sheet sheet = head_only();
    sheet.down()
        .at(240, "TRƯỜNG CAO ĐẲNG KT-KT TÔ HIỆU HƯNG YÊN")
        .down()
        .at(240, "ĐẾN Số: 71")
        .down()
        .at(240, "Ngày: 25/4/2022")
        .down()
        .at(240, "Chuyển: Đưa lên website")
        .down()
        .at(240, "Lưu hồ sơ: Lưu")
        .down();
    const Extraction read = extract_as(sheet.document());
    expect_stamp(read);
    EXPECT_EQ(value(read, "code"), "79/KH-UBND");
    EXPECT_EQ(value(read, "issued_date"), "2022-04-21");
    EXPECT_EQ(value(read, "organ_name"), "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN");
}

TEST(Arrival, LabelsOfAStampNeedNoColon) {
    Sheet sheet = head_only();
    sheet.down().stamp(180, "TRƯỜNG CAO ĐẲNG KT-KT TÔ HIỆU HƯNG YÊN").down();
    sheet.stamp(180, "Số").at(320, "71").down();
    sheet.stamp(180, "Ngà").at(320, "25/4/2022").down();
    sheet.stamp(180, "Chuyển:").down();
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "arrival_organ"), "TRƯỜNG CAO ĐẲNG KT-KT TÔ HIỆU HƯNG YÊN");
    EXPECT_EQ(value(read, "arrival_number"), "71");
    EXPECT_EQ(value(read, "arrival_date"), "2022-04-25");
    EXPECT_EQ(value(read, "code"), "79/KH-UBND");
}

TEST(Arrival, ColouredStampTakesTheInkInItsFrame) {
    Sheet sheet = head_only();
    sheet.down().stamp(180, "TRƯỜNG CAO ĐẲNG KT-KT TÔ HIỆU HƯNG YÊN").down();
    sheet.stamp(180, "Số:").at(320, "71").down();
    sheet.stamp(180, "Ngày:").at(320, "25/4/2022").down();
    sheet.stamp(180, "Chuyển:").at(320, "Đưa lên website").down();
    sheet.stamp(180, "Lưu hồ sơ:").at(360, "Lưu").down();
    const Extraction read = extract_as(sheet.document());
    expect_stamp(read);
    EXPECT_EQ(value(read, "subject"), "Bồi dưỡng và nhân rộng gương điển hình tiên tiến");
}

TEST(Arrival, WritingFarBehindItsLabelBelongsToIt) {
    Sheet sheet = head_only();
    sheet.down().stamp(180, "TRƯỜNG CAO ĐẲNG KT-KT TÔ HIỆU HƯNG YÊN").down();
    sheet.stamp(180, "Số:").stamp(320, "71").down();
    sheet.stamp(180, "Ngày:").stamp(320, "25/4/2022").down();
    sheet.stamp(180, "Chuyển:").stamp(420, "Đưa lên website").down();
    sheet.stamp(180, "Lưu hồ sơ:").stamp(520, "Lưu").down();
    expect_stamp(extract_as(sheet.document()));
}

TEST(Arrival, NoStampGivesNothing) {
    const Extraction read = extract_as(head_only().document());
    for (const char* id :
         {"arrival_organ", "arrival_number", "arrival_date", "arrival_forward", "arrival_dossier"})
        EXPECT_EQ(field(read, id).state, pipeline::FieldState::Missing) << id;
}

}  // namespace
}  // namespace vanthu::forms
