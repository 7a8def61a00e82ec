#include "forms/matcher.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

using pipeline::FieldState;
using testing::extract_as;
using testing::field;
using testing::plan;
using testing::Sheet;
using testing::value;

TEST(Matcher, ReadsAWholePlan) {
    const Extraction read = extract_as(plan().document());
    EXPECT_EQ(value(read, "organ_name"), "ỦY BAN NHÂN DÂN HUYỆN CAM LÂM");
    EXPECT_EQ(value(read, "organization_in_charge"), "");
    EXPECT_EQ(value(read, "code"), "2258/KH-UBND");
    EXPECT_EQ(value(read, "code_number"), "2258");
    EXPECT_EQ(value(read, "code_notation"), "KH-UBND");
    EXPECT_EQ(value(read, "issued_place"), "Cam Lâm");
    EXPECT_EQ(value(read, "issued_date"), "2021-05-13");
    EXPECT_EQ(value(read, "type_name"), "Kế hoạch");
    EXPECT_EQ(value(read, "subject"),
              "Xây dựng, nhân rộng các mô hình, điển hình tiên tiến trên địa bàn huyện Cam Lâm "
              "giai đoạn 2021-2025");
    EXPECT_EQ(value(read, "to_places"),
              "Thường trực Huyện ủy | Các cơ quan, phòng ban, đơn vị sự nghiệp huyện");
    EXPECT_EQ(value(read, "archive_line"), "VT, PNV");
    EXPECT_EQ(value(read, "signer_competence"), "TM. ỦY BAN NHÂN DÂN");
    EXPECT_EQ(value(read, "signer_position"), "CHỦ TỊCH");
    EXPECT_EQ(value(read, "signer_full_name"), "Ngô Văn Báo");
    EXPECT_EQ(value(read, "priority"), "");
    EXPECT_EQ(field(read, "code").state, FieldState::Extracted);
}

TEST(Matcher, SaysWhereAFieldComesFrom) {
    const Extraction read = extract_as(plan().document());
    const pipeline::Provenance& origin = field(read, "issued_date").value->origin;
    EXPECT_EQ(origin.stage, "extract");
    EXPECT_EQ(origin.rule, "dispatch.issued_date");
    EXPECT_EQ(origin.page, 1);
    EXPECT_GT(origin.box.left, Sheet::kWidth / 2);
    EXPECT_GT(origin.box.width(), 0);
}

TEST(Matcher, EveryFieldOfTheFormIsGivenAndMissingOnesAreNull) {
    const Extraction read = extract_as(plan().document());
    EXPECT_EQ(read.fields.size(), testing::library().form("dispatch")->fields.size());
    EXPECT_EQ(field(read, "secrecy").state, FieldState::Missing);
    EXPECT_FALSE(field(read, "secrecy").value);
}

TEST(Matcher, UnsureWordsNeedReview) {
    Sheet sheet;
    sheet.head("SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("", "Độc lập - Tự do - Hạnh phúc");
    sheet.centred(Sheet::kLeftColumn, "Số: 12/QĐ-SYT", 0.4f).down();
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "code_number"), "12");
    EXPECT_EQ(field(read, "code_number").state, FieldState::NeedsReview);
}

TEST(Matcher, ParentAndIssuerAreTwoNames) {
    Sheet sheet;
    sheet.head("UBND TỈNH KIÊN GIANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("SỞ Y TẾ", "Độc lập – Tự do – Hạnh phúc")
        .down()
        .head("Số: 155/TM-SYT", "Kiên Giang, ngày 10 tháng 11 năm 2017");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "organization_in_charge"), "UBND TỈNH KIÊN GIANG");
    EXPECT_EQ(value(read, "organ_name"), "SỞ Y TẾ");
}

TEST(Matcher, NamesMayWrapOnBothLevels) {
    Sheet sheet;
    sheet.head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("THÀNH PHỐ HÀ NỘI", "Độc lập - Tự do - Hạnh phúc")
        .head("TRUNG TÂM PHỤC VỤ", "")
        .head("HÀNH CHÍNH CÔNG", "")
        .down()
        .head("Số: 102/QĐ-TTPVHCC", "Hà Nội, ngày 18 tháng 02 năm 2025");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "organization_in_charge"), "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI");
    EXPECT_EQ(value(read, "organ_name"), "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG");
}

