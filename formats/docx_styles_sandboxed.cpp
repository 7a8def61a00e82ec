// Looks, styles and list labels of a DOCX.

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.h"
#include "formats/docx_model_sandboxed.h"
#include "formats/docx_xml_sandboxed.h"

namespace vanthu::formats {
namespace {

using Event = XmlPull::Event;

constexpr int kLargestLength = 200'000;  // twips; more than any sheet
constexpr int kHighestNumber = 100'000;

// <w:b/> is on, <w:b w:val="0"/> off.
bool switched_on(const XmlPull& xml) {
    const std::string value = xml.attribute("val");
    return value != "0" && value != "false" && value != "off" && value != "none";
}

std::optional<int> length(const XmlPull& xml, const char* name) {
    const std::string value = xml.attribute(name);
    if (value.empty()) return std::nullopt;
    return std::clamp(number_of(value, 0), -kLargestLength, kLargestLength);
}

std::optional<Align> align_of(const std::string& value) {
    if (value == "center") return Align::Center;
    if (value == "right" || value == "end") return Align::Right;
    if (value.empty()) return std::nullopt;
    return Align::Left;
}

void read_indent(const XmlPull& xml, DocxLook& look) {
    for (const char* name : {"left", "start"})
        if (const auto value = length(xml, name)) look.indent = value;
    for (const char* name : {"right", "end"})
        if (const auto value = length(xml, name)) look.right_indent = value;
    if (const auto value = length(xml, "firstLine")) look.first_line = value;
    if (const auto value = length(xml, "hanging")) look.first_line = -*value;
}

void read_numbering(XmlPull& xml, DocxLook& look) {
    for (int open = 1; open > 0;) {
        const Event event = xml.next();
        if (event == Event::Done) return;
        if (event == Event::End) --open;
        if (event != Event::Start) continue;
        ++open;
        if (xml.name() == "w:numId") look.number_id = number_of(xml.attribute("val"), 0);
        if (xml.name() == "w:ilvl")
            look.number_level = std::clamp(number_of(xml.attribute("val"), 0), 0, 8);
    }
}

void read_tabs(XmlPull& xml, std::vector<DocxTabStop>& tabs) {
    for (int open = 1; open > 0;) {
        const Event event = xml.next();
        if (event == Event::Done) return;
        if (event == Event::End) --open;
        if (event != Event::Start) continue;
        ++open;
        const std::string kind = xml.attribute("val");
        if (xml.name() != "w:tab" || kind == "clear" || kind == "bar" || tabs.size() > 64) continue;
        tabs.push_back({length(xml, "pos").value_or(0), align_of(kind).value_or(Align::Left)});
    }
    std::sort(tabs.begin(), tabs.end(),
              [](const DocxTabStop& a, const DocxTabStop& b) { return a.position < b.position; });
}

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

std::string written(int number, const std::string& format) {
    if (format == "none") return {};
    if (format == "lowerRoman") return roman(number);
    if (format == "upperRoman") return upper(roman(number));
    if (format == "lowerLetter" || format == "upperLetter") {
        const char letter = static_cast<char>('a' + (number - 1) % 26);
        const std::string text(static_cast<std::size_t>((number - 1) / 26 % 4) + 1, letter);
        return format == "upperLetter" ? upper(text) : text;
    }
    if (format == "decimalZero" && number < 10) return "0" + std::to_string(number);
    return std::to_string(number);
}

// Bullets are signs of symbol fonts, which mean nothing as characters.
std::string bullet(const std::string& text) {
    const std::u32string signs = to_utf32(trim(text));
    if (signs.empty()) return "-";
    const bool private_use = std::any_of(signs.begin(), signs.end(),
                                         [](char32_t c) { return c >= 0xE000 && c <= 0xF8FF; });
    return private_use ? "•" : trim(text);
}

}  // namespace

int number_of(const std::string& text, int otherwise) {
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc() ? value : otherwise;
}

void apply(DocxLook& look, const DocxLook& over) {
    const auto take = [](auto& mine, const auto& theirs) {
        if (theirs) mine = theirs;
    };
    take(look.bold, over.bold);
    take(look.italic, over.italic);
    take(look.capitals, over.capitals);
    take(look.hidden, over.hidden);
    take(look.half_points, over.half_points);
    take(look.align, over.align);
    take(look.indent, over.indent);
    take(look.first_line, over.first_line);
    take(look.right_indent, over.right_indent);
    take(look.number_id, over.number_id);
    take(look.number_level, over.number_level);
}

void read_run_look(XmlPull& xml, DocxLook& look) {
    for (int open = 1; open > 0;) {
        const Event event = xml.next();
        if (event == Event::Done) return;
        if (event == Event::End) --open;
        if (event != Event::Start) continue;
        ++open;
        const std::string& name = xml.name();
        if (name == "w:b") look.bold = switched_on(xml);
        if (name == "w:i") look.italic = switched_on(xml);
        if (name == "w:caps") look.capitals = switched_on(xml);
        if (name == "w:vanish") look.hidden = switched_on(xml);
        if (name == "w:sz")
            look.half_points = std::clamp(number_of(xml.attribute("val"), 26), 2, 400);
        if (name == "w:rPrChange") {  // the look before a tracked change
            xml.skip();
            --open;
        }
    }
}

void read_paragraph_look(XmlPull& xml, DocxLook& look, std::string& style,
                         std::vector<DocxTabStop>& tabs, DocxSheet* sheet) {
    for (int open = 1; open > 0;) {
        const Event event = xml.next();
        if (event == Event::Done) return;
        if (event == Event::End) --open;
        if (event != Event::Start) continue;
        ++open;
        const std::string& name = xml.name();
        if (name == "w:pStyle") style = xml.attribute("val");
        if (name == "w:jc") look.align = align_of(xml.attribute("val"));
        if (name == "w:ind") read_indent(xml, look);
        if (name == "w:numPr") {
            read_numbering(xml, look);
            --open;
        } else if (name == "w:tabs") {
            read_tabs(xml, tabs);
            --open;
        } else if (name == "w:sectPr" && sheet) {
            read_sheet(xml, *sheet);
            --open;
        } else if (name == "w:rPr" || name == "w:pPrChange") {
            xml.skip();
            --open;
        }
    }
}

void read_sheet(XmlPull& xml, DocxSheet& sheet) {
    DocxSheet found;
    for (int open = 1; open > 0;) {
        const Event event = xml.next();
        if (event == Event::Done) return;
        if (event == Event::End) --open;
        if (event != Event::Start) continue;
        ++open;
        const auto value = [&](const char* name, int otherwise) {
            return std::clamp(number_of(xml.attribute(name), otherwise), 0, 40'000);
        };
        if (xml.name() == "w:pgSz") {
            found.page_width = std::max(2000, value("w", found.page_width));
            found.page_height = std::max(2000, value("h", found.page_height));
        }
        if (xml.name() == "w:pgMar") {
            found.left_margin = value("left", found.left_margin);
            found.right_margin = value("right", found.right_margin);
            found.top_margin = value("top", found.top_margin);
        }
    }
    if (sheet.known) return;
    sheet = found;
    sheet.known = true;
}

DocxStyles read_styles(std::string_view text, const pipeline::Limits& limits) {
    DocxStyles result;
    struct Style {
        DocxLook look;
        std::string based_on;
    };
    std::map<std::string, Style> raw;
    XmlPull xml(text, "word/styles.xml", limits);
    Style* current = nullptr;
    std::string ignored_style;
    std::vector<DocxTabStop> ignored_tabs;
    for (Event event = xml.next(); event != Event::Done; event = xml.next()) {
        if (event == Event::End && xml.name() == "w:style") current = nullptr;
        if (event != Event::Start) continue;
        const std::string& name = xml.name();
        if (name == "w:style") {
            const std::string id = xml.attribute("styleId");
            const std::string is_default = xml.attribute("default");
            if (xml.attribute("type") == "paragraph" && (is_default == "1" || is_default == "true"))
                result.default_paragraph = id;
            current = &raw[id];
        } else if (name == "w:basedOn" && current) {
            current->based_on = xml.attribute("val");
        } else if (name == "w:rPr") {
            read_run_look(xml, current ? current->look : result.defaults);
        } else if (name == "w:pPr") {
            read_paragraph_look(xml, current ? current->look : result.defaults, ignored_style,
                                ignored_tabs, nullptr);
        }
    }
    for (const auto& [id, style] : raw) {
        std::vector<const Style*> chain;
        std::set<std::string> seen;
        for (std::string at = id; raw.count(at) && seen.insert(at).second && chain.size() < 32;
             at = raw[at].based_on)
            chain.push_back(&raw[at]);
        DocxLook look;
        for (auto ancestor = chain.rbegin(); ancestor != chain.rend(); ++ancestor)
            apply(look, (*ancestor)->look);
        result.styles[id] = look;
    }
    return result;
}

void DocxNumbering::read(std::string_view text, const pipeline::Limits& limits) {
    XmlPull xml(text, "word/numbering.xml", limits);
    std::string definition;
    int list = 0, level = 0;
    bool overriding = false;
    for (Event event = xml.next(); event != Event::Done; event = xml.next()) {
        if (event == Event::End && xml.name() == "w:lvlOverride") overriding = false;
        if (event == Event::End && xml.name() == "w:num") list = 0;
        if (event != Event::Start) continue;
        const std::string& name = xml.name();
        if (name == "w:abstractNum") definition = xml.attribute("abstractNumId");
        if (name == "w:num") list = number_of(xml.attribute("numId"), 0);
        if (name == "w:abstractNumId") lists_[list].definition = xml.attribute("val");
        if (name == "w:lvlOverride") {
            overriding = true;
            level = number_of(xml.attribute("ilvl"), 0);
        }
        if (name == "w:startOverride")
            lists_[list].starts[level] = number_of(xml.attribute("val"), 1);
        if (list != 0 || overriding) continue;
        if (name == "w:lvl") level = number_of(xml.attribute("ilvl"), 0);
        if (name == "w:start")
            definitions_[definition][level].start =
                std::clamp(number_of(xml.attribute("val"), 1), 0, kHighestNumber);
        if (name == "w:numFmt") definitions_[definition][level].format = xml.attribute("val");
        if (name == "w:lvlText") definitions_[definition][level].text = xml.attribute("val");
    }
}

std::string DocxNumbering::next_label(int id, int level) {
    const auto list = lists_.find(id);
    if (list == lists_.end()) return {};
    const auto definition = definitions_.find(list->second.definition);
    if (definition == definitions_.end() || !definition->second.count(level)) return {};
    const auto& levels = definition->second;
    // Lists that share a definition count on, unless one of them starts anew.
    const bool own = !list->second.starts.empty();
    auto& counters =
        counters_[own ? "list " + std::to_string(id) : "definition " + list->second.definition];
    const auto start_of = [&](int at) {
        const auto override = list->second.starts.find(at);
        if (override != list->second.starts.end()) return override->second;
        const auto found = levels.find(at);
        return found == levels.end() ? 1 : found->second.start;
    };
    const auto counter = counters.find(level);
    counters[level] =
        counter == counters.end() ? start_of(level) : std::min(counter->second + 1, kHighestNumber);
    counters.erase(counters.upper_bound(level), counters.end());

    const Level& own_level = levels.at(level);
    if (own_level.format == "bullet") return bullet(own_level.text);
    std::string label;
    for (std::size_t i = 0; i < own_level.text.size() && label.size() < 256; ++i) {
        const char c = own_level.text[i];
        const bool counted = c == '%' && i + 1 < own_level.text.size() &&
                             own_level.text[i + 1] >= '1' && own_level.text[i + 1] <= '9';
        if (!counted) {
            label += c;
            continue;
        }
        const int at = own_level.text[++i] - '1';
        const auto value = counters.find(at);
        const auto look = levels.find(at);
        label += written(value == counters.end() ? start_of(at) : value->second,
                         look == levels.end() ? "decimal" : look->second.format);
    }
    return label;
}

}  // namespace vanthu::formats
