#include "ocr/misreadings.h"

#include <algorithm>
#include <array>

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
    if (plain == U'i' && meant == kLevel && seen == kHook) return kRare;
    return kUnheardOf;
}

double letter_cost(TonedLetter seen, TonedLetter meant) {
    if (without_marks(seen.letter) != without_marks(meant.letter)) return 2 * kUnheardOf;
    if (seen.letter == char32_t{0xff} || seen.letter == char32_t{0xf0}) return kCommon;
    if (without_marks(meant.letter) == U'd') return kRare;
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

}  // namespace vanthu::ocr
