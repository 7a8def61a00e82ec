// Lists that are not as lists should be, read by the command: what is wrong is told, the rest is
// read.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include <Poco/JSON/Parser.h>

#include "tests/e2e/service.h"
#include "tests/hostile/made_files.h"

namespace vanthu {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;
using Row = std::vector<std::string>;

const Row kHeadings = {"STT", "Họ và tên", "Đơn vị", "Hình thức đề nghị"};

std::string cell(const std::string& text, int columns = 1) {
    return "<w:tc><w:tcPr><w:gridSpan w:val=\"" + std::to_string(columns) +
           "\"/></w:tcPr><w:p><w:r><w:t>" + text + "</w:t></w:r></w:p></w:tc>";
}

std::string row(const Row& texts) {
    std::string cells;
    for (const std::string& text : texts)
        cells += cell(text);
    return "<w:tr>" + cells + "</w:tr>";
}

class OddLists : public ::testing::Test {
protected:
    // The list as `vanthu read` gives it.
    void read(const std::string& rows) {
        const std::string file = folder_.path() + "/list.docx";
        std::ofstream(file, std::ios::binary) << hostile::docx(hostile::word_body(
            "<w:p><w:r><w:t>DANH SÁCH</w:t></w:r></w:p><w:tbl>" + rows + "</w:tbl>"));
        const Finished done =
            run_program({vanthu_program(), "read", "--json", "--form", "nomination_list", file});
        ASSERT_EQ(done.status, 0) << done.output;
        const auto answer = Poco::JSON::Parser().parse(done.output).extract<Object::Ptr>();
        const Array::Ptr tables = answer->getArray("tables");
        if (tables->size() > 0) list_ = tables->getObject(0)->getArray("rows");
        const Array::Ptr issues = answer->getArray("issues");
        for (unsigned i = 0; i < issues->size(); ++i)
            codes_.insert(issues->getObject(i)->getValue<std::string>("code"));
    }

    std::string text(unsigned at, const std::string& column) const {
        return list_->getObject(at)->getValue<std::string>(column);
    }

    TestFolder folder_;
    Array::Ptr list_ = new Array;
    std::set<std::string> codes_;
};

TEST_F(OddLists, WithoutHeadings) {
    read(row({"1", "Lê Văn An", "12/03/1980", "Giấy khen"}) +
         row({"2", "Lê Văn Bình", "1981", "Giấy khen"}));
    ASSERT_EQ(list_->size(), 2U);
    EXPECT_EQ(text(1, "name"), "Lê Văn Bình");
    EXPECT_TRUE(codes_.count("table_without_headings"));
}

TEST_F(OddLists, TenThousandRows) {
    std::string rows = row(kHeadings);
    for (int i = 1; i <= 10'000; ++i)
        rows += row({std::to_string(i), "Lê Văn An", "Sở Y tế", "Giấy khen"});
    read(rows);
    ASSERT_EQ(list_->size(), 10'000U);
    EXPECT_EQ(text(9'999, "ordinal"), "10000");
}

TEST_F(OddLists, OneCellOverEverything) {
    read("<w:tr>" + cell("STT Họ và tên Đơn vị Hình thức đề nghị", 4) + "</w:tr>");
    EXPECT_EQ(list_->size(), 0U);
    EXPECT_TRUE(codes_.count("table_not_read"));
}

TEST_F(OddLists, FormulasAreTextAndHalfAListIsTold) {
    read(row(kHeadings) + row({"8", "=cmd|' /C calc'!A0", "Sở Y tế", "Giấy khen"}) +
         row({"9", "@SUM(A1:A9)", "Sở Y tế", "Giấy khen"}));
    ASSERT_EQ(list_->size(), 2U);
    EXPECT_EQ(text(0, "name"), "=cmd|' /C calc'!A0");
    EXPECT_TRUE(codes_.count("looks_like_formula"));
    EXPECT_TRUE(codes_.count("rows_missing")) << "the first number is 8";
}

}  // namespace
}  // namespace vanthu
