#include "ocr/doubtful_lines_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <map>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"
#include "ocr/clarity.h"
#include "ocr/engine_sandboxed.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;

int middle_of(const Box& box) {
    return (box.left + box.right) / 2;
}

bool has_digit(const Word& word) {
    return word.text.find_first_of("0123456789") != std::string::npos;
}

int signs_in(const Word& word) {
    const std::string folded = fold(word.text);
    return static_cast<int>(std::count_if(folded.begin(), folded.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }));
}

// What of a line fields are taken from.
enum class Matters { Words, Numbers };

bool counts(const Word& word, Matters matters) {
    return matters == Matters::Numbers ? has_digit(word) : signs_in(word) > 0;
}

float least_sure(const TextLine& run, Matters matters) {
    float least = 1;
    for (const Word& word : run.words)
        if (counts(word, matters)) least = std::min(least, word.confidence);
    return least;
}

// Where a line's letters stand: its middle runs straight, `above` and `below` it they end.
struct Course {
    double middle = 0, slope = 0, centre = 0;
    double above = 0, below = 0;

    double at(double x) const { return middle + slope * (x - centre); }
};

double median_of(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

Course course_of(const TextLine& run) {
    constexpr std::size_t kFewest = 3;  // words that tell a slope
    constexpr double kMostMore = 0.35;  // of the height: what reaches further is no letter
    Course course;
    course.centre = middle_of(run.box);
    double weight = 0, across = 0, down = 0, squares = 0, product = 0;
    for (const Word& word : run.words) {
        if (word.text.size() < 2 && run.words.size() > 1) continue;
        const double x = middle_of(word.box) - course.centre;
        const double y = (word.box.top + word.box.bottom) / 2.0;
        const double heavy = std::max(1, word.box.width());
        weight += heavy;
        across += heavy * x;
        down += heavy * y;
        squares += heavy * x * x;
        product += heavy * x * y;
    }
    if (weight <= 0) {
        course.middle = (run.box.top + run.box.bottom) / 2.0;
    } else {
        const double spread = weight * squares - across * across;
        if (run.words.size() >= kFewest && spread > 0)
            course.slope = (weight * product - across * down) / spread;
        course.middle = (down - course.slope * across) / weight;
    }
    std::vector<double> tops, bottoms;
    for (const Word& word : run.words) {
        tops.push_back(word.box.top - course.at(middle_of(word.box)));
        bottoms.push_back(word.box.bottom - course.at(middle_of(word.box)));
    }
    const double top = median_of(tops), bottom = median_of(bottoms);
    const double more = kMostMore * (bottom - top);
    course.above = std::max(*std::min_element(tops.begin(), tops.end()), top - more);
    course.below = std::min(*std::max_element(bottoms.begin(), bottoms.end()), bottom + more);
    return course;
}

bool has_ink(Pix* page, int x, const Course& course) {
    constexpr l_uint32 kInk = 140;
    const int from = std::max(0, static_cast<int>(course.at(x) + course.above));
    const int to = std::min(pixGetHeight(page), static_cast<int>(course.at(x) + course.below));
    for (int y = from; y < to; ++y) {
        l_uint32 grey = 0;
        pixGetPixel(page, x, y, &grey);
        if (grey < kInk) return true;
    }
    return false;
}

// Where a line's first or last letter ends: the recogniser's box may cut it.
int end_of_letter(Pix* page, const Course& course, int from, int step) {
    const int most = static_cast<int>(course.below - course.above) / 2;
    int x = from;
    while (std::abs(x - from) < most && x + step >= 0 && x + step < pixGetWidth(page) &&
           has_ink(page, x + step, course))
        x += step;
    return std::abs(x - from) < most ? x : from;  // a rule or a seal runs on
}

// The line alone, level; `margin` of its height more above and below. Beside its letters hardly
// anything: the recogniser takes a blank for dirt that it has to read.
struct Strip {
    PixPtr picture;
    int left = 0;
};

Strip strip_of(Pix* page, const TextLine& run, const Course& course, double margin) {
    constexpr int kBeside = 2, kLeast = 8, kWhite = 255;
    const double more = margin * (course.below - course.above);
    const double above = course.above - more;
    const int height = std::max(kLeast, static_cast<int>(std::lround(course.below + more - above)));
    const int left = std::max(0, end_of_letter(page, course, run.box.left, -1) - kBeside);
    const int right = std::min(pixGetWidth(page),
                               end_of_letter(page, course, run.box.right - 1, 1) + 1 + kBeside);
    Strip strip{PixPtr(pixCreate(std::max(1, right - left), height, 8)), left};
    if (!strip.picture) throw std::bad_alloc();
    for (int x = left; x < right; ++x) {
        const int top = static_cast<int>(std::lround(course.at(x) + above));
        for (int y = 0; y < height; ++y) {
            l_uint32 grey = kWhite;
            if (top + y >= 0 && top + y < pixGetHeight(page)) pixGetPixel(page, x, top + y, &grey);
            pixSetPixel(strip.picture.get(), x - left, y, grey);
        }
    }
    return strip;
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

// The word of the line that stands where `word` does.
const Word* counterpart(const Word& word, const TextLine& line) {
    const Word* found = nullptr;
    for (const Word& other : line.words) {
        const int shared =
            std::min(word.box.right, other.box.right) - std::max(word.box.left, other.box.left);
        if (5 * shared >= 3 * std::max(word.box.width(), other.box.width())) found = &other;
    }
    return found;
}

// One reading of a word and how much speaks for it.
struct Vote {
    double weight = 0;
    const Word* surest = nullptr;
};

Word settled(const Word& word, const std::vector<TextLine>& looks) {
    constexpr float kUnsureNumber = 0.6f;
    std::map<std::string, Vote> votes;
    double all = 0;
    for (const TextLine& line : looks) {
        const Word* other = counterpart(word, line);
        if (other == nullptr) continue;
        const double weight = std::pow(static_cast<double>(other->confidence), 3);
        Vote& vote = votes[other->text];
        vote.weight += weight;
        all += weight;
        if (vote.surest == nullptr || other->confidence > vote.surest->confidence)
            vote.surest = other;
    }
    if (all <= 0) return word;
    const auto best = std::max_element(
        votes.begin(), votes.end(),
        [](const auto& one, const auto& other) { return one.second.weight < other.second.weight; });
    const Word* first = counterpart(word, looks.front());
    // At the end of a strip a thin letter is easily passed over.
    const bool cut = first != nullptr && first->text.size() > best->first.size() &&
                     (first->text.ends_with(best->first) || first->text.starts_with(best->first));
    const bool changed = first == nullptr || (first->text != best->first && !cut);
    Word result = changed ? *best->second.surest : *first;
    if (first != nullptr) result.box = first->box;
    result.confidence *= static_cast<float>(std::sqrt(best->second.weight / all));
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
    std::vector<double> heights;
    for (const Word& word : line.words)
        heights.push_back(word.box.height());
    const double gap = 1.2 * median_of(heights);
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
        letters += signs_in(word);
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
