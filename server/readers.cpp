#include "server/readers.h"

#include <algorithm>

#include "base/error.h"
#include "pipeline/documents.h"
#include "server/actors.h"
#include "workflow/tasks.h"

namespace vanthu::server {
namespace {

bool holds_any(const std::vector<std::string>& groups, const std::vector<std::string>& wanted) {
    return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& group) {
        return std::find(groups.begin(), groups.end(), group) != groups.end();
    });
}

// Has, had or may take a task on the paper.
bool is_concerned(store::Transaction& tx, const Account& account, const pipeline::DocumentId& id) {
    const workflow::Actor actor = actor_of(account);
    workflow::TaskQuery query;
    query.state = "";
    query.document = id;
    const auto tasks = workflow::list_tasks(tx, query);
    return std::any_of(tasks.begin(), tasks.end(), [&](const workflow::Task& task) {
        return task.assignee == actor.user || task.owner == actor.user ||
               task.completed_by == actor.user || holds_any({actor.user}, task.candidate_users) ||
               holds_any(actor.groups, task.candidate_groups);
    });
}

}  // namespace

records::Reader reader_of(const Account& account) {
    return {account.id, account.roles, account.unit};
}

records::Reader reader_of(const Request& request) {
    return reader_of(request.principal().account);
}

bool may_read(store::Transaction& tx, const Account& account, const pipeline::DocumentId& id) {
    return records::may_read(tx, reader_of(account), id) || is_concerned(tx, account, id);
}

void check_readable(store::Transaction& tx, const Request& request,
                    const pipeline::DocumentId& id) {
    const pipeline::Document document = pipeline::load_document(tx, id);
    const bool is_secret = document.state == pipeline::DocumentState::Quarantined;
    if ((is_secret && !request.has_role("clerk")) || !may_read(tx, request.principal().account, id))
        throw Error(ErrorCode::NotFound, "there is no document " + id);
}

}  // namespace vanthu::server
