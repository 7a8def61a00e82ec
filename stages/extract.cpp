#include <algorithm>
#include <utility>

#include "forms/matcher.h"
#include "forms/weighing.h"
#include "stages/gaps.h"
#include "stages/understanding.h"

namespace vanthu::stages {
namespace {

// A new reading of a field; what a person settled stays, and so does a secrecy mark that the
// recogniser saw in the head.
void place(pipeline::Document& document, pipeline::Field field) {
    pipeline::Field* known = pipeline::find_field(document, field.id);
    if (known == nullptr) {
        document.fields.push_back(std::move(field));
        return;
    }
    if (pipeline::is_final(known->state)) return;
    if (field.id == "secrecy") return;
    *known = std::move(field);
}

class ExtractStage : public pipeline::Stage {
public:
    ExtractStage(const forms::FormLibrary& forms, const ocr::DigitReader* digits)
        : forms_(forms), digits_(digits) {}

    std::string_view name() const override { return "extract"; }
    int version() const override { return 4; }
    bool applies_to(const pipeline::Document& document) const override {
        return !document.pages.empty() && document.form != "unknown";
    }

    void run(pipeline::Document& document, pipeline::StageContext& context) const override {
        const forms::Form* form = forms_.version(document.form, document.form_version);
        if (form == nullptr) form = forms_.form(document.form);
        if (form == nullptr) return;
        forms::Extraction extraction = forms::extract(document, *form, forms_);
        std::vector<forms::GapReading> readings;
        if (digits_ != nullptr) readings = read_gaps(document, forms_, *digits_, context);
        forms::weigh_fields(extraction.fields, readings, forms::evidence_of(document),
                            extraction.issues, forms_.calibration());
        for (pipeline::Field& field : extraction.fields)
            place(document, std::move(field));
        document.tables = std::move(extraction.tables);
        document.citations = std::move(extraction.citations);
        document.assignments = std::move(extraction.assignments);
        std::erase_if(document.issues, [](const pipeline::Issue& issue) {
            return issue.code == "table_not_read" || issue.code == "several_papers" ||
                   issue.code == "organ_ended" || issue.code == "read_by_digits";
        });
        document.issues.insert(document.issues.end(), extraction.issues.begin(),
                               extraction.issues.end());
    }

private:
    const forms::FormLibrary& forms_;
    const ocr::DigitReader* digits_;
};

}  // namespace

std::unique_ptr<pipeline::Stage> make_extract_stage(const forms::FormLibrary& forms,
                                                    const ocr::DigitReader* digits) {
    return std::make_unique<ExtractStage>(forms, digits);
}

}  // namespace vanthu::stages
