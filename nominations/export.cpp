#include "nominations/export.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "base/text.h"
#include "nominations/word_paper.h"

namespace vanthu::nominations {
namespace {

using word::cell;
using word::paragraph;
using word::row;
using word::Style;

const Style kCentre{26, false, false, "center", 0, 0};
const Style kBoldCentre{24, true, false, "center", 0, 0};
const Style kBody{28, false, false, "both", 567, 120};
const Style kBasis{28, false, true, "both", 567, 120};
const Style kTitle{28, true, false, "center", 0, 120};
const Style kTightTitle{28, true, false, "center", 0, 0};

bool is_committee(const std::string& organ) {
    return fold(organ).starts_with("uy ban nhan dan ") || organ.starts_with("UBND ");
}

// What stands behind the type in the organ's codes: "UBND" as in its plan "79/KH-UBND"; "" = not
// known.
std::string organ_code(const Round& round) {
    const std::size_t dash = round.code.rfind('-');
    if (dash != std::string::npos) return round.code.substr(dash + 1);
    return is_committee(round.issuer) ? "UBND" : "";
}

// The title of whoever heads an organ; dots where its name does not tell.
std::string head_of(const std::string& organ) {
    if (is_committee(organ)) return "CHỦ TỊCH";
    const std::pair<const char*, const char*> kHeads[] = {{"Văn phòng", "CHÁNH VĂN PHÒNG"},
                                                          {"Sở", "GIÁM ĐỐC"},
                                                          {"Trung tâm", "GIÁM ĐỐC"},
                                                          {"Phòng", "TRƯỞNG PHÒNG"},
                                                          {"Ban", "TRƯỞNG BAN"}};
    for (const auto& [begin, title] : kHeads)
        if (organ.starts_with(std::string(begin) + ' ')) return title;
    return "……………";
}

// Zones 1 to 5 of Decree 30/2020, Annex I; the subject stands under the code where the paper has no
// type name.
std::string head(const std::string& superior, const std::string& organ, const std::string& code,
                 const std::string& subject) {
    const std::string left =
        (superior.empty() ? "" : paragraph(upper(superior), {24, false, false, "center", 0, 0})) +
        paragraph(upper(organ), kBoldCentre) + word::rule(1300) +
        paragraph("Số:        " + code, kCentre) +
        (subject.empty() ? "" : paragraph(subject, {24, false, false, "center", 0, 0}));
    const std::string right =
        paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", kBoldCentre) +
        paragraph("Độc lập - Tự do - Hạnh phúc", kTightTitle) + word::rule(500) +
        paragraph("…………, ngày … tháng … năm ……", {28, false, true, "center", 0});
    return word::table(row({cell(left, 3900), cell(right, 5700)}), false) +
           paragraph("", {16, false, false, "left", 0, 0});
}

std::string signing(const std::string& receivers, const std::string& title) {
    const std::string left = paragraph("Nơi nhận:", {24, true, true, "left", 0}) +
                             paragraph("- " + receivers + ";", {22, false, false, "left", 0}) +
                             paragraph("- Lưu: VT.", {22, false, false, "left", 0});
    const std::string right = paragraph(title, kTitle) + paragraph("", kCentre) +
                              paragraph("", kCentre) + paragraph("", kCentre);
    return word::table(row({cell(left, 4800), cell(right, 4800)}), false);
}

constexpr const char* kClasses[] = {"collective", "individual", "household", "model"};

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
    for (const char* kind : kClasses)
        if (const int count = count_of(nominees, kind); count > 0)
            parts.push_back((count < 10 ? "0" : "") + std::to_string(count) + ' ' +
                            lower(class_name(kind)));
    return parts.empty() ? std::to_string(nominees.size()) + " điển hình tiên tiến"
                         : join(parts, ", ");
}

// The decision's own list: collectives, individuals and so on under headings of their own, where
// there are several.
std::string list_table(const std::vector<Nominee>& nominees) {
    constexpr int kWidths[] = {800, 3200, 1400, 2600, 1700};
    const Style plain{26, false, false, "left", 0}, bold{26, true, false, "left", 0};
    std::string rows = row({cell(paragraph("STT", kBoldCentre), kWidths[0]),
                            cell(paragraph("Họ và tên, tên tập thể", kBoldCentre), kWidths[1]),
                            cell(paragraph("Đối tượng", kBoldCentre), kWidths[2]),
                            cell(paragraph("Đơn vị", kBoldCentre), kWidths[3]),
                            cell(paragraph("Lĩnh vực, phong trào", kBoldCentre), kWidths[4])},
                           true);
    std::vector<NomineeClass> classes(std::begin(kClasses), std::end(kClasses));
    classes.emplace_back();
    const auto present = std::count_if(classes.begin(), classes.end(), [&](const auto& kind) {
        return count_of(nominees, kind) > 0;
    });
    const char* const numerals[] = {"I. ", "II. ", "III. ", "IV. ", "V. "};
    int number = 0, group = 0;
    for (const NomineeClass& kind : classes) {
        if (count_of(nominees, kind) == 0) continue;
        const std::string name = kind.empty() ? "Chưa rõ đối tượng" : std::string(class_name(kind));
        if (present > 1)
            rows += row({cell(paragraph(numerals[group++] + upper(name), bold), 9700, 5)});
        for (const Nominee& nominee : nominees)
            if (nominee.kind == kind)
                rows += row({cell(paragraph(std::to_string(++number), kCentre), kWidths[0]),
                             cell(paragraph(nominee.name, plain), kWidths[1]),
                             cell(paragraph(std::string(class_name(kind)), plain), kWidths[2]),
                             cell(paragraph(nominee.unit, plain), kWidths[3]),
                             cell(paragraph(nominee.movement, plain), kWidths[4])});
    }
    return word::table(rows, true);
}

struct CloseWorkbook {
    void operator()(lxw_workbook* workbook) const { workbook_close(workbook); }
};

}  // namespace

