#include "ocr/word_shapes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "base/text.h"
#include "ocr/spelling.h"
#include "ocr/syllables.h"
#include "ocr/word_runs.h"

namespace vanthu::ocr {
namespace {

using pipeline::TextLine;
using pipeline::Word;

constexpr char32_t kEth = 0xd0, kCapitalD = 0x110;

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool is_ascii_capital(char32_t c) {
    return c >= U'A' && c <= U'Z';
}

// Eth is no Vietnamese letter: the recogniser gives it for Đ, and often Đ and eth for one Đ. A
// slanted f and g and a smudged i have their own strangers.
std::u32string without_strangers(const std::u32string& text) {
    std::u32string out;
    for (const char32_t c : text) {
        if (c == 0x192) {  // ƒ
            out.push_back(U'f');
        } else if (c == 0xf8) {  // ø
            out.push_back(U'g');
        } else if (c == 0xa1) {  // ¡
            out.push_back(U'i');
        } else if (c != kEth) {
            out.push_back(c);
        } else if (out.empty() || out.back() != kCapitalD) {
            out.push_back(kCapitalD);
        }
    }
    return out;
}

// "02/201": the number of a legal document with a year that lacks its last digit.
bool lacks_last_digit(std::u32string_view text) {
    if (text.size() < 5) return false;
    const std::u32string_view end = text.substr(text.size() - 5);
    return is_digit(end[0]) && end[1] == U'/' &&
           (end.substr(2, 2) == U"19" || end.substr(2, 2) == U"20") && is_digit(end[4]);
}

// "7/TT-VPCP" or "7TT-VPCP" with the slash read into the digit: the rest of it, slash and all.
std::optional<std::u32string> rest_of_number(std::u32string_view text) {
    constexpr std::array<std::u32string_view, 7> kTypes{U"TT",   U"NĐ", U"QĐ",    U"NQ",
                                                        U"TTLT", U"QH", U"UBTVQH"};
    if (text.size() < 3 || !is_digit(text[0])) return std::nullopt;
    const std::u32string_view type = text.substr(text[1] == U'/' ? 2 : 1);
    const bool known = std::any_of(kTypes.begin(), kTypes.end(), [&](std::u32string_view name) {
        if (type.substr(0, name.size()) != name) return false;
        return type.size() == name.size() ||
               !(is_ascii_capital(type[name.size()]) || type[name.size()] == kCapitalD);
    });
    if (!known) return std::nullopt;
    return std::u32string(text.substr(0, 1)) + U'/' + std::u32string(type);
}

struct Parts {
    std::u32string first, second;
};

// Where the model knows both halves and their being neighbours; nothing when it could be one word.
std::optional<Parts> parted(const std::u32string& text, const std::u32string& letters,
                            const LanguageModel& model) {
    constexpr std::size_t kShortest = 3, kLongest = 14;
    constexpr double kLikely = 4;
    if (letters.size() < kShortest || letters.size() > kLongest) return std::nullopt;
    const std::string whole = spelling_of(letters);
    if (model.find(whole) != LanguageModel::kUnknown || is_syllable(to_utf32(fold(whole))))
        return std::nullopt;
    const std::size_t begin = text.find(letters);
    std::optional<Parts> best;
    double least = kLikely;
    for (std::size_t cut = 1; cut < letters.size(); ++cut) {
        const std::string first = spelling_of(letters.substr(0, cut)),
                          second = spelling_of(letters.substr(cut));
        const auto one = model.find(first), two = model.find(second);
        if (!is_syllable(to_utf32(first)) || !is_syllable(to_utf32(second))) continue;
        if (!model.has_pair(one, two)) continue;
        const double cost = model.cost(model.after({}, one), two);
        if (cost >= least) continue;
        least = cost;
        best = Parts{text.substr(0, begin + cut), text.substr(begin + cut)};
    }
    return best;
}

// "02ngày": a number and a word that often follows one.
std::optional<Parts> parted_number(const std::u32string& text, const LanguageModel& model) {
    constexpr double kLikely = 5;
    std::size_t cut = 0;
    while (cut < text.size() && is_digit(text[cut]))
        ++cut;
    if (cut == 0 || text.size() < cut + 3) return std::nullopt;
    Word rest;
    rest.text = to_utf8(text.substr(cut));
    const std::u32string letters = letters_of(rest);
    const std::string word = to_utf8(letters);
    if (letters.size() < 3 || lower(word) != word || fold(word) == word ||
        text.compare(cut, letters.size(), letters) != 0 || !is_syllable(letters))
        return std::nullopt;
    const auto number = model.find(LanguageModel::kNumber), next = model.find(spelling_of(letters));
    if (!model.has_pair(number, next) || model.cost(model.after({}, number), next) >= kLikely)
        return std::nullopt;
    return Parts{text.substr(0, cut), text.substr(cut)};
}

class LineShape {
public:
    LineShape(TextLine& line, const LanguageModel& model) : line_(line), model_(model) {}

