#include "forms/layout_check.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <regex>

#include "base/error.h"
#include "base/text.h"
#include "base/xml.h"

namespace vanthu::forms {
namespace {

constexpr double kTwipsPerMillimetre = 1440 / 25.4;
constexpr double kSlack = 0.6;  // mm: word processors round margins

std::string shown(double value) {
    char text[32];
    std::snprintf(text, sizeof text, std::abs(value - std::round(value)) < 0.05 ? "%.0f" : "%.1f",
                  value);
    return text;
}

std::string shown(const Range& range, const char* unit) {
    return (range.least == range.most ? shown(range.least)
                                      : shown(range.least) + "–" + shown(range.most)) +
           ' ' + unit;
}

bool within(double value, const Range& range, double slack) {
    return value >= range.least - slack && value <= range.most + slack;
}

std::string shortened(const std::string& text) {
    const std::u32string letters = to_utf32(text);
    return letters.size() <= 60 ? text : to_utf8(letters.substr(0, 57)) + "...";
}

bool is_upper(const std::string& text) {
    return text == upper(text) && text != lower(text);
}

std::string flat(const std::string& text) {
    return fold(unify_tone_placement(text));
}

Range range_of(const std::string& text) {
    const std::size_t dash = text.find('-');
    const double least = std::stod(text.substr(0, dash));
    return {least, dash == std::string::npos ? least : std::stod(text.substr(dash + 1))};
}

std::optional<bool> yes_or_no(const XmlElement& element, std::string_view name) {
    const auto text = element.attribute(name);
    return text ? std::optional(*text == "yes") : std::nullopt;
}

// Finds the zones of a document and holds each against its rule.
class LayoutCheck {
public:
    LayoutCheck(const SetDocument& document, const LayoutRules& rules)
        : document_(document), rules_(rules) {
        for (const SetParagraph& paragraph : document.paragraphs)
            texts_.push_back(paragraph.text());
    }

    std::vector<LayoutFinding> run() {
        pages();
        fonts();
        head();
        title();
        basis();
        foot();
        body();
        return std::move(findings_);
    }

private:
    const ZoneRule& rule(const std::string& zone) const { return rules_.zones.at(zone); }

    void find(std::string severity, std::string code, const std::string& zone, int paragraph,
              std::string detail, std::string source, std::string remedy) {
        findings_.push_back({std::move(severity), std::move(code), zone, paragraph,
                             paragraph > 0
                                 ? shortened(texts_[static_cast<std::size_t>(paragraph) - 1])
                                 : std::string(),
                             std::move(detail), std::move(source), std::move(remedy)});
    }

    void missing(const std::string& zone, const std::string& how) {
        find("error", "missing", zone, 0, rule(zone).label + ": không tìm thấy", rule(zone).source,
             how);
    }

    void pages() {
        for (const SetSection& section : document_.sections) {
            const bool turned = section.width > section.height;
            const double width = turned ? section.height : section.width;
            const double height = turned ? section.width : section.height;
            if (std::abs(width - rules_.width) > 2 || std::abs(height - rules_.height) > 2)
                find("warning", "paper", "page", 0,
                     "khổ giấy " + shown(width) + " × " + shown(height) + " mm", rules_.page_source,
                     "đặt khổ giấy A4, " + shown(rules_.width) + " × " + shown(rules_.height) +
                         " mm");
            if (turned) continue;  // a landscape section has its margins turned with it
            margin("trên", section.top, rules_.top);
            margin("dưới", section.bottom, rules_.bottom);
            margin("trái", section.left, rules_.left);
            margin("phải", section.right, rules_.right);
        }
        if (document_.paragraphs.size() > 60 && !document_.page_numbers)
            find("warning", "page_number", "page", 0, "không có số trang", rules_.page_source,
                 "chèn số trang ở giữa lề trên, không hiện ở trang đầu");
        if (document_.page_numbers && !document_.sections.empty() &&
            !document_.sections.front().title_page)
            find("warning", "page_number", "page", 0, "trang đầu cũng hiện số trang",
                 rules_.page_source, "chọn \"trang đầu khác\" cho đầu trang");
    }

