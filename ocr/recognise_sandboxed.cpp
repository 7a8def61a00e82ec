// recognise: from a raster to words, lines and blocks; coloured stamps are read apart from the
// page.

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <new>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "formats/foot_columns_sandboxed.h"
#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"
#include "formats/parameters_sandboxed.h"
#include "ocr/boxed_marks_sandboxed.h"
#include "ocr/columns_sandboxed.h"
#include "ocr/doubtful_lines_sandboxed.h"
#include "ocr/drawn_rules_sandboxed.h"
#include "ocr/engine_sandboxed.h"
#include "ocr/grey_seals_sandboxed.h"
#include "ocr/missed_lines_sandboxed.h"
#include "ocr/noise_sandboxed.h"
#include "ocr/operations.h"
#include "ocr/raster_sandboxed.h"
#include "ocr/read_scan_sandboxed.h"
#include "ocr/ruled_tables_sandboxed.h"
#include "ocr/signing_block_sandboxed.h"
#include "ocr/stamps_sandboxed.h"
#include "ocr/word_tables_sandboxed.h"
#include "pipeline/page_wire.h"
#include "pipeline/stamps.h"

namespace vanthu::ocr {

using formats::blocks_of;
using formats::foot_by_columns;
using formats::head_by_columns;
using formats::input_of;
using formats::parameters_of;
using formats::parted;
using formats::put_tables_in;
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

void move_down(Box& box, int by) {
    box.top += by;
    box.bottom += by;
}

void move_down(TextLine& line, int by) {
    move_down(line.box, by);
    for (Word& word : line.words)
        move_down(word.box, by);
}

void move_down(std::vector<Block>& blocks, int by) {
    for (Block& block : blocks) {
        move_down(block.box, by);
        for (TextLine& line : block.lines)
            move_down(line, by);
    }
}

std::vector<Block> stamps_of(const Raster& raster, Pix* rules, int dpi, bool framed,
                             const Deadline& deadline) {
    std::vector<Block> marks;
    for (Pix* layer : {raster.stamps.get(), raster.page.get()})
        if (framed && layer != nullptr)
            for (Block& mark : take_boxed_marks(layer, dpi, deadline.milliseconds_left()))
                marks.push_back(std::move(mark));
    std::vector<Block> stamps;
    if (raster.stamps) stamps = read_stamps(raster.stamps.get(), dpi, deadline.milliseconds_left());
    stamps.insert(stamps.end(), marks.begin(), marks.end());
    const bool arrived = std::any_of(stamps.begin(), stamps.end(),
                                     [](const Block& b) { return is_arrival_stamp(b); });
    if (!framed || arrived) return stamps;
    std::vector<Block> frames =
        take_framed_stamps(raster.page.get(), rules, dpi, deadline.milliseconds_left());
    std::move(frames.begin(), frames.end(), std::back_inserter(stamps));
    return stamps;
}

// What a raster shows, in its own pixels.
struct Seen {
    std::vector<TextLine> lines;
    std::vector<Block> cells, stamps;
    bool complete = true;
};

// Whether the deadline left room for it; what it did until then stays.
template <class Work>
bool in_time(const Work& work) {
    try {
        work();
        return true;
    } catch (const Error& problem) {
        if (problem.code() != ErrorCode::Timeout) throw;
        return false;
    }
}

std::vector<std::u32string> list_in(const Poco::JSON::Object::Ptr& parameters, const char* key) {
    std::vector<std::u32string> entries;
    const auto list = parameters->getArray(key);
    for (std::size_t i = 0; list && i < list->size(); ++i)
        entries.push_back(to_utf32(list->getElement<std::string>(static_cast<unsigned>(i))));
    return entries;
}

Seen see(const Raster& raster, const Poco::JSON::Object::Ptr& parameters, int dpi, int head_bottom,
         const Deadline& deadline) {
    Pix* page = raster.page.get();
    const auto may = head_bottom > 0 ? formats::ListMay::Begin : formats::ListMay::GoOn;
    Seen seen;
    // What stands apart is read apart and is no longer there when the rest is read.
    const PixPtr rules = rules_of(page, dpi);
    seen.complete = in_time([&] {
        seen.stamps = stamps_of(raster, rules.get(), dpi, head_bottom > 0, deadline);
        seen.cells = take_ruled_tables(page, rules.get(), dpi, may, deadline.milliseconds_left());
    });
    PageLines read = read_page(page, dpi, [&] { return deadline.passed(); });
    seen.lines = std::move(read.lines);
    // The layout of a page is told with its seals, whose specks would tear it; lines are read again
    // without them.
    const std::vector<Circle> seals = grey_seals_on(page, dpi);
    const PixPtr scanned(seals.empty() ? pixClone(page) : pixCopy(nullptr, page));
    if (!scanned) throw std::bad_alloc();
    erase_grey_seals(page, seals, Crossings::Keep);
    seen.complete =
        seen.complete && read.complete && in_time([&] {
            reread_columns(page, dpi, deadline.milliseconds_left(),
                           head_bottom > 0 ? Sheet::First : Sheet::Later, seen.lines);
            reread_weak_lines(page, dpi, deadline.milliseconds_left(), head_bottom, seen.lines);
            reread_doubtful_lines(page, dpi, deadline.milliseconds_left(), head_bottom, seen.lines);
            for (TextLine& line :
                 read_missed_lines(page, dpi, deadline.milliseconds_left(), seen.lines))
                seen.lines.push_back(std::move(line));
            reread_signing_block(
                {scanned.get(), page, seals}, dpi, deadline.milliseconds_left(),
                {list_in(parameters, "family_names"), list_in(parameters, "titles")}, seen.lines);
        });
    if (raster.stamps) drop_stamped_words(page, raster.stamps.get(), seen.stamps, seen.lines);
    drop_noise(dpi, seen.lines);
    const int tables = seen.cells.empty() ? 0 : seen.cells.back().table + 1;
    for (Block& cell : take_word_tables(rules.get(), dpi, tables, may, seen.lines))
        seen.cells.push_back(std::move(cell));
    return seen;
}

PixPtr rows_of(Pix* pix, Rows rows) {
    BOX* area = boxCreate(0, rows.from, pixGetWidth(pix), rows.to - rows.from);
    PixPtr part(pixClipRectangle(pix, area, nullptr));
    boxDestroy(&area);
    if (!part) throw std::bad_alloc();
    return part;
}

}  // namespace

