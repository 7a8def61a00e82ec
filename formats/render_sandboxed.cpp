// render: one page of a file as words, when the file knows them, and as pixels.

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <memory>
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
#include "formats/rule_grid.h"
#include "formats/unruled_tables_sandboxed.h"
#include "formats/word_tables_sandboxed.h"
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

// Where something is pasted onto a page of text that its text does not tell.
std::vector<Box> pasted_zones(const PdfPageStructure& structure,
                              const std::vector<PlacedWord>& words,
                              const std::vector<Block>& banners, int dpi) {
    constexpr double kLeastWide = 0.25, kLeastHigh = 0.12, kMostOfPage = 0.6;  // inches; a share
    constexpr std::size_t kMost = 16;
    std::vector<Box> zones;
    const auto add = [&](const PdfPageStructure::Area& area) {
        const double wide = (area.right - area.left) / 72, high = (area.bottom - area.top) / 72;
        const double page = structure.width * structure.height / (72 * 72);
        if (wide < kLeastWide || high < kLeastHigh || wide * high > kMostOfPage * page) return;
        const auto pixels = [&](double points) {
            return static_cast<int>(std::lround(points * dpi / 72));
        };
        if (zones.size() < kMost)
            zones.push_back(
                {pixels(area.left), pixels(area.top), pixels(area.right), pixels(area.bottom)});
    };
    for (const auto& area : structure.pictures)
        add(area);
    const std::size_t pictures = zones.size();
    for (const auto& area : structure.overlays)
        add(area);
    // An annotation with words is a banner or says itself what it shows.
    const auto holds = [](const Box& zone, const Box& box) {
        const int x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
        return x >= zone.left && x < zone.right && y >= zone.top && y < zone.bottom;
    };
    const auto speaks = [&](const Box& zone) {
        return std::any_of(words.begin(), words.end(),
                           [&](const PlacedWord& word) { return holds(zone, word.word.box); }) ||
               std::any_of(banners.begin(), banners.end(),
                           [&](const Block& banner) { return holds(zone, banner.box); });
    };
    zones.erase(
        std::remove_if(zones.begin() + static_cast<std::ptrdiff_t>(pictures), zones.end(), speaks),
        zones.end());
    return zones;
}

// The page with nothing but what is pasted there: no zone, no word that the file tells itself.
PixPtr only_zones(Pix* page, const std::vector<Box>& zones, const std::vector<PlacedWord>& words) {
    PixPtr result(pixCreateTemplate(page));
    if (!result) throw std::bad_alloc();
    pixSetAll(result.get());
    for (const Box& zone : zones)
        pixRasterop(result.get(), zone.left, zone.top, zone.width(), zone.height(), PIX_SRC, page,
                    zone.left, zone.top);
    for (const PlacedWord& word : words) {
        const Box& box = word.word.box;
        pixRasterop(result.get(), box.left - 1, box.top - 1, box.width() + 2, box.height() + 2,
                    PIX_SET, nullptr, 0, 0);
    }
    return result;
}

// Tables by the rules that the file draws, else by the white between words.
std::vector<Block> take_cells(const Rules& rules, std::vector<PlacedWord>& words, int dpi,
                              int number) {
    const double scale = dpi / 72.0;
    Rules pixels = rules;
    for (auto* way : {&pixels.across, &pixels.down})
        for (Rule& rule : *way)
            rule = {rule.at * scale, rule.from * scale, rule.to * scale};
    std::vector<Block> cells = take_tables(words, grids_of(pixels, dpi), dpi);
    if (!cells.empty()) return cells;
    return take_unruled_tables(words, dpi, 0, number > 1 ? ListMay::GoOn : ListMay::Begin);
}

// Whether a page that knows its text is drawn too, for people to look at.
enum class Pictures { Every, OfScans };

struct OpenPdf {
    explicit OpenPdf(std::string content)
        : bytes(std::move(content)), structure(bytes), pages(bytes) {}

    const std::string bytes;
    const PdfStructure structure;
    const PdfPages pages;
};

