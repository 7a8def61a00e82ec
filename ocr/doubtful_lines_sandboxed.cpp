#include "ocr/doubtful_lines_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
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
#include "ocr/line_strip_sandboxed.h"
#include "ocr/word_votes.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

using pipeline::TextLine;
using pipeline::Word;

bool has_digit(const Word& word) {
    return word.text.find_first_of("0123456789") != std::string::npos;
}

// What of a line fields are taken from.
enum class Matters { Words, Numbers };

bool counts(const Word& word, Matters matters) {
    return matters == Matters::Numbers ? has_digit(word) : signs_in(word.text) > 0;
}

float least_sure(const TextLine& run, Matters matters) {
    float least = 1;
    for (const Word& word : run.words)
        if (counts(word, matters)) least = std::min(least, word.confidence);
    return least;
}

constexpr std::u32string_view kSpecks = U"'\"“”‘’.,:;-~_*^`·=|";

bool is_speck(char32_t sign) {
    return kSpecks.find(sign) != std::u32string_view::npos;
}

char32_t first_of(const TextLine& line) {
    return to_utf32(line.words.front().text).front();
}

char32_t last_of(const TextLine& line) {
    return to_utf32(line.words.back().text).back();
}

// The edges of a strip read as signs: those that the first reading has not are no print.
void trim_edges(TextLine& line, const TextLine& first) {
    while (!line.words.empty() && is_speck(first_of(line)) && !is_speck(first_of(first))) {
        std::u32string text = to_utf32(line.words.front().text);
        text.erase(0, 1);
        if (text.empty())
            line.words.erase(line.words.begin());
        else
            line.words.front().text = to_utf8(text);
    }
    while (!line.words.empty() && is_speck(last_of(line))) {
        std::u32string text = to_utf32(line.words.back().text);
        const bool doubled = text.size() > 1 && is_speck(text[text.size() - 2]);
        if (is_speck(last_of(first)) && !doubled) break;
        text.pop_back();
        if (text.empty())
            line.words.pop_back();
        else
            line.words.back().text = to_utf8(text);
    }
}

std::optional<TextLine> look(Pix* page, int dpi, int milliseconds, const TextLine& run,
                             const Course& course, double margin, bool soft) {
    Strip strip = strip_of(page, run, course, margin);
    if (soft) {
        PixPtr softened(pixBlockconvGray(strip.picture.get(), nullptr, 1, 1));
        if (softened) strip.picture = std::move(softened);
    }
    std::vector<TextLine> lines = read_lines(strip.picture.get(), dpi, Layout::Strip, milliseconds);
    if (lines.size() != 1) return std::nullopt;
    TextLine& line = lines[0];
    trim_edges(line, run);
    if (line.words.empty()) return std::nullopt;
    for (Word& word : line.words) {
        word.box.left += strip.left;
        word.box.right += strip.left;
        const double middle = course.at(middle_of(word.box));
        word.box.top = std::max(0, static_cast<int>(std::lround(middle + course.above)));
        word.box.bottom = static_cast<int>(std::lround(middle + course.below));
    }
    line.box = formats::box_of(line.words);
    return std::move(line);
}

Word settled(const Word& word, const std::vector<TextLine>& looks) {
    constexpr float kUnsureNumber = 0.6f;
    WordVotes votes;
    for (const TextLine& line : looks)
        if (const Word* other = counterpart(word, line))
            votes.hear(*other, std::pow(static_cast<double>(other->confidence), 3));
    if (votes.empty()) return word;
    const auto best = std::max_element(
        votes.by_text().begin(), votes.by_text().end(),
        [](const auto& one, const auto& other) { return one.second.weight < other.second.weight; });
    const Word* first = counterpart(word, looks.front());
    // At the end of a strip a thin letter is easily passed over.
    const bool cut = first != nullptr && first->text.size() > best->first.size() &&
                     (first->text.ends_with(best->first) || first->text.starts_with(best->first));
    const bool changed = first == nullptr || (first->text != best->first && !cut);
    Word result = changed ? *best->second.surest : *first;
    if (first != nullptr) result.box = first->box;
    result.confidence *= static_cast<float>(votes.agreement(best->second));
    if (changed && (has_digit(result) || (first != nullptr && has_digit(*first))))
        result.confidence = std::min(result.confidence, kUnsureNumber);
    return result;
}

