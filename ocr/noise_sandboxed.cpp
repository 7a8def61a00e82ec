#include "ocr/noise_sandboxed.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.h"
#include "formats/lines_sandboxed.h"
#include "ocr/latin_letters.h"

namespace vanthu::ocr {
namespace {

using pipeline::TextLine;
using pipeline::Word;

struct Letters {
    int count = 0;  // letters and digits
    double confidence = 0;
};

bool is_letter_or_digit(char32_t c) {
    return (c >= U'0' && c <= U'9') || is_letter(c);
}

int letters_of(const std::string& text) {
    const std::u32string points = to_utf32(text);
    return static_cast<int>(std::count_if(points.begin(), points.end(), is_letter_or_digit));
}

Letters letters_of(const TextLine& line) {
    Letters result;
    for (const Word& word : line.words) {
        const int count = letters_of(word.text);
        result.count += count;
        result.confidence += count * static_cast<double>(word.confidence);
    }
    if (result.count > 0) result.confidence /= result.count;
    return result;
}

// No letter of readable print is that small; a full stop that stands apart may be.
bool is_speck(const Word& word, const Word* before, int dpi) {
    const int small = std::max(2, dpi / 40);
    if (word.box.width() > small || word.box.height() > small) return false;
    const bool stop = word.text == "." || word.text == "," || word.text == ";" || word.text == ":";
    return !(stop && before && word.box.left - before->box.right < dpi / 16);
}

// Signs that print of an office does not have, alone as a word.
bool is_stroke(const std::string& text) {
    constexpr std::u32string_view kStrokes = U"_|~`^\\*°¬=<>{}#$«»‹›¦ˆ˜—";
    const std::u32string points = to_utf32(text);
    return std::all_of(points.begin(), points.end(),
                       [&](char32_t c) { return kStrokes.find(c) != std::u32string_view::npos; });
}

bool is_number(const TextLine& line) {
    return line.words.size() == 1 &&
           std::all_of(line.words[0].text.begin(), line.words[0].text.end(),
                       [](char c) { return c >= '0' && c <= '9'; });
}

bool is_noise(const TextLine& line) {
    constexpr int kFew = 4, kSome = 8;
    constexpr double kReads = 0.6, kHardlyReads = 0.3;
    if (line.words.empty()) return true;
    const Letters letters = letters_of(line);
    if (letters.count == 0)
        return std::none_of(line.words.begin(), line.words.end(), [](const Word& word) {
            return word.text.find("./.") != std::string::npos;
        });
    if (is_number(line)) return letters.confidence < kHardlyReads;
    return (letters.count <= kFew && letters.confidence < kReads) ||
           (letters.count <= kSome && letters.confidence < kHardlyReads);
}

}  // namespace

void drop_noise(int dpi, std::vector<TextLine>& lines) {
    for (TextLine& line : lines) {
        auto& words = line.words;
        const std::size_t had = words.size();
        std::vector<Word> kept;
        for (Word& word : words)
            if (!is_speck(word, kept.empty() ? nullptr : &kept.back(), dpi))
                kept.push_back(std::move(word));
        words = std::move(kept);
        while (!words.empty() && is_stroke(words.back().text))
            words.pop_back();
        const bool bullet = words.size() > 1 && (words[0].text == "~" || words[0].text == "=");
        if (bullet) words[0].text = "-";
        while (words.size() > 1 && is_stroke(words.front().text))
            words.erase(words.begin());
        if (words.size() != had) line.box = formats::box_of(words);
    }
    std::erase_if(lines, is_noise);
}

}  // namespace vanthu::ocr
