// docx_model_sandboxed.h: what is kept of a DOCX: paragraphs and tables as they are seen on paper.
//
// Plain structs. Lengths are twentieths of a point (twips), as in the file; the layout turns them
// into pixels.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/docx_symbols_sandboxed.h"
#include "formats/legacy_vietnamese.h"
#include "formats/xml_encoding_sandboxed.h"
#include "pipeline/sandbox.h"

namespace vanthu::formats {

enum class Align : std::uint8_t { Left, Center, Right };

struct DocxTabStop {
    int position = 0;
    Align align = Align::Left;
};

// A stretch of the paragraph's text with one look; a tab or a line break is a piece of its own.
struct DocxPiece {
    enum class Kind : std::uint8_t { Text, Tab, LineBreak } kind = Kind::Text;
    bool bold = false, italic = false;
    int half_points = 26;
    std::uint32_t begin = 0, end = 0;  // in DocxParagraph::text
};

struct DocxTable;

struct DocxParagraph {
    Align align = Align::Left;
    int indent = 0, first_line = 0, right_indent = 0;
    std::vector<DocxTabStop> tabs;
    std::string text;
    Letters letters;  // of the text
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
    bool continues_above = false;   // merged into the cell over it
    bool continues_before = false;  // merged into the cell on its left
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

// A picture in the text: the relationship that names its part, the part once that is looked up, and
// its size on the sheet.
struct DocxImage {
    std::string relationship, part;
    int width = 0, height = 0;  // 0 = not said
};

// What a section prints at the top or at the bottom of its pages.
struct DocxHeaderUse {
    enum class Pages : std::uint8_t { All, First, Even } pages = Pages::All;
    bool header = true;
    std::string relationship;
};

struct DocxContent {
    DocxSheet sheet;
    std::vector<DocxHeaderUse> header_uses;        // of all sections, as they come
    bool title_page = false;                       // some section has a first page of its own
    std::vector<std::string> footnotes, endnotes;  // ids, as they are referred to
    std::vector<DocxImage> images;                 // of the body
    std::vector<DocxItem> headers, body, notes, footers;
};

// A look that a style, a paragraph or a run gives; what it does not say is inherited.
struct DocxLook {
    std::optional<bool> bold, italic, capitals, hidden;
    std::optional<int> half_points;
    std::optional<LegacyEncoding> encoding;
    std::optional<SymbolFont> symbols;
    std::optional<Align> align;
    std::optional<int> indent, first_line, right_indent, number_id, number_level;
};

void apply(DocxLook& look, const DocxLook& over);

class DocxPackage;

DocxContent read_content(DocxPackage& package, const pipeline::Limits& limits);

// The whole number a text begins with.
int number_of(std::string_view text, int otherwise);

}  // namespace vanthu::formats
