// progress.h: how far the documents under way have come, for the people who wait for them.
//
// Kept in memory only: it is news, not state; a restart forgets it and the job begins to report
// again. Safe from several threads.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "pipeline/document.h"

namespace vanthu::pipeline {

struct Progress {
    std::string stage;
    double fraction = 0;  // of the stage, 0..1
    // What the pages read so far say, until the document itself says more; nothing is stored yet.
    std::map<FieldId, std::string> fields = {};
};

class ProgressBoard {
public:
    void set(const DocumentId& id, Progress progress);
    void clear(const DocumentId& id);
    std::optional<Progress> of(const DocumentId& id) const;

private:
    mutable std::mutex mutex_;
    std::map<DocumentId, Progress> rows_;
};

}  // namespace vanthu::pipeline
