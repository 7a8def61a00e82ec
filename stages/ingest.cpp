#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>

#include "base/error.h"
#include "base/text.h"
#include "pipeline/office_file.h"
#include "stages/reading.h"
#include "stages/worker_calls.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;

// A file named like what it is not deserves a hint: somebody renamed it instead of converting it.
std::string name_hint(const std::string& source) {
    const std::size_t dot = source.find_last_of('.');
    if (dot == std::string::npos) return {};
    const std::string ending = lower(source.substr(dot));
    for (const char* known : {".tif", ".tiff", ".png", ".jpg", ".jpeg", ".pdf", ".docx"})
        if (ending == known) return ", although its name ends in " + ending;
    return {};
}

pipeline::Signature signature_of(const Poco::JSON::Object& item) {
    pipeline::Signature signature;
    signature.organ_name = nfc(item.optValue<std::string>("organ_name", ""));
    signature.common_name = nfc(item.optValue<std::string>("common_name", ""));
    signature.signed_at = item.optValue<std::string>("signed_at", "");
    signature.valid = item.optValue("valid", false);
    signature.reason = nfc(item.optValue<std::string>("reason", ""));
    return signature;
}

// Who prints a DOCX makes its pages; the word processor's count is the best there is, for a look.
void take_counted_pages(const Poco::JSON::Object& answer, Document& document) {
    constexpr float kHearsay = 0.5f;
    const int pages = answer.optValue("counted_pages", 0);
    pipeline::Field* known = pipeline::find_field(document, "page_amount");
    if (pages < 1 || (known != nullptr && pipeline::is_final(known->state))) return;
    if (known == nullptr) {
        document.fields.push_back({});
        known = &document.fields.back();
        known->id = "page_amount";
    }
    pipeline::Value value;
    value.text = value.normal = std::to_string(pages);
    value.confidence = kHearsay;
    value.origin.stage = "ingest";
    value.origin.rule = "docx.properties";
    known->value = std::move(value);
    known->state = pipeline::FieldState::NeedsReview;
}

void take(const Poco::JSON::Object& answer, const pipeline::Limits& limits, Document& document) {
    document.media_type = answer.getValue<std::string>("media_type");
    const int pages = answer.getValue<int>("pages");
    if (pages < 1 || pages > limits.pages)
        throw Error(ErrorCode::BadInput, "probe: the page worker's answer makes no sense");
    document.pages.clear();
    if (!is_written(document.media_type))
        for (int number = 1; number <= pages; ++number) {
            pipeline::Page page;
            page.number = number;
            document.pages.push_back(std::move(page));
        }
    if (is_written(document.media_type)) take_counted_pages(answer, document);
    document.signatures.clear();
    const auto signatures = answer.getArray("signatures");
    for (std::size_t i = 0; signatures && i < signatures->size(); ++i)
        if (const auto item = signatures->getObject(static_cast<unsigned>(i)))
            document.signatures.push_back(signature_of(*item));
    if (answer.optValue("repaired", false))
        document.issues.push_back({pipeline::Severity::Warning,
                                   "repaired_file",
                                   {},
                                   "the file is damaged and was repaired for reading; compare it "
                                   "with the original paper"});
}

// LibreOffice is not required; a paper that needs it is refused at the door where it is missing.
void check_office(const Document& document) {
    const std::string ending(office_ending(document.media_type));
    if (ending.empty() || !pipeline::find_office().empty()) return;
    throw Error(ErrorCode::UnsupportedFormat,
                "a ." + ending +
                    " file is read with LibreOffice, which is not installed here: install "
                    "libreoffice-writer, or save the file as .docx (tệp ." +
                    ending +
                    " được đọc nhờ LibreOffice, máy này chưa cài: hãy cài libreoffice-writer hoặc "
                    "lưu tệp thành .docx)");
}

class IngestStage : public pipeline::Stage {
public:
    std::string_view name() const override { return "ingest"; }
    int version() const override { return 3; }
    bool applies_to(const Document&) const override { return true; }

    void run(Document& document, pipeline::StageContext& context) const override {
        try {
            const auto reply =
                call_worker(context, "probe", Poco::JSON::Object(), document.original);
            take(*parse_answer("probe", reply.result), context.sandbox.limits(), document);
            check_office(document);
        } catch (const Poco::Exception&) {
            throw Error(ErrorCode::BadInput, "probe: the page worker's answer makes no sense");
        } catch (const Error& problem) {
            if (problem.code() != ErrorCode::UnsupportedFormat || !document.media_type.empty())
                throw;
            throw Error(problem.code(), problem.what() + name_hint(document.source));
        }
    }
};

}  // namespace

std::unique_ptr<pipeline::Stage> make_ingest_stage() {
    return std::make_unique<IngestStage>();
}

}  // namespace vanthu::stages
