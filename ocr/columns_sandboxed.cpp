#include "ocr/columns_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"
#include "ocr/clarity.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/looks_sandboxed.h"
#include "ocr/word_votes.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

using pipeline::Box;
using pipeline::TextLine;

constexpr int kInk = 140;
constexpr double kFullLine = 0.6;   // of the page's width: a line of the body
constexpr double kLeftHalf = 0.45;  // where recipients open at the latest
constexpr int kNotTheFirst = 2;     // page, whose head is parted in another way
constexpr double kDeepest = 0.4;    // of the page's height: more is no foot

int centre_of(const Box& box) {
    return (box.top + box.bottom) / 2;
}

struct Foot {
    Box left, right;
};

const TextLine* last_opening(const std::vector<TextLine>& lines, int width) {
    const TextLine* found = nullptr;
    for (const TextLine& line : lines)
        if (formats::opens_recipients(line) && line.box.left < kLeftHalf * width &&
            (found == nullptr || line.box.top > found->box.top))
            found = &line;
    return found;
}

// Where the columns part: the middle of the widest strip without ink.
int gutter_of(Pix* page, int top, int bottom) {
    const int width = pixGetWidth(page);
    const int from = static_cast<int>(0.36 * width), to = static_cast<int>(0.62 * width);
    BOX* area = boxCreate(from, top, to - from, bottom - top);
    const PixPtr part(pixClipRectangle(page, area, nullptr));
    boxDestroy(&area);
    if (!part) return width / 2;
    const PixPtr ink(pixThresholdToBinary(part.get(), kInk));
    Numa* columns = pixCountPixelsByColumn(ink.get());
    int best = width / 2, widest = 0, run = 0;
    for (int x = 0; columns && x < to - from; ++x) {
        l_int32 count = 0;
        numaGetIValue(columns, x, &count);
        run = count <= 1 ? run + 1 : 0;
        if (run > widest) {
            widest = run;
            best = from + x - run / 2;
        }
    }
    numaDestroy(&columns);
    return best;
}

// Rows that run over both columns, cut where they part.
void part_foot(Pix* page, std::vector<TextLine>& lines) {
    const TextLine* opening = last_opening(lines, pixGetWidth(page));
    if (opening == nullptr) return;
    const int top = opening->box.top - 5 * opening->box.height();
    const auto body = std::stable_partition(
        lines.begin(), lines.end(), [&](const TextLine& line) { return line.box.bottom < top; });
    std::vector<TextLine> foot(std::make_move_iterator(body), std::make_move_iterator(lines.end()));
    lines.erase(body, lines.end());
    foot = formats::parted(std::move(foot), pixGetWidth(page), pixGetHeight(page), kNotTheFirst);
    std::move(foot.begin(), foot.end(), std::back_inserter(lines));
}

std::optional<Foot> foot_of(Pix* page, const std::vector<TextLine>& lines) {
    const int width = pixGetWidth(page), height = pixGetHeight(page);
    const TextLine* opening = last_opening(lines, width);
    if (opening == nullptr) return std::nullopt;
    const int tall = std::max(8, opening->box.height());
    int top = opening->box.top - 4 * tall, bottom = height;
    for (const TextLine& line : lines) {
        if (line.box.width() < kFullLine * width) continue;
        if (centre_of(line.box) < opening->box.top) top = std::max(top, line.box.bottom + 1);
        if (line.box.top > opening->box.bottom) bottom = std::min(bottom, line.box.top - 1);
    }
    bottom = std::min(bottom, top + static_cast<int>(kDeepest * height));
    const int left_top = std::max(0, opening->box.top - tall / 3);
    for (const TextLine& line : lines)  // half a line reads as another
        if (line.box.width() < kFullLine * width && line.box.left > kLeftHalf * width &&
            line.box.top < top && line.box.bottom > top)
            top = line.box.top - tall / 3;
    top = std::clamp(top, 0, left_top);
    if (bottom - left_top < 2 * tall) return std::nullopt;
    const int gutter = gutter_of(page, left_top, std::min(bottom, left_top + 12 * tall));
    return Foot{{0, left_top, gutter, bottom}, {gutter, top, width, bottom}};
}

bool stands_in(const Box& area, const Box& box) {
    return middle_of(box) >= area.left && middle_of(box) < area.right &&
           centre_of(box) >= area.top && centre_of(box) < area.bottom;
}

