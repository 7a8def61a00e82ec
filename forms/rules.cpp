#include "forms/rules.h"

#include <algorithm>
#include <string>

#include "base/expression.h"
#include "base/text.h"
#include "pipeline/document.h"

namespace vanthu::forms {
namespace {

using pipeline::Field;
using pipeline::FieldState;
using pipeline::Issue;
using pipeline::Severity;

Severity severity(const std::string& word) {
    if (word == "error") return Severity::Error;
    return word == "info" ? Severity::Info : Severity::Warning;
}

bool given(const Field* field) {
    return field != nullptr && field->value.has_value();
}

ExpressionValue value_of(const pipeline::Document& document, std::string_view name) {
    const Field* field = pipeline::find_field(document, name);
    if (!given(field) || field->value->normal.empty()) return std::monostate{};
    return field->value->normal;
}

// Minutes have no line for place and date: what a type of paper does not print is not missed.
bool does_without(const pipeline::Document& document, const FieldDefinition& definition) {
    const std::string type = comparable(pipeline::field_text(document, "type_name"));
    return std::any_of(definition.except_types.begin(), definition.except_types.end(),
                       [&](const std::string& other) { return comparable(other) == type; });
}

}  // namespace

std::vector<Issue> check_fields(const pipeline::Document& document, const Form& form) {
    std::vector<Issue> issues;
    for (const FieldDefinition& definition : form.fields) {
        const Field* field = pipeline::find_field(document, definition.id);
        const std::string label = definition.label_vi + " (" + definition.label_en + ")";
        if (given(field) && field->state == FieldState::NeedsReview) {
            issues.push_back({Severity::Warning, "low_confidence", definition.id,
                              label + " was read with little certainty; compare it with the page"});
        } else if (field != nullptr && !given(field) && !field->candidates.empty()) {
            issues.push_back(
                {Severity::Warning, "unreadable", definition.id,
                 label + " stands on the page but could not be read; type it from the page"});
        } else if (definition.requirement == Requirement::Required && !given(field) &&
                   !does_without(document, definition) &&
                   !(field != nullptr && pipeline::is_final(field->state))) {
            issues.push_back(
                {Severity::Warning, "missing_required", definition.id,
                 label + " was not found; leave it empty if the page does not show it"});
        }
    }
    for (const CheckDefinition& check : form.checks) {
        const Expression test = Expression::parse(check.test);
        if (test.holds([&](std::string_view name) { return value_of(document, name); })) continue;
        issues.push_back({severity(check.severity),
                          check.id,
                          test.variables().empty() ? "" : test.variables()[0],
                          check.message_vi + " (" + check.message_en + ")",
                          {{"message_vi", check.message_vi}, {"message_en", check.message_en}}});
    }
    return issues;
}

}  // namespace vanthu::forms
