// docx_model_sandboxed.h: what is kept of a DOCX: paragraphs and tables as they are seen on paper.
//
// Plain structs. Lengths are twentieths of a point (twips), as in the file; the layout turns them
// into pixels.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/sandbox.h"

namespace vanthu::formats {

class DocxPackage;

enum class Align { Left, Center, Right };

struct DocxTabStop {
    int position = 0;
    Align align = Align::Left;
};

// A stretch of text with one look; a tab or a line break is a piece of its own.
struct DocxPiece {
    enum class Kind { Text, Tab, LineBreak } kind = Kind::Text;
    std::string text;
    bool bold = false, italic = false;
    int half_points = 26;
};

struct DocxTable;

struct DocxParagraph {
    Align align = Align::Left;
    int indent = 0, first_line = 0, right_indent = 0;
    int number_id = 0, number_level = 0;  // 0 = no list
    std::vector<DocxTabStop> tabs;
    std::vector<DocxPiece> pieces;
};

// Either a paragraph or a table.
struct DocxItem {
    DocxParagraph paragraph;
    std::unique_ptr<DocxTable> table;
};

struct DocxCell {
    int span = 1;
    int width = 0;
    bool continues_above = false;  // merged into the cell over it
    std::vector<DocxItem> items;
};

struct DocxRow {
    int skipped_columns = 0;
    std::vector<DocxCell> cells;
};

struct DocxTable {
    Align align = Align::Left;
    int indent = 0;
    std::vector<int> columns;  // widths
    std::vector<DocxRow> rows;
};

// The sheet of the first section: where the head of the paper stands.
struct DocxSheet {
    bool known = false;
    int page_width = 11906, page_height = 16838;  // A4
    int left_margin = 1701, right_margin = 851, top_margin = 1134;
};

struct DocxContent {
    DocxSheet sheet;
    std::vector<DocxItem> headers, body, footers;
};

// A look that a style, a paragraph or a run gives; what it does not say is inherited.
struct DocxLook {
    std::optional<bool> bold, italic, capitals, hidden;
    std::optional<int> half_points;
    std::optional<Align> align;
    std::optional<int> indent, first_line, right_indent, number_id, number_level;
};

void apply(DocxLook& look, const DocxLook& over);

struct DocxStyles {
    DocxLook defaults;
    std::string default_paragraph;
    std::map<std::string, DocxLook> styles;  // with what they inherit
};

// Labels of list paragraphs ("1.", "a)", "-"), counted as they come.
class DocxNumbering {
public:
    void read(std::string_view xml, const pipeline::Limits& limits);

    // "" for a list that is not defined.
    std::string next_label(int id, int level);

private:
    struct Level {
        int start = 1;
        std::string format = "decimal", text;
    };
    struct List {
        std::string definition;
        std::map<int, int> starts;  // by level
    };
    std::map<std::string, std::map<int, Level>> definitions_;
    std::map<int, List> lists_;
    std::map<std::string, std::map<int, int>> counters_;
};

class XmlPull;

// After Start of w:rPr or w:pPr: adds what it says.
void read_run_look(XmlPull& xml, DocxLook& look);
void read_paragraph_look(XmlPull& xml, DocxLook& look, std::string& style,
                         std::vector<DocxTabStop>& tabs, DocxSheet* sheet);

// After Start of w:sectPr.
void read_sheet(XmlPull& xml, DocxSheet& sheet);

DocxStyles read_styles(std::string_view xml, const pipeline::Limits& limits);

DocxContent read_content(DocxPackage& package, const pipeline::Limits& limits);

int number_of(const std::string& text, int otherwise);

}  // namespace vanthu::formats
