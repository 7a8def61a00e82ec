// The whole way of a scanned page: righted, cut, read, part by part and in one go.
#include "tests/fuzz/target.h"
#include "tests/hostile/made_files.h"

namespace vanthu::fuzz {

// A small page with a line of strokes that might be letters, in the formats a page comes in.
std::vector<std::string> own_seeds() {
    constexpr std::size_t kWidth = 300, kHeight = 200;
    std::string pixels(kWidth * kHeight, '\xff');
    for (std::size_t letter = 0; letter < 8; ++letter)
        for (std::size_t y = 20; y < 44; ++y)
            for (std::size_t x = 0; x < 14; ++x)
                if (x < 4 || (letter % 2 && x > 9) || (y % 11 < 4 && letter % 3))
                    pixels[y * kWidth + 30 + letter * 24 + x] = '\0';
    return {"P5\n300 200\n255\n" + pixels,
            hostile::png(90, 120, 8, 0, hostile::packed(91 * 120, '\x40')),
            hostile::jpeg_claim(40, 40)};
}

}  // namespace vanthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    const char* const part = size % 3 == 0   ? R"({"page":1,"keep":true})"
                             : size % 3 == 1 ? R"({"page":1,"part":"head","boxes":[1,1,9,9]})"
                                             : R"({"page":1,"part":"foot","milliseconds":200})";
    vanthu::fuzz::call(vanthu::ocr::read_scan, part, input);
    return 0;
}
