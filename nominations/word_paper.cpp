#include "nominations/word_paper.h"

#include <Poco/Zip/Compress.h>

#include <fstream>
#include <sstream>
#include <string_view>

#include "base/error.h"
#include "base/xml.h"

namespace vanthu::nominations::word {
namespace {

constexpr std::string_view kWord = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

std::string run(const std::string& text, const Style& style) {
    return std::string("<w:r><w:rPr>") + (style.bold ? "<w:b/>" : "") +
           (style.italic ? "<w:i/>" : "") + "<w:sz w:val=\"" + std::to_string(style.half_points) +
           "\"/></w:rPr><w:t xml:space=\"preserve\">" + escape_xml(text) + "</w:t></w:r>";
}

std::string around(const std::string& runs, const Style& style) {
    return "<w:p><w:pPr><w:spacing w:after=\"" + std::to_string(style.after) + "\"/>" +
           (style.indent > 0 ? "<w:ind w:firstLine=\"" + std::to_string(style.indent) + "\"/>"
                             : "") +
           "<w:jc w:val=\"" + std::string(style.align) + "\"/></w:pPr>" + runs + "</w:p>";
}

}  // namespace

std::string paragraph(const std::string& text, const Style& style) {
    return around(run(text, style), style);
}

std::string labelled(const std::string& label, const std::string& text, const Style& style) {
    Style bold = style;
    bold.bold = true;
    return around(run(label, bold) + run(' ' + text, style), style);
}

std::string rule(int side, int after) {
    const std::string indent = std::to_string(side);
    return "<w:p><w:pPr><w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\"/></w:pBdr>"
           "<w:spacing w:after=\"" +
           std::to_string(after) + "\" w:line=\"60\" w:lineRule=\"exact\"/><w:ind w:left=\"" +
           indent + "\" w:right=\"" + indent + "\"/></w:pPr></w:p>";
}

std::string cell(const std::string& content, int width, int columns) {
    return "<w:tc><w:tcPr><w:tcW w:w=\"" + std::to_string(width) + "\" w:type=\"dxa\"/>" +
           (columns > 1 ? "<w:gridSpan w:val=\"" + std::to_string(columns) + "\"/>" : "") +
           "</w:tcPr>" + content + "</w:tc>";
}

std::string row(const std::vector<std::string>& cells, bool header) {
    std::string text = "<w:tr><w:trPr><w:cantSplit/>";
    text += header ? "<w:tblHeader/></w:trPr>" : "</w:trPr>";
    for (const std::string& one : cells)
        text += one;
    return text + "</w:tr>";
}

std::string table(const std::string& rows, bool ruled) {
    std::string borders;
    for (const char* side : {"top", "left", "bottom", "right", "insideH", "insideV"})
        borders += std::string("<w:") + side + " w:val=\"" + (ruled ? "single" : "nil") +
                   "\" w:sz=\"4\"/>";
    return "<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>" + borders +
           "</w:tblBorders></w:tblPr>" + rows + "</w:tbl>";
}

std::string page_break() {
    return "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";
}

// Margins of Decree 30/2020, Annex I, section I.3: 20, 20, 30, 15 mm; page numbers on top, not on
// the first page.
void write(const std::string& body, const std::string& path) {
    const std::string document =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document xmlns:w=\"" +
        std::string(kWord) +
        "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
        "<w:body>" +
        body +
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId1\"/><w:pgSz w:w=\"11906\" "
        "w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"851\" w:bottom=\"1134\" w:left=\"1701\" "
        "w:header=\"567\" w:footer=\"567\"/><w:titlePg/></w:sectPr></w:body></w:document>";
    const std::string header =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:hdr xmlns:w=\"" +
        std::string(kWord) +
        "\"><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:fldSimple w:instr=\"PAGE\"><w:r><w:t>2"
        "</w:t></w:r></w:fldSimple></w:p></w:hdr>";
    const std::string styles =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:styles xmlns:w=\"" +
        std::string(kWord) +
        "\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" "
        "w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/><w:sz w:val=\"28\"/></w:rPr>"
        "</w:rPrDefault></w:docDefaults></w:styles>";
    constexpr std::string_view kTypes =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Types "
        "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
        "Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Override PartName=\"/word/document.xml\" "
        "ContentType=\"application/"
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main+"
        "xml\"/><Override PartName=\"/word/styles.xml\" "
        "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/"
        ">"
        "<Override PartName=\"/word/header1.xml\" "
        "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/"
        ">"
        "</Types>";
    constexpr std::string_view kPackage =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships "
        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
        "Id=\"rId1\" "
        "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        "officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    constexpr std::string_view kParts =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships "
        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
        "Id=\"rId1\" "
        "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" "
        "Target=\"header1.xml\"/><Relationship Id=\"rId2\" "
        "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" "
        "Target=\"styles.xml\"/></Relationships>";
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    if (!out) throw Error(ErrorCode::Unavailable, path + ": cannot be written");
    Poco::Zip::Compress zip(out, true);
    const auto add = [&](std::string_view text, const std::string& name) {
        std::istringstream in{std::string(text)};
        zip.addFile(in, Poco::DateTime(), Poco::Path(name, Poco::Path::PATH_UNIX));
    };
    add(kTypes, "[Content_Types].xml");
    add(kPackage, "_rels/.rels");
    add(document, "word/document.xml");
    add(kParts, "word/_rels/document.xml.rels");
    add(styles, "word/styles.xml");
    add(header, "word/header1.xml");
    zip.close();
    out.close();
    if (!out) throw Error(ErrorCode::Unavailable, path + ": cannot be written");
}

}  // namespace vanthu::nominations::word
