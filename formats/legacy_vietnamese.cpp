#include "formats/legacy_vietnamese.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/text.h"

namespace vanthu::formats {
namespace {

// Each letter as Windows shows the byte of the old font, and what the font drew.
struct Table {
    std::u32string_view shown, meant;
};

constexpr Table kTcvn3{
    U"¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\u00adøõö÷ùýúûüþ¡¢§£¤¥¦",
    U"áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ"};
static_assert(kTcvn3.shown.size() == 74 && kTcvn3.meant.size() == 74);

// VNI writes a mark behind the letter; these letters stand for themselves.
constexpr Table kVniAlone{U"íìæóòôöîñÍÌÆÓÒÔÖÎÑ", U"íìỉĩịơưỵđÍÌỈĨỊƠƯỴĐ"};
constexpr Table kVniToned{U"aeouyôö", U"aeouyơư"};  // letters that take a tone from the next
constexpr std::u32string_view kVniTones = U"ùøûõï";
constexpr std::array<std::u32string_view, 7> kVniWithTone{U"áàảãạ", U"éèẻẽẹ", U"óòỏõọ", U"úùủũụ",
                                                          U"ýỳỷỹỵ", U"ớờởỡợ", U"ứừửữự"};
constexpr std::u32string_view kVniHats = U"âáàåãä";  // circumflex alone and with each tone
constexpr std::array<std::u32string_view, 3> kVniWithHat{U"âấầẩẫậ", U"êếềểễệ", U"ôốồổỗộ"};
constexpr std::u32string_view kVniBreves = U"êéèúüë";
constexpr std::u32string_view kVniWithBreve = U"ăắằẳẵặ";

// VISCII (RFC 1456) from 0x80 on, and the six capitals among the control codes.
constexpr std::u32string_view kViscii =
    U"ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵ"
    U"Ýỡư"
    U"àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ";
static_assert(kViscii.size() == 128);
constexpr Table kVisciiControls{U"\u0002\u0005\u0006\u0014\u0019\u001e", U"ẲẴẪỶỸỴ"};

// What Windows shows for the bytes 0x80 to 0x9F; 0 where it shows the byte itself.
constexpr std::u32string_view kWindows{
    U"\u20ac\0\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\0\u017d\0"
    U"\0\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\0\u017e\u0178",
    32};

char32_t small(char32_t c) {
    // Only the letters of Latin-1 matter here.
    const bool capital = (c >= U'A' && c <= U'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
    return capital ? c + 32 : c;
}

bool is_capital(char32_t c) {
    return small(c) != c;
}

std::size_t place(std::u32string_view letters, char32_t c) {
    return letters.find(c);
}
constexpr std::size_t kNowhere = std::u32string_view::npos;

std::u32string from_table(std::u32string_view text, const Table& table) {
    std::u32string out;
    for (const char32_t c : text) {
        const std::size_t at = place(table.shown, c);
        out += at == kNowhere ? c : table.meant[at];
    }
    return out;
}

// The letter that a base and the mark behind it make, 0 when they make none.
char32_t vni_pair(char32_t base, char32_t mark) {
    const std::size_t letter = place(kVniToned.shown, small(base));
    if (letter == kNowhere) return 0;
    const char32_t sign = small(mark);
    if (const std::size_t tone = place(kVniTones, sign); tone != kNowhere)
        return kVniWithTone[letter][tone];
    const std::size_t hatted = place(U"aeo", small(base));
    if (const std::size_t hat = place(kVniHats, sign); hat != kNowhere && hatted != kNowhere)
        return kVniWithHat[hatted][hat];
    if (const std::size_t breve = place(kVniBreves, sign); breve != kNowhere && hatted == 0)
        return kVniWithBreve[breve];
    return 0;
}

std::u32string from_vni(std::u32string_view text) {
    std::u32string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i + 1 < text.size())
            if (const char32_t pair = vni_pair(text[i], text[i + 1])) {
                if (is_capital(text[i]))
                    out += to_utf32(upper(to_utf8(std::u32string(1, pair))));
                else
                    out += pair;
                ++i;
                continue;
            }
        const std::size_t at = place(kVniAlone.shown, text[i]);
        out += at == kNowhere ? text[i] : kVniAlone.meant[at];
    }
    return out;
}

std::u32string from_viscii(std::u32string_view text) {
    std::u32string out;
    for (char32_t c : text) {
        if (const std::size_t byte = c > 0xff ? place(kWindows, c) : kNowhere; byte != kNowhere)
            c = static_cast<char32_t>(0x80 + byte);
        const std::size_t control = place(kVisciiControls.shown, c);
        out += control != kNowhere      ? kVisciiControls.meant[control]
               : c >= 0x80 && c <= 0xff ? kViscii[c - 0x80]
                                        : c;
    }
    return out;
}

// Is it a syllable that Vietnamese can have: an onset, a rime, and a tone that the rime takes?
class Syllables {
public:
    Syllables() {
        for (const char* onset :
             {"",  "b",  "c",   "ch", "d", "đ",  "g", "gh", "gi", "h", "k",  "kh", "l", "m",
              "n", "ng", "ngh", "nh", "p", "ph", "q", "r",  "s",  "t", "th", "tr", "v", "x"})
            onsets_.insert(onset);
        for (const std::string& rime : split(kRimes, ' '))
            rimes_.insert(rime);
    }

