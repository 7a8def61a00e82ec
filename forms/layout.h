// layout.h: the pages of a document as rows of segments, whatever reader they came from.
//
// A segment is a run of words without a wide gap: the two columns of a head that a reader took for
// one line become two segments of one row. Rows are top to bottom, segments left to right. Stamps,
// running heads and feet are kept apart. Plain data, built once per document; safe to read from
// several threads.
#pragma once

#include <string>
#include <vector>

#include "forms/folded.h"
#include "pipeline/document.h"

namespace vanthu::forms {

struct Segment {
    std::vector<pipeline::Word> words;
    pipeline::Box box;
    Folded text;           // words joined by single spaces
    float confidence = 1;  // of the least sure word that has a letter or digit
    bool bold = false;
    bool italic = false;
    bool cell = false;  // from a table

    int middle() const { return (box.left + box.right) / 2; }
    int centre() const { return (box.top + box.bottom) / 2; }
};

struct Row {
    pipeline::Box box;
    std::vector<std::size_t> segments;  // indices into PageLayout::segments, left to right
};

struct PageLayout {
    int number = 0;
    int width = 0, height = 0;
    int line_height = 0;      // median height of a text line
    int left = 0, right = 0;  // margins of the text
    bool scanned = false;
    bool whole_paragraphs = false;  // a segment is a paragraph, however long (DOCX)
    std::vector<Segment> segments;
    std::vector<Row> rows;
    std::vector<Segment> stamps;  // lines of Stamp blocks

    int middle() const { return (left + right) / 2; }
    std::string row_text(const Row& row) const;
};

struct Layout {
    std::vector<PageLayout> pages;
};

Layout lay_out(const pipeline::Document& document);

// Words joined by spaces and everything that follows from them.
Segment make_segment(std::vector<pipeline::Word> words);

// One segment out of several of a row, in their order.
Segment joined(const std::vector<const Segment*>& parts);

// Confidence of the words that hold the given range of the segment's folded text.
float confidence_of(const Segment& segment, std::size_t begin, std::size_t end);
pipeline::Box box_of(const Segment& segment, std::size_t begin, std::size_t end);

}  // namespace vanthu::forms
