#include "forms/form_reader.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/expression.h"
#include "base/text.h"
#include "base/xml.h"
#include "forms/folded.h"
#include "forms/pattern.h"
#include "pipeline/documents.h"

namespace vanthu::forms {
namespace {

double number(const XmlElement& element, std::string_view name, double otherwise) {
    const auto text = element.attribute(name);
    if (!text) return otherwise;
    try {
        return std::stod(*text);
    } catch (const std::exception&) {
        throw Error(ErrorCode::Configuration, element.place() + ": " + std::string(name) + "='" +
                                                  *text + "' is not a number");
    }
}

std::optional<Date> date(const XmlElement& element, std::string_view name) {
    const auto text = element.attribute(name);
    if (!text) return std::nullopt;
    const auto parsed = parse_iso_date(*text);
    if (!parsed)
        throw Error(ErrorCode::Configuration, element.place() + ": " + std::string(name) + "='" +
                                                  *text + "' is not a date like 2020-03-05");
    return parsed;
}

Issuer issuer(const XmlElement& element) {
    const std::string text = element.attribute("issuer").value_or("any");
    if (text == "state") return Issuer::State;
    if (text == "party") return Issuer::Party;
    if (text == "youth") return Issuer::Youth;
    return Issuer::Any;
}

Zone read_zone(const XmlElement& element) {
    Zone zone;
    if (element.attribute("page").value_or("first") == "last") zone.page = Zone::Where::Last;
    zone.left = number(element, "left", 0);
    zone.top = number(element, "top", 0);
    zone.right = number(element, "right", 1);
    zone.bottom = number(element, "bottom", 1);
    return zone;
}

Pattern read_pattern(const XmlElement& element) {
    const std::string source = element.required("regex");
    try {
        return Pattern(source);
    } catch (const std::regex_error& problem) {
        throw Error(ErrorCode::Configuration,
                    element.place() + ": pattern '" + source +
                        "' is not a regular expression: " + problem.what());
    }
}

// A misspelt id would be a field that never has a value, or a check that never holds.
void must_be_field(const std::string& id, const XmlElement& element) {
    const auto& ids = pipeline::field_ids();
    if (std::find(ids.begin(), ids.end(), id) == ids.end())
        throw Error(ErrorCode::Configuration, element.place() + ": there is no field '" + id +
                                                  "'; the ids are " + join(ids, ", "));
}

FieldDefinition read_field(const XmlElement& element, const std::string& form) {
    FieldDefinition field;
    field.id = element.required("id");
    must_be_field(field.id, element);
    field.label_vi = element.required("vi");
    field.label_en = element.required("en");
    field.rule = form + "." + field.id;
    if (element.attribute("required").value_or("no") == "yes")
        field.requirement = Requirement::Required;
    if (const auto types = element.attribute("except-types"))
        for (const std::string& type : split(*types, '|'))
            field.except_types.push_back(nfc(trim(type)));
    field.review_below = number(element, "review-below", field.review_below);
    if (const auto zone = element.child("zone")) field.zone = read_zone(*zone);
    for (const XmlElement& anchor : element.children("anchor"))
        field.anchors.push_back(
            {nfc(anchor.required("text")), folded(anchor.required("text")).text});
    for (const XmlElement& pattern : element.children("pattern"))
        field.patterns.push_back(read_pattern(pattern));
    return field;
}

TableDefinition read_table(const XmlElement& element) {
    TableDefinition table;
    table.id = element.required("id");
    if (element.attribute("required").value_or("no") == "yes")
        table.requirement = Requirement::Required;
    table.least_columns = static_cast<int>(number(element, "least-columns", table.least_columns));
    const std::string source = element.attribute("from").value_or("cells");
    if (source == "lines") table.source = TableDefinition::Source::Lines;
    if (source == "counts") table.source = TableDefinition::Source::Counts;
    for (const XmlElement& child : element.children("column")) {
        ColumnDefinition column;
        column.id = child.required("id");
        column.label_vi = child.required("vi");
        column.label_en = child.required("en");
        for (const XmlElement& heading : child.children("heading"))
            column.headings.push_back(letters_only(heading.required("text")));
        table.columns.push_back(std::move(column));
    }
    for (const XmlElement& group : element.children("group"))
        table.groups[group.required("kind")].push_back(folded(group.required("text")).text);
    return table;
}

// A mark of the code is a regular expression over the folded number line without spaces.
Mark read_mark(const XmlElement& element) {
    const std::string where = element.required("where");
    const std::string text = element.required("text");
    if (where == "code") {
        try {
            const Pattern checked(text);
        } catch (const std::regex_error& problem) {
            throw Error(ErrorCode::Configuration,
                        element.place() + ": mark '" + text +
                            "' is not a regular expression: " + problem.what());
        }
    }
    return {where == "code" ? text : folded(text).text, where, number(element, "weight", 0)};
}

CheckDefinition read_check(const XmlElement& element) {
    try {
        const Expression test = Expression::parse(element.required("test"));
        for (const std::string& name : test.variables())
            must_be_field(name, element);
    } catch (const Error& problem) {
        if (problem.code() == ErrorCode::Configuration) throw;
        throw Error(ErrorCode::Configuration, element.place() + ": " + problem.what());
    }
    return {element.required("id"), element.required("severity"), element.required("test"),
            element.required("vi"), element.required("en")};
}

}  // namespace

const FieldDefinition* Form::field(std::string_view field_id) const {
    for (const FieldDefinition& field : fields)
        if (field.id == field_id) return &field;
    return nullptr;
}

Form read_form(const std::string& path, const std::string& schema) {
    const XmlDocument document = XmlDocument::read(path);
    document.validate(schema);
    const XmlElement root = document.root();
    Form form;
    form.id = root.required("id");
    form.version = static_cast<int>(number(root, "version", 1));
    form.issuer = issuer(root);
    form.label_vi = root.required("vi");
    form.label_en = root.required("en");
    form.valid_from = date(root, "valid-from");
    form.valid_until = date(root, "valid-until");
    form.least_score = number(root, "least-score", form.least_score);
    form.based_on = root.attribute("based-on").value_or("");
    for (const XmlElement& mark : root.children("mark"))
        form.marks.push_back(read_mark(mark));
    for (const XmlElement& field : root.children("field"))
        form.fields.push_back(read_field(field, form.id));
    for (const XmlElement& table : root.children("table"))
        form.tables.push_back(read_table(table));
    for (const XmlElement& check : root.children("check"))
        form.checks.push_back(read_check(check));
    return form;
}

}  // namespace vanthu::forms
