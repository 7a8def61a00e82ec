#include "exchange/mailbox.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

#include "base/digest.h"
#include "base/error.h"
#include "base/failpoint.h"
#include "base/log.h"
#include "exchange/dispatch.h"
#include "exchange/outbox.h"
#include "exchange/rows.h"
#include "store/audit.h"
#include "workflow/engine.h"

namespace vanthu::exchange {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kUser = "system";

std::vector<fs::path> by_name(const std::string& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder))
        paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes;
    bytes.resize(kPacketLimit + 1);
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
    return bytes;
}

// The name in `refused`, "" when no refused packet has that digest.
std::string refused_file(store::Database& database, const std::string& packet) {
    std::string file;
    database.read([&](store::Transaction& tx) {
        const auto row = tx.query_one(
            "select file from exchange_arrival where packet = $1 and state = 'refused'", {packet});
        file = row ? row->text("file") : "";
    });
    return file;
}

}  // namespace

Mailbox::Mailbox(const pipeline::Intake& intake, MailboxSettings settings, Unwrap unwrap)
    : intake_(intake), settings_(std::move(settings)), unwrap_(std::move(unwrap)) {
    for (const fs::path& folder : {fs::path(settings_.in) / "done",
                                   fs::path(settings_.in) / "refused", fs::path(settings_.out)}) {
        std::error_code problem;
        fs::create_directories(folder, problem);
        if (problem)
            throw Error(
                ErrorCode::Unavailable,
                folder.string() + ": the exchange folder cannot be made: " + problem.message());
    }
}

int Mailbox::look() {
    std::map<std::string, std::string> now;
    int taken = 0;
    for (const fs::path& path : by_name(settings_.in)) {
        const std::string name = path.filename().string();
        if (name.starts_with('.') || !name.ends_with(".edxml")) continue;
        const std::string print = pipeline::fingerprint(path.string());
        if (print.empty()) continue;
        const auto before = seen_.find(name);
        if (before == seen_.end() || before->second != print) {
            now.emplace(name, print);
            continue;
        }
        try {
            take(path.string());
            failpoint("exchange.taken");
            fs::rename(path, pipeline::free_name(settings_.in + "/done/" + name));
            ++taken;
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Unavailable) throw;
            refuse(path.string(), error.what());
            log(LogLevel::Warning, "exchange", "a packet was refused", {{"reason", error.what()}});
        }
    }
    seen_ = std::move(now);
    return taken;
}

void Mailbox::take(const std::string& path) {
    const std::string bytes = read_file(path);
    const std::string file = fs::path(path).filename().string();
    const std::string digest = sha256(bytes);
    bool known = false;
    intake_.database.read([&](store::Transaction& tx) { known = has_arrival(tx, digest); });
    if (known) return;
    const Packet packet =
        read_packet(bytes, file, local_date(intake_.clock.now()), Strictness::Lenient);
    intake_.blobs.put(bytes);
    if (packet.kind == Kind::Status)
        take_status(packet, digest, file);
    else if (packet.business.type == 1)
        take_recall(packet, digest, file);
    else
        take_dispatch(packet, digest, file);
}

void Mailbox::refuse(const std::string& path, const std::string& reason) {
    const std::string target =
        pipeline::free_name(settings_.in + "/refused/" + fs::path(path).filename().string());
    Arrival arrival;
    arrival.packet = sha256(read_file(path));
    arrival.file = fs::path(target).filename().string();
    arrival.kind = "dispatch";
    arrival.state = "refused";
    arrival.reason = reason;
    intake_.database.write(
        [&](store::Transaction& tx) { add_arrival(tx, arrival, intake_.clock.now()); });
    pipeline::put_aside(path, settings_.in + "/refused", reason);
}

