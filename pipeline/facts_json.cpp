#include "pipeline/facts_json.h"

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>

#include <functional>

#include "base/error.h"
#include "pipeline/document_json.h"

namespace vanthu::pipeline {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

std::string text(const Object& o, const std::string& key) {
    return o.isNull(key) ? std::string() : o.getValue<std::string>(key);
}

int number(const Object& o, const std::string& key) {
    return o.isNull(key) ? 0 : o.getValue<int>(key);
}

void each(const Object& o, const std::string& key, const std::function<void(const Object&)>& use) {
    if (const Array::Ptr array = o.getArray(key))
        for (unsigned i = 0; i < array->size(); ++i)
            use(*array->getObject(i));
}

// The day of the year that has its own; earlier versions wrote it as a text.
std::string overrides(const Object& task) {
    if (!task.isArray("overrides")) return text(task, "overrides");
    const Array::Ptr array = task.getArray("overrides");
    return array->size() == 0 ? std::string() : text(*array->getObject(0), "before");
}

Severity severity(const std::string& word) {
    if (word == "error") return Severity::Error;
    return word == "info" ? Severity::Info : Severity::Warning;
}

// Issues of earlier versions have none.
std::map<std::string, std::string> values(const Object& issue) {
    std::map<std::string, std::string> result;
    if (const Object::Ptr given = issue.getObject("values"))
        for (const std::string& name : given->getNames())
            result[name] = text(*given, name);
    return result;
}

FieldTable table(const Object& o) {
    FieldTable result;
    result.id = text(o, "id");
    const Array::Ptr columns = o.getArray("columns");
    for (unsigned i = 0; columns && i < columns->size(); ++i)
        result.columns.push_back(columns->getElement<std::string>(i));
    each(o, "rows", [&](const Object& row) {
        std::vector<std::string> cells;
        for (const std::string& column : result.columns)
            cells.push_back(text(row, column));
        result.rows.push_back(std::move(cells));
    });
    return result;
}

void take_facts(const Object::Ptr& o, Document& document) {
    each(*o, "tables", [&](const Object& t) { document.tables.push_back(table(t)); });
    each(*o, "citations", [&](const Object& c) {
        document.citations.push_back({text(c, "type_name"), text(c, "code"), text(c, "organ_name"),
                                      text(c, "date"), text(c, "subject"), text(c, "quote"),
                                      number(c, "page")});
    });
    each(*o, "tasks", [&](const Object& t) {
        document.assignments.push_back(
            {text(t, "organ_name"), text(t, "assigning_verb"), text(t, "action"),
             text(t, "deadline"), text(t, "deadline_kind"), text(t, "month_day"), overrides(t),
             text(t, "from"), text(t, "to"), text(t, "quote"), number(t, "page")});
    });
    each(*o, "signatures", [&](const Object& s) {
        document.signatures.push_back({text(s, "organ_name"), text(s, "common_name"),
                                       text(s, "signed_at"), s.getValue<bool>("valid"),
                                       text(s, "trust"), text(s, "reason")});
    });
    each(*o, "issues", [&](const Object& i) {
        document.issues.push_back({severity(text(i, "severity")), text(i, "code"), text(i, "field"),
                                   text(i, "detail"), values(i)});
    });
    if (const Object::Ptr timings = o->getObject("timings_ms"))
        for (const std::string& stage : timings->getNames())
            document.timings.push_back({stage, timings->getValue<double>(stage)});
}

}  // namespace

std::string write_facts(const Document& document) {
    const Object::Ptr whole = to_json(document, PageText::Without);
    Object facts(Poco::JSON_PRESERVE_KEY_ORDER);
    for (const char* key : {"tables", "citations", "tasks", "issues", "signatures", "timings_ms"})
        facts.set(key, whole->get(key));
    return json_text(facts);
}

void read_facts(const std::string& json, Document& document) try {
    take_facts(Poco::JSON::Parser().parse(json).extract<Object::Ptr>(), document);
} catch (const Poco::Exception& problem) {
    throw Error(ErrorCode::Internal,
                "what is stored of a document's findings is damaged: " + problem.displayText());
}

}  // namespace vanthu::pipeline
