#include "forms/assignments.h"

#include <gtest/gtest.h>

#include "forms/deadline.h"
#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

using pipeline::Assignment;
using testing::library;

Paragraph at(Depth depth, const std::string& text) {
    return {1, depth, folded(text)};
}

std::vector<Assignment> orders(const std::vector<Paragraph>& paragraphs, int year = 2025) {
    return read_assignments(paragraphs, library().lexicons(), year);
}

TEST(Assignments, AnOrderNamesItsOrganVerbActionAndDay) {
    const auto read =
        orders({at(Depth::Number,
                   "Giao Sở Xây dựng chủ trì, phối hợp với Công an tỉnh rà soát các chung cư "
                   "cũ, báo cáo kết quả trước ngày 15/3/2026.")});
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].organ_name, "Sở Xây dựng");
    EXPECT_EQ(read[0].assigning_verb, "Giao");
    EXPECT_TRUE(starts_with(read[0].action, "chủ trì, phối hợp")) << read[0].action;
    EXPECT_EQ(read[0].deadline, "2026-03-15");
    EXPECT_EQ(read[0].deadline_kind, "date_before");
    EXPECT_EQ(read[0].page, 1);
}

TEST(Assignments, WhatStandsBelowAnOrgansHeadingIsItsOwn) {
    const auto read = orders(
        {at(Depth::Roman, "TỔ CHỨC THỰC HIỆN"), at(Depth::Number, "Giao Sở Y tế"),
         at(Depth::Letter, "Hướng dẫn các cơ sở khám bệnh chuẩn bị thuốc;"),
         at(Depth::Letter, "Hằng năm tổng hợp, báo cáo Ủy ban nhân dân tỉnh."),
         at(Depth::Number, "Sở Tài chính"), at(Depth::Plain, "Bố trí kinh phí theo quy định.")});
    ASSERT_EQ(read.size(), 3u);
    EXPECT_EQ(read[0].organ_name, "Sở Y tế");
    EXPECT_EQ(read[1].organ_name, "Sở Y tế");
    EXPECT_EQ(read[1].deadline_kind, "recurring_yearly");
    EXPECT_EQ(read[2].organ_name, "Sở Tài chính");
    EXPECT_EQ(read[2].assigning_verb, "");
}

TEST(Assignments, AGroupIsASubjectToo) {
    const auto read = orders(
        {at(Depth::Roman, "TỔ CHỨC THỰC HIỆN"), at(Depth::Number,
                                                   "Các sở, ban, ngành có trách nhiệm xây dựng kế "
                                                   "hoạch trước ngày 05/12 hằng năm.")});
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].organ_name, "Các sở, ban, ngành");
    EXPECT_EQ(read[0].deadline_kind, "recurring_yearly_before");
    EXPECT_EQ(read[0].month_day, "12-05");
}

TEST(Assignments, ANumberedOrganAndItsOrderBehindAColon) {
    const auto read =
        orders({at(Depth::Roman, "PHÂN CÔNG THỰC HIỆN"),
                at(Depth::Number, "Phòng Hành chính: Phát hành giấy mời và các văn bản liên quan."),
                at(Depth::Number, "Phòng Kế toán: Dự trù kinh phí để thực hiện hội thi.")});
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].organ_name, "Phòng Hành chính");
    EXPECT_EQ(read[0].action, "Phát hành giấy mời và các văn bản liên quan");
    EXPECT_EQ(read[1].organ_name, "Phòng Kế toán");
    EXPECT_EQ(read[1].action, "Dự trù kinh phí để thực hiện hội thi");
}

TEST(Assignments, WhoIsAskedIsOrderedAndNotWhoAsks) {
    const auto read = orders(
        {at(Depth::Plain,
            "Trên đây là Kế hoạch tổ chức hội thi tay nghề cho giáo viên và nhân viên của toàn "
            "trường, Ban Tổ chức hội thi đề nghị các đơn vị trực thuộc triển khai đầy đủ.")});
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].organ_name, "các đơn vị trực thuộc");
    EXPECT_EQ(read[0].assigning_verb, "đề nghị");
}

