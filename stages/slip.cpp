#include "stages/slip.h"

#include <algorithm>

#include "base/error.h"
#include "pipeline/documents.h"

namespace vanthu::stages {

Slip slip_of(store::Transaction& tx, const pipeline::DocumentId& document) {
    Slip slip;
    slip.paper = pipeline::load_document(tx, document);
    if (slip.paper.state == pipeline::DocumentState::Quarantined)
        throw Error(ErrorCode::Forbidden, "the document is quarantined", Sentence{"secret_paper"});
    slip.entry = records::entry_of(tx, document);
    for (workflow::Opinion& opinion : workflow::opinions_of(tx, document)) {
        const auto level = std::find(kSlipLevels.begin(), kSlipLevels.end(), opinion.level);
        const auto place = level == kSlipLevels.end()
                               ? kSlipLevels.size() - 1
                               : static_cast<std::size_t>(level - kSlipLevels.begin());
        slip.opinions[place].push_back(std::move(opinion));
    }
    return slip;
}

}  // namespace vanthu::stages
