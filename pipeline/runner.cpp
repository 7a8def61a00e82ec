#include "pipeline/runner.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "base/digest.h"
#include "base/failpoint.h"
#include "base/log.h"
#include "base/text.h"
#include "base/xml.h"
#include "pipeline/documents.h"
#include "pipeline/page_wire.h"
#include "pipeline/shelf.h"
#include "store/audit.h"

namespace vanthu::pipeline {
namespace {

double milliseconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

// What makes one step's answer: the stage, its version and settings, and everything before it.
std::string digest_of(const StageStep& step, const std::string& before) {
    Sha256 digest;
    digest.update(before);
    digest.update(std::string(step.stage->name()) + '\n' + std::to_string(step.stage->version()) +
                  '\n');
    for (const auto& [key, value] : step.settings)
        digest.update(key + '=' + value + '\n');
    return digest.hex();
}

// The pages as a snapshot; a long paper's are never all in memory.
store::BlobId keep_pages(const std::vector<Page>& pages, store::FileBlobs& blobs) {
    if (pages.size() <= kPagesAtHand) return blobs.put(encode_pages(pages));
    const std::string path = blobs.temporary_path();
    const store::Descriptor file =
        store::Descriptor::open(path, O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
    Sha256 digest;
    std::uint64_t size = 0;
    encode_pages(pages, [&](std::string_view piece) {
        digest.update(piece);
        file.write_at(size, piece, path);
        size += piece.size();
    });
    const store::BlobId id = digest.hex();
    blobs.adopt(path, id);
    return id;
}

// A failure of the machine may heal; a damaged file stays damaged.
bool may_heal(ErrorCode code) {
    return code == ErrorCode::Unavailable || code == ErrorCode::Internal ||
           code == ErrorCode::Conflict;
}

// Runs one step and notes how long it took; false when the stage does not apply.
bool run_step(const StageStep& step, Document& document, StageContext& context) {
    if (!step.stage->applies_to(document)) return false;
    const auto start = std::chrono::steady_clock::now();
    step.stage->run(document, context);
    document.timings.push_back({std::string(step.stage->name()), milliseconds_since(start)});
    return true;
}

// What the steps behind `step` make of a document that is read in part; nothing when they cannot.
// They change nothing but this copy: the stages with effects come later.
std::optional<Document> understood(const Pipeline& pipeline, std::size_t step, Document seen,
                                   const StageContext& context) try {
    for (std::size_t i = step + 1; i < pipeline.steps.size(); ++i) {
        if (pipeline.steps[i].stage->name() == "route") break;
        StageContext own{context.blobs,
                         context.sandbox,
                         context.clock,
                         context.stop,
                         pipeline.steps[i].settings,
                         {},
                         {}};
        run_step(pipeline.steps[i], seen, own);
    }
    return seen;
} catch (const Error&) {
    return std::nullopt;  // the steps will run again when all is read, and say then what is wrong
}

std::map<FieldId, std::string> known_fields(const Document& document) {
    std::map<FieldId, std::string> fields;
    for (const Field& field : document.fields)
        if (std::string text = field_text(document, field.id); !text.empty())
            fields.emplace(field.id, std::move(text));
    return fields;
}

}  // namespace

Pipeline read_pipeline(const std::string& path, const std::string& schema_path,
                       const StageTable& stages) {
    const XmlDocument xml = XmlDocument::read(path);
    xml.validate(schema_path);
    Pipeline pipeline;
    pipeline.id = xml.root().required("id");
    std::vector<std::string> names;
    for (const auto& stage : stages)
        names.emplace_back(stage->name());
    for (const XmlElement& element : xml.root().children("stage")) {
        StageStep step;
        const std::string wanted = element.required("name");
        for (const auto& stage : stages)
            if (stage->name() == wanted) step.stage = stage.get();
        if (!step.stage) {
            const std::string meant = nearest(wanted, names);
            throw Error(ErrorCode::Configuration,
                        element.place() + ": there is no stage '" + wanted + "'" +
                            (meant.empty() ? "; the stages are " + join(names, ", ")
                                           : ", did you mean '" + meant + "'?"));
        }
        for (auto& [name, value] : element.attributes())
            if (name != "name") step.settings.emplace(name, value);
        pipeline.steps.push_back(std::move(step));
    }
    return pipeline;
}

void run_once(const Pipeline& pipeline, Document& document, store::BlobStore& blobs,
              SandboxPool& sandbox, const Clock& clock, std::string_view until,
              std::stop_token stop, const FirstAnswer& first_answer) {
    for (std::size_t i = 0; i < pipeline.steps.size(); ++i) {
        const StageStep& step = pipeline.steps[i];
        if (!until.empty() && step.stage->name() == until) return;
        StageContext context{blobs, sandbox, clock, stop, step.settings, {}, {}};
        if (first_answer)
            context.head_known = [&](const Document& seen) {
                if (const auto known = understood(pipeline, i, seen, context)) first_answer(*known);
            };
        run_step(step, document, context);
    }
}

// One document on its way; lives as long as one attempt of its job.
struct Runner::Run {
    struct Step {
        std::size_t index;
        std::string digest;
        bool applied;
        double milliseconds;
    };

