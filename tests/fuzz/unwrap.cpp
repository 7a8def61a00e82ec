// A zip around one file, as edXML packets carry theirs: changed archives, and archives whose parts
// were changed.
#include "tests/fuzz/target.h"
#include "tests/hostile/made_files.h"

namespace vanthu::fuzz {

std::vector<std::string> own_seeds() {
    using hostile::zip;
    using hostile::zip_entry;
    const std::string inner = zip({zip_entry("b.txt", "B")});
    return {zip({zip_entry("cong-van.pdf", "%PDF-1.4\n")}),
            zip({zip_entry("a/", ""), zip_entry("a/cong-van.docx", inner)}),
            zip({zip_entry("../x", "A"), zip_entry("y", "B")}),
            zip({zip_entry("[Content_Types].xml", "<Types/>")}), "cong-van.pdf"};
}

}  // namespace vanthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using vanthu::hostile::zip;
    using vanthu::hostile::zip_entry;
    const std::string input(reinterpret_cast<const char*>(data), size);
    vanthu::fuzz::call(vanthu::formats::unwrap, "{}", input);
    // The bytes as a name and as a content, behind checksums that are right.
    if (size > 0 && size < 4096)
        vanthu::fuzz::call(vanthu::formats::unwrap, "{}",
                           zip({zip_entry(input.substr(0, size / 2), input.substr(size / 2))}));
    return 0;
}
