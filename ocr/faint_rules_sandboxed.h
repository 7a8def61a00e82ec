// faint_rules_sandboxed.h: rules that are known in parts, followed where they are faint.
//
// Toner that is missing in patches leaves of a rule what no threshold keeps. But a rule that was
// found somewhere goes on along the tilt of its sheet, and there a trace that is darker than both
// its sides all along is enough. Where nothing is drawn nothing is added. What runs on beyond both
// sides of a table is a crease and goes. Pure; one thread.
#pragma once

#include "formats/image_sandboxed.h"

namespace vanthu::ocr {

// Draws on `rules`, the mask that rules_of gives, what `grey` shows of them besides.
void follow_faint_rules(Pix* grey, Pix* rules, int dpi);

}  // namespace vanthu::ocr
