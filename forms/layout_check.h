// layout_check.h: what departs in a draft's DOCX from how the decree wants a document set.
//
// Takes the look that the page worker read (paragraphs with font, size, alignment; sections with
// margins) and the rules of a layout file (forms/layouts/), finds the zones by what stands in them,
// and tells every departure with its place, the rule and its remedy. Whether a document says the
// right thing is not its work. Pure; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace vanthu::forms {

struct Piece {
    std::string text, font, color;  // color "" or "auto" is black
    double points = 0;
    bool bold = false, italic = false, capitals = false;
};

struct SetParagraph {
    std::vector<Piece> pieces;
    std::string align = "left";
    double first_line = 0;         // mm
    double before = 0, after = 0;  // points
    double lines = 1;              // line spacing; 0 = a fixed pitch
    int table = -1, row = -1, column = -1;

    std::string text() const;  // pieces joined, single spaces, capitals as shown
};

struct SetSection {
    double width = 0, height = 0, top = 0, bottom = 0, left = 0, right = 0;  // mm
    bool title_page = false;
    int headers = 0;
};

struct SetDocument {
    std::vector<SetSection> sections;
    std::vector<SetParagraph> paragraphs;
    bool page_numbers = false;
};

// Of the page worker's JSON. Error(BadInput).
SetDocument read_set_document(const std::string& json);

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

struct LayoutFinding {
    std::string severity;  // "warning": departs from the rule; "error": a part that must be there
                           // is missing or misspelled
    std::string code;      // margin, paper, font, size, bold, italic, capitals, alignment, indent,
                           // spacing, missing, grammar, page_number
    std::string zone;      // id of the zone, "page" for the sheet
    int paragraph = 0;     // from 1, as they follow in the file; 0 = the whole
    std::string text;      // what stands there, shortened
    std::string detail;    // what is and what should be
    std::string rule;      // where the decree says so
    std::string remedy;
};

std::vector<LayoutFinding> check_layout(const SetDocument& document, const LayoutRules& rules);

}  // namespace vanthu::forms
