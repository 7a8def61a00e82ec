// form_library.h: all form definitions and lexicons of an installation.
//
// Loaded once at start from a folder with form.rng, lexicon.rng, definitions/ and lexicons/;
// immutable afterwards, so safe from several threads. Picks the version of a form by the paper's
// own date. Does not look at papers; see classifier.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/confidence.h"
#include "forms/form.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

class FormLibrary {
public:
    // Error(Configuration) with file and line; two definitions of one form and version are one.
    static FormLibrary load(const std::string& folder);

    const std::vector<Form>& forms() const { return forms_; }
    const Lexicons& lexicons() const { return lexicons_; }
    const Calibration& calibration() const { return calibration_; }

    // The version in force on that day; without a day, or when none was in force, the newest. Null
    // for an unknown id.
    const Form* form(std::string_view id, std::optional<Date> day = std::nullopt) const;

    // Exactly that version, the newest for 0; null when there is none.
    const Form* version(std::string_view id, int version) const;

private:
    std::vector<Form> forms_;
    Lexicons lexicons_;
    Calibration calibration_;
};

}  // namespace vanthu::forms
