// ink_words_sandboxed.h: runs of ink as if they were words, on the flat sheet, to make tables of;
// and the text of the cells that were made.
//
// Which cell a run stands in is known before it is read; then each cell is read by itself. One
// thread (the engine's).
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"
#include "ocr/ink_runs_sandboxed.h"
#include "ocr/straight_rules_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

class InkWords {
public:
    InkWords(const std::vector<InkRun>& runs, int height, const Straightening& sheet);

    // Where the run lies that stands at a flat place.
    pipeline::Box on_page(const pipeline::Box& flat) const;

    std::vector<formats::PlacedWord> words;

private:
    using Key = std::tuple<int, int, int, int>;
    static Key key(const pipeline::Box& box) { return {box.left, box.top, box.right, box.bottom}; }
    std::map<Key, pipeline::Box> on_page_;
};

// A box of the flat sheet, as far as the page reaches.
pipeline::Box on_page(const pipeline::Box& flat, const Straightening& sheet, Pix* page);

// A box with a rim around it, as far as the page reaches.
pipeline::Box grown(const pipeline::Box& box, int by, Pix* page);

// Reads what stands in cells made of ink words; their boxes are places on the page then.
void fill_cells(Pix* grey, const InkWords& words, const Straightening& sheet, int dpi,
                int milliseconds, std::vector<pipeline::Block>& cells);

}  // namespace vanthu::ocr
