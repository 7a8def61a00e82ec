// layout_rules.h: how the decree wants a document set, read from a layout file (forms/layouts/).
//
// Every rule knows where the decree says so. Checked against forms/layout.rng;
// Error(Configuration) with file and line. Plain values; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>

namespace vanthu::forms {

struct Range {
    double least = 0, most = 0;
};

struct ZoneRule {
    std::string label, source;
    Range sizes;
    std::optional<bool> bold, italic, upper;
    std::string align;  // "" = any
    std::optional<Range> first_line, lines;
    double least_after = 0;
};

struct LayoutRules {
    std::string source, font, font_source, page_source;
    double width = 0, height = 0;
    Range top, bottom, left, right;
    std::map<std::string, ZoneRule> zones;
};

LayoutRules read_layout_rules(const std::string& file, const std::string& schema);

}  // namespace vanthu::forms
