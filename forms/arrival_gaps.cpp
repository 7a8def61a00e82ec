#include "forms/arrival_gaps.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/text.h"
#include "forms/pattern.h"
#include "pipeline/stamps.h"

namespace vanthu::forms {
namespace {

using pipeline::Box;
using pipeline::Word;

constexpr double kDescent = 0.21;  // of the y in Ngày, in type sizes
constexpr double kBeyondEm = 4;    // a pen goes on where a frame was not seen
constexpr double kColonEm = 0.278;
constexpr std::size_t kMostBefore = 8;  // words before a label on its line

struct Label {
    Box box;
    double print_em = 0;  // width of the label alone
    double em = 0;        // type size, 0 where something is glued to it
    bool clean = false;
};

std::u32string letters_of(const Word& word) {
    return to_utf32(nfc(word.text));
}

// The word as a label that begins it; `plain` is how wide it is printed.
std::optional<Label> label_in(const Word& word, const Pattern& pattern, std::u32string_view plain) {
    Match match;
    const std::string text = fold(word.text);
    if (!pattern.found_in(text, match)) return std::nullopt;
    Label label;
    label.box = word.box;
    label.print_em = em_width(plain) + kColonEm;
    const std::string rest = match.suffix();
    label.clean = rest.find_first_not_of(":.;, ") == std::string::npos && rest.size() <= 1;
    if (label.clean)
        label.em = word.box.width() / (em_width(plain) + (rest.empty() ? 0 : kColonEm));
    // Dots or strokes that were taken into the box make it wider or higher.
    const double by_height = word.box.height() / 0.9;
    if (label.clean && (label.em < 0.6 * by_height || label.em > 1.7 * by_height)) {
        label.em = 0;
        label.clean = false;
    }
    return label;
}

std::optional<Label> number_label(const pipeline::TextLine& line) {
    static const Pattern pattern("^[^a-z0-9]{0,3}(s[o06](?![a-z0-9])|[s5][oa06e](?=[:;]))");
    for (std::size_t i = 0; i < line.words.size() && i < kMostBefore; ++i) {
        const std::u32string letters = letters_of(line.words[i]);
        // SỞ Y TẾ is no label, "Số và ký hiệu HS" and "Lưu hồ sơ" are others.
        if (letters.size() < 2 || is_upper_letter(letters[1])) continue;
        if (i > 0 && fold(line.words[i - 1].text) == "ho") continue;
        if (i + 1 < line.words.size() && fold(line.words[i + 1].text).compare(0, 2, "va") == 0)
            continue;
        if (auto label = label_in(line.words[i], pattern, U"Số")) return label;
    }
    return std::nullopt;
}

std::optional<Label> date_label(const pipeline::TextLine& line) {
    static const Pattern pattern("^[^a-z0-9]{0,3}n(?!am)[ag][a-z]{0,3}(?![a-z])");
    for (std::size_t i = 0; i < line.words.size() && i < kMostBefore; ++i)
        if (auto label = label_in(line.words[i], pattern, U"Ngày")) return label;
    return std::nullopt;
}

int middle(const Box& box) {
    return (box.top + box.bottom) / 2;
}

// Where the frame ends, if that is known: it is more than what was recognised in it.
int side_of(const pipeline::Block& stamp) {
    Box text;
    for (const pipeline::TextLine& line : stamp.lines)
        text = united(text, line.box);
    return stamp.box == text ? 0 : stamp.box.right;
}

// A pen goes on behind the frame.
double right_end(const pipeline::Block& stamp, double em) {
    constexpr double kAcrossEm = 1.6;
    return stamp.box.right + (side_of(stamp) > 0 ? kAcrossEm : kBeyondEm) * em;
}

class Rows {
public:
    Rows(const pipeline::Page& page, const pipeline::Block& stamp) : page_(page), stamp_(stamp) {
        for (const pipeline::TextLine& line : stamp.lines) {
            if (!date_) date_ = date_label(line);
            if (!number_) number_ = number_label(line);
        }
        measure();
        if (em_ > 0 && number_ && !date_) date_ = beside_lost(*number_, 1, U"Ngày");
        if (em_ > 0 && date_ && !number_) number_ = beside_lost(*date_, -1, U"Số");
    }

