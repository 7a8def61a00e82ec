#include "base/error.h"
#include "tests/fuzz/target.h"
#include "workflow/bpmn_reader.h"

namespace vanthu::fuzz {

std::vector<std::string> own_seeds() {
    return {};
}

}  // namespace vanthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        vanthu::workflow::read_bpmn({reinterpret_cast<const char*>(data), size}, "fuzz.bpmn");
    } catch (const vanthu::Error&) {  // not XML
    }
    return 0;
}