void Mailbox::take_dispatch(const Packet& packet, const std::string& digest,
                            const std::string& file) {
    Arrival arrival = arrival_of(packet, digest, file);
    std::vector<pipeline::NewDocument> documents;
    std::string unreadable;
    int number = 0;
    for (const Attachment& attachment : open_payloads(packet, unwrap_)) {
        ++number;
        if (!attachment.problem.empty()) {
            unreadable +=
                (unreadable.empty() ? "" : "; ") + attachment.name + ": " + attachment.problem;
            continue;
        }
        pipeline::NewDocument document;
        document.source = attachment.name.empty() ? file : attachment.name;
        document.original = intake_.blobs.put(attachment.bytes);
        document.size = attachment.bytes.size();
        document.idempotency_key = "edxml:" + digest + ':' + std::to_string(number);
        document.received_by = kUser;
        documents.push_back(std::move(document));
    }
    if (documents.empty()) {
        arrival.state = "incomplete";
        arrival.reason =
            unreadable.empty() ? "the packet brings no file; ask the sender for it" : unreadable;
    }
    const WaitingPacket answer = prepare(
        intake_.blobs, status_of(packet, settings_.own, "01", unreadable, intake_.clock.now()));
    intake_.database.write([&](store::Transaction& tx) {
        const Instant now = intake_.clock.now();
        arrival.document.clear();
        for (const pipeline::NewDocument& document : documents) {
            const pipeline::DocumentId id = pipeline::receive_document(tx, document, now);
            if (arrival.document.empty()) arrival.document = id;
        }
        add_arrival(tx, arrival, now);
        if (!arrival.document.empty())
            add_status(tx, arrival.document, {packet.from.id, "out", "01", "", "", now});
        put(tx, answer, arrival.document, now);
    });
}

void Mailbox::take_recall(const Packet& packet, const std::string& digest,
                          const std::string& file) {
    Arrival arrival = arrival_of(packet, digest, file);
    arrival.document_id = packet.business.document_id;
    intake_.database.write([&](store::Transaction& tx) {
        arrival.document = document_from(tx, packet.from.id, packet.business.document_id, "");
        note_recall(tx, arrival, packet.business.reason, intake_.clock.now());
    });
}

void Mailbox::take_status(const Packet& packet, const std::string& digest,
                          const std::string& file) {
    Arrival arrival = arrival_of(packet, digest, file);
    const Answered& about = packet.response_for.front();
    arrival.document_id = about.document_id;
    arrival.code = about.code;
    intake_.database.write([&](store::Transaction& tx) {
        const Instant now = intake_.clock.now();
        if (packet.status_code == "13") {  // the sender of a paper of ours asks for it back
            arrival.document = document_from(tx, packet.from.id, about.document_id, about.code);
            note_recall(tx, arrival, packet.status_text, now);
            return;
        }
        arrival.document = document_sent_to(tx, packet.from.id, about.document_id, about.code);
        if (arrival.document.empty()) {
            arrival.state = "unknown";
            arrival.reason = "we sent no " +
                             (about.document_id.empty() ? about.code : about.document_id) + " to " +
                             packet.from.id;
        } else {
            add_answer(tx, arrival.document, packet, now);
        }
        add_arrival(tx, arrival, now);
    });
}

int Mailbox::report() {
    struct Owed {
        OpenArrival arrival;
        Due due;
    };
    std::vector<Owed> owed;
    bool fresh = false;
    std::int64_t event = 0;
    std::size_t papers = 0;
    intake_.database.read([&](store::Transaction& tx) {
        owed.clear();
        fresh = has_new(tx);
        event = last_event(tx);
        const auto open = event_ ? touched_arrivals(tx, *event_) : open_arrivals(tx);
        papers = open.size();
        for (const OpenArrival& arrival : open)
            for (Due& due : due_statuses(tx, arrival))
                owed.push_back({arrival, std::move(due)});
    });
    work_.papers += static_cast<std::int64_t>(papers);
    int opened = 0;
    if (fresh)
        intake_.database.write([&](store::Transaction& tx) {
            opened = compare_new(tx, intake_.blobs, intake_.clock.now());
        });
    work_.packets += opened;
    for (const auto& [arrival, due] : owed) {
        const WaitingPacket packet =
            prepare(intake_.blobs, status_of(arrival.from, arrival.about, settings_.own, due.code,
                                             due.description, intake_.clock.now()));
        intake_.database.write([&](store::Transaction& tx) {
            const Instant now = intake_.clock.now();
            if (was_told(tx, arrival.document, arrival.from.id, due.code)) return;
            add_status(tx, arrival.document,
                       {arrival.from.id, "out", due.code, due.description, "", now});
            if (is_last(due.code)) end_arrival(tx, arrival.document, now);
            put(tx, packet, arrival.document, now);
        });
    }
    event_ = event;  // only now: what failed above is looked at again
    return static_cast<int>(owed.size());
}

