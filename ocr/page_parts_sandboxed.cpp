#include "ocr/page_parts_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <new>

namespace vanthu::ocr {

using formats::PixPtr;
using pipeline::Box;

PixPtr clip_of(Pix* pix, const Box& box) {
    BOX* area = boxCreate(box.left, box.top, box.width(), box.height());
    PixPtr clip(pixClipRectangle(pix, area, nullptr));
    boxDestroy(&area);
    if (!clip) throw std::bad_alloc();
    return clip;
}

Box clipped(const Box& box, Pix* page) {
    return {std::clamp(box.left, 0, pixGetWidth(page)), std::clamp(box.top, 0, pixGetHeight(page)),
            std::clamp(box.right, 0, pixGetWidth(page)),
            std::clamp(box.bottom, 0, pixGetHeight(page))};
}

void whiten(Pix* grey, const Box& box) {
    BOX* area = boxCreate(box.left, box.top, box.width(), box.height());
    pixSetInRectArbitrary(grey, area, 255);
    boxDestroy(&area);
}

void clear(Pix* ink, const Box& box) {
    if (box.width() <= 0 || box.height() <= 0) return;
    BOX* area = boxCreate(box.left, box.top, box.width(), box.height());
    pixClearInRect(ink, area);
    boxDestroy(&area);
}

}  // namespace vanthu::ocr
