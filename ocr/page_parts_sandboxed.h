// page_parts_sandboxed.h: a part of a page's image: cut out, kept inside the page, wiped.
//
// Boxes may reach beyond the image. Functions of one image each; one thread per image.
#pragma once

#include "formats/image_sandboxed.h"
#include "pipeline/document.h"

namespace vanthu::ocr {

formats::PixPtr clip_of(Pix* pix, const pipeline::Box& box);

// What of the box lies on the page.
pipeline::Box clipped(const pipeline::Box& box, Pix* page);

// Depth 8.
void whiten(Pix* grey, const pipeline::Box& box);

// Depth 1.
void clear(Pix* ink, const pipeline::Box& box);

}  // namespace vanthu::ocr
