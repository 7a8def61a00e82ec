// Strips for the digit reader: any page image, and places that lie on it, across its edges and off
// it.
#include <sstream>

#include "tests/fuzz/target.h"
#include "tests/hostile/made_files.h"

namespace vanthu::fuzz {

std::vector<std::string> own_seeds() {
    return {"P5\n120 80\n255\n" + std::string(120 * 80, '\x90'),
            hostile::png(90, 120, 8, 0, hostile::packed(91 * 120, '\0')),
            hostile::jpeg_claim(64, 48)};
}

}  // namespace vanthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    // The last bytes say where to look, so that places change with the picture.
    const auto number = [&](std::size_t from_end) {
        return size > from_end ? static_cast<int>(data[size - 1 - from_end]) - 64 : 0;
    };
    std::ostringstream gaps;
    gaps << R"({"gaps":[)";
    for (std::size_t i = 0; i < 3; ++i)
        gaps << (i > 0 ? "," : "") << R"({"left":)" << number(i) << R"(,"right":)" << number(i + 3)
             << R"(,"em":)" << number(i + 6) << R"(,"left_em":0.5,"right_em":1.5,"print_left":)"
             << number(i + 1) << R"(,"print_right":)" << number(i + 2) << R"(,"top":)"
             << number(i + 4) << R"(,"bottom":)" << number(i + 5) << "}";
    gaps << "]}";
    vanthu::fuzz::call(vanthu::ocr::crop_gaps, gaps.str(), input);
    return 0;
}
