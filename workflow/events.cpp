#include "workflow/events.h"

namespace vanthu::workflow {

void add_event(store::Transaction& tx, const Event& event) {
    tx.execute(
        "insert into workflow_event (sequence, kind, instance, document, task, person, detail, at) "
        "select coalesce(max(sequence), 0) + 1, $1, $2, $3, $4, $5, $6, $7 from workflow_event",
        {event.kind, event.instance, event.document, event.task, event.person, event.detail,
         event.at});
}

std::vector<Event> events_after(store::Transaction& tx, std::int64_t sequence, int limit) {
    std::vector<Event> events;
    tx.for_each(
        "select sequence, kind, instance, document, task, person, detail, at from workflow_event "
        "where sequence > $1 order by sequence limit $2",
        {sequence, limit}, [&](const store::Row& row) {
            events.push_back({row.text("kind"), row.text("instance"), row.text("document"),
                              row.text("task"), row.text("person"), row.text("detail"),
                              row.integer("at"), row.integer("sequence")});
        });
    return events;
}

}  // namespace vanthu::workflow