    void margin(const std::string& side, double is, const Range& should) {
        if (!within(is, should, kSlack))
            find("warning", "margin", "page", 0, "lề " + side + " " + shown(is) + " mm",
                 rules_.page_source, "đặt lề " + side + " " + shown(should, "mm"));
    }

    void fonts() {
        std::map<std::string, int> others;  // font -> first paragraph
        bool coloured = false;
        for (std::size_t i = 0; i < texts_.size(); ++i)
            for (const Piece& piece : document_.paragraphs[i].pieces) {
                if (trim(piece.text).empty()) continue;
                // "Times New Roman Bold" is a face of the same family.
                if (!piece.font.empty() && !piece.font.starts_with(rules_.font))
                    others.emplace(piece.font, static_cast<int>(i) + 1);
                const bool black =
                    piece.color.empty() || piece.color == "auto" || piece.color == "000000";
                if (!black && !coloured) {
                    coloured = true;
                    find("warning", "font", "page", static_cast<int>(i) + 1,
                         "chữ màu #" + piece.color, rules_.font_source, "đặt chữ màu đen");
                }
            }
        for (const auto& [font, paragraph] : others)
            find("warning", "font", "page", paragraph, "phông chữ " + font, rules_.font_source,
                 "dùng phông " + rules_.font);
    }

    // Size, weight, slope, case and alignment of the paragraph at `index`.
    void look(const std::string& zone, int index) {
        const ZoneRule& rule = this->rule(zone);
        const SetParagraph& paragraph = document_.paragraphs[static_cast<std::size_t>(index)];
        const int number = index + 1;
        bool size = false, bold = false, italic = false;
        for (const Piece& piece : paragraph.pieces) {
            if (trim(piece.text).empty()) continue;
            if (!size && piece.points > 0 && !within(piece.points, rule.sizes, 0.1)) {
                size = true;
                find("warning", "size", zone, number, rule.label + " cỡ chữ " + shown(piece.points),
                     rule.source, "đặt cỡ chữ " + shown(rule.sizes, "pt"));
            }
            if (!bold && rule.bold && piece.bold != *rule.bold) {
                bold = true;
                find("warning", "bold", zone, number,
                     rule.label + (piece.bold ? " in đậm" : " không in đậm"), rule.source,
                     *rule.bold ? "in đậm" : "bỏ in đậm");
            }
            if (!italic && rule.italic && piece.italic != *rule.italic) {
                italic = true;
                find("warning", "italic", zone, number,
                     rule.label + (piece.italic ? " in nghiêng" : " không in nghiêng"), rule.source,
                     *rule.italic ? "in nghiêng" : "để kiểu chữ đứng");
            }
        }
        const std::string& text = texts_[static_cast<std::size_t>(index)];
        if (rule.upper && *rule.upper && !is_upper(text))
            find("warning", "capitals", zone, number, rule.label + " không viết hoa toàn bộ",
                 rule.source, "viết bằng chữ in hoa");
        if (rule.upper && !*rule.upper && is_upper(text))
            find("warning", "capitals", zone, number, rule.label + " viết hoa toàn bộ", rule.source,
                 "viết bằng chữ in thường");
        if (!rule.align.empty() && paragraph.align != rule.align)
            find("warning", "alignment", zone, number,
                 rule.label + (rule.align == "center" ? " không canh giữa" : " không canh đều"),
                 rule.source, rule.align == "center" ? "canh giữa" : "canh đều hai lề");
    }

    int first(const std::regex& pattern, int from = 0, int to = -1) const {
        const int size = static_cast<int>(texts_.size());
        const int end = to < 0 ? size : std::min(to, size);
        for (int i = std::max(from, 0); i < end; ++i)
            if (std::regex_search(flat(texts_[static_cast<std::size_t>(i)]), pattern)) return i;
        return -1;
    }

