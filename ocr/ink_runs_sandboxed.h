// ink_runs_sandboxed.h: where words stand on a page, before anything is read.
//
// Letters side by side are a run, with the marks above and below them; gaps as wide as a space end
// it or do not, gaps between columns always do. Rules must be gone. Pure functions; what the words
// say is not their concern.
#pragma once

#include <vector>

#include "formats/image_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

struct InkRun {
    pipeline::Box box;      // with its marks
    pipeline::Box letters;  // without
    int baseline = 0;
};

// Connected ink of depth 1 within `area`.
std::vector<pipeline::Box> parts_of(Pix* ink, const pipeline::Box& area);

// How high a letter is where these parts stand.
int letter_height(const std::vector<pipeline::Box>& parts, int dpi);

// In no order; `height` of a letter.
std::vector<InkRun> ink_runs(std::vector<pipeline::Box> parts, int height);

// Runs of one line put together, from top to bottom.
std::vector<InkRun> ink_lines(std::vector<InkRun> runs);

}  // namespace vanthu::ocr
