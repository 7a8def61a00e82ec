#include "tests/fuzz/target.h"
#include "tests/hostile/made_files.h"

namespace vanthu::fuzz {

std::vector<std::string> own_seeds() {
    return {hostile::pdf_page("q 100 0 0 100 9 9 cm /I Do Q BT /F 12 Tf 9 50 Td (So: 79/KH) Tj ET",
                              "/Font << /F 5 0 R >> /XObject << /I 6 0 R >>",
                              {"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
                               hostile::pdf_stream("/Subtype /Image /Width 4 /Height 4 "
                                                   "/ColorSpace /DeviceGray /BitsPerComponent 8",
                                                   "0123456789abcdef")},
                              "[0 0 120 120]"),
            hostile::tiff({hostile::tiff_page(8, 8, 1, 64)}, std::string(64, '\x7f')),
            hostile::png(16, 16, 8, 0, hostile::packed(17 * 16, '\0'))};
}

}  // namespace vanthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    const bool pdf = input.substr(0, 1024).find("%PDF-") != std::string::npos;
    const bool tiff = input.starts_with("II") || input.starts_with("MM");
    const std::string type = pdf ? "application/pdf" : tiff ? "image/tiff" : "image/png";
    vanthu::fuzz::call(vanthu::formats::render, "{\"media_type\":\"" + type + "\",\"page\":1}",
                       input);
    return 0;
}
