#include "base/error.h"
#include "forms/classifier.h"
#include "stages/long_paper.h"
#include "stages/understanding.h"

namespace vanthu::stages {
namespace {

class ClassifyStage : public pipeline::Stage {
public:
    explicit ClassifyStage(const forms::FormLibrary& forms) : forms_(forms) {}

    std::string_view name() const override { return "classify"; }
    int version() const override { return 1; }
    bool applies_to(const pipeline::Document& document) const override {
        return !document.pages.empty();
    }

    // Setting "form" (an id) overrides the choice; "auto" or nothing leaves it to the paper.
    void run(pipeline::Document& document, pipeline::StageContext& context) const override {
        const auto asked = context.settings.find("form");
        if (asked != context.settings.end() && asked->second != "auto") {
            const forms::Form* form = forms_.form(asked->second);
            if (form == nullptr)
                throw Error(ErrorCode::BadInput, "there is no form '" + asked->second +
                                                     "'; forms/definitions lists those that are");
            document.form = form->id;
            document.form_version = form->version;
            document.form_confidence = 1;
            return;
        }
        const FieldPages looked_at(document);
        const forms::Classification found = forms::classify(looked_at.document(), forms_);
        document.form = found.form;
        document.form_version = found.version;
        document.form_confidence = found.confidence;
    }

private:
    const forms::FormLibrary& forms_;
};

}  // namespace

std::unique_ptr<pipeline::Stage> make_classify_stage(const forms::FormLibrary& forms) {
    return std::make_unique<ClassifyStage>(forms);
}

}  // namespace vanthu::stages
