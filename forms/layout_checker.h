// layout_checker.h: one run of the layout check: the zones it found so far and what departs in
// them.
//
// Parted by where on the sheet a rule looks: the sheet and the look of a paragraph
// (layout_check.cpp), the head down to the bases (layout_head.cpp), the text and the foot
// (layout_foot.cpp). For those files alone.
#pragma once

#include "forms/layout_check.h"
#include "forms/pattern.h"

namespace vanthu::forms {

class LayoutCheck {
public:
    LayoutCheck(const SetDocument& document, const LayoutRules& rules);

    std::vector<LayoutFinding> run();

private:
    const ZoneRule& rule(const std::string& zone) const { return rules_.zones.at(zone); }
    void find(std::string severity, std::string code, const std::string& zone, int paragraph,
              std::string detail, std::string source, std::string remedy);
    void missing(const std::string& zone, const std::string& how);
    void pages();
    void margin(const std::string& side, double is, const Range& should);
    void fonts();
    // Size, weight, slope, case and alignment of the paragraph at `index`.
    void look(const std::string& zone, int index);
    int first(const Pattern& pattern, int from = 0, int to = -1) const;
    void head();
    // The upper-case lines before the number that are not the national name: the last ones are the
    // issuer.
    void organs();
    bool is_bold(int index) const;
    void code();
    void issued();
    // The type's name stands alone in the middle; a công văn has "V/v" under its number instead.
    void title();
    // A công văn may begin its text with "Căn cứ": that is text, not a list of bases.
    void basis();
    void foot();
    // The other side of the foot: upper-case lines, then the name.
    void signing();
    void body();

    const SetDocument& document_;
    const LayoutRules& rules_;
    std::vector<std::string> texts_;
    std::vector<LayoutFinding> findings_;
    bool is_dispatch_ = false;
    int national_ = -1, date_ = -1, title_ = -1, label_ = -1;
};

// As a person reads a measure: "20", "12.7"; a range with its unit.
std::string shown(double value);
std::string shown(const Range& range, const char* unit);
bool within(double value, const Range& range, double slack);
bool is_upper(const std::string& text);
std::string flat(const std::string& text);  // folded, tone placement unified

}  // namespace vanthu::forms