TEST(Assignments, AnOrganThatLeadsWithOthersLeadsAList) {
    const auto read =
        orders({at(Depth::Number,
                   "Sở Công Thương chủ trì, phối hợp với các sở, ngành và địa phương liên quan:"),
                at(Depth::Dash, "Kiểm tra các chợ trên địa bàn;"),
                at(Depth::Dash, "Hướng dẫn tiểu thương niêm yết giá.")});
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].organ_name, "Sở Công Thương");
    EXPECT_EQ(read[0].action, "Kiểm tra các chợ trên địa bàn");
    EXPECT_EQ(read[1].organ_name, "Sở Công Thương");
}

TEST(Assignments, AHeadingsDutyIsNoPartOfTheOrgan) {
    const auto read = orders(
        {at(Depth::Number, "Sở Công Thương chịu trách nhiệm:"),
         at(Depth::Dash, "Kiểm tra các chợ trên địa bàn;"),
         at(Depth::Number, "Ban Quản lý dự án Đầu tư xây dựng huyện Kim Bảng có trách nhiệm:"),
         at(Depth::Dash, "Nộp tiền thuê đất theo quy định.")});
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].organ_name, "Sở Công Thương");
    EXPECT_EQ(read[1].organ_name, "Ban Quản lý dự án Đầu tư xây dựng huyện Kim Bảng");
}

TEST(Assignments, AnAdverbialVerbIsNoPartOfTheOrgan) {
    const auto read = orders({at(Depth::Letter, "Giao Sở Y tế tiến hành rà soát các nhà thuốc.")});
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].organ_name, "Sở Y tế");
}

TEST(Assignments, OrgansWithFullNamesAreOrderedOneByOne) {
    EXPECT_EQ(orders({at(Depth::Plain,
                         "Đề nghị Hội Nông dân tỉnh, Hội Cựu chiến binh tỉnh phối "
                         "hợp tuyên truyền trong hội viên.")})
                  .size(),
              2u);
}

TEST(Assignments, AnOrganIsKnownByItsNameWhereTheVerbIsNot) {
    const auto read =
        orders({at(Depth::Plain, "Giao Công an phường ngăn cản các trường hợp tái phạm."),
                at(Depth::Plain,
                   "Đề nghị Ban quản lý các tổ dân phố loan báo đến từng hộ dân tự "
                   "tháo dỡ mái che trước ngày 15 tháng 10 năm 2025.")});
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].organ_name, "Công an phường");
    EXPECT_EQ(read[1].organ_name, "Ban quản lý các tổ dân phố");
    EXPECT_EQ(read[1].deadline, "2025-10-15");
}

TEST(Assignments, MarksTellWordsOfOneSyllableApart) {
    const auto read =
        orders({at(Depth::Number, "Ban Tuyên giáo Tỉnh ủy chủ trì, hướng dẫn quán triệt Chỉ thị."),
                at(Depth::Number,
                   "Ban cán sự đảng Ủy ban nhân dân tỉnh chỉ đạo rà soát quy hoạch, "
                   "hoàn thành trong quý IV/2023.")});
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].organ_name, "Ban Tuyên giáo Tỉnh ủy");
    EXPECT_EQ(read[0].assigning_verb, "");
    EXPECT_EQ(read[1].organ_name, "Ban cán sự đảng Ủy ban nhân dân tỉnh");
    EXPECT_EQ(read[1].deadline, "2023-12-31");
}

TEST(Assignments, TheIssuerMaySpeakBehindItsGrounds) {
    const auto read = orders(
        {at(Depth::Plain,
            "Căn cứ Kế hoạch số 220/KH-SYT ngày 06/7/2026 của Sở Y tế về chiến dịch dân số đợt 2; "
            "Trung tâm Y tế khu vực Tri Tôn yêu cầu Trạm Y tế các xã:"),
         at(Depth::Dash,
            "Lập danh sách phụ nữ trong độ tuổi, gửi Phòng Dân số trước ngày 05/8/2026;"),
         at(Depth::Dash, "Bố trí cán bộ phục vụ Đội lưu động."),
         at(Depth::Plain, "Ban đề nghị Ủy ban nhân dân tỉnh Hà Tĩnh bàn giao 2,3 km còn lại.")},
        2026);
    ASSERT_EQ(read.size(), 3u);
    EXPECT_EQ(read[0].organ_name, "Trạm Y tế các xã");
    EXPECT_EQ(read[0].deadline, "2026-08-05");
    EXPECT_EQ(read[1].organ_name, "Trạm Y tế các xã");
    EXPECT_EQ(read[2].organ_name, "Ủy ban nhân dân tỉnh Hà Tĩnh");
}

