#include "ocr/missed_lines_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "formats/image_sandboxed.h"
#include "ocr/clarity.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/latin_letters.h"
#include "ocr/looks_sandboxed.h"
#include "ocr/row_ink_sandboxed.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;

constexpr int kInk = 140;
constexpr std::size_t kMostRows = 24;  // more is a picture or a table, not a few lost lines
constexpr std::size_t kFewestLetters = 4;
constexpr double kReadsClearly = 0.6;

int text_height(const std::vector<TextLine>& lines, int dpi) {
    std::vector<int> heights;
    for (const TextLine& line : lines)
        for (const Word& word : line.words)
            if (word.confidence > 0.7f) heights.push_back(word.box.height());
    constexpr std::size_t kTooFew = 10;
    if (heights.size() < kTooFew) return dpi * 13 / 72;
    const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::nth_element(heights.begin(), middle, heights.end());
    return std::max(6, *middle);
}

PixPtr unread_ink(Pix* page, const std::vector<TextLine>& lines) {
    PixPtr ink(pixThresholdToBinary(page, kInk));
    for (const TextLine& line : lines)
        for (const Word& word : line.words) {
            const int margin = word.box.height() / 4;
            BOX* area = boxCreate(word.box.left - margin, word.box.top - margin,
                                  word.box.width() + 2 * margin, word.box.height() + 2 * margin);
            pixClearInRect(ink.get(), area);
            boxDestroy(&area);
        }
    return ink;
}

std::vector<Box> letters_in(Pix* ink, int height) {
    std::vector<Box> letters;
    Boxa* boxes = pixConnCompBB(ink, 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        const bool letter =
            10 * h > 4 * height && 10 * h < 14 * height && w < 3 * height && 8 * w > h;
        if (letter) letters.push_back({x, y, x + w, y + h});
    }
    boxaDestroy(&boxes);
    std::sort(letters.begin(), letters.end(),
              [](const Box& a, const Box& b) { return a.left < b.left; });
    return letters;
}

struct Row {
    Box box;
    Box last;
    std::size_t letters = 0;
};

std::vector<Row> rows_of(const std::vector<Box>& letters, int height) {
    std::vector<Row> rows;
    for (const Box& letter : letters) {
        Row* home = nullptr;
        for (Row& row : rows) {
            const int shared =
                std::min(row.last.bottom, letter.bottom) - std::max(row.last.top, letter.top);
            const int gap = letter.left - row.last.right;
            if (2 * shared > std::min(row.last.height(), letter.height()) && gap < 3 * height / 2)
                home = &row;
        }
        if (!home) home = &rows.emplace_back();
        home->box = united(home->box, letter);
        home->last = letter;
        ++home->letters;
    }
    std::erase_if(rows, [&](const Row& row) {
        return row.letters < kFewestLetters || row.box.width() < 2 * height ||
               row.box.height() > 2 * height;
    });
    return rows;
}

// Marks above and below the letters belong to the line, and so does a letter that a stroke has
// hidden.
Box with_margins(Pix* page, const Box& box, int height) {
    return {std::max(0, box.left - height), std::max(0, box.top - height / 2),
            std::min(pixGetWidth(page), box.right + height),
            std::min(pixGetHeight(page), box.bottom + height / 3)};
}

// Numbers and days are often written by hand, and a second reading would only be surer of a wrong
// one.
bool may_hold_handwriting(const TextLine& line) {
    if (line.words.empty()) return false;
    const std::u32string first = to_utf32(line.words[0].text);
    // "Số:", and not "SỞ Y TẾ".
    if (starts_with(fold(line.words[0].text), "so") && !(first.size() > 1 && is_capital(first[1])))
        return true;
    // "Lưu: VT, NVY (02b)" is typed.
    const bool archive = std::any_of(line.words.begin(), line.words.end(), [](const Word& word) {
        return fold(word.text).find("luu") != std::string::npos;
    });
    return !archive && std::any_of(line.words.begin(), line.words.end(), [](const Word& word) {
        return word.text.find_first_of("0123456789") != std::string::npos;
    });
}

