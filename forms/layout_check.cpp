#include "forms/layout_check.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "base/text.h"
#include "forms/layout_checker.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr double kSlack = 0.6;  // mm: word processors round margins

std::string shortened(const std::string& text) {
    const std::u32string letters = to_utf32(text);
    return letters.size() <= 60 ? text : to_utf8(letters.substr(0, 57)) + "...";
}

}  // namespace

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

bool is_upper(const std::string& text) {
    return text == upper(text) && text != lower(text);
}

std::string flat(const std::string& text) {
    return fold(unify_tone_placement(text));
}

LayoutCheck::LayoutCheck(const SetDocument& document, const LayoutRules& rules)
    : document_(document), rules_(rules) {
    for (const SetParagraph& paragraph : document.paragraphs)
        texts_.push_back(paragraph.text());
}

std::vector<LayoutFinding> LayoutCheck::run() {
    pages();
    fonts();
    head();
    title();
    basis();
    foot();
    body();
    return std::move(findings_);
}

void LayoutCheck::find(std::string severity, std::string code, const std::string& zone,
                       int paragraph, std::string detail, std::string source, std::string remedy) {
    findings_.push_back(
        {std::move(severity), std::move(code), zone, paragraph,
         paragraph > 0 ? shortened(texts_[static_cast<std::size_t>(paragraph) - 1]) : std::string(),
         std::move(detail), std::move(source), std::move(remedy)});
}

void LayoutCheck::missing(const std::string& zone, const std::string& how) {
    find("error", "missing", zone, 0, rule(zone).label + ": không tìm thấy", rule(zone).source,
         how);
}

void LayoutCheck::pages() {
    for (const SetSection& section : document_.sections) {
        const bool turned = section.width > section.height;
        const double width = turned ? section.height : section.width;
        const double height = turned ? section.width : section.height;
        if (std::abs(width - rules_.width) > 2 || std::abs(height - rules_.height) > 2)
            find("warning", "paper", "page", 0,
                 "khổ giấy " + shown(width) + " × " + shown(height) + " mm", rules_.page_source,
                 "đặt khổ giấy A4, " + shown(rules_.width) + " × " + shown(rules_.height) + " mm");
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

void LayoutCheck::margin(const std::string& side, double is, const Range& should) {
    if (!within(is, should, kSlack))
        find("warning", "margin", "page", 0, "lề " + side + " " + shown(is) + " mm",
             rules_.page_source, "đặt lề " + side + " " + shown(should, "mm"));
}

void LayoutCheck::fonts() {
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
                find("warning", "font", "page", static_cast<int>(i) + 1, "chữ màu #" + piece.color,
                     rules_.font_source, "đặt chữ màu đen");
            }
        }
    for (const auto& [font, paragraph] : others)
        find("warning", "font", "page", paragraph, "phông chữ " + font, rules_.font_source,
             "dùng phông " + rules_.font);
}

void LayoutCheck::look(const std::string& zone, int index) {
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

int LayoutCheck::first(const Pattern& pattern, int from, int to) const {
    const int size = static_cast<int>(texts_.size());
    const int end = to < 0 ? size : std::min(to, size);
    for (int i = std::max(from, 0); i < end; ++i)
        if (pattern.found_in(flat(texts_[static_cast<std::size_t>(i)]))) return i;
    return -1;
}

std::vector<LayoutFinding> check_layout(const SetDocument& document, const LayoutRules& rules) {
    return LayoutCheck(document, rules).run();
}

}  // namespace vanthu::forms
