#include "ocr/word_runs.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "ocr/syllables.h"

namespace vanthu::ocr {
namespace {

using pipeline::Block;
using pipeline::Word;
using Kind = Syllable::Kind;

constexpr std::size_t kShortCapitals = 4;  // letters of an abbreviation: UBND, HĐND, TTHC
constexpr std::size_t kLongestName = 5;

// The family names that nearly all Vietnamese bear; folded.
constexpr std::array<std::string_view, 22> kFamilyNames{
    "nguyen", "tran", "le",  "pham",  "hoang", "huynh", "phan",  "vu",   "vo",    "dang",   "bui",
    "do",     "ho",   "ngo", "duong", "ly",    "dinh",  "trinh", "doan", "luong", "truong", "ha"};

enum class Capitals { None, First, All, Mixed };

std::u32string small_letters(std::u32string_view letters) {
    return to_utf32(lower(to_utf8(letters)));
}

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

// Any Latin letter; Vietnamese words have only some of them.
bool is_letter(char32_t c) {
    if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    return (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7) || (c >= 0x1e00 && c <= 0x1eff);
}

bool is_vietnamese(std::u32string_view small) {
    constexpr std::u32string_view kOthers = U"đăâêôơưÿ";  // ÿ is how ý and ỷ are misread
    return std::all_of(small.begin(), small.end(), [&](char32_t c) {
        const char32_t letter = without_tone(c).letter;
        return letter < 0x80 || kOthers.find(letter) != std::u32string_view::npos;
    });
}

bool ends_sentence(char32_t c) {
    return c == U'.' || c == U';' || c == U':' || c == U'!' || c == U'?' || c == 0x2026;
}

bool is_punctuation(char32_t c) {
    return ends_sentence(c) ||
           std::u32string_view(U",-–—/()\"'“”‘’«»").find(c) != std::u32string_view::npos;
}

bool has_vowel(std::u32string_view letters) {
    return fold(to_utf8(letters)).find_first_of("aeiouy") != std::string::npos;
}

Capitals capitals_of(std::u32string_view letters) {
    const std::u32string small = small_letters(letters);
    std::size_t capitals = 0;
    for (std::size_t i = 0; i < letters.size(); ++i)
        if (letters[i] != small[i]) ++capitals;
    if (capitals == 0) return Capitals::None;
    if (letters.size() > 1 && capitals == letters.size()) return Capitals::All;
    return capitals == 1 && letters[0] != small[0] ? Capitals::First : Capitals::Mixed;
}

struct Stretch {
    std::size_t begin = 0, end = 0;
};

std::vector<Stretch> stretches_of_letters(std::u32string_view text) {
    std::vector<Stretch> out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t begin = i;
        while (i < text.size() && is_letter(text[i]))
            ++i;
        if (i > begin) {
            out.push_back({begin, i});
        } else {
            ++i;
        }
    }
    return out;
}

// Codes, addresses, words with a slash inside or with signs that no sentence has.
bool is_foreign(std::u32string_view text, const std::vector<Stretch>& parts) {
    for (const char32_t c : text)
        if (!is_letter(c) && !is_punctuation(c)) return true;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::u32string_view part = text.substr(parts[i].begin, parts[i].end - parts[i].begin);
        if (!is_vietnamese(small_letters(part))) return true;
        if (parts.size() > 1 && capitals_of(part) == Capitals::All) return true;
        if (i > 0 && (parts[i].begin != parts[i - 1].end + 1 || text[parts[i - 1].end] != U'-'))
            return true;
    }
    return false;
}

class RunBuilder {
public:
    explicit RunBuilder(Block& block) {
        for (std::size_t i = 0; i < block.lines.size(); ++i)
            for (Word& word : block.lines[i].words)
                add(word, i);
        mark_capitals();
        mark_names();
        if (block.kind != Block::Kind::TableCell) return;
        for (Syllable& syllable : run_.syllables)
            syllable.in_cell = true;
    }

    WordRun take() { return std::move(run_); }

private:
    void add(Word& word, std::size_t line) {
        const std::u32string text = to_utf32(word.text);
        if (text.empty()) return;
        const std::vector<Stretch> parts = stretches_of_letters(text);
        const Stretch whole{0, text.size()};
        if (std::any_of(text.begin(), text.end(), is_digit)) {
            add(word, line, text, whole, Kind::Number);
        } else if (is_foreign(text, parts)) {
            add(word, line, text, whole, Kind::Foreign);
        } else {
            for (const Stretch& part : parts) {
                if (part.begin > 0) pause_ = true;
                add(word, line, text, part, word.confidence < 1 ? Kind::Open : Kind::Fixed);
            }
        }
        if (!is_letter(text.back()) && !is_digit(text.back())) pause_ = true;
        if (ends_sentence(text.back())) sentence_ = true;
    }

    void add(Word& word, std::size_t line, const std::u32string& text, Stretch part, Kind kind) {
        const std::size_t size = part.end - part.begin;
        run_.pieces.push_back({&word, part.begin, size, line, pause_});
        run_.syllables.push_back({text.substr(part.begin, size), word.confidence, kind, sentence_});
        capitals_.push_back(kind == Kind::Number || kind == Kind::Foreign
                                ? Capitals::Mixed
                                : capitals_of(run_.syllables.back().seen));
        pause_ = sentence_ = false;
    }

    std::size_t size() const { return run_.pieces.size(); }

