#include "exchange/attachments.h"

#include "base/error.h"
#include "base/text.h"

namespace vanthu::exchange {

std::vector<Attachment> open_payloads(const Packet& packet, const Unwrap& unwrap) {
    std::vector<Attachment> all;
    for (const Payload& payload : packet.payloads) {
        Attachment attachment{nfc(payload.name), payload.bytes, payload.problem};
        if (attachment.problem.empty() && payload.bytes.starts_with("PK\x03\x04")) {
            try {
                Unwrapped inner = unwrap(payload.bytes);
                if (inner.wrapped) {
                    attachment.bytes = std::move(inner.bytes);
                    // "7816.zip" is the wrapper's name; the file's own says what it is.
                    if (attachment.name.empty() || lower(attachment.name).ends_with(".zip"))
                        attachment.name = nfc(inner.name);
                }
            } catch (const Error& error) {
                if (error.code() == ErrorCode::Unavailable) throw;
                attachment.bytes.clear();
                attachment.problem = error.what();
            }
        }
        all.push_back(std::move(attachment));
    }
    return all;
}

}  // namespace vanthu::exchange
