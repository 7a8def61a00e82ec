#include "base/xml.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <mutex>

#include "base/error.h"
#include "base/text.h"

namespace vanthu {
namespace {

struct FreeParser {
    void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
};
struct FreeDocument {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
struct FreeText {
    void operator()(xmlChar* text) const { xmlFree(text); }
};
struct FreeSchemaParser {
    void operator()(xmlRelaxNGParserCtxt* context) const { xmlRelaxNGFreeParserCtxt(context); }
};
struct FreeSchema {
    void operator()(xmlRelaxNG* schema) const { xmlRelaxNGFree(schema); }
};
struct FreeValidation {
    void operator()(xmlRelaxNGValidCtxt* context) const { xmlRelaxNGFreeValidCtxt(context); }
};

using Document = std::unique_ptr<xmlDoc, FreeDocument>;
using Text = std::unique_ptr<xmlChar, FreeText>;

const xmlChar* to_xml(const std::string& text) {
    return reinterpret_cast<const xmlChar*>(text.c_str());
}

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

std::string take(xmlChar* text) {
    const Text owner(text);
    return std::string(view(text));
}

xmlNode* node_of(void* node) {
    return static_cast<xmlNode*>(node);
}

std::string at(std::string_view file, int line) {
    return std::string(file) + ":" + std::to_string(std::max(line, 1));
}

struct Problem {
    int line = 0;
    std::string what;
};

// libxml2 ends its sentences with a line feed and begins them with a capital.
std::string plain(const char* message) {
    std::string text = single_spaced(message == nullptr ? "not well-formed" : message);
    if (text.size() > 1 && text[1] >= 'a' && text[1] <= 'z') text[0] = lower(text.substr(0, 1))[0];
    return text;
}

// What the hooks of one parse know.
struct Parse {
    int deepest = 0;
    int depth = 0;
    std::vector<Problem> problems;

