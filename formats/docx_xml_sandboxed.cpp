#include "formats/docx_xml_sandboxed.h"

#include <libxml/parser.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>
#include <unordered_map>
#include <vector>

#include "base/error.h"

namespace vanthu::formats {
namespace {

constexpr std::size_t kStep = 16u << 10;  // bytes unpacked and parsed at a time
constexpr int kDeepest = 255;             // libxml2 itself goes no deeper

struct FreeParser {
    void operator()(xmlParserCtxt* parser) const {
        if (parser->myDoc) xmlFreeDoc(parser->myDoc);
        xmlFreeParserCtxt(parser);
    }
};

std::string_view view(const xmlChar* text) {
    return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

// Word writes the transitional names, some programs the strict ones.
std::string_view prefix_of(std::string_view space) {
    static const std::unordered_map<std::string_view, std::string_view> kPrefixes{
        {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w:"},
        {"http://purl.oclc.org/ooxml/wordprocessingml/main", "w:"},
        {"http://schemas.openxmlformats.org/officeDocument/2006/math", "m:"},
        {"http://purl.oclc.org/ooxml/officeDocument/math", "m:"},
        {"http://schemas.openxmlformats.org/markup-compatibility/2006", "mc:"},
        {"urn:schemas-microsoft-com:vml", "v:"},
        {"http://schemas.openxmlformats.org/drawingml/2006/main", "a:"},
        {"http://purl.oclc.org/ooxml/drawingml/main", "a:"},
        {"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "wp:"},
        {"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", "wp:"},
        {"http://schemas.openxmlformats.org/package/2006/relationships", "pr:"},
    };
    const auto found = kPrefixes.find(space);
    return found == kPrefixes.end() ? "" : found->second;
}

Tag tag_of(std::string_view space, std::string_view local) {
    static const std::unordered_map<std::string_view, Tag> kTags{
#define VANTHU_DOCX_TAG(NAME, TEXT) {TEXT, Tag::NAME},
        VANTHU_DOCX_TAGS(VANTHU_DOCX_TAG)
#undef VANTHU_DOCX_TAG
    };
    const std::string_view prefix = prefix_of(space);
    if (prefix.empty()) return Tag::Other;
    const auto found = kTags.find(std::string(prefix).append(local));
    if (found != kTags.end()) return found->second;
    return prefix == "m:" ? Tag::MathOther : Tag::Other;
}

struct Found {
    XmlPull::Event event = XmlPull::Event::Done;
    Tag tag = Tag::Other;
    std::uint16_t attributes = 0;
    std::uint32_t at = 0;  // first attribute, or where the text begins
    std::uint32_t size = 0;
};

// The commonest elements say nothing in their attributes but who edited them when.
bool has_attributes(Tag tag) {
    switch (tag) {
        case Tag::Other:
        case Tag::Paragraph:
        case Tag::Run:
        case Tag::Text:
        case Tag::Row:
        case Tag::RunLook:
        case Tag::ParagraphLook:
            return false;
        default:
            return true;
    }
}

struct Attribute {
    const xmlChar* name = nullptr;  // the parser keeps names to its end
    std::uint32_t value = 0, size = 0;
};

}  // namespace

struct XmlPull::State {
    Source source;
    std::string part;
    int deepest = 0;
    std::unique_ptr<xmlParserCtxt, FreeParser> parser;
    bool ended = false;

    // What the last step of the part held; `next` is the first that was not given out.
    std::vector<Found> found;
    std::vector<Attribute> attributes;
    std::string letters;
    std::size_t next = 0;
    Found current;

    // While parsing:
    int depth = 0;
    bool in_text = false;
    bool has_type = false, too_deep = false;
    std::exception_ptr failure;

    // The parser keeps one copy of each name, so that its address tells the element.
    struct Known {
        const xmlChar *local = nullptr, *space = nullptr;
        Tag tag = Tag::Other;
    };
    std::array<Known, 256> known;

    [[noreturn]] void refuse(const std::string& what) const {
        throw Error(ErrorCode::BadInput, "the DOCX part " + part + " " + what);
    }

    Tag tag(const xmlChar* local, const xmlChar* space) {
        const auto key = reinterpret_cast<std::uintptr_t>(local);
        Known& slot = known[(key * 0x9e3779b97f4a7c15u) >> 56];
        if (slot.local != local || slot.space != space)
            slot = {local, space, tag_of(view(space), view(local))};
        return slot.tag;
    }

    std::uint32_t keep(std::string_view text) {
        const auto at = static_cast<std::uint32_t>(letters.size());
        letters += text;
        return at;
    }

    void start(const xmlChar* local, const xmlChar* space, int count, const xmlChar** values) {
        if (++depth > deepest) {
            too_deep = true;
            xmlStopParser(parser.get());
            return;
        }
        Found element{Event::Start, tag(local, space), 0, 0, 0};
        in_text = element.tag == Tag::Text || element.tag == Tag::MathText;
        if (has_attributes(element.tag)) {
            element.at = static_cast<std::uint32_t>(attributes.size());
            element.attributes = static_cast<std::uint16_t>(std::min(count, 0xffff));
            for (int i = 0; i < element.attributes; ++i, values += 5) {
                const std::string_view value(reinterpret_cast<const char*>(values[3]),
                                             static_cast<std::size_t>(values[4] - values[3]));
                attributes.push_back(
                    {values[0], keep(value), static_cast<std::uint32_t>(value.size())});
            }
        }
        found.push_back(element);
    }

    void end(const xmlChar* local, const xmlChar* space) {
        --depth;
        in_text = false;
        const Tag own = tag(local, space);
        const bool nothing = own == Tag::Other && found.size() > next &&
                             found.back().event == Event::Start && found.back().tag == own;
        if (nothing)
            found.pop_back();
        else
            found.push_back({Event::End, own, 0, 0, 0});
    }

    void text(std::string_view piece) {
        if (!in_text) return;
        const std::uint32_t at = keep(piece);
        const auto size = static_cast<std::uint32_t>(piece.size());
        if (found.size() > next && found.back().event == Event::Text)
            found.back().size += size;
        else
            found.push_back({Event::Text, Tag::Other, 0, at, size});
    }

    // Nothing may be thrown through the parser, which is C.
    template <class Work>
    static void guarded(void* self, Work work) {
        auto* state = static_cast<State*>(self);
        if (state->failure) return;
        try {
            work(*state);
        } catch (...) {
            state->failure = std::current_exception();
            xmlStopParser(state->parser.get());
        }
    }

    void open() {
        xmlSAXHandler handler{};
        handler.initialized = XML_SAX2_MAGIC;
        handler.startElementNs = [](void* self, const xmlChar* local, const xmlChar*,
                                    const xmlChar* space, int, const xmlChar**, int count, int,
                                    const xmlChar** values) {
            guarded(self, [&](State& state) { state.start(local, space, count, values); });
        };
        handler.endElementNs = [](void* self, const xmlChar* local, const xmlChar*,
                                  const xmlChar* space) {
            guarded(self, [&](State& state) { state.end(local, space); });
        };
        handler.characters = [](void* self, const xmlChar* text, int size) {
            guarded(self, [&](State& state) {
                state.text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
            });
        };
        handler.cdataBlock = handler.characters;
        handler.ignorableWhitespace = handler.characters;
        handler.internalSubset = [](void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
            auto* state = static_cast<State*>(self);
            state->has_type = true;
            xmlStopParser(state->parser.get());
        };
        parser.reset(xmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr));
        if (!parser) throw std::bad_alloc();
        xmlCtxtUseOptions(parser.get(), XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    }

    void parse_step() {
        found.clear();
        attributes.clear();
        letters.clear();
        next = 0;
        char bytes[kStep];
        const std::size_t got = source(bytes, sizeof bytes);
        ended = got == 0;
        xmlParseChunk(parser.get(), bytes, static_cast<int>(got), ended ? 1 : 0);
        if (failure) std::rethrow_exception(failure);
        if (has_type) refuse("has a document type declaration, which no word processor writes");
        if (too_deep)
            throw Error(ErrorCode::LimitExceeded,
                        "the DOCX part " + part + " is nested deeper than " +
                            std::to_string(deepest) + " (limits.xml_depth)");
        if (!parser->wellFormed)
            refuse("is not well-formed XML; save it again with a word processor");
    }
};

XmlPull::XmlPull(Source source, std::string part, const pipeline::Limits& limits)
    : state_(std::make_unique<State>()) {
    state_->source = std::move(source);
    state_->part = std::move(part);
    state_->deepest = std::min(limits.xml_depth, kDeepest);
    state_->open();
}

XmlPull::~XmlPull() = default;

XmlPull::Event XmlPull::next() {
    State& state = *state_;
    while (state.next == state.found.size()) {
        if (state.ended) {
            state.current = {};
            return Event::Done;
        }
        state.parse_step();
    }
    state.current = state.found[state.next++];
    return state.current.event;
}

Tag XmlPull::tag() const {
    return state_->current.tag;
}

std::string_view XmlPull::text() const {
    const Found& text = state_->current;
    return std::string_view(state_->letters).substr(text.at, text.size);
}

std::string_view XmlPull::attribute(std::string_view local_name) const {
    const Found& element = state_->current;
    const std::string_view letters = state_->letters;
    for (std::uint32_t i = element.at; i < element.at + element.attributes; ++i) {
        const Attribute& attribute = state_->attributes[i];
        if (view(attribute.name) == local_name)
            return letters.substr(attribute.value, attribute.size);
    }
    return {};
}

void XmlPull::skip() {
    each_below([](Tag) { return false; });
}

}  // namespace vanthu::formats
