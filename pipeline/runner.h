// runner.h: takes one document through the stages, with a checkpoint after each.
//
// The order of stages is data (config/pipelines.xml). After a stage one transaction records it with
// the digest of its input, the findings, and the effects the stage queued, provided the job's lease
// still holds; a retry skips what is done. Until the head has been looked at for a secrecy mark
// nothing derived is stored: those stages are run again after a crash. Safe from several threads,
// one document each.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "pipeline/progress.h"
#include "pipeline/queue.h"
#include "pipeline/sandbox.h"
#include "pipeline/stage.h"
#include "store/blobs.h"
#include "store/sql.h"

namespace vanthu::pipeline {

struct StageStep {
    const Stage* stage = nullptr;
    StageSettings settings;
};

struct Pipeline {
    std::string id;
    std::vector<StageStep> steps;
};

using StageTable = std::vector<std::unique_ptr<Stage>>;

// Reads config/pipelines.xml against its schema; Error(Configuration) for a stage that is not in
// the table.
Pipeline read_pipeline(const std::string& path, const std::string& schema_path,
                       const StageTable& stages);

// Runs the steps on a document that no office knows (`vanthu read`); stops before the first step
// whose stage is named `until`. `first_answer` is told what the head says as soon as that is read,
// where it is read before the rest; it may be empty. Throws what a stage throws.
using FirstAnswer = std::function<void(const Document&)>;
void run_once(const Pipeline& pipeline, Document& document, store::BlobStore& blobs,
              SandboxPool& sandbox, const Clock& clock, std::string_view until = {},
              std::stop_token stop = {}, const FirstAnswer& first_answer = {});

class Runner {
public:
    Runner(store::Database& database, store::FileBlobs& blobs, SandboxPool& sandbox,
           const Clock& clock, ProgressBoard& progress, Pipeline pipeline);

    // Does the job of kind "process". A failure that will not heal leaves the document with a
    // person: state failed, an issue that says why, the original untouched.
    void process(const Job& job, std::stop_token stop) const;

private:
    struct Run;
    void run_steps(Run& run) const;
    void checkpoint(Run& run) const;
    void give_to_a_person(const Job& job, const Error& error) const;

    store::Database& database_;
    store::FileBlobs& blobs_;
    SandboxPool& sandbox_;
    const Clock& clock_;
    ProgressBoard& progress_;
    Pipeline pipeline_;
};

// Makes the stages from `stage` on run again, e.g. after a form changed; what people verified or
// corrected stays.
// "" = all of them. Error(Conflict) while the document is under way or already past the clerk.
void reprocess(store::Transaction&, const DocumentId& id, const std::string& stage,
               const UserId& user, Instant now);

}  // namespace vanthu::pipeline