TEST(Assignments, WordsInsideOfNamesAreNoDeeds) {
    const auto read = orders(
        {at(Depth::Number, "Ban Quản lý dự án các công trình điện miền Bắc tạm dừng thi công."),
         at(Depth::Number, "Đoàn kiểm tra có trách nhiệm báo cáo kết quả trước ngày 30/4/2026."),
         at(Depth::Number, "Bộ phận công nghệ thông tin sao lưu dữ liệu hằng tuần.")},
        2026);
    ASSERT_EQ(read.size(), 3u);
    EXPECT_EQ(read[0].organ_name, "Ban Quản lý dự án các công trình điện miền Bắc");
    EXPECT_EQ(read[1].organ_name, "Đoàn kiểm tra");
    EXPECT_EQ(read[2].organ_name, "Bộ phận công nghệ thông tin");
}

TEST(Assignments, ALabelWithAColonNamesWhoDoesIt) {
    const auto read =
        orders({at(Depth::Roman, "PHÂN CÔNG NHIỆM VỤ"),
                at(Depth::Dash, "Tổ khối Lá: trang trí sân khấu trước ngày 03/10/2025.")});
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].organ_name, "Tổ khối Lá");
    EXPECT_EQ(read[0].deadline, "2025-10-03");
}

TEST(Assignments, AnHourMayStandBeforeTheLastDay) {
    const auto read = orders({at(Depth::Number,
                                 "Phòng Cảnh sát rà soát tài khoản, báo cáo chậm nhất 16h00 ngày "
                                 "15/6/2025.")});
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].deadline, "2025-06-15");
    EXPECT_EQ(read[0].deadline_kind, "date_by");
}

TEST(Assignments, WhereOrdersAreGivenAnyVerbIsADeed) {
    const auto read = orders(
        {at(Depth::Article, "Tổ chức thực hiện"),
         at(Depth::Number,
            "Sở Xây dựng là cơ quan đầu mối, theo dõi, báo cáo trước 15/12 hằng năm."),
         at(Depth::Number, "Ủy ban nhân dân các phường, xã cắm mốc hành lang trong năm 2026."),
         at(Depth::Number, "Cục Hậu cần - Kỹ thuật bảo đảm tiêu chuẩn Tết.")});
    ASSERT_EQ(read.size(), 3u);
    EXPECT_EQ(read[0].organ_name, "Sở Xây dựng");
    EXPECT_EQ(read[0].month_day, "12-15");
    EXPECT_EQ(read[1].organ_name, "Ủy ban nhân dân các phường, xã");
    EXPECT_EQ(read[2].organ_name, "Cục Hậu cần - Kỹ thuật");
}

TEST(Assignments, ThoseWhoAreToCarryOutAListOwnItsItems) {
    const auto read =
        orders({at(Depth::Plain, "Sở Giáo dục và Đào tạo yêu cầu các đơn vị thực hiện:"),
                at(Depth::Dash, "Lập hồ sơ đăng ký mở lớp, trình Sở trước ngày 20/12/2025.")});
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].organ_name, "các đơn vị");
    EXPECT_EQ(read[0].assigning_verb, "yêu cầu");
    EXPECT_EQ(read[0].deadline, "2025-12-20");
}

TEST(Assignments, WhoIsProposedToIsNotOrdered) {
    const auto read =
        orders({at(Depth::Roman, "TỔ CHỨC THỰC HIỆN"), at(Depth::Number, "Giao Sở Nội vụ"),
                at(Depth::Letter,
                   "Hằng năm tổng hợp, tham mưu đề xuất Chủ tịch Ủy ban nhân dân tỉnh khen "
                   "thưởng điển hình.")});
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].organ_name, "Sở Nội vụ");
}

