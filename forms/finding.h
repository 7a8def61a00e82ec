// finding.h: one value that a part of the matcher has read, before it becomes a field.
#pragma once

#include <string>
#include <vector>

#include "pipeline/document.h"

namespace vanthu::forms {

struct Finding {
    std::string text;  // as seen
    std::string
        normal;  // as stored; empty with candidates = something stands there that could not be read
    float confidence = 0;
    int page = 0;
    pipeline::Box box;
    std::vector<std::string> list;
    std::vector<std::string> candidates;

    bool has_value() const { return !normal.empty() || !list.empty(); }
};

}  // namespace vanthu::forms
