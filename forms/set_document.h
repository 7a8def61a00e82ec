// set_document.h: how a DOCX is set: paragraphs with font, size and alignment, sections with
// margins.
//
// What the page worker's operation "docx_layout" saw, as values. Says nothing about right or wrong.
// Plain values; any thread.
#pragma once

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

}  // namespace vanthu::forms