TEST(Assignments, WhatIsToldIsNoOrder) {
    EXPECT_TRUE(
        orders(
            {at(Depth::Plain,
                "Ban Quản lý dự án đã nhận được Văn bản số 88/C4-ĐHDA về việc bàn giao mặt bằng."),
             at(Depth::Plain,
                "Tòa án nhân dân Khu vực 3 thông báo lịch nghỉ Tết: 01 ngày, thứ Năm."),
             at(Depth::Plain,
                "Sở Nội vụ đề nghị các cơ quan, đơn vị triển khai một số nội dung sau:")})
            .empty());
}

TEST(Assignments, ArticlesHaveNumberedPointsBelow) {
    const auto read = orders({at(Depth::Article, "Tổ chức thực hiện"),
                              at(Depth::Number, "Bộ Nội vụ chủ trì triển khai Đề án."),
                              at(Depth::Number, "Bộ Tài chính bố trí kinh phí theo phân cấp.")});
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[1].organ_name, "Bộ Tài chính");
}

TEST(Assignments, DifficultiesAreReportedByWhoeverHasThem) {
    const auto read = orders({at(Depth::Plain,
                                 "Trong quá trình thực hiện nếu có vướng mắc, các cơ quan, đơn vị "
                                 "phản ánh về Sở Nội vụ để tổng hợp./.")});
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].organ_name, "các cơ quan, đơn vị");
    EXPECT_EQ(read[0].deadline_kind, "on_event");
}

TEST(Assignments, NobodyIsOrderedByGroundsGoalsAndFormulas) {
    EXPECT_TRUE(
        orders({at(Depth::Plain, "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;"),
                at(Depth::Roman, "MỤC ĐÍCH, YÊU CẦU"),
                at(Depth::Number, "Nâng cao nhận thức của cán bộ về công tác thi đua."),
                at(Depth::Roman, "TỔ CHỨC THỰC HIỆN"),
                at(Depth::Number,
                   "Chánh Văn phòng, Giám đốc Sở Nội vụ chịu trách nhiệm thi hành "
                   "Quyết định này.")})
            .empty());
}

TEST(Assignments, TextThatGoesOnBehindAListIsNobodysOrder) {
    EXPECT_EQ(orders({at(Depth::Roman, "TỔ CHỨC THỰC HIỆN"), at(Depth::Number, "Giao Công an tỉnh"),
                      at(Depth::Letter, "Lập danh sách các trường hợp cần hỗ trợ."),
                      at(Depth::Plain, "Số liệu được tính đến hết tháng 10 năm 2024.")})
                  .size(),
              1u);
}

TEST(Assignments, ItemsOfAListHaveTheDayOfTheSentenceThatClosesIt) {
    const auto read = orders({at(Depth::Roman, "TỔ CHỨC THỰC HIỆN"),
                              at(Depth::Dash, "Sở Y tế đăng ký từ 02 đến 05 mô hình;"),
                              at(Depth::Plain,
                                 "Các cơ quan gửi danh sách về Sở Nội vụ trước ngày "
                                 "30/4/2026.")});
    ASSERT_EQ(read.size(), 2u) << read[0].quote;
    EXPECT_EQ(read[0].deadline_kind, "same_as");
    EXPECT_EQ(read[1].deadline, "2026-04-30");
}

struct DeadlineCase {
    const char* text;
    const char* kind;
    const char* date;
    const char* month_day;
};

TEST(Assignments, ParallelOrdersShareThePeriodThatMostOfThemName) {
    const std::string deed = " chủ trì lựa chọn, xây dựng và nhân rộng ít nhất 10 điển hình";
    const std::string period = " trong giai đoạn 2026-2030.";
    std::vector<Paragraph> paper{at(Depth::Roman, "TỔ CHỨC THỰC HIỆN")};
    for (const char* organ : {"Sở Y tế", "Sở Nội vụ", "Sở Tài chính"})
        paper.push_back(at(Depth::Number, "Giao " + std::string(organ) + deed + period));
    paper.push_back(at(Depth::Number, "Giao Sở Xây dựng" + deed + "."));
    paper.push_back(at(Depth::Number, "Giao Văn phòng Ủy ban nhân dân tỉnh theo dõi, đôn đốc."));
    const auto read = orders(paper);
    ASSERT_EQ(read.size(), 5u);
    EXPECT_EQ(read[3].deadline_kind, "period");
    EXPECT_EQ(read[3].to, "2030");
    EXPECT_EQ(read[4].deadline_kind, "none");

    paper.insert(paper.begin() + 4, at(Depth::Roman, "KINH PHÍ"));
    const auto apart = orders(paper);
    ASSERT_EQ(apart.size(), 5u);
    EXPECT_EQ(apart[3].deadline_kind, "none");
}

