#include "forms/layout_check.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/error.h"

namespace vanthu::forms {
namespace {

const LayoutRules& rules() {
    static const LayoutRules all = read_layout_rules(VANTHU_SOURCE_DIR "/forms/layouts/state.xml",
                                                     VANTHU_SOURCE_DIR "/forms/layout.rng");
    return all;
}

SetParagraph set(const std::string& text, double points, const std::string& look = "",
                 const std::string& align = "left", int table = -1, int column = -1) {
    SetParagraph paragraph;
    paragraph.pieces = {{text, "Times New Roman", "", points, look.find('b') != std::string::npos,
                         look.find('i') != std::string::npos, false}};
    paragraph.align = align;
    paragraph.table = table;
    paragraph.row = table < 0 ? -1 : 0;
    paragraph.column = column;
    return paragraph;
}

SetParagraph body(const std::string& text) {
    SetParagraph paragraph = set(text, 14, "", "both");
    paragraph.first_line = 12.7;
    paragraph.after = 6;
    return paragraph;
}

// A decision that follows the decree.
SetDocument decision() {
    SetDocument document;
    document.sections = {{210, 297, 20, 20, 30, 15, true, 1}};
    document.page_numbers = true;
    document.paragraphs = {
        set("ỦY BAN NHÂN DÂN TỈNH B", 12, "", "center", 0, 0),
        set("SỞ TÀI CHÍNH", 12, "b", "center", 0, 0),
        set("Số: 15/QĐ-STC", 13, "", "center", 0, 0),
        set("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, "b", "center", 0, 1),
        set("Độc lập - Tự do - Hạnh phúc", 13, "b", "center", 0, 1),
        set("Bình Lục, ngày 05 tháng 01 năm 2026", 13, "i", "center", 0, 1),
        set("QUYẾT ĐỊNH", 14, "b", "center"),
        set("Về việc công nhận điển hình tiên tiến", 14, "b", "center"),
        set("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;", 14, "i", "both"),
        set("Theo đề nghị của Chánh Văn phòng.", 14, "i", "both"),
        set("QUYẾT ĐỊNH:", 14, "b", "center"),
        body("Điều 1. Công nhận điển hình tiên tiến năm 2025 cho các tập thể và cá nhân có tên."),
        body("Điều 2. Các phòng, đơn vị liên quan chịu trách nhiệm thi hành Quyết định này kể từ "
             "ngày ký./."),
        set("Nơi nhận:", 12, "bi", "left", 1, 0),
        set("- Như Điều 2;", 11, "", "left", 1, 0),
        set("- Lưu: VT, TĐ.", 11, "", "left", 1, 0),
        set("GIÁM ĐỐC", 14, "b", "center", 1, 1),
        set("Trần Văn Định", 14, "b", "center", 1, 1),
    };
    return document;
}

std::string told(const std::vector<LayoutFinding>& findings) {
    std::string all;
    for (const LayoutFinding& finding : findings)
        all += finding.zone + '/' + finding.code + '/' + std::to_string(finding.paragraph) + ' ';
    return all;
}

TEST(LayoutCheck, ADraftThatFollowsTheDecreeHasNoFinding) {
    EXPECT_EQ(told(check_layout(decision(), rules())), "");
}

struct Departure {
    const char* what;
    std::function<void(SetDocument&)> change;
    const char* expected;
};

TEST(LayoutCheck, EveryDepartureIsToldOnceWithItsPlace) {
    const std::vector<Departure> departures{
        {"margin", [](SetDocument& d) { d.sections[0].left = 25; }, "page/margin/0 "},
        {"paper", [](SetDocument& d) { d.sections[0].height = 279; }, "page/paper/0 "},
        {"first page", [](SetDocument& d) { d.sections[0].title_page = false; },
         "page/page_number/0 "},
        {"font", [](SetDocument& d) { d.paragraphs[11].pieces[0].font = "Arial"; },
         "page/font/12 "},
        {"colour", [](SetDocument& d) { d.paragraphs[11].pieces[0].color = "FF0000"; },
         "page/font/12 "},
        {"national name", [](SetDocument& d) { d.paragraphs[3].pieces[0].points = 15; },
         "national_name/size/4 "},
        {"motto",
         [](SetDocument& d) { d.paragraphs[4].pieces[0].text = "Độc lập-Tự do-Hạnh phúc"; },
         "motto/grammar/5 "},
        {"in charge", [](SetDocument& d) { d.paragraphs[1].pieces[0].points = 16; },
         "organ_name/size/2 "},
        {"code", [](SetDocument& d) { d.paragraphs[2].pieces[0].text = "Số 15 / QĐ-STC"; },
         "code/grammar/3 "},
        {"zero", [](SetDocument& d) { d.paragraphs[2].pieces[0].text = "Số: 5/QĐ-STC"; },
         "code/grammar/3 "},
        {"day",
         [](SetDocument& d) {
             d.paragraphs[5].pieces[0].text = "Bình Lục, ngày 5 tháng 01 năm 2026";
         },
         "issued/grammar/6 "},
        {"month",
         [](SetDocument& d) {
             d.paragraphs[5].pieces[0].text = "Bình Lục, ngày 05 tháng 09 năm 2026";
         },
         "issued/grammar/6 "},
        {"upright date", [](SetDocument& d) { d.paragraphs[5].pieces[0].italic = false; },
         "issued/italic/6 "},
        {"type to the left", [](SetDocument& d) { d.paragraphs[6].align = "left"; },
         "type_name/alignment/7 "},
        {"basis end", [](SetDocument& d) { d.paragraphs[8].pieces[0].text.pop_back(); },
         "basis/grammar/9 "},
        {"indent", [](SetDocument& d) { d.paragraphs[11].first_line = 0; }, "body/indent/12 "},
        {"end mark",
         [](SetDocument& d) {
             std::string& text = d.paragraphs[12].pieces[0].text;
             text.erase(text.size() - 2);
         },
         "body/grammar/13 "},
        {"receiver end", [](SetDocument& d) { d.paragraphs[14].pieces[0].text = "- Như Điều 2."; },
         "to_places/grammar/15 "},
        {"no archive", [](SetDocument& d) { d.paragraphs[15].pieces[0].text = "- Phòng A;"; },
         "to_places/missing/14 "},
        {"degree", [](SetDocument& d) { d.paragraphs[17].pieces[0].text = "TS. Trần Văn Định"; },
         "signer_full_name/grammar/18 "},
    };
    for (const Departure& departure : departures) {
        SetDocument document = decision();
        departure.change(document);
        const auto findings = check_layout(document, rules());
        EXPECT_EQ(told(findings), departure.expected) << departure.what;
        for (const LayoutFinding& finding : findings) {
            EXPECT_FALSE(finding.remedy.empty()) << departure.what;
            EXPECT_NE(finding.rule.find("30/2020"), std::string::npos) << departure.what;
        }
    }
}

TEST(LayoutCheck, WhatIsMissingIsAnError) {
    SetDocument document = decision();
    document.paragraphs.erase(document.paragraphs.begin() + 2, document.paragraphs.begin() + 5);
    const auto findings = check_layout(document, rules());
    EXPECT_EQ(told(findings), "national_name/missing/0 motto/missing/0 code/missing/0 ");
    EXPECT_EQ(findings[0].severity, "error");
    EXPECT_NO_THROW(check_layout({}, rules()));
}

TEST(LayoutCheck, TheTypesNameIsNoIssuerWhereNumberAndDateAreMissing) {
    SetDocument document = decision();
    document.paragraphs.erase(document.paragraphs.begin() + 5);
    document.paragraphs.erase(document.paragraphs.begin() + 2);
    EXPECT_EQ(told(check_layout(document, rules())), "code/missing/0 issued/missing/0 ");
}

TEST(LayoutCheck, TheWorkersAnswerIsReadInMillimetresAndPoints) {
    const SetDocument document = read_set_document(
        R"({"sections":[{"width":11906,"height":16838,"top":1134,"bottom":1134,"left":1701,"right":851,"title_page":true,"headers":1}],
            "paragraphs":[{"align":"both","first_line":720,"before":0,"after":120,"line":360,"line_rule":"auto","table":-1,"row":-1,
            "column":-1,"pieces":[{"text":"a  b","font":"Arial","color":"","half_points":26,"bold":true,"italic":false,"capitals":true}]}],
            "page_numbers":true})");
    EXPECT_NEAR(document.sections[0].left, 30, 0.1);
    EXPECT_NEAR(document.paragraphs[0].first_line, 12.7, 0.1);
    EXPECT_EQ(document.paragraphs[0].after, 6);
    EXPECT_EQ(document.paragraphs[0].lines, 1.5);
    EXPECT_EQ(document.paragraphs[0].text(), "A B");
    EXPECT_THROW(read_set_document("x"), Error);
}

}  // namespace
}  // namespace vanthu::forms
