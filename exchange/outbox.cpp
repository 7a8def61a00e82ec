#include "exchange/outbox.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/error.h"
#include "base/failpoint.h"

namespace vanthu::exchange {
namespace fs = std::filesystem;
namespace {

// An organ's id comes from a stranger's packet: what is no plain letter must not become a path.
std::string folder_name(const std::string& organ) {
    std::string name = organ.empty() ? "_" : organ;
    for (char& c : name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '.' || c == '-';
        if (!plain) c = '_';
    }
    if (name.front() == '.') name.front() = '_';
    return name.substr(0, 100);
}

// Whole or not at all: written under a name that readers skip, then renamed.
void write_file(const fs::path& path, const std::string& bytes) {
    const fs::path temporary = path.parent_path() / ('.' + path.filename().string());
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    bool good = file >= 0;
    for (std::size_t at = 0; good && at < bytes.size();) {
        const ssize_t written = ::write(file, bytes.data() + at, bytes.size() - at);
        good = written > 0;
        if (good) at += static_cast<std::size_t>(written);
    }
    good = good && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    std::error_code problem;
    if (good) fs::rename(temporary, path, problem);
    if (!good || problem)
        throw Error(ErrorCode::Unavailable,
                    path.string() + ": cannot be written; is the disk full or the share gone?");
}

}  // namespace

WaitingPacket prepare(store::FileBlobs& blobs, const Packet& packet) {
    return {packet.to.empty() ? "" : packet.to.front().id, blobs.put(write_packet(packet)),
            packet.status_code};
}

void put(store::Transaction& tx, const WaitingPacket& packet, const pipeline::DocumentId& document,
         Instant now) {
    // Names sort as they were put in, so that a reader takes the words on a paper in the order they
    // were said.
    const auto row = tx.query_one("select count(*) + 1 as turn from exchange_outbox");
    std::string turn = std::to_string(row->integer("turn"));
    turn.insert(0, 10 - std::min<std::size_t>(turn.size(), 10), '0');
    tx.execute(
        "insert into exchange_outbox (file, organ, packet, document, code, created_at) values ($1, "
        "$2, $3, $4, $5, $6)",
        {turn + '-' + packet.blob.substr(0, 16) + ".edxml", packet.organ, packet.blob,
         document.empty() ? store::Value() : store::Value(document), packet.code, now});
}

int put_again(store::Transaction& tx, const pipeline::DocumentId& document,
              const std::string& organ) {
    return static_cast<int>(
        tx.execute("update exchange_outbox set written_at = null where document = $1 and organ = "
                   "$2 and code = ''",
                   {document, organ}));
}

int write_waiting(const pipeline::Intake& intake, const std::string& folder) {
    struct Waiting {
        std::string file, organ, packet;
    };
    std::vector<Waiting> waiting;
    intake.database.read([&](store::Transaction& tx) {
        waiting.clear();
        tx.for_each(
            "select file, organ, packet from exchange_outbox where written_at is null "
            "order by file limit 100",
            {}, [&](const store::Row& row) {
                waiting.push_back({row.text("file"), row.text("organ"), row.text("packet")});
            });
    });
    for (const Waiting& one : waiting) {
        const fs::path place = fs::path(folder) / folder_name(one.organ);
        std::error_code problem;
        fs::create_directories(place, problem);
        write_file(place / one.file, intake.blobs.get(one.packet));
        failpoint("exchange.written");
        intake.database.write([&](store::Transaction& tx) {
            tx.execute("update exchange_outbox set written_at = $2 where file = $1",
                       {one.file, intake.clock.now()});
        });
    }
    return static_cast<int>(waiting.size());
}

}  // namespace vanthu::exchange
