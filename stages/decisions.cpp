#include "stages/decisions.h"

#include <algorithm>

#include <Poco/JSON/Object.h>

#include "base/error.h"
#include "pipeline/document_json.h"
#include "pipeline/documents.h"
#include "records/books.h"
#include "records/lessons.h"
#include "records/search.h"
#include "stages/lists.h"
#include "stages/submissions.h"
#include "workflow/engine.h"

namespace vanthu::stages {
namespace {

constexpr std::string_view kCheckPanel = "check_fields";
constexpr std::string_view kVoted = "voted";  // the outcome of a council's step

void after_change(store::Transaction& tx, const store::BlobStore& blobs,
                  const pipeline::DocumentId& id, Instant now) {
    pipeline::Document document = pipeline::load_document(tx, id);
    pipeline::load_pages(tx, blobs, document);
    records::index_document(tx, document);
    take_list(tx, document, now);
    compare_with_submission(tx, id);
    for (const workflow::InstanceInfo& instance : workflow::instances_of(tx, id))
        if (instance.state == "running")
            workflow::set_variables(tx, instance.id, process_variables(tx, document), now);
}

// Number and notation make the code, and the code is made of them: a correction of one side carries
// over to the other, unless the person set that as well.
std::vector<std::pair<pipeline::FieldId, std::string>> with_code(
    const pipeline::Document& document,
    std::vector<std::pair<pipeline::FieldId, std::string>> values) {
    const auto given = [&](std::string_view id) -> const std::string* {
        for (const auto& [field, value] : values)
            if (field == id) return &value;
        return nullptr;
    };
    const std::string* number = given("code_number");
    const std::string* notation = given("code_notation");
    const std::string* code = given("code");
    if ((number || notation) && !code) {
        const std::string n = number ? *number : pipeline::field_text(document, "code_number");
        const std::string t =
            notation ? *notation : pipeline::field_text(document, "code_notation");
        if (!t.empty()) values.emplace_back("code", n + "/" + t);
    } else if (code && !number && !notation) {
        const auto slash = code->find('/');
        if (slash != std::string::npos && code->find('/', slash + 1) == std::string::npos) {
            const std::string whole = *code;  // values may move
            values.emplace_back("code_number", whole.substr(0, slash));
            values.emplace_back("code_notation", whole.substr(slash + 1));
        }
    }
    return values;
}

// A route that registers late, as that of a list does: once others than the clerk have the paper it
// needs no check any more, and when it comes back it does.
void show_where_it_stands(store::Transaction& tx, const pipeline::DocumentId& id, Instant now) {
    using enum pipeline::DocumentState;
    const pipeline::DocumentState state = pipeline::load_document(tx, id).state;
    if ((state != NeedsCheck && state != InWorkflow) || records::entry_of(tx, id)) return;
    workflow::TaskQuery query;
    query.document = id;
    const std::vector<workflow::Task> open = workflow::list_tasks(tx, query);
    if (open.empty()) return;
    const bool checked = std::none_of(open.begin(), open.end(), [](const workflow::Task& task) {
        return task.form_key == kCheckPanel;
    });
    const pipeline::DocumentState now_state = checked ? InWorkflow : NeedsCheck;
    if (now_state != state) pipeline::set_state(tx, id, now_state, now);
}

}  // namespace

std::string process_variables(store::Transaction& tx, const pipeline::Document& document) {
    Poco::JSON::Object variables(Poco::JSON_PRESERVE_KEY_ORDER);
    variables.set("book", document.book);
    variables.set("form", document.form);
    for (const char* id : {"type_name", "priority", "code", "organ_name", "page_amount"})
        variables.set(id, pipeline::field_text(document, id));
    add_route_of_list(tx, document, variables);
    return pipeline::json_text(variables);
}

void complete_task(store::Transaction& tx, const store::BlobStore& blobs, const std::string& id,
                   const workflow::Actor& actor, const workflow::Completion& completion,
                   Instant now) {
    const workflow::Task task = workflow::task(tx, id);
    if (task.form_key == kCheckPanel && completion.outcome != "return" && task.state == "open") {
        pipeline::verify_fields(tx, task.document, actor.user, now);
        after_change(tx, blobs, task.document, now);
    }
    if (completion.outcome == kVoted && task.state == "open") check_voted(tx, task.document, now);
    workflow::complete(tx, id, actor, completion, now);
    show_where_it_stands(tx, task.document, now);
}

void correct_fields(store::Transaction& tx, const store::BlobStore& blobs,
                    const pipeline::DocumentId& id,
                    const std::vector<std::pair<pipeline::FieldId, std::string>>& values,
                    const std::string& user, Instant now, std::optional<int> revision) {
    const pipeline::Document before = pipeline::load_document(tx, id);
    if (before.state == pipeline::DocumentState::Quarantined)
        throw Error(ErrorCode::Conflict,
                    "document " + id + " is quarantined; nothing of it is kept here",
                    Sentence{"secret_paper"});
    records::learn(tx, before, values, user, now);
    for (const auto& [field, value] : with_code(before, values)) {
        pipeline::correct_field(tx, id, field, value, user, now, revision);
        revision.reset();  // the first one checked it, and raised it
    }
    after_change(tx, blobs, id, now);
}

}  // namespace vanthu::stages
