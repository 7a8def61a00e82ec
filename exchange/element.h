// element.h: XML as a tree of values: what a packet carries, known or not.
//
// Names are compared by local name and namespace, never by prefix. Texts and elements keep their
// order, so a tree that is written and read again is equal; prefixes, comments and white space
// between elements are not kept. Plain values; copied between threads. Does not know edXML.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/xml.h"

namespace vanthu::exchange {

struct Element {
    std::string name;           // local
    std::string namespace_uri;  // "" = none
    std::vector<XmlAttribute> attributes;
    std::string text;  // of a node without a name: the text between elements
    std::vector<Element> content;

    bool is_text() const { return name.empty(); }

    // The first child element of that name in any namespace, or null.
    const Element* child(std::string_view name) const;
    std::vector<const Element*> children(std::string_view name) const;
    // Its own text and that of what it holds, trimmed.
    std::string value() const;
    // value() of the element at "PromulgationInfo/Place", "" when there is none.
    std::string value(std::string_view path) const;

    // Appends a child in this element's namespace.
    Element& add(std::string_view name, std::string_view text = {});
    // Appends it unless `text` is empty.
    void add_known(std::string_view name, std::string_view text);
};

Element element_of(const XmlElement& xml);

// As a whole file. A namespace is declared where it begins; the root's is the default one.
std::string xml_text(const Element& root);

}  // namespace vanthu::exchange
