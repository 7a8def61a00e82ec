#include "records/snippet.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace vanthu::records {
namespace {

constexpr std::size_t kMostHits = 200;  // of one phrase: enough to find a good place in any text

struct Hit {
    std::size_t begin = 0, end = 0;  // bytes of the folded text
    std::size_t phrase = 0;
};

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// Whether the byte at `at` belongs to a word; letters beyond ASCII count as parts of words.
bool in_word(const std::string& folded, std::size_t at) {
    if (at >= folded.size()) return false;
    const char c = folded[at];
    return static_cast<unsigned char>(c) >= 0x80 || is_word_letter(static_cast<unsigned char>(c));
}

// Where the phrase that begins at `at` ends, or npos.
std::size_t end_of_phrase(const std::string& folded, std::size_t at, const Phrase& phrase) {
    std::size_t place = at;
    for (std::size_t i = 0; i < phrase.size(); ++i) {
        if (i > 0)
            while (place < folded.size() && !in_word(folded, place))
                ++place;
        if (folded.compare(place, phrase[i].size(), phrase[i]) != 0) return std::string::npos;
        place += phrase[i].size();
        if (in_word(folded, place)) return std::string::npos;
    }
    return place;
}

std::vector<Hit> hits_of(const std::string& folded, const std::vector<Phrase>& phrases) {
    std::vector<Hit> hits;
    for (std::size_t p = 0; p < phrases.size(); ++p) {
        const std::string& first = phrases[p].front();
        std::size_t found = 0;
        for (std::size_t at = folded.find(first); at != std::string::npos && found < kMostHits;
             at = folded.find(first, at + first.size())) {
            if (at > 0 && in_word(folded, at - 1)) continue;
            const std::size_t end = end_of_phrase(folded, at, phrases[p]);
            if (end == std::string::npos) continue;
            hits.push_back({at, end, p});
            ++found;
        }
    }
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    std::vector<Hit> apart;  // hits of overlapping phrases are shown once
    for (const Hit& hit : hits)
        if (apart.empty() || hit.begin >= apart.back().end) apart.push_back(hit);
    return apart;
}

// The hit from which a window of `length` bytes sees most different phrases; the earliest of
// equals.
std::size_t best_start(const std::vector<Hit>& hits, std::size_t length) {
    std::size_t best = 0, most = 0;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        std::set<std::size_t> seen;
        for (std::size_t j = i; j < hits.size() && hits[j].end <= hits[i].begin + length; ++j)
            seen.insert(hits[j].phrase);
        if (seen.size() > most) {
            most = seen.size();
            best = i;
        }
    }
    return best;
}

// Code points before a byte.
std::size_t letters_before(const std::string& text, std::size_t byte) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size())),
        [](char c) { return !is_continuation(c); }));
}

// The byte where the letter with that number begins.
std::size_t byte_of(const std::string& text, std::size_t letter) {
    std::size_t seen = 0;
    for (std::size_t at = 0; at < text.size(); ++at)
        if (!is_continuation(text[at]) && seen++ == letter) return at;
    return text.size();
}

// The next place at or after `at` where a word begins.
std::size_t word_start(const std::string& folded, std::size_t at) {
    while (at < folded.size() && in_word(folded, at))
        ++at;
    while (at < folded.size() && !in_word(folded, at))
        ++at;
    return at;
}

}  // namespace

std::string make_snippet(const std::string& text, const std::string& folded,
                         const std::vector<Phrase>& phrases, std::size_t length) {
    const std::vector<Hit> hits = hits_of(folded, phrases);
    std::size_t begin = 0;
    if (!hits.empty()) {
        const std::size_t first = hits[best_start(hits, length * 3 / 4)].begin;
        if (first > length / 4) begin = std::min(word_start(folded, first - length / 4), first);
    }
    std::size_t end = std::min(begin + length, folded.size());
    while (end < folded.size() && in_word(folded, end))
        ++end;
    for (const Hit& hit : hits)
        if (hit.begin < end && hit.end > end) end = hit.end;

    std::string out = begin > 0 ? "…" : "";
    std::size_t letter = letters_before(folded, begin);
    std::size_t at = byte_of(text, letter);
    // Walks both texts in step: one code point of `folded` for each of `text`.
    std::size_t hit = 0;
    bool open = false;
    for (std::size_t f = begin; f < end;) {
        while (hit < hits.size() && hits[hit].begin < f && !open)
            ++hit;
        if (hit < hits.size() && hits[hit].begin == f) {
            out.push_back('\x01');
            open = true;
        }
        std::size_t next = at + 1;
        while (next < text.size() && is_continuation(text[next]))
            ++next;
        const std::string_view shown = std::string_view(text).substr(at, next - at);
        const bool is_space = shown == "\n" || shown == "\t" || shown == " ";
        if (!is_space)
            out += shown;
        else if (!out.empty() && out.back() != ' ')
            out.push_back(' ');
        at = next;
        do
            ++f;
        while (f < folded.size() && is_continuation(folded[f]));
        if (open && f >= hits[hit].end) {
            out.push_back('\x02');
            open = false;
            ++hit;
        }
    }
    if (open) out.push_back('\x02');
    if (end < folded.size()) out += "…";
    return out;
}

}  // namespace vanthu::records
