#include "server/views.h"

#include <algorithm>
#include <set>

#include <Poco/JSON/Parser.h>

#include "base/text.h"
#include "pipeline/document_json.h"
#include "pipeline/documents.h"

namespace vanthu::server {

using Poco::JSON::Array;
using Poco::JSON::Object;

namespace {

template <class Items>
Array::Ptr views(const Items& items) {
    return array_of(items, [](const auto& item) { return view(item); });
}

Var field_or_null(const Summary& summary, const std::string& id) {
    const auto found = summary.fields.find(id);
    return found == summary.fields.end() ? Var() : Var(found->second);
}

// Why a failed document failed, in the shape of the contract's `error`.
Var failure_of(const pipeline::Document& document) {
    if (document.state != pipeline::DocumentState::Failed) return {};
    for (auto issue = document.issues.rbegin(); issue != document.issues.rend(); ++issue) {
        if (issue->severity != pipeline::Severity::Error) continue;
        Object::Ptr error = new_object();
        error->set("code", issue->code);
        error->set("message", issue->detail);
        return error;
    }
    return {};
}

// What of a secret paper may stay: that it came, when, and by whom.
void strip(pipeline::Document& document) {
    pipeline::Document bare;
    bare.id = document.id;
    bare.original = document.original;
    bare.source = document.source;
    bare.media_type = document.media_type;
    bare.state = document.state;
    bare.book = document.book;
    bare.received_at = document.received_at;
    bare.revision = document.revision;
    for (const pipeline::Issue& issue : document.issues)
        bare.issues.push_back({issue.severity, issue.code, issue.field, ""});
    document = std::move(bare);
}

Object::Ptr facet_view(const records::Facet& facet) {
    Object::Ptr o = new_object();
    o->set("id", facet.id);
    o->set("values", array_of(facet.counts, [](const auto& counted) {
               Object::Ptr v = new_object();
               v->set("value", counted.first);
               v->set("count", counted.second);
               return v;
           }));
    return o;
}

Object::Ptr hit_view(const records::SearchHit& hit) {
    Object::Ptr o = new_object();
    o->set("id", hit.document);
    o->set("book", hit.book);
    o->set("number", hit.number ? Var(static_cast<Poco::Int64>(*hit.number)) : Var());
    o->set("year", hit.year ? Var(*hit.year) : Var());
    o->set("state", hit.state);
    Object::Ptr fields = new_object();
    for (const auto& [id, text] : hit.fields)
        fields->set(id, text);
    o->set("fields", fields);
    o->set("snippet", hit.snippet);
    return o;
}

// Of a secret paper only that things happened: neither corrected values nor opinions.
Array::Ptr bare_history(store::Transaction& tx, const pipeline::DocumentId& id) {
    Array::Ptr array = new Array;
    for (store::AuditEvent& event : history_of(tx, id)) {
        event.detail = "{}";
        array->add(view(event));
    }
    return array;
}

Var entry_view(store::Transaction& tx, const pipeline::DocumentId& id) {
    const auto entry = records::entry_of(tx, id);
    return entry ? Var(view(*entry)) : Var();
}

std::vector<workflow::Task> tasks_of(store::Transaction& tx, const pipeline::DocumentId& id) {
    workflow::TaskQuery query;
    query.state = "";
    query.document = id;
    std::vector<workflow::Task> tasks = workflow::list_tasks(tx, query);
    std::sort(tasks.begin(), tasks.end(), [](const workflow::Task& a, const workflow::Task& b) {
        return std::tie(a.created_at, a.id) < std::tie(b.created_at, b.id);
    });
    return tasks;
}

}  // namespace

Object::Ptr new_object() {
    return new Object(Poco::JSON_PRESERVE_KEY_ORDER);
}

Var text_or_null(const std::string& text) {
    return text.empty() ? Var() : Var(text);
}

Var time_or_null(std::optional<Instant> at) {
    return at ? Var(rfc3339(*at)) : Var();
}

Array::Ptr text_array(const std::vector<std::string>& texts) {
    return array_of(texts, [](const std::string& text) { return text; });
}

Object::Ptr view(const records::RegisterEntry& entry) {
    Object::Ptr o = new_object();
    o->set("book", entry.book);
    o->set("year", entry.year);
    o->set("number", static_cast<Poco::Int64>(entry.number));
    o->set("document", text_or_null(entry.document));
    o->set("registered_at", rfc3339(entry.registered_at));
    o->set("registered_by", entry.registered_by);
    o->set("filed_at", time_or_null(entry.filed_at));
    o->set("voided_at", time_or_null(entry.voided_at));
    o->set("void_reason", text_or_null(entry.void_reason));
    o->set("voided_by", text_or_null(entry.voided_by));
    o->set("dated_on", text_or_null(entry.dated_on));
    o->set("late_reason", text_or_null(entry.late_reason));
    Object::Ptr typed = new_object();
    for (const auto& [column, text] : entry.typed)
        typed->set(column, text);
    o->set("typed", typed);
    o->set("columns", text_array(entry.columns));
    return o;
}

Object::Ptr view(const records::Book& book, const std::vector<records::BookYear>& years) {
    Object::Ptr o = new_object();
    o->set("id", book.id);
    o->set("title", book.title);
    o->set("columns", array_of(book.columns, [](const records::BookColumn& column) {
               Object::Ptr c = new_object();
               c->set("id", column.id);
               c->set("title", column.title);
               c->set("typed", column.source == "typed");
               return c;
           }));
    Array::Ptr list = new Array;
    Array::Ptr closed = new Array;
    for (const records::BookYear& year : years) {
        list->add(year.year);
        if (year.closed_at) closed->add(year.year);
    }
    o->set("years", list);
    o->set("closed_years", closed);
    o->set("follows", text_or_null(book.follows));
    o->set("secret", book.secret);
    o->set("back_dated_days", book.back_dated_days);
    return o;
}

Object::Ptr view(const records::SearchResult& result) {
    Object::Ptr o = new_object();
    o->set("total", static_cast<Poco::Int64>(result.total));
    o->set("more", result.more);
    o->set("corrected", text_or_null(result.corrected));
    o->set("facets", array_of(result.facets, facet_view));
    o->set("hits", array_of(result.hits, hit_view));
    return o;
}

Object::Ptr view(const records::Lesson& lesson) {
    Object::Ptr o = new_object();
    o->set("id", lesson.id);
    o->set("issuer", lesson.issuer);
    o->set("field", lesson.field);
    o->set("seen", text_or_null(lesson.seen));
    o->set("value", text_or_null(lesson.value));
    o->set("document", lesson.document);
    o->set("times", lesson.times);
    o->set("taught_by", lesson.taught_by);
    o->set("taught_at", rfc3339(lesson.taught_at));
    o->set("ended_at", time_or_null(lesson.ended_at));
    o->set("ended_by", text_or_null(lesson.ended_by));
    o->set("ended_how", text_or_null(lesson.ended_how));
    return o;
}

Object::Ptr view(const workflow::Task& task, const Summary* document) {
    Object::Ptr o = new_object();
    o->set("id", task.id);
    o->set("name", task.name);
    o->set("node", task.node);
    o->set("instance", task.instance);
    o->set("document", task.document);
    if (document != nullptr) {
        Object::Ptr summary = new_object();
        summary->set("code", field_or_null(*document, "code"));
        summary->set("subject", field_or_null(*document, "subject"));
        summary->set("organ_name", field_or_null(*document, "organ_name"));
        summary->set("source", document->document.source);
        summary->set("priority", field_or_null(*document, "priority"));
        o->set("document_summary", summary);
    }
    o->set("form_key", task.form_key);
    o->set("outcomes", text_array(task.outcomes));
    o->set("candidate_groups", text_array(task.candidate_groups));
    o->set("candidate_users", text_array(task.candidate_users));
    o->set("assignee", text_or_null(task.assignee));
    o->set("owner", text_or_null(task.owner));
    o->set("delegation", text_or_null(task.delegation));
    o->set("state", task.state);
    o->set("priority", task.priority);
    o->set("created_at", rfc3339(task.created_at));
    o->set("due_at", time_or_null(task.due_at));
    o->set("completed_at", time_or_null(task.completed_at));
    o->set("completed_by", text_or_null(task.completed_by));
    o->set("outcome", text_or_null(task.outcome));
    o->set("revision", task.revision);
    o->set("definition_key", task.definition_key);
    o->set("definition_version", task.definition_version);
    o->set("role", text_or_null(task.role));
    o->set("signs_for", text_or_null(task.signs_for));
    o->set("held_at", time_or_null(task.held_at));
    o->set("held_reason", text_or_null(task.held_reason));
    return o;
}

Object::Ptr view(const workflow::Opinion& opinion) {
    Object::Ptr o = new_object();
    o->set("task", opinion.task);
    o->set("node_name", opinion.node_name);
    o->set("user", opinion.user);
    o->set("outcome", opinion.outcome);
    o->set("text", opinion.text);
    o->set("at", rfc3339(opinion.at));
    o->set("on_behalf_of", text_or_null(opinion.on_behalf_of));
    o->set("signed_as", text_or_null(opinion.signed_as));
    o->set("role", text_or_null(opinion.role));
    o->set("level", text_or_null(opinion.level));
    if (!opinion.hand_out.empty()) {
        Object::Ptr hand_out = new_object();
        hand_out->set("lead", text_or_null(opinion.hand_out.lead));
        hand_out->set("support", text_array(opinion.hand_out.support));
        hand_out->set("know", text_array(opinion.hand_out.know));
        hand_out->set("due", text_or_null(opinion.hand_out.due));
        o->set("hand_out", hand_out);
    }
    return o;
}

Object::Ptr view(const workflow::InstanceInfo& instance) {
    Object::Ptr o = new_object();
    o->set("id", instance.id);
    o->set("definition_key", instance.definition_key);
    o->set("definition_version", instance.definition_version);
    o->set("document", instance.document);
    o->set("state", instance.state);
    o->set("reason", text_or_null(instance.reason));
    o->set("active_nodes", text_array(instance.active_nodes));
    o->set("started_at", rfc3339(instance.started_at));
    o->set("ended_at", time_or_null(instance.ended_at));
    return o;
}

Object::Ptr view(const workflow::DefinitionInfo& definition) {
    Object::Ptr o = new_object();
    o->set("key", definition.key);
    o->set("version", definition.version);
    o->set("name", definition.name);
    o->set("latest", definition.latest);
    o->set("deployed_at", rfc3339(definition.deployed_at));
    return o;
}

Object::Ptr view(const store::AuditEvent& event) {
    Object::Ptr o = new_object();
    o->set("at", rfc3339(event.at));
    o->set("actor", event.actor);
    o->set("action", event.action);
    o->set("subject", event.subject);
    o->set("detail", Poco::JSON::Parser().parse(event.detail));
    return o;
}

Var view(const std::optional<pipeline::Progress>& progress) {
    if (!progress) return {};
    Object::Ptr o = new_object();
    o->set("stage", progress->stage);
    o->set("fraction", progress->fraction);
    Object::Ptr fields = new_object();
    for (const auto& [id, text] : progress->fields)
        fields->set(id, text);
    o->set("fields", fields);
    return o;
}

Object::Ptr row_view(const Summary& summary, const std::optional<pipeline::Progress>& progress) {
    const pipeline::Document& document = summary.document;
    Object::Ptr o = new_object();
    o->set("id", document.id);
    o->set("source", document.source);
    o->set("state", std::string(name(document.state)));
    o->set("received_at", rfc3339(document.received_at));
    o->set("book", document.book);
    o->set("form", document.form);
    o->set("media_type", text_or_null(document.media_type));
    o->set("progress", view(progress));
    Object::Ptr fields = new_object();
    for (const char* id : {"code", "subject", "organ_name", "issued_date"})
        fields->set(id, field_or_null(summary, id));
    o->set("fields", fields);
    o->set("issues", static_cast<int>(document.issues.size()));
    Var entry;
    if (summary.entry) {
        Object::Ptr e = new_object();
        e->set("book", summary.entry->book);
        e->set("year", summary.entry->year);
        e->set("number", static_cast<Poco::Int64>(summary.entry->number));
        entry = e;
    }
    o->set("entry", entry);
    o->set("error", failure_of(document));
    return o;
}

Object::Ptr document_view(store::Transaction& tx, const store::BlobStore& blobs,
                          const pipeline::DocumentId& id,
                          const std::optional<pipeline::Progress>& progress) {
    pipeline::Document document = pipeline::load_document(tx, id);
    const bool is_secret = document.state == pipeline::DocumentState::Quarantined;
    if (is_secret)
        strip(document);
    else
        pipeline::load_pages(tx, blobs, document);
    Object::Ptr o = pipeline::to_json(document);
    o->set("error", failure_of(document));
    o->set("id", document.id);
    o->set("state", std::string(name(document.state)));
    o->set("revision", document.revision);
    o->set("book", document.book);
    o->set("received_at", rfc3339(document.received_at));
    const auto row = tx.query_one("select received_by from document where id = $1", {id});
    o->set("received_by", row->text("received_by"));
    o->set("register_entry", is_secret ? Var() : entry_view(tx, id));
    o->set("workflow", views(workflow::instances_of(tx, id)));
    o->set("workflow_tasks", array_of(tasks_of(tx, id), [](const workflow::Task& task) {
               return view(task, nullptr);
           }));
    o->set("opinions", is_secret ? Array::Ptr(new Array) : views(workflow::opinions_of(tx, id)));
    o->set("history", history_view(tx, id, document.state));
    o->set("progress", view(progress));
    return o;
}

Array::Ptr history_view(store::Transaction& tx, const pipeline::DocumentId& id,
                        pipeline::DocumentState state) {
    if (state == pipeline::DocumentState::Quarantined) return bare_history(tx, id);
    return views(history_of(tx, id));
}

std::vector<store::AuditEvent> history_of(store::Transaction& tx, const pipeline::DocumentId& id) {
    std::set<std::string> subjects = {id};
    for (const workflow::Task& task : tasks_of(tx, id))
        subjects.insert(task.id);
    for (const workflow::InstanceInfo& instance : workflow::instances_of(tx, id))
        subjects.insert(instance.id);
    std::vector<store::AuditEvent> events;
    for (const std::string& subject : subjects)
        for (store::AuditEvent& event : store::audit_of(tx, subject))
            events.push_back(std::move(event));
    std::sort(events.begin(), events.end(),
              [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
    return events;
}

}  // namespace vanthu::server
