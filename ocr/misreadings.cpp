#include "ocr/misreadings.h"

#include <algorithm>
#include <array>
#include <vector>

#include "ocr/syllables.h"

namespace vanthu::ocr {
namespace {

constexpr int kLevel = 0, kGrave = 1, kAcute = 2, kHook = 3, kTilde = 4, kDot = 5;

constexpr double kCommon = 1.7, kKnown = 2.8, kRare = 4.2, kUnheardOf = 5.5;

bool has_circumflex(char32_t plain) {
    return plain == U'â' || plain == U'ê' || plain == U'ô';
}

char32_t without_marks(char32_t plain) {
    switch (plain) {
        case U'â':
        case U'ă':
            return U'a';
        case U'ê':
            return U'e';
        case U'ô':
        case U'ơ':
            return U'o';
        case U'ư':
            return U'u';
        case U'đ':
        case char32_t{0xf0}:
            return U'd';
        case char32_t{0xff}:  // ÿ, read for ý and ỷ
            return U'y';
        default:
            return plain;
    }
}

double tone_cost(char32_t plain, int seen, int meant) {
    if (has_circumflex(plain)) {
        if (meant == kDot || seen == kDot) return kRare;
        if (seen == kLevel) return kCommon;
        return meant == kHook || meant == kTilde ? kKnown - 0.5 : kKnown + 0.5;
    }
    if (meant == kHook && seen == kAcute) return kKnown;
    if (meant == kHook || meant == kTilde) return kRare;
    if (plain == U'i' && meant == kLevel && seen == kHook) return kKnown;
    return kUnheardOf;
}

double letter_cost(TonedLetter seen, TonedLetter meant) {
    if (without_marks(seen.letter) != without_marks(meant.letter)) return 2 * kUnheardOf;
    if (seen.letter == char32_t{0xff} || seen.letter == char32_t{0xf0}) return kCommon;
    if (without_marks(meant.letter) == U'd') return kRare;
    // A breve, a hook and a tilde are one small curve each.
    const auto one_curve = [](TonedLetter c) {
        return c.letter == U'ă' ? c.tone == kLevel
                                : c.letter == U'a' && (c.tone == kHook || c.tone == kTilde);
    };
    if (one_curve(seen) && one_curve(meant)) return kRare;
    const bool lost = seen.letter == without_marks(meant.letter);
    const bool same_tone = seen.tone == meant.tone;
    if (!lost) return kUnheardOf + (same_tone ? 0 : 1);
    if (!has_circumflex(meant.letter)) return same_tone ? kRare : kUnheardOf;
    if (meant.tone != kAcute && meant.tone != kGrave) return same_tone ? kRare : kUnheardOf;
    if (same_tone) return kKnown;
    return seen.tone == kHook || seen.tone == kAcute ? kKnown + 0.7 : kUnheardOf;
}

}  // namespace

double misreading_cost(char32_t seen, char32_t meant) {
    if (seen == meant) return 0;
    const TonedLetter a = without_tone(seen), b = without_tone(meant);
    return a.letter == b.letter ? tone_cost(a.letter, a.tone, b.tone) : letter_cost(a, b);
}

double misreading_cost(std::u32string_view seen, std::u32string_view meant) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(seen.size(), meant.size()); ++i)
        sum += misreading_cost(seen[i], meant[i]);
    return sum;
}

double slip_cost(std::u32string_view seen, std::u32string_view meant) {
    constexpr double kReplaced = 4.5, kLookAlike = 2.8, kLost = 3.5, kPutIn = 4.5, kDoubled = 1.5;
    const auto plain = [](char32_t c) { return without_marks(without_tone(c).letter); };
    const auto look_alike = [&](char32_t a, char32_t b) {
        constexpr std::array<std::u32string_view, 5> kPairs{U"ru", U"it", U"td", U"il", U"gq"};
        return std::any_of(kPairs.begin(), kPairs.end(), [&](std::u32string_view pair) {
            return (a == pair[0] && b == pair[1]) || (a == pair[1] && b == pair[0]);
        });
    };
    // The cheapest way from the first i letters of `seen` to the first j of `meant`.
    std::vector<double> row(meant.size() + 1), last;
    for (std::size_t j = 0; j <= meant.size(); ++j)
        row[j] = kLost * static_cast<double>(j);
    for (std::size_t i = 1; i <= seen.size(); ++i) {
        last = row;
        const char32_t letter = plain(seen[i - 1]);
        const bool doubled = (i > 1 && plain(seen[i - 2]) == letter) ||
                             (i < seen.size() && plain(seen[i]) == letter);
        const double put_in = doubled ? kDoubled : kPutIn;
        row[0] = last[0] + put_in;
        for (std::size_t j = 1; j <= meant.size(); ++j) {
            const char32_t other = plain(meant[j - 1]);
            const double same = letter == other ? misreading_cost(seen[i - 1], meant[j - 1])
                                : look_alike(letter, other) ? kLookAlike
                                                            : kReplaced;
            row[j] = std::min({last[j - 1] + same, last[j] + put_in, row[j - 1] + kLost});
        }
    }
    return row.back();
}

double certainty_cost(double confidence) {
    struct Point {
        double confidence, cost;
    };
    constexpr std::array<Point, 5> kCurve{
        {{0, -3}, {0.6, -2.5}, {0.9, -1.5}, {0.95, 0}, {0.97, 2.2}}};
    if (confidence >= kCurve.back().confidence) return kCurve.back().cost;
    std::size_t i = 1;
    while (confidence > kCurve[i].confidence)
        ++i;
    const Point &low = kCurve[i - 1], &high = kCurve[i];
    const double share =
        std::max(0.0, confidence - low.confidence) / (high.confidence - low.confidence);
    return low.cost + share * (high.cost - low.cost);
}

double change_cost(double misreading, double confidence) {
    constexpr double kRatherSure = 0.85, kSurprise = 1.5;
    const bool surprising = misreading >= kUnheardOf && confidence > kRatherSure;
    return misreading + certainty_cost(confidence) + (surprising ? kSurprise : 0);
}

}  // namespace vanthu::ocr
