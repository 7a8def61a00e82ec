#include "ocr/looks_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

#include "base/text.h"
#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/own_network_sandboxed.h"
#include "ocr/word_votes.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;

// TM., KT., TL. before whom somebody signs for: short, and no dirt.
bool is_prefix(const std::string& text) {
    std::string letters;
    for (const char c : fold(text))
        if (c >= 'a' && c <= 'z') letters += c;
    return letters == "tm" || letters == "kt" || letters == "tl";
}

enum class Trim { Strokes, Signs };  // words that may be strokes; what has no letters

// What a ring or a pen left beside the words.
void trim_strokes(TextLine& line, Trim trim = Trim::Strokes) {
    constexpr float kWeak = 0.5f;
    constexpr int kWord = 3;  // letters: fewer may be dirt
    const auto stroke = [&](const Word& word) {
        const int letters = signs_in(word.text);
        return letters == 0 || (trim == Trim::Strokes && word.confidence < kWeak &&
                                letters < kWord && !is_prefix(word.text));
    };
    while (!line.words.empty() && stroke(line.words.front()))
        line.words.erase(line.words.begin());
    while (!line.words.empty() && stroke(line.words.back()) && !closes_bracket(line))
        line.words.pop_back();
    line.box = formats::box_of(line.words);
}

double weight_of(const TextLine& line) {
    constexpr double kHalf = 0.5;  // what is less sure than that speaks against the reading
    double weight = 0;
    for (const Word& word : line.words)
        weight += (static_cast<double>(word.confidence) - kHalf) * signs_in(word.text);
    return weight;
}

Word chosen(const Word& word, const std::vector<Look>& looks) {
    // Marks are lost more often than they are made up.
    constexpr double kMark = 0.1;
    WordVotes votes;
    for (const Look& look : looks)
        if (const Word* other = counterpart(word, look.line))
            votes.hear(*other, static_cast<double>(other->confidence));
    const auto worth = [&](const std::pair<const std::string, WordVotes::Vote>& one) {
        return one.second.weight +
               kMark * static_cast<double>(one.first.size() - to_utf32(one.first).size());
    };
    const auto best = std::max_element(
        votes.by_text().begin(), votes.by_text().end(),
        [&](const auto& one, const auto& other) { return worth(one) < worth(other); });
    if (best == votes.by_text().end()) return word;
    Word result = *best->second.surest;
    result.confidence *= static_cast<float>(votes.agreement(best->second));
    return result;
}

// A line with a wide gap is read in pieces, one after the other.
LineOutputs joined(const std::vector<LineOutputs>& pieces, const LineLetters& letters) {
    constexpr float kNot = -10;
    LineOutputs line = pieces.front();
    for (std::size_t i = 1; i < pieces.size(); ++i) {
        if (pieces[i].outputs != line.outputs) return {};
        std::vector<float> gap(static_cast<std::size_t>(line.outputs), kNot);
        const int space = letters.outputs.at(U' ');
        for (const int output : {space, letters.blank})
            if (output < line.outputs) gap[static_cast<std::size_t>(output)] = 0;
        line.top.push_back(space);
        line.less.insert(line.less.end(), gap.begin(), gap.end());
        line.top.insert(line.top.end(), pieces[i].top.begin(), pieces[i].top.end());
        line.less.insert(line.less.end(), pieces[i].less.begin(), pieces[i].less.end());
        line.steps += 1 + pieces[i].steps;
    }
    return line;
}

}  // namespace

bool closes_bracket(const TextLine& line) {
    const std::string& last = line.words.back().text;
    return last.find(')') != std::string::npos && last.find('(') == std::string::npos &&
           std::any_of(line.words.begin(), line.words.end(),
                       [](const Word& word) { return word.text.find('(') != std::string::npos; });
}

