#include "base/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <new>

namespace vanthu {
namespace {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Valid UTF-8 whose letters can neither be composed further nor stand in another order: ASCII, the
// Latin blocks that Vietnamese uses, and general punctuation after its two doubled spaces. Almost
// every word that is read, so that it need not go through the tables.
bool is_composed(std::string_view text) {
    const auto follows = [&](std::size_t at) {
        return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
    };
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        if (!follows(i + 1)) return false;
        const auto next = static_cast<unsigned char>(text[i + 1]);
        if (lead >= 0xc2 && lead <= 0xcb) {  // U+0080 to U+02FF
            i += 2;
            continue;
        }
        if (!follows(i + 2)) return false;
        const auto last = static_cast<unsigned char>(text[i + 2]);
        const bool latin = lead == 0xe1 && next >= 0xb8 && next <= 0xbb;  // U+1E00 to U+1EFF
        const bool sign = lead == 0xe2 && next == 0x80 && last >= 0x82;   // U+2002 to U+203F
        if (!latin && !sign) return false;
        i += 3;
    }
    return true;
}

utf8proc_category_t category(char32_t c) {
    return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

bool is_space(char32_t c) {
    if (c < 0x80) return c == U' ' || (c >= U'\t' && c <= U'\r');
    if (c == 0x85) return true;
    const utf8proc_category_t kind = category(c);
    return kind == UTF8PROC_CATEGORY_ZS || kind == UTF8PROC_CATEGORY_ZL ||
           kind == UTF8PROC_CATEGORY_ZP;
}

// Letters and marks: what may continue a syllable.
bool is_letter(char32_t c) {
    if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    const utf8proc_category_t kind = category(c);
    return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_ME;
}

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

// Takes no place on the page: zero-width spaces and joiners, byte order mark.
bool is_invisible(char32_t c) {
    return (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff;
}

bool is_combining_mark(char32_t c) {
    return c >= 0x300 && c <= 0x36f;
}

bool is_latin(char32_t c) {
    return c < 0x250 || (c >= 0x1e00 && c <= 0x1eff);
}

char32_t plain_punctuation(char32_t c) {
    if (c < 0x80) return c;
    switch (c) {
        case 0x00ad:  // soft hyphen: what many PDF fonts give for the hyphen
        case 0x2212:
        case 0x2e3a:
        case 0x2e3b:
        case 0xfe58:
        case 0xfe63:
        case 0xff0d:
            return U'-';
        case 0x00b4:
        case 0x2018:
        case 0x2019:
        case 0x201a:
        case 0x201b:
        case 0x2032:
        case 0x2039:
        case 0x203a:
            return U'\'';
        case 0x00ab:
        case 0x00bb:
        case 0x201c:
        case 0x201d:
        case 0x201e:
        case 0x201f:
        case 0x2033:
            return U'"';
        default:
            return c >= 0x2010 && c <= 0x2015 ? U'-' : c;
    }
}

char32_t lower(char32_t c) {
    // Eth and the African letter look like the capital Đ, and old Vietnamese fonts put them there.
    if (c == 0x00d0 || c == 0x0189) return 0x0111;
    return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

std::u32string single_spaced(const std::u32string& text) {
    std::u32string out;
    out.reserve(text.size());
    bool gap = false;
    for (const char32_t c : text) {
        if (is_space(c)) {
            gap = !out.empty();
            continue;
        }
        if (gap) out.push_back(U' ');
        gap = false;
        out.push_back(c);
    }
    return out;
}

struct FreeMemory {
    void operator()(void* memory) const { std::free(memory); }
};

std::string normalized(const std::string& utf8, utf8proc_option_t form) {
    utf8proc_uint8_t* out = nullptr;
    const auto* in = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
    const utf8proc_ssize_t size =
        utf8proc_map(in, static_cast<utf8proc_ssize_t>(utf8.size()), &out,
                     static_cast<utf8proc_option_t>(UTF8PROC_STABLE | form));
    const std::unique_ptr<utf8proc_uint8_t, FreeMemory> owner(out);
    if (size < 0) throw std::bad_alloc();  // the input is valid UTF-8, so nothing else can fail
    return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(size)};
}

std::u32string decomposed(std::string_view text) {
    return to_utf32(normalized(to_utf8(to_utf32(text)), UTF8PROC_DECOMPOSE));
}

bool is_tone(char32_t c) {
    return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323;
}

// Circumflex or breve: part of the letter, so it belongs before the tone.
bool is_letter_mark(char32_t c) {
    return c == 0x302 || c == 0x306;
}

// The five tones of the letters whose place the two habits dispute.
constexpr std::array<std::u32string_view, 5> kTones{U"aàáảãạ", U"eèéẻẽẹ", U"oòóỏõọ", U"uùúủũụ",
                                                    U"yỳýỷỹỵ"};

struct Toned {
    char32_t letter = 0;   // lower case without tone
    std::size_t tone = 0;  // 0 none, 1..5
    bool capital = false;
};

Toned toned(char32_t c) {
    const char32_t small = lower(c);
    for (const std::u32string_view row : kTones) {
        const std::size_t tone = row.find(small);
        if (tone != std::u32string_view::npos) return {row[0], tone, small != c};
    }
    return {small, 0, small != c};
}

char32_t with_tone(const Toned& vowel, std::size_t tone) {
    for (const std::u32string_view row : kTones) {
        if (row[0] != vowel.letter) continue;
        const auto c = static_cast<utf8proc_int32_t>(row[tone]);
        return static_cast<char32_t>(vowel.capital ? utf8proc_toupper(c) : c);
    }
    return vowel.letter;
}

bool is_disputed_pair(char32_t first, char32_t second) {
    return (first == U'o' && (second == U'a' || second == U'e')) ||
           (first == U'u' && second == U'y');
}

void unify_tone_placement(std::u32string& text) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const Toned first = toned(text[i]);
        if (first.tone != 0 || (first.letter != U'o' && first.letter != U'u')) continue;
        const Toned second = toned(text[i + 1]);
        if (second.tone == 0 || !is_disputed_pair(first.letter, second.letter)) continue;
        const bool closed = i + 2 < text.size() && is_letter(text[i + 2]);
        const bool onset = i > 0 && lower(text[i - 1]) == U'q';  // quý: the u is no vowel
        if (closed || onset) continue;
        text[i] = with_tone(first, second.tone);
        text[i + 1] = with_tone(second, 0);
    }
}

// "05/2022" and "5/2022", but "1.005" and "A05" as they are.
std::u32string without_leading_zeros(const std::u32string& text) {
    std::u32string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == U'0' && i + 1 < text.size() && is_digit(text[i + 1])) {
            const char32_t before = out.empty() ? U' ' : out.back();
            const bool inside = is_digit(before) || is_letter(before) ||
                                ((before == U'.' || before == U',') && out.size() > 1 &&
                                 is_digit(out[out.size() - 2]));
            if (!inside) continue;
        }
        out.push_back(text[i]);
    }
    return out;
}

