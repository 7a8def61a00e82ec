// recognise: from a raster to words, lines and blocks; coloured stamps are read apart from the
// page.

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/error.h"
#include "base/text.h"
#include "formats/foot_columns_sandboxed.h"
#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"
#include "formats/parameters_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/missed_lines_sandboxed.h"
#include "ocr/noise_sandboxed.h"
#include "ocr/operations.h"
#include "ocr/raster_sandboxed.h"
#include "ocr/read_scan_sandboxed.h"
#include "ocr/ruled_tables_sandboxed.h"
#include "ocr/stamps_sandboxed.h"
#include "pipeline/page_wire.h"
#include "pipeline/stamps.h"

namespace vanthu::ocr {

using formats::blocks_of;
using formats::foot_by_columns;
using formats::head_by_columns;
using formats::input_of;
using formats::parameters_of;
using formats::parted;
using formats::read_input;
namespace {

using pipeline::Block;
using pipeline::Box;
using pipeline::Page;
using pipeline::TextLine;
using pipeline::Word;

void stretch(Box& box, double across, double down) {
    box = {static_cast<int>(std::lround(box.left * across)),
           static_cast<int>(std::lround(box.top * down)),
           static_cast<int>(std::lround(box.right * across)),
           static_cast<int>(std::lround(box.bottom * down))};
}

void stretch(std::vector<Block>& blocks, double across, double down) {
    for (Block& block : blocks) {
        stretch(block.box, across, down);
        for (TextLine& line : block.lines) {
            stretch(line.box, across, down);
            for (Word& word : line.words)
                stretch(word.box, across, down);
        }
    }
}

std::vector<Block> stamps_of(const Raster& raster, Pix* rules, int dpi, int milliseconds,
                             int number) {
    std::vector<Block> stamps;
    if (raster.stamps) stamps = read_stamps(raster.stamps.get(), dpi, milliseconds);
    const bool arrived = std::any_of(stamps.begin(), stamps.end(),
                                     [](const Block& b) { return is_arrival_stamp(b); });
    if (number != 1 || arrived) return stamps;
    std::vector<Block> framed = take_framed_stamps(raster.page.get(), rules, dpi, milliseconds);
    std::move(framed.begin(), framed.end(), std::back_inserter(stamps));
    return stamps;
}

// Each table stands behind the last paragraph that is above it.
void put_in(std::vector<Block> cells, std::vector<Block>& blocks) {
    auto from = cells.begin();
    while (from != cells.end()) {
        const auto to = std::find_if(from, cells.end(),
                                     [&](const Block& cell) { return cell.table != from->table; });
        const int top = from->box.top;
        const auto above = std::find_if(blocks.rbegin(), blocks.rend(), [&](const Block& block) {
            return (block.box.top + block.box.bottom) / 2 < top;
        });
        blocks.insert(above.base(), std::move_iterator(from), std::move_iterator(to));
        from = to;
    }
}

}  // namespace

pipeline::SandboxReply recognise(const pipeline::SandboxRequest& request,
                                 const pipeline::Limits& limits) {
    return recognise_raster(decode_raster(read_input(input_of(request), limits), limits),
                            parameters_of(request), limits);
}

pipeline::SandboxReply recognise_raster(const Raster& raster,
                                        const Poco::JSON::Object::Ptr& parameters,
                                        const pipeline::Limits& limits) {
    const int width = pixGetWidth(raster.page.get()), height = pixGetHeight(raster.page.get());
    Page page;
    page.number = parameters->optValue("page", 1);
    page.width = parameters->optValue("width", width);
    page.height = parameters->optValue("height", height);
    page.origin = pipeline::TextOrigin::Ocr;
    const int page_dpi = parameters->optValue("dpi", 0);
    const double across = static_cast<double>(page.width) / width;
    const double down = static_cast<double>(page.height) / height;
    const int dpi = page_dpi > 0 ? static_cast<int>(std::lround(page_dpi / across)) : 200;
    // The parent's wall clock runs until page_seconds; a reply should come before that.
    const int milliseconds = std::max(1, limits.page_seconds) * 900;

    // What stands apart is read apart and is no longer there when the rest is read.
    const PixPtr rules = rules_of(raster.page.get(), dpi);
    std::vector<Block> stamps = stamps_of(raster, rules.get(), dpi, milliseconds, page.number);
    std::vector<Block> cells = take_ruled_tables(raster.page.get(), rules.get(), dpi, milliseconds);

    std::vector<TextLine> lines = read_lines(raster.page.get(), dpi, Layout::Page, milliseconds);
    reread_weak_lines(raster.page.get(), dpi, milliseconds,
                      page.number == 1 ? HeadIs::Important : HeadIs::LikeTheRest, lines);
    for (TextLine& line : read_missed_lines(raster.page.get(), dpi, milliseconds, lines))
        lines.push_back(std::move(line));
    if (raster.stamps) drop_stamped_words(raster.page.get(), raster.stamps.get(), stamps, lines);
    drop_noise(dpi, lines);
    page.blocks = foot_by_columns(
        head_by_columns(blocks_of(parted(std::move(lines), width, height, page.number)), width,
                        height, page.number),
        width);
    put_in(std::move(cells), page.blocks);
    std::move(stamps.begin(), stamps.end(), std::back_inserter(page.blocks));
    stretch(page.blocks, across, down);
    return {pipeline::encode_pages({page}), {}};
}

}  // namespace vanthu::ocr