TEST(Assignments, TheFirstYearOfAYearlyOrderIsNoOrderOfItsOwn) {
    const auto read =
        orders({at(Depth::Roman, "TỔ CHỨC THỰC HIỆN"), at(Depth::Number, "Giao Sở Nội vụ"),
                at(Depth::Letter,
                   "Hằng năm tham mưu tổ chức gặp mặt các điển hình. Năm 2026, giao "
                   "Sở Nội vụ tham mưu thực hiện trong Quý IV.")});
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].deadline_kind, "recurring_yearly");
}

TEST(Assignments, EachOfAGroupIsWhoIsOrdered) {
    const auto read =
        orders({at(Depth::Roman, "TỔ CHỨC THỰC HIỆN"),
                at(Depth::Number,
                   "Các cơ quan, đơn vị có điển hình được tuyên dương tại Đại hội, mỗi cơ "
                   "quan, đơn vị chủ trì phong trào lựa chọn đăng ký từ 03 đến 07 tập thể.")});
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].organ_name, "cơ quan, đơn vị chủ trì phong trào");
}

TEST(Deadline, KindsOfTheContract) {
    const DeadlineCase cases[] = {
        {"gui truoc ngay 31/8/2021", "date_before", "2021-08-31", ""},
        {"hoan thanh truoc ngay 10 thang 9 nam 2024", "date_before", "2024-09-10", ""},
        {"gui cham nhat ngay 30/6/2021 de tong hop", "date_by", "2021-06-30", ""},
        {"truoc ngay 15/02 hang nam", "recurring_yearly_before", "", "02-15"},
        {"khen thuong nhan dip ngay 11/6 hang nam", "recurring_yearly_on", "", "06-11"},
        {"hang nam xay dung ke hoach", "recurring_yearly", "", ""},
        {"trong quy i, ii nam 2025", "quarter", "2025-06-30", ""},
        {"trong quy iv/2023", "quarter", "2023-12-31", ""},
        {"trong quy 1v/2023", "quarter", "2023-12-31", ""},
        {"trong quy h nam 2023", "quarter", "2023-06-30", ""},
        {"tong ket vao nam 2025", "year", "", ""},
        {"ket thuc giai doan lua chon", "period_end", "", ""},
        {"dinh ky bao cao ket qua", "periodic_unspecified", "", ""},
        {"trong thang 2/2024", "date_by", "2024-02-29", ""},
        {"truoc ngay 30/5", "date_before", "2022-05-30", ""},
        {"xay dung ke hoach va to chuc thuc hien", "none", "", ""},
        {"truoc ngay 31/02/2024", "none", "", ""},
    };
    for (const DeadlineCase& one : cases) {
        const Deadline read = read_deadline(one.text, 2022);
        EXPECT_EQ(read.kind, one.kind) << one.text;
        EXPECT_EQ(read.date, one.date) << one.text;
        EXPECT_EQ(read.month_day, one.month_day) << one.text;
    }
}

TEST(Deadline, TheFirstYearMayHaveItsOwnDay) {
    EXPECT_EQ(
        read_deadline("truoc ngay 15/01 hang nam (nam 2022 gui truoc ngay 30/5)", 2022).overrides,
        "2022-05-30");
}

