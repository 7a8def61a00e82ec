// classifier.h: which form a paper has.
//
// Each form's marks are weighed by what the head, title, foot and tables of the paper show; the
// heaviest form that reaches its least score wins. A paper without any (a photograph, a receipt, a
// foreign letter) is "unknown" and nothing is taken from it. The version is the one in force on the
// paper's own date. Pure function.
#pragma once

#include <string>

#include "forms/form_library.h"
#include "pipeline/document.h"

namespace vanthu::forms {

struct Classification {
    std::string form = "unknown";
    int version = 0;
    double confidence = 0;  // of "unknown": how far every form was from its least score
};

Classification classify(const pipeline::Document& document, const FormLibrary& library);

}  // namespace vanthu::forms
