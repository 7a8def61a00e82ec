#include "formats/docx_numbering_sandboxed.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "formats/docx_looks_sandboxed.h"

namespace vanthu::formats {
namespace {

using Event = XmlPull::Event;

constexpr int kHighestNumber = 100'000;
constexpr std::size_t kLongestLabel = 256;

std::string roman(int number) {
    static constexpr std::pair<int, const char*> kSigns[] = {
        {1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
        {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
    std::string text;
    for (const auto& [value, sign] : kSigns)
        for (; number >= value && text.size() < 32; number -= value)
            text += sign;
    return text;
}

// 1 to 99 as they are said.
std::string in_words(int number) {
    static constexpr std::array kWords{"không", "một", "hai", "ba",  "bốn",
                                       "năm",   "sáu", "bảy", "tám", "chín"};
    const auto word = [](int digit) {
        return std::string(kWords.at(static_cast<std::size_t>(digit)));
    };
    if (number < 0 || number > 99) return std::to_string(number);
    if (number < 10) return word(number);
    const int tens = number / 10, ones = number % 10;
    std::string text = tens == 1 ? "mười" : word(tens) + " mươi";
    if (ones == 0) return text;
    if (ones == 5) return text + " lăm";
    if (ones == 1 && tens > 1) return text + " mốt";
    return text + " " + word(ones);
}

std::string in_circle(int number) {
    if (number < 1 || number > 20) return std::to_string(number);
    return to_utf8(std::u32string(1, static_cast<char32_t>(0x2460 + number - 1)));
}

std::string written(int number, const std::string& format) {
    const std::string digits = std::to_string(number);
    if (format == "none") return {};
    if (format == "lowerRoman") return roman(number);
    if (format == "upperRoman") return upper(roman(number));
    if (format == "lowerLetter" || format == "upperLetter") {
        const char letter = static_cast<char>('a' + std::max(number - 1, 0) % 26);
        const auto times = static_cast<std::size_t>(std::max(number - 1, 0) / 26 % 4) + 1;
        const std::string text(times, letter);
        return format == "upperLetter" ? upper(text) : text;
    }
    if (format == "decimalZero" && number < 10) return "0" + digits;
    if (format == "vietnameseCounting") return in_words(number);
    if (format == "numberInDash") return "- " + digits + " -";
    if (format == "decimalEnclosedParen") return "(" + digits + ")";
    if (format == "decimalEnclosedFullstop") return digits + ".";
    if (format == "decimalEnclosedCircle") return in_circle(number);
    return digits;
}

}  // namespace

void DocxNumbering::read(XmlPull& xml) {
    Definition* definition = nullptr;
    List* list = nullptr;
    Level* level = nullptr;
    int overridden = 0;
    const auto number = [&] { return number_of(xml.attribute("val"), 0); };
    for (Event event = xml.next(); event != Event::Done; event = xml.next()) {
        if (event == Event::End) {
            if (xml.tag() == Tag::AbstractNumber) definition = nullptr;
            if (xml.tag() == Tag::Number) list = nullptr;
            if (xml.tag() == Tag::Level) level = nullptr;
            continue;
        }
        if (event != Event::Start) continue;
        switch (xml.tag()) {
            case Tag::AbstractNumber:
                definition = &definitions_[std::string(xml.attribute("abstractNumId"))];
                break;
            case Tag::StyleLink:
                if (definition) definition->defines = xml.attribute("val");
                break;
            case Tag::NumberStyleLink:
                if (definition) definition->uses = xml.attribute("val");
                break;
            case Tag::Number:
                list = &lists_[number_of(xml.attribute("numId"), 0)];
                break;
            case Tag::AbstractNumberId:
                if (list) list->definition = xml.attribute("val");
                break;
            case Tag::LevelOverride:
                overridden = number_of(xml.attribute("ilvl"), 0);
                break;
            case Tag::StartOverride:
                if (list) list->starts[overridden] = std::clamp(number(), 0, kHighestNumber);
                break;
            case Tag::Level: {
                const int at = std::clamp(number_of(xml.attribute("ilvl"), 0), 0, 8);
                level = list ? &list->levels[at] : definition ? &definition->levels[at] : nullptr;
                break;
            }
            case Tag::Start:
                if (level) level->start = std::clamp(number(), 0, kHighestNumber);
                break;
            case Tag::LevelRestart:
                if (level) level->restart = number();
                break;
            case Tag::LevelLegal:
                if (level) level->legal = switched_on(xml);
                break;
            case Tag::NumberFormat:
                if (level) level->format = xml.attribute("val");
                break;
            case Tag::LevelText:
                if (level) level->text = xml.attribute("val");
                break;
            case Tag::RunLook: {
                DocxLook look;
                std::string style;
                bool deleted = false;
                read_run_look(xml, look, style, deleted);
                if (level) level->symbols = look.symbols.value_or(SymbolFont::None);
                if (level) level->encoding = look.encoding.value_or(LegacyEncoding::None);
                break;
            }
            default:
                break;
        }
    }
}

const DocxNumbering::Definition* DocxNumbering::definition_of(const List& list) const {
    const auto found = definitions_.find(list.definition);
    if (found == definitions_.end()) return nullptr;
    if (!found->second.levels.empty() || found->second.uses.empty()) return &found->second;
    // The list's look stands with the style that it names.
    for (const auto& [id, definition] : definitions_)
        if (definition.defines == found->second.uses) return &definition;
    return &found->second;
}

std::string DocxNumbering::next_label(int id, int level) {
    const auto found = lists_.find(id);
    if (found == lists_.end()) return {};
    const List& list = found->second;
    const Definition* definition = definition_of(list);
    const auto look_of = [&](int at) -> const Level* {
        if (const auto own = list.levels.find(at); own != list.levels.end()) return &own->second;
        if (!definition) return nullptr;
        const auto shared = definition->levels.find(at);
        return shared == definition->levels.end() ? nullptr : &shared->second;
    };
    const Level* look = look_of(level);
    if (!look) return {};
    // Lists that share a definition count on, unless one of them starts anew.
    const bool own = !list.starts.empty();
    auto& counters =
        counters_[own ? "list " + std::to_string(id) : "definition " + list.definition];
    const auto start_of = [&](int at) {
        const auto override = list.starts.find(at);
        if (override != list.starts.end()) return override->second;
        const Level* shared = look_of(at);
        return shared ? shared->start : 1;
    };
    const auto counter = counters.find(level);
    counters[level] =
        counter == counters.end() ? start_of(level) : std::min(counter->second + 1, kHighestNumber);
    for (auto below = counters.upper_bound(level); below != counters.end();) {
        const Level* lower = look_of(below->first);
        const int after = lower && lower->restart ? *lower->restart : below->first;
        below = after > level ? counters.erase(below) : std::next(below);
    }

    if (look->format == "bullet") {
        const std::string sign = look->symbols != SymbolFont::None
                                     ? symbols(look->symbols, look->text)
                                     : from_legacy(look->text, look->encoding);
        const std::u32string letters = to_utf32(trim(sign));
        const bool unknown = std::any_of(letters.begin(), letters.end(), [](char32_t c) {
            return (c >= 0xE000 && c <= 0xF8FF) || c == U'□';
        });
        return letters.empty() ? "-" : unknown ? "•" : to_utf8(letters);
    }
    std::string label;
    for (std::size_t i = 0; i < look->text.size() && label.size() < kLongestLabel; ++i) {
        const char c = look->text[i];
        const bool counted = c == '%' && i + 1 < look->text.size() && look->text[i + 1] >= '1' &&
                             look->text[i + 1] <= '9';
        if (!counted) {
            label += c;
            continue;
        }
        const int at = look->text[++i] - '1';
        const auto value = counters.find(at);
        const Level* of = look_of(at);
        const bool digits = look->legal && at != level;
        label += written(value == counters.end() ? start_of(at) : value->second,
                         of && !digits ? of->format : "decimal");
    }
    return from_legacy(label, look->encoding);
}

}  // namespace vanthu::formats