PageReading read_rows(const Raster& raster, const Poco::JSON::Object::Ptr& parameters, Rows rows,
                      const Deadline& deadline) {
    constexpr double kHeadShare = 0.3;
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
    const int head_bottom =
        page.number == 1 ? static_cast<int>(kHeadShare * height) - rows.from : 0;

    Seen seen;
    if (rows.from <= 0 && rows.to >= height) {
        seen = see(raster, parameters, dpi, head_bottom, deadline);
    } else {
        const Raster part{rows_of(raster.page.get(), rows),
                          raster.stamps ? rows_of(raster.stamps.get(), rows) : nullptr};
        seen = see(part, parameters, dpi, head_bottom, deadline);
        for (TextLine& line : seen.lines)
            move_down(line, rows.from);
        move_down(seen.cells, rows.from);
        move_down(seen.stamps, rows.from);
    }
    page.blocks = foot_by_columns(
        head_by_columns(blocks_of(parted(std::move(seen.lines), width, height, page.number)), width,
                        height, page.number),
        width);
    put_tables_in(std::move(seen.cells), page.blocks);
    std::move(seen.stamps.begin(), seen.stamps.end(), std::back_inserter(page.blocks));
    stretch(page.blocks, across, down);
    return {std::move(page), seen.complete};
}

pipeline::SandboxReply recognise(const pipeline::SandboxRequest& request,
                                 const pipeline::Limits& limits) {
    return recognise_raster(decode_raster(read_input(input_of(request), limits), limits),
                            parameters_of(request), limits);
}

pipeline::SandboxReply recognise_raster(const Raster& raster,
                                        const Poco::JSON::Object::Ptr& parameters,
                                        const pipeline::Limits& limits) {
    const PageReading read =
        read_rows(raster, parameters, {0, pixGetHeight(raster.page.get())}, deadline_of(limits));
    if (!read.complete)
        throw Error(ErrorCode::Timeout, "recognising the page took longer than " +
                                            std::to_string(limits.page_seconds) +
                                            " s (limits.page_seconds)");
    return {pipeline::encode_pages({read.page}), {}};
}

Deadline deadline_of(const pipeline::Limits& limits) {
    // The parent's wall clock runs until page_seconds; a reply should come before that.
    return Deadline(std::chrono::milliseconds(std::max(1, limits.page_seconds) * 900));
}

}  // namespace vanthu::ocr