TEST(Matcher, AnOfficeHolderMayBeTheIssuer) {
    Sheet sheet;
    sheet.head("CHỦ TỊCH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("ỦY BAN NHÂN DÂN TỈNH GIA LAI", "Độc lập - Tự do - Hạnh phúc")
        .head("Số: 09/CĐ-CTUBND", "Gia Lai, ngày 18 tháng 11 năm 2025");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "organ_name"), "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH GIA LAI");
    EXPECT_EQ(value(read, "organization_in_charge"), "");
}

TEST(Matcher, AWordWithOtherMarksBeginsNoOrgan) {
    Sheet sheet;
    sheet.head("TỔNG CÔNG TY CỔ PHẦN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("BẢO HIỂM SAO MAI", "Độc lập - Tự do - Hạnh phúc")
        .head("Số: 88/TB-BHSM", "Hà Nội, ngày 03 tháng 02 năm 2025");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "organ_name"), "TỔNG CÔNG TY CỔ PHẦN BẢO HIỂM SAO MAI");
    EXPECT_EQ(value(read, "organization_in_charge"), "");
}

TEST(Matcher, ACommaAtALinesEndBelongsToTheName) {
    Sheet sheet;
    sheet.head("BAN CHỈ ĐẠO PHÒNG, CHỐNG BUÔN LẬU,", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("GIAN LẬN THƯƠNG MẠI VÀ HÀNG GIẢ", "Độc lập - Tự do - Hạnh phúc")
        .down()
        .head("Số: 09/BC-BCĐ389", "Khánh Hòa, ngày 18 tháng 6 năm 2025");
    EXPECT_EQ(value(extract_as(sheet.document()), "organ_name"),
              "BAN CHỈ ĐẠO PHÒNG, CHỐNG BUÔN LẬU, GIAN LẬN THƯƠNG MẠI VÀ HÀNG GIẢ");
}

TEST(Matcher, ANarrowColumnBreaksTheCountryAndTheDate) {
    Sheet sheet;
    sheet.head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA")
        .head("TỈNH LÂM ĐỒNG", "VIỆT NAM")
        .head("SỞ NỘI VỤ", "Độc lập - Tự do - Hạnh phúc")
        .down()
        .head("Số: 7/KH-SNV", "Đà Lạt, ngày 14 tháng 8")
        .head("", "năm 2025");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "organization_in_charge"), "ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG");
    EXPECT_EQ(value(read, "organ_name"), "SỞ NỘI VỤ");
    EXPECT_EQ(value(read, "issued_place"), "Đà Lạt");
    EXPECT_EQ(value(read, "issued_date"), "2025-08-14");

    Sheet year;
    year.head("THANH TRA TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("", "Độc lập - Tự do - Hạnh phúc")
        .head("Số: 31/PC-TTr", "Tuyên Quang, ngày 08 tháng 4 năm")
        .head("", "2026");
    EXPECT_EQ(value(extract_as(year.document()), "issued_date"), "2026-04-08");
}

TEST(Matcher, TypeAndSubjectMayStandInOneLineOfCapitals) {
    Sheet sheet;
    sheet.head("TRƯỜNG MẦM NON HOA CÚC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("", "Độc lập - Tự do - Hạnh phúc")
        .head("Số: 29/KH-MNHC", "Tân Châu, ngày 08 tháng 9 năm 2025")
        .down()
        .title("KẾ HOẠCH TỔ CHỨC TẾT TRUNG THU")
        .title("NĂM HỌC 2025 - 2026")
        .down()
        .body("Căn cứ Công văn số 87/VHXH-TH ngày 01/9/2025 của Phòng Văn hóa - Xã hội xã");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "type_name"), "Kế hoạch");
    EXPECT_EQ(value(read, "subject"), "TỔ CHỨC TẾT TRUNG THU NĂM HỌC 2025 - 2026");
}

