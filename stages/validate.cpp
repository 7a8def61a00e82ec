#include <algorithm>
#include <set>
#include <string>

#include "forms/rules.h"
#include "stages/understanding.h"

namespace vanthu::stages {
namespace {

class ValidateStage : public pipeline::Stage {
public:
    explicit ValidateStage(const forms::FormLibrary& forms) : forms_(forms) {}

    std::string_view name() const override { return "validate"; }
    int version() const override { return 1; }
    bool applies_to(const pipeline::Document& document) const override {
        return !document.pages.empty();
    }

    void run(pipeline::Document& document, pipeline::StageContext&) const override {
        // What an earlier run of this stage said is said anew.
        std::set<std::string> own{"low_confidence", "unreadable", "missing_required",
                                  "unknown_form"};
        for (const forms::Form& form : forms_.forms())
            for (const forms::CheckDefinition& check : form.checks)
                own.insert(check.id);
        std::erase_if(document.issues,
                      [&](const pipeline::Issue& issue) { return own.count(issue.code) > 0; });
        const forms::Form* form = forms_.version(document.form, document.form_version);
        if (form == nullptr) {
            document.issues.push_back(
                {pipeline::Severity::Warning, "unknown_form", "",
                 "the paper has the layout of no known form; nothing was taken from it"});
            return;
        }
        const std::vector<pipeline::Issue> issues = forms::check_fields(document, *form);
        document.issues.insert(document.issues.end(), issues.begin(), issues.end());
    }

private:
    const forms::FormLibrary& forms_;
};

}  // namespace

std::unique_ptr<pipeline::Stage> make_validate_stage(const forms::FormLibrary& forms) {
    return std::make_unique<ValidateStage>(forms);
}

}  // namespace vanthu::stages
