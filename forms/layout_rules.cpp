#include "forms/layout_rules.h"

#include "base/error.h"
#include "base/xml.h"

namespace vanthu::forms {
namespace {

Range range_of(const std::string& text) {
    const std::size_t dash = text.find('-');
    const double least = std::stod(text.substr(0, dash));
    return {least, dash == std::string::npos ? least : std::stod(text.substr(dash + 1))};
}

std::optional<bool> yes_or_no(const XmlElement& element, std::string_view name) {
    const auto text = element.attribute(name);
    return text ? std::optional(*text == "yes") : std::nullopt;
}

}  // namespace

LayoutRules read_layout_rules(const std::string& file, const std::string& schema) {
    const XmlDocument xml = XmlDocument::read(file);
    xml.validate(schema);
    const XmlElement root = xml.root();
    LayoutRules rules;
    rules.source = root.required("source");
    const auto source = [&](const XmlElement& element) {
        return rules.source + ", " + element.required("source");
    };
    const XmlElement page = *root.child("page");
    rules.width = std::stod(page.required("width"));
    rules.height = std::stod(page.required("height"));
    rules.top = range_of(page.required("top"));
    rules.bottom = range_of(page.required("bottom"));
    rules.left = range_of(page.required("left"));
    rules.right = range_of(page.required("right"));
    rules.page_source = source(page);
    rules.font = root.child("font")->required("name");
    rules.font_source = source(*root.child("font"));
    for (const XmlElement& zone : root.children("zone")) {
        ZoneRule rule;
        rule.label = zone.required("label");
        rule.source = source(zone);
        rule.sizes = range_of(zone.required("sizes"));
        rule.bold = yes_or_no(zone, "bold");
        rule.italic = yes_or_no(zone, "italic");
        rule.upper = yes_or_no(zone, "upper");
        rule.align = zone.attribute("align").value_or("");
        if (const auto indent = zone.attribute("first-line")) rule.first_line = range_of(*indent);
        if (const auto lines = zone.attribute("lines")) rule.lines = range_of(*lines);
        if (const auto after = zone.attribute("least-after")) rule.least_after = std::stod(*after);
        rules.zones.emplace(zone.required("id"), std::move(rule));
    }
    for (const char* id : {"national_name", "motto", "organization_in_charge", "organ_name", "code",
                           "issued", "type_name", "subject", "dispatch_subject", "basis", "body",
                           "signer_position", "signer_full_name", "to_places_label", "to_places"})
        if (!rules.zones.contains(id))
            throw Error(ErrorCode::Configuration, file + ":1: the zone \"" + id + "\" is missing");
    return rules;
}

}  // namespace vanthu::forms
