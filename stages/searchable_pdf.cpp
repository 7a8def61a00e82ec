#include "stages/searchable_pdf.h"

#include <Poco/JSON/Object.h>

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "pipeline/page_wire.h"
#include "pipeline/shelf.h"
#include "stages/reading.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;
using pipeline::Page;
using pipeline::TextOrigin;

bool was_recognised(const Page& page) {
    return page.origin == TextOrigin::Ocr || page.origin == TextOrigin::Mixed;
}

// The pages with the words that the file does not hold itself.
std::vector<Page> pages_with_new_words(const Document& document, bool is_pdf) {
    std::vector<Page> pages = document.pages;
    for (Page& page : pages) {
        if (!was_recognised(page)) {
            page.blocks.clear();
            page.shelved = nullptr;
        }
        if (page.shelved) page = pipeline::taken_down(page);
        page.image.clear();
        page.raster.clear();
        if (!is_pdf || page.origin != TextOrigin::Mixed) continue;
        // Words and banners that the PDF draws as text were read, not recognised.
        for (auto& block : page.blocks)
            for (auto& line : block.lines)
                std::erase_if(line.words,
                              [](const pipeline::Word& word) { return word.confidence == 1; });
    }
    return pages;
}

void move_right(Page& page, int by) {
    const auto move = [by](pipeline::Box& box) {
        box.left += by;
        box.right += by;
    };
    for (auto& block : page.blocks) {
        move(block.box);
        for (auto& line : block.lines) {
            move(line.box);
            for (auto& word : line.words)
                move(word.box);
        }
    }
}

// Pages that were cut from one sheet become that sheet again, because the original holds sheets.
std::vector<Page> by_sheet(std::vector<Page> pages) {
    std::vector<Page> sheets;
    for (Page& page : pages) {
        if (page.sheet > 0) page.number = page.sheet;
        if (sheets.empty() || page.sheet == 0 || sheets.back().number != page.number) {
            sheets.push_back(std::move(page));
            continue;
        }
        Page& sheet = sheets.back();
        move_right(page, page.sheet_left);
        sheet.width = std::max(sheet.width, page.sheet_left + page.width);
        std::move(page.blocks.begin(), page.blocks.end(), std::back_inserter(sheet.blocks));
    }
    return sheets;
}

bool has_words(const Page& page) {
    return std::any_of(page.blocks.begin(), page.blocks.end(), [](const auto& block) {
        return std::any_of(block.lines.begin(), block.lines.end(),
                           [](const auto& line) { return !line.words.empty(); });
    });
}

// A title that shows no folders.
std::string file_name(const std::string& source) {
    return source.substr(source.find_last_of('/') + 1);
}

std::string parameters_of(const Document& document) {
    Poco::JSON::Object parameters;
    parameters.set("media_type", document.media_type);
    parameters.set("title", file_name(document.source));
    parameters.set("created", document.received_at > 0 ? rfc3339(document.received_at) : "");
    parameters.set("digest", document.original);
    std::ostringstream text;
    parameters.stringify(text);
    return text.str();
}

}  // namespace

std::string write_searchable_pdf(const Document& document, const store::BlobStore& blobs,
                                 pipeline::SandboxPool& sandbox, std::stop_token stop) {
    if (is_written(document.media_type))
        throw Error(ErrorCode::UnsupportedFormat,
                    "a word processor's file has no page images to lay words under, so no "
                    "searchable PDF is made of "
                    "it; its text is searchable as it is");
    const bool is_pdf = document.media_type == "application/pdf";
    const std::vector<Page> pages = by_sheet(pages_with_new_words(document, is_pdf));
    if (is_pdf && std::none_of(pages.begin(), pages.end(), has_words))
        return blobs.get(document.original);

    store::TransientBlobs carried;
    const store::Descriptor words(carried.open(carried.put(pipeline::encode_pages(pages))));
    const store::Descriptor original(blobs.open(document.original));
    auto reply =
        sandbox.call({"write_pdf", parameters_of(document), {original.number(), words.number()}},
                     std::move(stop));
    if (reply.attachments.size() != 1 || !reply.attachments[0].starts_with("%PDF-"))
        throw Error(ErrorCode::BadInput, "write_pdf: the page worker's answer makes no sense");
    return std::move(reply.attachments[0]);
}

}  // namespace vanthu::stages
