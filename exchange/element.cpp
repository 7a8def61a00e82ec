#include "exchange/element.h"

#include <algorithm>

#include "base/text.h"

namespace vanthu::exchange {
namespace {

constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

void append_text(const Element& element, std::string& text) {
    text += element.text;
    for (const Element& part : element.content)
        append_text(part, text);
}

void write(const Element& element, std::string_view around, int depth, std::string& out) {
    if (element.is_text()) {
        out += escape_xml(element.text);
        return;
    }
    const bool mixed = std::any_of(element.content.begin(), element.content.end(),
                                   [](const Element& part) { return part.is_text(); });
    out += '<' + element.name;
    if (element.namespace_uri != around)
        out += " xmlns=\"" + escape_xml(element.namespace_uri) + '"';
    int prefixes = 0;
    for (const XmlAttribute& attribute : element.attributes) {
        std::string name = attribute.name;
        if (attribute.namespace_uri == kXmlNamespace) {
            name = "xml:" + name;
        } else if (!attribute.namespace_uri.empty()) {
            const std::string prefix = "a" + std::to_string(++prefixes);
            out += " xmlns:" + prefix + "=\"" + escape_xml(attribute.namespace_uri) + '"';
            name = prefix + ':' + name;
        }
        out += ' ' + name + "=\"" + escape_xml(attribute.value) + '"';
    }
    if (element.content.empty() && element.text.empty()) {
        out += "/>";
        return;
    }
    out += '>' + escape_xml(element.text);
    const auto new_line = [&](int indent) {
        if (!mixed && !element.content.empty())
            out += '\n' + std::string(static_cast<std::size_t>(indent) * 2, ' ');
    };
    for (const Element& part : element.content) {
        new_line(depth + 1);
        write(part, element.namespace_uri, depth + 1, out);
    }
    new_line(depth);
    out += "</" + element.name + '>';
}

}  // namespace

const Element* Element::child(std::string_view wanted) const {
    const auto found = std::find_if(content.begin(), content.end(),
                                    [&](const Element& part) { return part.name == wanted; });
    return found == content.end() ? nullptr : &*found;
}

std::vector<const Element*> Element::children(std::string_view wanted) const {
    std::vector<const Element*> found;
    for (const Element& part : content)
        if (part.name == wanted) found.push_back(&part);
    return found;
}

std::string Element::value() const {
    std::string all;
    append_text(*this, all);
    return trim(all);
}

std::string Element::value(std::string_view path) const {
    const Element* at = this;
    for (const std::string& step : split(path, '/')) {
        at = at->child(step);
        if (at == nullptr) return {};
    }
    return at->value();
}

Element& Element::add(std::string_view child_name, std::string_view child_text) {
    Element fresh;
    fresh.name = child_name;
    fresh.namespace_uri = namespace_uri;
    fresh.text = child_text;
    content.push_back(std::move(fresh));
    return content.back();
}

void Element::add_known(std::string_view child_name, std::string_view child_text) {
    if (!child_text.empty()) add(child_name, child_text);
}

Element element_of(const XmlElement& xml) {
    Element element;
    element.name = xml.name();
    element.namespace_uri = xml.namespace_uri();
    element.attributes = xml.all_attributes();
    std::vector<XmlContent> content = xml.content();
    const bool has_elements =
        std::any_of(content.begin(), content.end(),
                    [](const XmlContent& part) { return part.element.has_value(); });
    for (XmlContent& part : content) {
        if (part.element) {
            element.content.push_back(element_of(*part.element));
        } else if (!has_elements) {
            element.text += part.text;
        } else if (!is_blank(part.text)) {
            Element text;
            text.text = std::move(part.text);
            element.content.push_back(std::move(text));
        }
    }
    return element;
}

std::string xml_text(const Element& root) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    write(root, "", 0, out);
    out += '\n';
    return out;
}

}  // namespace vanthu::exchange
