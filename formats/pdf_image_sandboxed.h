// pdf_image_sandboxed.h: an image as a PDF keeps it, without loss.
//
// A JPEG goes in as it is, a PNG with its own compressed bytes where PDF knows them too; everything
// else is decoded and packed again, bilevel as fax group 4, the rest as PNG does. No pixel is
// altered except that alpha is put on white. Error(BadInput) for damaged bytes. One thread.
#pragma once

#include <string_view>

#include "pipeline/sandbox.h"

class QPDF;
class QPDFObjectHandle;

namespace vanthu::formats {

// The image stream of the only page of a JPEG or PNG, or of page `number` of a TIFF. `aspect`
// becomes the height of a pixel in its widths: fax pages have flat ones.
QPDFObjectHandle embed_image(QPDF& file, std::string_view bytes, std::string_view media_type,
                             int number, const pipeline::Limits& limits, double& aspect);

}  // namespace vanthu::formats
