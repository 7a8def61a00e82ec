#include "formats/docx_looks_sandboxed.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace vanthu::formats {
namespace {

using Event = XmlPull::Event;

constexpr int kLargestLength = 200'000;  // twips; more than any sheet
constexpr std::size_t kMostTabs = 64;
constexpr std::size_t kMostHeaderUses = 256;

std::optional<int> length(const XmlPull& xml, const char* name) {
    const std::string_view value = xml.attribute(name);
    if (value.empty()) return std::nullopt;
    return std::clamp(number_of(value, 0), -kLargestLength, kLargestLength);
}

std::optional<Align> align_of(std::string_view value) {
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

void read_number(XmlPull& xml, DocxLook& look) {
    xml.each_below([&](Tag tag) {
        if (tag == Tag::NumberId) look.number_id = number_of(xml.attribute("val"), 0);
        if (tag == Tag::NumberLevel)
            look.number_level = std::clamp(number_of(xml.attribute("val"), 0), 0, 8);
        return false;
    });
}

void read_tabs(XmlPull& xml, std::vector<DocxTabStop>& tabs) {
    xml.each_below([&](Tag tag) {
        const std::string_view kind = xml.attribute("val");
        if (tag == Tag::Tab && kind != "clear" && kind != "bar" && tabs.size() < kMostTabs)
            tabs.push_back({length(xml, "pos").value_or(0), align_of(kind).value_or(Align::Left)});
        return false;
    });
    std::sort(tabs.begin(), tabs.end(),
              [](const DocxTabStop& a, const DocxTabStop& b) { return a.position < b.position; });
}

void read_fonts(const XmlPull& xml, DocxLook& look) {
    // Vietnamese letters are set in the font for "high ANSI".
    std::string_view font = xml.attribute("hAnsi");
    if (font.empty()) font = xml.attribute("ascii");
    if (font.empty()) {
        // A font of the theme is an ordinary one.
        if (xml.attribute("hAnsiTheme").empty() && xml.attribute("asciiTheme").empty()) return;
    }
    look.encoding = encoding_of_font(font);
    look.symbols = symbol_font(font);
}

}  // namespace

bool switched_on(const XmlPull& xml) {
    const std::string_view value = xml.attribute("val");
    return value != "0" && value != "false" && value != "off" && value != "none";
}

int number_of(std::string_view text, int otherwise) {
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
    take(look.encoding, over.encoding);
    take(look.symbols, over.symbols);
    take(look.align, over.align);
    take(look.indent, over.indent);
    take(look.first_line, over.first_line);
    take(look.right_indent, over.right_indent);
    take(look.number_id, over.number_id);
    take(look.number_level, over.number_level);
}

void read_run_look(XmlPull& xml, DocxLook& look, std::string& style, bool& deleted) {
    xml.each_below([&](Tag tag) {
        switch (tag) {
            case Tag::Bold:
                look.bold = switched_on(xml);
                break;
            case Tag::Italic:
                look.italic = switched_on(xml);
                break;
            case Tag::Capitals:
                look.capitals = switched_on(xml);
                break;
            case Tag::Hidden:
                look.hidden = switched_on(xml);
                break;
            case Tag::Size:
                look.half_points = std::clamp(number_of(xml.attribute("val"), 26), 2, 400);
                break;
            case Tag::Fonts:
                read_fonts(xml, look);
                break;
            case Tag::CharacterStyle:
                style = xml.attribute("val");
                break;
            case Tag::Deleted:
            case Tag::MovedAway:
                deleted = true;
                break;
            case Tag::RunChange:  // the look before a tracked change
                xml.skip();
                return true;
            default:
                break;
        }
        return false;
    });
}

void read_paragraph_look(XmlPull& xml, DocxLook& look, DocxParagraphExtras& extras,
                         const std::function<void()>& section) {
    xml.each_below([&](Tag tag) {
        switch (tag) {
            case Tag::ParagraphStyle:
                extras.style = xml.attribute("val");
                return false;
            case Tag::Justification:
                look.align = align_of(xml.attribute("val"));
                return false;
            case Tag::Indent:
                read_indent(xml, look);
                return false;
            case Tag::NumberProperties:
                read_number(xml, look);
                return true;
            case Tag::Tabs:
                read_tabs(xml, extras.tabs);
                return true;
            case Tag::Section:
                if (section)
                    section();
                else
                    xml.skip();
                return true;
            case Tag::RunLook: {  // of the paragraph's mark
                DocxLook mark;
                std::string style;
                read_run_look(xml, mark, style, extras.mark_deleted);
                return true;
            }
            case Tag::ParagraphChange:
                xml.skip();
                return true;
            default:
                return false;
        }
    });
}

void read_section(XmlPull& xml, DocxContent& content) {
    DocxSheet found;
    xml.each_below([&](Tag tag) {
        const auto value = [&](const char* name, int otherwise) {
            return std::clamp(number_of(xml.attribute(name), otherwise), 0, 40'000);
        };
        if (tag == Tag::PageSize) {
            found.page_width = std::max(2000, value("w", found.page_width));
            found.page_height = std::max(2000, value("h", found.page_height));
        }
        if (tag == Tag::PageMargins) {
            found.left_margin = value("left", found.left_margin);
            found.right_margin = value("right", found.right_margin);
            found.top_margin = value("top", found.top_margin);
        }
        if (tag == Tag::TitlePage) content.title_page = content.title_page || switched_on(xml);
        const bool header = tag == Tag::HeaderReference;
        if ((header || tag == Tag::FooterReference) &&
            content.header_uses.size() < kMostHeaderUses) {
            const std::string_view kind = xml.attribute("type");
            using Pages = DocxHeaderUse::Pages;
            const Pages pages = kind == "first"  ? Pages::First
                                : kind == "even" ? Pages::Even
                                                 : Pages::All;
            content.header_uses.push_back({pages, header, std::string(xml.attribute("id"))});
        }
        return false;
    });
    if (content.sheet.known) return;
    content.sheet = found;
    content.sheet.known = true;
}

DocxStyles::DocxStyles(XmlPull& xml) {
    struct Style {
        DocxLook look;
        std::string based_on;
    };
    std::map<std::string, Style, std::less<>> raw_paragraphs, raw_characters;
    DocxLook defaults;
    std::string usual, ignored_style;
    bool ignored = false;
    Style* current = nullptr;
    Style unused;
    for (Event event = xml.next(); event != Event::Done; event = xml.next()) {
        if (event == Event::End && xml.tag() == Tag::Style) current = nullptr;
        if (event != Event::Start) continue;
        switch (xml.tag()) {
            case Tag::Style: {
                const std::string_view kind = xml.attribute("type");
                const std::string id(xml.attribute("styleId"));
                const std::string_view is_default = xml.attribute("default");
                const bool paragraph = kind == "paragraph" || kind.empty();
                if (paragraph && (is_default == "1" || is_default == "true" || is_default == "on"))
                    usual = id;
                unused = {};
                current = paragraph             ? &raw_paragraphs[id]
                          : kind == "character" ? &raw_characters[id]
                                                : &unused;
                break;
            }
            case Tag::BasedOn:
                if (current) current->based_on = xml.attribute("val");
                break;
            case Tag::RunLook:
                read_run_look(xml, current ? current->look : defaults, ignored_style, ignored);
                break;
            case Tag::ParagraphLook: {
                DocxParagraphExtras extras;
                read_paragraph_look(xml, current ? current->look : defaults, extras);
                break;
            }
            default:
                break;
        }
    }
    const auto resolve = [](const auto& raw, const DocxLook& ground, Looks& resolved) {
        constexpr std::size_t kLongestChain = 32;
        for (const auto& [id, style] : raw) {
            std::vector<const Style*> chain;
            std::set<std::string_view> seen;
            for (auto at = raw.find(id);
                 at != raw.end() && chain.size() < kLongestChain && seen.insert(at->first).second;
                 at = raw.find(at->second.based_on))
                chain.push_back(&at->second);
            DocxLook look = ground;
            for (auto ancestor = chain.rbegin(); ancestor != chain.rend(); ++ancestor)
                apply(look, (*ancestor)->look);
            resolved.emplace(id, look);
        }
    };
    resolve(raw_paragraphs, defaults, paragraphs_);
    resolve(raw_characters, {}, characters_);
    const auto found = paragraphs_.find(usual);
    usual_ = found == paragraphs_.end() ? defaults : found->second;
}

const DocxLook& DocxStyles::paragraph(std::string_view style) const {
    const auto found = style.empty() ? paragraphs_.end() : paragraphs_.find(style);
    return found == paragraphs_.end() ? usual_ : found->second;
}

const DocxLook* DocxStyles::character(std::string_view style) const {
    const auto found = style.empty() ? characters_.end() : characters_.find(style);
    return found == characters_.end() ? nullptr : &found->second;
}

}  // namespace vanthu::formats
