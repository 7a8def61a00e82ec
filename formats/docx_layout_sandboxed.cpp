// The look of a DOCX as its author set it: margins, fonts, sizes, alignment; for the check of
// drafts.

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <map>
#include <optional>
#include <sstream>
#include <string>

#include "base/error.h"
#include "base/xml.h"
#include "formats/docx_package_sandboxed.h"
#include "formats/image_sandboxed.h"
#include "formats/operations.h"
#include "formats/parameters_sandboxed.h"

namespace vanthu::formats {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

// An attribute by its local name: strict and transitional files differ in namespace only.
std::string value_of(const XmlElement& element, std::string_view name) {
    for (const XmlAttribute& attribute : element.all_attributes())
        if (attribute.name == name) return attribute.value;
    return {};
}

int number_of(const XmlElement& element, std::string_view name) {
    return std::atoi(value_of(element, name).c_str());
}

bool is_on(const std::optional<XmlElement>& element, bool otherwise) {
    if (!element) return otherwise;
    const std::string value = value_of(*element, "val");
    return value.empty() || value == "1" || value == "true" || value == "on";
}

// What run and paragraph properties say; what is unset is inherited.
struct Look {
    std::string font, color, align;
    int half_points = 0;
    bool bold = false, italic = false, capitals = false;
    int first_line = 0, before = 0, after = 0, line = 240;
    std::string line_rule = "auto";
};

void apply_run(const std::optional<XmlElement>& properties, Look& look) {
    if (!properties) return;
    if (const auto fonts = properties->child("rFonts")) {
        std::string font = value_of(*fonts, "ascii");
        if (font.empty()) font = value_of(*fonts, "hAnsi");
        if (!font.empty()) look.font = font;
    }
    if (const auto size = properties->child("sz")) look.half_points = number_of(*size, "val");
    if (const auto color = properties->child("color")) look.color = value_of(*color, "val");
    look.bold = is_on(properties->child("b"), look.bold);
    look.italic = is_on(properties->child("i"), look.italic);
    look.capitals = is_on(properties->child("caps"), look.capitals);
}

void apply_paragraph(const std::optional<XmlElement>& properties, Look& look) {
    if (!properties) return;
    if (const auto align = properties->child("jc")) look.align = value_of(*align, "val");
    if (const auto indent = properties->child("ind"))
        if (const std::string first = value_of(*indent, "firstLine"); !first.empty())
            look.first_line = std::atoi(first.c_str());
    if (const auto spacing = properties->child("spacing")) {
        if (!value_of(*spacing, "before").empty()) look.before = number_of(*spacing, "before");
        if (!value_of(*spacing, "after").empty()) look.after = number_of(*spacing, "after");
        if (!value_of(*spacing, "line").empty()) look.line = number_of(*spacing, "line");
        if (!value_of(*spacing, "lineRule").empty())
            look.line_rule = value_of(*spacing, "lineRule");
    }
}

class Styles {
public:
    explicit Styles(const XmlDocument& xml) {
        const XmlElement root = xml.root();
        if (const auto defaults = root.child("docDefaults")) {
            if (const auto run = defaults->child("rPrDefault"))
                apply_run(run->child("rPr"), defaults_);
            if (const auto paragraph = defaults->child("pPrDefault"))
                apply_paragraph(paragraph->child("pPr"), defaults_);
        }
        for (const XmlElement& style : root.children("style")) {
            styles_.emplace(value_of(style, "styleId"), style);
            if (value_of(style, "type") == "paragraph" && value_of(style, "default") == "1")
                normal_ = value_of(style, "styleId");
        }
    }
    Styles() = default;

    Look paragraph(const std::string& id) const {
        Look look = defaults_;
        if (look.half_points == 0) look.half_points = 20;
        apply(id.empty() ? normal_ : id, look, 0);
        return look;
    }
    void apply(const std::string& id, Look& look, int depth) const {
        const auto found = styles_.find(id);
        if (found == styles_.end() || depth > 16) return;
        if (const auto based = found->second.child("basedOn"))
            apply(value_of(*based, "val"), look, depth + 1);
        apply_paragraph(found->second.child("pPr"), look);
        apply_run(found->second.child("rPr"), look);
    }

private:
    Look defaults_;
    std::string normal_;
    std::map<std::string, XmlElement> styles_;
};

struct Place {
    int table = -1, row = -1, column = -1;
};

class Reader {
public:
    explicit Reader(const Styles& styles) : styles_(styles) {}

    void body(const XmlElement& element, const Place& place = {}) {
        for (const XmlElement& child : element.children()) {
            if (child.name() == "p")
                paragraph(child, place);
            else if (child.name() == "tbl")
                table(child);
            else if (child.name() == "sdt" || child.name() == "sdtContent" || child.name() == "ins")
                body(child, place);
            else if (child.name() == "sectPr")
                section(child);
        }
    }

    Array::Ptr paragraphs = new Array;
    Array::Ptr sections = new Array;

private:
    void table(const XmlElement& element) {
        const int number = ++tables_;
        int row = -1;
        for (const XmlElement& child : element.children("tr")) {
            ++row;
            int column = -1;
            for (const XmlElement& cell : child.children("tc"))
                body(cell, {number, row, ++column});
        }
    }

