#include "ocr/stamp_labels_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "base/text.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/stamp_frames_sandboxed.h"

namespace vanthu::ocr {

using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;
namespace {

enum Kind : std::size_t { Number, Date, Forward };
using Labels = std::array<std::optional<Word>, 3>;

// Dots and digits may stand glued behind the colon.
std::optional<Kind> kind_of(const Word& word) {
    static const std::regex number("^[^a-z0-9]{0,2}s[oe06]([^a-z0-9]*$|[:.,;][^a-z]*$)");
    static const std::regex date("^[^a-z0-9]{0,2}n[gs]?[a-z]{0,2}y([^a-z0-9]*$|[:.,;])");
    static const std::regex forward("^[^a-z0-9]{0,2}chuy[a-z]{0,2}[^a-z0-9]*$");
    static const std::regex cut_number("^o[:.;][^a-z]*$"), cut_date("^g?ay[:.;]");
    const std::string text = fold(word.text);
    // SỞ Y TẾ is an organ, ngày a word of the page below the stamp.
    if (text.size() > 30 || word.text.starts_with('n') || upper(word.text) == word.text)
        return std::nullopt;
    if (std::regex_search(text, number)) return Number;
    if (std::regex_search(text, date)) return Date;
    if (std::regex_search(text, forward)) return Forward;
    if (word.box.left > word.box.height() / 4) return std::nullopt;
    // The sheet's edge took the first letters.
    if (std::regex_search(text, cut_number)) return Number;
    if (std::regex_search(text, cut_date)) return Date;
    return std::nullopt;
}

int middle(const Box& box) {
    return (box.top + box.bottom) / 2;
}

double shared_area(const Box& a, const Box& b) {
    const int across = std::min(a.right, b.right) - std::max(a.left, b.left);
    const int down = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
    return across > 0 && down > 0 ? static_cast<double>(across) * down : 0;
}

// The labels that open a line; "Số và ký hiệu HS" and "hồ sơ" are no number's.
Labels labels_of(const std::vector<TextLine>& lines) {
    Labels found;
    for (const TextLine& line : lines)
        for (std::size_t i = 0; i < line.words.size(); ++i) {
            const Word& word = line.words[i];
            const auto kind = kind_of(word);
            if (!kind || found[*kind]) continue;
            if (*kind == Number &&
                ((i + 1 < line.words.size() && fold(line.words[i + 1].text).starts_with("v")) ||
                 (i > 0 && fold(line.words[i - 1].text) == "ho")))
                continue;
            found[*kind] = word;
        }
    return found;
}

// The type size: a label is about as high with its marks or its y.
int size_of(const Labels& labels, int dpi) {
    std::vector<int> heights;
    for (const auto& label : labels)
        if (label) heights.push_back(label->box.height());
    if (heights.empty()) return dpi / 7;
    return std::clamp(*std::min_element(heights.begin(), heights.end()) * 11 / 10, dpi / 12,
                      dpi / 4);
}

// Where the column could begin, the likeliest first.
std::vector<int> columns_of(const Labels& labels, const Block& stamp, const Box& frame, int em) {
    if (labels[Date]) return {labels[Date]->box.left};
    if (labels[Number]) return {labels[Number]->box.left};
    std::vector<int> lefts;
    if (labels[Forward]) lefts.push_back(labels[Forward]->box.left);
    for (const TextLine& line : stamp.lines)
        for (const Word& word : line.words)
            if (fold(word.text).ends_with("en") && upper(word.text) == word.text &&
                3 * word.box.right < frame.left * 2 + frame.right)
                lefts.push_back(word.box.right + em / 2);
    if (lefts.empty()) lefts.push_back(frame.left < em ? 0 : frame.left + em / 2);
    return lefts;
}

// As it is printed: without what is glued to it, and whole where the sheet's edge cut it.
Word printed(Word label, Kind kind) {
    if (const std::size_t digit = label.text.find_first_of("0123456789");
        digit != std::string::npos)
        label.text.erase(digit);
    if (label.box.left <= label.box.height() / 4) label.text = kind == Number ? "Số:" : "Ngày:";
    return label;
}

// Takes the label into the block's lines; a word that holds it and more keeps the rest.
void put_in(const Word& label, Block& stamp) {
    const double area = static_cast<double>(label.box.width()) * label.box.height();
    for (TextLine& line : stamp.lines)
        for (Word& word : line.words) {
            const double shared = shared_area(word.box, label.box);
            const double own = static_cast<double>(word.box.width()) * word.box.height();
            if (shared < 0.4 * area && shared < 0.4 * own) continue;
            const std::size_t digit = word.text.find_first_of("0123456789");
            if (digit == std::string::npos || word.box.right - label.box.right < label.box.height())
                word.text.clear();
            else
                word.text.erase(0, digit);
            word.box.left = std::max(word.box.left, label.box.right);
        }
    for (TextLine& line : stamp.lines)
        std::erase_if(line.words,
                      [](const Word& word) { return word.text.empty() || word.box.empty(); });
    std::erase_if(stamp.lines, [](const TextLine& line) { return line.words.empty(); });
    const auto row =
        std::find_if(stamp.lines.begin(), stamp.lines.end(), [&](const TextLine& line) {
            return line.words.front().box.left >= label.box.left &&
                   2 * std::abs(middle(line.box) - middle(label.box)) < label.box.height();
        });
    if (row != stamp.lines.end()) {
        row->words.insert(row->words.begin(), label);
        row->box = united(row->box, label.box);
        return;
    }
    const auto below =
        std::find_if(stamp.lines.begin(), stamp.lines.end(),
                     [&](const TextLine& line) { return line.box.top > label.box.top; });
    stamp.lines.insert(below, {{label}, label.box});
}

// A pen that comes up from the row below makes the label's box too deep: its first letter, a
// capital, stands on the line.
void stand_on_line(Pix* written, int em, Kind kind, Box& box) {
    constexpr double kDescent = 0.21;  // of the y in Ngày, in type sizes
    BOX* area = boxCreate(std::max(0, box.left - em / 6), std::max(0, box.top - em / 5),
                          em / 6 + 2 * em / 3, box.height() + 2 * em / 5);
    const formats::PixPtr part(pixClipRectangle(written, area, nullptr));
    l_int32 left = 0, top = 0;
    boxGetGeometry(area, &left, &top, nullptr, nullptr);
    boxDestroy(&area);
    if (!part) return;
    const formats::PixPtr ink(pixThresholdToBinary(part.get(), kFaintInk));
    Boxa* boxes = pixConnCompBB(ink.get(), 8);
    std::optional<Box> first;
    for (int i = 0; boxes && i < boxaGetCount(boxes); ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        const bool capital = 20 * h > 9 * em && 20 * h < 19 * em && 4 * w > em && w < em;
        if (capital && 2 * x < em && (!first || x < first->left))
            first = Box{x, top + y, x + w, top + y + h};
    }
    boxaDestroy(&boxes);
    if (!first) return;
    box.bottom = first->bottom + (kind == Date ? static_cast<int>(kDescent * em) : 0);
    box.top = std::min(std::max(box.top, first->top - em / 3), first->top);
}

// Read whole and by itself: width and height are those of the printed word.
bool is_clean(const Word& word, Kind kind) {
    const std::string text = fold(word.text);
    const double shape = static_cast<double>(word.box.width()) / word.box.height();
    return kind == Number ? text.starts_with("so") && shape > 1.2 && shape < 2.2
                          : text.starts_with("ngay") && shape > 2 && shape < 3.4;
}

// The word in the block that reads as `label`.
Word* same_word(const Word& label, Block& stamp) {
    for (TextLine& line : stamp.lines)
        for (Word& word : line.words)
            if (word.text == label.text && word.box == label.box) return &word;
    return nullptr;
}

}  // namespace

bool read_labels(Pix* written, int dpi, int milliseconds, const Box& frame, Block& stamp) {
    if (stamp.lines.empty()) return false;
    Labels labels = labels_of(stamp.lines);
    const int em = size_of(labels, dpi);
    const auto clean = [&](Kind kind) { return labels[kind] && is_clean(*labels[kind], kind); };
    if (!clean(Number) || !clean(Date))
        for (const int left : columns_of(labels, stamp, frame, em)) {
            // The organ's name stands in the upper fifth; labels are up to three type sizes wide.
            const Box column{std::max(0, left - em / 3), frame.top + frame.height() / 5,
                             left + 3 * em, frame.bottom};
            if (column.empty()) continue;
            const Labels found =
                labels_of(read_lines(written, dpi, Layout::Block, milliseconds, column));
            if (!found[Number] && !found[Date]) continue;
            for (const Kind kind : {Number, Date})
                if (found[kind] && !clean(kind)) {
                    labels[kind] = printed(*found[kind], kind);
                    put_in(*labels[kind], stamp);
                }
            break;
        }
    for (const Kind kind : {Number, Date})
        if (Word* word = labels[kind] ? same_word(*labels[kind], stamp) : nullptr)
            stand_on_line(written, em, kind, word->box);
    if (!labels[Number] || !labels[Date]) return false;
    const int down = middle(labels[Date]->box) - middle(labels[Number]->box);
    return std::abs(labels[Date]->box.left - labels[Number]->box.left) < em / 2 && down > em / 2 &&
           down < 3 * em;
}

}  // namespace vanthu::ocr
