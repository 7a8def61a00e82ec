#include "ocr/signing_block_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"
#include "ocr/clarity.h"
#include "ocr/grey_seals_sandboxed.h"
#include "ocr/looks_sandboxed.h"
#include "ocr/own_network_sandboxed.h"
#include "ocr/signer_name_sandboxed.h"

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
constexpr double kLarger = 1.5;
constexpr float kSureWord = 0.8f;

int middle_of(const Box& box) {
    return (box.left + box.right) / 2;
}

bool is_letter(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
           (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x1EA0 && c <= 0x1EF9);
}

bool is_capital(char32_t c) {
    const std::string letter = to_utf8(std::u32string_view(&c, 1));
    return is_letter(c) && lower(letter) != letter;
}

struct Case {
    int letters = 0, capitals = 0;
};

Case case_of(const std::string& text) {
    Case result;
    for (const char32_t c : to_utf32(text))
        if (is_letter(c)) ++result.letters, result.capitals += is_capital(c);
    return result;
}

bool is_title(const TextLine& line) {
    Case all;
    for (const Word& word : line.words) {
        const Case one = case_of(word.text);
        all.letters += one.letters;
        all.capitals += one.capitals;
    }
    return all.letters >= 4 && 10 * all.capitals > 7 * all.letters;
}

// Part of the block, top down: what stands on one row of it.
struct Row {
    Box box;
    std::vector<std::size_t> lines;
};

class Block {
public:
    Block(const SealedPage& page, int dpi, int milliseconds,
          const std::vector<std::u32string>& family_names, std::vector<TextLine>& lines)
        : page_(page),
          dpi_(dpi),
          milliseconds_(milliseconds),
          family_names_(family_names),
          lines_(lines) {}

    void reread() {
        if (!find_area()) {
            return;
        }
        find_rows();
        for (const Row& row : titles_)
            if (is_touched(centred(row.box)) || !is_clear(row)) read_again(row, Kind::Title);
        if (name_)
            read_again(*name_, Kind::Name);
        else
            search_name();
        std::sort(gone_.begin(), gone_.end());
        gone_.erase(std::unique(gone_.begin(), gone_.end()), gone_.end());
        for (auto at = gone_.rbegin(); at != gone_.rend(); ++at)
            lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(*at));
        std::move(found_.begin(), found_.end(), std::back_inserter(lines_));
    }