    void section(const XmlElement& element) {
        Object::Ptr object = new Object;
        if (const auto size = element.child("pgSz")) {
            object->set("width", number_of(*size, "w"));
            object->set("height", number_of(*size, "h"));
        }
        if (const auto margins = element.child("pgMar"))
            for (const char* side : {"top", "bottom", "left", "right"})
                object->set(side, number_of(*margins, side));
        object->set("title_page", is_on(element.child("titlePg"), false));
        object->set("headers", static_cast<int>(element.children("headerReference").size()));
        sections->add(object);
    }

    // Runs of one look become one piece.
    void runs(const XmlElement& element, const Look& look, Array::Ptr& pieces, Look& last,
              std::string& text) {
        for (const XmlElement& child : element.children()) {
            const std::string_view name = child.name();
            if (name == "del" || name == "moveFrom") continue;
            if (name == "r") {
                Look own = look;
                const auto properties = child.child("rPr");
                if (properties)
                    if (const auto style = properties->child("rStyle"))
                        styles_.apply(value_of(*style, "val"), own, 0);
                apply_run(properties, own);
                std::string words;
                for (const XmlElement& part : child.children()) {
                    if (part.name() == "t") words += part.text();
                    if (part.name() == "tab" || part.name() == "br") words += ' ';
                    if (part.name() == "noBreakHyphen") words += '-';
                }
                add(words, own, pieces, last, text);
            } else if (name != "pPr") {
                runs(child, look, pieces, last, text);
            }
        }
    }

    static bool alike(const Look& a, const Look& b) {
        return a.font == b.font && a.color == b.color && a.half_points == b.half_points &&
               a.bold == b.bold && a.italic == b.italic && a.capitals == b.capitals;
    }

    static void flush(Array::Ptr& pieces, const Look& look, std::string& text) {
        if (text.empty()) return;
        Object::Ptr piece = new Object;
        piece->set("text", text);
        piece->set("font", look.font);
        piece->set("color", look.color);
        piece->set("half_points", look.half_points);
        piece->set("bold", look.bold);
        piece->set("italic", look.italic);
        piece->set("capitals", look.capitals);
        pieces->add(piece);
        text.clear();
    }

    static void add(const std::string& words, const Look& look, Array::Ptr& pieces, Look& last,
                    std::string& text) {
        if (words.empty()) return;
        if (!text.empty() && !alike(last, look)) flush(pieces, last, text);
        last = look;
        text += words;
    }

    void paragraph(const XmlElement& element, const Place& place) {
        const auto properties = element.child("pPr");
        std::string style;
        if (properties)
            if (const auto named = properties->child("pStyle")) style = value_of(*named, "val");
        Look look = styles_.paragraph(style);
        apply_paragraph(properties, look);
        Array::Ptr pieces = new Array;
        Look last;
        std::string text;
        runs(element, look, pieces, last, text);
        flush(pieces, last, text);
        if (properties)
            if (const auto own = properties->child("sectPr")) section(*own);
        Object::Ptr object = new Object;
        object->set("align", look.align.empty() ? "left" : look.align);
        object->set("first_line", look.first_line);
        object->set("before", look.before);
        object->set("after", look.after);
        object->set("line", look.line);
        object->set("line_rule", look.line_rule);
        object->set("table", place.table);
        object->set("row", place.row);
        object->set("column", place.column);
        object->set("pieces", pieces);
        paragraphs->add(object);
    }

    const Styles& styles_;
    int tables_ = -1;
};

XmlDocument parse(DocxPackage& package, const std::string& part, const pipeline::Limits& limits) {
    try {
        return XmlDocument::parse(package.read(part), part,
                                  {limits.unpacked_bytes, limits.xml_depth, true});
    } catch (const Error& error) {
        if (error.code() == ErrorCode::Configuration)
            throw Error(ErrorCode::BadInput, error.what());
        throw;
    }
}

// Whether a header of the package prints the page's number.
bool numbers_pages(DocxPackage& package) {
    for (int i = 1; i < 10; ++i) {
        const std::string part = "word/header" + std::to_string(i) + ".xml";
        if (!package.contains(part)) continue;
        const std::string text = package.read(part);
        if (text.find("PAGE") != std::string::npos) return true;
    }
    return false;
}

}  // namespace

pipeline::SandboxReply docx_layout(const pipeline::SandboxRequest& request,
                                   const pipeline::Limits& limits) {
    const std::string bytes = read_input(input_of(request), limits);
    DocxPackage package(bytes, limits);
    if (!package.contains("word/document.xml"))
        throw Error(ErrorCode::UnsupportedFormat,
                    "this is " + package.kind() + "; the layout of a DOCX alone is checked");
    std::optional<XmlDocument> styles_xml;
    Styles styles;
    if (package.contains("word/styles.xml")) {
        styles_xml = parse(package, "word/styles.xml", limits);
        styles = Styles(*styles_xml);
    }
    const XmlDocument document = parse(package, "word/document.xml", limits);
    const auto body = document.root().child("body");
    if (!body) throw Error(ErrorCode::BadInput, "word/document.xml has no body");
    Reader reader(styles);
    reader.body(*body);
    Object::Ptr answer = new Object;
    answer->set("sections", reader.sections);
    answer->set("paragraphs", reader.paragraphs);
    answer->set("page_numbers", numbers_pages(package));
    std::ostringstream text;
    answer->stringify(text);
    pipeline::SandboxReply reply;
    reply.result = text.str();
    return reply;
}

}  // namespace vanthu::formats