    const Job& job;
    std::stop_token stop;
    Document document;
    store::TransientBlobs transient;
    std::vector<Step> unrecorded;  // done since the last checkpoint
    std::vector<StageContext::Effect> effects;
};

Runner::Runner(store::Database& database, store::FileBlobs& blobs, SandboxPool& sandbox,
               const Clock& clock, ProgressBoard& progress, Pipeline pipeline)
    : database_(database),
      blobs_(blobs),
      sandbox_(sandbox),
      clock_(clock),
      progress_(progress),
      pipeline_(std::move(pipeline)) {}

void Runner::process(const Job& job, std::stop_token stop) const {
    const LogScope scope("document", job.subject);
    if (job.attempt > job.max_attempts) {
        give_to_a_person(job, Error(ErrorCode::SandboxCrash,
                                    "the service stopped " + std::to_string(job.max_attempts) +
                                        " times while it read this document"));
        return;
    }
    try {
        Run run{job, stop, {}, store::TransientBlobs(&blobs_), {}, {}};
        run_steps(run);
        database_.write([&](store::Transaction& tx) { complete_job(tx, job, clock_.now()); });
        failpoint("process.completed");
    } catch (const Error& error) {
        progress_.clear(job.subject);
        if (stop.stop_requested()) {
            database_.write([&](store::Transaction& tx) { release_job(tx, job, clock_.now()); });
            return;
        }
        log(LogLevel::Warning, "pipeline", "a stage failed",
            {{"code", std::string(name(error.code()))}, {"reason", error.what()}});
        give_to_a_person(job, error);
        return;
    }
    progress_.clear(job.subject);
}

void Runner::run_steps(Run& run) const {
    std::vector<std::string> recorded;
    database_.write([&](store::Transaction& tx) {
        hold_lease(tx, run.job);
        run.document = load_document(tx, run.job.subject);
        recorded.clear();
        tx.for_each("select input_digest from stage_run where document = $1 order by step",
                    {run.document.id},
                    [&](const store::Row& row) { recorded.push_back(row.text("input_digest")); });
        if (run.document.state == DocumentState::Received ||
            run.document.state == DocumentState::Failed) {
            set_state(tx, run.document.id, DocumentState::Processing, clock_.now());
            run.document.state = DocumentState::Processing;
        }
        if (!recorded.empty()) load_pages(tx, blobs_, run.document);
    });
    if (run.document.state != DocumentState::Processing) return;

    std::string digest = run.document.original;
    bool resuming = !recorded.empty();
    for (std::size_t i = 0; i < pipeline_.steps.size(); ++i) {
        const StageStep& step = pipeline_.steps[i];
        digest = digest_of(step, digest);
        if (resuming && i < recorded.size() && recorded[i] == digest) continue;
        if (run.stop.stop_requested())
            throw Error(ErrorCode::Unavailable,
                        "the service is stopping; the document goes on after the restart");
        resuming = false;
        const std::string stage(step.stage->name());
        progress_.set(run.document.id, {stage, 0});
        std::map<FieldId, std::string> known;
        StageContext context{run.transient,
                             sandbox_,
                             clock_,
                             run.stop,
                             step.settings,
                             [&](double fraction) {
                                 progress_.set(run.document.id, {stage, fraction, known});
                             },
                             {}};
        context.head_known = [&](const Document& seen) {
            if (const auto first = understood(pipeline_, i, seen, context))
                known = known_fields(*first);
        };
        const bool applied = run_step(step, run.document, context);
        for (auto& effect : context.effects)
            run.effects.push_back(std::move(effect));
        run.unrecorded.push_back(
            {i, digest, applied, applied ? run.document.timings.back().milliseconds : 0.0});
        if (field_text(run.document, "secrecy").empty()) {
            if (run.document.secrecy_decided) checkpoint(run);
            continue;
        }
        // A secret paper: nothing that was read is kept beyond the mark itself; the clerk alone
        // sees that it is there.
        database_.write([&](store::Transaction& tx) {
            hold_lease(tx, run.job);
            tx.execute("update document set secrecy_decided = 1, snapshot = null where id = $1",
                       {run.document.id});
            set_state(tx, run.document.id, DocumentState::Quarantined, clock_.now());
            store::append_audit(tx, clock_.now(), "system", "document.quarantined",
                                run.document.id);
        });
        return;
    }
}

void Runner::checkpoint(Run& run) const {
    for (const Page& page : run.document.pages)
        if (!page.image.empty() && !blobs_.contains(page.image))
            blobs_.put(run.transient.get(page.image));
    const store::BlobId snapshot = keep_pages(run.document.pages, blobs_);
    failpoint("checkpoint.before_commit");
    database_.write([&](store::Transaction& tx) {
        hold_lease(tx, run.job);
        const Instant now = clock_.now();
        save_findings(tx, run.document, snapshot, now);
        for (const Run::Step& step : run.unrecorded)
            tx.execute(
                "insert into stage_run (document, step, stage, input_digest, outcome, "
                "milliseconds, ended_at) "
                "values ($1, $2, $3, $4, $5, $6, $7) on conflict (document, step) do update set "
                "stage = excluded.stage, input_digest = excluded.input_digest, outcome = "
                "excluded.outcome, "
                "milliseconds = excluded.milliseconds, ended_at = excluded.ended_at",
                {run.document.id, static_cast<std::int64_t>(step.index),
                 pipeline_.steps[step.index].stage->name(), step.digest,
                 step.applied ? "done" : "skipped", step.milliseconds, now});
        for (const auto& effect : run.effects)
            effect(tx, run.document);
    });
    failpoint("checkpoint.after_commit");
    run.unrecorded.clear();
    run.effects.clear();
}

void Runner::give_to_a_person(const Job& job, const Error& error) const {
    database_.write([&](store::Transaction& tx) {
        const Instant now = clock_.now();
        if (!fail_job(tx, job, error.what(), may_heal(error.code()), now)) return;
        Document document = load_document(tx, job.subject);
        document.issues.push_back(
            {Severity::Error, std::string(name(error.code())), "", error.what()});
        if (const auto row =
                tx.query_one("select snapshot from document where id = $1", {document.id}))
            save_findings(tx, document, row->text("snapshot"), now);
        set_state(tx, document.id, DocumentState::Failed, now);
        store::append_audit(tx, now, "system", "document.failed", document.id);
    });
}

void reprocess(store::Transaction& tx, const DocumentId& id, const std::string& stage,
               const UserId& user, Instant now) {
    Document document = load_document(tx, id);
    if (document.state != DocumentState::Failed && document.state != DocumentState::NeedsCheck)
        throw Error(ErrorCode::Conflict,
                    "document " + id + " is " + std::string(name(document.state)) +
                        "; only a failed one or one that waits for its check is read again",
                    Sentence{"not_read_again"});
    if (stage.empty())
        tx.execute("delete from stage_run where document = $1", {id});
    else
        tx.execute(
            "delete from stage_run where document = $1 and step >= "
            "(select min(step) from stage_run where document = $1 and stage = $2)",
            {id, stage});
    document.issues.clear();
    document.timings.clear();
    const auto row = tx.query_one("select snapshot from document where id = $1", {id});
    save_findings(tx, document, row->text("snapshot"), now);
    set_state(tx, id, DocumentState::Processing, now);
    enqueue(tx, {.kind = "process", .subject = id, .run_at = now});
    store::append_audit(tx, now, user, "document.reprocessed", id);
}

}  // namespace vanthu::pipeline
