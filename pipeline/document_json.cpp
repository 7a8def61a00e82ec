#include "pipeline/document_json.h"

#include <cstdlib>
#include <map>
#include <sstream>

#include <Poco/JSON/Array.h>

#include "pipeline/documents.h"
#include "pipeline/shelf.h"
#include "pipeline/stamps.h"

namespace vanthu::pipeline {
namespace {

using Poco::Dynamic::Var;
using Poco::JSON::Array;
using Poco::JSON::Object;

Object::Ptr object() {
    return new Object(Poco::JSON_PRESERVE_KEY_ORDER);
}

Var text_or_null(const std::string& text) {
    return text.empty() ? Var() : Var(text);
}

Var number_or_null(int number) {
    return number == 0 ? Var() : Var(number);
}

// Sheets of a DOCX are made up for geometry; their boxes are nobody's business.
bool has_image(const Document& document, int page) {
    for (const Page& p : document.pages)
        if (p.number == page) return p.width > 0 && p.origin != TextOrigin::Docx;
    return true;
}

Var box_or_null(const Box& box, bool image) {
    if (!image || box.empty()) return {};
    Array::Ptr array = new Array;
    for (int side : {box.left, box.top, box.right, box.bottom})
        array->add(side);
    return array;
}

Array::Ptr texts(const std::vector<std::string>& items) {
    Array::Ptr array = new Array;
    for (const std::string& item : items)
        array->add(item);
    return array;
}

Var value_of(const Field& field) {
    if (is_list_field(field.id)) {
        if (field.list.empty()) return {};
        return texts(field.list);
    }
    if (!field.value) return {};
    const std::string& normal = field.value->normal;
    if (field.id == "page_amount" && !normal.empty() &&
        normal.find_first_not_of("0123456789") == std::string::npos && normal.size() < 9)
        return std::stoi(normal);
    return text_or_null(normal);
}

Object::Ptr to_json(const Page& page, PageText text) {
    Object::Ptr o = object();
    const bool image = page.width > 0 && page.origin != TextOrigin::Docx;
    o->set("number", page.number);
    if (page.sheet > 0) o->set("sheet", page.sheet);
    o->set("width", image ? Var(page.width) : Var());
    o->set("height", image ? Var(page.height) : Var());
    o->set("dpi", image ? number_or_null(page.dpi) : Var());
    o->set("rotation", page.rotation);
    o->set("skew_degrees", page.skew_degrees);
    o->set("origin", std::string(name(page.origin)));
    if (text == PageText::With) {
        const PageAtHand whole(page);
        o->set("text", printed_text_of(*whole));
        Array::Ptr stamps = new Array;
        for (const Block& block : whole->blocks)
            if (block.kind == Block::Kind::Stamp) stamps->add(text_of(block));
        o->set("stamps", stamps);
    }
    return o;
}

Object::Ptr to_json(const FieldTable& table) {
    Object::Ptr o = object();
    o->set("id", table.id);
    o->set("columns", texts(table.columns));
    Array::Ptr rows = new Array;
    for (const auto& cells : table.rows) {
        Object::Ptr row = object();
        for (std::size_t i = 0; i < table.columns.size() && i < cells.size(); ++i)
            row->set(table.columns[i], cells[i]);
        rows->add(row);
    }
    o->set("rows", rows);
    return o;
}

Object::Ptr to_json(const Citation& c) {
    Object::Ptr o = object();
    o->set("type_name", text_or_null(c.type_name));
    o->set("code", text_or_null(c.code));
    o->set("organ_name", text_or_null(c.organ_name));
    o->set("date", text_or_null(c.date));
    o->set("subject", text_or_null(c.subject));
    o->set("quote", c.quote);
    o->set("page", number_or_null(c.page));
    return o;
}

// A yearly deadline whose first year has its own day: [{"year": 2022, "before": "2022-05-30"}].
Var overrides_or_null(const std::string& before) {
    if (before.empty()) return {};
    Object::Ptr one = object();
    one->set("year", std::atoi(before.c_str()));
    one->set("before", before);
    Array::Ptr array = new Array;
    array->add(one);
    return array;
}

Object::Ptr to_json(const Assignment& a) {
    Object::Ptr o = object();
    o->set("organ_name", text_or_null(a.organ_name));
    o->set("assigning_verb", text_or_null(a.assigning_verb));
    o->set("action", text_or_null(a.action));
    o->set("deadline", text_or_null(a.deadline));
    o->set("deadline_kind", text_or_null(a.deadline_kind));
    o->set("month_day", text_or_null(a.month_day));
    o->set("overrides", overrides_or_null(a.overrides));
    o->set("from", text_or_null(a.from));
    o->set("to", text_or_null(a.to));
    o->set("quote", a.quote);
    o->set("page", number_or_null(a.page));
    return o;
}

Object::Ptr to_json(const Signature& s) {
    Object::Ptr o = object();
    o->set("organ_name", text_or_null(s.organ_name));
    o->set("common_name", text_or_null(s.common_name));
    o->set("signed_at", text_or_null(s.signed_at));
    o->set("valid", s.valid);
    o->set("trust", s.trust);
    o->set("reason", text_or_null(s.reason));
    return o;
}

Object::Ptr to_json(const Issue& issue) {
    Object::Ptr o = object();
    o->set("severity", std::string(name(issue.severity)));
    o->set("code", issue.code);
    o->set("field", text_or_null(issue.field));
    o->set("detail", issue.detail);
    Object::Ptr values = object();
    for (const auto& [name, value] : issue.values)
        values->set(name, value);
    o->set("values", values);
    return o;
}

template <class Items>
Array::Ptr array_of(const Items& items) {
    Array::Ptr array = new Array;
    for (const auto& item : items)
        array->add(to_json(item));
    return array;
}

}  // namespace

Object::Ptr to_json(const Field& field, const Document& document) {
    Object::Ptr o = object();
    const Value value = field.value.value_or(Value{});
    o->set("value", value_of(field));
    o->set("confidence", value.confidence);
    o->set("state", std::string(name(field.state)));
    o->set("page", number_or_null(value.origin.page));
    o->set("box", box_or_null(value.origin.box, has_image(document, value.origin.page)));
    o->set("raw", text_or_null(value.text));
    o->set("candidates", texts(field.candidates));
    o->set("rule", text_or_null(value.origin.rule));
    o->set("user", text_or_null(value.origin.user));
    return o;
}

namespace {

void add_head(Object::Ptr o, const Document& document) {
    o->set("source", document.source);
    o->set("sha256", document.original);
    o->set("media_type", text_or_null(document.media_type));
    o->set("form", document.form);
    o->set("form_version", document.form_version);
    o->set("form_confidence", document.form_confidence);
}

void add_findings(Object::Ptr o, const Document& document) {
    Object::Ptr fields = object();
    for (const FieldId& id : field_ids())
        if (const Field* field = find_field(document, id))
            fields->set(id, to_json(*field, document));
    o->set("fields", fields);
    o->set("tables", array_of(document.tables));
    o->set("citations", array_of(document.citations));
    o->set("tasks", array_of(document.assignments));
    o->set("issues", array_of(document.issues));
    o->set("signatures", array_of(document.signatures));
    std::map<std::string, double> total;  // a stage may be listed twice in a pipeline
    Object::Ptr timings = object();
    for (const StageTiming& timing : document.timings)
        timings->set(timing.stage, total[timing.stage] += timing.milliseconds);
    o->set("timings_ms", timings);
    o->set("error", Var());
}

}  // namespace

Object::Ptr to_json(const Document& document, PageText text) {
    Object::Ptr o = object();
    add_head(o, document);
    Array::Ptr pages = new Array;
    for (const Page& page : document.pages)
        pages->add(to_json(page, text));
    o->set("pages", pages);
    add_findings(o, document);
    return o;
}

void write_json(const Document& document, PageText text, const Object& more,
                const std::function<void(std::string_view)>& take) {
    Object::Ptr head = object();
    add_head(head, document);
    std::string piece = json_text(*head);
    piece.pop_back();  // the object goes on
    take(piece + ",\"pages\":[");
    for (const Page& page : document.pages)
        take((&page == &document.pages.front() ? "" : ",") + json_text(*to_json(page, text)));
    Object::Ptr findings = object();
    add_findings(findings, document);
    for (const auto& [key, value] : more)
        findings->set(key, value);
    piece = json_text(*findings);
    piece.front() = ',';
    take("]" + piece);
}

Object::Ptr failed_json(const std::string& source, const std::string& sha256, std::string_view code,
                        const std::string& message) {
    Document nothing;
    nothing.source = source;
    nothing.original = sha256;
    Object::Ptr o = to_json(nothing);
    if (sha256.empty()) o->set("sha256", Var());
    Object::Ptr error = object();
    error->set("code", std::string(code));
    error->set("message", message);
    o->set("error", error);
    return o;
}

std::string json_text(const Object& object) {
    std::ostringstream out;
    object.stringify(out);
    return out.str();
}

}  // namespace vanthu::pipeline