// The pages of a file come one after the other, and finding them costs more than drawing one.
class LastPdf {
public:
    // `name` is the content's digest; "" for a file that will not be asked for again.
    const OpenPdf& open(const std::string& name, int descriptor, const pipeline::Limits& limits) {
        if (file_ && !name.empty() && name == name_) return *file_;
        forget();
        file_ = std::make_unique<OpenPdf>(read_input(descriptor, limits));
        name_ = name;
        return *file_;
    }
    // A large file is not held while other pages are read.
    void forget_if_large() {
        constexpr std::size_t kLarge = 24u << 20;
        if (file_ && (name_.empty() || file_->bytes.size() > kLarge)) forget();
    }
    void forget() { file_.reset(); }

private:
    std::string name_;
    std::unique_ptr<OpenPdf> file_;
};

pipeline::SandboxReply render_pdf(const OpenPdf& file, int number, Pictures pictures,
                                  const pipeline::Limits& limits) {
    PdfPageStructure structure = file.structure.page(number);
    const PdfPages& pages = file.pages;
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
    PixPtr pix, zones;
    if (trusted)
        if (const auto pasted = pasted_zones(structure, words, banners, dpi); !pasted.empty()) {
            pix = pages.pixels(number, dpi, limits);
            zones = only_zones(pix.get(), pasted, words);
        }
    Page page;
    if (trusted && pictures == Pictures::OfScans) {
        pix.reset();
        page.number = number;
        std::tie(page.width, page.height) = pages.size(number, dpi, limits);
        page.dpi = dpi;
    } else if (!pix) {
        pix = pages.pixels(number, dpi, limits);
    }
    // A bilevel scan was drawn in shades; back to what it was it is small and sharp.
    if (scan && structure.bilevel && pixGetDepth(pix.get()) == 8)
        pix.reset(pixThresholdToBinary(pix.get(), 150));
    if (pix) page = page_of(pix.get(), number, dpi);
    if (trusted) {
        page.origin = TextOrigin::TextLayer;
        std::vector<Block> cells = take_cells(structure.rules, words, dpi, number);
        page.blocks =
            blocks_of(parted(lines_of(std::move(words)), page.width, page.height, number));
        put_tables_in(std::move(cells), page.blocks);
    }
    for (Block& banner : banners)
        page.blocks.push_back(std::move(banner));
    std::string image;
    if (pix) image = trusted ? encode_text_page(pix.get()) : write_raw(pix.get());
    pipeline::SandboxReply reply{pipeline::encode_pages({page}), {std::move(image)}};
    if (zones) reply.attachments.push_back(write_raw(zones.get()));
    return reply;
}

}  // namespace

pipeline::SandboxReply render(const pipeline::SandboxRequest& request,
                              const pipeline::Limits& limits) {
    const auto parameters = parameters_of(request);
    const auto type = parameters->optValue<std::string>("media_type", "");
    const int number = parameters->optValue("page", 1);
    if (type == "application/pdf") {
        static LastPdf last;
        const bool every = parameters->optValue<std::string>("pictures", "every") == "every";
        try {
            const OpenPdf& file =
                last.open(parameters->optValue<std::string>("file", ""), input_of(request), limits);
            auto reply =
                render_pdf(file, number, every ? Pictures::Every : Pictures::OfScans, limits);
            last.forget_if_large();
            return reply;
        } catch (...) {
            last.forget();
            throw;
        }
    }
    const std::string bytes = read_input(input_of(request), limits);
    const bool tiff = type == "image/tiff";
    if (parameters->optValue("pixels_later", false)) {
        const PageSize size =
            tiff ? tiff_page_size(bytes, number, limits) : image_size(bytes, limits, "the image");
        Page page;
        page.number = number;
        page.width = size.width;
        page.height = size.height;
        page.dpi = size.dpi;
        return {pipeline::encode_pages({page}), {}};
    }
    const PixPtr pix =
        tiff ? decode_tiff_page(bytes, number, limits) : decode_image(bytes, limits, "the image");
    const Page page = page_of(pix.get(), number, pixGetXRes(pix.get()));
    // Other images are a page already: no attachment means the file itself.
    pipeline::SandboxReply reply{pipeline::encode_pages({page}), {}};
    if (tiff) reply.attachments.push_back(write_raw(pix.get()));
    return reply;
}

}  // namespace vanthu::formats
