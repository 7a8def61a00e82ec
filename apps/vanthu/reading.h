// reading.h: one file through the whole pipeline without an office, for commands that want its
// document.
//
// Nothing is stored. Loads forms and models and starts page workers when made, so keep one for
// several files. One thread.
#pragma once

#include <memory>
#include <string>

#include "apps/vanthu/installation.h"
#include "apps/vanthu/settings.h"
#include "forms/form_library.h"
#include "ocr/digits.h"
#include "ocr/language_model.h"
#include "pipeline/runner.h"

namespace vanthu::apps {

class Reading {
public:
    explicit Reading(int workers);

    // Error as `vanthu read` would tell it.
    pipeline::Document read(const std::string& path);

private:
    Installation installation_;
    Settings settings_;
    forms::FormLibrary forms_;
    ocr::LanguageModel language_;
    ocr::DigitReader digits_;
    pipeline::StageTable stages_;
    pipeline::Pipeline pipeline_;
    std::unique_ptr<pipeline::SandboxPool> sandbox_;
    SystemClock clock_;
};

}  // namespace vanthu::apps