    std::vector<Reshaped> reshape() {
        for (std::size_t i = 0; i < line_.words.size(); ++i) {
            if (line_.words[i].confidence >= 1) continue;
            replace_strangers(line_.words[i]);
            join(i);
            part(i);
        }
        return std::move(done_);
    }

private:
    void replace_strangers(Word& word) {
        const std::u32string text = to_utf32(word.text);
        if (text.find_first_of(U"\u00d0\u0192\u00f8\u00a1") == std::u32string::npos) return;
        std::string meant = to_utf8(without_strangers(text));
        Word other = word;
        other.text = meant;
        // Other strangers than eth are seen in smudges, too.
        if (text.find(kEth) == std::u32string::npos &&
            (letters_of(other).size() < 2 ||
             model_.find(spelling_of(letters_of(other))) == LanguageModel::kUnknown))
            return;
        done_.push_back({word.text, meant});
        word.text = std::move(meant);
    }

    void join(std::size_t at) {
        if (at + 1 >= line_.words.size()) return;
        Word &word = line_.words[at], &next = line_.words[at + 1];
        if (next.confidence >= 1 || !lacks_last_digit(to_utf32(word.text))) return;
        const auto rest = rest_of_number(without_strangers(to_utf32(next.text)));
        if (!rest) return;
        std::string meant = word.text + to_utf8(*rest);
        done_.push_back({word.text + ' ' + next.text, meant});
        word.text = std::move(meant);
        word.box = united(word.box, next.box);
        word.confidence = std::min(word.confidence, next.confidence);
        line_.words.erase(line_.words.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    }

    void part(std::size_t at) {
        constexpr float kSure = 0.95f;
        Word& word = line_.words[at];
        if (word.confidence >= kSure) return;
        const std::u32string text = to_utf32(word.text), letters = letters_of(word);
        const auto parts =
            letters.empty() ? parted_number(text, model_) : parted(text, letters, model_);
        if (!parts) return;
        Word second = word;
        const double share =
            static_cast<double>(parts->first.size()) / static_cast<double>(text.size());
        const int cut = word.box.left + static_cast<int>(std::lround(word.box.width() * share));
        done_.push_back({word.text, to_utf8(parts->first) + ' ' + to_utf8(parts->second)});
        word.text = to_utf8(parts->first);
        second.text = to_utf8(parts->second);
        word.box.right = second.box.left = cut;
        line_.words.insert(line_.words.begin() + static_cast<std::ptrdiff_t>(at) + 1, second);
    }

    TextLine& line_;
    const LanguageModel& model_;
    std::vector<Reshaped> done_;
};

}  // namespace

std::vector<Reshaped> reshape_words(TextLine& line, const LanguageModel& model) {
    return LineShape(line, model).reshape();
}

}  // namespace vanthu::ocr
