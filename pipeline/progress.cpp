#include "pipeline/progress.h"

namespace vanthu::pipeline {

void ProgressBoard::set(const DocumentId& id, Progress progress) {
    const std::lock_guard lock(mutex_);
    rows_[id] = std::move(progress);
}

void ProgressBoard::clear(const DocumentId& id) {
    const std::lock_guard lock(mutex_);
    rows_.erase(id);
}

std::optional<Progress> ProgressBoard::of(const DocumentId& id) const {
    const std::lock_guard lock(mutex_);
    const auto row = rows_.find(id);
    if (row == rows_.end()) return std::nullopt;
    return row->second;
}

}  // namespace vanthu::pipeline
