// form_reader.h: form definitions from XML.
//
// Promises: the file is checked against the RELAX NG schema before anything is built; every problem
// is an Error(Configuration) that starts with file and line. Pure function of the file.
#pragma once

#include <string>

#include "forms/form.h"

namespace vanthu::forms {

Form read_form(const std::string& path, const std::string& schema);

}  // namespace vanthu::forms
