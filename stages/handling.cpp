#include "stages/handling.h"

#include "base/text.h"
#include "records/entry_columns.h"
#include "workflow/engine.h"
#include "workflow/tasks.h"

namespace vanthu::stages {
namespace {

std::string progress_of(store::Transaction& tx, const pipeline::DocumentId& document) {
    std::vector<std::string> steps;
    workflow::TaskQuery query;
    query.document = document;
    for (const workflow::Task& task : workflow::list_tasks(tx, query))
        steps.push_back(task.name);
    if (!steps.empty()) return "Đang giải quyết: " + join(steps, ", ");
    return workflow::instances_of(tx, document).empty() ? "" : "Đã giải quyết";
}

}  // namespace

records::HandlingOf handling_in(store::Transaction& tx) {
    return [&tx](const pipeline::DocumentId& document, const std::string& source) -> std::string {
        if (source == "progress") return progress_of(tx, document);
        std::string found;
        for (const workflow::Opinion& opinion : workflow::opinions_of(tx, document)) {
            const workflow::HandOut& hand_out = opinion.hand_out;
            if (source == "lead" && !hand_out.lead.empty()) found = hand_out.lead;
            if (source == "due" && !hand_out.due.empty())
                found = records::printed_date(hand_out.due);
        }
        return found;
    };
}

}  // namespace vanthu::stages
