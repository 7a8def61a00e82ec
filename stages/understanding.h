// understanding.h: the three stages that turn pages of words into fields.
//
// classify says which form a paper has, extract reads its fields, tables and citations by that
// form, validate says what a person must look at. They read only the text model and the form
// library, which must outlive them. A value that a person verified or corrected is never touched.
#pragma once

#include <memory>

#include "forms/form_library.h"
#include "pipeline/stage.h"

namespace vanthu::stages {

std::unique_ptr<pipeline::Stage> make_classify_stage(const forms::FormLibrary& forms);
std::unique_ptr<pipeline::Stage> make_extract_stage(const forms::FormLibrary& forms);
std::unique_ptr<pipeline::Stage> make_validate_stage(const forms::FormLibrary& forms);

}  // namespace vanthu::stages
