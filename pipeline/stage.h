// stage.h: what a step of the pipeline is.
//
// A stage is stateless and one object serves all threads. It takes the document and a context and
// nothing else; what it needs beyond (forms, workflow) it was built with by stages/registry.cpp. It
// has no effect of its own: derived bytes go to context.blobs, changes of tables are queued with
// in_checkpoint and run inside the transaction that records the stage as done. It reports damage it
// can live with as an Issue and throws Error when it cannot go on.
#pragma once

#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/document.h"
#include "store/blobs.h"
#include "store/sql.h"

namespace vanthu::pipeline {

class SandboxPool;

using StageSettings =
    std::map<std::string, std::string>;  // attributes of its element in config/pipelines.xml

struct StageContext {
    store::BlobStore& blobs;
    SandboxPool& sandbox;
    const Clock& clock;
    std::stop_token stop;
    const StageSettings& settings;

    // 0..1 of this stage, for the clerk's progress bar; may be empty.
    std::function<void(double)> progress;

    using Effect = std::function<void(store::Transaction&, const Document&)>;
    std::vector<Effect> effects;

    // Told the document as far as it is read once that suffices for the fields of its head; it is
    // not secret then. May be empty.
    std::function<void(const Document&)> head_known = {};

    void in_checkpoint(Effect effect) { effects.push_back(std::move(effect)); }
};

class Stage {
public:
    virtual ~Stage() = default;
    virtual std::string_view name() const = 0;  // as in configuration, provenance and checkpoints
    virtual int version() const = 0;  // raise it when equal input may give different output
    virtual bool applies_to(const Document& document) const = 0;
    virtual void run(Document& document, StageContext& context) const = 0;
};

}  // namespace vanthu::pipeline