TEST(Matcher, TextBoxesOfAHeadMayStandOneBehindTheOther) {
    Sheet sheet(pipeline::TextOrigin::Docx);
    const int middle = Sheet::kWidth / 2;
    for (const char* line :
         {"ỦY BAN NHÂN DÂN TỈNH BẮC NINH", "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Số: 94/SVHTTDL-VP",
          "V/v gửi dự thảo Báo cáo", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
          "Độc lập - Tự do - Hạnh phúc", "Bắc Ninh, ngày 11 tháng 12 năm 2025"})
        sheet.centred(middle, line, 1).down();
    sheet.down().body("Thực hiện Quyết định số 702/QĐ-UBND ngày 06 tháng 5 năm 2025.");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "organization_in_charge"), "ỦY BAN NHÂN DÂN TỈNH BẮC NINH");
    EXPECT_EQ(value(read, "organ_name"), "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH");
    EXPECT_EQ(value(read, "code"), "94/SVHTTDL-VP");
    EXPECT_EQ(value(read, "subject"), "V/v gửi dự thảo Báo cáo");
    EXPECT_EQ(value(read, "issued_date"), "2025-12-11");
}

TEST(Matcher, ALettersSubjectMayLackItsSign) {
    Sheet state;
    state.head("SỞ CÔNG THƯƠNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("", "Độc lập - Tự do - Hạnh phúc")
        .head("Số: 1650/SCT-QLNL", "Lào Cai, ngày 07 tháng 5 năm 2026")
        .head("Về việc bảo đảm cung ứng điện", "")
        .head("KHẨN", "");
    const Extraction read = extract_as(state.document());
    EXPECT_EQ(value(read, "subject"), "Về việc bảo đảm cung ứng điện");
    EXPECT_EQ(value(read, "type_name"), "Công văn");

    Sheet party;
    party.head("ĐẢNG BỘ TỈNH TÂY NINH", "ĐẢNG CỘNG SẢN VIỆT NAM")
        .head("ĐẢNG ỦY XÃ BẾN CẦU", "")
        .head("*", "")
        .head("Số 12-CV/ĐU", "Bến Cầu, ngày 28 tháng 8 năm 2025")
        .head("chuẩn bị Đại hội Đảng bộ xã", "");
    const Extraction letter = extract_as(party.document(), "party_dispatch");
    EXPECT_EQ(value(letter, "type_name"), "Công văn");
    EXPECT_EQ(value(letter, "subject"), "chuẩn bị Đại hội Đảng bộ xã");
    EXPECT_EQ(value(letter, "code_notation"), "CV/ĐU");
}

TEST(Matcher, ABoardThatManagesIsNoDistrict) {
    Sheet sheet;
    sheet.head("BAN QUẢN LÝ DỰ ÁN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("", "Độc lập - Tự do - Hạnh phúc")
        .head("Số: 342/BQLDA-KH", "Nghệ An, ngày 13 tháng 02 năm 2026");
    for (const pipeline::Issue& issue : extract_as(sheet.document()).issues)
        EXPECT_NE(issue.code, "organ_ended");
}

TEST(Matcher, BannersOfDigitalSignaturesAreNotTheHead) {
    Sheet sheet;
    sheet.at(1000, "TRUNG TÂM CÔNG BÁO VÀ TIN HỌC")
        .down(0.7)
        .at(1000, "Ký bởi: Ủy ban nhân dân tỉnh Quảng Ngãi");
    sheet.down(2.5)
        .head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("TỈNH QUẢNG NGÃI", "Độc lập - Tự do - Hạnh phúc")
        .down()
        .head("Số: 88/QĐ-UBND", "Quảng Ngãi, ngày 05 tháng 02 năm 2025");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "organ_name"), "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI");
    EXPECT_EQ(value(read, "organization_in_charge"), "");
}

TEST(Matcher, LetterHasItsSubjectUnderTheNumber) {
    Sheet sheet;
    sheet.head("BỘ TƯ PHÁP", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("VĂN PHÒNG", "Độc lập - Tự do - Hạnh phúc")
        .head("Số: 935/VP-TCKT", "Hà Nội, ngày 14 tháng 11 năm 2019")
        .head("V/v lấy ý kiến thông qua dự", "")
        .head("thảo Quy chế chi tiêu nội bộ", "")
        .down(2)
        .at(420, "Kính gửi: - Thủ trưởng các đơn vị thuộc khối Văn phòng;")
        .down()
        .at(580, "- Tổ trưởng tổ công đoàn các đơn vị.")
        .down(2)
        .body("Thực hiện quy định về chế độ tự chủ, tự chịu trách nhiệm trong sử dụng kinh phí");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "organization_in_charge"), "BỘ TƯ PHÁP");
    EXPECT_EQ(value(read, "organ_name"), "VĂN PHÒNG");
    EXPECT_EQ(value(read, "type_name"), "Công văn");
    EXPECT_EQ(value(read, "subject"), "V/v lấy ý kiến thông qua dự thảo Quy chế chi tiêu nội bộ");
    EXPECT_EQ(value(read, "addressees"),
              "Thủ trưởng các đơn vị thuộc khối Văn phòng | Tổ trưởng tổ công đoàn các đơn vị");
}

