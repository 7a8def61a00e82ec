// docx_pictures_sandboxed.h: pictures in a DOCX that are pages which somebody scanned and pasted.
//
// A logo, a signature or a chart is part of a page of text; a picture over much of a sheet is a
// page. Where there is hardly any text, a smaller one is. A damaged picture is given empty, so that
// it costs its own page alone. Pictures are not decoded here.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "formats/docx_model_sandboxed.h"
#include "formats/docx_package_sandboxed.h"

namespace vanthu::formats {

// The bytes of at most kMostPictures (formats/operations.h), from number `first` on; `words`: how
// many the page of text has.
std::vector<std::string> page_pictures(DocxPackage& package, const DocxContent& content,
                                       std::size_t words, std::size_t first);

}  // namespace vanthu::formats
