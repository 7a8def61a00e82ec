#include "formats/docx_symbols_sandboxed.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace vanthu::formats {
namespace {

struct Sign {
    unsigned char code;
    const char* text;
};

// Greek letters and mathematics; what is not listed up to 0x7E is ASCII.
constexpr Sign kSymbol[] = {
    {0x22, "∀"}, {0x24, "∃"}, {0x27, "∍"}, {0x2d, "-"}, {0x40, "≅"}, {0x41, "Α"}, {0x42, "Β"},
    {0x43, "Χ"}, {0x44, "Δ"}, {0x45, "Ε"}, {0x46, "Φ"}, {0x47, "Γ"}, {0x48, "Η"}, {0x49, "Ι"},
    {0x4a, "ϑ"}, {0x4b, "Κ"}, {0x4c, "Λ"}, {0x4d, "Μ"}, {0x4e, "Ν"}, {0x4f, "Ο"}, {0x50, "Π"},
    {0x51, "Θ"}, {0x52, "Ρ"}, {0x53, "Σ"}, {0x54, "Τ"}, {0x55, "Υ"}, {0x56, "ς"}, {0x57, "Ω"},
    {0x58, "Ξ"}, {0x59, "Ψ"}, {0x5a, "Ζ"}, {0x5c, "∴"}, {0x5e, "⊥"}, {0x61, "α"}, {0x62, "β"},
    {0x63, "χ"}, {0x64, "δ"}, {0x65, "ε"}, {0x66, "φ"}, {0x67, "γ"}, {0x68, "η"}, {0x69, "ι"},
    {0x6a, "ϕ"}, {0x6b, "κ"}, {0x6c, "λ"}, {0x6d, "μ"}, {0x6e, "ν"}, {0x6f, "ο"}, {0x70, "π"},
    {0x71, "θ"}, {0x72, "ρ"}, {0x73, "σ"}, {0x74, "τ"}, {0x75, "υ"}, {0x76, "ϖ"}, {0x77, "ω"},
    {0x78, "ξ"}, {0x79, "ψ"}, {0x7a, "ζ"}, {0x7e, "∼"}, {0xa1, "ϒ"}, {0xa2, "′"}, {0xa3, "≤"},
    {0xa4, "⁄"}, {0xa5, "∞"}, {0xa6, "ƒ"}, {0xa7, "♣"}, {0xa8, "♦"}, {0xa9, "♥"}, {0xaa, "♠"},
    {0xab, "↔"}, {0xac, "←"}, {0xad, "↑"}, {0xae, "→"}, {0xaf, "↓"}, {0xb0, "°"}, {0xb1, "±"},
    {0xb2, "″"}, {0xb3, "≥"}, {0xb4, "×"}, {0xb5, "∝"}, {0xb6, "∂"}, {0xb7, "•"}, {0xb8, "÷"},
    {0xb9, "≠"}, {0xba, "≡"}, {0xbb, "≈"}, {0xbc, "…"}, {0xc5, "⊕"}, {0xc6, "∅"}, {0xc7, "∩"},
    {0xc8, "∪"}, {0xc9, "⊃"}, {0xcc, "⊂"}, {0xcd, "⊆"}, {0xce, "∈"}, {0xcf, "∉"}, {0xd0, "∠"},
    {0xd1, "∇"}, {0xd2, "®"}, {0xd3, "©"}, {0xd4, "™"}, {0xd5, "∏"}, {0xd6, "√"}, {0xd7, "⋅"},
    {0xd8, "¬"}, {0xd9, "∧"}, {0xda, "∨"}, {0xdb, "⇔"}, {0xdc, "⇐"}, {0xdd, "⇑"}, {0xde, "⇒"},
    {0xdf, "⇓"}, {0xe5, "∑"}, {0xf2, "∫"}};

// Boxes of every size and shadow are the box that is ticked by hand.
constexpr Sign kWingdings[] = {
    {0x21, "✏"}, {0x22, "✂"}, {0x28, "☎"}, {0x29, "✆"}, {0x2a, "✉"}, {0x36, "⌛"}, {0x37, "⌨"},
    {0x3f, "✍"}, {0x45, "☜"}, {0x46, "☞"}, {0x47, "☝"}, {0x48, "☟"}, {0x4a, "☺"}, {0x4c, "☹"},
    {0x51, "✈"}, {0x52, "☼"}, {0x54, "❄"}, {0x6c, "●"}, {0x6d, "❍"}, {0x6e, "■"}, {0x6f, "☐"},
    {0x70, "☐"}, {0x71, "☐"}, {0x72, "☐"}, {0x73, "⬧"}, {0x74, "⧫"}, {0x75, "◆"}, {0x76, "❖"},
    {0x77, "⬥"}, {0x78, "☒"}, {0x80, "⓪"}, {0x81, "①"}, {0x82, "②"}, {0x83, "③"}, {0x84, "④"},
    {0x85, "⑤"}, {0x86, "⑥"}, {0x87, "⑦"}, {0x88, "⑧"}, {0x89, "⑨"}, {0x8a, "⑩"}, {0x8c, "❶"},
    {0x8d, "❷"}, {0x8e, "❸"}, {0x8f, "❹"}, {0x90, "❺"}, {0x91, "❻"}, {0x92, "❼"}, {0x93, "❽"},
    {0x94, "❾"}, {0x95, "❿"}, {0x9e, "·"}, {0x9f, "•"}, {0xa0, "▪"}, {0xa1, "○"}, {0xa4, "◉"},
    {0xa5, "◎"}, {0xa7, "▪"}, {0xa8, "☐"}, {0xaa, "✦"}, {0xab, "★"}, {0xac, "✶"}, {0xae, "✹"},
    {0xb5, "✪"}, {0xb6, "✰"}, {0xd8, "➢"}, {0xdf, "←"}, {0xe0, "→"}, {0xe1, "↑"}, {0xe2, "↓"},
    {0xe8, "➔"}, {0xef, "⇦"}, {0xf0, "⇨"}, {0xf1, "⇧"}, {0xf2, "⇩"}, {0xfb, "✗"}, {0xfc, "✓"},
    {0xfd, "☒"}, {0xfe, "☑"}};

constexpr Sign kWingdings2[] = {{0x4f, "✗"}, {0x50, "✓"}, {0x51, "☒"}, {0x52, "☑"}, {0x53, "☒"},
                                {0x54, "☒"}, {0x97, "●"}, {0x98, "●"}, {0x99, "○"}, {0xa2, "■"},
                                {0xa3, "☐"}, {0xa4, "☐"}, {0xa6, "☐"}};

constexpr Sign kWingdings3[] = {{0x5b, "↻"}, {0x66, "←"}, {0x67, "→"}, {0x68, "↑"}, {0x69, "↓"},
                                {0x70, "▲"}, {0x71, "▼"}, {0x72, "△"}, {0x73, "▽"}, {0x74, "◀"},
                                {0x75, "▶"}, {0x76, "◁"}, {0x77, "▷"}, {0x7d, "▶"}};

constexpr Sign kWebdings[] = {{0x34, "▶"}, {0x35, "▲"}, {0x36, "▼"}, {0x3d, "■"}, {0x61, "✓"},
                              {0x63, "☐"}, {0x67, "■"}, {0x6e, "●"}, {0x72, "✗"}};

template <std::size_t N>
const char* find(const Sign (&signs)[N], char32_t code) {
    for (const Sign& sign : signs)
        if (sign.code == code) return sign.text;
    return nullptr;
}

const char* known(SymbolFont font, char32_t code) {
    switch (font) {
        case SymbolFont::Symbol:
            return find(kSymbol, code);
        case SymbolFont::Wingdings:
            return find(kWingdings, code);
        case SymbolFont::Wingdings2:
            return find(kWingdings2, code);
        case SymbolFont::Wingdings3:
            return find(kWingdings3, code);
        case SymbolFont::Webdings:
            return find(kWebdings, code);
        case SymbolFont::None:
            break;
    }
    return nullptr;
}

bool is_private(char32_t c) {
    return c >= 0xE000 && c <= 0xF8FF;
}

bool is_character(char32_t c) {
    return c >= 0x20 && c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF);
}

}  // namespace

