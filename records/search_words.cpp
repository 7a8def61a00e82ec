#include "records/search_words.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::records {
namespace {

constexpr std::size_t kLongestQuery = 1000;  // bytes
constexpr std::size_t kMostPhrases = 32;

bool is_quote(char32_t c) {
    return c == U'"' || c == 0x201c || c == 0x201d || c == 0x201e || c == 0xab || c == 0xbb;
}

bool is_space(char32_t c) {
    return c <= U' ' || c == 0xa0 || (c >= 0x2000 && c <= 0x200b) || c == 0x202f || c == 0x3000;
}

// The pieces of a query that each become one phrase. A quote that is never closed reaches to the
// end.
std::vector<std::string> pieces_of(std::string_view text) {
    std::vector<std::string> pieces;
    std::u32string piece;
    bool quoted = false;
    const auto finish = [&] {
        if (!piece.empty()) pieces.push_back(to_utf8(piece));
        piece.clear();
    };
    for (const char32_t c : to_utf32(text)) {
        if (is_quote(c)) {
            finish();
            quoted = !quoted;
        } else if (!quoted && is_space(c)) {
            finish();
        } else {
            piece.push_back(c);
        }
    }
    finish();
    return pieces;
}

bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_word_letter(char32_t c) {
    if (c < 0x80)
        return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
    if (c < 0xc0) return c == 0xaa || c == 0xb5 || c == 0xba;
    if (c == 0xd7 || c == 0xf7) return false;
    struct Range {
        char32_t first, last;
    };
    // Punctuation, signs, arrows, boxes, private and invisible characters.
    constexpr std::array<Range, 7> kSigns{{{0x2000, 0x2bff},
                                           {0x3000, 0x3004},
                                           {0x3008, 0x3020},
                                           {0xe000, 0xf8ff},
                                           {0xfe00, 0xfe6f},
                                           {0xff00, 0xff0f},
                                           {0xfff0, 0xffff}}};
    return std::none_of(kSigns.begin(), kSigns.end(),
                        [&](Range r) { return c >= r.first && c <= r.last; });
}

// Looks at the bytes: the texts are long, and nearly all of their folded letters are ASCII.
void for_each_word(std::string_view text, const std::function<void(std::string_view)>& use) {
    std::size_t begin = 0;
    const auto end_word = [&](std::size_t at) {
        if (at > begin) use(text.substr(begin, at - begin));
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto c = static_cast<unsigned char>(text[at]);
        std::size_t next = at + 1;
        bool in_word = c < 0x80 && is_word_letter(c);
        if (c >= 0x80) {
            while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xc0) == 0x80)
                ++next;
            in_word = is_word_letter(to_utf32(text.substr(at, next - at)).front());
        }
        if (!in_word) {
            end_word(at);
            begin = next;
        }
        at = next;
    }
    end_word(text.size());
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for_each_word(text, [&](std::string_view word) { words.emplace_back(word); });
    return words;
}

std::string spaced_words(std::string_view text) {
    constexpr std::size_t kLongestWord = 200;
    std::string spaced = " ";
    spaced.reserve(text.size() + 2);
    for_each_word(text, [&](std::string_view word) {
        if (word.size() > kLongestWord)
            spaced += to_utf8(to_utf32(word).substr(0, kLongestWord));
        else
            spaced += word;
        spaced += ' ';
    });
    return spaced.size() == 1 ? "  " : spaced;
}

std::string code_key(std::string_view code) {
    std::string key = join(words_of(fold(code)), "");
    const std::size_t first = std::min(key.find_first_not_of('0'), key.size());
    return key.substr(first);
}

ParsedQuery parse_query(std::string_view text) {
    if (text.size() > kLongestQuery)
        throw Error(ErrorCode::LimitExceeded,
                    "query: " + std::to_string(text.size()) + " bytes, the limit is " +
                        std::to_string(kLongestQuery) + "; ask for fewer words");
    ParsedQuery query;
    bool has_marks = false;
    for (const std::string& piece : pieces_of(nfc(text))) {
        const std::string small = lower(piece);
        const std::string folded = fold(piece);
        Phrase words = words_of(folded);
        if (words.empty()) continue;
        if (query.folded.size() == kMostPhrases)
            throw Error(
                ErrorCode::LimitExceeded,
                "query: the limit is " + std::to_string(kMostPhrases) + " words; ask for fewer",
                Sentence{"search_too_many", {{"limit", std::to_string(kMostPhrases)}}});
        query.folded.push_back(std::move(words));
        Phrase marked = words_of(small);
        has_marks = has_marks || marked != query.folded.back();
        query.marked.push_back(std::move(marked));
    }
    if (!has_marks) query.marked.clear();
    query.nothing_to_find = query.folded.empty() && !trim(text).empty();
    std::string key = code_key(nfc(text));
    if (has_digit(key)) query.code_key = std::move(key);
    return query;
}

namespace {

std::size_t letters_in(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

// Some letter of another script grew or went: letter by letter, those kept as they are.
std::string fold_letters(std::string_view text) {
    std::u32string in_step;
    for (const char32_t c : to_utf32(text)) {
        const std::u32string folded =
            c < 0x80 ? std::u32string() : to_utf32(fold(to_utf8({&c, 1})));
        if (c < 0x80)
            in_step.push_back(c >= U'A' && c <= U'Z' ? c + 32 : c);
        else
            in_step.push_back(folded.size() == 1 ? folded[0] : c);
    }
    return to_utf8(in_step);
}

}  // namespace

// Piece by piece, because a sign like a curly quote makes folding of a whole text dear.
std::string fold_in_step(const std::string& text) {
    std::string in_step;
    in_step.reserve(text.size());
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
        const std::string_view piece = std::string_view(text).substr(begin, end - begin);
        const std::string folded = fold(piece);
        in_step += letters_in(folded) == letters_in(piece) ? folded : fold_letters(piece);
        if (end < text.size()) in_step += ' ';
        begin = end + 1;
    }
    return in_step;
}

}  // namespace vanthu::records
