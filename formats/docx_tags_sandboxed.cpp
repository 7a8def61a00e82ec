#include "formats/docx_tags_sandboxed.h"

#include <algorithm>
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

Tag ElementNames::tag(std::string_view name, std::uint64_t start) {
    constexpr std::size_t kStart = sizeof start;
    Known& slot = known_[(start + name.size()) * 0x9e3779b97f4a7c15u >> 56];
    const std::size_t more = name.size() > kStart ? name.size() - kStart : 0;
    if (more > slot.rest.size()) return resolved(name);
    if (slot.age == age_ && slot.start == start && slot.size == name.size() &&
        std::equal(name.end() - static_cast<std::ptrdiff_t>(more), name.end(), slot.rest.begin()))
        return slot.tag;
    slot.age = age_;
    slot.start = start;
    slot.size = static_cast<std::uint8_t>(name.size());
    slot.tag = resolved(name);
    std::copy(name.end() - static_cast<std::ptrdiff_t>(more), name.end(), slot.rest.begin());
    return slot.tag;
}

Tag ElementNames::tag(std::string_view name) {
    std::uint64_t start = 0;
    for (std::size_t i = 0; i < std::min(name.size(), sizeof start); ++i)
        start |= std::uint64_t{static_cast<unsigned char>(name[i])} << 8 * i;
    return tag(name, start);
}

void ElementNames::bind(std::string_view prefix, std::string_view space, std::size_t depth) {
    bindings_.push_back({std::string(prefix), prefix_of(space), depth});
    ++age_;
}

void ElementNames::close(std::size_t depth) {
    if (bindings_.back().depth < depth) return;
    while (bindings_.back().depth >= depth)
        bindings_.pop_back();
    ++age_;
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

}  // namespace vanthu::formats