// Lines that read badly, lie over one another or are as low as marks torn off.
bool is_doubtful(const Box& area, const std::vector<TextLine>& lines) {
    constexpr double kSure = 0.86;
    std::vector<int> heights;
    for (const TextLine& line : lines)
        if (stands_in(area, line.box)) heights.push_back(line.box.height());
    if (heights.empty()) return false;
    const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::nth_element(heights.begin(), middle, heights.end());
    const int tall = *middle;
    return std::any_of(lines.begin(), lines.end(), [&](const TextLine& line) {
        return stands_in(area, line.box) &&
               (clarity_of(line).confidence < kSure || 2 * line.box.height() > 3 * tall ||
                5 * line.box.height() < 2 * tall);
    });
}

bool covers(const Box& one, const Box& other) {
    const int shared = std::min(one.bottom, other.bottom) - std::max(one.top, other.top);
    const int across = std::min(one.right, other.right) - std::max(one.left, other.left);
    return across > 0 && 2 * shared > std::min(one.height(), other.height());
}

constexpr int kWord = 3;  // letters: fewer may be dirt

int letters_only(const pipeline::Word& word) {
    const std::string folded = fold(word.text);
    return static_cast<int>(
        std::count_if(folded.begin(), folded.end(), [](char c) { return c >= 'a' && c <= 'z'; }));
}

// What a pen or a seal left beside the words.
void trim(TextLine& line) {
    constexpr float kWeak = 0.5f;
    const auto weak = [](const pipeline::Word& word) {
        return word.confidence < kWeak && letters_only(word) < kWord;
    };
    while (!line.words.empty() && weak(line.words.front()))
        line.words.erase(line.words.begin());
    while (!line.words.empty() && weak(line.words.back()) && !closes_bracket(line))
        line.words.pop_back();
    line.box = formats::box_of(line.words);
    if (line.words.empty()) return;
    // A quote that nothing closes is a speck before the first letter.
    constexpr std::string_view kQuotes = "\"'`*";
    std::string& first = line.words.front().text;
    const bool closed = line.words.back().text.find_first_of(kQuotes) != std::string::npos;
    if (first.size() > 1 && kQuotes.find(first[0]) != std::string_view::npos &&
        !(closed && line.words.size() > 1))
        first.erase(0, 1);
}

bool has_digit(const TextLine& line) {
    return std::any_of(line.words.begin(), line.words.end(), [](const pipeline::Word& word) {
        return word.text.find_first_of("0123456789") != std::string::npos;
    });
}

// What a line would take the place of.
struct Covered {
    double letters = 0, sure = 0;  // sure: weighed by their confidence
    bool keeps_more = false;       // a word that the line does not reach

    double confidence() const { return letters > 0 ? sure / letters : 0; }
    void add(const Clarity& clarity) {
        letters += static_cast<double>(clarity.letters);
        sure += clarity.confidence * static_cast<double>(clarity.letters);
    }
};

Covered covered_by(const TextLine& line, const Box& area, const std::vector<TextLine>& lines) {
    constexpr float kClearWord = 0.8f;
    Covered covered;
    for (const TextLine& old : lines) {
        if (!stands_in(area, old.box) || !covers(old.box, line.box)) continue;
        covered.add(clarity_of(old));
        for (const pipeline::Word& word : old.words) {
            const int middle = middle_of(word.box);
            covered.keeps_more = covered.keeps_more ||
                                 ((word.confidence > kClearWord || letters_only(word) >= kWord) &&
                                  (middle < line.box.left || middle > line.box.right));
        }
    }
    return covered;
}

// The lines of a column torn into pieces that cover each other: all are replaced at once where that
// reads more clearly and loses nothing.
bool take_whole(const Box& area, const std::vector<TextLine>& again, std::vector<TextLine>& lines) {
    constexpr double kGain = 0.03, kKept = 0.8;
    Covered before, after;
    for (const TextLine& line : lines)
        if (stands_in(area, line.box)) before.add(clarity_of(line));
    for (const TextLine& line : again)
        after.add(clarity_of(line));
    if (after.confidence() < before.confidence() + kGain || after.sure < kKept * before.sure)
        return false;
    std::erase_if(lines, [&](const TextLine& old) {
        return stands_in(area, old.box) &&
               std::any_of(again.begin(), again.end(),
                           [&](const TextLine& line) { return covers(old.box, line.box); });
    });
    lines.insert(lines.end(), again.begin(), again.end());
    return true;
}

