#include "tests/fuzz/target.h"
#include "tests/hostile/made_files.h"

namespace vanthu::fuzz {

std::vector<std::string> own_seeds() {
    return {hostile::png(90, 120, 8, 0, hostile::packed(91 * 120, '\0')),
            hostile::jpeg_claim(40, 40), "P5\n90 120\n255\n" + std::string(90 * 120, '\x40')};
}

}  // namespace vanthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    vanthu::fuzz::call(vanthu::ocr::preprocess, "{}", input);
    return 0;
}
