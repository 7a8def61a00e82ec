#include "ocr/syllables.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace vanthu::ocr {
namespace {

constexpr std::array<std::u32string_view, 12> kTones{U"aàáảãạ", U"ăằắẳẵặ", U"âầấẩẫậ", U"eèéẻẽẹ",
                                                     U"êềếểễệ", U"iìíỉĩị", U"oòóỏõọ", U"ôồốổỗộ",
                                                     U"ơờớởỡợ", U"uùúủũụ", U"ưừứửữự", U"yỳýỷỹỵ"};

constexpr std::array<std::u32string_view, 29> kOnsets{
    U"",  U"b",  U"c", U"ch", U"d", U"đ",  U"g",   U"gh", U"gi", U"h",
    U"k", U"kh", U"l", U"m",  U"n", U"ng", U"ngh", U"nh", U"p",  U"ph",
    U"q", U"qu", U"r", U"s",  U"t", U"th", U"tr",  U"v",  U"x"};

// Sorted by code points of their letters, as std::binary_search needs.
const std::vector<std::u32string_view>& rimes() {
    static const std::vector<std::u32string_view> sorted = [] {
        std::vector<std::u32string_view> all{
            U"a",    U"ac",   U"ach",  U"ai",   U"am",  U"an",   U"ang",  U"anh",  U"ao",   U"ap",
            U"at",   U"au",   U"ay",   U"ăc",   U"ăm",  U"ăn",   U"ăng",  U"ăp",   U"ăt",   U"âc",
            U"âm",   U"ân",   U"âng",  U"âp",   U"ât",  U"âu",   U"ây",   U"e",    U"ec",   U"em",
            U"en",   U"eng",  U"eo",   U"ep",   U"et",  U"ê",    U"êch",  U"êm",   U"ên",   U"ênh",
            U"êp",   U"êt",   U"êu",   U"i",    U"ia",  U"ich",  U"iêc",  U"iêm",  U"iên",  U"iêng",
            U"iêp",  U"iêt",  U"iêu",  U"im",   U"in",  U"inh",  U"ip",   U"it",   U"iu",   U"o",
            U"oa",   U"oac",  U"oach", U"oai",  U"oam", U"oan",  U"oang", U"oanh", U"oao",  U"oap",
            U"oat",  U"oay",  U"oăc",  U"oăm",  U"oăn", U"oăng", U"oăt",  U"oc",   U"oe",   U"oen",
            U"oeo",  U"oet",  U"oi",   U"om",   U"on",  U"ong",  U"ooc",  U"oong", U"op",   U"ot",
            U"ô",    U"ôc",   U"ôi",   U"ôm",   U"ôn",  U"ông",  U"ôp",   U"ôt",   U"ơ",    U"ơi",
            U"ơm",   U"ơn",   U"ơp",   U"ơt",   U"u",   U"ua",   U"uân",  U"uâng", U"uât",  U"uây",
            U"uc",   U"uê",   U"uêch", U"uênh", U"ui",  U"um",   U"un",   U"ung",  U"uôc",  U"uôi",
            U"uôm",  U"uôn",  U"uông", U"uôt",  U"uơ",  U"up",   U"ut",   U"uy",   U"uya",  U"uych",
            U"uyên", U"uyêt", U"uyn",  U"uynh", U"uyp", U"uyt",  U"uyu",  U"ư",    U"ưa",   U"ưc",
            U"ưi",   U"ưm",   U"ưn",   U"ưng",  U"ươc", U"ươi",  U"ươm",  U"ươn",  U"ương", U"ươp",
            U"ươt",  U"ươu",  U"ưt",   U"ưu",   U"y",   U"yêm",  U"yên",  U"yêng", U"yêt",  U"yêu"};
        std::sort(all.begin(), all.end());
        return all;
    }();
    return sorted;
}

constexpr int kAcute = 2, kDot = 5;

// Rimes that end in a stop sound carry the acute or the dot, nothing else.
bool fits(std::u32string_view rime, int tone) {
    const char32_t last = rime.back();
    const bool stopped = last == U'c' || last == U'p' || last == U't' ||
                         (rime.size() > 1 && last == U'h' && rime[rime.size() - 2] == U'c');
    return !stopped || tone == kAcute || tone == kDot;
}

}  // namespace

TonedLetter without_tone(char32_t letter) {
    if (letter < 0x80) return {letter, 0};
    for (const std::u32string_view row : kTones) {
        const std::size_t tone = row.find(letter);
        if (tone != std::u32string_view::npos) return {row[0], static_cast<int>(tone)};
    }
    return {letter, 0};
}

bool is_syllable(std::u32string_view word) {
    if (word.empty() || word.size() > 7) return false;
    std::u32string plain;
    int tone = 0;
    for (const char32_t c : word) {
        const TonedLetter toned = without_tone(c);
        if (toned.tone != 0 && tone != 0) return false;
        tone += toned.tone;
        plain.push_back(toned.letter);
    }
    if (plain == U"gi") return true;  // gì: the vowel of the onset is the rime too
    for (const std::u32string_view onset : kOnsets) {
        if (plain.compare(0, onset.size(), onset) != 0) continue;
        const std::u32string_view rime = std::u32string_view(plain).substr(onset.size());
        if (!rime.empty() && std::binary_search(rimes().begin(), rimes().end(), rime) &&
            fits(rime, tone))
            return true;
    }
    return false;
}

}  // namespace vanthu::ocr