int Mailbox::deliver() {
    return write_waiting(intake_, settings_.out);
}

int send(const pipeline::Intake& intake, const pipeline::DocumentId& id, const Organ& own,
         const std::vector<Organ>& to, const pipeline::UserId& user) {
    int sent = 0;
    for (const Organ& organ : to) {
        std::optional<WaitingPacket> packet;
        std::string document_id;
        intake.database.read([&](store::Transaction& tx) {
            packet.reset();
            const pipeline::Document document = pipeline::load_document(tx, id);
            if (is_sent(tx, id, organ.id)) return;
            document_id = document_id_of(document, own);
            packet = prepare(intake.blobs, packet_of(document, intake.blobs.get(document.original),
                                                     own, {organ}, intake.clock.now()));
        });
        if (!packet) continue;
        intake.database.write([&](store::Transaction& tx) {
            const Instant now = intake.clock.now();
            if (is_sent(tx, id, organ.id)) return;
            add_dispatch(tx, id, organ, document_id, user, now);
            put(tx, *packet, id, now);
        });
        ++sent;
    }
    return sent;
}

void send_again(const pipeline::Intake& intake, const pipeline::DocumentId& id,
                const std::string& organ, const pipeline::UserId& user) {
    intake.database.write([&](store::Transaction& tx) {
        if (put_again(tx, id, organ) == 0)
            throw Error(ErrorCode::NotFound,
                        "document " + id + " was never sent to " + organ + " by this version");
        store::append_audit(tx, intake.clock.now(), user, "exchange.sent_again", id);
    });
}

void try_again(const pipeline::Intake& intake, const std::string& in, const std::string& packet,
               const pipeline::UserId& user) {
    const std::string file = refused_file(intake.database, packet);
    const fs::path aside = fs::path(in) / "refused" / file;
    std::error_code problem;
    if (!file.empty())
        fs::rename(aside, pipeline::free_name((fs::path(in) / file).string()), problem);
    if (file.empty() || problem)
        throw Error(ErrorCode::NotFound,
                    "there is no refused packet " + packet +
                        (file.empty() ? "" : ": " + aside.string() + " is gone"));
    fs::remove(aside.string() + ".txt", problem);
    intake.database.write([&](store::Transaction& tx) {
        store::append_audit(tx, intake.clock.now(), user, "exchange.tried_again", packet);
    });
}

void answer_recall(const pipeline::Intake& intake, const pipeline::DocumentId& id, const Organ& own,
                   bool agree, const std::string& reason, const pipeline::UserId& user) {
    std::optional<std::string> asked;
    intake.database.read([&](store::Transaction& tx) { asked = open_recall(tx, id); });
    if (!asked)
        throw Error(ErrorCode::Conflict,
                    "nobody asked to take document " + id + " back, or it was answered already",
                    Sentence{"recall_answered"});
    const std::string code = agree ? "15" : "16";
    Packet about = read_packet(intake.blobs.get(*asked), "packet", local_date(intake.clock.now()),
                               Strictness::Lenient);
    if (about.document_id.empty()) about.document_id = about.business.document_id;
    if (about.document_id.empty() && !about.response_for.empty())
        about.document_id = about.response_for.front().document_id;
    const WaitingPacket packet =
        prepare(intake.blobs, status_of(about, own, code, reason, intake.clock.now()));
    intake.database.write([&](store::Transaction& tx) {
        const Instant now = intake.clock.now();
        add_status(tx, id, {about.from.id, "out", code, reason, "", now});
        store::append_audit(tx, now, user,
                            agree ? "exchange.recall_agreed" : "exchange.recall_refused", id);
        if (agree)
            for (const workflow::InstanceInfo& instance : workflow::instances_of(tx, id))
                if (instance.state == "running" || instance.state == "stuck")
                    workflow::withdraw_instance(tx, instance.id, user,
                                                reason.empty() ? "recalled by the sender" : reason,
                                                now);
        if (agree) end_arrival(tx, id, now);
        put(tx, packet, id, now);
    });
}

}  // namespace vanthu::exchange
