// resolution_sandboxed.h: how many pixels an inch of the paper has, whatever the file says.
//
// Files lie: photos say 72, fax programs 1, converters 300 for 150. A tag that makes the sheet A4
// is believed; any other must agree with the size of the letters. Pure function.
#pragma once

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {

// `said` is the file's tag, 0 when there is none. Without letters to go by A4 is assumed.
int believable_dpi(Pix* pix, int said);

}  // namespace vanthu::ocr
