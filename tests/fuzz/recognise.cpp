#include "tests/fuzz/target.h"

namespace vanthu::fuzz {

// A line of strokes that might be letters.
std::vector<std::string> own_seeds() {
    constexpr std::size_t kWidth = 400, kHeight = 60;
    std::string pixels(kWidth * kHeight, '\xff');
    for (std::size_t letter = 0; letter < 12; ++letter)
        for (std::size_t y = 15; y < 45; ++y)
            for (std::size_t x = 0; x < 18; ++x)
                if (x < 4 || (letter % 2 && x > 13) || (y % 13 < 4 && letter % 3))
                    pixels[y * kWidth + 20 + letter * 28 + x] = '\0';
    return {"P5\n400 60\n255\n" + pixels};
}

}  // namespace vanthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    const std::string raster = vanthu::fuzz::call(vanthu::ocr::preprocess, "{}", input);
    if (!raster.empty()) vanthu::fuzz::call(vanthu::ocr::recognise, R"({"page":1})", raster);
    vanthu::fuzz::call(vanthu::ocr::recognise, R"({"page":1})", input);
    return 0;
}