SymbolFont symbol_font(std::string_view font) {
    static constexpr std::pair<std::string_view, SymbolFont> kFonts[] = {
        {"symbol", SymbolFont::Symbol},
        {"wingdings", SymbolFont::Wingdings},
        {"wingdings 2", SymbolFont::Wingdings2},
        {"wingdings 3", SymbolFont::Wingdings3},
        {"webdings", SymbolFont::Webdings}};
    if (font.size() < 6 || font.size() > 11) return SymbolFont::None;
    const std::string name = lower(font);
    for (const auto& [known_name, kind] : kFonts)
        if (name == known_name) return kind;
    return SymbolFont::None;
}

std::string symbol(SymbolFont font, char32_t code) {
    const bool shifted = code >= 0xF000 && code <= 0xF0FF;
    // Word leaves the font away where it is the usual one for bullets.
    const SymbolFont used = font == SymbolFont::None && shifted ? SymbolFont::Wingdings : font;
    const char32_t low = shifted ? code - 0xF000 : code;
    if (const char* sign = known(used, low)) return sign;
    if (font == SymbolFont::None && shifted)
        if (const char* sign = known(SymbolFont::Symbol, low)) return sign;
    const bool itself = font == SymbolFont::None     ? is_character(code) && !is_private(code)
                        : font == SymbolFont::Symbol ? low >= 0x20 && low < 0x7f
                                                     : low == 0x20;
    if (!itself) return "□";
    return to_utf8(std::u32string(1, font == SymbolFont::None ? code : low));
}

std::string symbols(SymbolFont font, std::string_view text) {
    std::string out;
    for (const char32_t c : to_utf32(text))
        // Letters beyond the font's are drawn in another.
        out += c > 0xff && !is_private(c) ? to_utf8(std::u32string(1, c)) : symbol(font, c);
    return out;
}

}  // namespace vanthu::formats