    void refuse(xmlParserCtxt* context, std::string what) {
        problems.push_back({xmlSAX2GetLineNumber(context), std::move(what)});
        xmlStopParser(context);
    }
};

Parse& parse_of(void* context) {
    return *static_cast<Parse*>(static_cast<xmlParserCtxt*>(context)->_private);
}

void on_doctype(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
    parse_of(context).refuse(static_cast<xmlParserCtxt*>(context),
                             "a DOCTYPE is not allowed; remove it");
}

void on_start(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri,
              int namespaces, const xmlChar** namespace_list, int attributes, int defaulted,
              const xmlChar** attribute_list) {
    Parse& parse = parse_of(context);
    if (++parse.depth > parse.deepest) {
        parse.refuse(static_cast<xmlParserCtxt*>(context),
                     "elements are nested deeper than the limit of " +
                         std::to_string(parse.deepest) + "; flatten the file");
        return;
    }
    xmlSAX2StartElementNs(context, name, prefix, uri, namespaces, namespace_list, attributes,
                          defaulted, attribute_list);
}

void on_end(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri) {
    --parse_of(context).depth;
    xmlSAX2EndElementNs(context, name, prefix, uri);
}

void on_parse_problem(void* context, xmlError* error) {
    if (error->level < XML_ERR_ERROR) return;
    parse_of(context).problems.push_back({error->line, plain(error->message)});
}

void on_schema_problem(void* problems, xmlError* error) {
    if (error->level < XML_ERR_ERROR) return;
    static_cast<std::vector<Problem>*>(problems)->push_back({error->line, plain(error->message)});
}

[[noreturn]] void refuse(std::string_view file, std::vector<Problem> problems) {
    constexpr std::size_t kShown = 8;
    std::stable_sort(problems.begin(), problems.end(),
                     [](const Problem& a, const Problem& b) { return a.line < b.line; });
    std::string message;
    for (std::size_t i = 0; i < problems.size() && i < kShown; ++i) {
        if (i > 0) message.push_back('\n');
        message += at(file, problems[i].line) + ": " + problems[i].what;
    }
    throw Error(ErrorCode::Configuration, message);
}

void start_libxml() {
    static std::once_flag once;
    std::call_once(once, [] { xmlInitParser(); });
}

}  // namespace

struct XmlDocument::State {
    Document document;
    std::string file;
};

XmlDocument::XmlDocument() : state_(std::make_unique<State>()) {}
XmlDocument::XmlDocument(XmlDocument&&) noexcept = default;
XmlDocument& XmlDocument::operator=(XmlDocument&&) noexcept = default;
XmlDocument::~XmlDocument() = default;

XmlDocument XmlDocument::parse(std::string_view bytes, std::string file, const XmlLimits& limits) {
    if (bytes.size() > limits.bytes)
        refuse(file, {{1, std::to_string(bytes.size()) + " bytes, the limit is " +
                              std::to_string(limits.bytes) + "; split the file"}});
    start_libxml();
    Parse parse;
    parse.deepest = limits.depth;
    const std::unique_ptr<xmlParserCtxt, FreeParser> context(xmlNewParserCtxt());
    if (!context) throw std::bad_alloc();
    context->_private = &parse;
    context->sax->internalSubset = on_doctype;
    context->sax->startElementNs = on_start;
    context->sax->endElementNs = on_end;
    context->sax->serror = on_parse_problem;

    XmlDocument result;
    // Never XML_PARSE_NOENT: entities stay unexpanded. XML_PARSE_HUGE lifts libxml2's limits; ours on bytes and depth
    // stand, and without a DOCTYPE there is nothing to expand.
    const int huge = limits.long_texts ? XML_PARSE_HUGE : 0;
    result.state_->document.reset(xmlCtxtReadMemory(
        context.get(), bytes.data(), static_cast<int>(bytes.size()), file.c_str(), nullptr,
        XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | huge));
    if (!parse.problems.empty()) refuse(file, {parse.problems.front()});
    if (!result.state_->document || xmlDocGetRootElement(result.state_->document.get()) == nullptr)
        refuse(file, {{1, "no XML document"}});
    result.state_->file = std::move(file);
    result.state_->document->_private = result.state_.get();
    return result;
}

XmlDocument XmlDocument::read(const std::string& path, const XmlLimits& limits) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes;
    if (in) {
        // One byte more than allowed is enough to see that the file is too large.
        bytes.resize(limits.bytes + 1);
        in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        bytes.resize(static_cast<std::size_t>(in.gcount()));
    }
    if (!in.eof() && bytes.empty())
        refuse(path, {{1, std::string("cannot be read: ") + std::strerror(errno)}});
    if (bytes.size() > limits.bytes)
        refuse(path, {{1, "larger than the limit of " + std::to_string(limits.bytes) +
                              " bytes; split the file"}});
    return parse(bytes, path, limits);
}

XmlElement XmlDocument::root() const {
    return XmlElement(xmlDocGetRootElement(state_->document.get()));
}

const std::string& XmlDocument::file() const {
    return state_->file;
}

void XmlDocument::validate(const std::string& schema_path) const {
    std::vector<Problem> problems;
    const XmlDocument source = read(schema_path);
    const std::unique_ptr<xmlRelaxNGParserCtxt, FreeSchemaParser> parser(
        xmlRelaxNGNewDocParserCtxt(source.state_->document.get()));
    if (!parser) throw std::bad_alloc();
    xmlRelaxNGSetParserStructuredErrors(parser.get(), on_schema_problem, &problems);
    const std::unique_ptr<xmlRelaxNG, FreeSchema> schema(xmlRelaxNGParse(parser.get()));
    if (!schema) {
        if (problems.empty()) problems.push_back({1, "no RELAX NG schema"});
        refuse(schema_path, std::move(problems));
    }
    const std::unique_ptr<xmlRelaxNGValidCtxt, FreeValidation> validation(
        xmlRelaxNGNewValidCtxt(schema.get()));
    if (!validation) throw std::bad_alloc();
    xmlRelaxNGSetValidStructuredErrors(validation.get(), on_schema_problem, &problems);
    const int result = xmlRelaxNGValidateDoc(validation.get(), state_->document.get());
    if (result == 0) return;
    if (problems.empty()) problems.push_back({1, "does not follow " + schema_path});
    refuse(state_->file, std::move(problems));
}

std::string_view XmlElement::name() const {
    return view(node_of(node_)->name);
}

std::string_view XmlElement::namespace_uri() const {
    const xmlNs* space = node_of(node_)->ns;
    return space == nullptr ? std::string_view() : view(space->href);
}

int XmlElement::line() const {
    return static_cast<int>(xmlGetLineNo(node_of(node_)));
}

std::optional<std::string> XmlElement::attribute(std::string_view name) const {
    xmlChar* value = xmlGetNoNsProp(node_of(node_), to_xml(std::string(name)));
    if (value == nullptr) return std::nullopt;
    return take(value);
}

std::optional<std::string> XmlElement::attribute(std::string_view name,
                                                 std::string_view namespace_uri) const {
    xmlChar* value =
        xmlGetNsProp(node_of(node_), to_xml(std::string(name)), to_xml(std::string(namespace_uri)));
    if (value == nullptr) return std::nullopt;
    return take(value);
}

std::vector<std::pair<std::string, std::string>> XmlElement::attributes() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (const xmlAttr* a = node_of(node_)->properties; a != nullptr; a = a->next)
        if (a->ns == nullptr)
            all.emplace_back(std::string(view(a->name)), *attribute(view(a->name)));
    return all;
}

