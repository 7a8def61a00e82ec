// docx_measure_sandboxed.h: the words of a line of a DOCX and about how wide they stand on paper.
//
// Widths are estimates from the size of print. The text is UTF-8, as the XML reader checked. One
// Measured serves one paragraph after the other, so that memory is asked for once; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "formats/docx_model_sandboxed.h"

namespace vanthu::formats {

constexpr double kDpi = 300;  // of the sheet

// Pixels of the size of print.
double em(const DocxPiece& piece);

// A word in the paragraph's text, measured from the start of its segment.
struct Placed {
    std::uint32_t begin = 0, end = 0;
    double left = 0, right = 0;
    bool bold = false, italic = false;
};

// Words between tabs and line breaks, measured from 0.
struct Segment {
    std::size_t first = 0, last = 0;  // of the words
    double width = 0;                 // without spaces at its end
};

// The words of one line, in memory that serves one paragraph after the other.
struct Measured {
    std::vector<Placed> words;
    std::vector<Segment> segments;
    double at = 0;
    bool in_word = false;

    void begin_line() {
        words.clear();
        segments.clear();
        begin_segment();
    }
    void begin_segment() {
        segments.push_back({words.size(), words.size(), 0});
        at = 0;
        in_word = false;
    }
};

// Puts the words of a piece of the paragraph's text behind those that are there; a word beyond
// 16 KB is cut.
void measure(Measured& line, std::string_view text, const DocxPiece& piece);

}  // namespace vanthu::formats