    bool contains(std::string_view word) const {
        std::string plain;  // without its tone
        int tones = 0;
        bool closing_tone = false;  // sắc or nặng: what rimes in c, ch, p, t take
        for (const char32_t c : to_utf32(lower(word))) {
            const auto found = tones_.find(c);
            if (found != tones_.end()) {
                ++tones;
                closing_tone = found->second.closing;
            }
            plain += to_utf8(std::u32string(1, found == tones_.end() ? c : found->second.letter));
        }
        if (tones > 1) return false;
        for (std::size_t onset = std::min<std::size_t>(plain.size(), 3) + 1; onset-- > 0;) {
            const std::string rime = plain.substr(onset);
            if (!onsets_.count(plain.substr(0, onset)) || !rimes_.count(rime)) continue;
            const char last = rime.back();
            const bool stopped = last == 'c' || last == 'p' || last == 't' ||
                                 (rime.size() > 2 && rime.substr(rime.size() - 2) == "ch");
            if (!stopped || (tones == 1 && closing_tone)) return true;
        }
        return false;
    }

private:
    static constexpr std::string_view kRimes =
        "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec "
        "em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in "
        "inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc "
        "oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua "
        "uac uach uai uan uang uanh uat uau uay uăc uăm uăn uăng uăt uâc uân uâng uât uây uc ue "
        "uen ueo uet uê uêch uênh uêt uêu ui um un ung uơ up ut uôc uôi uôm uôn uông uôt uy uya "
        "uych uyên uyêt uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt "
        "ươu y yêm yên yêng yêt yêu";

    struct Toned {
        char32_t letter;
        bool closing;
    };
    static std::unordered_map<char32_t, Toned> tones() {
        std::unordered_map<char32_t, Toned> found;
        constexpr std::u32string_view kPlain = U"aăâeêioôơuưy";
        constexpr std::array<std::u32string_view, 5> kRows{
            U"áắấéếíóốớúứý", U"àằầèềìòồờùừỳ", U"ảẳẩẻểỉỏổởủửỷ", U"ãẵẫẽễĩõỗỡũữỹ", U"ạặậẹệịọộợụựỵ"};
        for (std::size_t tone = 0; tone < kRows.size(); ++tone)
            for (std::size_t i = 0; i < kPlain.size(); ++i)
                found[kRows[tone][i]] = {kPlain[i], tone == 0 || tone == 4};
        return found;
    }

