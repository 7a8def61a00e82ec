#include "base/error.h"
#include "stages/reading.h"
#include "stages/secrecy.h"
#include "stages/worker_calls.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;

class ReadDocxStage : public pipeline::Stage {
public:
    std::string_view name() const override { return "read_docx"; }
    int version() const override { return 1; }
    bool applies_to(const Document& document) const override {
        return document.media_type == kDocx;
    }

    void run(Document& document, pipeline::StageContext& context) const override {
        const auto reply =
            call_worker(context, "read_docx", Poco::JSON::Object(), document.original);
        pipeline::Page page = parse_page("read_docx", reply.result);
        page.number = 1;
        page.origin = pipeline::TextOrigin::Docx;
        document.pages = {std::move(page)};
        decide_secrecy(document, name());
    }
};

}  // namespace

std::unique_ptr<pipeline::Stage> make_read_docx_stage() {
    return std::make_unique<ReadDocxStage>();
}

}  // namespace vanthu::stages
