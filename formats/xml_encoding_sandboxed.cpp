#include "formats/xml_encoding_sandboxed.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace vanthu::formats {

bool is_character(std::uint32_t c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xd7ff) ||
           (c >= 0xe000 && c <= 0xfffd) || (c >= 0x10000 && c <= 0x10ffff);
}

namespace {

// What a letter may begin with. Those of Vietnamese need no look at their value.
enum class Lead : std::uint8_t {
    Never,
    Alone,
    Signs,
    Latin,
    MoreLatin,
    TwoBytes,
    ThreeLatin,
    More
};

constexpr std::array<Lead, 256> leads() {
    std::array<Lead, 256> all{};
    for (std::size_t c = 0; c < all.size(); ++c)
        all[c] = c >= 0xf5                ? Lead::Never
                 : c == 0xe1              ? Lead::ThreeLatin
                 : c >= 0xe0              ? Lead::More
                 : c >= 0xcc              ? Lead::TwoBytes
                 : c >= 0xc4              ? Lead::MoreLatin
                 : c == 0xc3              ? Lead::Latin
                 : c == 0xc2              ? Lead::Signs
                 : c >= 0x20 && c <= 0x7f ? Lead::Alone
                                          : Lead::Never;
    for (const char blank : {'\t', '\n', '\r'})
        all[static_cast<std::size_t>(blank)] = Lead::Alone;
    return all;
}

// The size of a letter that is none of the usual ones; 0 when XML may not hold it.
std::size_t rare_letter(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const std::size_t size = byte(0) < 0xf0 ? 3 : 4;
    if (size > text.size()) return 0;
    std::uint32_t c = byte(0) & (0xffu >> (size + 1));
    for (std::size_t k = 1; k < size; ++k) {
        if ((byte(k) & 0xc0) != 0x80) return 0;
        c = c << 6 | (byte(k) & 0x3f);
    }
    return c < (size == 3 ? 0x800u : 0x10000u) || !is_character(c) ? 0 : size;
}

}  // namespace

// Composed is what base/text.cpp's nfc() leaves as it is without a look into the tables.
Letters look_at_letters(std::string_view text) {
    static constexpr std::array<Lead, 256> kLeads = leads();
    constexpr Letters kBroken{false, false, true};
    // ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ and their small letters, by the second byte's last six bits.
    constexpr std::uint64_t kVietnamese = 0x263c370f263c370f;
    Letters found;
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    const auto* const end = at + text.size();
    const auto follows = [&](int step) { return end - at > step && (at[step] & 0xc0) == 0x80; };
    while (at < end) {
        const Lead lead = kLeads[*at];
        if (lead == Lead::Alone) {
            ++at;
            continue;
        }
        if (!follows(1)) return kBroken;
        if (lead >= Lead::Signs && lead <= Lead::TwoBytes) {
            if (lead == Lead::TwoBytes) found.composed = false;
            if (lead == Lead::Signs && at[1] != 0xa0) found.maybe_strange = true;
            if (lead == Lead::Latin && (kVietnamese >> (at[1] & 0x3f) & 1) == 0)
                found.maybe_strange = true;
            at += 2;
            continue;
        }
        if (lead == Lead::Never || !follows(2)) return kBroken;
        if (lead == Lead::ThreeLatin) {
            if (at[1] < 0xb8 || at[1] > 0xbb) found.composed = false;
            at += 3;
            continue;
        }
        const std::size_t size =
            rare_letter({reinterpret_cast<const char*>(at), static_cast<std::size_t>(end - at)});
        if (size == 0) return kBroken;
        if (at[0] != 0xe2 || at[1] != 0x80 || at[2] < 0x82) found.composed = false;
        at += size;
    }
    return found;
}

bool XmlEncoding::take(std::string_view more, bool ended, std::string& utf8) {
    if (kind_ == Kind::Unknown) {
        raw_ += more;
        if (raw_.size() < 4 && !ended) return true;
        const std::string all = std::exchange(raw_, {});
        const std::string_view start = all;
        const bool little = start.substr(0, 2) == "\xff\xfe",
                   big = start.substr(0, 2) == "\xfe\xff";
        const bool marked = start.substr(0, 3) == "\xef\xbb\xbf";
        kind_ = little ? Kind::Utf16Little : big ? Kind::Utf16Big : Kind::Utf8;
        return take(start.substr(little || big ? 2 : marked ? 3 : 0), ended, utf8);
    }
    if (kind_ == Kind::Utf8) {
        utf8 += more;
        return true;
    }
    raw_ += more;
    const std::size_t low = kind_ == Kind::Utf16Little ? 0 : 1;
    const auto unit = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(raw_[i + low]) |
                                     static_cast<unsigned char>(raw_[i + 1 - low]) << 8);
    };
    std::u32string wide;
    std::size_t i = 0;
    for (; i + 1 < raw_.size(); i += 2) {
        char32_t c = unit(i);
        if (c >= 0xd800 && c < 0xdc00) {
            if (i + 3 >= raw_.size()) break;
            const char32_t second = unit(i + 2);
            if (second < 0xdc00 || second > 0xdfff) return false;
            c = 0x10000 + ((c - 0xd800) << 10) + (second - 0xdc00);
            i += 2;
        }
        wide += c;
    }
    raw_.erase(0, i);
    utf8 += to_utf8(wide);
    return true;
}

}  // namespace vanthu::formats
