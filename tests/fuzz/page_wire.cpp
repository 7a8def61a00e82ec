#include "pipeline/page_wire.h"
#include "base/error.h"
#include "tests/fuzz/target.h"

namespace vanthu::fuzz {

std::vector<std::string> own_seeds() {
    pipeline::Page page;
    page.number = 1;
    page.width = 2480;
    page.height = 3508;
    pipeline::Block block;
    block.lines.push_back(
        {{{"Kính", {10, 20, 90, 60}, 0.9f}, {"gửi", {95, 20, 150, 60}, 0.8f}}, {10, 20, 150, 60}});
    page.blocks = {block, block};
    return {pipeline::encode_pages({page, page})};
}

}  // namespace vanthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        vanthu::pipeline::decode_pages({reinterpret_cast<const char*>(data), size});
    } catch (const vanthu::Error&) {  // a worker that lies is refused
    }
    return 0;
}
