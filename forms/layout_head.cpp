#include "forms/layout_checker.h"
#include "forms/pattern.h"

#include "base/text.h"

namespace vanthu::forms {

namespace {

// A line that is the name of a type of document and nothing else, folded.
const Pattern& type_names() {
    static const Pattern kTypes(
        "^(nghi quyet|quyet dinh|chi thi|quy che|quy dinh|thong cao|thong bao|huong dan|chuong "
        "trinh|ke hoach|phuong an|de an|du an|bao cao|bien ban|to trinh|hop dong|cong dien|ban "
        "ghi nho|ban thoa thuan|giay uy quyen|giay moi|giay gioi thieu|giay nghi phep|phieu "
        "gui|phieu chuyen|phieu bao)$");
    return kTypes;
}

}  // namespace

void LayoutCheck::head() {
    national_ = first(Pattern("cong hoa xa hoi chu nghia"), 0, 30);
    if (national_ < 0)
        missing("national_name", "thêm CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ở trên bên phải");
    else
        look("national_name", national_);
    const int motto = first(Pattern("doc lap *[-–] *tu do *[-–] *hanh phuc"), 0, 30);
    if (motto < 0) {
        missing("motto", "thêm Độc lập - Tự do - Hạnh phúc dưới Quốc hiệu");
    } else {
        look("motto", motto);
        if (!Pattern("Độc lập - Tự do - Hạnh phúc")
                 .found_in(texts_[static_cast<std::size_t>(motto)]))
            find("warning", "grammar", "motto", motto + 1, "Tiêu ngữ viết không đúng mẫu",
                 rule("motto").source,
                 "viết \"Độc lập - Tự do - Hạnh phúc\", có gạch nối và cách chữ");
    }
    organs();
    code();
    issued();
}

void LayoutCheck::organs() {
    std::vector<int> lines;
    for (int i = 0; i < std::min<int>(static_cast<int>(texts_.size()), 20); ++i) {
        const std::string& text = texts_[static_cast<std::size_t>(i)];
        const std::string line = flat(text);
        if (Pattern("^so *:? *[0-9./ ]*[/-]|ngay.*thang.*nam").found_in(line) ||
            type_names().matches(line))
            break;
        if (i == national_ || trim(text).empty() || !is_upper(text)) continue;
        const std::string folded = flat(text);
        if (folded.find("doc lap") != std::string::npos ||
            folded.find("viet nam") != std::string::npos)
            continue;
        lines.push_back(i);
    }
    if (lines.empty()) return missing("organ_name", "ghi tên cơ quan ban hành ở trên bên trái");
    // A name may wrap; what is bold belongs to the issuer, what stands above it unbold to the
    // one in charge.
    bool any_bold = false;
    for (const int i : lines)
        any_bold = any_bold || is_bold(i);
    for (const int i : lines)
        look(!any_bold ? (i == lines.back() ? "organ_name" : "organization_in_charge")
                       : (is_bold(i) ? "organ_name" : "organization_in_charge"),
             i);
}

bool LayoutCheck::is_bold(int index) const {
    for (const Piece& piece : document_.paragraphs[static_cast<std::size_t>(index)].pieces)
        if (!trim(piece.text).empty()) return piece.bold;
    return false;
}

void LayoutCheck::code() {
    const int at = first(Pattern("^so *:? *[0-9.]* */"), 0, 40);
    if (at < 0) return missing("code", "ghi \"Số: .../...\" dưới tên cơ quan");
    look("code", at);
    const std::string& text = texts_[static_cast<std::size_t>(at)];
    Match parts;
    if (!Pattern("Số: ?([0-9]*)( *)/((?:[0-9]{4}/)?)(\\S+)( *)").matches(text, parts)) {
        find("warning", "grammar", "code", at + 1, "số, ký hiệu viết không đúng mẫu",
             rule("code").source,
             "viết \"Số: 05/QĐ-UBND\": có dấu hai chấm, không có khoảng trắng quanh / và -");
    } else if (parts[1].length() == 1) {
        find("warning", "grammar", "code", at + 1, "số nhỏ hơn 10 thiếu số 0 ở trước",
             rule("code").source, "viết 0" + parts[1].str());
    }
}

void LayoutCheck::issued() {
    // Days below the type's name are those of other papers.
    const int type = first(type_names(), 0, 40);
    const int at = first(Pattern("ngay.*thang.*nam"), 0, type < 0 ? 40 : type);
    if (at < 0) return missing("issued", "ghi địa danh, ngày tháng năm dưới Tiêu ngữ");
    look("issued", at);
    const std::string& text = texts_[static_cast<std::size_t>(at)];
    Match parts;
    if (!Pattern("^.+, ngày ?([0-9.… ]*) ?tháng ?([0-9.… ]*) ?năm ?([0-9.…]*)")
             .found_in(text, parts)) {
        find("warning", "grammar", "issued", at + 1, "địa danh, thời gian viết không đúng mẫu",
             rule("issued").source, "viết \"Địa danh, ngày 05 tháng 01 năm 2026\"");
        return;
    }
    const auto number = [&](std::size_t part) { return trim(parts[part].str()); };
    const auto one_digit = [](const std::string& text) {
        return text.size() == 1 && text[0] >= '1' && text[0] <= '9';
    };
    if (one_digit(number(1)))
        find("warning", "grammar", "issued", at + 1, "ngày nhỏ hơn 10 thiếu số 0 ở trước",
             rule("issued").source, "viết ngày 0" + number(1));
    if (number(2) == "1" || number(2) == "2")
        find("warning", "grammar", "issued", at + 1, "tháng 1, tháng 2 thiếu số 0 ở trước",
             rule("issued").source, "viết tháng 0" + number(2));
    if (number(2).size() == 2 && number(2)[0] == '0' && number(2) > "02")
        find("warning", "grammar", "issued", at + 1, "chỉ tháng 1 và 2 có số 0 ở trước",
             rule("issued").source, "viết tháng " + number(2).substr(1));
    date_ = at;
}

void LayoutCheck::title() {
    const int about = first(Pattern("^v/v"), 0, 40);
    if (about >= 0) {
        look("dispatch_subject", about);
        title_ = about;
        is_dispatch_ = true;
        return;
    }
    title_ = first(type_names(), 0, 40);
    if (title_ < 0)
        return missing("type_name", "ghi tên loại văn bản ở giữa, hoặc \"V/v ...\" cho công văn");
    look("type_name", title_);
    for (int i = title_ + 1; i < std::min(title_ + 6, static_cast<int>(texts_.size())); ++i) {
        if (trim(texts_[static_cast<std::size_t>(i)]).empty()) continue;
        look("subject", i);
        title_ = i;
        break;
    }
}

void LayoutCheck::basis() {
    if (is_dispatch_) return;
    std::vector<int> lines;
    for (int i = std::max(title_, 0) + 1; i < static_cast<int>(texts_.size()); ++i) {
        const std::string folded = flat(texts_[static_cast<std::size_t>(i)]);
        if (folded.starts_with("can cu ") || folded.starts_with("theo de nghi") ||
            folded.starts_with("xet de nghi"))
            lines.push_back(i);
        else if (!lines.empty() && !trim(folded).empty())
            break;
    }
    for (const int i : lines) {
        look("basis", i);
        const std::string text = trim(texts_[static_cast<std::size_t>(i)]);
        const char end = i == lines.back() ? '.' : ';';
        const std::string mark{'"', end, '"'};
        if (!text.empty() && text.back() != end && !(i == lines.back() && text.back() == ','))
            find("warning", "grammar", "basis", i + 1,
                 "căn cứ không kết thúc bằng " + mark, rule("basis").source,
                 "đặt dấu " + mark + " ở cuối dòng");
    }
    if (!lines.empty()) title_ = lines.back();
}

}  // namespace vanthu::forms