// `looks` begins with the first reading.
TextLine settled(const std::vector<TextLine>& looks) {
    constexpr std::size_t kMostLost = 5;  // a fifth of the letters
    const Clarity first = clarity_of(looks.front());
    const TextLine* base = &looks.front();
    for (const TextLine& line : looks) {
        const Clarity clarity = clarity_of(line);
        if (clarity.confidence > clarity_of(*base).confidence &&
            clarity.letters * kMostLost > first.letters * (kMostLost - 1))
            base = &line;
    }
    TextLine line;
    for (const Word& word : base->words)
        line.words.push_back(settled(word, looks));
    line.box = formats::box_of(line.words);
    return line;
}

bool agree(const TextLine& one, const TextLine& other, Matters matters) {
    const auto words_of = [&](const TextLine& line) {
        std::string text;
        for (const Word& word : line.words)
            if (matters == Matters::Words || has_digit(word)) text += word.text + ' ';
        return text;
    };
    return words_of(one) == words_of(other);
}

// Words without a wide gap between them: what stands apart is no part of the line.
std::vector<TextLine> runs_of(const TextLine& line) {
    std::vector<int> heights;
    for (const Word& word : line.words)
        heights.push_back(word.box.height());
    const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::nth_element(heights.begin(), middle, heights.end());
    const double gap = 1.2 * *middle;
    std::vector<TextLine> runs;
    for (const Word& word : line.words) {
        if (runs.empty() || word.box.left - runs.back().words.back().box.right > gap)
            runs.emplace_back();
        runs.back().words.push_back(word);
    }
    for (TextLine& run : runs)
        run.box = formats::box_of(run.words);
    return runs;
}

bool is_doubtful(const TextLine& run, Matters matters) {
    const float sure = matters == Matters::Words ? 0.89f : 0.85f;
    constexpr double kReadable = 0.8;
    constexpr int kFewestLetters = 3, kSmallest = 8;
    int letters = 0;
    for (const Word& word : run.words)
        letters += signs_in(word.text);
    if (letters < kFewestLetters || run.box.height() < kSmallest) return false;
    return least_sure(run, matters) < sure || clarity_of(run).confidence < kReadable;
}

bool look_again(Pix* page, int dpi, int milliseconds, Matters matters, TextLine& run) {
    constexpr double kSnug = 0.15, kRoomy = 0.22;
    const Course course = course_of(run);
    std::vector<TextLine> looks{run};
    const auto add = [&](double margin, bool soft) {
        if (auto line = look(page, dpi, milliseconds, run, course, margin, soft))
            looks.push_back(std::move(*line));
    };
    add(kSnug, false);
    if (looks.size() == 2 && agree(looks[0], looks[1], matters)) return false;
    add(kRoomy, false);
    add(kSnug, true);
    if (looks.size() == 1) return false;
    run = settled(looks);
    return true;
}

// "Căn cứ ...": what a paper rests on stands below its head.
bool opens_grounds(const TextLine& line) {
    return line.words.size() > 1 && fold(line.words[0].text) == "can" &&
           starts_with(fold(line.words[1].text), "cu");
}

}  // namespace

void reread_doubtful_lines(Pix* page, int dpi, int milliseconds, int head_bottom,
                           std::vector<TextLine>& lines) {
    constexpr int kMostTrials = 24;
    constexpr double kClearPage = 0.945;
    // On a page that reads well a line of the text is looked at for its numbers alone.
    const bool clear = mean_confidence(lines) > kClearPage;
    int trials = 0;
    for (const TextLine& line : lines)
        if (opens_grounds(line)) head_bottom = std::min(head_bottom, line.box.top);
    for (TextLine& line : lines) {
        if (line.words.empty()) continue;
        const bool numbers = std::any_of(line.words.begin(), line.words.end(), has_digit);
        const Matters matters =
            line.box.top < head_bottom || (numbers && !clear) ? Matters::Words : Matters::Numbers;
        std::vector<TextLine> runs = runs_of(line);
        bool changed = false;
        for (TextLine& run : runs)
            if (is_doubtful(run, matters) && ++trials <= kMostTrials)
                changed = look_again(page, dpi, milliseconds, matters, run) || changed;
        if (!changed) continue;
        line.words.clear();
        for (TextLine& run : runs)
            std::move(run.words.begin(), run.words.end(), std::back_inserter(line.words));
        line.box = formats::box_of(line.words);
    }
}

}  // namespace vanthu::ocr