TEST(Assignments, AListBelowADemandOrdersWhomItNames) {
    const auto read = orders(
        {at(Depth::Plain,
            "Thực hiện Công điện số 203/CĐ-TTg, Chủ tịch Ủy ban nhân dân tỉnh yêu "
            "cầu:"),
         at(Depth::Number, "Sở Xây dựng khơi thông đường huyết mạch trước ngày 02/11/2025."),
         at(Depth::Number, "Công ty Điện lực Quảng Trị khôi phục điện trong ngày 31/10/2025."),
         at(Depth::Number, "Các đại đội tuyển chọn đội thi.")});
    ASSERT_EQ(read.size(), 3u);
    EXPECT_EQ(read[0].organ_name, "Sở Xây dựng");
    EXPECT_EQ(read[1].organ_name, "Công ty Điện lực Quảng Trị");
    EXPECT_EQ(read[1].deadline, "2025-10-31");
    EXPECT_EQ(read[2].organ_name, "Các đại đội");
}

TEST(Assignments, WhoAsksMayStandBehindAnyClause) {
    const auto read =
        orders({at(Depth::Plain,
                   "Triển khai Công văn số 5530/NHNN-QLNH, Ngân hàng Nhà nước Khu vực 13 "
                   "yêu cầu các tổ chức tín dụng:"),
                at(Depth::Letter, "Chấm dứt hợp đồng với đại lý vi phạm trước ngày 31/8/2025;"),
                at(Depth::Plain,
                   "Nhằm giảm chi tiền mặt, Bảo hiểm xã hội tỉnh đề nghị Bưu điện tỉnh vận "
                   "động người hưởng mở tài khoản.")});
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].organ_name, "các tổ chức tín dụng");
    EXPECT_EQ(read[0].deadline, "2025-08-31");
    EXPECT_EQ(read[1].organ_name, "Bưu điện tỉnh");
}

TEST(Assignments, OneSentenceMayOrderSeveralOrgansInTurn) {
    const auto read =
        orders({at(Depth::Number,
                   "Về trật tự đô thị trên địa bàn phường: Giao Công an phường duy trì chốt "
                   "trực; Đội Quản lý trật tự xây dựng lập biên bản các trường hợp cơi "
                   "nới."),
                at(Depth::Number,
                   "Thủ trưởng các Phòng, ban; Chủ tịch UBND các xã gửi kế hoạch trước ngày "
                   "30/6/2025.")});
    ASSERT_EQ(read.size(), 3u);
    EXPECT_EQ(read[0].organ_name, "Công an phường");
    EXPECT_EQ(read[1].organ_name, "Đội Quản lý trật tự xây dựng");
    EXPECT_EQ(read[2].organ_name, "Thủ trưởng các Phòng, ban; Chủ tịch UBND các xã");
}

TEST(Assignments, AGroupNamedAtLengthLeadsToItsOrders) {
    const auto read =
        orders({at(Depth::Plain, "Sở Giáo dục và Đào tạo yêu cầu các cơ sở giáo dục mầm non:"),
                at(Depth::Number, "Vệ sinh lớp học, đồ chơi mỗi ngày."),
                at(Depth::Plain,
                   "Đề nghị Chi cục Thống kê các huyện gọi điện hỏi lại số liệu; riêng Chi cục "
                   "Thống kê thành phố Phan Thiết phúc tra 30 doanh nghiệp."),
                at(Depth::Plain, "Giao Phòng Thu thập thông tin hậu kiểm.")});
    ASSERT_EQ(read.size(), 4u);
    EXPECT_EQ(read[0].organ_name, "các cơ sở giáo dục mầm non");
    EXPECT_EQ(read[1].organ_name, "Chi cục Thống kê các huyện");
    EXPECT_EQ(read[2].organ_name, "Chi cục Thống kê thành phố Phan Thiết");
    EXPECT_EQ(read[3].organ_name, "Phòng Thu thập thông tin");
    EXPECT_EQ(read[3].action, "hậu kiểm");
}

TEST(Assignments, AReportTellsAndOrdersNoOne) {
    const std::vector<Paragraph> paragraphs{
        at(Depth::Plain, "Ban Kinh tế - Ngân sách kính trình Hội đồng nhân dân tỉnh xem xét."),
        at(Depth::Number, "Sở Y tế tổ chức 12 lớp tập huấn cho tuyến xã.")};
    const Lexicons& lexicons = library().lexicons();
    const Entry* report = lexicons.types.by_letters("Báo cáo");
    EXPECT_EQ(purpose_of(report), Purpose::Tells);
    EXPECT_EQ(purpose_of(nullptr), Purpose::Orders);
    EXPECT_TRUE(read_assignments(paragraphs, lexicons, 2025, purpose_of(report)).empty());
}