std::vector<XmlAttribute> XmlElement::all_attributes() const {
    std::vector<XmlAttribute> all;
    for (xmlAttr* a = node_of(node_)->properties; a != nullptr; a = a->next)
        all.push_back({std::string(view(a->name)),
                       std::string(a->ns == nullptr ? std::string_view() : view(a->ns->href)),
                       take(xmlNodeGetContent(reinterpret_cast<xmlNode*>(a)))});
    return all;
}

std::vector<XmlContent> XmlElement::content() const {
    std::vector<XmlContent> all;
    for (xmlNode* child = node_of(node_)->children; child != nullptr; child = child->next) {
        if (child->type == XML_ELEMENT_NODE)
            all.push_back({XmlElement(child), {}});
        else if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
            all.push_back({std::nullopt, std::string(view(child->content))});
    }
    return all;
}

std::string XmlElement::required(std::string_view name) const {
    if (auto value = attribute(name)) return *std::move(value);
    throw Error(ErrorCode::Configuration, place() + ": element <" + std::string(this->name()) +
                                              "> needs the attribute \"" + std::string(name) +
                                              "\"");
}

std::string XmlElement::text() const {
    return take(xmlNodeGetContent(node_of(node_)));
}

std::vector<XmlElement> XmlElement::children() const {
    std::vector<XmlElement> found;
    for (xmlNode* child = xmlFirstElementChild(node_of(node_)); child != nullptr;
         child = xmlNextElementSibling(child))
        found.push_back(XmlElement(child));
    return found;
}

std::vector<XmlElement> XmlElement::children(std::string_view name) const {
    std::vector<XmlElement> found = children();
    std::erase_if(found, [&](const XmlElement& child) { return child.name() != name; });
    return found;
}

std::optional<XmlElement> XmlElement::child(std::string_view name) const {
    for (const XmlElement& child : children())
        if (child.name() == name) return child;
    return std::nullopt;
}

std::string XmlElement::place() const {
    const auto* state = static_cast<const XmlDocument::State*>(node_of(node_)->doc->_private);
    return at(state->file, line());
}

std::string escape_xml(std::string_view text) {
    std::u32string out;
    for (const char32_t c : to_utf32(text)) {
        switch (c) {
            case U'&':
                out += U"&amp;";
                break;
            case U'<':
                out += U"&lt;";
                break;
            case U'>':
                out += U"&gt;";
                break;
            case U'"':
                out += U"&quot;";
                break;
            case U'\'':
                out += U"&#39;";
                break;
            case U'\r':
                out += U"&#13;";
                break;
            case U'\t':
            case U'\n':
                out.push_back(c);
                break;
            default:
                // What XML 1.0 cannot carry even escaped.
                out.push_back(c < 0x20 || c == 0xfffe || c == 0xffff ? U'\ufffd' : c);
        }
    }
    return to_utf8(out);
}

}  // namespace vanthu