private:
    enum class Kind { Title, Name };

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
        tall_ = std::max(8, opening->box.height());
        area_ = {static_cast<int>(0.4 * width), opening->box.top - 5 * tall_, width,
                 std::min(height, opening->box.bottom + static_cast<int>(kDeep * dpi_))};
        for (const TextLine& line : lines_) {
            if (line.box.width() < kFullLine * width) continue;
            if (line.box.bottom < opening->box.top + tall_)
                area_.top = std::max(area_.top, line.box.bottom);
            else if (line.box.top > opening->box.bottom)
                area_.bottom = std::min(area_.bottom, line.box.top);
        }
        area_.top = std::max(0, area_.top);
        return area_.height() > 2 * tall_;
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
        tall_ = static_cast<int>(kLine * dpi_);
        area_ = {static_cast<int>(0.4 * width),
                 std::max(0, static_cast<int>(seal.centre.y - seal.radius - kAbove * dpi_)), width,
                 std::min(height, static_cast<int>(seal.centre.y + seal.radius + kBelow * dpi_))};
        return true;
    }

    bool is_of_block(const TextLine& line) const {
        const int width = pixGetWidth(page_.cleared);
        return line.box.width() < kFullLine * width && middle_of(line.box) > kRightHalf * width &&
               line.box.bottom > area_.top && line.box.top < area_.bottom && !is_in_seal(line.box);
    }

    // What is written inside the rings.
    bool is_in_seal(const Box& box) const {
        constexpr double kInner = 0.75;
        return std::any_of(page_.seals.begin(), page_.seals.end(), [&](const Circle& seal) {
            return std::hypot(middle_of(box) - seal.centre.x,
                              (box.top + box.bottom) / 2.0 - seal.centre.y) < kInner * seal.radius;
        });
    }

    void find_rows() {
        std::vector<std::size_t> mine;
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
            add_to(titles_, i, line.box);
        }
        const int below = titles_.empty() ? area_.top : titles_.back().box.bottom;
        for (const std::size_t i : mine) {
            const TextLine& line = lines_[i];
            Box sure;
            for (const Word& word : line.words)
                if (is_name_word(word) && word.confidence > kSureWord)
                    sure = united(sure, word.box);
            if (sure.empty() || sure.top < below || is_title(line)) continue;
            std::vector<Row> rows;
            add_to(rows, i, sure);
            name_ = rows.front();
        }
        for (Row& row : titles_)
            add_pieces(row, mine);
        if (name_) add_pieces(*name_, mine);
        if (!middles.empty()) {
            std::nth_element(middles.begin(),
                             middles.begin() + static_cast<std::ptrdiff_t>(middles.size() / 2),
                             middles.end());
            middle_ = middles[middles.size() / 2];
        }
    }

    static bool shares_row(const Box& one, const Box& other) {
        const int shared = std::min(one.bottom, other.bottom) - std::max(one.top, other.top);
        return 2 * shared > std::min(one.height(), other.height());
    }

    // What else was read on the row.
    void add_pieces(Row& row, const std::vector<std::size_t>& mine) const {
        for (const std::size_t i : mine)
            if (shares_row(lines_[i].box, row.box) &&
                std::find(row.lines.begin(), row.lines.end(), i) == row.lines.end()) {
                row.lines.push_back(i);
                row.box = united(row.box, lines_[i].box);
            }
    }

    static void add_to(std::vector<Row>& rows, std::size_t line, const Box& box) {
        for (Row& row : rows)
            if (shares_row(row.box, box)) {
                row.box = united(row.box, box);
                row.lines.push_back(line);
                return;
            }
        rows.push_back({box, {line}});
    }

    bool is_touched(const Box& box) const {
        return std::any_of(page_.seals.begin(), page_.seals.end(), [&](const Circle& seal) {
            // A letter that the ring hid stands before the others.
            const double x = std::clamp(seal.centre.x, static_cast<double>(box.left - 2 * tall_),
                                        static_cast<double>(box.right + tall_));
            const double y = std::clamp(seal.centre.y, static_cast<double>(box.top - tall_ / 2),
                                        static_cast<double>(box.bottom + tall_ / 2));
            return std::hypot(x - seal.centre.x, y - seal.centre.y) < seal.radius + 3;
        });
    }

    bool is_clear(const Row& row) const {
        constexpr double kClear = 0.88;
        return row.lines.size() == 1 && clarity_of(lines_[row.lines[0]]).confidence > kClear;
    }

    // The lines of a block stand under one another's middle.
    Box centred(Box box) const {
        if (!middle_) {  // room for a family name
            box.left = std::max(area_.left, box.left - 4 * tall_);
            return box;
        }
        const int half = std::max(*middle_ - box.left, box.right - *middle_);
        box.left = std::max(area_.left, std::min(box.left, *middle_ - half));
        box.right = std::min(pixGetWidth(page_.cleared), std::max(box.right, *middle_ + half));
        return box;
    }

    std::optional<Look> look(Pix* page, const Box& area, double scale) const {
        return look_at(page, dpi_, area, scale, milliseconds_);
    }

    bool has_family_name(const TextLine& line) const {
        return family_names_.empty() ||
               std::find(family_names_.begin(), family_names_.end(),
                         to_utf32(line.words[0].text)) != family_names_.end();
    }

    // Rings painted in grey: a letter that one crosses keeps its strokes and is not torn.
    PixPtr paled(Crossings crossings, int paint) const {
        PixPtr pale(pixCopy(nullptr, page_.scanned));
        if (!pale) throw std::bad_alloc();
        erase_grey_seals(pale.get(), page_.seals, crossings, paint);
        return pale;
    }

    bool read_again(const Row& row, Kind kind) {
        std::vector<Look> looks;
        if (row.lines.size() == 1) looks.push_back({lines_[row.lines[0]], {}});
        const Box whole = centred(row.box);
        const bool touched = is_touched(whole);
        const bool clear = is_clear(row) && !touched &&
                           (kind == Kind::Title || has_family_name(lines_[row.lines[0]]));
        Box area = with_marks(page_.cleared, clear ? row.box : whole);
        const auto add = [&](std::optional<Look> one) {
            if (one) looks.push_back(std::move(*one));
        };
        const std::size_t before = looks.size();
        add(look(page_.cleared, area, 1));
        if (looks.size() == before && kind == Kind::Name) {  // a stroke made the row too high
            area = with_marks(page_.cleared, centred(ink_of(row.box)));
            add(look(page_.cleared, area, 1));
        }
        if (clear && looks.size() == 2 && same_words(looks[0].line, looks[1].line)) return true;
        add(look(page_.cleared, area, kLarger));
        if (touched) {
            add(look(page_.scanned, area, 1));
            for (const int paint : {150, 190}) {
                const PixPtr pale = paled(Crossings::Keep, paint);
                add(look(pale.get(), area, 1));
                if (kind == Kind::Name) add(look(pale.get(), area, kLarger));
            }
            const PixPtr bare = paled(Crossings::Erase, 255);
            add(look(bare.get(), area, 1));
        }
        if (looks.empty()) return false;
        TextLine line = agreed(looks);
        if (line.words.empty()) return false;
        if (kind == Kind::Name) {
            settle_name(looks, {family_names_, line_letters()}, middle_, touched, line);
            if (!is_name(line) || !stands_centred(line)) return false;
        } else if (!is_title(line)) {
            return false;
        }
        return take(row, std::move(line));
    }

    bool stands_centred(const TextLine& line) const {
        return !middle_ || 4 * std::abs(middle_of(line.box) - *middle_) < 3 * line.box.height();
    }

    // Unless it says less than what it would take the place of.
    bool take(const Row& row, TextLine line) {
        constexpr double kReadable = 0.5, kMostLost = 0.2;
        const Clarity clarity = clarity_of(line);
        double before = 0;
        for (const std::size_t i : row.lines) {
            const Clarity old = clarity_of(lines_[i]);
            if (old.confidence > kReadable)
                before += old.confidence * static_cast<double>(old.letters);
        }
        const double after = clarity.confidence * static_cast<double>(clarity.letters);
        if (clarity.confidence < kReadable || after < (1 - kMostLost) * before) return false;
        // A larger look sees the marks of the rows beside it: the row is as high as it was.
        const int slack = row.box.height() / 5;
        for (Word& word : line.words) {
            word.box.top = std::clamp(word.box.top, row.box.top - slack, row.box.bottom - 1);
            word.box.bottom = std::clamp(word.box.bottom, word.box.top + 1, row.box.bottom + slack);
        }
        line.box = formats::box_of(line.words);
        gone_.insert(gone_.end(), row.lines.begin(), row.lines.end());
        found_.push_back(std::move(line));
        return true;
    }

    // Rows of ink below the titles, the lowest first: a name stands at the end.
    void search_name() {
        constexpr std::size_t kMostTrials = 3;
        if (titles_.empty()) return;
        std::vector<Row> rows = rows_of_ink(titles_.back().box.bottom);
        std::sort(rows.begin(), rows.end(),
                  [](const Row& a, const Row& b) { return a.box.bottom > b.box.bottom; });
        rows.resize(std::min(rows.size(), kMostTrials));
        for (Row& row : rows) {
            for (std::size_t i = 0; i < lines_.size(); ++i)
                if (is_of_block(lines_[i]) && shares_row(lines_[i].box, row.box))
                    row.lines.push_back(i);
            if (read_again(row, Kind::Name)) return;
        }
    }

    // The letters on a row, without the strokes that reach out of it.
    Box ink_of(const Box& box) const {
        Box best = box;
        for (const Row& row : rows_of_ink(std::max(0, box.top - tall_)))
            if (shares_row(row.box, box) && (best == box || row.box.width() > best.width()))
                best = row.box;
        return best;
    }

    std::vector<Row> rows_of_ink(int top) const {
        const int width = area_.width();
        BOX* box = boxCreate(area_.left, top, width, std::max(1, area_.bottom - top));
        const PixPtr part(pixClipRectangle(page_.cleared, box, nullptr));
        boxDestroy(&box);
        std::vector<Row> rows;
        if (!part) return rows;
        const PixPtr ink(pixThresholdToBinary(part.get(), kInk));
        Boxa* boxes = pixConnCompBB(ink.get(), 8);
        const int count = boxes ? boxaGetCount(boxes) : 0;
        std::vector<Box> letters;
        for (int i = 0; i < count; ++i) {
            l_int32 x = 0, y = 0, w = 0, h = 0;
            boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
            const bool letter = 2 * h > tall_ && h < 3 * tall_ && w < 8 * tall_ && 6 * w > h;
            if (letter)
                letters.push_back({area_.left + x, top + y, area_.left + x + w, top + y + h});
        }
        boxaDestroy(&boxes);
        std::sort(letters.begin(), letters.end(),
                  [](const Box& a, const Box& b) { return a.left < b.left; });
        for (const Box& letter : letters) {
            Row* home = nullptr;
            for (Row& row : rows)
                if (shares_row(row.box, letter) && letter.left - row.box.right < 2 * tall_)
                    home = &row;
            if (home == nullptr) home = &rows.emplace_back();
            home->box = united(home->box, letter);
        }
        std::erase_if(rows, [&](const Row& row) {
            return row.box.width() < 4 * tall_ || row.box.height() > 4 * tall_;
        });
        return rows;
    }

    SealedPage page_;
    int dpi_, milliseconds_;
    const std::vector<std::u32string>& family_names_;
    std::vector<TextLine>& lines_;
    Box area_;
    int tall_ = 0;
    std::vector<Row> titles_;
    std::optional<Row> name_;
    std::optional<int> middle_;
    std::vector<TextLine> found_;
    std::vector<std::size_t> gone_;
};

}  // namespace

void reread_signing_block(const SealedPage& page, int dpi, int milliseconds,
                          const std::vector<std::u32string>& family_names,
                          std::vector<TextLine>& lines) {
    Block(page, dpi, milliseconds, family_names, lines).reread();
}

}  // namespace vanthu::ocr
