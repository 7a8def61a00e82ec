#include "formats/pdf_text_sandboxed.h"

#include <leptonica/allheaders.h>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-image.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cmath>
#include <string>

#include "base/error.h"
#include "base/text.h"
#include "formats/legacy_vietnamese.h"

namespace vanthu::formats {
namespace {

constexpr double kPointsPerInch = 72;

void say_nothing(const std::string&, void*) {}

std::string utf8_of(const poppler::ustring& text) {
    const poppler::byte_array bytes = text.to_utf8();
    return std::string(bytes.begin(), bytes.end());
}

bool is_vietnamese_letter(char32_t c) {
    if ((c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z')) return true;
    if (c >= 0x1EA0 && c <= 0x1EF9) return true;
    constexpr std::u32string_view kOthers = U"ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư";
    return kOthers.find(c) != std::u32string_view::npos;
}

// A letter of no Vietnamese word: the mark of TCVN3 and VNI fonts and of missing glyph names.
bool is_foreign(char32_t c) {
    if (c == 0xFFFD || (c >= 0xE000 && c <= 0xF8FF) || (c >= 0x80 && c < 0xA0)) return true;
    constexpr std::u32string_view kSigns = U"\u00a0§©«®°±²³·¹»½¼¾×÷";
    if (c >= 0xA0 && c <= 0x24F)
        return !is_vietnamese_letter(c) && kSigns.find(c) == std::u32string_view::npos;
    return c < 0x20;
}

bool has_mark(const std::u32string& word) {
    return std::any_of(word.begin(), word.end(),
                       [](char32_t c) { return c > 0x7F && is_vietnamese_letter(c); });
}

// A page in an old encoding whose fonts do not say so, by its words. Where it holds true Vietnamese
// letters too, each word must make no sense as it stands.
void convert_unnamed_legacy(std::vector<PlacedWord>& words) {
    std::string text;
    bool foreign = false, unicode = false;
    for (const PlacedWord& placed : words) {
        text += placed.word.text + ' ';
        for (const char32_t c : to_utf32(placed.word.text)) {
            foreign = foreign || is_foreign(c) || (c >= 0xA1 && c <= 0xBF);
            unicode =
                unicode || c == U'đ' || c == U'ư' || c == U'ơ' || (c >= 0x1EA0 && c <= 0x1EF9);
        }
    }
    const LegacyEncoding encoding = foreign ? encoding_of_words(text) : LegacyEncoding::None;
    if (encoding == LegacyEncoding::None) return;
    const OtherText other = unicode ? OtherText::UnicodeToo : OtherText::SameEncoding;
    for (PlacedWord& placed : words)
        if (is_in(placed.word.text, encoding, other))
            placed.word.text = nfc(from_legacy(placed.word.text, encoding));
}

}  // namespace

struct PdfPages::State {
    std::unique_ptr<poppler::document> document;

    std::unique_ptr<poppler::page> page(int number) const {
        std::unique_ptr<poppler::page> page(document->create_page(number - 1));
        if (!page)
            throw Error(ErrorCode::BadInput,
                        "page " + std::to_string(number) + " of the PDF file is damaged");
        return page;
    }
};

PdfPages::PdfPages(std::string_view bytes) : state_(std::make_unique<State>()) {
    poppler::set_debug_error_function(say_nothing, nullptr);
    if (bytes.size() > INT_MAX)
        throw Error(ErrorCode::LimitExceeded, "the PDF file is larger than 2 GiB");
    state_->document.reset(
        poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
    if (!state_->document)
        throw Error(ErrorCode::BadInput, "the PDF file is damaged and cannot be drawn");
    if (state_->document->is_locked())
        throw Error(ErrorCode::NeedsPassword,
                    "the PDF file is encrypted and asks for a password; save it without one");
}

PdfPages::~PdfPages() = default;

std::vector<PlacedWord> PdfPages::words(int number, int dpi) const {
    const auto page = state_->page(number);
    const double scale = dpi / kPointsPerInch;
    std::vector<PlacedWord> words;
    for (const poppler::text_box& box : page->text_list(poppler::page::text_list_include_font)) {
        if (box.rotation() != 0) continue;
        PlacedWord placed;
        placed.word.text = nfc(trim(utf8_of(box.text())));
        if (placed.word.text.empty()) continue;
        const poppler::rectf area = box.bbox();
        placed.word.box = {static_cast<int>(std::lround(area.left() * scale)),
                           static_cast<int>(std::lround(area.top() * scale)),
                           static_cast<int>(std::lround(area.right() * scale)),
                           static_cast<int>(std::lround(area.bottom() * scale))};
        if (box.has_font_info()) {
            placed.word.text =
                nfc(from_legacy(placed.word.text, encoding_of_font(box.get_font_name())));
            const std::string font = lower(box.get_font_name());
            placed.bold = font.find("bold") != std::string::npos;
            placed.italic = font.find("italic") != std::string::npos ||
                            font.find("oblique") != std::string::npos;
        }
        words.push_back(std::move(placed));
    }
    convert_unnamed_legacy(words);
    return words;
}

std::pair<int, int> PdfPages::size(int number, int dpi, const pipeline::Limits& limits) const {
    const poppler::rectf sheet = state_->page(number)->page_rect();
    const double scale = dpi / kPointsPerInch;
    const double wide = sheet.width() * scale, high = sheet.height() * scale;
    if (!(wide > 0 && high > 0 && wide < 1e6 && high < 1e6))
        throw Error(ErrorCode::LimitExceeded,
                    "page " + std::to_string(number) + ": its size is no size of a sheet of paper");
    check_pixels(static_cast<std::uint64_t>(std::ceil(wide)),
                 static_cast<std::uint64_t>(std::ceil(high)), limits,
                 "page " + std::to_string(number));
    // The renderer rounds to the nearest.
    return {std::max(1, static_cast<int>(wide + 0.5)), std::max(1, static_cast<int>(high + 0.5))};
}

PixPtr PdfPages::pixels(int number, int dpi, const pipeline::Limits& limits) const {
    size(number, dpi, limits);
    const auto page = state_->page(number);
    poppler::page_renderer renderer;
    renderer.set_render_hint(poppler::page_renderer::antialiasing);
    renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
    renderer.set_image_format(poppler::image::format_rgb24);
    const poppler::image image = renderer.render_page(page.get(), dpi, dpi);
    if (!image.is_valid())
        throw Error(ErrorCode::BadInput,
                    "page " + std::to_string(number) + " of the PDF file cannot be drawn");
    PixPtr pix(pixCreate(image.width(), image.height(), 32));
    if (!pix) throw std::bad_alloc();
    bool coloured = false;
    for (int y = 0; y < image.height(); ++y) {
        const auto* from = reinterpret_cast<const unsigned char*>(image.const_data()) +
                           static_cast<std::ptrdiff_t>(y) * image.bytes_per_row();
        l_uint32* to =
            pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
        for (int x = 0; x < image.width(); ++x, from += 3) {
            composeRGBPixel(from[0], from[1], from[2], to + x);
            const auto [least, most] = std::minmax({from[0], from[1], from[2]});
            coloured = coloured || most - least > 24;
        }
    }
    if (!coloured) pix.reset(pixConvertTo8(pix.get(), 0));
    pixSetResolution(pix.get(), dpi, dpi);
    return pix;
}

bool is_trustworthy(const std::vector<PlacedWord>& words) {
    constexpr std::size_t kFewWords = 8;
    constexpr double kForeignShare = 0.01, kMarkedShare = 0.25;
    if (words.size() < kFewWords) return false;
    std::size_t letters = 0, foreign = 0, spelt = 0, marked = 0;
    for (const PlacedWord& placed : words) {
        const std::u32string text = to_utf32(placed.word.text);
        std::size_t own = 0;
        for (const char32_t c : text) {
            if (is_vietnamese_letter(c)) ++own;
            if (is_foreign(c)) ++foreign;
        }
        letters += own;
        if (own >= 2) {
            ++spelt;
            marked += has_mark(text) ? 1 : 0;
        }
    }
    if (spelt == 0) return false;
    return static_cast<double>(foreign) <= kForeignShare * static_cast<double>(letters) &&
           static_cast<double>(marked) >= kMarkedShare * static_cast<double>(spelt);
}

bool is_signature_banner(const std::string& text) {
    const std::string folded = fold(text);
    constexpr std::array<std::string_view, 9> kSigns{
        "ky boi", "nguoi ky", "thoi gian ky",          "signed by", "signature valid", "ngay ky",
        "+07:00", "+07'00'",  "signature not verified"};
    return std::any_of(kSigns.begin(), kSigns.end(), [&](std::string_view sign) {
        return folded.find(sign) != std::string::npos;
    });
}

}  // namespace vanthu::formats
