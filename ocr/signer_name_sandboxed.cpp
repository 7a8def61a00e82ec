#include "ocr/signer_name_sandboxed.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "formats/lines_sandboxed.h"
#include "ocr/latin_letters.h"

namespace vanthu::ocr {
namespace {

using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;

// How well a text fits all looks that say what they were read from.
double fit_in_all(const std::u32string& text, const std::vector<Look>& looks,
                  const LineLetters& letters) {
    constexpr double kWorst = -60;  // a look that missed the word says no more against it
    double sum = 0;
    for (const Look& look : looks)
        if (look.outputs.steps > 0)
            sum += std::max(kWorst, fit_of(text, look.outputs, letters).value_or(kWorst));
    return sum;
}

std::u32string text_from(const TextLine& line, std::size_t first) {
    std::u32string text;
    for (std::size_t i = first; i < line.words.size(); ++i)
        text += (text.empty() ? U"" : U" ") + to_utf32(line.words[i].text);
    return text;
}

// What other looks have in the place of a word of the name.
void settle_word(std::size_t at, const std::vector<Look>& looks, const LineLetters& letters,
                 TextLine& line) {
    constexpr double kClearer = 2;
    double best = fit_in_all(text_from(line, 0), looks, letters);
    for (const Look& look : looks)
        for (const Word& other : look.line.words) {
            const Word before = line.words[at];
            const int shared = std::min(before.box.right, other.box.right) -
                               std::max(before.box.left, other.box.left);
            if (2 * shared < before.box.width() || other.text == before.text ||
                !is_name_word(other))
                continue;
            line.words[at].text = other.text;
            const double fit = fit_in_all(text_from(line, 0), looks, letters);
            if (fit > best + kClearer) {
                best = fit;
                line.words[at].confidence = std::min(before.confidence, other.confidence);
            } else {
                line.words[at] = before;
            }
        }
}

// A family name before the words from `rest` on.
struct Reading {
    double fit = 0;
    std::u32string family;
    std::size_t rest = 0;
};

// The best reading that stands out: no other family name comes near.
std::optional<Reading> best_reading(const TextLine& line, std::size_t least, std::size_t most,
                                    const std::vector<Look>& looks, const FamilyNames& families) {
    constexpr double kAhead = 1, kLeastFit = -30;  // of each look
    constexpr double kOfTwoWords = -6;             // few names are
    std::vector<Reading> all;
    for (std::size_t rest = least; rest <= most; ++rest) {
        const std::u32string given = U' ' + text_from(line, rest);
        for (std::size_t i = 0; i < families.names.size(); ++i) {
            const std::u32string& name = families.names[i];
            if (name.size() < 2) continue;  // "Y" is easily seen in a ring
            const double common = -std::log(static_cast<double>(i) + 1);
            const double short_name = line.words.size() - rest == 1 ? kOfTwoWords : 0;
            all.push_back({common + short_name + fit_in_all(name + given, looks, *families.letters),
                           name, rest});
        }
    }
    if (all.size() < 2) return std::nullopt;
    std::partial_sort(all.begin(), all.begin() + 2, all.end(),
                      [](const Reading& a, const Reading& b) { return a.fit > b.fit; });
    const auto known = std::count_if(looks.begin(), looks.end(),
                                     [](const Look& look) { return look.outputs.steps > 0; });
    const auto seen = static_cast<double>(known);
    if (known == 0 || all[0].fit - all[1].fit < kAhead * seen || all[0].fit < kLeastFit * seen)
        return std::nullopt;
    return all[0];
}

void settle_family(const std::vector<Look>& looks, const FamilyNames& families,
                   std::optional<int> middle, TextLine& line) {
    constexpr float kSure = 0.7f, kSettled = 0.55f;
    // The words at the end that are sure; the first of them may be the family name.
    std::size_t first = line.words.size();
    while (first > 0 && is_name_word(line.words[first - 1]) &&
           line.words[first - 1].confidence > kSure)
        --first;
    if (first == line.words.size()) return;
    const std::size_t most = std::min(first + 1, line.words.size() - 1);
    const auto reading = best_reading(line, first, most, looks, families);
    if (!reading) return;
    const Word& next = line.words[reading->rest];
    const int tall = next.box.height();
    Word word;
    word.text = to_utf8(reading->family);
    word.confidence = kSettled;
    if (reading->rest == 1) {
        word.box = line.words[0].box;
        if (line.words[0].text == word.text) word.confidence = line.words[0].confidence;
    } else {
        const int right = next.box.left - tall / 3;
        const int wide = static_cast<int>(reading->family.size() + 1) * tall / 2;
        const int left = middle
                             ? std::max(right - 2 * wide, 2 * *middle - line.words.back().box.right)
                             : right - wide;
        word.box = {std::min(left, right - tall / 2), next.box.top, right, next.box.bottom};
    }
    line.words.erase(line.words.begin(),
                     line.words.begin() + static_cast<std::ptrdiff_t>(reading->rest));
    line.words.insert(line.words.begin(), word);
    line.box = formats::box_of(line.words);
}

// Most looks saw letters that the name does not take in.
bool has_letters_before(const TextLine& line, const std::vector<Look>& looks) {
    const Box& first = line.words[0].box;
    const auto crowded = std::count_if(looks.begin(), looks.end(), [&](const Look& look) {
        return std::any_of(look.line.words.begin(), look.line.words.end(), [&](const Word& word) {
            const std::u32string letters = to_utf32(word.text);
            return word.box.left < first.left - first.height() &&
                   std::count_if(letters.begin(), letters.end(), is_letter) > 1;
        });
    });
    return 2 * static_cast<std::size_t>(crowded) > looks.size();
}

}  // namespace

bool is_name_word(const Word& word) {
    constexpr std::size_t kLongest = 7;
    const std::u32string letters = to_utf32(word.text);
    return letters.size() > 1 && letters.size() <= kLongest && is_capital(letters[0]) &&
           std::all_of(letters.begin() + 1, letters.end(),
                       [](char32_t c) { return is_letter(c) && !is_capital(c); });
}

bool is_name(const TextLine& line) {
    constexpr std::size_t kFewest = 2, kMost = 5;
    return line.words.size() >= kFewest && line.words.size() <= kMost &&
           std::all_of(line.words.begin(), line.words.end(), is_name_word);
}

void settle_name(const std::vector<Look>& looks, const FamilyNames& families,
                 std::optional<int> middle, bool hidden, TextLine& line) {
    constexpr float kUnknown = 0.45f;  // it may have lost its family name
    if (families.letters == nullptr || line.words.empty()) return;
    const std::u32string first = to_utf32(line.words[0].text);
    const bool is_family =
        std::find(families.names.begin(), families.names.end(), first) != families.names.end();
    if (!families.names.empty() && (hidden || !is_family))
        settle_family(looks, families, middle, line);
    const std::u32string settled = to_utf32(line.words[0].text);
    if (!families.names.empty() &&
        (std::find(families.names.begin(), families.names.end(), settled) == families.names.end() ||
         has_letters_before(line, looks)))
        line.words[0].confidence = std::min(line.words[0].confidence, kUnknown);
    if (!is_name(line)) return;
    for (std::size_t i = 1; i < line.words.size(); ++i)
        settle_word(i, looks, *families.letters, line);
}

}  // namespace vanthu::ocr
