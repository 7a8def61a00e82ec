#include "tests/fuzz/target.h"
#include "tests/hostile/made_files.h"

namespace vanthu::fuzz {

std::vector<std::string> own_seeds() {
    return {hostile::word_body(
        "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/><w:spacing w:before=\"60\" w:line=\"360\" "
        "w:lineRule=\"auto\"/><w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/></w:pPr><w:r>"
        "<w:rPr><w:rFonts w:ascii=\"Times New Roman\"/><w:b/><w:sz w:val=\"28\"/></w:rPr>"
        "<w:t>A</w:t></w:r></w:p><w:p><w:pPr><w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
        "<w:pgMar w:top=\"1134\" w:left=\"1701\" w:right=\"851\"/><w:pgNumType w:start=\"2\"/>"
        "</w:sectPr></w:pPr></w:p>")};
}

}  // namespace vanthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    vanthu::fuzz::call(vanthu::formats::docx_layout, "{}",
                       input.starts_with("PK") ? input : vanthu::hostile::docx(input));
    return 0;
}
