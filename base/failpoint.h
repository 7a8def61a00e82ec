// failpoint.h: named places where a test may kill the process.
//
// `VANTHU_FAILPOINT=name` (or `name:3` for the third pass) makes the process die by SIGKILL there, as a power cut would.
// Costs one comparison when unset. Only commit boundaries are named; see tests/crash.
#pragma once

#include <string_view>

namespace vanthu {

void failpoint(std::string_view name);

}  // namespace vanthu
