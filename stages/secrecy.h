// secrecy.h: is the paper marked MẬT, TỐI MẬT or TUYỆT MẬT?
//
// Looks for a mark that stands alone in the upper part of a page, also when the reader lost its
// marks. Finding one adds the field `secrecy`, on which the runner puts the document under
// quarantine. Pure.
#pragma once

#include "pipeline/document.h"

namespace vanthu::stages {

// Looks at the pages read so far; returns whether the field is there now. Sets
// document.secrecy_decided.
bool decide_secrecy(pipeline::Document& document, std::string_view stage);

}  // namespace vanthu::stages