std::vector<std::string> bases_of(const Law* law, const std::vector<KeptSession>& sessions) {
    std::vector<std::string> bases;
    if (law != nullptr) bases.push_back(law->name);
    for (const KeptSession& one : sessions) {
        const auto day = parse_iso_date(one.held_on);
        if (!day) continue;
        const std::string basis = "kết quả họp Hội đồng Thi đua - Khen thưởng ngày " +
                                  std::to_string(day->day) + '/' + std::to_string(day->month) +
                                  '/' + std::to_string(day->year);
        if (std::find(bases.begin(), bases.end(), basis) == bases.end()) bases.push_back(basis);
    }
    return bases;
}

void export_docx(const DecisionList& list, const std::string& path) {
    const std::string year = std::to_string(list.year);
    const Round& round = list.round;
    const std::string code = "/QĐ-" + organ_code(round);
    std::string body = head("", round.issuer, code, "");
    body += paragraph("QUYẾT ĐỊNH", kTightTitle);
    body += paragraph("Về việc công nhận điển hình tiên tiến năm " + year, kTightTitle);
    body += word::rule(3600, 160);
    if (is_committee(round.issuer)) body += paragraph("CHỦ TỊCH " + upper(round.issuer), kTitle);
    for (const std::string& basis : list.bases)
        body += paragraph("Căn cứ " + basis + ";", kBasis);
    if (!round.code.empty())
        body +=
            paragraph("Căn cứ Kế hoạch số " + round.code + " của " + round.issuer + ";", kBasis);
    if (!round.lead.empty()) body += paragraph("Theo đề nghị của " + round.lead + ".", kBasis);
    body += paragraph("QUYẾT ĐỊNH:", kTitle);
    body += word::labelled("Điều 1.",
                           "Công nhận điển hình tiên tiến năm " + year + " cho " +
                               counted(list.nominees) + " (có danh sách kèm theo).",
                           kBody);
    body += word::labelled("Điều 2.", "Quyết định này có hiệu lực kể từ ngày ký.", kBody);
    body += word::labelled("Điều 3.",
                           "Thủ trưởng các cơ quan, đơn vị liên quan và các tập thể, cá nhân có "
                           "tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
                           kBody);
    body += signing("Như Điều 3", head_of(round.issuer));
    body += word::page_break();
    body += paragraph("DANH SÁCH", kTightTitle);
    body += paragraph("Điển hình tiên tiến năm " + year, kTightTitle);
    body += paragraph("(Kèm theo Quyết định số        " + code +
                          " ngày     tháng     năm        của " + round.issuer + ")",
                      {26, false, true, "center", 0, 120});
    body += list_table(list.nominees);
    body += paragraph("Tổng số: " + counted(list.nominees) + ".", {28, true, false, "left", 0});
    word::write(body, path);
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
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
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
    const std::string& organ = round.lead.empty() ? round.issuer : round.lead;
    const bool under = !same_agency(organ, round.issuer);
    std::string body =
        head(under ? round.issuer : "", organ, "/…", "V/v trả lại hồ sơ không đủ điều kiện");
    body += paragraph("Kính gửi: " + list.submitter + ".", {28, false, false, "center", 0, 160});
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
    body += signing("Như trên", head_of(organ));
    word::write(body, path);
}

}  // namespace vanthu::nominations
