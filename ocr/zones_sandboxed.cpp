// read_zones: what is pasted onto a page that knows its text: pictures of numbers, names, stamps.

#include <leptonica/allheaders.h>

#include <algorithm>

#include "base/text.h"
#include "formats/image_sandboxed.h"
#include "formats/parameters_sandboxed.h"
#include "formats/pdf_text_sandboxed.h"
#include "ocr/ink_sandboxed.h"
#include "ocr/operations.h"
#include "ocr/raster_sandboxed.h"
#include "ocr/read_scan_sandboxed.h"
#include "pipeline/page_wire.h"

namespace vanthu::ocr {

using formats::decode_page;
using formats::input_of;
using formats::parameters_of;
using formats::read_input;
namespace {

using pipeline::Block;
using pipeline::TextLine;
using pipeline::Word;

// Seals, crests and signatures are pictures; a line that is text reads clearly.
bool reads_clearly(const TextLine& line) {
    constexpr double kClearly = 0.6;
    double sum = 0;
    int letters = 0;
    for (const Word& word : line.words) {
        const std::string folded = fold(word.text);
        const auto own = std::count_if(folded.begin(), folded.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        });
        letters += static_cast<int>(own);
        sum += static_cast<double>(own) * word.confidence;
    }
    return letters > 0 && sum >= kClearly * letters;
}

}  // namespace

pipeline::SandboxReply read_zones(const pipeline::SandboxRequest& request,
                                  const pipeline::Limits& limits) {
    const auto parameters = parameters_of(request);
    const PixPtr picture =
        decode_page(read_input(input_of(request), limits), parameters->optValue("page", 1), limits);
    Raster raster;
    if (pixGetDepth(picture.get()) == 32) {
        InkLayers layers = separate_inks(picture.get());
        raster = {std::move(layers.print), std::move(layers.stamps)};
    } else {
        raster = {formats::to_grey(picture.get()), nullptr};
    }
    auto reply = recognise_raster(raster, parameters, limits);
    pipeline::Page page = pipeline::decode_pages(reply.result).at(0);
    for (Block& block : page.blocks)
        std::erase_if(block.lines, [](const TextLine& line) { return !reads_clearly(line); });
    std::erase_if(page.blocks, [](const Block& block) { return block.lines.empty(); });
    // The picture of an electronic signature is evidence, not text of the paper.
    for (Block& block : page.blocks) {
        std::string text;
        for (const TextLine& line : block.lines)
            text += pipeline::text_of(line) + "\n";
        if (formats::is_signature_banner(text)) block.kind = Block::Kind::Stamp;
    }
    return {pipeline::encode_pages({page}), {}};
}

}  // namespace vanthu::ocr
