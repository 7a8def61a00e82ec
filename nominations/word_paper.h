// word_paper.h: the pieces of a paper that is written as DOCX: paragraphs, rules, tables, the
// package.
//
// Functions of text; whatever a text says is written as text. Margins and page numbers are those of
// Decree 30/2020, Annex I. Does not know what the paper is about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vanthu::nominations::word {

struct Style {
    int half_points = 28;
    bool bold = false, italic = false;
    std::string_view align = "left";
    int indent = 0;  // first line, twips
    int after = 0;   // space below, twips
};

std::string paragraph(const std::string& text, const Style& style = {});
// "Điều 1." in bold, then the text.
std::string labelled(const std::string& label, const std::string& text, const Style& style);
// A line across, `side` twips away from both sides.
std::string rule(int side, int after = 0);
std::string cell(const std::string& content, int width, int columns = 1);
std::string row(const std::vector<std::string>& cells, bool header = false);
std::string table(const std::string& rows, bool ruled);
std::string page_break();

// Error(Unavailable) when the file cannot be written.
void write(const std::string& body, const std::string& path);

}  // namespace vanthu::nominations::word
