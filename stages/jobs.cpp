#include "stages/jobs.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/error.h"
#include "base/failpoint.h"
#include "pipeline/document_json.h"
#include "pipeline/documents.h"
#include "records/books.h"
#include "records/search.h"
#include "stages/layout.h"
#include "workflow/engine.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;
using pipeline::DocumentState;
using pipeline::Job;

constexpr std::string_view kSystem = "system";
constexpr std::string_view kCheckLayout = "check_layout";
constexpr int kTimersAtOnce = 500;

// What was found out about the document before the transaction, by those topics that ask a page
// worker.
using Findings = std::optional<LayoutVerdict>;

// What a topic does gives the variables that the diagram sees afterwards.
using Topic = workflow::Variables (*)(store::Transaction&, const Document&, const Findings&,
                                      Instant);

workflow::Variables entry_variables(const records::RegisterEntry& entry) {
    Poco::JSON::Object variables(Poco::JSON_PRESERVE_KEY_ORDER);
    variables.set("entry_book", entry.book);
    variables.set("entry_year", entry.year);
    variables.set("entry_number", static_cast<Poco::Int64>(entry.number));
    return pipeline::json_text(variables);
}

workflow::Variables register_topic(store::Transaction& tx, const Document& document,
                                   const Findings&, Instant now) {
    const auto entry =
        records::register_document(tx, document.book, document, std::string(kSystem), now);
    pipeline::set_state(tx, document.id, DocumentState::InWorkflow, now);
    return entry_variables(entry);
}

workflow::Variables file_topic(store::Transaction& tx, const Document& document, const Findings&,
                               Instant now) {
    const auto entry =
        records::file_document(tx, document.book, document, std::string(kSystem), now);
    pipeline::set_state(tx, document.id, DocumentState::Filed, now);
    return entry_variables(entry);
}

workflow::Variables return_topic(store::Transaction& tx, const Document& document, const Findings&,
                                 Instant now) {
    pipeline::set_state(tx, document.id, DocumentState::Returned, now);
    return "{}";
}

workflow::Variables check_layout_topic(store::Transaction& tx, const Document& document,
                                       const Findings& findings, Instant) {
    pipeline::replace_issues(tx, document.id, kLayoutIssues, findings->issues);
    Poco::JSON::Object variables;
    variables.set("layout_errors", findings->errors);
    variables.set("layout_warnings", findings->warnings);
    return pipeline::json_text(variables);
}

struct TopicRow {
    std::string_view name;
    Topic run;
};

constexpr std::array kTopics{
    TopicRow{"register", register_topic},
    TopicRow{"file", file_topic},
    TopicRow{"return", return_topic},
    TopicRow{kCheckLayout, check_layout_topic},
};

// A diagram may name a topic exactly when it stands here.
static_assert(kTopics.size() == workflow::kServiceTopics.size());
static_assert(std::all_of(workflow::kServiceTopics.begin(), workflow::kServiceTopics.end(),
                          [](std::string_view name) {
                              return std::any_of(
                                  kTopics.begin(), kTopics.end(),
                                  [&](const TopicRow& row) { return row.name == name; });
                          }));

// Page workers are asked outside of any transaction.
Findings find_out(store::Database& database, const store::FileBlobs& blobs,
                  const LayoutChecker& layout, const workflow::ServiceTaskArgs& args,
                  std::stop_token stop) {
    if (args.topic != kCheckLayout) return std::nullopt;
    Document document;
    database.read(
        [&](store::Transaction& tx) { document = pipeline::load_document(tx, args.document); });
    return check_draft(document, blobs, layout.sandbox, layout.rules, stop);
}

void do_service_task(store::Transaction& tx, const store::FileBlobs& blobs, const Job& job,
                     const Findings& findings, Instant now) {
    const auto args = workflow::service_task_args(job.args);
    for (const TopicRow& topic : kTopics) {
        if (topic.name != args.topic) continue;
        Document document = pipeline::load_document(tx, args.document);
        pipeline::load_pages(tx, blobs, document);
        const workflow::Variables results = topic.run(tx, document, findings, now);
        document.state = pipeline::load_document(tx, args.document).state;
        records::index_document(tx, document);
        workflow::finish_service_task(tx, job.subject, results, now);
        pipeline::complete_job(tx, job, now);
        return;
    }
    throw Error(ErrorCode::Configuration, "no service task has the topic '" + args.topic + "'");
}

}  // namespace

std::vector<pipeline::JobHandler> job_handlers(store::Database& database,
                                               const store::FileBlobs& blobs, const Clock& clock,
                                               const pipeline::Runner& runner,
                                               const LayoutChecker& layout) {
    return {
        {"process", [&](const Job& job, std::stop_token stop) { runner.process(job, stop); }},
        {"service_task",
         [&](const Job& job, std::stop_token stop) {
             try {
                 const Findings findings =
                     find_out(database, blobs, layout, workflow::service_task_args(job.args), stop);
                 database.write([&](store::Transaction& tx) {
                     do_service_task(tx, blobs, job, findings, clock.now());
                     failpoint("service_task.before_commit");
                 });
             } catch (const Error& error) {
                 // After the last try the process shows as stuck, with the reason, to whoever looks
                 // at the paper.
                 database.write([&](store::Transaction& tx) {
                     if (pipeline::fail_job(tx, job, error.what(), true, clock.now()))
                         workflow::fail_service_task(tx, job.subject, error.what(), clock.now());
                 });
                 return;
             }
             failpoint("service_task.after_commit");
         }},
        {"timer",
         [&](const Job& job, std::stop_token) {
             database.write([&](store::Transaction& tx) {
                 pipeline::complete_job(tx, job, clock.now());
                 workflow::fire_timer(tx, job.subject, clock.now());
                 // What else is due goes along; a try that failed stands for itself alone.
                 if (job.attempt == 1) workflow::fire_due_timers(tx, clock.now(), kTimersAtOnce);
             });
         }},
    };
}

}  // namespace vanthu::stages
