#include "base/error.h"
#include "pipeline/facts_json.h"
#include "tests/fuzz/target.h"

namespace vanthu::fuzz {

std::vector<std::string> own_seeds() {
    pipeline::Document document;
    document.fields.emplace_back();
    document.issues.emplace_back();
    document.tables.emplace_back();
    document.signatures.emplace_back();
    return {pipeline::write_facts(document)};
}

}  // namespace vanthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    vanthu::pipeline::Document document;
    try {
        vanthu::pipeline::read_facts({reinterpret_cast<const char*>(data), size}, document);
    } catch (const vanthu::Error&) {  // a damaged row is named
    }
    return 0;
}
