// signing_rows_sandboxed.h: where the signer's titles and name stand on a page.
//
// Beside the list of recipients, or around the lowest seal of the right half where its label was
// not read: rows of capitals are titles, the lowest row of names below them is the name. Reads
// nothing itself. One thread.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "ocr/circles_sandboxed.h"
#include "pipeline/document.h"

struct Pix;

namespace vanthu::ocr {

// The page with its grey seals, and what it is without them.
struct SealedPage {
    Pix* scanned;
    Pix* cleared;
    const std::vector<Circle>& seals;
};

// What was read on one row, as places among the page's lines.
struct SigningRow {
    pipeline::Box box;
    std::vector<std::size_t> lines;
};

struct SigningRows {
    pipeline::Box area;
    int tall = 0;                    // pixels of a line
    std::vector<std::size_t> lines;  // of the block, top down
    std::vector<SigningRow> titles;  // top down
    std::optional<SigningRow> name;
    std::optional<int> middle;  // of the titles that are read well
};

// Nothing where no block was found.
std::optional<SigningRows> find_signing_rows(const SealedPage& page, int dpi,
                                             const std::vector<pipeline::TextLine>& lines);

// Rows of letters from `top` to the end of the block's area, read or not.
std::vector<SigningRow> rows_of_ink(Pix* page, const SigningRows& block, int top);

// Most of its letters are capitals.
bool is_title(const pipeline::TextLine& line);

bool shares_row(const pipeline::Box& one, const pipeline::Box& other);

}  // namespace vanthu::ocr
