#include "ocr/signing_rows_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/text.h"
#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"
#include "ocr/clarity.h"
#include "ocr/latin_letters.h"
#include "ocr/signer_name_sandboxed.h"
#include "ocr/word_votes.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;

constexpr int kInk = 140;
constexpr double kRightHalf =
    0.45;                          // of the page's width: where the block's lines have their middle
constexpr double kFullLine = 0.6;  // a line of the body
constexpr float kSureWord = 0.8f;

struct Case {
    int letters = 0, capitals = 0;
};

Case case_of(const std::string& text) {
    Case result;
    for (const char32_t c : to_utf32(text))
        if (is_letter(c)) ++result.letters, result.capitals += is_capital(c);
    return result;
}

class Finder {
public:
    Finder(const SealedPage& page, int dpi, const std::vector<TextLine>& lines)
        : page_(page), dpi_(dpi), lines_(lines) {}

    std::optional<SigningRows> find() {
        if (!find_area()) return std::nullopt;
        find_rows();
        // Of minutes and joint papers the recipients stand below the signatures.
        if (found_.titles.empty() && !page_.seals.empty()) {
            SigningRows beside = std::exchange(found_, {});
            if (find_area_by_seal()) find_rows();
            if (found_.titles.empty()) found_ = std::move(beside);
        }
        return std::move(found_);
    }

private:
    // Right of the recipients, from a little above them to where a name stands at the lowest.
    bool find_area() {
        constexpr double kDeep = 3.2;  // inches
        const int width = pixGetWidth(page_.cleared), height = pixGetHeight(page_.cleared);
        const TextLine* opening = nullptr;
        for (const TextLine& line : lines_)
            if (formats::opens_recipients(line) && line.box.left < kRightHalf * width &&
                (opening == nullptr || line.box.top > opening->box.top))
                opening = &line;
        if (opening == nullptr) return find_area_by_seal();
        found_.tall = std::max(8, opening->box.height());
        found_.area = {static_cast<int>(0.4 * width), opening->box.top - 5 * found_.tall, width,
                       std::min(height, opening->box.bottom + static_cast<int>(kDeep * dpi_))};
        for (const TextLine& line : lines_) {
            if (line.box.width() < kFullLine * width) continue;
            if (line.box.bottom < opening->box.top + found_.tall)
                found_.area.top = std::max(found_.area.top, line.box.bottom);
            else if (line.box.top > opening->box.bottom)
                found_.area.bottom = std::min(found_.area.bottom, line.box.top);
        }
        found_.area.top = std::max(0, found_.area.top);
        return found_.area.height() > 2 * found_.tall;
    }

    // Where the recipients' label was not read.
    bool find_area_by_seal() {
        constexpr double kAbove = 1, kBelow = 0.8, kLine = 0.15;  // inches
        if (page_.seals.empty()) return false;
        const Circle& seal = *std::max_element(
            page_.seals.begin(), page_.seals.end(),
            [](const Circle& a, const Circle& b) { return a.centre.y < b.centre.y; });
        const int width = pixGetWidth(page_.cleared), height = pixGetHeight(page_.cleared);
        if (seal.centre.x < 0.4 * width) return false;
        found_.tall = static_cast<int>(kLine * dpi_);
        found_.area = {
            static_cast<int>(0.4 * width),
            std::max(0, static_cast<int>(seal.centre.y - seal.radius - kAbove * dpi_)), width,
            std::min(height, static_cast<int>(seal.centre.y + seal.radius + kBelow * dpi_))};
        return true;
    }

    bool is_of_block(const TextLine& line) const {
        const int width = pixGetWidth(page_.cleared);
        return line.box.width() < kFullLine * width && middle_of(line.box) > kRightHalf * width &&
               line.box.bottom > found_.area.top && line.box.top < found_.area.bottom &&
               !is_in_seal(line.box);
    }

    // What is written inside the rings.
    bool is_in_seal(const Box& box) const {
        constexpr double kInner = 0.75, kShort = 0.7;
        return std::any_of(page_.seals.begin(), page_.seals.end(), [&](const Circle& seal) {
            const double away = std::hypot(middle_of(box) - seal.centre.x,
                                           (box.top + box.bottom) / 2.0 - seal.centre.y);
            const bool between_rings = away < seal.radius && box.width() < kShort * seal.radius;
            return away < kInner * seal.radius || between_rings;
        });
    }

