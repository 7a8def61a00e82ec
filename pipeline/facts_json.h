// facts_json.h: what stages found beyond pages and fields, as the JSON text of document.facts.
//
// Tables, citations, tasks, signatures, issues and timings, in the same words as document_json.
// read_facts accepts what write_facts wrote in any earlier version: a missing key is an empty list.
// Pure functions.
#pragma once

#include <string>

#include "pipeline/document.h"

namespace vanthu::pipeline {

std::string write_facts(const Document& document);
void read_facts(const std::string& json, Document& document);

}  // namespace vanthu::pipeline
