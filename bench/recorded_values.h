// recorded_values.h: the values read from made scans, with what is known of each before any
// calibration.
//
// The scans come from samples/make_heldout.py with their truth, what the recogniser saw of them
// from `vanthu form test all FOLDER --recordings RECORDINGS`, so that forms are tried on hundreds
// of pages within seconds.
#pragma once

#include <string>
#include <vector>

#include "forms/form_library.h"
#include "ocr/language_model.h"

namespace vanthu::bench {

struct RecordedValue {
    std::string field;
    double raw = 0;        // the extractor's own confidence
    bool vouched = false;  // forms/vouched.h
    bool right = false;
};

// Error(NotFound) for a page that was not recorded. Text layers are left out.
std::vector<RecordedValue> recorded_values(const std::string& folder, const std::string& recordings,
                                           const forms::FormLibrary& library,
                                           const ocr::LanguageModel& language);

}  // namespace vanthu::bench