    std::vector<Gap> gaps() const {
        std::vector<Gap> gaps;
        if (em_ <= 0) return gaps;
        if (number_) {
            Gap gap = gap_behind(*number_, Gap::Part::ArrivalNumber);
            if (date_ && std::abs(middle(date_->box) - middle(number_->box)) < em_ / 2 &&
                date_->box.left > gap.left)
                gap.right = date_->box.left;
            gaps.push_back(gap);
        }
        if (date_ && !in_words(gaps)) gaps.push_back(gap_behind(*date_, Gap::Part::ArrivalDate));
        return gaps;
    }

private:
    // The type size, from all labels that were recognised by themselves.
    void measure() {
        static const Pattern forward("^chuyen(?![a-z])"), symbol("^hieu(?![a-z])");
        std::vector<double> sizes;
        const auto take = [&](const std::optional<Label>& label) {
            if (label && label->em > 0) sizes.push_back(label->em);
        };
        take(number_);
        take(date_);
        for (const pipeline::TextLine& line : stamp_.lines)
            for (const Word& word : line.words) {
                take(label_in(word, forward, U"Chuyển"));
                take(label_in(word, symbol, U"hiệu"));
            }
        if (!sizes.empty()) {
            std::sort(sizes.begin(), sizes.end());
            em_ = sizes[sizes.size() / 2];
        } else if (date_ || number_) {
            em_ = (date_ ? date_ : number_)->box.height() / 0.9;
        }
    }

    // The label of the next row, which a pen or the frame made unreadable: what stands right below
    // or above the one that was read.
    std::optional<Label> beside_lost(const Label& known, int side,
                                     std::u32string_view plain) const {
        constexpr double kNearest = 0.9, kFarthest = 2.4, kAligned = 0.8;  // type sizes
        std::optional<Label> found;
        for (const pipeline::TextLine& line : stamp_.lines)
            for (const Word& word : line.words) {
                const double away = side * (middle(word.box) - middle(known.box)) / em_;
                if (away < kNearest || away > kFarthest) continue;
                if (std::abs(word.box.left - known.box.left) > kAligned * em_) continue;
                if (fold(word.text).compare(0, 3, "chu") == 0) continue;
                Label label;
                label.print_em = em_width(plain) + kColonEm;
                // Its own box may hold what was written; the row's feet are the known one's.
                const int down = static_cast<int>(std::lround(side * away * em_));
                const int descent = static_cast<int>(std::lround(side * kDescent * em_));
                label.box = {known.box.left, known.box.top + down, known.box.left,
                             known.box.bottom + down + descent};
                if (!found || std::abs(middle(label.box) - middle(known.box)) <
                                  std::abs(middle(found->box) - middle(known.box)))
                    found = label;
            }
        if (found) return found;
        return side > 0 ? halfway_down(known, plain) : above_as_below(known, plain);
    }

    // Nothing was read in the date's row: it is halfway between the number's and Chuyển.
    std::optional<Label> halfway_down(const Label& known, std::u32string_view plain) const {
        for (const pipeline::TextLine& line : stamp_.lines)
            for (const Word& word : line.words) {
                const int down = middle(word.box) - middle(known.box);
                if (fold(word.text).compare(0, 3, "chu") != 0 || down < 2.2 * em_ ||
                    down > 4.4 * em_ || std::abs(word.box.left - known.box.left) > 0.8 * em_)
                    continue;
                Label label;
                label.print_em = em_width(plain) + kColonEm;
                label.box = {known.box.left, known.box.top + down / 2, known.box.left,
                             known.box.bottom + down / 2 + static_cast<int>(kDescent * em_)};
                return label;
            }
        return std::nullopt;
    }

