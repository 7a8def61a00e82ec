// mailbox.h: packets between offices by two folders: one where they come in, one where they go out.
//
// look takes what came: each packet once (the same bytes again change nothing), its files as
// documents of the office, in one transaction with the acknowledgement 01 that goes back. report
// lays the packet's data beside what was read and sends the statuses that the paper's own state
// gives (02 returned, 03 registered, 04 assigned, 05 in progress, 06 done), each once; the first
// time it asks every paper that has more to tell, from then on those alone to which something
// happened, as the audit chain says. deliver
// writes what waits into the outgoing folder, a sub-folder per receiver; a crash between file and
// mark writes the same file again. What cannot be read goes to `refused` beside a sentence and is
// listed so; what speaks of a paper we do not have is kept in the table as `unknown`. Carrying
// files between machines is not its work. One object per office, one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "exchange/attachments.h"
#include "exchange/lines.h"
#include "exchange/packet.h"
#include "pipeline/intake.h"
#include "store/sql.h"

namespace vanthu::exchange {

struct MailboxSettings {
    Organ own;
    std::string in;   // absolute
    std::string out;  // absolute
};

class Mailbox {
public:
    // Makes the folders. Error(Unavailable) when it cannot.
    Mailbox(const pipeline::Intake& intake, MailboxSettings settings, Unwrap unwrap);

    // Packets taken. A file counts as still growing until two looks saw it alike.
    int look();
    // Statuses put into the outbox.
    int report();
    // Files written.
    int deliver();

    // What report did since this object was made.
    struct Work {
        std::int64_t papers = 0;   // whose standing was worked out
        std::int64_t packets = 0;  // that were opened again
    };
    const Work& work() const { return work_; }

private:
    void take(const std::string& path);
    void refuse(const std::string& path, const std::string& reason);
    void take_dispatch(const Packet& packet, const std::string& digest, const std::string& file);
    void take_recall(const Packet& packet, const std::string& digest, const std::string& file);
    void take_status(const Packet& packet, const std::string& digest, const std::string& file);

    pipeline::Intake intake_;
    MailboxSettings settings_;
    Unwrap unwrap_;
    std::map<std::string, std::string> seen_;  // name -> size and time of the last look
    std::optional<std::int64_t> event_;        // of the audit chain, up to which was looked
    Work work_;
};

// Puts the document into the outbox for each organ it was not sent to yet; how many those are.
// Errors as packet_of.
int send(const pipeline::Intake& intake, const pipeline::DocumentId& document, const Organ& own,
         const std::vector<Organ>& to, const pipeline::UserId& user);

// Puts the paper's packet for an organ out once more, the same bytes, so that a receiver who has it
// takes it for what it is. Error(NotFound) when it was never sent there.
void send_again(const pipeline::Intake& intake, const pipeline::DocumentId& document,
                const std::string& organ, const pipeline::UserId& user);

// Puts a refused packet back into the incoming folder, for instance after a newer version reads
// more. Error(NotFound) when no refused packet has that digest or its file is gone.
void try_again(const pipeline::Intake& intake, const std::string& in, const std::string& packet,
               const pipeline::UserId& user);

// The answer to a wish to take a paper back: 15 agrees (the paper's process ends as withdrawn;
// paper, number and opinions stay), 16 refuses. Error(Conflict) when nobody asked.
void answer_recall(const pipeline::Intake& intake, const pipeline::DocumentId& document,
                   const Organ& own, bool agree, const std::string& reason,
                   const pipeline::UserId& user);

}  // namespace vanthu::exchange
