// views.h: the JSON shapes of server/openapi.json, for the HTTP handlers and for `--json` of the
// command line.
//
// Keys are never renamed. Functions of data only, apart from document_view, which reads what
// belongs to one document.
#pragma once

#include <optional>
#include <string>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include "pipeline/progress.h"
#include "records/books.h"
#include "records/lessons.h"
#include "records/search.h"
#include "server/summaries.h"
#include "store/audit.h"
#include "store/blobs.h"
#include "workflow/engine.h"
#include "workflow/tasks.h"

namespace vanthu::server {

using Poco::Dynamic::Var;

Poco::JSON::Object::Ptr new_object();
Var text_or_null(const std::string& text);
Var time_or_null(std::optional<Instant> at);
Poco::JSON::Array::Ptr text_array(const std::vector<std::string>& texts);

template <class Items, class View>
Poco::JSON::Array::Ptr array_of(const Items& items, const View& view_of) {
    Poco::JSON::Array::Ptr array = new Poco::JSON::Array;
    for (const auto& item : items)
        array->add(view_of(item));
    return array;
}

Poco::JSON::Object::Ptr view(const records::RegisterEntry& entry);
Poco::JSON::Object::Ptr view(const records::Book& book,
                             const std::vector<records::BookYear>& years);
Poco::JSON::Object::Ptr view(const records::SearchResult& result);
Poco::JSON::Object::Ptr view(const records::Lesson& lesson);
Poco::JSON::Object::Ptr view(const workflow::Task& task, const Summary* document);
Poco::JSON::Object::Ptr view(const workflow::Opinion& opinion);
Poco::JSON::Object::Ptr view(const workflow::InstanceInfo& instance);
Poco::JSON::Object::Ptr view(const workflow::DefinitionInfo& definition);
Poco::JSON::Object::Ptr view(const store::AuditEvent& event);
Var view(const std::optional<pipeline::Progress>& progress);

// One row of GET /documents.
Poco::JSON::Object::Ptr row_view(const Summary& summary,
                                 const std::optional<pipeline::Progress>& progress);

// The object of contract section 2 with state, entry, workflow, tasks, opinions and history. A
// quarantined document shows that it exists: no field, no text. Error(NotFound).
Poco::JSON::Object::Ptr document_view(
    store::Transaction&, const store::BlobStore& blobs, const pipeline::DocumentId& id,
    const std::optional<pipeline::Progress>& progress = std::nullopt);

// The events of history_of; of a quarantined document without their details.
Poco::JSON::Array::Ptr history_view(store::Transaction&, const pipeline::DocumentId& id,
                                    pipeline::DocumentState state);

// Events of the document, its tasks and its process instances, in the order they happened.
std::vector<store::AuditEvent> history_of(store::Transaction&, const pipeline::DocumentId& id);

}  // namespace vanthu::server