TEST(Assignments, WordsWithOtherMarksAreNoOrgans) {
    const auto read =
        orders({at(Depth::Roman, "TỔ CHỨC THỰC HIỆN"), at(Depth::Number, "ĐỐI TƯỢNG, THỜI GIAN"),
                at(Depth::Dash, "Kiểm tra 03 chi bộ trực thuộc.")});
    for (const Assignment& order : read)
        EXPECT_EQ(order.organ_name, "");
}

TEST(Assignments, TheEndOfASpanIsNoLastDay) {
    const auto read =
        orders({at(Depth::Number,
                   "Giao Sở Tài chính báo cáo số chi từ ngày 01 tháng 01 đến hết ngày 31 "
                   "tháng 8 năm 2024.")});
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].deadline_kind, "none");
}

TEST(Assignments, PeopleMayBeGivenTheirWorkByALabel) {
    const auto read = orders(
        {at(Depth::Plain, "Hiệu trưởng phân công như sau:"),
         at(Depth::Number, "Cô Lê Thị Mai, Phó Hiệu trưởng: kiểm kê tài sản trước ngày 25/8/2025."),
         at(Depth::Number, "Bảo vệ: trực 24/24 giờ."),
         at(Depth::Number, "Giáo viên chủ nhiệm: quản lý học sinh."),
         at(Depth::Number, "Bảo vệ môi trường: không xả rác.")});
    ASSERT_EQ(read.size(), 3u);
    EXPECT_EQ(read[0].organ_name, "Cô Lê Thị Mai, Phó Hiệu trưởng");
    EXPECT_EQ(read[1].organ_name, "Bảo vệ");
    EXPECT_EQ(read[2].organ_name, "Giáo viên chủ nhiệm");
}

TEST(Assignments, AHeadingMayNameAnOrganBehindForWhom) {
    const auto read =
        orders({at(Depth::Plain, "Kính gửi:"), at(Depth::Dash, "Ủy ban nhân dân các xã: A, B;"),
                at(Depth::Plain, "Cục đề nghị như sau:"),
                at(Depth::Number, "Đối với Ủy ban nhân dân các xã"),
                at(Depth::Letter, "Phân bổ gạo đến từng trường xong trước ngày 10/11/2025."),
                at(Depth::Number, "Khoa Hồi sức cấp cứu - Chống độc: bố trí 02 cáng.")});
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].organ_name, "Ủy ban nhân dân các xã");
    EXPECT_EQ(read[0].deadline, "2025-11-10");
    EXPECT_EQ(read[1].organ_name, "Khoa Hồi sức cấp cứu - Chống độc");
}

TEST(Assignments, WhoeverMeetsDifficultiesMayCallWithoutAWordOfWhere) {
    const auto read = orders({at(Depth::Plain,
                                 "Quá trình thực hiện nếu có vướng mắc, các đơn vị liên hệ Phòng "
                                 "Kiểm soát tần số để được hỗ trợ.")});
    ASSERT_EQ(read.size(), 1u);
    EXPECT_EQ(read[0].organ_name, "các đơn vị");
    EXPECT_EQ(read[0].deadline_kind, "on_event");
}

TEST(Assignments, AnItemWhoseLetterWasMisreadIsAnItem) {
    testing::Sheet sheet = testing::plan();
    sheet.page_.blocks.resize(sheet.page_.blocks.size() - 8);  // without recipients and signer
    sheet.down()
        .at(testing::Sheet::kMargin + 60, "1. Giao Phòng Nội vụ")
        .down()
        .at(testing::Sheet::kMargin + 60, "e) Tham mưu tổng kết Kế hoạch vào năm 2025;")
        .down()
        .at(testing::Sheet::kMargin + 60, "ø) Phối hợp với Đài Truyền thanh huyện đưa tin.")
        .down();
    const auto read = testing::extract_as(sheet.document()).assignments;
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[1].organ_name, "Phòng Nội vụ");
}

}  // namespace
}  // namespace vanthu::forms
