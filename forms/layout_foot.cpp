#include "forms/layout_checker.h"
#include "forms/pattern.h"

#include <array>
#include <map>

#include "base/text.h"

namespace vanthu::forms {

void LayoutCheck::foot() {
    label_ = first(Pattern("^noi nhan"), title_ + 1);
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

void LayoutCheck::signing() {
    const SetParagraph& label = document_.paragraphs[static_cast<std::size_t>(label_)];
    int position = -1, name = -1;
    for (int i = title_ + 1; i < static_cast<int>(texts_.size()); ++i) {
        const SetParagraph& paragraph = document_.paragraphs[static_cast<std::size_t>(i)];
        const bool beside = label.table >= 0
                                ? paragraph.table == label.table && paragraph.column > label.column
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
    if (Pattern("^(ts|ths|pgs|gs|bs|ks|cn|tien si|thac si)[. ]")
            .found_in(flat(texts_[static_cast<std::size_t>(name)])))
        find("warning", "grammar", "signer_full_name", name + 1, "có học hàm, học vị trước họ tên",
             rule("signer_full_name").source,
             "bỏ học hàm, học vị, trừ ngành quân đội, giáo dục, y tế, khoa học");
}

void LayoutCheck::body() {
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
        if (to_utf32(text).size() < 60 || is_upper(text)) continue;  // headings have their own look
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

}  // namespace vanthu::forms