// Would the reading say again what another line says? A low line may give its row to the next one.
bool belongs_to_another(const TextLine& reading, const TextLine& line,
                        const std::vector<TextLine>& lines) {
    return std::any_of(lines.begin(), lines.end(), [&](const TextLine& other) {
        const int down = std::min(reading.box.bottom, other.box.bottom) -
                         std::max(reading.box.top, other.box.top);
        const int across = std::min(reading.box.right, other.box.right) -
                           std::max(reading.box.left, other.box.left);
        return &other != &line && 2 * down > std::min(reading.box.height(), other.box.height()) &&
               2 * across > std::min(reading.box.width(), other.box.width());
    });
}

}  // namespace

std::vector<TextLine> read_missed_lines(Pix* page, int dpi, int milliseconds,
                                        const std::vector<TextLine>& lines) {
    const int height = text_height(lines, dpi);
    const PixPtr ink = unread_ink(page, lines);
    const std::vector<Row> rows = rows_of(letters_in(ink.get(), height), height);
    std::vector<TextLine> found;
    if (rows.size() > kMostRows) return found;
    for (const Row& row : rows)
        for (TextLine& line : read_lines(page, dpi, Layout::Line, milliseconds,
                                         with_margins(page, row.box, height))) {
            const Clarity clarity = clarity_of(line);
            if (clarity.letters >= kFewestLetters && clarity.confidence >= kReadsClearly)
                found.push_back(std::move(line));
        }
    return found;
}

void reread_weak_lines(Pix* page, int dpi, int milliseconds, int head_bottom,
                       std::vector<TextLine>& lines) {
    struct Demand {
        double weak, gain;
    };
    constexpr Demand kAnywhere{0.8, 0.05};
    // Capitals that lose their marks to the line above still read with confidence, only with a
    // little less.
    constexpr Demand kInHead{0.955, 0.01};
    constexpr double kStillWeak = 0.88, kUnreadable = 0.5;
    constexpr std::size_t kMostTrials = 16;
    const int height = text_height(lines, dpi);
    const auto demand_on = [&](const TextLine& line) {
        return line.box.top < head_bottom ? kInHead : kAnywhere;
    };
    std::vector<TextLine*> weak;  // the weakest first
    for (TextLine& line : lines) {
        const Clarity before = clarity_of(line);
        if (!may_hold_handwriting(line) && before.letters >= kFewestLetters &&
            before.confidence < demand_on(line).weak && line.box.height() < 3 * height)
            weak.push_back(&line);
    }
    std::stable_sort(weak.begin(), weak.end(), [](const TextLine* one, const TextLine* other) {
        return clarity_of(*one).confidence < clarity_of(*other).confidence;
    });
    weak.resize(std::min(weak.size(), kMostTrials));
    for (TextLine* one : weak) {
        TextLine& line = *one;
        const Demand demand = demand_on(line);
        const auto take_if_clearer = [&](TextLine again) {
            const Clarity now = clarity_of(line), after = clarity_of(again);
            // A reading that drops half of the line may well be sure of the rest.
            const std::size_t kept = now.confidence < kUnreadable ? 5 : 8;  // of ten letters
            if (after.confidence > now.confidence + demand.gain &&
                10 * after.letters > kept * now.letters && !belongs_to_another(again, line, lines))
                line = std::move(again);
        };
        std::vector<TextLine> again = read_lines(page, dpi, Layout::Line, milliseconds,
                                                 with_margins(page, line.box, 3 * height / 4));
        if (again.size() == 1) take_if_clearer(std::move(again[0]));
        // Specks between the letters and strokes that touch them.
        if (clarity_of(line).confidence > std::min(demand.weak, kStillWeak)) continue;
        const Reach reach{line.box.left - height / 2, line.box.right + height / 2};
        if (const auto row = row_alone(page, line.box, reach))
            if (auto look = look_at(*row, dpi, 1, milliseconds))
                take_if_clearer(std::move(look->line));
    }
}

}  // namespace vanthu::ocr