TEST(Matcher, AuthorityLineIsNotTheSubject) {
    Sheet sheet;
    sheet.head("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("", "Độc lập - Tự do - Hạnh phúc")
        .head("Số: 2605/QĐ-BGDĐT", "Hà Nội, ngày 16 tháng 9 năm 2025")
        .down()
        .title("QUYẾT ĐỊNH")
        .title("Về việc bổ sung công chức làm việc tại Bộ phận Một cửa")
        .title("thuộc Bộ Giáo dục và Đào tạo")
        .title("BỘ TRƯỞNG BỘ GIÁO DỤC VÀ ĐÀO TẠO")
        .body("Căn cứ Nghị định số 37/2025/NĐ-CP ngày 26 tháng 02 năm 2025 của Chính phủ");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "type_name"), "Quyết định");
    EXPECT_EQ(
        value(read, "subject"),
        "Về việc bổ sung công chức làm việc tại Bộ phận Một cửa thuộc Bộ Giáo dục và Đào tạo");
}

TEST(Matcher, SubjectLinesMayBeginLikeBodyLines) {
    Sheet sheet;
    sheet.head("SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("", "Độc lập - Tự do - Hạnh phúc")
        .down()
        .title("THƯ MỜI")
        .title("Hội nghị lấy ý kiến góp ý xây dựng Chương trình hành động")
        .title("thực hiện Nghị quyết số 20-NQ/TW")
        .down()
        .body("Thực hiện chỉ đạo của Thường trực tỉnh ủy về việc giao cho Sở Y tế tham mưu");
    EXPECT_EQ(value(extract_as(sheet.document()), "subject"),
              "Hội nghị lấy ý kiến góp ý xây dựng Chương trình hành động thực hiện Nghị quyết số "
              "20-NQ/TW");
}

TEST(Matcher, SubjectInCapitalsIsKept) {
    Sheet sheet;
    sheet.head("VĂN PHÒNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("", "Độc lập - Tự do - Hạnh phúc")
        .down()
        .title("KẾ HOẠCH")
        .title("XÂY DỰNG VÀ NHÂN RỘNG ĐIỂN HÌNH TIÊN TIẾN")
        .title("CỦA VĂN PHÒNG UBND TỈNH, GIAI ĐOẠN 2021 - 2025")
        .down();
    EXPECT_EQ(
        value(extract_as(sheet.document()), "subject"),
        "XÂY DỰNG VÀ NHÂN RỘNG ĐIỂN HÌNH TIÊN TIẾN CỦA VĂN PHÒNG UBND TỈNH, GIAI ĐOẠN 2021 - 2025");
}

TEST(Matcher, UrgencyStandsAloneInCapitals) {
    Sheet sheet = plan();
    sheet.stamp(300, "HỎA TỐC");
    EXPECT_EQ(value(extract_as(sheet.document()), "priority"), "Hỏa tốc");
    EXPECT_EQ(value(extract_as(plan().document()), "priority"), "");
    Sheet framed = plan();
    framed.stamp(300, "|KHẨN]").stamp(300, "KHAN HIẾM");
    EXPECT_EQ(value(extract_as(framed.document()), "priority"), "Khẩn");
    Sheet thin = plan();
    thin.stamp(300, "IKHẨNI");
    EXPECT_EQ(value(extract_as(thin.document()), "priority"), "Khẩn");
}

TEST(Matcher, UrgencyMayStandOnTheAddresseesLine) {
    for (const char* line : {"HỎA TỐC | Kính gửi: Sở Nội vụ.", "HỎA TỐC] Kính gửi:"}) {
        Sheet sheet = plan();
        sheet.at(300, line);
        EXPECT_EQ(value(extract_as(sheet.document()), "priority"), "Hỏa tốc") << line;
    }
    Sheet none = plan();
    none.at(300, "Trân trọng Kính gửi: Sở Nội vụ.");
    EXPECT_EQ(value(extract_as(none.document()), "priority"), "");
}

TEST(Matcher, EnclosureNamesItsParent) {
    Sheet sheet;
    sheet.title("DANH SÁCH")
        .title("Đề nghị khen thưởng điển hình tiên tiến năm 2024")
        .title("(Kèm theo Tờ trình số 31/TTr-SNN ngày 06 tháng 11 năm 2024)");
    const Extraction read = extract_as(sheet.document(), "nomination_list");
    EXPECT_EQ(value(read, "attached_to"), "31/TTr-SNN");
    EXPECT_EQ(value(read, "subject"), "Đề nghị khen thưởng điển hình tiên tiến năm 2024");
    ASSERT_EQ(read.issues.size(), 1u);
    EXPECT_EQ(read.issues[0].code, "table_not_read");
}

TEST(Matcher, PagesAfterTheSignatureDoNotSign) {
    pipeline::Document document = plan().document();
    Sheet enclosure;
    enclosure.title("PHỤ LỤC").down(3).foot("", "GIÁM ĐỐC").down(2).foot("", "Trần Văn Khác");
    document.pages.push_back(enclosure.page_);
    document.pages.back().number = 2;
    const Extraction read = extract_as(document);
    EXPECT_EQ(value(read, "signer_full_name"), "Ngô Văn Báo");
    EXPECT_EQ(value(read, "page_amount"), "2");
}

TEST(Matcher, AnnexSaysWhatItBelongsTo) {
    Sheet sheet;
    sheet.title("Phụ lục II")
        .title("QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH")
        .title("(Kèm theo Quyết định số 431/QĐ-UBND ngày 20 tháng 02 năm 2025)");
    const Extraction read = extract_as(sheet.document());
    EXPECT_EQ(value(read, "type_name"), "Phụ lục");
    EXPECT_EQ(value(read, "subject"), "QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH");
    EXPECT_EQ(value(read, "attached_to"), "431/QĐ-UBND");
    EXPECT_EQ(value(read, "issued_date"), "");
}

TEST(Matcher, TwoLinesThatAPdfReaderJoinedArePartedAgain) {
    pipeline::Document document = plan().document();
    pipeline::Page& page = document.pages[0];
    page.origin = pipeline::TextOrigin::TextLayer;
    pipeline::TextLine joined;
    std::vector<pipeline::Block> kept;
    for (const pipeline::Block& block : page.blocks) {
        const std::string text = pipeline::text_of(block.lines[0]);
        const bool taken =
            text == "- Thường trực Huyện ủy;" || text == "- Các cơ quan, phòng ban, đơn vị";
        if (!taken)
            kept.push_back(block);
        else
            joined.words.insert(joined.words.end(), block.lines[0].words.begin(),
                                block.lines[0].words.end());
    }
    std::sort(joined.words.begin(), joined.words.end(),
              [](const auto& a, const auto& b) { return a.box.left < b.box.left; });
    for (const pipeline::Word& word : joined.words)
        joined.box = united(joined.box, word.box);
    kept.push_back({});
    kept.back().lines.push_back(joined);
    page.blocks = kept;
    EXPECT_EQ(value(extract_as(document), "to_places"),
              "Thường trực Huyện ủy | Các cơ quan, phòng ban, đơn vị sự nghiệp huyện");
}

TEST(Matcher, EndlessLinesAreLivedThrough) {
    for (const std::string& flood :
         {std::string(200000, '.'), std::string(200000, '1'), std::string(200000, '/')}) {
        Sheet sheet;
        sheet.at(240, "Số: " + flood).down().at(240, flood).down().at(240, "V/v " + flood).down();
        sheet.at(240, "Nơi nhận:")
            .down()
            .at(240, "- Lưu" + flood)
            .down()
            .at(900, "KT" + flood)
            .down();
        EXPECT_EQ(value(extract_as(sheet.document()), "code_number"), "");
    }
}

TEST(Matcher, AnEmptyPageGivesNothing) {
    const Extraction read = extract_as(Sheet().document());
    for (const pipeline::Field& one : read.fields)
        EXPECT_EQ(one.value.has_value(), one.id == "page_amount") << one.id;
}

}  // namespace
}  // namespace vanthu::forms
