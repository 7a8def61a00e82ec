#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "base/error.h"
#include "pipeline/shelf.h"
#include "stages/reading.h"
#include "stages/worker_calls.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;

// What is pasted onto a page of text is read as well; the rest of the page is known already.
void add_zones(const store::BlobId& picture, pipeline::Page& page,
               pipeline::StageContext& context) {
    Poco::JSON::Object parameters;
    parameters.set("page", page.number);
    parameters.set("width", page.width);
    parameters.set("height", page.height);
    parameters.set("dpi", page.dpi);
    pipeline::Page read;
    try {
        const auto reply = call_worker(context, "read_zones", parameters, picture);
        read = parse_page("read_zones", reply.result);
    } catch (const Error& problem) {
        // A picture that cannot be read takes nothing from a page that tells its text itself.
        if (problem.code() != ErrorCode::BadInput && problem.code() != ErrorCode::Timeout &&
            problem.code() != ErrorCode::LimitExceeded)
            throw;
    }
    if (read.blocks.empty()) return;
    // The banner of a signature alone leaves the page one of text: the file keeps its signatures.
    const bool text = std::any_of(read.blocks.begin(), read.blocks.end(), [](const auto& block) {
        return block.kind != pipeline::Block::Kind::Stamp;
    });
    std::move(read.blocks.begin(), read.blocks.end(), std::back_inserter(page.blocks));
    if (text) page.origin = pipeline::TextOrigin::Mixed;
}

class RenderStage : public pipeline::Stage {
public:
    std::string_view name() const override { return "render"; }
    int version() const override { return 2; }
    bool applies_to(const Document& document) const override {
        return !is_written(document.media_type);
    }

    void run(Document& document, pipeline::StageContext& context) const override {
        std::vector<std::size_t> all(document.pages.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        pipeline::Shelf shelf(document.pages.size());
        for_pages(document, context, all, [&](std::size_t index) {
            pipeline::Page& page = document.pages[index];
            Poco::JSON::Object parameters;
            parameters.set("media_type", document.media_type);
            parameters.set("page", page.number);
            parameters.set("file", document.original);
            parameters.set("pixels_later", true);  // of an image: read_scan opens the file itself
            if (const auto pictures = context.settings.find("pictures");
                pictures != context.settings.end())
                parameters.set("pictures", pictures->second);
            auto reply = call_worker(context, "render", parameters, document.original);
            pipeline::Page rendered = parse_page("render", reply.result);
            rendered.number = page.number;
            if (reply.attachments.empty())
                rendered.image = document.original;
            else if (!reply.attachments[0].empty())
                rendered.image = context.blobs.put(reply.attachments[0]);
            if (reply.attachments.size() > 1)
                add_zones(context.blobs.put(reply.attachments[1]), rendered, context);
            // What is still to be recognised stays; its known words move with the image.
            if (rendered.origin != pipeline::TextOrigin::None) shelf.put(rendered);
            page = std::move(rendered);
        });
    }
};

}  // namespace

std::unique_ptr<pipeline::Stage> make_render_stage() {
    return std::make_unique<RenderStage>();
}

}  // namespace vanthu::stages
