// row_ink_sandboxed.h: the letters of one row by themselves: level, without what a pen, a seal or
// another row put beside or across them.
//
// A name below a signature grows together with the pen's strokes, and a rubber stamp stands aslant;
// the line recogniser takes both for letters. What lies within the height of the letters that are
// sure is kept; of ink that reaches out of it, what is as thick as they are. Nothing is added.
// Functions of one image each; one thread per image.
#pragma once

#include <optional>
#include <vector>

#include "formats/image_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

struct RowInk {
    struct Piece {
        int at = 0, from = 0;  // left in the picture, on the page
    };

    formats::PixPtr picture;  // 8-bit grey
    int top = 0;              // of the picture, on the page
    std::vector<Piece> pieces;
    pipeline::Box ink;  // from the first letter to the last, on the page

    int on_page(int x) const;
};

// What stands beside it belongs to the row as far as `left` and `right`.
struct Reach {
    int left = 0, right = 0;
};

// `letters`: around some that are sure. Nothing where no letters stand there. The narrow spaces of
// a rubber stamp are made wider.
std::optional<RowInk> row_alone(Pix* page, const pipeline::Box& letters, const Reach& reach);

// Groups of letters of capitals `tall` pixels high: a row, or rows that run into each other.
std::vector<pipeline::Box> letter_groups(Pix* page, const pipeline::Box& area, int tall);

// The lowest row of a group; of what stands above its capitals `marks` pixels are kept.
std::optional<RowInk> lowest_row(Pix* page, const pipeline::Box& group, int tall, int marks);

}  // namespace vanthu::ocr
