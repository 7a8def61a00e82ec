#include <algorithm>
#include <utility>

#include "forms/matcher.h"
#include "forms/weighing.h"
#include "ocr/familiar.h"
#include "stages/experience.h"
#include "stages/gaps.h"
#include "stages/long_paper.h"
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
    // What the file says of itself, where its pages cannot be counted.
    if (field.id == "page_amount" && !field.value && known->value &&
        known->value->origin.stage == "ingest")
        return;
    *known = std::move(field);
}

class ExtractStage : public pipeline::Stage {
public:
    ExtractStage(const forms::FormLibrary& forms, const ocr::DigitReader* digits,
                 store::Database* office, const ocr::LanguageModel* language)
        : forms_(forms), calibration_(forms.calibration()), digits_(digits), office_(office) {
        if (language == nullptr) return;
        calibration_ = calibration_.hearing(
            [model = *language](std::string_view text) { return ocr::is_familiar(text, model); });
    }

    std::string_view name() const override { return "extract"; }
    int version() const override { return 7; }
    bool applies_to(const pipeline::Document& document) const override {
        return !document.pages.empty() && document.form != "unknown";
    }

    void run(pipeline::Document& document, pipeline::StageContext& context) const override {
        const forms::Form* form = forms_.version(document.form, document.form_version);
        if (form == nullptr) form = forms_.form(document.form);
        if (form == nullptr) return;
        const FieldPages looked_at(
            document, form->tables.empty() ? Cells::WhereFieldsAre : Cells::Everywhere);
        const pipeline::Document& seen = looked_at.document();
        forms::Extraction extraction = forms::extract(seen, *form, forms_);
        add_from_other_pages(document, *form, forms_, extraction);
        std::vector<forms::GapReading> readings;
        if (digits_ != nullptr) readings = read_gaps(seen, forms_, *digits_, context);
        forms::Evidence evidence = forms::evidence_of(document);
        if (office_ != nullptr)
            evidence.neighbours =
                neighbours_of(*office_, document, extraction.fields, readings, calibration_);
        forms::weigh_fields(extraction.fields, readings, evidence, extraction.issues, calibration_);
        if (office_ != nullptr)
            apply_lessons(*office_, document, extraction.fields, calibration_, extraction.issues);
        for (pipeline::Field& field : extraction.fields)
            place(document, std::move(field));
        document.tables = std::move(extraction.tables);
        document.citations = std::move(extraction.citations);
        document.assignments = std::move(extraction.assignments);
        std::erase_if(document.issues, [form](const pipeline::Issue& issue) {
            return std::any_of(form->tables.begin(), form->tables.end(),
                               [&](const auto& table) { return table.id == issue.field; }) ||
                   issue.code == "several_papers" || issue.code == "organ_ended" ||
                   issue.code == "several_signers" || issue.code == "read_by_digits" ||
                   issue.code == "learnt";
        });
        document.issues.insert(document.issues.end(), extraction.issues.begin(),
                               extraction.issues.end());
    }

private:
    const forms::FormLibrary& forms_;
    forms::Calibration calibration_;
    const ocr::DigitReader* digits_;
    store::Database* office_;
};

}  // namespace

std::unique_ptr<pipeline::Stage> make_extract_stage(const forms::FormLibrary& forms,
                                                    const ocr::DigitReader* digits,
                                                    store::Database* office,
                                                    const ocr::LanguageModel* language) {
    return std::make_unique<ExtractStage>(forms, digits, office, language);
}

}  // namespace vanthu::stages
