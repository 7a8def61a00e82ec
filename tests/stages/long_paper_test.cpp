// Papers of more pages than are held in memory at once.
#include "stages/long_paper.h"

#include <gtest/gtest.h>

#include "pipeline/shelf.h"
#include "tests/forms/sheet.h"

namespace vanthu::stages {
namespace {

using forms::testing::library;
using forms::testing::Sheet;
using pipeline::Document;
using pipeline::Page;

constexpr int kPages = 70, kFoot = 60;

Page numbered(Sheet sheet, int number) {
    sheet.page_.number = number;
    return sheet.page_;
}

// A report whose body ends on page 60; pages in between cite, order and fill.
Document long_report() {
    Document document;
    Sheet head(pipeline::TextOrigin::TextLayer);
    head.down(2)
        .head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("TỈNH HƯNG YÊN", "Độc lập - Tự do - Hạnh phúc")
        .head("Số: 79/KH-UBND", "Hưng Yên, ngày 21 tháng 4 năm 2022")
        .down()
        .title("KẾ HOẠCH")
        .title("Chuyển đổi số năm 2022")
        .body("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ.");
    document.pages.push_back(numbered(head, 1));
    for (int number = 2; number <= kPages; ++number) {
        Sheet sheet(pipeline::TextOrigin::TextLayer);
        sheet.down(4).body("Nội dung của trang này nói về việc chung của các cơ quan trong tỉnh.");
        if (number == 40)
            sheet.body("Theo Quyết định số 749/QĐ-TTg ngày 03 tháng 6 năm 2020 của Thủ tướng.");
        if (number == kFoot)
            sheet.down(2)
                .foot("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN")
                .foot("- Như trên;", "CHỦ TỊCH")
                .foot("- Lưu: VT.", "")
                .down(3)
                .foot("", "Trần Quốc Văn");
        document.pages.push_back(numbered(sheet, number));
    }
    return document;
}

Document shelved(Document document) {
    pipeline::Shelf shelf(document.pages.size());
    for (Page& page : document.pages)
        shelf.put(page);
    return document;
}

std::string value_of(const forms::Extraction& extraction, const std::string& id) {
    for (const pipeline::Field& field : extraction.fields)
        if (field.id == id && field.value) return field.value->normal;
    return {};
}

TEST(LongPaper, HeadAndFootAreFoundThoughTheFootStandsAmongManyPages) {
    const Document document = shelved(long_report());
    ASSERT_TRUE(document.pages[0].blocks.empty());
    const FieldPages looked_at(document);
    EXPECT_EQ(looked_at.document().pages.size(), document.pages.size());
    EXPECT_TRUE(looked_at.document().pages[30].blocks.empty());
    const forms::Form* form = library().form("dispatch");
    ASSERT_NE(form, nullptr);
    const auto found = forms::extract(looked_at.document(), *form, library());
    EXPECT_EQ(value_of(found, "code"), "79/KH-UBND");
    EXPECT_EQ(value_of(found, "signer_full_name"), "Trần Quốc Văn");
    EXPECT_EQ(value_of(found, "page_amount"), "70");
}

TEST(LongPaper, WhatThePagesBetweenCiteIsFoundOnce) {
    const Document whole = long_report(), document = shelved(whole);
    const forms::Form* form = library().form("dispatch");
    const FieldPages looked_at(document);
    auto found = forms::extract(looked_at.document(), *form, library());
    add_from_other_pages(document, *form, library(), found);
    const auto all = forms::extract(whole, *form, library());
    ASSERT_EQ(found.citations.size(), all.citations.size());
    ASSERT_EQ(found.citations.size(), 2u);
    EXPECT_EQ(found.citations[1].code, "749/QĐ-TTg");
    EXPECT_EQ(found.citations[1].page, 40);
    EXPECT_EQ(found.assignments.size(), all.assignments.size());
}

TEST(LongPaper, AShortPaperIsLookedAtAsItIs) {
    Document document = long_report();
    document.pages.resize(3);
    const FieldPages looked_at(document);
    EXPECT_EQ(&looked_at.document(), &document);
}

}  // namespace
}  // namespace vanthu::stages
