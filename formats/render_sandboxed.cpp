// render: one page of a file as words, when the file knows them, and as pixels.

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "base/error.h"
#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"
#include "formats/operations.h"
#include "formats/parameters_sandboxed.h"
#include "formats/pdf_structure_sandboxed.h"
#include "formats/pdf_text_sandboxed.h"
#include "formats/raw_image_sandboxed.h"
#include "pipeline/page_wire.h"

namespace vanthu::formats {
namespace {

using pipeline::Block;
using pipeline::Box;
using pipeline::Page;
using pipeline::TextLine;
using pipeline::TextOrigin;

constexpr int kTextDpi = 200;                   // pages that know their text
constexpr int kLeastDpi = 150, kMostDpi = 300;  // pages that must be recognised
constexpr double kScanCover = 0.6;  // of the page under images: a scan, whatever text lies over it
constexpr int kTextJpegQuality = 72;

Page page_of(Pix* pix, int number, int dpi) {
    Page page;
    page.number = number;
    page.width = pixGetWidth(pix);
    page.height = pixGetHeight(pix);
    page.dpi = dpi;
    return page;
}

// A page of letters needs few shades; one with a seal needs its colours.
std::string encode_text_page(Pix* pix) {
    if (pixGetDepth(pix) == 32) return encode_jpeg(pix, kTextJpegQuality);
    PixPtr few(pixThresholdTo4bpp(pix, 16, 0));
    return encode_png(few.get());
}

// Takes the words of signing programs' banners out of `words`, each banner a block of its own.
std::vector<Block> take_banners(std::vector<PlacedWord>& words, const PdfPageStructure& structure,
                                int dpi) {
    std::vector<Block> banners;
    const double scale = dpi / 72.0;
    // Where banners overlap, the smaller one has the word.
    auto overlays = structure.overlays;
    const auto size = [](const PdfPageStructure::Area& area) {
        return (area.right - area.left) * (area.bottom - area.top);
    };
    std::sort(overlays.begin(), overlays.end(),
              [&](const auto& a, const auto& b) { return size(a) < size(b); });
    for (const auto& area : overlays) {
        const auto inside = [&](const PlacedWord& word) {
            const Box& box = word.word.box;
            const double x = (box.left + box.right) / 2.0 / scale;
            const double y = (box.top + box.bottom) / 2.0 / scale;
            return x >= area.left && x <= area.right && y >= area.top && y <= area.bottom;
        };
        const auto split = std::stable_partition(
            words.begin(), words.end(), [&](const PlacedWord& word) { return !inside(word); });
        Block block;
        block.kind = Block::Kind::Stamp;
        std::string text;
        for (TextLine& line : lines_of({split, words.end()})) {
            text += pipeline::text_of(line) + "\n";
            block.box = united(block.box, line.box);
            block.lines.push_back(std::move(line));
        }
        if (!is_signature_banner(text)) continue;
        words.erase(split, words.end());
        banners.push_back(std::move(block));
    }
    return banners;
}

// Whether a page that knows its text is drawn too, for people to look at.
enum class Pictures { Every, OfScans };

pipeline::SandboxReply render_pdf(std::string_view bytes, int number, Pictures pictures,
                                  const pipeline::Limits& limits) {
    PdfPageStructure structure = PdfStructure(bytes).page(number);
    const PdfPages pages(bytes);
    const bool scan = structure.image_cover >= kScanCover;
    if (!structure.jpeg.empty()) {
        // The scanner's own bytes; a JPEG that does not decode is left to the renderer, which is
        // more forgiving.
        try {
            const PixPtr pix = decode_image(structure.jpeg, limits, "page");
            const Page page =
                page_of(pix.get(), number, static_cast<int>(std::lround(structure.image_dpi)));
            return {pipeline::encode_pages({page}), {std::move(structure.jpeg)}};
        } catch (const Error& problem) {
            if (problem.code() != ErrorCode::BadInput) throw;
        }
    }
    int dpi = kTextDpi;
    if (scan && structure.image_dpi > 0)
        dpi = std::clamp(static_cast<int>(std::lround(structure.image_dpi)), kLeastDpi, kMostDpi);
    std::vector<PlacedWord> words = pages.words(number, dpi);
    std::vector<Block> banners = take_banners(words, structure, dpi);
    const bool trusted = !scan && is_trustworthy(words);
    PixPtr pix;
    Page page;
    if (trusted && pictures == Pictures::OfScans) {
        page.number = number;
        std::tie(page.width, page.height) = pages.size(number, dpi, limits);
        page.dpi = dpi;
    } else {
        pix = pages.pixels(number, dpi, limits);
    }
    // A bilevel scan was drawn in shades; back to what it was it is small and sharp.
    if (scan && structure.bilevel && pixGetDepth(pix.get()) == 8)
        pix.reset(pixThresholdToBinary(pix.get(), 150));
    if (pix) page = page_of(pix.get(), number, dpi);
    if (trusted) {
        page.origin = TextOrigin::TextLayer;
        page.blocks =
            blocks_of(parted(lines_of(std::move(words)), page.width, page.height, number));
    }
    for (Block& banner : banners)
        page.blocks.push_back(std::move(banner));
    std::string image;
    if (pix) image = trusted ? encode_text_page(pix.get()) : write_raw(pix.get());
    return {pipeline::encode_pages({page}), {std::move(image)}};
}

}  // namespace

pipeline::SandboxReply render(const pipeline::SandboxRequest& request,
                              const pipeline::Limits& limits) {
    const auto parameters = parameters_of(request);
    const auto type = parameters->optValue<std::string>("media_type", "");
    const int number = parameters->optValue("page", 1);
    const std::string bytes = read_input(input_of(request), limits);
    if (type == "application/pdf") {
        const bool every = parameters->optValue<std::string>("pictures", "every") == "every";
        return render_pdf(bytes, number, every ? Pictures::Every : Pictures::OfScans, limits);
    }
    const bool tiff = type == "image/tiff";
    const PixPtr pix =
        tiff ? decode_tiff_page(bytes, number, limits) : decode_image(bytes, limits, "the image");
    const Page page = page_of(pix.get(), number, pixGetXRes(pix.get()));
    // Other images are a page already: no attachment means the file itself.
    pipeline::SandboxReply reply{pipeline::encode_pages({page}), {}};
    if (tiff) reply.attachments.push_back(write_raw(pix.get()));
    return reply;
}

}  // namespace vanthu::formats