void drop_subject_opening(std::u32string& text) {
    for (const std::u32string_view opening : {std::u32string_view(U"v/v"), {U"về việc"}}) {
        if (text.compare(0, opening.size(), opening) != 0) continue;
        std::size_t end = opening.size();
        if (end < text.size() && is_letter(text[end])) continue;
        while (end < text.size() && (text[end] == U' ' || text[end] == U':'))
            ++end;
        text.erase(0, end);
        return;
    }
}

void drop_end_punctuation(std::u32string& text) {
    constexpr std::u32string_view kEnds = U".,;:!?… ";
    while (!text.empty()) {
        // "./." closes a dispatch.
        const bool closing_slash =
            text.back() == U'/' && text.size() > 1 && text[text.size() - 2] == U'.';
        if (!closing_slash && kEnds.find(text.back()) == std::u32string_view::npos) return;
        text.pop_back();
    }
}

std::string fold_any(std::string_view text) {
    std::u32string out;
    bool foreign = false;  // marks are parts of letters in other scripts
    for (const char32_t c : is_ascii(text) ? to_utf32(text) : decomposed(text)) {
        if (is_invisible(c)) continue;
        if (is_combining_mark(c)) {
            if (foreign) out.push_back(c);
            continue;
        }
        foreign = !is_latin(c) && is_letter(c);
        const char32_t small = lower(c);
        if (small == 0x0111 || small == 0x00f0 || small == 0x0256)
            out.push_back(U'd');
        else
            out.push_back(is_space(small) ? U' ' : plain_punctuation(small));
    }
    const std::string folded = to_utf8(out);
    return is_ascii(folded) ? folded : normalized(folded, UTF8PROC_COMPOSE);
}

// The ASCII letter that each composed Latin letter folds to, 0 for those that fold to anything
// else.
class PlainFolds {
public:
    PlainFolds() {
        for (char32_t c = 0; c < kEnd; ++c) {
            const std::string folded = fold_any(to_utf8(std::u32string(1, c)));
            const bool plain = folded.size() == 1 && static_cast<unsigned char>(folded[0]) < 0x80;
            folds_[c] = plain ? folded[0] : '\0';
        }
    }
    char of(char32_t c) const { return c < kEnd ? folds_[c] : '\0'; }

private:
    static constexpr char32_t kEnd = 0x1f00;
    std::array<char, kEnd> folds_{};
};

// The same as fold_any for the words of Vietnamese text, without memory; false for all others.
bool fold_plain(std::string_view text, std::string& out) {
    static const PlainFolds kFolds;
    if (!is_composed(text)) return false;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto at = [&](std::size_t k) {
            return static_cast<char32_t>(static_cast<unsigned char>(text[i + k]));
        };
        const char32_t lead = at(0);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : 3;
        const char32_t c = size == 1   ? lead
                           : size == 2 ? (lead & 0x1f) << 6 | (at(1) & 0x3f)
                                       : (lead & 0xf) << 12 | (at(1) & 0x3f) << 6 | (at(2) & 0x3f);
        const char folded = kFolds.of(c);
        if (folded == '\0') return false;
        out.push_back(folded);
        i += size;
    }
    return true;
}

}  // namespace

