// xml.h: reading XML that an administrator or a modeler wrote, with limits and with lines for messages.
//
// Promises: no network, no entity expansion, no DTD, at most XmlLimits; every problem is an Error that starts with
// "file:line:". One document belongs to one thread. XML inside uploads is not read here but in the page worker.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vanthu {

struct XmlLimits {
    std::size_t bytes = 8u << 20;
    int depth = 64;
    bool long_texts = false;  // one text may be longer than libxml2's limit of 10 MB (files in base64)
};

struct XmlAttribute {
    std::string name;  // local
    std::string namespace_uri;
    std::string value;
};

class XmlDocument;
struct XmlContent;

// A borrowed view of one element; valid as long as its document.
class XmlElement {
public:
    std::string_view name() const;       // local name, without prefix
    std::string_view namespace_uri() const;  // empty when it has none
    int line() const;

    std::optional<std::string> attribute(std::string_view name) const;  // no namespace
    std::optional<std::string> attribute(std::string_view name, std::string_view namespace_uri) const;
    std::vector<std::pair<std::string, std::string>> attributes() const;  // local name, value; as written
    std::vector<XmlAttribute> all_attributes() const;                     // those with a namespace too
    std::string required(std::string_view name) const;  // Error(Configuration) naming file, line, element
    std::string text() const;                            // of all descendants, as written

    std::vector<XmlElement> children() const;  // elements only, in document order
    std::vector<XmlElement> children(std::string_view name) const;
    std::optional<XmlElement> child(std::string_view name) const;

    std::vector<XmlContent> content() const;  // elements and texts as they follow one another

    // "workflows/incoming.bpmn:41": the start of every message about this element.
    std::string place() const;

private:
    friend class XmlDocument;
    explicit XmlElement(void* node) : node_(node) {}
    void* node_;
};

struct XmlContent {
    std::optional<XmlElement> element;  // or else
    std::string text;
};

class XmlDocument {
public:
    // `file` is used in messages only. Throws Error(Configuration) with file and line.
    static XmlDocument parse(std::string_view bytes, std::string file, const XmlLimits& limits = {});
    static XmlDocument read(const std::string& path, const XmlLimits& limits = {});

    XmlDocument(XmlDocument&&) noexcept;
    XmlDocument& operator=(XmlDocument&&) noexcept;
    ~XmlDocument();

    XmlElement root() const;
    const std::string& file() const;

    // Checks against a RELAX NG schema (XML syntax); throws Error(Configuration) with the first problems, by line.
    void validate(const std::string& schema_path) const;

private:
    XmlDocument();
    friend class XmlElement;
    struct State;
    std::unique_ptr<State> state_;
};

// For element content and for quoted attribute values; what XML cannot carry becomes U+FFFD.
std::string escape_xml(std::string_view text);

}  // namespace vanthu
