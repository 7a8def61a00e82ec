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
};

WaitingPacket prepare(store::FileBlobs& blobs, const Packet& packet);
void put(store::Transaction&, const WaitingPacket& packet, Instant now);

// How many files were written below `folder`.
int write_waiting(const pipeline::Intake& intake, const std::string& folder);

}  // namespace vanthu::exchange