    // Nothing was read in the number's row: it is as far above the date's as Chuyển is below it.
    std::optional<Label> above_as_below(const Label& known, std::u32string_view plain) const {
        for (const pipeline::TextLine& line : stamp_.lines)
            for (const Word& word : line.words) {
                const int down = middle(word.box) - middle(known.box);
                if (fold(word.text).compare(0, 3, "chu") != 0 || down < 0.9 * em_ ||
                    down > 2.4 * em_ || std::abs(word.box.left - known.box.left) > 0.8 * em_)
                    continue;
                Label label;
                label.print_em = em_width(plain) + kColonEm;
                label.box = {known.box.left, known.box.top - down, known.box.left,
                             known.box.bottom - down - static_cast<int>(kDescent * em_)};
                return label;
            }
        return std::nullopt;
    }

    Gap gap_behind(const Label& label, Gap::Part part) const {
        Gap gap;
        gap.part = part;
        gap.page = page_.number;
        gap.stamped = true;
        gap.em = em_;
        gap.print = label.box;
        if (part != Gap::Part::ArrivalNumber)
            gap.print.bottom -= static_cast<int>(std::lround(kDescent * em_));
        gap.left =
            label.clean ? label.box.right : static_cast<int>(label.box.left + label.print_em * em_);
        gap.right = static_cast<int>(right_end(stamp_, em_));
        gap.right_em = 0.55;
        gap.side = side_of(stamp_);
        return gap;
    }

    // Ngày ... tháng ... năm ...
    bool in_words(std::vector<Gap>& gaps) const {
        static const Pattern month("th[a-z0-9]{1,3}g"), year("n[a-z]m");
        static const Pattern opens_month("^th[a-z0-9]{1,3}g"), opens_year("^n[a-z]m");
        const Word *month_word = nullptr, *year_word = nullptr;
        for (const pipeline::TextLine& line : stamp_.lines)
            for (const Word& word : line.words) {
                if (std::abs(middle(word.box) - middle(date_->box)) > em_ * 0.7 ||
                    word.box.right <= date_->box.right)
                    continue;
                const std::string text = fold(word.text);
                if (month_word == nullptr && month.found_in(text))
                    month_word = &word;
                else if (month_word != nullptr && year_word == nullptr &&
                         word.box.left > month_word->box.left && year.found_in(text))
                    year_word = &word;
            }
        if (month_word == nullptr) return false;
        const auto edge = [&](const Word& word, const Pattern& opens, double width, bool left) {
            const bool first = opens.found_in(fold(word.text));
            const std::string text = fold(word.text);
            const bool last = !text.empty() && text.back() >= 'a' && text.back() <= 'z';
            if (left) return first ? word.box.left : static_cast<int>(word.box.right - width * em_);
            // What was filled in may have been taken into the word's box, not into its text.
            const int printed = static_cast<int>(word.box.left + width * em_);
            const bool too_wide = first && word.box.width() > 1.25 * width * em_;
            return last && !too_wide ? word.box.right : printed;
        };
        constexpr double kMonthEm = 2.28, kYearEm = 1.78;
        Gap day = gap_behind(*date_, Gap::Part::ArrivalDay);
        const int whole = day.right;
        day.right = edge(*month_word, opens_month, kMonthEm, true);
        gaps.push_back(day);
        Gap next = day;
        next.part = Gap::Part::ArrivalMonth;
        next.left = edge(*month_word, opens_month, kMonthEm, false);
        next.right = year_word ? edge(*year_word, opens_year, kYearEm, true) : whole;
        gaps.push_back(next);
        if (year_word == nullptr) return true;
        next.part = Gap::Part::ArrivalYear;
        next.left = edge(*year_word, opens_year, kYearEm, false);
        next.right = whole;
        gaps.push_back(next);
        return true;
    }

    const pipeline::Page& page_;
    const pipeline::Block& stamp_;
    std::optional<Label> number_, date_;
    double em_ = 0;
};

}  // namespace

std::vector<Gap> arrival_gaps(const pipeline::Page& page) {
    for (const pipeline::Block& block : page.blocks) {
        if (!pipeline::is_arrival_stamp(block)) continue;
        std::vector<Gap> gaps = Rows(page, block).gaps();
        if (!gaps.empty()) return gaps;
    }
    return {};
}

}  // namespace vanthu::forms