    void head() {
        national_ = first(std::regex("cong hoa xa hoi chu nghia"), 0, 30);
        if (national_ < 0)
            missing("national_name", "thêm CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ở trên bên phải");
        else
            look("national_name", national_);
        const int motto = first(std::regex("doc lap *[-–] *tu do *[-–] *hanh phuc"), 0, 30);
        if (motto < 0) {
            missing("motto", "thêm Độc lập - Tự do - Hạnh phúc dưới Quốc hiệu");
        } else {
            look("motto", motto);
            if (!std::regex_search(texts_[static_cast<std::size_t>(motto)],
                                   std::regex("Độc lập - Tự do - Hạnh phúc")))
                find("warning", "grammar", "motto", motto + 1, "Tiêu ngữ viết không đúng mẫu",
                     rule("motto").source,
                     "viết \"Độc lập - Tự do - Hạnh phúc\", có gạch nối và cách chữ");
        }
        organs();
        code();
        issued();
    }

    // The upper-case lines before the number that are not the national name: the last ones are the
    // issuer.
    void organs() {
        std::vector<int> lines;
        for (int i = 0; i < std::min<int>(static_cast<int>(texts_.size()), 20); ++i) {
            const std::string& text = texts_[static_cast<std::size_t>(i)];
            const std::string line = flat(text);
            if (std::regex_search(line, std::regex("^so *:? *[0-9./ ]*[/-]|ngay.*thang.*nam")))
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

    bool is_bold(int index) const {
        for (const Piece& piece : document_.paragraphs[static_cast<std::size_t>(index)].pieces)
            if (!trim(piece.text).empty()) return piece.bold;
        return false;
    }

    void code() {
        const int at = first(std::regex("^so *:? *[0-9.]* */"), 0, 40);
        if (at < 0) return missing("code", "ghi \"Số: .../...\" dưới tên cơ quan");
        look("code", at);
        const std::string& text = texts_[static_cast<std::size_t>(at)];
        std::smatch parts;
        if (!std::regex_match(text, parts,
                              std::regex("Số: ?([0-9]*)( *)/((?:[0-9]{4}/)?)(\\S+)( *)"))) {
            find("warning", "grammar", "code", at + 1, "số, ký hiệu viết không đúng mẫu",
                 rule("code").source,
                 "viết \"Số: 05/QĐ-UBND\": có dấu hai chấm, không có khoảng trắng quanh / và -");
        } else if (parts[1].length() == 1) {
            find("warning", "grammar", "code", at + 1, "số nhỏ hơn 10 thiếu số 0 ở trước",
                 rule("code").source, "viết 0" + parts[1].str());
        }
    }

    void issued() {
        const int at = first(std::regex("ngay.*thang.*nam"), 0, 40);
        if (at < 0) return missing("issued", "ghi địa danh, ngày tháng năm dưới Tiêu ngữ");
        look("issued", at);
        const std::string& text = texts_[static_cast<std::size_t>(at)];
        std::smatch parts;
        if (!std::regex_search(
                text, parts,
                std::regex("^.+, ngày ?([0-9.… ]*) ?tháng ?([0-9.… ]*) ?năm ?([0-9.…]*)"))) {
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

    // The type's name stands alone in the middle; a công văn has "V/v" under its number instead.
    void title() {
        const int about = first(std::regex("^v/v"), 0, 40);
        if (about >= 0) {
            look("dispatch_subject", about);
            title_ = about;
            is_dispatch_ = true;
            return;
        }
        static const std::regex kTypes(
            "^(nghi quyet|quyet dinh|chi thi|quy che|quy dinh|thong cao|thong bao|huong dan|chuong "
            "trinh|ke hoach|phuong an|de an|du an|bao cao|bien ban|to trinh|hop dong|cong dien|ban "
            "ghi nho|ban thoa thuan|giay uy quyen|giay moi|giay gioi thieu|giay nghi phep|phieu "
            "gui|phieu chuyen|phieu bao)$");
        title_ = first(kTypes, 0, 40);
        if (title_ < 0)
            return missing("type_name",
                           "ghi tên loại văn bản ở giữa, hoặc \"V/v ...\" cho công văn");
        look("type_name", title_);
        for (int i = title_ + 1; i < std::min(title_ + 6, static_cast<int>(texts_.size())); ++i) {
            if (trim(texts_[static_cast<std::size_t>(i)]).empty()) continue;
            look("subject", i);
            title_ = i;
            break;
        }
    }

    // A công văn may begin its text with "Căn cứ": that is text, not a list of bases.
    void basis() {
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
            if (!text.empty() && text.back() != end && !(i == lines.back() && text.back() == ','))
                find("warning", "grammar", "basis", i + 1,
                     std::string("căn cứ không kết thúc bằng \"") + end + '"', rule("basis").source,
                     std::string("đặt dấu \"") + end + "\" ở cuối dòng");
        }
        if (!lines.empty()) title_ = lines.back();
    }

    void foot() {
        label_ = first(std::regex("^noi nhan"), title_ + 1);
        if (label_ < 0) {
            missing("to_places_label", "thêm \"Nơi nhận:\" ở dưới bên trái");
            return;
        }
        look("to_places_label", label_);
        if (texts_[static_cast<std::size_t>(label_)].find(':') == std::string::npos)
            find("warning", "grammar", "to_places_label", label_ + 1, "thiếu dấu hai chấm",
                 rule("to_places_label").source, "viết \"Nơi nhận:\"");
        int archive = -1;
        for (int i = label_ + 1; i < static_cast<int>(texts_.size()); ++i) {
            const std::string text = trim(texts_[static_cast<std::size_t>(i)]);
            if (text.empty()) continue;
            if (!text.starts_with("-")) break;
            look("to_places", i);
            const bool last = flat(text).find("luu") < 4;
            if (last) archive = i;
            if (text.back() != (last ? '.' : ';'))
                find("warning", "grammar", "to_places", i + 1, "dấu ở cuối dòng không đúng",
                     rule("to_places").source,
                     last ? "đặt dấu chấm ở cuối dòng Lưu" : "đặt dấu chấm phẩy ở cuối dòng");
        }
        if (archive < 0)
            find("warning", "missing", "to_places", label_ + 1, "không có dòng Lưu",
                 rule("to_places").source, "thêm \"- Lưu: VT, ...\" ở cuối nơi nhận");
        signing();
    }

    // The other side of the foot: upper-case lines, then the name.
    void signing() {
        const SetParagraph& label = document_.paragraphs[static_cast<std::size_t>(label_)];
        int position = -1, name = -1;
        for (int i = title_ + 1; i < static_cast<int>(texts_.size()); ++i) {
            const SetParagraph& paragraph = document_.paragraphs[static_cast<std::size_t>(i)];
            const bool beside =
                label.table >= 0 ? paragraph.table == label.table && paragraph.column > label.column
                                 : i > label_;
            const std::string text = trim(texts_[static_cast<std::size_t>(i)]);
            if (!beside || text.empty() || text.starts_with("-")) continue;
            if (is_upper(text)) {
                look("signer_position", i);
                position = i;
            } else if (position >= 0) {
                name = i;
            }
        }
        if (position < 0)
            return missing("signer_position", "ghi quyền hạn, chức vụ người ký ở dưới bên phải");
        if (name < 0) return;  // a draft may be without it
        look("signer_full_name", name);
        if (std::regex_search(flat(texts_[static_cast<std::size_t>(name)]),
                              std::regex("^(ts|ths|pgs|gs|bs|ks|cn|tien si|thac si)[. ]")))
            find("warning", "grammar", "signer_full_name", name + 1,
                 "có học hàm, học vị trước họ tên", rule("signer_full_name").source,
                 "bỏ học hàm, học vị, trừ ngành quân đội, giáo dục, y tế, khoa học");
    }

    void body() {
        const ZoneRule& rule = this->rule("body");
        const int end = label_ < 0 ? static_cast<int>(texts_.size()) : label_;
        int last = -1;
        std::map<std::string, int> told;  // a fault that runs through is told once, with how often
        std::map<std::string, int> where;
        const auto count = [&](const std::string& code, int i) {
            ++told[code];
            where.emplace(code, i + 1);
        };
        for (int i = title_ + 1; i < end; ++i) {
            const SetParagraph& paragraph = document_.paragraphs[static_cast<std::size_t>(i)];
            const std::string text = trim(texts_[static_cast<std::size_t>(i)]);
            if (text.empty() || paragraph.table >= 0) continue;
            last = i;
            if (to_utf32(text).size() < 60 || is_upper(text))
                continue;  // headings have their own look
            for (const Piece& piece : paragraph.pieces)
                if (!trim(piece.text).empty() && piece.points > 0 &&
                    !within(piece.points, rule.sizes, 0.1)) {
                    count("size", i);
                    break;
                }
            if (paragraph.align != rule.align) count("alignment", i);
            if (rule.first_line && !within(paragraph.first_line, *rule.first_line, 0.5))
                count("indent", i);
            if (std::max(paragraph.before, paragraph.after) + 0.1 < rule.least_after ||
                (rule.lines && paragraph.lines > 0 && !within(paragraph.lines, *rule.lines, 0.02)))
                count("spacing", i);
        }
        const std::array<std::array<std::string, 3>, 4> kinds{{
            {"size", "cỡ chữ ngoài quy định", "đặt cỡ chữ " + shown(rule.sizes, "pt")},
            {"alignment", "không canh đều hai lề", "canh đều hai lề"},
            {"indent", "lùi đầu dòng ngoài quy định", "lùi đầu dòng 1 cm hoặc 1,27 cm"},
            {"spacing", "giãn dòng, giãn đoạn ngoài quy định",
             "giãn đoạn ít nhất 6 pt, giãn dòng từ đơn đến 1,5"},
        }};
        for (const auto& [code, what, remedy] : kinds)
            if (told[code] > 0)
                find("warning", code, "body", where[code],
                     rule.label + ": " + what + " ở " + std::to_string(told[code]) + " đoạn",
                     rule.source, remedy);
        if (last >= 0 && !trim(texts_[static_cast<std::size_t>(last)]).ends_with("./."))
            find("warning", "grammar", "body", last + 1, "nội dung không kết thúc bằng \"./.\"",
                 rule.source, "thêm \"./.\" ở cuối nội dung");
    }

    const SetDocument& document_;
    const LayoutRules& rules_;
    std::vector<std::string> texts_;
    std::vector<LayoutFinding> findings_;
    bool is_dispatch_ = false;
    int national_ = -1, date_ = -1, title_ = -1, label_ = -1;
};

double millimetres(const Poco::JSON::Object& object, const std::string& name) {
    return object.optValue(name, 0.0) / kTwipsPerMillimetre;
}

}  // namespace

std::string SetParagraph::text() const {
    std::string all;
    for (const Piece& piece : pieces)
        all += piece.capitals ? upper(piece.text) : piece.text;
    return nfc(single_spaced(all));
}

SetDocument read_set_document(const std::string& json) {
    SetDocument document;
    try {
        Poco::JSON::Parser parser;
        const auto root = parser.parse(json).extract<Poco::JSON::Object::Ptr>();
        document.page_numbers = root->optValue("page_numbers", false);
        const auto sections = root->getArray("sections");
        for (unsigned i = 0; i < sections->size(); ++i) {
            const auto object = sections->getObject(i);
            document.sections.push_back(
                {millimetres(*object, "width"), millimetres(*object, "height"),
                 millimetres(*object, "top"), millimetres(*object, "bottom"),
                 millimetres(*object, "left"), millimetres(*object, "right"),
                 object->optValue("title_page", false), object->optValue("headers", 0)});
        }
        const auto paragraphs = root->getArray("paragraphs");
        for (unsigned i = 0; i < paragraphs->size(); ++i) {
            const auto object = paragraphs->getObject(i);
            SetParagraph paragraph;
            paragraph.align = object->optValue<std::string>("align", "left");
            if (paragraph.align == "distribute") paragraph.align = "both";
            paragraph.first_line = millimetres(*object, "first_line");
            paragraph.before = object->optValue("before", 0.0) / 20;
            paragraph.after = object->optValue("after", 0.0) / 20;
            paragraph.lines = object->optValue<std::string>("line_rule", "auto") == "auto"
                                  ? object->optValue("line", 240.0) / 240
                                  : 0;
            paragraph.table = object->optValue("table", -1);
            paragraph.row = object->optValue("row", -1);
            paragraph.column = object->optValue("column", -1);
            const auto pieces = object->getArray("pieces");
            for (unsigned j = 0; j < pieces->size(); ++j) {
                const auto piece = pieces->getObject(j);
                paragraph.pieces.push_back(
                    {piece->optValue<std::string>("text", ""),
                     piece->optValue<std::string>("font", ""),
                     piece->optValue<std::string>("color", ""),
                     piece->optValue("half_points", 0) / 2.0, piece->optValue("bold", false),
                     piece->optValue("italic", false), piece->optValue("capitals", false)});
            }
            document.paragraphs.push_back(std::move(paragraph));
        }
    } catch (const Poco::Exception& problem) {
        throw Error(ErrorCode::BadInput,
                    "the page worker's answer makes no sense: " + problem.displayText());
    }
    return document;
}

LayoutRules read_layout_rules(const std::string& file, const std::string& schema) {
    const XmlDocument xml = XmlDocument::read(file);
    xml.validate(schema);
    const XmlElement root = xml.root();
    LayoutRules rules;
    rules.source = root.required("source");
    const auto source = [&](const XmlElement& element) {
        return rules.source + ", " + element.required("source");
    };
    const XmlElement page = *root.child("page");
    rules.width = std::stod(page.required("width"));
    rules.height = std::stod(page.required("height"));
    rules.top = range_of(page.required("top"));
    rules.bottom = range_of(page.required("bottom"));
    rules.left = range_of(page.required("left"));
    rules.right = range_of(page.required("right"));
    rules.page_source = source(page);
    rules.font = root.child("font")->required("name");
    rules.font_source = source(*root.child("font"));
    for (const XmlElement& zone : root.children("zone")) {
        ZoneRule rule;
        rule.label = zone.required("label");
        rule.source = source(zone);
        rule.sizes = range_of(zone.required("sizes"));
        rule.bold = yes_or_no(zone, "bold");
        rule.italic = yes_or_no(zone, "italic");
        rule.upper = yes_or_no(zone, "upper");
        rule.align = zone.attribute("align").value_or("");
        if (const auto indent = zone.attribute("first-line")) rule.first_line = range_of(*indent);
        if (const auto lines = zone.attribute("lines")) rule.lines = range_of(*lines);
        if (const auto after = zone.attribute("least-after")) rule.least_after = std::stod(*after);
        rules.zones.emplace(zone.required("id"), std::move(rule));
    }
    for (const char* id : {"national_name", "motto", "organization_in_charge", "organ_name", "code",
                           "issued", "type_name", "subject", "dispatch_subject", "basis", "body",
                           "signer_position", "signer_full_name", "to_places_label", "to_places"})
        if (!rules.zones.contains(id))
            throw Error(ErrorCode::Configuration, file + ":1: the zone \"" + id + "\" is missing");
    return rules;
}

std::vector<LayoutFinding> check_layout(const SetDocument& document, const LayoutRules& rules) {
    return LayoutCheck(document, rules).run();
}

}  // namespace vanthu::forms
