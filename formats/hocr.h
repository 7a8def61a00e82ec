// hocr.h: a document's text as hOCR, the XHTML that OCR tools exchange.
//
// Promises well-formed XHTML in UTF-8 whatever the words hold, all pages in order, blocks in
// reading order, boxes in pixels of the righted page image. What a page does not know is left out:
// a DOCX has words but no boxes, so none are made up. Pure. Does not read images and writes no
// files.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "pipeline/document.h"

namespace vanthu::formats {

std::string write_hocr(const pipeline::Document& document);

// The same in pieces, for papers too long for memory.
void write_hocr(const pipeline::Document& document,
                const std::function<void(std::string_view)>& take);

}  // namespace vanthu::formats
