#include <numeric>

#include "base/error.h"
#include "stages/reading.h"
#include "stages/worker_calls.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;

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
        for_pages(document, context, all, [&](std::size_t index) {
            pipeline::Page& page = document.pages[index];
            Poco::JSON::Object parameters;
            parameters.set("media_type", document.media_type);
            parameters.set("page", page.number);
            parameters.set("file", document.original);
            parameters.set("pixels_later", true);  // of a TIFF: read_scan opens the file itself
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
            page = std::move(rendered);
        });
    }
};

}  // namespace

std::unique_ptr<pipeline::Stage> make_render_stage() {
    return std::make_unique<RenderStage>();
}

}  // namespace vanthu::stages