std::u32string to_utf32(std::string_view text) {
    std::u32string out;
    out.reserve(text.size());
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t c = 0;
        utf8proc_ssize_t used = utf8proc_iterate(at, left, &c);
        if (used <= 0) {
            c = 0xfffd;
            used = 1;
        }
        out.push_back(static_cast<char32_t>(c));
        at += used;
        left -= used;
    }
    return out;
}

std::string to_utf8(std::u32string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 2);
    for (char32_t c : text) {
        if (c < 0x80) {
            out.push_back(static_cast<char>(c));
            continue;
        }
        if (!utf8proc_codepoint_valid(static_cast<utf8proc_int32_t>(c))) c = 0xfffd;
        std::array<utf8proc_uint8_t, 4> bytes;
        const utf8proc_ssize_t size =
            utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), bytes.data());
        out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
    }
    return out;
}

std::string nfc(std::string_view text) {
    if (is_composed(text)) return std::string(text);
    std::u32string letters = decomposed(text);
    for (std::size_t i = 2; i < letters.size(); ++i)
        if (is_letter_mark(letters[i]) && is_tone(letters[i - 1]) && letters[i - 1] != 0x323)
            std::swap(letters[i], letters[i - 1]);
    return normalized(to_utf8(letters), UTF8PROC_COMPOSE);
}

std::string lower(std::string_view text) {
    std::u32string letters = to_utf32(text);
    for (char32_t& c : letters)
        c = lower(c);
    return to_utf8(letters);
}

std::string upper(std::string_view text) {
    std::u32string letters = to_utf32(text);
    for (char32_t& c : letters)
        c = static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
    return to_utf8(letters);
}

std::string fold(std::string_view text) {
    if (std::string folded; fold_plain(text, folded)) return folded;
    return fold_any(text);
}

std::string unify_tone_placement(std::string_view text) {
    std::u32string letters = to_utf32(nfc(text));
    unify_tone_placement(letters);
    return to_utf8(letters);
}

std::string single_spaced(std::string_view text) {
    return to_utf8(single_spaced(to_utf32(text)));
}

std::string comparable(std::string_view text) {
    std::u32string letters;
    for (const char32_t c : to_utf32(nfc(text)))
        if (!is_invisible(c)) letters.push_back(plain_punctuation(lower(c)));
    unify_tone_placement(letters);
    letters = without_leading_zeros(single_spaced(letters));
    drop_subject_opening(letters);
    drop_end_punctuation(letters);
    return to_utf8(letters);
}

std::string trim(std::string_view text) {
    const std::u32string letters = to_utf32(text);
    const auto begin = std::find_if_not(letters.begin(), letters.end(), is_space);
    const auto end = std::find_if_not(letters.rbegin(), letters.rend(), is_space).base();
    return begin < end ? to_utf8(std::u32string(begin, end)) : std::string();
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (;;) {
        const std::size_t end = text.find(separator, begin);
        parts.emplace_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += separator;
        out += parts[i];
    }
    return out;
}

bool starts_with(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

int edit_distance(std::u32string_view a, std::u32string_view b, int limit) {
    if (a.size() > b.size()) std::swap(a, b);
    const int width = static_cast<int>(a.size());
    const int height = static_cast<int>(b.size());
    if (height - width > limit) return limit + 1;
    std::vector<int> row(a.size() + 1);
    for (int i = 0; i <= width; ++i)
        row[static_cast<std::size_t>(i)] = i;
    for (int j = 1; j <= height; ++j) {
        int diagonal = row[0];
        row[0] = j;
        int best = j;
        for (std::size_t i = 1; i <= a.size(); ++i) {
            const int above = row[i];
            const int replace = diagonal + (a[i - 1] == b[static_cast<std::size_t>(j) - 1] ? 0 : 1);
            row[i] = std::min({replace, above + 1, row[i - 1] + 1});
            diagonal = above;
            best = std::min(best, row[i]);
        }
        if (best > limit) return limit + 1;
    }
    return std::min(row[a.size()], limit + 1);
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    const std::u32string meant = to_utf32(fold(word));
    std::string found;
    int best = static_cast<int>(meant.size());  // sharing no letter is no likeness
    for (const std::string& candidate : candidates) {
        const std::u32string letters = to_utf32(fold(candidate));
        const auto longer = static_cast<int>(std::max(meant.size(), letters.size()));
        const int allowed = std::min(best - 1, std::max(1, (longer + 1) / 3));
        if (allowed < 0) continue;
        const int distance = edit_distance(meant, letters, allowed);
        if (distance > allowed) continue;
        best = distance;
        found = candidate;
    }
    return found;
}

}  // namespace vanthu
