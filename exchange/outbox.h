// outbox.h: packets that wait to be put into the outgoing folder.
//
// Put in inside the transaction of what they tell of; their bytes are durable as a blob before it.
// Inside the caller's transaction but for write_waiting, which writes files and marks each
// afterwards.
#pragma once

#include <string>

#include "exchange/packet.h"
#include "pipeline/intake.h"
#include "store/sql.h"

namespace vanthu::exchange {

struct WaitingPacket {
    std::string organ;   // of the receiver
    store::BlobId blob;  // its bytes
    std::string code;    // of the status it tells; "" = it is the paper itself
};

WaitingPacket prepare(store::FileBlobs& blobs, const Packet& packet);
// `document` "" when it is about none of ours.
void put(store::Transaction&, const WaitingPacket& packet, const pipeline::DocumentId& document,
         Instant now);

// The paper's packet waits once more, its bytes as they were; how many packets those are.
int put_again(store::Transaction&, const pipeline::DocumentId& document, const std::string& organ);

// How many files were written below `folder`.
int write_waiting(const pipeline::Intake& intake, const std::string& folder);

}  // namespace vanthu::exchange
