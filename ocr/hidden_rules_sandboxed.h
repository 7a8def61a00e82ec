// hidden_rules_sandboxed.h: rules across of which nothing is known yet.
//
// Between two rules of a table, along their tilt, a rule is thinner than a line of text, runs from
// side to side and no further, and is a little darker than both its sides nearly all the way, faint
// as it may be. Rules that fade out in the middle of nothing are left to faint_rules_sandboxed.h.
#pragma once

#include "formats/image_sandboxed.h"
#include "ocr/straight_rules_sandboxed.h"

namespace vanthu::ocr {

// Draws on `rules` what it finds on `grey`.
void draw_hidden_rules(Pix* grey, Pix* rules, const StraightRules& straight, int dpi);

}  // namespace vanthu::ocr
