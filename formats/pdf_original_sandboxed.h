// pdf_original_sandboxed.h: what must change in a copy of somebody's PDF before words go under it.
//
// Nothing visible is lost. Works on one QPDF, in one thread; Error is never thrown for odd content,
// which then stays as it is.
#pragma once

#include <set>
#include <utility>

class QPDF;
class QPDFObjectHandle;

namespace vanthu::formats {

// Takes out what an earlier recogniser wrote in rendering mode 3, on the page and in the forms it
// draws; other invisible text (clipped, behind an image, in white) stays. Forms in `done` (object,
// generation) are left alone and those cleaned are added.
void remove_invisible_text(QPDFObjectHandle page, std::set<std::pair<int, int>>& done);

// A signature holds for the bytes of the original alone; in a derived file a viewer would call it
// broken. Its picture stays as a stamp, its field and value go. The original is kept beside.
void turn_signatures_into_stamps(QPDF& file);

}  // namespace vanthu::formats
