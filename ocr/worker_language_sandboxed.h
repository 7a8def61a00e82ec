// worker_language_sandboxed.h: what a page worker knows of the language it reads.
//
// The model of its words side by side, and the family names in use. The service hands its file over
// with a call, because a worker opens no files of its own; the first one is loaded and kept.
// Without one a worker reads as it always did. One per process, one thread.
#pragma once

#include <string>
#include <vector>

#include "ocr/language_model.h"

namespace vanthu::ocr {

// `descriptor`: of the model's file, stays the caller's. Error(Configuration) when it is none.
void take_worker_language(int descriptor);

// Null before a call brought one.
const LanguageModel* worker_language();

// Commonest first; those of the last call.
void know_family_names(std::vector<std::u32string> names);
const std::vector<std::u32string>& known_family_names();

}  // namespace vanthu::ocr