    // Does the piece directly follow the one before, on the same line and without a pause?
    bool follows(std::size_t at) const {
        return at > 0 && at < size() && !run_.pieces[at].after_pause &&
               run_.pieces[at].line == run_.pieces[at - 1].line;
    }

    bool is_word(std::size_t at) const {
        const std::u32string& seen = run_.syllables[at].seen;
        return seen.size() > kShortCapitals || is_syllable(small_letters(seen));
    }

    void mark_capitals() {
        for (std::size_t begin = 0, end = 0; begin < size(); begin = end) {
            std::size_t words = 0, capitals = 0, abbreviations = 0;
            for (end = begin; end < size() && run_.pieces[end].line == run_.pieces[begin].line;
                 ++end) {
                if (run_.syllables[end].kind != Kind::Open) continue;
                ++words;
                if (capitals_[end] != Capitals::All) continue;
                ++capitals;
                if (!is_word(end)) ++abbreviations;
            }
            // A list of abbreviations is no heading.
            const bool heading =
                capitals >= 3 && capitals * 10 >= words * 7 && abbreviations * 2 < capitals;
            for (std::size_t i = begin; i < end; ++i)
                if (run_.syllables[i].kind == Kind::Open) mark_capitals(i, heading);
        }
    }

    void mark_capitals(std::size_t at, bool heading) {
        Syllable& syllable = run_.syllables[at];
        // A single letter counts the items of a list, unless it is a vowel: "ý", "ở".
        const bool label = syllable.seen.size() == 1 && !has_vowel(syllable.seen);
        syllable.among_small = is_among_small(at);
        if (label || capitals_[at] == Capitals::Mixed)
            syllable.kind = syllable.among_small ? Kind::Capitals : Kind::Fixed;
        if (capitals_[at] != Capitals::All || syllable.seen.size() > kShortCapitals) return;
        const std::u32string small = small_letters(syllable.seen);
        const bool marked = to_utf8(small) != fold(to_utf8(small)) && is_syllable(small);
        if (heading && has_vowel(small)) return;
        if (marked && ((follows(at) && capitals_[at - 1] == Capitals::All) ||
                       (follows(at + 1) && capitals_[at + 1] == Capitals::All)))
            return;
        if (!marked) syllable.among_small = false;
        syllable.kind = syllable.among_small ? Kind::Capitals : Kind::Fixed;
    }

    bool is_small(std::size_t at) const {
        return capitals_[at] == Capitals::None || run_.syllables[at].kind == Kind::Number;
    }

    // Does it have capitals, and the words before and after it in the sentence none?
    bool is_among_small(std::size_t at) const {
        if (capitals_[at] == Capitals::None || at == 0 || run_.syllables[at].starts_sentence)
            return false;
        if (capitals_[at] != Capitals::Mixed && run_.pieces[at].after_pause) return false;
        return capitals_[at - 1] == Capitals::None &&
               (at + 1 == size() || run_.pieces[at + 1].after_pause || is_small(at + 1));
    }

    bool is_titled(std::size_t at) const {
        return run_.syllables[at].kind == Kind::Open && capitals_[at] == Capitals::First;
    }

    // Two or more words with a capital in a row look like a name, and so does one inside a
    // sentence. A family name at the start makes it a person's.
    void mark_names() {
        for (std::size_t begin = 0, end = 0; begin < size(); begin = std::max(end, begin + 1)) {
            if (!is_titled(begin)) continue;
            end = begin + 1;
            while (end < size() && is_titled(end) && !run_.pieces[end].after_pause)
                ++end;
            if (end - begin == 1) {
                if (follows(begin) && !run_.syllables[begin].starts_sentence)
                    run_.syllables[begin].kind = Kind::Title;
                continue;
            }
            const bool person = end - begin <= kLongestName && is_family_name(begin);
            for (std::size_t i = begin; i < end; ++i)
                run_.syllables[i].kind = person && i > begin ? Kind::Person : Kind::Name;
        }
        mark_capital_persons();
    }

    // A line of two to five capital words that starts with a family name: "NGUYỄN VĂN HIẾU".
    void mark_capital_persons() {
        for (std::size_t begin = 0, end = 0; begin < size(); begin = end) {
            end = begin + 1;
            while (end < size() && run_.pieces[end].line == run_.pieces[begin].line)
                ++end;
            if (end - begin < 2 || end - begin > kLongestName || !is_family_name(begin)) continue;
            if (std::all_of(capitals_.begin() + static_cast<std::ptrdiff_t>(begin),
                            capitals_.begin() + static_cast<std::ptrdiff_t>(end),
                            [](Capitals c) { return c == Capitals::All; }))
                for (std::size_t i = begin; i < end; ++i)
                    run_.syllables[i].kind = i > begin ? Kind::Person : Kind::Name;
        }
    }

    bool is_family_name(std::size_t at) const {
        const std::string folded = fold(to_utf8(run_.syllables[at].seen));
        return std::find(kFamilyNames.begin(), kFamilyNames.end(), folded) != kFamilyNames.end();
    }

    WordRun run_;
    std::vector<Capitals> capitals_;
    bool pause_ = false, sentence_ = false;
};

}  // namespace

WordRun run_of(Block& block) {
    return RunBuilder(block).take();
}

std::u32string letters_of(const Word& word) {
    const std::u32string text = to_utf32(word.text);
    const std::vector<Stretch> parts = stretches_of_letters(text);
    if (parts.size() != 1 || is_foreign(text, parts)) return {};
    return text.substr(parts[0].begin, parts[0].end - parts[0].begin);
}

}  // namespace vanthu::ocr
