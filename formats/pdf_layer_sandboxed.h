// pdf_layer_sandboxed.h: a page's words as text that is found and selected but not seen.
//
// A font without shapes. The words of a line share its size and stand on its bottom, because
// readers put lines together by size and baseline; each is as wide as its box and reaches up to its
// top, by a font that says so. A space fills the gap to the next word. Order is the document's
// reading order. The layer goes under what the page shows and is drawn in rendering mode 3, so no
// pixel changes. One object belongs to one QPDF and one thread.
#pragma once

#include <memory>
#include <vector>

#include "pipeline/document.h"

class QPDF;
class QPDFObjectHandle;

namespace vanthu::formats {

// Where the image that was read lies on a PDF page, in the page's own units, and by how much
// viewers turn that page clockwise (its /Rotate).
struct Sheet {
    double left = 0, bottom = 0, right = 0, top = 0;
    int turn = 0;
};

class TextLayer {
public:
    // The font is made for the characters of `pages` and can write no others.
    TextLayer(QPDF& file, const std::vector<pipeline::Page>& pages);
    ~TextLayer();

    // `words` has its boxes in the righted image; they are put back to where the source shows them.
    void put_under(QPDFObjectHandle page, const pipeline::Page& words, const Sheet& sheet);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vanthu::formats
