// matcher.h: the fields, tables, citations and orders of a paper, by a form definition.
//
// One extractor for scans, PDF text and DOCX: it reads only the text model. A field's confidence is
// the least of its words', of how well it fits its pattern, and of how near it stands to its zone.
// What the page does not show stays missing. Final fields of the document are not the matcher's
// concern. Pure function; safe from several threads.
#pragma once

#include <vector>

#include "forms/form.h"
#include "forms/form_library.h"
#include "pipeline/document.h"

namespace vanthu::forms {

struct Extraction {
    std::vector<pipeline::Field>
        fields;  // in the order of the definition; only those the form knows
    std::vector<pipeline::FieldTable> tables;
    std::vector<pipeline::Citation> citations;
    std::vector<pipeline::Assignment> assignments;
    std::vector<pipeline::Issue> issues;
};

Extraction extract(const pipeline::Document& document, const Form& form,
                   const FormLibrary& library);

}  // namespace vanthu::forms