LineOutputs outputs_for(const TextLine& line, std::vector<LineOutputs> read,
                        const LineLetters& letters) {
    std::u32string text;
    for (const Word& word : line.words)
        text += (text.empty() ? U"" : U" ") + to_utf32(word.text);
    if (read.size() > 1) read.push_back(joined(read, letters));
    LineOutputs* best = nullptr;
    double most = 0;
    for (LineOutputs& one : read) {
        const auto fit = fit_of(text, one, letters);
        if (fit && (best == nullptr || *fit > most)) best = &one, most = *fit;
    }
    return best != nullptr ? std::move(*best) : LineOutputs();
}

namespace {

// Words in pixels of `part`.
std::optional<Look> read_part(Pix* part, int dpi, double scale, int milliseconds, Trim trim) {
    PixPtr scaled;
    if (scale != 1) {
        const auto factor = static_cast<float>(scale);
        scaled.reset(pixScale(part, factor, factor));
        if (!scaled) return std::nullopt;
    }
    const int seen_dpi = static_cast<int>(std::lround(dpi * scale));
    const LineRecord record;
    std::vector<TextLine> lines =
        read_lines(scaled ? scaled.get() : part, seen_dpi, Layout::Line, milliseconds);
    for (TextLine& line : lines)
        for (Word& word : line.words)
            for (int* value : {&word.box.left, &word.box.right, &word.box.top, &word.box.bottom})
                *value = static_cast<int>(std::lround(*value / scale));
    for (TextLine& line : lines)
        trim_strokes(line, trim);
    std::erase_if(lines, [](const TextLine& line) { return line.words.empty(); });
    if (lines.size() != 1) return std::nullopt;
    Look look{std::move(lines.front()), {}};
    if (const LineLetters* letters = line_letters())
        look.outputs = outputs_for(look.line, record.lines(), *letters);
    return look;
}

}  // namespace

std::optional<Look> look_at(Pix* page, int dpi, const Box& area, double scale, int milliseconds) {
    BOX* box = boxCreate(area.left, area.top, area.width(), area.height());
    const PixPtr part(pixClipRectangle(page, box, nullptr));
    boxDestroy(&box);
    if (!part) return std::nullopt;
    std::optional<Look> look = read_part(part.get(), dpi, scale, milliseconds, Trim::Strokes);
    if (!look) return look;
    for (Word& word : look->line.words)
        for (const auto& [value, from] :
             {std::pair{&word.box.left, area.left}, std::pair{&word.box.right, area.left},
              std::pair{&word.box.top, area.top}, std::pair{&word.box.bottom, area.top}})
            *value += from;
    look->line.box = formats::box_of(look->line.words);
    return look;
}

std::optional<Look> look_at(const RowInk& row, int dpi, double scale, int milliseconds) {
    std::optional<Look> look = read_part(row.picture.get(), dpi, scale, milliseconds, Trim::Signs);
    if (!look) return look;
    for (Word& word : look->line.words)
        word.box = {row.on_page(word.box.left), row.top + word.box.top,
                    row.on_page(word.box.right - 1) + 1, row.top + word.box.bottom};
    look->line.box = formats::box_of(look->line.words);
    return look;
}

Box with_marks(Pix* page, const Box& box) {
    const int height = box.height();
    return {std::max(0, box.left - height), std::max(0, box.top - 3 * height / 5),
            std::min(pixGetWidth(page), box.right + height),
            std::min(pixGetHeight(page), box.bottom + height / 3)};
}

TextLine agreed(const std::vector<Look>& looks) {
    const auto best =
        std::max_element(looks.begin(), looks.end(), [](const Look& one, const Look& other) {
            return weight_of(one.line) < weight_of(other.line);
        });
    TextLine line;
    for (const Word& word : best->line.words)
        line.words.push_back(chosen(word, looks));
    trim_strokes(line);
    std::erase_if(line.words, [](const Word& word) {
        return signs_in(word.text) == 0 && word.text != "-";  // specks between words
    });
    return line;
}

bool same_words(const TextLine& one, const TextLine& other) {
    return std::equal(one.words.begin(), one.words.end(), other.words.begin(), other.words.end(),
                      [](const Word& a, const Word& b) { return a.text == b.text; });
}

}  // namespace vanthu::ocr
