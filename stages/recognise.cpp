#include <iterator>

#include "base/error.h"
#include "stages/reading.h"
#include "stages/secrecy.h"
#include "stages/worker_calls.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;
using pipeline::Page;

void read_page(Page& page, pipeline::StageContext& context) {
    Poco::JSON::Object parameters;
    parameters.set("page", page.number);
    parameters.set("width", page.width);
    parameters.set("height", page.height);
    parameters.set("dpi", page.dpi);
    const auto reply = call_worker(context, "recognise", parameters, page.raster);
    Page read = parse_page("recognise", reply.result);
    // Banners that the renderer knew come after the text that was read.
    read.blocks.insert(read.blocks.end(), std::make_move_iterator(page.blocks.begin()),
                       std::make_move_iterator(page.blocks.end()));
    if (!page.blocks.empty()) page.origin = pipeline::TextOrigin::Mixed;
    page.blocks = std::move(read.blocks);
    page.raster.clear();
}

// A page worker counts its page's tables from 0; in a document every table has its own number.
void number_tables(Document& document) {
    int number = -1;
    for (Page& page : document.pages) {
        int last = -1;
        for (pipeline::Block& block : page.blocks) {
            if (block.kind != pipeline::Block::Kind::TableCell) continue;
            if (block.table != last) ++number;
            last = block.table;
            block.table = number;
        }
    }
}

class RecogniseStage : public pipeline::Stage {
public:
    std::string_view name() const override { return "recognise"; }
    int version() const override { return 1; }
    bool applies_to(const Document& document) const override {
        return !is_written(document.media_type);
    }

    void run(Document& document, pipeline::StageContext& context) const override {
        std::vector<std::size_t> first, rest;
        for (std::size_t i = 0; i < document.pages.size(); ++i)
            if (!document.pages[i].raster.empty()) (i == 0 ? first : rest).push_back(i);
        const auto read = [&](std::size_t index) { read_page(document.pages[index], context); };
        for_pages(document, context, first, read, {0, rest.size()});
        // A secret paper is not read further than the mark that says so.
        if (decide_secrecy(document, name())) return;
        for_pages(document, context, rest, read, {first.size(), 0});
        for (Page& page : document.pages)
            page.raster.clear();  // also of a page that could not be read
        number_tables(document);
        decide_secrecy(document, name());
    }
};

}  // namespace

std::unique_ptr<pipeline::Stage> make_recognise_stage() {
    return std::make_unique<RecogniseStage>();
}

}  // namespace vanthu::stages
