// What DOCX files of twenty years hold: lists, notes, changes, controls, odd packages, old fonts.
#include <gtest/gtest.h>

#include <array>
#include <cstdint>

#include "tests/sandboxed/operation.h"

namespace vanthu::formats::test {
namespace {

using pipeline::Block;
using pipeline::Page;
using Parts = std::map<std::string, std::string>;

const std::string kSpace =
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

std::string part(const std::string& root, const std::string& content) {
    return "<w:" + root + kSpace + ">" + content + "</w:" + root + ">";
}

std::string run(const std::string& words, const std::string& look = "") {
    return "<w:r>" + (look.empty() ? "" : "<w:rPr>" + look + "</w:rPr>") +
           "<w:t xml:space=\"preserve\">" + words + "</w:t></w:r>";
}

std::string paragraph(const std::string& words, const std::string& look = "") {
    return "<w:p><w:pPr>" + look + "</w:pPr>" + (words.empty() ? "" : run(words)) + "</w:p>";
}

std::string cell(const std::string& inside, const std::string& look = "") {
    return "<w:tc><w:tcPr>" + look + "</w:tcPr>" + inside + "</w:tc>";
}

std::string relations(const std::string& inside) {
    return "<Relationships "
           "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" +
           inside + "</Relationships>";
}

std::string relation(const std::string& id, const std::string& kind, const std::string& target) {
    return "<Relationship Id=\"" + id +
           "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + kind +
           "\" Target=\"" + target + "\"/>";
}

Page read(const std::string& bytes) {
    return page_of(call(read_docx, bytes));
}

std::string text(const std::string& body, Parts parts = {}) {
    return pipeline::text_of(read(docx(body, std::move(parts))));
}

std::string list(const std::string& words, const std::string& id, int level = 0) {
    return paragraph(words, "<w:numPr><w:ilvl w:val=\"" + std::to_string(level) +
                                "\"/><w:numId w:val=\"" + id + "\"/></w:numPr>");
}

std::string level(int at, const std::string& format, const std::string& label,
                  const std::string& more = "") {
    return "<w:lvl w:ilvl=\"" + std::to_string(at) + "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" +
           format + "\"/>" + more + "<w:lvlText w:val=\"" + label + "\"/></w:lvl>";
}

TEST(DocxBreadth, CellsThatHoldANumberAloneShowIt) {
    const Parts parts{
        {"word/numbering.xml",
         part("numbering", "<w:abstractNum w:abstractNumId=\"1\">" + level(0, "decimal", "%1") +
                               "</w:abstractNum><w:num w:numId=\"4\"><w:abstractNumId "
                               "w:val=\"1\"/></w:num>")}};
    const auto row = [](const std::string& name) {
        return "<w:tr>" + cell(list("", "4")) + cell(paragraph(name)) + "</w:tr>";
    };
    EXPECT_EQ(text("<w:tbl>" + row("Ông A") + row("Bà B") + "</w:tbl>", parts),
              "1\nÔng A\n2\nBà B\n");
}

TEST(DocxBreadth, ListsByStyleByOverrideAndInWords) {
    const Parts parts{
        {"word/numbering.xml",
         part("numbering",
              "<w:abstractNum w:abstractNumId=\"1\"><w:styleLink w:val=\"S\"/>" +
                  level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2.", "<w:isLgl/>") +
                  "</w:abstractNum><w:abstractNum w:abstractNumId=\"2\"><w:numStyleLink "
                  "w:val=\"S\"/></w:abstractNum><w:abstractNum w:abstractNumId=\"3\">" +
                  level(0, "vietnameseCounting", "Điều %1:") +
                  level(1, "bullet", "\xef\x82\xa8",
                        "<w:rPr><w:rFonts w:ascii=\"Wingdings\" w:hAnsi=\"Wingdings\"/></w:rPr>") +
                  "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"2\"/></w:num>"
                  "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"3\"/></w:num>"
                  "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"3\"/><w:lvlOverride "
                  "w:ilvl=\"0\"><w:startOverride w:val=\"21\"/></w:lvlOverride></w:num>")}};
    EXPECT_EQ(text(list("a", "1") + list("b", "1", 1) + list("c", "2") + list("d", "2", 1) +
                       list("e", "3"),
                   parts),
              "I. a\n1.1. b\nĐiều một: c\n☐ d\nĐiều hai mươi mốt: e\n");
}

TEST(DocxBreadth, NotesFollowTheTextWithTheirNumbers) {
    const std::string note = "<w:r><w:footnoteReference w:id=\"7\"/></w:r>";
    const std::string end = "<w:r><w:endnoteReference w:id=\"3\"/></w:r>";
    const Page page = read(
        docx("<w:p>" + run("Nghị định") + note + run(", Luật") + end + "</w:p>",
             {{"word/footnotes.xml",
               part("footnotes", "<w:footnote w:type=\"separator\" w:id=\"-1\">" +
                                     paragraph("gạch") + "</w:footnote><w:footnote w:id=\"7\">" +
                                     paragraph("số 30") + "</w:footnote>")},
              {"word/endnotes.xml",
               part("endnotes", "<w:endnote w:id=\"3\">" + paragraph("số 31") + "</w:endnote>")}}));
    EXPECT_EQ(pipeline::text_of(page), "Nghị định ¹, Luật ¹\n¹ số 30\n¹ số 31\n");
    EXPECT_EQ(page.blocks.at(1).kind, Block::Kind::Footer);
}

TEST(DocxBreadth, HeadersOfFirstAndEvenPagesOnlyWhereSwitchedOn) {
    const auto paper = [](const std::string& switches, const std::string& settings) {
        Parts parts{
            {"word/_rels/document.xml.rels", relations(relation("r1", "header", "h/a.xml") +
                                                       relation("r2", "header", "/word/h/b.xml") +
                                                       relation("r3", "footer", "h/c.xml") +
                                                       relation("r4", "settings", "settings.xml"))},
            {"word/h/a.xml", part("hdr", paragraph("mọi trang"))},
            {"word/h/b.xml", part("hdr", paragraph("trang đầu"))},
            {"word/h/c.xml", part("ftr", paragraph("trang chẵn"))},
            {"word/header9.xml", part("hdr", paragraph("không dùng"))},
            {"word/settings.xml", part("settings", settings)}};
        parts["word/document.xml"] = "<w:document" + kSpace + "><w:body>" + paragraph("thân") +
                                     "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"r1\"/>"
                                     "<w:headerReference w:type=\"first\" r:id=\"r2\"/>"
                                     "<w:footerReference w:type=\"even\" r:id=\"r3\"/>" +
                                     switches + "</w:sectPr></w:body></w:document>";
        return pipeline::text_of(read(zipped(parts)));
    };
    EXPECT_EQ(paper("", ""), "mọi trang\nthân\n");
    EXPECT_EQ(paper("<w:titlePg/>", "<w:evenAndOddHeaders/>"),
              "mọi trang\ntrang đầu\nthân\ntrang chẵn\n");
}

TEST(DocxBreadth, TrackedChangesAreAccepted) {
    const std::string deleted_mark = "<w:rPr><w:del w:id=\"1\"/></w:rPr>";
    EXPECT_EQ(text(paragraph("Nơi ", deleted_mark) + paragraph("nhận:")), "Nơi nhận:\n");
    EXPECT_EQ(text("<w:p><w:moveFrom>" + run("đây") + "</w:moveFrom>" + run("từ ") + "<w:moveTo>" +
                   run("kia") + "</w:moveTo></w:p>"),
              "từ kia\n");
    EXPECT_EQ(
        text("<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" + cell(paragraph("bỏ")) + "</w:tr><w:tr>" +
             cell(paragraph("bỏ"), "<w:cellDel/>") + cell(paragraph("còn")) + "</w:tr></w:tbl>"),
        "còn\n");
    EXPECT_EQ(text("<w:p>" + run("đậm", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>") +
                   "</w:p>"),
              "đậm\n");
}

TEST(DocxBreadth, ControlsStandAnywhere) {
    const auto control = [](const std::string& inside) {
        return "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>" + inside +
               "</w:sdtContent></w:sdt>";
    };
    EXPECT_EQ(
        text(control(paragraph("khối")) + "<w:p>" + control(run("trong dòng")) + "</w:p>" +
             "<w:tbl>" + control("<w:tr>" + control(cell(control(paragraph("ô")))) + "</w:tr>") +
             "</w:tbl>"),
        "khối\ntrong dòng\nô\n");
}

TEST(DocxBreadth, SymbolsAndBoxesByTheirFonts) {
    const auto symbol = [](const std::string& font, const std::string& code) {
        return "<w:r><w:sym w:font=\"" + font + "\" w:char=\"" + code + "\"/></w:r>";
    };
    EXPECT_EQ(text("<w:p>" + symbol("Wingdings", "F0A8") + symbol("Wingdings", "F0FE") +
                   symbol("Wingdings 2", "F052") + symbol("Symbol", "F0B3") +
                   symbol("Symbol", "0061") + "</w:p>"),
              "☐☑☑≥α\n");
    const std::string look = "<w:rFonts w:ascii=\"Wingdings\" w:hAnsi=\"Wingdings\"/>";
    EXPECT_EQ(text("<w:p>" + run("o", look) + run(" Có") + "</w:p>"), "☐ Có\n");
    const auto form = [](const std::string& state) {
        return "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox>" + state +
               "</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</"
               "w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    };
    EXPECT_EQ(text("<w:p>" + form("<w:default w:val=\"0\"/>") + run(" Mật ") +
                   form("<w:default w:val=\"0\"/><w:checked/>") + run(" Khẩn") + "</w:p>"),
              "☐ Mật ☒ Khẩn\n");
}

TEST(DocxBreadth, AFieldThatNeverEndsSwallowsNothing) {
    EXPECT_EQ(text("<w:p>" + run("một") + "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r></w:p>" +
                   paragraph("hai")),
              "một\nhai\n");
}

TEST(DocxBreadth, OldHorizontalMergeIsASpan) {
    const Page page =
        read(docx("<w:tbl><w:tr>" + cell(paragraph("rộng"), "<w:hMerge w:val=\"restart\"/>") +
                  cell("<w:p/>", "<w:hMerge/>") + cell(paragraph("hẹp")) + "</w:tr></w:tbl>"));
    ASSERT_EQ(page.blocks.size(), 2u);
    EXPECT_EQ(page.blocks[0].column_span, 2);
    EXPECT_EQ(page.blocks[1].column, 2);
}

TEST(DocxBreadth, CharacterStylesAndStylesThatReplaceTheUsual) {
    const std::string styles =
        part("styles",
             "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"N\"><w:pPr><w:jc "
             "w:val=\"center\"/></w:pPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"L\"/>"
             "<w:style w:type=\"character\" w:styleId=\"Strong\"><w:rPr><w:b/></w:rPr></w:style>");
    const Page page =
        read(docx("<w:p>" + run("giữa") + "</w:p><w:p><w:pPr><w:pStyle w:val=\"L\"/></w:pPr>" +
                      run("trái", "<w:rStyle w:val=\"Strong\"/>") + "</w:p>",
                  {{"word/styles.xml", styles}}));
    ASSERT_EQ(page.blocks.size(), 2u);
    EXPECT_GT(page.blocks[0].box.left, page.blocks[1].box.left);
    EXPECT_TRUE(page.blocks[1].lines[0].bold);
}

TEST(DocxBreadth, StrictNamespaceAndAnyPrefix) {
    const std::string strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    for (const std::string& document :
         {"<x:document xmlns:x=\"" + strict +
              "\"><x:body><x:p><x:r><x:t>chặt</x:t></x:r></x:p></x:body></x:document>",
          "<document xmlns=\"" + strict + "\"><body><p><r><t>chặt</t></r></p></body></document>",
          "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?><document xmlns=\"" + strict +
              "\"><body><p><r><t><![CDATA[ch]]>&#x1eb7;t</t></r></p></body></document>"})
        EXPECT_EQ(pipeline::text_of(read(zipped({{"word/document.xml", document}}))), "chặt\n");
}

TEST(DocxBreadth, PartsInUtf16) {
    const std::u16string document =
        u"\ufeff<?xml version=\"1.0\" encoding=\"UTF-16\"?><w:document xmlns:w=\""
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>"
        "Tiếng Việt</w:t></w:r></w:p></w:body></w:document>";
    std::string bytes;
    for (const char16_t c : document) {
        bytes += static_cast<char>(c & 0xff);
        bytes += static_cast<char>(c >> 8);
    }
    EXPECT_EQ(pipeline::text_of(read(zipped({{"word/document.xml", bytes}}))), "Tiếng Việt\n");
}

TEST(DocxBreadth, NamesOfPartsAsProgramsWriteThem) {
    const std::string document = document_xml(paragraph("thân"));
    for (const char* name : {"Word/Document.XML", "/word/document.xml", "word\\document.xml"})
        EXPECT_EQ(pipeline::text_of(read(zipped({{name, document}}))), "thân\n") << name;
    for (const char* target :
         {"/office/paper.xml", "office/paper.xml", "./office/../office/paper.xml"}) {
        const std::string bytes =
            zipped({{"_rels/.rels", relations(relation("r", "officeDocument", target))},
                    {"office/paper.xml", document},
                    {"office/_rels/paper.xml.rels",
                     relations(relation("s", "styles", "/office/looks.xml"))},
                    {"office/looks.xml", part("styles",
                                              "<w:docDefaults><w:rPrDefault><w:rPr><w:b/></w:rPr>"
                                              "</w:rPrDefault></w:docDefaults>")}});
        const Page page = read(bytes);
        EXPECT_EQ(pipeline::text_of(page), "thân\n") << target;
        EXPECT_TRUE(page.blocks.at(0).lines.at(0).bold) << target;
        EXPECT_EQ(
            json(call(probe, bytes).result)->getValue<std::string>("media_type").substr(0, 30),
            "application/vnd.openxmlformats");
    }
}

TEST(DocxBreadth, RelationsNeverLeaveThePackage) {
    const std::string bytes =
        zipped({{"_rels/.rels", relations(relation("r", "officeDocument", "../../etc/passwd"))}});
    EXPECT_EQ(refusal_of(read_docx, bytes).code, ErrorCode::BadInput);
}

std::uint32_t crc32(const std::string& bytes) {
    std::uint32_t crc = 0xffffffff;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int i = 0; i < 8; ++i)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

// A program that writes to a pipe gives sizes behind the bytes and leaves them out before.
std::string streamed_zip(const std::string& name, const std::string& content) {
    std::string bytes;
    const auto number = [&](std::uint32_t value, int size) {
        for (int i = 0; i < size; ++i)
            bytes += static_cast<char>(value >> (8 * i) & 0xff);
    };
    const auto sizes = [&] {
        number(crc32(content), 4);
        number(static_cast<std::uint32_t>(content.size()), 4);
        number(static_cast<std::uint32_t>(content.size()), 4);
    };
    constexpr int kSizesBehind = 8;
    bytes += "PK\x03\x04";
    for (const int value : {20, kSizesBehind, 0, 0, 0x21})
        number(static_cast<std::uint32_t>(value), 2);
    number(0, 4);
    number(0, 4);
    number(0, 4);
    number(static_cast<std::uint32_t>(name.size()), 2);
    number(0, 2);
    bytes += name + content + "PK\x07\x08";
    sizes();
    const auto directory = static_cast<std::uint32_t>(bytes.size());
    bytes += "PK\x01\x02";
    for (const int value : {20, 20, kSizesBehind, 0, 0, 0x21})
        number(static_cast<std::uint32_t>(value), 2);
    sizes();
    number(static_cast<std::uint32_t>(name.size()), 2);
    for (int i = 0; i < 4; ++i)
        number(0, 2);
    number(0, 4);
    number(0, 4);
    bytes += name;
    const auto end = static_cast<std::uint32_t>(bytes.size());
    bytes += "PK\x05\x06";
    for (const int value : {0, 0, 1, 1})
        number(static_cast<std::uint32_t>(value), 2);
    number(end - directory, 4);
    number(directory, 4);
    number(0, 2);
    return bytes;
}

TEST(DocxBreadth, SizesBehindTheBytes) {
    const std::string bytes = streamed_zip("word/document.xml", document_xml(paragraph("thân")));
    EXPECT_EQ(pipeline::text_of(read(bytes)), "thân\n");
}

TEST(DocxBreadth, EveryCutFileIsRefusedByName) {
    const std::string whole = docx(paragraph("thân"), {{"word/styles.xml", part("styles", "")}});
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        const Refusal refusal = refusal_of(read_docx, whole.substr(0, size));
        EXPECT_EQ(refusal.code, ErrorCode::BadInput) << size;
    }
}

const std::string kTcvn3Font = "<w:rFonts w:ascii=\".VnTime\" w:hAnsi=\".VnTime\"/>";

TEST(DocxBreadth, OldFontsBecomeUnicode) {
    const std::string capitals = "<w:rFonts w:ascii=\".VnTimeH\" w:hAnsi=\".VnTimeH\"/>";
    const std::string vni = "<w:rFonts w:ascii=\"VNI-Times\" w:hAnsi=\"VNI-Times\"/>";
    EXPECT_EQ(text("<w:p>" + run("ñy ban nh©n d©n", capitals) + "</w:p><w:p>" +
                   run("Céng hßa x· héi ", kTcvn3Font) + run("chuû nghóa ", vni) + run("Việt Nam") +
                   "</w:p>"),
              "ỦY BAN NHÂN DÂN\nCộng hòa xã hội chủ nghĩa Việt Nam\n");
    // ư stands where Windows has a hyphen that is mostly unseen.
    EXPECT_EQ(text("<w:p><w:r><w:rPr>" + kTcvn3Font +
                   "</w:rPr><w:t>Tr</w:t><w:softHyphen/><w:t>ëng</w:t></w:r></w:p>"),
              "Trưởng\n");
}

TEST(DocxBreadth, OldFontOfAStyle) {
    const std::string styles = part("styles", "<w:docDefaults><w:rPrDefault><w:rPr>" + kTcvn3Font +
                                                  "</w:rPr></w:rPrDefault></w:docDefaults>");
    const std::string plain = "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\"/>";
    EXPECT_EQ(text("<w:p>" + run("QuyÕt ®Þnh ") + run("của Việt Nam", plain) + "</w:p>",
                   {{"word/styles.xml", styles}}),
              "Quyết định của Việt Nam\n");
}

TEST(DocxBreadth, OldEncodingInAnUnknownFontByItsWords) {
    const std::string title = paragraph("Céng hßa x· héi chñ nghÜa ViÖt Nam");
    EXPECT_EQ(text(title + paragraph("Sè: 12")), "Cộng hòa xã hội chủ nghĩa Việt Nam\nSố: 12\n");
    // Beside Unicode, a word that makes sense as it is stays.
    EXPECT_EQ(text(title + paragraph("Phần này đã có") + paragraph("cá")),
              "Cộng hòa xã hội chủ nghĩa Việt Nam\nPhần này đã có\ncá\n");
}

TEST(DocxBreadth, OtherLanguagesStay) {
    const std::string french =
        "Le ministère de l'Éducation a décidé, après avis, que les élèves français reçoivent";
    EXPECT_EQ(text(paragraph(french) + paragraph("Bản dịch tiếng Việt")),
              french + "\nBản dịch tiếng Việt\n");
}

}  // namespace
}  // namespace vanthu::formats::test