// Whether the line took the place of what it covers, or nothing was there.
bool take_if_clearer(const Box& area, TextLine& line, std::vector<TextLine>& lines) {
    constexpr double kGain = 0.01, kMostLost = 0.3;
    const Clarity clarity = clarity_of(line);
    const Covered before = covered_by(line, area, lines);
    const double sure = clarity.confidence * static_cast<double>(clarity.letters);
    // A reading that drops half of what was there may well be sure of the rest.
    if (before.letters > 0 && (clarity.confidence < before.confidence() + kGain ||
                               before.keeps_more || sure < (1 - kMostLost) * before.sure))
        return false;
    // With the marks that were torn off its letters.
    const int reach = line.box.height() / 3;
    const Box near{line.box.left, line.box.top - reach, line.box.right, line.box.bottom + reach};
    std::erase_if(lines, [&](const TextLine& old) {
        const bool mark = 5 * old.box.height() < 2 * line.box.height();
        return stands_in(area, old.box) && covers(old.box, mark ? near : line.box);
    });
    lines.push_back(std::move(line));
    return true;
}

void take_clearer(const Box& area, std::vector<TextLine> again, std::vector<TextLine>& lines) {
    constexpr double kClear = 0.8;
    constexpr std::size_t kFewestLetters = 3;
    for (TextLine& line : again)
        trim(line);
    std::erase_if(again, [](const TextLine& line) {
        const Clarity clarity = clarity_of(line);
        return clarity.confidence < kClear || clarity.letters < kFewestLetters;
    });
    // Twice: of two rows that were read as one the longer makes room for the other.
    for (int round = 0; round < 2; ++round) {
        std::vector<TextLine> refused;
        for (TextLine& line : again)
            if (!take_if_clearer(area, line, lines)) refused.push_back(std::move(line));
        again = std::move(refused);
    }
}

void reread(Pix* page, int dpi, int milliseconds, const Box& area, std::vector<TextLine>& lines) {
    std::vector<TextLine> again =
        formats::parted(read_lines(page, dpi, Layout::Block, milliseconds, area), pixGetWidth(page),
                        pixGetHeight(page), kNotTheFirst);
    // What a pen wrote over the signing block reads as anything.
    const bool pen = area.left > 0;
    if (pen || !take_whole(area, again, lines)) take_clearer(area, std::move(again), lines);
}

void reread_foot(Pix* page, int dpi, int milliseconds, std::vector<TextLine>& lines) {
    part_foot(page, lines);
    const auto foot = foot_of(page, lines);
    if (!foot) return;
    for (const Box& area : {foot->left, foot->right}) {
        if (is_doubtful(area, lines)) reread(page, dpi, milliseconds, area, lines);
    }
}

// The issuer's names, above the number.
void reread_head(Pix* page, int dpi, int milliseconds, std::vector<TextLine>& lines) {
    const int width = pixGetWidth(page), height = pixGetHeight(page);
    if (!formats::head_columns(lines, height)) return;
    std::vector<TextLine> cut = formats::parted(lines, width, height, 1);
    const auto head = formats::head_columns(cut, height);
    if (!head) return;
    Box area{0, std::max(0, head->top - height / 60), head->right_column - width / 200, 0};
    int tall = 0;
    area.bottom = head->bottom;
    for (const TextLine& line : cut)
        if (stands_in(area, line.box) && has_digit(line))
            area.bottom = std::min(area.bottom, line.box.top);
    for (const TextLine& line : cut)
        if (stands_in(area, line.box)) tall = std::max(tall, line.box.height());
    if (!is_doubtful(area, cut) || area.bottom - area.top < tall) return;
    lines = std::move(cut);
    reread(page, dpi, milliseconds, area, lines);
}

}  // namespace

void reread_columns(Pix* page, int dpi, int milliseconds, Sheet sheet,
                    std::vector<TextLine>& lines) {
    if (sheet == Sheet::First) reread_head(page, dpi, milliseconds, lines);
    reread_foot(page, dpi, milliseconds, lines);
}

}  // namespace vanthu::ocr
