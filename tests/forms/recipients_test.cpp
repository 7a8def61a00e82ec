#include <gtest/gtest.h>

#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

using testing::extract_as;
using testing::Sheet;
using testing::value;

TEST(Recipients, FirstItemMayLackItsDash) {
    Sheet sheet;
    sheet.down(20)
        .foot("Nơi nhận:", "")
        .foot("TT. Huyện ủy;", "")
        .foot("- TT HĐND, UBND huyện;", "")
        .foot("- Lưu: VT.", "");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "to_places"), "TT. Huyện ủy | TT HĐND, UBND huyện");
    EXPECT_EQ(value(read, "archive_line"), "VT");
}

TEST(Recipients, SigningBlockBesideIsNotAnItem) {
    Sheet sheet;
    sheet.down(20)
        .foot("Nơi nhận:", "GIÁM ĐỐC")
        .foot("- Như Điều 3;", "")
        .foot("- Lưu: VT, TCCB.", "Lê Hoàng Anh");
    EXPECT_EQ(value(extract_as(sheet.document()), "to_places"), "Như Điều 3");
}

TEST(Recipients, ArchiveLineLosesWordAndSuperscript) {
    Sheet sheet;
    sheet.down(20).foot("Nơi nhận:", "").foot("- Như trên;", "").foot("- Lưu: VT, CVNC^D.", "");
    EXPECT_EQ(value(extract_as(sheet.document()), "archive_line"), "VT, CVNC");
    Sheet bare;
    bare.down(20).foot("Nơi nhận:", "").foot("- Như trên;", "").foot("- Lưu VT. “HT”", "");
    EXPECT_EQ(value(extract_as(bare.document()), "archive_line"), "VT. “HT”");
}

TEST(Recipients, NothingBelowTheArchiveLineCounts) {
    Sheet sheet;
    sheet.down(20)
        .foot("Nơi nhận:", "")
        .foot("- Như trên;", "")
        .foot("- Lưu: VT.", "")
        .foot("Địa chỉ: 01 Trần Hưng Đạo", "");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "to_places"), "Như trên");
    EXPECT_EQ(value(read, "archive_line"), "VT");
}

TEST(Recipients, ASentenceWithSimilarWordsIsNoAddressee) {
    Sheet sheet = testing::plan();
    sheet.body("Kinh phí thực hiện được trích từ quỹ thi đua, khen thưởng của cơ quan, đơn vị");
    EXPECT_EQ(value(extract_as(sheet.document()), "addressees"), "");
}

TEST(Recipients, AddresseesEndBeforeTheirCommonName) {
    Sheet sheet;
    sheet.head("SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("Số: 2197/SYT-NVY", "Độc lập - Tự do - Hạnh phúc");
    sheet.down().at(400, "Kính gửi:").down().at(500, "- Giám đốc các bệnh viện đa khoa;").down();
    sheet.at(500, "- Giám đốc Trung tâm y tế.")
        .down()
        .at(500, "(sau đây gọi chung là các đơn vị)")
        .down(2);
    sheet.body("Thời gian qua đa số các đơn vị khám bệnh, chữa bệnh trong tỉnh chưa báo cáo");
    EXPECT_EQ(value(extract_as(sheet.document()), "addressees"),
              "Giám đốc các bệnh viện đa khoa | Giám đốc Trung tâm y tế");
}

TEST(Recipients, DirtBeforeTheArchiveLineAndItemsAndLostSlashes) {
    Sheet sheet = Sheet();
    sheet.down(20)
        .foot("Nơi nhận:", "GIÁM ĐỐC")
        .foot("5 Như Điều 3: ¬=", "")
        .foot("- Các đơn vị thuộc trường (để th);", "")
        .foot("- Ban Giám đốc (đề bíc), -", "")
        .foot("- Văn phòng Chính phủ (Cục KSTTH€);", "")
        .foot("ˆ2 Lưu: VT, ĐT.", "Lê Thị Thu");
    const Extraction read = testing::extract_as(sheet.document());
    EXPECT_EQ(testing::value(read, "to_places"),
              "Như Điều 3 | Các đơn vị thuộc trường (để t/h) | Ban Giám đốc (để b/c) | Văn phòng "
              "Chính phủ (Cục KSTTHC)");
    EXPECT_EQ(testing::value(read, "archive_line"), "VT, ĐT");
}

}  // namespace
}  // namespace vanthu::forms
