// written_pdf.h: what the tests of write_pdf share: pages made by hand, the operation called as the
// service calls it, and the result seen by a PDF reader that is not ours.
#pragma once

#define POINTERHOLDER_TRANSITION 4  // std::shared_ptr throughout

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>
#include <poppler-document.h>
#include <poppler-page.h>

#include <Poco/JSON/Object.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>
#include <sstream>
#include <string>
#include <vector>

#include "pipeline/page_wire.h"
#include "formats/image_sandboxed.h"
#include "formats/operations.h"
#include "ocr/operations.h"
#include "formats/pdf_text_sandboxed.h"
#include "store/descriptor.h"

namespace vanthu::formats {

inline std::string sample(const std::string& path) {
    std::ifstream in(std::string(VANTHU_SOURCE_DIR) + "/samples/" + path, std::ios::binary);
    EXPECT_TRUE(in) << path;
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

inline std::string write_pdf_of(const std::string& original, const std::string& media_type,
                                const std::vector<pipeline::Page>& pages,
                                std::string* answer = nullptr) {
    const store::Descriptor file = store::Descriptor::unnamed();
    file.write_at(0, original, "original");
    const store::Descriptor words = store::Descriptor::unnamed();
    words.write_at(0, pipeline::encode_pages(pages), "pages");
    Poco::JSON::Object parameters;
    parameters.set("media_type", media_type);
    parameters.set("title", "công văn <1>.tif");
    parameters.set("created", "2026-03-14T08:00:00Z");
    parameters.set("digest", std::string(64, 'a'));
    std::ostringstream text;
    parameters.stringify(text);
    auto reply = write_pdf({"write_pdf", text.str(), {file.number(), words.number()}}, {});
    if (answer) *answer = reply.result;
    return reply.attachments.at(0);
}

inline pipeline::Page page_with(std::vector<std::vector<pipeline::Word>> lines, int width,
                                int height, int dpi) {
    pipeline::Page page;
    page.number = 1;
    page.width = width;
    page.height = height;
    page.dpi = dpi;
    page.origin = pipeline::TextOrigin::Ocr;
    pipeline::Block block;
    for (auto& words : lines) {
        pipeline::TextLine line;
        line.words = std::move(words);
        for (const auto& word : line.words)
            line.box = united(line.box, word.box);
        block.box = united(block.box, line.box);
        block.lines.push_back(std::move(line));
    }
    page.blocks.push_back(std::move(block));
    return page;
}

struct SeenWord {
    std::string text;
    double left, top, right, bottom;  // points from the shown page's top left
};

inline std::vector<SeenWord> words_seen(const std::string& pdf, int page = 1) {
    const std::unique_ptr<poppler::document> document(
        poppler::document::load_from_raw_data(pdf.data(), static_cast<int>(pdf.size())));
    std::vector<SeenWord> seen;
    if (!document) {
        ADD_FAILURE() << "a PDF reader cannot open it";
        return seen;
    }
    const std::unique_ptr<poppler::page> sheet(document->create_page(page - 1));
    for (const poppler::text_box& box : sheet->text_list()) {
        const auto bytes = box.text().to_utf8();
        const auto area = box.bbox();
        seen.push_back(
            {{bytes.begin(), bytes.end()}, area.left(), area.top(), area.right(), area.bottom()});
    }
    return seen;
}

// All words in the order of the file, joined by single spaces and line feeds.
inline std::string text_seen(const std::string& pdf, int page = 1) {
    const std::unique_ptr<poppler::document> document(
        poppler::document::load_from_raw_data(pdf.data(), static_cast<int>(pdf.size())));
    const std::unique_ptr<poppler::page> sheet(document->create_page(page - 1));
    const auto bytes = sheet->text(poppler::rectf(), poppler::page::raw_order_layout).to_utf8();
    std::string text(bytes.begin(), bytes.end());
    while (!text.empty() && (text.back() == '\n' || text.back() == '\f'))
        text.pop_back();
    return text;
}

inline PixPtr pixels_of(const std::string& pdf, int page, int dpi) {
    return PdfPages(pdf).pixels(page, dpi, {});
}

inline bool same_pixels(Pix* a, Pix* b) {
    l_int32 same = 0;
    return pixEqual(a, b, &same) == 0 && same == 1;
}

inline void blacken(Pix* pix, const pipeline::Box& box) {
    BOX* area = boxCreate(box.left, box.top, box.width(), box.height());
    pixSetInRectArbitrary(pix, area, 0);
    boxDestroy(&area);
}

inline PixPtr blank(int width, int height, int depth = 8) {
    PixPtr pix(pixCreate(width, height, depth));
    pixSetBlackOrWhite(pix.get(), L_SET_WHITE);
    return pix;
}

inline std::string text_of(const std::shared_ptr<Buffer>& buffer) {
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

struct Opened {
    explicit Opened(const std::string& bytes) : bytes(bytes) {
        file.setSuppressWarnings(true);
        file.processMemoryFile("written", this->bytes.data(), this->bytes.size());
    }
    QPDFObjectHandle page(int number = 1) {
        return file.getAllPages().at(static_cast<std::size_t>(number - 1));
    }
    QPDFObjectHandle image(int number = 1) {
        return page(number).getKey("/Resources").getKey("/XObject").getKey("/Image");
    }

    std::string bytes;
    QPDF file;
};

inline std::string saved(QPDF& file) {
    QPDFWriter writer(file);
    writer.setOutputMemory();
    writer.write();
    return text_of(writer.getBufferSharedPointer());
}

}  // namespace vanthu::formats
