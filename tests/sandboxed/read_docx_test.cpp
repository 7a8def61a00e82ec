// A DOCX as it would stand on paper, and the bombs that hide in one.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "tests/sandboxed/operation.h"

namespace vanthu::formats::test {
namespace {

using pipeline::Block;
using pipeline::Page;

Page read(const std::string& body, std::map<std::string, std::string> parts = {}) {
    return page_of(call(read_docx, docx(body, std::move(parts))));
}

std::string text(const Page& page) {
    return pipeline::text_of(page);
}

std::string run(const std::string& words) {
    return "<w:r><w:t>" + words + "</w:t></w:r>";
}

std::string paragraph(const std::string& words, const std::string& look = "") {
    return "<w:p><w:pPr>" + look + "</w:pPr>" + run(words) + "</w:p>";
}

std::string cell(const std::string& words, const std::string& look = "") {
    return "<w:tc><w:tcPr>" + look + "</w:tcPr>" + paragraph(words) + "</w:tc>";
}

const Block* find(const Page& page, const std::string& words) {
    for (const Block& block : page.blocks)
        for (const auto& line : block.lines)
            if (pipeline::text_of(line) == words) return &block;
    ADD_FAILURE() << "no line '" << words << "' in:\n" << text(page);
    return nullptr;
}

TEST(ReadDocx, ParagraphsAreLines) {
    const Page page =
        read(paragraph("KẾ HOẠCH", "<w:jc w:val=\"center\"/>") + paragraph("Bồi dưỡng") +
             paragraph("Nơi nhận", "<w:jc w:val=\"right\"/>"));
    EXPECT_EQ(text(page), "KẾ HOẠCH\nBồi dưỡng\nNơi nhận\n");
    EXPECT_EQ(page.origin, pipeline::TextOrigin::Docx);
    EXPECT_EQ(page.width, pipeline::kSheetWidth);
    const Block *centre = find(page, "KẾ HOẠCH"), *left = find(page, "Bồi dưỡng"),
                *right = find(page, "Nơi nhận");
    ASSERT_TRUE(centre && left && right);
    EXPECT_LT(left->box.left, centre->box.left);
    EXPECT_LT(centre->box.left, right->box.left);
    EXPECT_LT(centre->box.bottom, left->box.bottom);
}

// What no sheet of paper holds is cut or refused here, by name, and not by whoever reads the
// answer.
TEST(ReadDocx, LettersWithoutEndAndTabsWithoutEndAreRead) {
    std::string endless, tabs;
    for (int i = 0; i < 35'000; ++i)
        endless += "ề";
    for (int i = 0; i < 120'000; ++i)
        tabs += "<w:tab/>";
    const Page page =
        read(paragraph(endless + " hết") + "<w:p><w:r>" + tabs + "<w:t>xa</w:t></w:r></w:p>");
    std::string seen = text(page);
    EXPECT_EQ(seen.substr(seen.size() - 9), "hết\nxa\n");
    seen.erase(std::remove(seen.begin(), seen.end(), ' '), seen.end());
    EXPECT_EQ(seen, endless + "hết\nxa\n");
}

TEST(ReadDocx, MoreSheetsThanMayBeAreRefused) {
    std::string tall;
    for (int i = 0; i < 200; ++i)
        tall += "<w:p><w:r><w:rPr><w:sz w:val=\"400\"/></w:rPr><w:br/></w:r></w:p>";
    pipeline::Limits limits;
    limits.pages = 200;
    call(read_docx, docx(tall), "{}", limits);
    limits.pages = 50;
    const std::string table = "<w:tbl><w:tr><w:tc>" + tall + "</w:tc></w:tr></w:tbl>";
    for (const std::string& body : {tall, table}) {
        const Refusal refusal = refusal_of(read_docx, docx(body), "{}", limits);
        EXPECT_EQ(refusal.code, ErrorCode::LimitExceeded);
        EXPECT_NE(refusal.message.find("50 sheets of paper (limits.pages)"), std::string::npos)
            << refusal.message;
    }
}

TEST(ReadDocx, DecomposedLettersAreComposed) {
    EXPECT_EQ(text(read(paragraph("Ti\xe1\xba\xbfng Vie\xcc\xa3\xcc\x82t"))), "Tiếng Việt\n");
}

TEST(ReadDocx, LineBreaksPartLinesAndTabsPartColumns) {
    const Page page = read(
        "<w:p><w:r><w:t>TỈNH HƯNG YÊN</w:t><w:br/><w:t>Số: 79</w:t><w:tab/><w:tab/><w:tab/>"
        "<w:tab/><w:t>Hưng Yên</w:t></w:r></w:p>");
    EXPECT_EQ(text(page), "TỈNH HƯNG YÊN\nSố: 79\nHưng Yên\n");
}

TEST(ReadDocx, DeletionsAreGoneAndInsertionsStay) {
    EXPECT_EQ(text(read("<w:p>" + run("một ") + "<w:del><w:r><w:delText>hai </w:delText></w:r>" +
                        run("hai ") + "</w:del><w:ins>" + run("ba") + "</w:ins></w:p>")),
              "một ba\n");
}

TEST(ReadDocx, FieldsShowTheirResultAlone) {
    EXPECT_EQ(
        text(read("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
                  "<w:r><w:instrText>DATE \\@</w:instrText></w:r>" +
                  run("ẩn") + "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>" + run("21/4") +
                  "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>" + run(" sau") + "</w:p>")),
        "21/4 sau\n");
}

TEST(ReadDocx, HiddenTextIsHiddenAndCapitalsAreShown) {
    EXPECT_EQ(text(read("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
                        "<w:r><w:rPr><w:caps/></w:rPr><w:t>ủy ban</w:t></w:r></w:p>")),
              "ỦY BAN\n");
}

TEST(ReadDocx, BoldComesFromStylesToo) {
    const std::string styles =
        "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
        "<w:style w:type=\"paragraph\" w:styleId=\"Base\"><w:rPr><w:b/></w:rPr></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:basedOn w:val=\"Base\"/>"
        "<w:pPr><w:jc w:val=\"center\"/></w:pPr></w:style></w:styles>";
    const Page page = read(paragraph("QUYẾT ĐỊNH", "<w:pStyle w:val=\"Title\"/>") +
                               "<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>Căn cứ</w:t></w:r></w:p>",
                           {{"word/styles.xml", styles}});
    const Block *title = find(page, "QUYẾT ĐỊNH"), *basis = find(page, "Căn cứ");
    ASSERT_TRUE(title && basis);
    EXPECT_TRUE(title->lines[0].bold);
    EXPECT_GT(title->box.left, basis->box.left);
    EXPECT_TRUE(basis->lines[0].italic);
    EXPECT_FALSE(basis->lines[0].bold);
}

TEST(ReadDocx, ListLabelsAreCounted) {
    const std::string numbering =
        "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
        "<w:abstractNum w:abstractNumId=\"7\">"
        "<w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/><w:numFmt w:val=\"upperRoman\"/>"
        "<w:lvlText w:val=\"%1.\"/></w:lvl>"
        "<w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.%2\"/></w:lvl>"
        "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>";
    const auto item = [](const std::string& words, int level) {
        return paragraph(words, "<w:numPr><w:ilvl w:val=\"" + std::to_string(level) +
                                    "\"/><w:numId w:val=\"1\"/></w:numPr>");
    };
    const Page page = read(
        item("MỤC ĐÍCH", 0) + item("một", 1) + item("hai", 1) + item("YÊU CẦU", 0) + item("ba", 1),
        {{"word/numbering.xml", numbering}});
    EXPECT_EQ(text(page), "III. MỤC ĐÍCH\nIII.1 một\nIII.2 hai\nIV. YÊU CẦU\nIV.1 ba\n");
}

TEST(ReadDocx, TablesKeepRowsColumnsAndSpans) {
    const Page page = read(
        "<w:tbl><w:tblGrid><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"3000\"/>"
        "<w:gridCol w:w=\"4000\"/></w:tblGrid><w:tr>" +
        cell("TT", "<w:vMerge w:val=\"restart\"/>") + cell("Họ tên", "<w:gridSpan w:val=\"2\"/>") +
        "</w:tr><w:tr>" + cell("", "<w:vMerge/>") + cell("Ông A") + cell("Bà B") +
        "</w:tr></w:tbl>");
    const Block *number = find(page, "TT"), *name = find(page, "Họ tên"), *a = find(page, "Ông A"),
                *b = find(page, "Bà B");
    ASSERT_TRUE(number && name && a && b);
    EXPECT_EQ(number->kind, Block::Kind::TableCell);
    EXPECT_EQ(number->row_span, 2);
    EXPECT_EQ(name->column, 1);
    EXPECT_EQ(name->column_span, 2);
    EXPECT_EQ(a->row, 1);
    EXPECT_EQ(a->column, 1);
    EXPECT_EQ(b->column, 2);
    EXPECT_LT(a->box.right, b->box.right);
    EXPECT_EQ(a->box.top, b->box.top);
    EXPECT_LT(name->box.top, a->box.top);
}

TEST(ReadDocx, HeadTableStandsInTwoColumnsOnTheSameRows) {
    const Page page = read(
        "<w:tbl><w:tblGrid><w:gridCol w:w=\"3500\"/><w:gridCol w:w=\"5500\"/>"
        "</w:tblGrid><w:tr>" +
        cell("TỈNH HƯNG YÊN") + cell("CỘNG HÒA XÃ HỘI") + "</w:tr></w:tbl>");
    const Block *organ = find(page, "TỈNH HƯNG YÊN"), *title = find(page, "CỘNG HÒA XÃ HỘI");
    ASSERT_TRUE(organ && title);
    EXPECT_EQ(organ->lines[0].box.top, title->lines[0].box.top);
    EXPECT_LE(organ->box.right, title->box.left);
}

TEST(ReadDocx, NestedTablesAreTablesOfTheirOwn) {
    const std::string inner = "<w:tbl><w:tr>" + cell("trong") + "</w:tr></w:tbl>";
    const Page page =
        read("<w:tbl><w:tr><w:tc>" + paragraph("ngoài") + inner + "<w:p/></w:tc></w:tr></w:tbl>");
    const Block *outer = find(page, "ngoài"), *nested = find(page, "trong");
    ASSERT_TRUE(outer && nested);
    EXPECT_EQ(outer->table, 0);
    EXPECT_EQ(nested->table, 1);
    EXPECT_EQ(outer->lines.size(), 1u);
}

TEST(ReadDocx, ATableWithinACellOfAListIsThatCellsText) {
    const std::string inner = "<w:tbl><w:tr>" + cell("sáng kiến") + "</w:tr><w:tr>" +
                              cell("hiến đất") + "</w:tr></w:tbl>";
    const Page page = read("<w:tbl><w:tr>" + cell("1") + cell("Lê Văn An") + "<w:tc>" + inner +
                           "<w:p/></w:tc></w:tr></w:tbl>");
    const Block* list = find(page, "sáng kiến");
    ASSERT_TRUE(list != nullptr);
    EXPECT_EQ(list->table, 0);
    EXPECT_EQ(list->column, 2);
    EXPECT_EQ(list, find(page, "hiến đất"));
}

TEST(ReadDocx, TextBoxesAreReadOnce) {
    const std::string box = "<w:txbxContent>" + paragraph("HỎA TỐC") + "</w:txbxContent>";
    EXPECT_EQ(text(read("<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>" + box +
                        "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" +
                        box + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>" +
                        run("Kính gửi") + "</w:p>")),
              "Kính gửi\nHỎA TỐC\n");
}

TEST(ReadDocx, HeadersAndFootersAreMarked) {
    const std::string space =
        " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">";
    const Page page = read(paragraph("thân"),
                           {{"word/header1.xml", "<w:hdr" + space + paragraph("đầu") + "</w:hdr>"},
                            {"word/footer1.xml", "<w:ftr" + space + paragraph("12") + "</w:ftr>"}});
    EXPECT_EQ(text(page), "đầu\nthân\n") << "a page number is no text";
    ASSERT_TRUE(find(page, "đầu"));
    EXPECT_EQ(find(page, "đầu")->kind, Block::Kind::Header);
}

TEST(ReadDocx, TheFirstSectionIsTheSheet) {
    const std::string portrait = "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr>";
    const std::string landscape = "<w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\"/></w:sectPr>";
    const Page page = read(paragraph("một", portrait) + paragraph("hai") + landscape);
    EXPECT_EQ(page.width, pipeline::kSheetWidth);
}

TEST(ReadDocx, RefusesWhatIsNoDocument) {
    EXPECT_EQ(refusal_of(read_docx, "no zip").code, ErrorCode::BadInput);
    EXPECT_EQ(refusal_of(read_docx, zipped({{"a", "b"}})).code, ErrorCode::BadInput);
    EXPECT_EQ(refusal_of(read_docx, zipped({{"word/document.xml", "<w:p>"}})).code,
              ErrorCode::BadInput);
    EXPECT_EQ(refusal_of(read_docx, zipped({{"word/document.xml", "<a/>"}})).code,
              ErrorCode::BadInput);
}

TEST(ReadDocx, RefusesADocumentTypeDeclaration) {
    const std::string bomb =
        "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>"
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
        "<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>";
    const Refusal refusal = refusal_of(read_docx, zipped({{"word/document.xml", bomb}}));
    EXPECT_EQ(refusal.code, ErrorCode::BadInput);
    EXPECT_NE(refusal.message.find("document type"), std::string::npos) << refusal.message;
}

TEST(ReadDocx, HoldsTheLimits) {
    pipeline::Limits limits;
    limits.xml_depth = 12;
    std::string deep = paragraph("x");
    for (int i = 0; i < 10; ++i)
        deep = "<w:sdt><w:sdtContent>" + deep + "</w:sdtContent></w:sdt>";
    EXPECT_EQ(refusal_of(read_docx, docx(deep), "{}", limits).code, ErrorCode::LimitExceeded);

    limits = {};
    limits.zip_entries = 3;
    std::map<std::string, std::string> many;
    for (int i = 0; i < 5; ++i)
        many["part" + std::to_string(i)] = "x";
    EXPECT_EQ(refusal_of(read_docx, docx(paragraph("x"), many), "{}", limits).code,
              ErrorCode::LimitExceeded);

    limits = {};
    limits.unpacked_bytes = 1000;
    EXPECT_EQ(refusal_of(read_docx, docx(paragraph(std::string(2000, 'x'))), "{}", limits).code,
              ErrorCode::LimitExceeded);

    const std::string bomb = docx(paragraph(std::string(8u << 20, ' ')));
    EXPECT_LT(bomb.size(), 40'000u);
    const Refusal refusal = refusal_of(read_docx, bomb);
    EXPECT_EQ(refusal.code, ErrorCode::LimitExceeded);
    EXPECT_NE(refusal.message.find("limits.unpack_ratio"), std::string::npos) << refusal.message;
}

TEST(ReadDocx, MadeUpNumbersAreHarmless) {
    const Page page = read(
        "<w:tbl><w:tblGrid><w:gridCol w:w=\"99999999999\"/><w:gridCol w:w=\"-5\"/></w:tblGrid>"
        "<w:tr><w:trPr><w:gridBefore w:val=\"2000000000\"/></w:trPr>" +
        cell("a", "<w:gridSpan w:val=\"-1\"/>") +
        cell("b", "<w:gridSpan w:val=\"2000000000\"/><w:vMerge/>") + "</w:tr></w:tbl>" +
        "<w:p><w:pPr><w:ind w:left=\"-2147483648\" w:firstLine=\"2147483647\"/></w:pPr>" +
        "<w:r><w:rPr><w:sz w:val=\"999999\"/></w:rPr><w:t>chữ</w:t></w:r></w:p>");
    EXPECT_NE(text(page).find("chữ"), std::string::npos);
}

}  // namespace
}  // namespace vanthu::formats::test
