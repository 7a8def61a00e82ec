// understanding.h: the three stages that turn pages of words into fields.
//
// classify says which form a paper has, extract reads its fields, tables and citations by that
// form, validate says what a person must look at. They read the text model and the form library,
// extract also the page image where a head has gaps that are filled in, what the office knows from
// earlier papers (experience.h), and whether the language knows what was read; library, digit
// reader and office must outlive them. A value
// that a person verified or corrected is never touched.
#pragma once

#include <memory>

#include "forms/form_library.h"
#include "ocr/digits.h"
#include "ocr/language_model.h"
#include "pipeline/stage.h"

namespace vanthu::stages {

std::unique_ptr<pipeline::Stage> make_classify_stage(const forms::FormLibrary& forms);
std::unique_ptr<pipeline::Stage> make_extract_stage(const forms::FormLibrary& forms,
                                                    const ocr::DigitReader* digits = nullptr,
                                                    store::Database* office = nullptr,
                                                    const ocr::LanguageModel* language = nullptr);
std::unique_ptr<pipeline::Stage> make_validate_stage(const forms::FormLibrary& forms);

}  // namespace vanthu::stages
