#include "ocr/engine_sandboxed.h"

#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/ltrresultiterator.h>
#include <tesseract/ocrclass.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "base/error.h"
#include "base/text.h"
#include "formats/lines_sandboxed.h"
#include "ocr/own_network_sandboxed.h"

// The packaged Tesseract packs every line's image as PNG and unpacks it at once, a sixth of its
// time. It calls this function for that, and a program's own definition wins over the library's:
// Leptonica's raw form holds the same pixels.
extern "C" l_ok pixWriteMem(l_uint8** data, std::size_t* size, PIX* pix, l_int32 format) {
    if (format == IFF_PNG || format == IFF_SPIX) return pixWriteMemSpix(data, size, pix);
    if (format == IFF_TIFF_G4) return pixWriteMemTiff(data, size, pix, format);
    return 1;
}

// Paragraphs are our own matter; the library's cost as much as its search for rows.
void tesseract::TessBaseAPI::DetectParagraphs(bool) {}

namespace vanthu::ocr {

using formats::box_of;
namespace {

using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;

constexpr const char* kSystemModels = "/usr/share/tesseract-ocr/5/tessdata";

// Words in the order of the lines: the public iterator looks at a whole line at each of its words,
// for scripts that run from right to left.
class Engine : public tesseract::TessBaseAPI {
public:
    std::unique_ptr<tesseract::LTRResultIterator> words() {
        return std::unique_ptr<tesseract::LTRResultIterator>(GetLTRIterator());
    }
};

Engine& engine() {
    static const std::unique_ptr<Engine> instance = [] {
        const char* models = std::getenv("TESSDATA_PREFIX");
        auto api = std::make_unique<Engine>();
        const char* folder = models && *models ? models : kSystemModels;
        if (api->Init(folder, "vie", tesseract::OEM_LSTM_ONLY) != 0)
            throw Error(ErrorCode::Configuration,
                        std::string("no Vietnamese recognition model vie.traineddata in ") +
                            folder + "; install tesseract-ocr-vie");
        // Typewriters' even pitch: looked for in every row, and a line is read as a whole anyway.
        api->SetVariable("textord_all_prop", "1");
        use_own_network(std::string(folder) + "/vie.traineddata");
        return api;
    }();
    return *instance;
}

tesseract::PageSegMode mode_of(Layout layout) {
    switch (layout) {
        case Layout::Page:
            return tesseract::PSM_AUTO;
        case Layout::Block:
            return tesseract::PSM_SINGLE_BLOCK;
        case Layout::Line:
            return tesseract::PSM_SINGLE_LINE;
        case Layout::Sparse:
            return tesseract::PSM_SPARSE_TEXT;
        case Layout::Strip:
            return tesseract::PSM_RAW_LINE;
    }
    return tesseract::PSM_AUTO;
}

std::vector<TextLine> result_lines(Engine& api) {
    std::vector<TextLine> lines;
    const auto at = api.words();
    if (!at) return lines;
    do {
        if (at->Empty(tesseract::RIL_WORD)) continue;
        if (lines.empty() || at->IsAtBeginningOf(tesseract::RIL_TEXTLINE)) lines.emplace_back();
        const std::unique_ptr<char[]> text(at->GetUTF8Text(tesseract::RIL_WORD));
        Word word;
        word.text = text ? nfc(trim(text.get())) : std::string();
        if (word.text.empty()) continue;
        at->BoundingBox(tesseract::RIL_WORD, &word.box.left, &word.box.top, &word.box.right,
                        &word.box.bottom);
        word.confidence = std::clamp(at->Confidence(tesseract::RIL_WORD) / 100.0f, 0.0f, 1.0f);
        lines.back().words.push_back(std::move(word));
    } while (at->Next(tesseract::RIL_WORD));
    std::erase_if(lines, [](const TextLine& line) { return line.words.empty(); });
    for (TextLine& line : lines)
        line.box = box_of(line.words);
    return lines;
}

Engine& engine_with(Pix* pix, int dpi, Layout layout) {
    Engine& api = engine();
    api.SetPageSegMode(mode_of(layout));
    api.SetImage(pix);
    api.SetSourceResolution(std::clamp(dpi, 70, 600));
    return api;
}

[[noreturn]] void refuse_image() {
    throw Error(ErrorCode::BadInput, "the page image cannot be recognised");
}

std::vector<TextLine> recognise_image(Pix* pix, int dpi, Layout layout, int milliseconds,
                                      const Box* area) {
    Engine& api = engine_with(pix, dpi, layout);
    if (area) api.SetRectangle(area->left, area->top, area->width(), area->height());
    tesseract::ETEXT_DESC monitor;
    monitor.set_deadline_msecs(milliseconds);
    const int failed = api.Recognize(&monitor);
    const bool late = monitor.deadline_exceeded();
    std::vector<TextLine> lines;
    if (!failed && !late) lines = result_lines(api);
    api.Clear();
    if (late)
        throw Error(ErrorCode::Timeout, "recognising the page took longer than " +
                                            std::to_string(milliseconds / 1000) +
                                            " s (limits.page_seconds)");
    if (failed) refuse_image();
    return lines;
}

}  // namespace

std::vector<TextLine> read_lines(Pix* pix, int dpi, Layout layout, int milliseconds) {
    return recognise_image(pix, dpi, layout, milliseconds, nullptr);
}

std::vector<TextLine> read_lines(Pix* pix, int dpi, Layout layout, int milliseconds,
                                 const Box& area) {
    return recognise_image(pix, dpi, layout, milliseconds, &area);
}

PageLines read_page(Pix* pix, int dpi, const std::function<bool()>& late) {
    struct Watch {
        const std::function<bool()>& late;
        bool over;
    } watch{late, false};
    Engine& api = engine_with(pix, dpi, Layout::Page);
    tesseract::ETEXT_DESC monitor;
    monitor.cancel_this = &watch;
    monitor.cancel = [](void* self, int) {
        auto& asked = *static_cast<Watch*>(self);
        asked.over = asked.over || asked.late();
        return asked.over;
    };
    const int failed = api.Recognize(&monitor);
    PageLines read{{}, !watch.over};
    // The lines that were left out are there without words.
    if (!failed || watch.over) read.lines = result_lines(api);
    api.Clear();
    if (failed && !watch.over) refuse_image();
    return read;
}

double mean_confidence(const std::vector<TextLine>& lines) {
    double sum = 0;
    int letters = 0;
    for (const TextLine& line : lines)
        for (const Word& word : line.words) {
            const int length = static_cast<int>(to_utf32(word.text).size());
            if (length < 2) continue;
            sum += static_cast<double>(word.confidence) * length;
            letters += length;
        }
    constexpr int kHardlyAny = 12;
    return letters < kHardlyAny ? 0 : sum / letters;
}

}  // namespace vanthu::ocr
