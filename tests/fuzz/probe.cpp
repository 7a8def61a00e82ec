#include "tests/fuzz/target.h"

namespace vanthu::fuzz {

std::vector<std::string> own_seeds() {
    return {};
}

}  // namespace vanthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    vanthu::fuzz::call(vanthu::formats::probe, "{}", input);
    return 0;
}
