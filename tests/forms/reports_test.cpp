// What reports, submissions and minutes say beside their lists.
#include <gtest/gtest.h>

#include "forms/award_decisions.h"
#include "forms/labelled_lines.h"
#include "forms/proposal_counts.h"
#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

using pipeline::Block;

pipeline::Document document_of(const std::vector<std::string>& lines) {
    pipeline::Page page;
    for (const std::string& text : lines) {
        Block block;
        pipeline::TextLine line;
        for (const std::string& word : split(text, ' '))
            if (!word.empty()) line.words.push_back({word, {}, 1});
        block.lines.push_back(line);
        page.blocks.push_back(block);
    }
    pipeline::Document document;
    document.pages.push_back(page);
    return document;
}

const TableDefinition& definition(const std::string& form, const std::string& table) {
    for (const TableDefinition& one : testing::library().form(form)->tables)
        if (one.id == table) return one;
    throw std::out_of_range(table);
}

TEST(LabelledLines, ValuesStandBehindTheirLabels) {
    const auto read = read_labelled_lines(document_of({"- Họ và tên: Lò Thị Pánh; Giới tính: Nữ.",
                                                       "- Ngày, tháng, năm sinh: 30/12/1984",
                                                       "Chức vụ: Hạt phó", "Căn cứ kết quả: tốt"}),
                                          definition("achievement_report", "profile"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->columns,
              (std::vector<std::string>{"name", "birth_date", "gender", "position"}));
    EXPECT_EQ(read->rows[0],
              (std::vector<std::string>{"Lò Thị Pánh", "30/12/1984", "Nữ", "Hạt phó"}));
}

TEST(LabelledLines, WhatIsNotThereIsNotRead) {
    EXPECT_FALSE(read_labelled_lines(document_of({"Họ và tên:", "Chức vụ: ", "Ghi chú: không"}),
                                     definition("achievement_report", "profile")));
}

TEST(LabelledLines, AValueEndsWhereTheNextPartBegins) {
    pipeline::Document document =
        document_of({"Họ tên: An", "- Trình độ chuyên môn: Thạc sĩ Quản lý"});
    for (const char* text : {"công", "II. THÀNH TÍCH ĐẠT ĐƯỢC", "Vận động 48 hộ."}) {
        pipeline::TextLine line;
        for (const std::string& word : split(text, ' '))
            line.words.push_back({word, {}, 1});
        document.pages[0].blocks[1].lines.push_back(line);
    }
    const auto read = read_labelled_lines(document, definition("achievement_report", "profile"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->rows[0].back(), "Thạc sĩ Quản lý công");
}

TEST(LabelledLines, ANumberBeforeALabelIsTheValueBeforeIt) {
    const auto read =
        read_labelled_lines(document_of({"Số thành viên Hội đồng: 10. Số thành viên có mặt: 09."}),
                            definition("nomination_minutes", "attendance"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->rows[0], (std::vector<std::string>{"10", "09"}));
}

TEST(LabelledLines, MinutesSayWhoWasThere) {
    const auto read = read_labelled_lines(
        document_of({"1. Tổng số thành viên Hội đồng: 09; Có mặt: 08; Vắng: 01."}),
        definition("nomination_minutes", "attendance"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->rows[0], (std::vector<std::string>{"09", "08", "01"}));
}

TEST(LabelledLines, ANumberMayStandWithoutAColon) {
    const auto profile =
        read_labelled_lines(document_of({"Họ và tên: Lò Thị Pánh", "- Sinh ngày 28/12/1979"}),
                            definition("achievement_report", "profile"));
    ASSERT_TRUE(profile);
    EXPECT_EQ(profile->rows[0], (std::vector<std::string>{"Lò Thị Pánh", "28/12/1979"}));
    const auto minutes = read_labelled_lines(
        document_of({"Thành phần: tổng số 9 thành viên Hội đồng; có mặt: 8; vắng mặt: 1."}),
        definition("nomination_minutes", "attendance"));
    ASSERT_TRUE(minutes);
    EXPECT_EQ(minutes->rows[0], (std::vector<std::string>{"9", "8", "1"}));
}

TEST(ProposalCounts, AnItemMayBeginWithItsAward) {
    const auto read = read_proposal_counts(
        document_of({"a) Giấy khen của Chủ tịch Ủy ban nhân dân huyện: 12 tập thể; 05 cá nhân."}),
        definition("nomination_submission", "proposal"));
    ASSERT_TRUE(read);
    ASSERT_EQ(read->rows.size(), 2u);
    for (const auto& row : read->rows)
        EXPECT_EQ(row[0], "Giấy khen của Chủ tịch Ủy ban nhân dân huyện");
}

TEST(ProposalCounts, AwardsKindsAndNumbers) {
    const auto read = read_proposal_counts(
        document_of({"Kính trình xét, tặng Bằng khen cho 05 tập thể và 12 cá nhân có thành tích; "
                     "tặng Giấy khen cho 03 hộ gia đình.",
                     "Ngày 12 tháng 3, 7 phòng dự họp."}),
        definition("nomination_submission", "proposal"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->rows, (std::vector<std::vector<std::string>>{{"Bằng khen", "collective", "5"},
                                                                 {"Bằng khen", "individual", "12"},
                                                                 {"Giấy khen", "household", "3"}}));
}

TEST(ProposalCounts, AListThatDiffersIsTold) {
    pipeline::FieldTable proposal{
        "proposal", {"award", "kind", "count"}, {{"Bằng khen", "individual", "2"}}};
    pipeline::FieldTable list{
        "nominees", {"name", "kind"}, {{"A", "individual"}, {"B", "individual"}}};
    EXPECT_TRUE(compare_counts({proposal, list}).empty());
    list.rows.pop_back();
    const auto issues = compare_counts({proposal, list});
    ASSERT_EQ(issues.size(), 1u);
    EXPECT_EQ(issues[0].code, "counts_differ");
    EXPECT_TRUE(compare_counts({proposal}).empty());
}

TEST(ProposalCounts, AListWithoutKindsIsOfTheOneThatIsProposed) {
    pipeline::FieldTable proposal{
        "proposal", {"award", "kind", "count"}, {{"Bằng khen", "individual", "2"}}};
    const pipeline::FieldTable list{"nominees", {"name"}, {{"A"}}};
    EXPECT_EQ(compare_counts({proposal, list}).size(), 1u);
    proposal.rows.push_back({"Bằng khen", "collective", "1"});
    EXPECT_TRUE(compare_counts({proposal, list}).empty()) << "of two kinds nobody can tell";
}

TEST(AwardDecisions, NumberDayAndIssuerAreTakenApart) {
    pipeline::FieldTable table{
        "titles",
        {"year", "title", "decision"},
        {{"2020", "CSTĐ cơ sở",
          "Quyết định số 123/QĐ-UBND ngày 12/3/2020 của Chủ tịch UBND huyện Đông Khê"},
         {"2021", "LĐTT", "45/QĐ-SNV, ngày 05 tháng 01 năm 2022; Sở Nội vụ"},
         {"2022", "LĐTT", ""}}};
    take_decisions_apart(table);
    ASSERT_EQ(table.columns.size(), 6u);
    EXPECT_EQ(table.rows[0][3], "123/QĐ-UBND");
    EXPECT_EQ(table.rows[0][4], "2020-03-12");
    EXPECT_EQ(table.rows[0][5], "Chủ tịch UBND huyện Đông Khê");
    EXPECT_EQ(table.rows[1][3], "45/QĐ-SNV");
    EXPECT_EQ(table.rows[1][4], "2022-01-05");
    EXPECT_EQ(table.rows[1][5], "Sở Nội vụ");
    EXPECT_EQ(table.rows[2][3], "");
}

}  // namespace
}  // namespace vanthu::forms
