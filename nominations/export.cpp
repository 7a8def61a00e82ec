#include "nominations/export.h"

#include <Poco/Zip/Compress.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

#include "base/error.h"
#include "base/text.h"
#include "base/xml.h"

namespace vanthu::nominations {
namespace {

constexpr std::string_view kWord = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

struct Style {
    int half_points = 28;
    bool bold = false, italic = false;
    std::string_view align = "left";
    int indent = 0;  // first line, twips
    int after = 0;   // space below, twips
};

std::string run(const std::string& text, const Style& style) {
    return std::string("<w:r><w:rPr>") + (style.bold ? "<w:b/>" : "") +
           (style.italic ? "<w:i/>" : "") + "<w:sz w:val=\"" + std::to_string(style.half_points) +
           "\"/></w:rPr><w:t xml:space=\"preserve\">" + escape_xml(text) + "</w:t></w:r>";
}

std::string paragraph(const std::string& text, const Style& style = {}) {
    return "<w:p><w:pPr><w:spacing w:after=\"" + std::to_string(style.after) + "\"/>" +
           (style.indent > 0 ? "<w:ind w:firstLine=\"" + std::to_string(style.indent) + "\"/>"
                             : "") +
           "<w:jc w:val=\"" + std::string(style.align) + "\"/></w:pPr>" + run(text, style) +
           "</w:p>";
}

std::string cell(const std::string& content, int width) {
    return "<w:tc><w:tcPr><w:tcW w:w=\"" + std::to_string(width) + "\" w:type=\"dxa\"/></w:tcPr>" +
           content + "</w:tc>";
}

std::string row(const std::vector<std::string>& cells, bool header = false) {
    std::string text = header ? "<w:tr><w:trPr><w:tblHeader/></w:trPr>" : "<w:tr>";
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

const Style kCentre{26, false, false, "center", 0, 0};
const Style kBoldCentre{24, true, false, "center", 0, 0};
const Style kBody{28, false, false, "both", 567, 120};
const Style kBasis{28, false, true, "both", 567, 120};
const Style kTitle{28, true, false, "center", 0, 120};

// Zones 1 to 4 of Decree 30/2020, Annex I.
std::string head(const std::string& organ, const std::string& code) {
    const std::string left =
        paragraph(upper(organ), kBoldCentre) + paragraph("Số:        " + code, kCentre);
    const std::string right =
        paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", kBoldCentre) +
        paragraph("Độc lập - Tự do - Hạnh phúc", kTitle) +
        paragraph("…………, ngày … tháng … năm ……", {28, false, true, "center", 0});
    return table(row({cell(left, 3900), cell(right, 5700)}), false);
}

std::string signing(const std::string& receivers) {
    const std::string left = paragraph("Nơi nhận:", {24, true, true, "left", 0}) +
                             paragraph("- " + receivers + ";", {22, false, false, "left", 0}) +
                             paragraph("- Lưu: VT.", {22, false, false, "left", 0});
    const std::string right = paragraph("CHỦ TỊCH", kTitle) + paragraph("", kCentre) +
                              paragraph("", kCentre) + paragraph("", kCentre);
    return table(row({cell(left, 4800), cell(right, 4800)}), false);
}

// Margins of Decree 30/2020, Annex I, section I.3: 20, 20, 30, 15 mm; page numbers on top, not on
// the first page.
void write_docx(const std::string& body, const std::string& path) {
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

std::string_view class_name(const NomineeClass& kind) {
    if (kind == "individual") return "Cá nhân";
    if (kind == "collective") return "Tập thể";
    if (kind == "household") return "Hộ gia đình";
    if (kind == "model") return "Mô hình";
    return "";
}

int count_of(const std::vector<Nominee>& nominees, const NomineeClass& kind) {
    return static_cast<int>(
        std::count_if(nominees.begin(), nominees.end(),
                      [&](const Nominee& nominee) { return nominee.kind == kind; }));
}

// "03 tập thể, 12 cá nhân"
std::string counted(const std::vector<Nominee>& nominees) {
    std::vector<std::string> parts;
    for (const char* kind : {"collective", "individual", "household", "model"})
        if (const int count = count_of(nominees, kind); count > 0)
            parts.push_back((count < 10 ? "0" : "") + std::to_string(count) + ' ' +
                            lower(class_name(kind)));
    return parts.empty() ? std::to_string(nominees.size()) + " điển hình tiên tiến"
                         : join(parts, ", ");
}

struct CloseWorkbook {
    void operator()(lxw_workbook* workbook) const { workbook_close(workbook); }
};

}  // namespace

void export_docx(const DecisionList& list, const std::string& path) {
    const std::string year = std::to_string(list.year);
    std::string body = head(list.round.issuer, "/QĐ-UBND");
    body += paragraph("QUYẾT ĐỊNH", kTitle);
    body += paragraph("Về việc công nhận điển hình tiên tiến năm " + year, kTitle);
    if (!list.round.code.empty())
        body += paragraph(
            "Căn cứ Kế hoạch số " + list.round.code + " của " + list.round.issuer + ";", kBasis);
    if (!list.round.lead.empty())
        body += paragraph("Theo đề nghị của " + list.round.lead + ".", kBasis);
    body += paragraph("QUYẾT ĐỊNH:", kTitle);
    body += paragraph("Điều 1. Công nhận điển hình tiên tiến năm " + year + " cho " +
                          counted(list.nominees) + " (có danh sách kèm theo).",
                      kBody);
    body += paragraph("Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", kBody);
    body += paragraph(
        "Điều 3. Thủ trưởng các cơ quan, đơn vị liên quan và các tập thể, cá nhân có "
        "tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
        kBody);
    body += signing("Như Điều 3");
    body += "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";
    body += paragraph("DANH SÁCH", kTitle);
    body += paragraph("Điển hình tiên tiến năm " + year, kTitle);
    body += paragraph("(Kèm theo Quyết định số        /QĐ-UBND ngày     tháng     năm        của " +
                          list.round.issuer + ")",
                      {26, false, true, "center", 0});
    std::string rows = row({cell(paragraph("STT", kBoldCentre), 800),
                            cell(paragraph("Họ và tên, tên tập thể", kBoldCentre), 3200),
                            cell(paragraph("Đối tượng", kBoldCentre), 1400),
                            cell(paragraph("Đơn vị", kBoldCentre), 2600),
                            cell(paragraph("Lĩnh vực, phong trào", kBoldCentre), 1700)},
                           true);
    int number = 0;
    const Style plain{26, false, false, "left", 0};
    for (const Nominee& nominee : list.nominees)
        rows += row({cell(paragraph(std::to_string(++number), kCentre), 800),
                     cell(paragraph(nominee.name, plain), 3200),
                     cell(paragraph(std::string(class_name(nominee.kind)), plain), 1400),
                     cell(paragraph(nominee.unit, plain), 2600),
                     cell(paragraph(nominee.movement, plain), 1700)});
    body += table(rows, true);
    body += paragraph("Tổng số: " + counted(list.nominees) + ".", {28, true, false, "left", 0});
    write_docx(body, path);
}

void export_xlsx(const DecisionList& list, const std::string& path) {
    lxw_workbook_options options{};
    const std::unique_ptr<lxw_workbook, CloseWorkbook> workbook(
        workbook_new_opt(path.c_str(), &options));
    if (!workbook) throw Error(ErrorCode::Unavailable, path + ": cannot be written");
    lxw_worksheet* sheet = workbook_add_worksheet(workbook.get(), "Danh sách");
    lxw_format* bold = workbook_add_format(workbook.get());
    format_set_bold(bold);
    lxw_format* text = workbook_add_format(workbook.get());
    format_set_num_format(text, "@");
    format_set_text_wrap(text);
    worksheet_set_column(sheet, 1, 1, 36, nullptr);
    worksheet_set_column(sheet, 2, 6, 22, nullptr);
    const std::vector<const char*> headings{
        "STT",    "Họ và tên, tên tập thể", "Đối tượng", "Ngày sinh",
        "Đơn vị", "Lĩnh vực, phong trào",   "Hình thức"};
    for (std::size_t i = 0; i < headings.size(); ++i)
        worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(i), headings[i], bold);
    lxw_row_t at = 0;
    for (const Nominee& nominee : list.nominees) {
        ++at;
        const std::vector<std::string> cells{
            std::to_string(at), nominee.name, std::string(class_name(nominee.kind)),
            nominee.birth_date, nominee.unit, nominee.movement,
            nominee.award};
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (worksheet_write_string(sheet, at, static_cast<lxw_col_t>(i), cells[i].c_str(),
                                       text) != LXW_NO_ERROR)
                throw Error(ErrorCode::Unavailable, path + ": a cell cannot be written");
    }
}

void export_return_letter(const Round& round, const SentList& list,
                          const std::vector<Finding>& findings, const std::string& path) {
    std::string body = head(round.lead.empty() ? round.issuer : round.lead, "/…");
    body += paragraph("V/v trả lại hồ sơ không đủ điều kiện", kCentre);
    body += paragraph("Kính gửi: " + list.submitter, {28, false, false, "center", 0});
    body += paragraph("Sau khi xem xét danh sách của " + list.submitter + " trong đợt \"" +
                          round.name + "\", các trường hợp sau được trả lại:",
                      kBody);
    for (const Finding& finding : findings)
        if (finding.severity == "error")
            body += paragraph("- " +
                                  (finding.row > 0 ? "Dòng " + std::to_string(finding.row) + ": "
                                                   : std::string()) +
                                  finding.detail + ";",
                              kBody);
    body +=
        paragraph("Đề nghị " + list.submitter + " bổ sung hoặc thay thế theo quy định./.", kBody);
    body += signing("Như trên");
    write_docx(body, path);
}

}  // namespace vanthu::nominations
