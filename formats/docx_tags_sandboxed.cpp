#include "formats/docx_tags_sandboxed.h"

#include <string>
#include <unordered_map>

namespace vanthu::formats {

namespace {

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

Tag tag_of(std::string_view prefix, std::string_view local) {
    static const std::unordered_map<std::string_view, Tag> kTags{
#define VANTHU_DOCX_TAG(NAME, TEXT) {TEXT, Tag::NAME},
        VANTHU_DOCX_TAGS(VANTHU_DOCX_TAG)
#undef VANTHU_DOCX_TAG
    };
    if (prefix.empty()) return Tag::Other;
    const auto found = kTags.find(std::string(prefix).append(local));
    if (found != kTags.end()) return found->second;
    return prefix == "m:" ? Tag::MathOther : Tag::Other;
}

}  // namespace

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

Tag ElementNames::tag(std::string_view name) {
    std::size_t key = name.size();
    for (const char c : name)
        key = key * 31 + static_cast<unsigned char>(c);
    Known& slot = known_[(key ^ key >> 8) % known_.size()];
    if (slot.name != name) {
        slot.name = name;
        slot.tag = resolved(name);
    }
    return slot.tag;
}

void ElementNames::bind(std::string_view prefix, std::string_view space, std::size_t depth) {
    bindings_.push_back({std::string(prefix), prefix_of(space), depth});
    forget();
}

void ElementNames::close(std::size_t depth) {
    if (bindings_.back().depth < depth) return;
    while (bindings_.back().depth >= depth)
        bindings_.pop_back();
    forget();
}

Tag ElementNames::resolved(std::string_view name) const {
    const std::size_t colon = name.find(':');
    const bool prefixed = colon != std::string_view::npos;
    const std::string_view prefix = prefixed ? name.substr(0, colon) : std::string_view();
    for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding)
        if (binding->prefix == prefix)
            return tag_of(binding->space, prefixed ? name.substr(colon + 1) : name);
    return Tag::Other;
}

void ElementNames::forget() {
    for (Known& slot : known_)
        slot.name.clear();
}

}  // namespace vanthu::formats
