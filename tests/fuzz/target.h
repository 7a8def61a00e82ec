// target.h: what every fuzz target is: one function that takes any bytes and returns.
//
// Readers inside the service must end in a result or an Error. Operations of the page worker may
// also end in another std::exception, which the worker's loop turns into bad_input; nothing else
// may happen: no crash, no hang, no report of a sanitizer. A target is linked with libFuzzer
// (VANTHU_FUZZ) or with mutate.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "formats/operations.h"
#include "ocr/operations.h"
#include "pipeline/sandbox.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace vanthu::fuzz {

// What a target knows to be a good start, beside the files it is given.
std::vector<std::string> own_seeds();

// Calls an operation as the page worker does, with limits that keep one input quick. Returns the
// last attachment, else the result; nothing when the input was refused.
std::string call(pipeline::SandboxReply (*operation)(const pipeline::SandboxRequest&,
                                                     const pipeline::Limits&),
                 const std::string& parameters, const std::string& bytes);

}  // namespace vanthu::fuzz
