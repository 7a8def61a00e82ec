#include "tests/fuzz/target.h"
#include "tests/hostile/made_files.h"

namespace vanthu::fuzz {

std::vector<std::string> own_seeds() {
    return {
        hostile::word_body("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:b/>"
                           "</w:rPr><w:t>A</w:t><w:tab/></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr>"
                           "<w:gridSpan w:val=\"2\"/><w:vMerge w:val=\"restart\"/></w:tcPr>"
                           "<w:p/></w:tc><w:tc><w:tbl><w:tr><w:tc/></w:tr></w:tbl></w:tc>"
                           "</w:tr></w:tbl><w:p><w:ins><w:r><w:t>B</w:t></w:r></w:ins>"
                           "<w:del><w:r><w:delText>C</w:delText></w:r></w:del></w:p>")};
}

}  // namespace vanthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string input(reinterpret_cast<const char*>(data), size);
    // Changed bytes seldom pass a package's checksums, so other bytes are its main part.
    vanthu::fuzz::call(vanthu::formats::read_docx, "{}",
                       input.starts_with("PK") ? input : vanthu::hostile::docx(input));
    return 0;
}
