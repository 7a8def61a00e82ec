// signing_block_sandboxed.h: the signer's titles and name, looked at more than once.
//
// A seal stands on the lines that matter most. A row that it touches, or that reads badly, is read
// again as it was scanned, without the seal and larger, and takes what the looks agree on
// (looks_sandboxed.h), also level and without the strokes that cross it (row_ink_sandboxed.h); the
// name, whose marks are easily cut off, is always looked at twice. A name that was not read at all
// is searched for below the titles, a title stamped onto another one in their lowest row. Only
// beside a list of recipients. One engine per process, one thread.
#pragma once

#include <string>
#include <vector>

#include "ocr/signing_rows_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

// What a signer may be called; both may be empty.
struct SignersWords {
    std::vector<std::u32string> family_names;  // those in use, commonest first
    std::vector<std::u32string> titles;        // in capitals
};

void reread_signing_block(const SealedPage& page, int dpi, int milliseconds,
                          const SignersWords& words, std::vector<pipeline::TextLine>& lines);

}  // namespace vanthu::ocr
