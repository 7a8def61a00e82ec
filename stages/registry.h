// registry.h: the table of stages, and what they are built with.
//
// An explicit table, no registration at load time: a stage exists when it stands here, and
// config/pipelines.xml may name it.
#pragma once

#include "forms/form_library.h"
#include "pipeline/runner.h"
#include "ocr/digits.h"
#include "ocr/language_model.h"
#include "stages/route.h"

namespace vanthu::stages {

// What stages are built with; must outlive them.
struct StageParts {
    const forms::FormLibrary& forms;
    const ocr::LanguageModel& language;
    const Routes& routes;
    const ocr::DigitReader* digits = nullptr;  // without it numbers by hand are not read
    store::Database* office = nullptr;         // without it nothing is known of earlier papers
};

pipeline::StageTable make_stages(const StageParts& parts);

}  // namespace vanthu::stages
