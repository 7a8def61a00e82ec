#include "stages/route.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "pipeline/documents.h"
#include "records/books.h"
#include "records/search.h"
#include "stages/decisions.h"
#include "stages/lists.h"
#include "stages/submissions.h"
#include "workflow/engine.h"

namespace vanthu::stages {

using pipeline::Document;
using pipeline::DocumentState;

namespace {

bool is_among(const std::vector<std::string>& priorities, const std::string& priority) {
    return priorities.empty() ||
           std::any_of(priorities.begin(), priorities.end(), [&](const std::string& each) {
               return comparable(each) == comparable(priority);
           });
}

}  // namespace

const std::string& process_for(const Routes& routes, const std::string& book,
                               const std::string& form, const std::string& priority) {
    for (const Route& route : routes)
        if ((route.book.empty() || route.book == book) &&
            (route.form.empty() || route.form == form) && is_among(route.priorities, priority))
            return route.process;
    throw Error(ErrorCode::Configuration, "no route for book '" + book + "' and form '" + form +
                                              "'; add one to <routes> in office.xml");
}

void start_process(store::Transaction& tx, const Routes& routes, const Document& document,
                   const std::string& user, Instant now) {
    pipeline::set_state(tx, document.id, DocumentState::NeedsCheck, now);
    records::index_document(tx, document);
    take_list(tx, document, now);
    compare_with_submission(tx, document.id);
    const std::string& process = process_for(routes, document.book, document.form,
                                             pipeline::field_text(document, "priority"));
    workflow::start_instance(tx, process, document.id, process_variables(tx, document), user, now);
}

namespace {

// The same bytes came before: each arrival is a document of its own, and the clerk is told of the
// first.
void note_same_content(store::Transaction& tx, const Document& document) {
    const pipeline::DocumentId first = pipeline::same_content(tx, document);
    if (first.empty()) return;
    const auto entry = records::entry_of(tx, first);
    std::map<std::string, std::string> values{{"document", first}};
    std::string number;
    if (entry) {
        values["number"] = std::to_string(entry->number);
        values["year"] = std::to_string(entry->year);
        number = ", number " + values["number"] + " of " + values["year"];
    }
    pipeline::add_issue(tx, document.id,
                        {pipeline::Severity::Warning, "same_content", "",
                         "the same file came before as document " + first + number +
                             "; return this one if it is a mere repetition",
                         values});
}

class RouteStage : public pipeline::Stage {
public:
    explicit RouteStage(const Routes& routes) : routes_(routes) {}

    std::string_view name() const override { return "route"; }
    int version() const override { return 1; }
    bool applies_to(const Document&) const override { return true; }

    void run(Document&, pipeline::StageContext& context) const override {
        context.in_checkpoint(
            [this, &clock = context.clock](store::Transaction& tx, const Document& document) {
                note_same_content(tx, document);
                start_process(tx, routes_, document, "system", clock.now());
            });
    }

private:
    Routes routes_;
};

}  // namespace

std::unique_ptr<pipeline::Stage> make_route_stage(const Routes& routes) {
    return std::make_unique<RouteStage>(routes);
}

}  // namespace vanthu::stages
