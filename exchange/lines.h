// lines.h: the exchange as people look at it: packets that came, papers that went, words on a
// paper.
//
// Newest first but for the words, which come in the order they were said. Says nothing of rights:
// whoever asks for these lists keeps them. Works inside the caller's transaction.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "exchange/packet.h"
#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::exchange {

struct StatusLine {
    std::string organ, direction, code, description, anomaly;
    Instant at = 0;
};
std::vector<StatusLine> statuses_of(store::Transaction&, const pipeline::DocumentId& document);

struct ArrivalLine {
    std::string packet, file, kind, state, reason, from_organ, from_name, document_id, code,
        subject, document;
    std::string status;  // the last word on the paper, of either side
    int business = 0;
    bool recall_open = false;
    Instant at = 0;
};

struct DispatchLine {
    std::string document, organ, organ_name, document_id, sent_by, status;
    Instant at = 0;
    std::optional<Instant> status_at;
    bool waiting = false;  // not yet written into the outgoing folder
};

struct LineQuery {
    int limit = 100;
    Instant before = std::numeric_limits<Instant>::max();
    bool with_words = true;  // also statuses of others that were simply taken
};

// Newest first.
std::vector<ArrivalLine> arrivals(store::Transaction&, const LineQuery& query = {});
std::vector<DispatchLine> dispatches(store::Transaction&, const LineQuery& query = {});

// Those we had packets from or sent to.
std::vector<Organ> known_organs(store::Transaction&);

}  // namespace vanthu::exchange
