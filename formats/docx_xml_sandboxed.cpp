#include "formats/docx_xml_sandboxed.h"

#include <libxml/xmlreader.h>

#include <climits>

#include "base/error.h"

namespace vanthu::formats {
namespace {

struct FreeReader {
    void operator()(xmlTextReader* reader) const { xmlFreeTextReader(reader); }
};

std::string_view view(const xmlChar* text) {
    return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

void say_nothing(void*, const char*, xmlParserSeverities, xmlTextReaderLocatorPtr) {}

// Word writes the transitional names, some programs the strict ones; prefixes are anybody's choice.
std::string_view prefix_of(std::string_view space) {
    if (space == "http://schemas.openxmlformats.org/wordprocessingml/2006/main" ||
        space == "http://purl.oclc.org/ooxml/wordprocessingml/main")
        return "w:";
    if (space == "http://schemas.openxmlformats.org/officeDocument/2006/math" ||
        space == "http://purl.oclc.org/ooxml/officeDocument/math")
        return "m:";
    if (space == "http://schemas.openxmlformats.org/markup-compatibility/2006") return "mc:";
    return "x:";
}

}  // namespace

struct XmlPull::State {
    std::unique_ptr<xmlTextReader, FreeReader> reader;
    std::string part;
    int deepest = 0;
    std::string name, text;
    bool empty = false;  // the End of an empty element is still owed

    [[noreturn]] void refuse(const std::string& what) const {
        throw Error(ErrorCode::BadInput, "the DOCX part " + part + " " + what);
    }
};

XmlPull::XmlPull(std::string_view bytes, std::string part, const pipeline::Limits& limits)
    : state_(std::make_unique<State>()) {
    state_->part = std::move(part);
    state_->deepest = limits.xml_depth;
    constexpr std::size_t kProlog = 4096;
    if (bytes.substr(0, kProlog).find("<!DOCTYPE") != std::string_view::npos)
        state_->refuse("has a document type declaration, which no word processor writes");
    if (bytes.size() > INT_MAX) state_->refuse("is larger than 2 GiB");
    state_->reader.reset(xmlReaderForMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr,
                                            nullptr, XML_PARSE_NONET | XML_PARSE_COMPACT));
    if (!state_->reader) throw std::bad_alloc();
    xmlTextReaderSetErrorHandler(state_->reader.get(), say_nothing, nullptr);
}

XmlPull::~XmlPull() = default;

XmlPull::Event XmlPull::next() {
    xmlTextReader* reader = state_->reader.get();
    if (state_->empty) {
        state_->empty = false;
        return Event::End;
    }
    for (;;) {
        const int result = xmlTextReaderRead(reader);
        if (result < 0)
            state_->refuse("is not well-formed XML; save it again with a word processor");
        if (result == 0) return Event::Done;
        switch (xmlTextReaderNodeType(reader)) {
            case XML_READER_TYPE_ELEMENT:
                if (xmlTextReaderDepth(reader) > state_->deepest)
                    throw Error(ErrorCode::LimitExceeded,
                                "the DOCX part " + state_->part + " is nested deeper than " +
                                    std::to_string(state_->deepest) + " (limits.xml_depth)");
                state_->name = prefix_of(view(xmlTextReaderConstNamespaceUri(reader)));
                state_->name += view(xmlTextReaderConstLocalName(reader));
                state_->empty = xmlTextReaderIsEmptyElement(reader) == 1;
                return Event::Start;
            case XML_READER_TYPE_END_ELEMENT:
                state_->name = prefix_of(view(xmlTextReaderConstNamespaceUri(reader)));
                state_->name += view(xmlTextReaderConstLocalName(reader));
                return Event::End;
            case XML_READER_TYPE_TEXT:
            case XML_READER_TYPE_CDATA:
            case XML_READER_TYPE_WHITESPACE:
            case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
                state_->text = view(xmlTextReaderConstValue(reader));
                return Event::Text;
            case XML_READER_TYPE_DOCUMENT_TYPE:
            case XML_READER_TYPE_ENTITY_REFERENCE:
                state_->refuse("has a document type declaration, which no word processor writes");
            default:
                break;
        }
    }
}

const std::string& XmlPull::name() const {
    return state_->name;
}

const std::string& XmlPull::text() const {
    return state_->text;
}

std::string XmlPull::attribute(const char* local_name) const {
    xmlTextReader* reader = state_->reader.get();
    std::string value;
    for (int found = xmlTextReaderMoveToFirstAttribute(reader); found == 1;
         found = xmlTextReaderMoveToNextAttribute(reader))
        if (view(xmlTextReaderConstLocalName(reader)) == local_name) {
            value = view(xmlTextReaderConstValue(reader));
            break;
        }
    xmlTextReaderMoveToElement(reader);
    return value;
}

void XmlPull::skip() {
    int open = 1;
    while (open > 0)
        switch (next()) {
            case Event::Start:
                ++open;
                break;
            case Event::End:
                --open;
                break;
            case Event::Text:
                break;
            case Event::Done:
                return;
        }
}

}  // namespace vanthu::formats