    std::unordered_set<std::string> onsets_, rimes_;
    const std::unordered_map<char32_t, Toned> tones_ = tones();
};

const Syllables& syllables() {
    static const Syllables kSyllables;
    return kSyllables;
}

bool is_between_words(char32_t c) {
    constexpr std::u32string_view kSigns = U" \t\r\n.,;:!?()[]{}/\\\"'-_“”‘’–—…*+=<>|\u00a0";
    return kSigns.find(c) != kNowhere || (c >= U'0' && c <= U'9');
}

// Words with a letter that ASCII does not have.
std::vector<std::string> marked_words(std::string_view text) {
    constexpr std::size_t kMostWords = 5000;
    std::vector<std::string> words;
    std::u32string word;
    bool marked = false;
    const auto close = [&] {
        // A letter alone may be a sign: "¹" behind a word, "·" between two.
        if (marked && word.size() > 1 && words.size() < kMostWords) words.push_back(to_utf8(word));
        word.clear();
        marked = false;
    };
    for (const char32_t c : to_utf32(text)) {
        if (is_between_words(c)) {
            close();
            continue;
        }
        word += c;
        marked = marked || c > 0x7f;
    }
    close();
    return words;
}

struct Evidence {
    int senseless = 0;       // words that are no Vietnamese as they stand
    int tcvn3 = 0, vni = 0;  // of these, how many are in that encoding
};

Evidence evidence_of(std::string_view text) {
    Evidence evidence;
    for (const std::string& word : marked_words(text)) {
        if (syllables().contains(word)) continue;
        ++evidence.senseless;
        evidence.tcvn3 += syllables().contains(from_legacy(word, LegacyEncoding::Tcvn3)) ? 1 : 0;
        evidence.vni += syllables().contains(from_legacy(word, LegacyEncoding::Vni)) ? 1 : 0;
    }
    return evidence;
}

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

LegacyEncoding encoding_of_font(std::string_view font) {
    if (font.size() < 4) return LegacyEncoding::None;
    // A font of which a PDF holds some letters only is called "ABCDEF+.VnTime".
    if (font.size() > 7 && font[6] == '+') font.remove_prefix(7);
    const std::string name = lower(font);
    if (starts_with(name, "vni-") || starts_with(name, "vni ") || starts_with(name, "vni_"))
        return LegacyEncoding::Vni;
    if (has(name, "viscii")) return LegacyEncoding::Viscii;
    const bool dotted = starts_with(name, ".vn");
    const bool bare =
        starts_with(name, "vn") && font.size() > 2 && font[2] >= 'A' && font[2] <= 'Z';
    if (!dotted && !bare) return LegacyEncoding::None;
    std::string family = name.substr(0, name.find_first_of("-,"));
    for (const std::string_view style : {" italic", " bold", "italic", "bold"})
        if (family.size() > style.size() &&
            family.compare(family.size() - style.size(), style.size(), style) == 0)
            family = trim(family.substr(0, family.size() - style.size()));
    const bool capitals = family.back() == 'h' && !has(family, "english");
    return capitals ? LegacyEncoding::Tcvn3Capitals : LegacyEncoding::Tcvn3;
}

LegacyEncoding encoding_of_words(std::string_view text) {
    constexpr int kFewest = 3;
    const Evidence evidence = evidence_of(text);
    if (evidence.senseless < kFewest) return LegacyEncoding::None;
    const int most = std::max(evidence.tcvn3, evidence.vni);
    if (5 * most < 4 * evidence.senseless || evidence.tcvn3 == evidence.vni)
        return LegacyEncoding::None;
    return evidence.tcvn3 > evidence.vni ? LegacyEncoding::Tcvn3 : LegacyEncoding::Vni;
}

bool is_in(std::string_view text, LegacyEncoding encoding, OtherText other) {
    const Evidence evidence = evidence_of(text);
    if (evidence.senseless == 0 && other == OtherText::SameEncoding) {
        const auto words = marked_words(text);
        return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
            return syllables().contains(from_legacy(word, encoding));
        });
    }
    const int found = encoding == LegacyEncoding::Vni ? evidence.vni : evidence.tcvn3;
    return found > 0 && 5 * found >= 4 * evidence.senseless;
}

std::string from_legacy(std::string_view text, LegacyEncoding encoding) {
    const bool plain = std::none_of(text.begin(), text.end(), [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x80 || (encoding == LegacyEncoding::Viscii && byte < 0x20);
    });
    switch (encoding) {
        case LegacyEncoding::None:
            return std::string(text);
        case LegacyEncoding::Tcvn3:
            return plain ? std::string(text) : to_utf8(from_table(to_utf32(text), kTcvn3));
        case LegacyEncoding::Tcvn3Capitals:
            return upper(to_utf8(from_table(to_utf32(text), kTcvn3)));
        case LegacyEncoding::Vni:
            return plain ? std::string(text) : to_utf8(from_vni(to_utf32(text)));
        case LegacyEncoding::Viscii:
            return plain ? std::string(text) : to_utf8(from_viscii(to_utf32(text)));
    }
    return std::string(text);
}

}  // namespace vanthu::formats