    void find_rows() {
        std::vector<std::size_t>& mine = found_.lines;
        for (std::size_t i = 0; i < lines_.size(); ++i)
            if (is_of_block(lines_[i])) mine.push_back(i);
        std::sort(mine.begin(), mine.end(), [&](std::size_t a, std::size_t b) {
            return lines_[a].box.top < lines_[b].box.top;
        });
        std::vector<int> middles;
        for (const std::size_t i : mine) {
            const TextLine& line = lines_[i];
            if (!is_title(line)) continue;
            if (clarity_of(line).confidence > kSureWord) middles.push_back(middle_of(line.box));
            add_to(found_.titles, i, line.box);
        }
        const int below = found_.titles.empty() ? found_.area.top : found_.titles.back().box.bottom;
        for (const std::size_t i : mine) {
            const TextLine& line = lines_[i];
            Box sure;
            for (const Word& word : line.words)
                if (is_name_word(word) && word.confidence > kSureWord)
                    sure = united(sure, word.box);
            if (sure.empty() || sure.top < below || is_title(line)) continue;
            std::vector<SigningRow> rows;
            add_to(rows, i, sure);
            found_.name = rows.front();
        }
        for (SigningRow& row : found_.titles)
            add_pieces(row, mine);
        if (found_.name) add_pieces(*found_.name, mine);
        if (!middles.empty()) {
            std::nth_element(middles.begin(),
                             middles.begin() + static_cast<std::ptrdiff_t>(middles.size() / 2),
                             middles.end());
            found_.middle = middles[middles.size() / 2];
        }
    }

    // What else was read on the row.
    void add_pieces(SigningRow& row, const std::vector<std::size_t>& mine) const {
        for (const std::size_t i : mine)
            if (shares_row(lines_[i].box, row.box) &&
                std::find(row.lines.begin(), row.lines.end(), i) == row.lines.end()) {
                row.lines.push_back(i);
                row.box = united(row.box, lines_[i].box);
            }
    }

    static void add_to(std::vector<SigningRow>& rows, std::size_t line, const Box& box) {
        for (SigningRow& row : rows)
            if (shares_row(row.box, box)) {
                row.box = united(row.box, box);
                row.lines.push_back(line);
                return;
            }
        rows.push_back({box, {line}});
    }

    const SealedPage& page_;
    int dpi_;
    const std::vector<TextLine>& lines_;
    SigningRows found_;
};

}  // namespace

bool is_title(const TextLine& line) {
    Case all;
    for (const Word& word : line.words) {
        const Case one = case_of(word.text);
        all.letters += one.letters;
        all.capitals += one.capitals;
    }
    return all.letters >= 4 && 10 * all.capitals > 7 * all.letters;
}

bool shares_row(const Box& one, const Box& other) {
    const int shared = std::min(one.bottom, other.bottom) - std::max(one.top, other.top);
    return 2 * shared > std::min(one.height(), other.height());
}

std::optional<SigningRows> find_signing_rows(const SealedPage& page, int dpi,
                                             const std::vector<TextLine>& lines) {
    return Finder(page, dpi, lines).find();
}

std::vector<SigningRow> rows_of_ink(Pix* page, const SigningRows& block, int top) {
    const int width = block.area.width(), tall = block.tall;
    BOX* box = boxCreate(block.area.left, top, width, std::max(1, block.area.bottom - top));
    const PixPtr part(pixClipRectangle(page, box, nullptr));
    boxDestroy(&box);
    std::vector<SigningRow> rows;
    if (!part) return rows;
    const PixPtr ink(pixThresholdToBinary(part.get(), kInk));
    Boxa* boxes = pixConnCompBB(ink.get(), 8);
    const int count = boxes ? boxaGetCount(boxes) : 0;
    std::vector<Box> letters;
    for (int i = 0; i < count; ++i) {
        l_int32 x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        const bool letter = 2 * h > tall && h < 3 * tall && w < 8 * tall && 6 * w > h;
        if (letter)
            letters.push_back({block.area.left + x, top + y, block.area.left + x + w, top + y + h});
    }
    boxaDestroy(&boxes);
    std::sort(letters.begin(), letters.end(),
              [](const Box& a, const Box& b) { return a.left < b.left; });
    for (const Box& letter : letters) {
        SigningRow* home = nullptr;
        for (SigningRow& row : rows)
            if (shares_row(row.box, letter) && letter.left - row.box.right < 2 * tall) home = &row;
        if (home == nullptr) home = &rows.emplace_back();
        home->box = united(home->box, letter);
    }
    std::erase_if(rows, [&](const SigningRow& row) {
        return row.box.width() < 4 * tall || row.box.height() > 4 * tall;
    });
    return rows;
}

}  // namespace vanthu::ocr
