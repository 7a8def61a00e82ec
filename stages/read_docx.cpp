#include "base/error.h"
#include "pipeline/office_file.h"
#include "stages/reading.h"
#include "stages/secrecy.h"
#include "stages/worker_calls.h"
#include "store/descriptor.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;

class ReadDocxStage : public pipeline::Stage {
public:
    std::string_view name() const override { return "read_docx"; }
    int version() const override { return 2; }
    bool applies_to(const Document& document) const override {
        return is_written(document.media_type);
    }

    void run(Document& document, pipeline::StageContext& context) const override {
        const auto reply = read(document, context);
        pipeline::Page page = parse_page("read_docx", reply.result);
        page.number = 1;
        page.origin = pipeline::TextOrigin::Docx;
        document.pages.clear();  // a list in braces would be copied
        document.pages.push_back(std::move(page));
        if (document.pages.front().blocks.empty())
            document.issues.push_back({pipeline::Severity::Warning,
                                       "no_text",
                                       {},
                                       "the file holds no text; where its page is a picture, send "
                                       "the picture or a PDF of it"});
        decide_secrecy(document, name());
    }

private:
    static pipeline::SandboxReply read(const Document& document, pipeline::StageContext& context) {
        const std::string ending(office_ending(document.media_type));
        if (ending.empty())
            return call_worker(context, "read_docx", Poco::JSON::Object(), document.original);
        // What LibreOffice makes is read like any stranger's file and kept nowhere.
        const store::Descriptor original(context.blobs.open(document.original));
        const store::Descriptor made = store::Descriptor::unnamed();
        made.write_at(0,
                      pipeline::office_to_docx(original.number(), ending, pipeline::find_office(),
                                               context.sandbox.program(), context.sandbox.limits(),
                                               context.stop),
                      "a DOCX made by LibreOffice");
        return context.sandbox.call({"read_docx", "{}", {made.number()}}, context.stop);
    }
};

}  // namespace

std::string_view office_ending(std::string_view media_type) {
    if (media_type == "application/msword") return "doc";
    if (media_type == "application/rtf") return "rtf";
    if (media_type == "application/vnd.oasis.opendocument.text") return "odt";
    return {};
}

std::unique_ptr<pipeline::Stage> make_read_docx_stage() {
    return std::make_unique<ReadDocxStage>();
}

}  // namespace vanthu::stages
