#include "exchange/mailbox.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "records/books.h"
#include "store/audit.h"
#include "store/migrate.h"
#include "tests/conformance/test_database.h"
#include "tests/exchange/packets.h"
#include "workflow/engine.h"
#include "workflow/tasks.h"

namespace vanthu::exchange {
namespace {

namespace fs = std::filesystem;

const Organ kSender{"H90.01", "", "UBND huyện Bình Lục", "", "", "", "", ""};
const Organ kReceiver{"H90.01.07", "", "Phòng Nội vụ", "", "", "", "", ""};

std::string read_all(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// One office with its mailbox.
struct Party {
    Party(const Organ& own, const fs::path& folder, const fs::path& in, const fs::path& out)
        : database(place.open()),
          blobs(folder.string()),
          intake{*database, blobs, clock, 1u << 20},
          mailbox(intake, {own, in.string(), out.string()},
                  [](std::string_view) { return Unwrapped{}; }) {
        store::migrate(*database);
        database->write([&](store::Transaction& tx) {
            records::save_books(tx, {{"incoming", "Sổ", {{"code", "Số", "code"}}}});
        });
    }

    void look() {
        mailbox.look();
        mailbox.look();
    }
    int exchange() {
        look();
        mailbox.report();
        return mailbox.deliver();
    }
    template <class F>
    void write(F f) {
        database->write([&](store::Transaction& tx) { f(tx); });
    }
    std::vector<ArrivalLine> arrived() {
        std::vector<ArrivalLine> lines;
        database->read([&](store::Transaction& tx) { lines = arrivals(tx); });
        return lines;
    }
    std::vector<StatusLine> statuses(const std::string& document) {
        std::vector<StatusLine> lines;
        database->read([&](store::Transaction& tx) { lines = statuses_of(tx, document); });
        return lines;
    }
    pipeline::Document document(const std::string& id) {
        pipeline::Document found;
        database->read([&](store::Transaction& tx) { found = pipeline::load_document(tx, id); });
        return found;
    }

    store::TestDatabase place{store::TestDatabase::Start::Office};
    std::unique_ptr<store::Database> database;
    store::FileBlobs blobs;
    FixedClock clock{parse_rfc3339("2026-11-02T09:00:00+07:00").value()};
    pipeline::Intake intake;
    Mailbox mailbox;
};

class TwoOffices : public testing::Test {
protected:
    TwoOffices() {
        std::string name = (fs::temp_directory_path() / "vanthu_exchange_XXXXXX").string();
        folder = ::mkdtemp(name.data());
        // Each one's packets for the other lie where the other looks.
        const fs::path a = folder / "a", b = folder / "b", way = folder / "way";
        sender = std::make_unique<Party>(kSender, a, way / "to_a" / "H90.01", way / "to_b");
        receiver = std::make_unique<Party>(kReceiver, b, way / "to_b" / "H90.01.07", way / "to_a");
    }
    ~TwoOffices() override {
        sender.reset();
        receiver.reset();
        fs::remove_all(folder);
    }

    // A paper of the sender with what a packet needs.
    std::string make_document() {
        std::string id;
        sender->write([&](store::Transaction& tx) {
            pipeline::NewDocument fresh;
            fresh.source = "58.pdf";
            fresh.original = sender->blobs.put("%PDF-1.7 one page");
            fresh.size = 17;
            fresh.idempotency_key = "made";
            id = pipeline::receive_document(tx, fresh, sender->clock.now());
            for (const auto& [field, value] : std::vector<std::pair<const char*, const char*>>{
                     {"code_number", "58"},
                     {"code_notation", "KH-UBND"},
                     {"code", "58/KH-UBND"},
                     {"issued_date", "2026-10-30"},
                     {"subject", "Về việc thi đua"},
                     {"organ_name", "UBND huyện Bình Lục"},
                     {"priority", "Khẩn"}})
                pipeline::correct_field(tx, id, field, value, "lan", sender->clock.now());
        });
        return id;
    }

    fs::path folder;
    std::unique_ptr<Party> sender, receiver;
};

TEST_F(TwoOffices, ADispatchArrivesAndItsStatusComesBack) {
    const std::string sent = make_document();
    EXPECT_EQ(send(sender->intake, sent, kSender, {kReceiver}, "lan"), 1);
    EXPECT_EQ(send(sender->intake, sent, kSender, {kReceiver}, "lan"), 0);
    EXPECT_EQ(sender->exchange(), 1);
    EXPECT_EQ(receiver->exchange(), 1);  // the acknowledgement
    ASSERT_EQ(receiver->arrived().size(), 1U);
    const std::string got = receiver->arrived()[0].document;
    EXPECT_EQ(receiver->blobs.get(receiver->document(got).original), "%PDF-1.7 one page");
    EXPECT_EQ(receiver->document(got).source, "58.pdf");
    sender->look();
    ASSERT_EQ(sender->statuses(sent).size(), 1U);
    EXPECT_EQ(sender->statuses(sent)[0].code, "01");

    // Read, then registered: the packet's data stands where the paper said nothing, and 03 goes
    // back.
    receiver->write([&](store::Transaction& tx) {
        pipeline::set_state(tx, got, pipeline::DocumentState::NeedsCheck, receiver->clock.now());
    });
    receiver->exchange();
    const pipeline::Document read = receiver->document(got);
    ASSERT_NE(pipeline::find_field(read, "code"), nullptr);
    EXPECT_EQ(pipeline::field_text(read, "code"), "58/KH-UBND");
    EXPECT_EQ(pipeline::field_text(read, "priority"), "Khẩn");
    EXPECT_EQ(pipeline::find_field(read, "code")->state, pipeline::FieldState::NeedsReview);
    receiver->write([&](store::Transaction& tx) {
        records::register_document(tx, "incoming", pipeline::load_document(tx, got), "minh",
                                   receiver->clock.now());
    });
    EXPECT_EQ(receiver->exchange(), 1);
    EXPECT_EQ(receiver->exchange(), 0);  // told once
    sender->look();
    ASSERT_EQ(sender->statuses(sent).size(), 2U);
    EXPECT_EQ(sender->statuses(sent)[1].code, "03");
    EXPECT_EQ(sender->statuses(sent)[1].anomaly, "");
}

TEST_F(TwoOffices, APersonsValueStaysAndADifferenceIsShown) {
    const std::string sent = make_document();
    send(sender->intake, sent, kSender, {kReceiver}, "lan");
    sender->exchange();
    receiver->exchange();
    const std::string got = receiver->arrived().at(0).document;
    receiver->write([&](store::Transaction& tx) {
        pipeline::correct_field(tx, got, "subject", "Của văn thư", "minh", receiver->clock.now());
        pipeline::Document document = pipeline::load_document(tx, got);
        pipeline::Field field;
        field.id = "code_number";
        field.value = pipeline::Value{"53", "53", 0.99F, {}};
        field.value->origin.stage = "extract";
        field.state = pipeline::FieldState::Extracted;
        document.fields.push_back(field);
        pipeline::save_findings(tx, document, "", receiver->clock.now());
        pipeline::set_state(tx, got, pipeline::DocumentState::NeedsCheck, receiver->clock.now());
    });
    receiver->exchange();
    const pipeline::Document read = receiver->document(got);
    EXPECT_EQ(pipeline::field_text(read, "subject"), "Của văn thư");
    const pipeline::Field* number = pipeline::find_field(read, "code_number");
    EXPECT_EQ(number->value->normal, "53");
    EXPECT_EQ(number->candidates, (std::vector<std::string>{"58"}));
    EXPECT_EQ(number->state, pipeline::FieldState::NeedsReview);
    ASSERT_FALSE(read.issues.empty());
    EXPECT_EQ(read.issues.back().code, "exchange_differs");
}

TEST_F(TwoOffices, TheSameBytesAgainChangeNothing) {
    const fs::path in = folder / "way" / "to_b" / "H90.01.07";
    std::ofstream(in / "1.edxml") << packet_text();
    receiver->look();
    std::ofstream(in / "2.edxml") << packet_text();
    receiver->look();
    EXPECT_EQ(receiver->arrived().size(), 1U);
    EXPECT_TRUE(fs::exists(in / "done" / "1.edxml"));
    EXPECT_TRUE(fs::exists(in / "done" / "2.edxml"));
}

// What a person does on one paper costs a look at that paper, however many others wait for theirs.
TEST_F(TwoOffices, OnlyPapersToWhichSomethingHappenedAreLookedAt) {
    constexpr int kPapers = 8;
    const fs::path in = folder / "way" / "to_b" / "H90.01.07";
    for (int i = 0; i < kPapers; ++i)
        std::ofstream(in / ("p" + std::to_string(i) + ".edxml")) << packet_text(
            {{"H90.01,2021/05/13,58/KH-UBND", "H90.01,2021/05/13," + std::to_string(i)}});
    receiver->look();
    ASSERT_EQ(receiver->arrived().size(), static_cast<std::size_t>(kPapers));
    Mailbox& mailbox = receiver->mailbox;
    EXPECT_EQ(mailbox.report(), 0);
    EXPECT_EQ(mailbox.work().papers, kPapers) << "the first time all are asked";
    mailbox.report();
    EXPECT_EQ(mailbox.work().papers, kPapers) << "nothing happened";

    const std::string got = receiver->arrived().front().document;
    receiver->write([&](store::Transaction& tx) {
        records::register_document(tx, "incoming", pipeline::load_document(tx, got), "minh",
                                   receiver->clock.now());
    });
    EXPECT_EQ(mailbox.report(), 1);
    EXPECT_EQ(mailbox.work().papers, kPapers + 1);
    EXPECT_EQ(mailbox.work().packets, 0) << "a word on a paper needs no packet opened again";
    EXPECT_EQ(mailbox.report(), 0);
    EXPECT_EQ(mailbox.work().papers, kPapers + 1);

    // What ended is not asked again, not even by a mailbox that was just made.
    receiver->write([&](store::Transaction& tx) {
        records::file_document(tx, "incoming", pipeline::load_document(tx, got), "minh",
                               receiver->clock.now());
        pipeline::set_state(tx, got, pipeline::DocumentState::Filed, receiver->clock.now());
    });
    EXPECT_EQ(mailbox.report(), 1);  // 06
    Mailbox again(receiver->intake, {kReceiver, in.string(), (folder / "out").string()},
                  [](std::string_view) { return Unwrapped{}; });
    EXPECT_EQ(again.report(), 0);
    EXPECT_EQ(again.work().papers, kPapers - 1);
}

TEST_F(TwoOffices, TheSenderOfAReturnedPaperIsToldWhy) {
    const std::string sent = make_document();
    send(sender->intake, sent, kSender, {kReceiver}, "lan");
    sender->exchange();
    receiver->exchange();
    const std::string got = receiver->arrived().at(0).document;
    receiver->write([&](store::Transaction& tx) {
        const Instant now = receiver->clock.now();
        workflow::deploy(tx, read_all(VANTHU_SOURCE_DIR "/config/workflows/incoming.bpmn"),
                         "incoming.bpmn", "system", now);
        workflow::start_instance(tx, "incoming", got, "{}", "system", now);
        workflow::TaskQuery query;
        query.document = got;
        const auto tasks = workflow::list_tasks(tx, query);
        ASSERT_EQ(tasks.size(), 1U);
        workflow::complete(tx, tasks[0].id, {"minh", {"clerk"}},
                           {"return", "Không thuộc thẩm quyền", "{}", {}}, now);
        pipeline::set_state(tx, got, pipeline::DocumentState::Returned, now);
    });
    receiver->exchange();
    sender->look();
    const StatusLine word = sender->statuses(sent).back();
    EXPECT_EQ(word.code, "02");
    EXPECT_NE(word.description.find("Không thuộc thẩm quyền"), std::string::npos)
        << word.description;
}

TEST_F(TwoOffices, ARefusedPacketIsListedAndMayBeTriedAgain) {
    const fs::path in = folder / "way" / "to_b" / "H90.01.07";
    std::ofstream(in / "bad.edxml") << "<a/>";
    receiver->look();
    ASSERT_EQ(receiver->arrived().size(), 1U);
    EXPECT_EQ(receiver->arrived()[0].state, "refused");
    EXPECT_NE(receiver->arrived()[0].reason.find("no edXML"), std::string::npos);
    const std::string packet = receiver->arrived()[0].packet;
    try_again(receiver->intake, in.string(), packet, "minh");
    EXPECT_TRUE(fs::exists(in / "bad.edxml"));
    EXPECT_FALSE(fs::exists(in / "refused" / "bad.edxml.txt"));
    EXPECT_THROW(try_again(receiver->intake, in.string(), packet, "minh"), Error);
    receiver->look();
    EXPECT_EQ(receiver->arrived().size(), 1U) << "refused again, still one line";
    EXPECT_TRUE(fs::exists(in / "refused" / "bad.edxml"));
}

TEST_F(TwoOffices, ASentPaperGoesOutAgainByteForByte) {
    const std::string sent = make_document();
    EXPECT_THROW(send_again(sender->intake, sent, kReceiver.id, "lan"), Error) << "never sent";
    send(sender->intake, sent, kSender, {kReceiver}, "lan");
    sender->mailbox.deliver();
    const fs::path out = folder / "way" / "to_b" / "H90.01.07";
    const auto packet = [&] {
        for (const auto& entry : fs::directory_iterator(out))
            if (entry.path().extension() == ".edxml") return entry.path();
        return fs::path();
    };
    const std::string before = read_all(packet());
    fs::remove(packet());  // lost on its way
    send_again(sender->intake, sent, kReceiver.id, "lan");
    sender->write([&](store::Transaction& tx) {
        const auto lines = dispatches(tx);
        ASSERT_EQ(lines.size(), 1U);
        EXPECT_TRUE(lines[0].waiting);
        EXPECT_EQ(lines[0].organ_name, kReceiver.name);
    });
    EXPECT_EQ(sender->mailbox.deliver(), 1);
    EXPECT_EQ(read_all(packet()), before);
    receiver->look();
    EXPECT_EQ(receiver->arrived().size(), 1U);
    EXPECT_EQ(receiver->arrived()[0].from_name, kSender.name);
}

TEST_F(TwoOffices, WhatCannotBeReadIsPutAsideWithASentence) {
    const fs::path in = folder / "way" / "to_b" / "H90.01.07";
    std::ofstream(in / "bad.edxml") << "<a/>";
    std::ofstream(in / "notes.txt") << "not a packet";
    receiver->look();
    EXPECT_NE(read_all(in / "refused" / "bad.edxml.txt").find("no edXML"), std::string::npos);
    EXPECT_TRUE(fs::exists(in / "notes.txt"));
}

TEST_F(TwoOffices, APacketWithoutAFileWaitsAsIncomplete) {
    const fs::path in = folder / "way" / "to_b" / "H90.01.07";
    const std::string text = packet_text();
    const std::size_t from = text.find("<AttachmentEncoded>");
    std::ofstream(in / "1.edxml") << text.substr(0, from) + "</edXML>";
    receiver->exchange();
    ASSERT_EQ(receiver->arrived().size(), 1U);
    EXPECT_EQ(receiver->arrived()[0].state, "incomplete");
    EXPECT_EQ(receiver->arrived()[0].document, "");
}

TEST_F(TwoOffices, AStatusForAPaperWeDoNotKnowIsKeptAside) {
    const std::string sent = make_document();
    send(sender->intake, sent, kSender, {kReceiver}, "lan");
    sender->exchange();
    receiver->exchange();
    // The sender's office loses its folder and a stranger's word comes: nothing is guessed.
    fs::path word;
    for (const auto& entry : fs::directory_iterator(folder / "way" / "to_a" / "H90.01"))
        if (entry.path().extension() == ".edxml") word = entry.path();
    std::string text = read_all(word);
    for (const std::string old : {"H90.01,2026/10/30,58/KH-UBND", "58/KH-UBND"})
        for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old))
            text.replace(at, old.size(), "99/XX");
    std::ofstream(word.parent_path() / "other.edxml") << text;
    sender->look();
    std::map<std::string, int> states;
    for (const ArrivalLine& line : sender->arrived())
        ++states[line.state];
    EXPECT_EQ(states["taken"], 1);
    EXPECT_EQ(states["unknown"], 1);
    EXPECT_EQ(sender->statuses(sent).size(), 1U);
}

TEST_F(TwoOffices, AStatusThatGoesBackIsMarkedAndChangesNothing) {
    const std::string sent = make_document();
    send(sender->intake, sent, kSender, {kReceiver}, "lan");
    const fs::path in = folder / "way" / "to_a" / "H90.01";
    for (const char* code : {"05", "03"}) {
        Packet status;
        status.kind = Kind::Status;
        status.from = kReceiver;
        status.to = {kSender};
        status.response_for = {
            {"H90.01", "58/KH-UBND", "2026-10-30", "H90.01,2026/10/30,58/KH-UBND"}};
        status.status_code = code;
        status.status_text = code;
        status.status_time = "2026/11/02 09:00:00";
        std::ofstream(in / (std::string(code) + ".edxml")) << write_packet(status);
        sender->look();
    }
    const auto lines = sender->statuses(sent);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].anomaly, "");
    EXPECT_NE(lines[1].anomaly.find("goes back"), std::string::npos);
}

TEST_F(TwoOffices, WordsOnAPaperAreTakenInTheOrderTheyWereSaid) {
    const std::string sent = make_document();
    send(sender->intake, sent, kSender, {kReceiver}, "lan");
    sender->exchange();
    receiver->exchange();
    const std::string got = receiver->arrived().at(0).document;
    // All steps at once: several statuses wait in the folder before the sender looks.
    receiver->write([&](store::Transaction& tx) {
        records::register_document(tx, "incoming", pipeline::load_document(tx, got), "minh",
                                   receiver->clock.now());
        pipeline::set_state(tx, got, pipeline::DocumentState::Filed, receiver->clock.now());
    });
    receiver->exchange();
    sender->look();
    std::string codes;
    for (const StatusLine& line : sender->statuses(sent))
        codes += line.code + line.anomaly + ' ';
    EXPECT_EQ(codes, "01 03 06 ");
}

TEST_F(TwoOffices, ARecallIsShownAndAnsweredOnce) {
    const fs::path in = folder / "way" / "to_b" / "H90.01.07";
    std::ofstream(in / "1.edxml") << packet_text();
    receiver->look();
    const std::string got = receiver->arrived().at(0).document;
    EXPECT_THROW(answer_recall(receiver->intake, got, kReceiver, true, "", "minh"), Error);
    std::ofstream(in / "2.edxml") << packet_text(
        {{"<BussinessDocType>0",
          "<DocumentId>H90.01,2021/05/13,58/KH-UBND</DocumentId>"
          "<BussinessDocType>1"}});
    receiver->look();
    const pipeline::Document document = receiver->document(got);
    ASSERT_FALSE(document.issues.empty());
    EXPECT_EQ(document.issues.back().code, "recall_requested");
    answer_recall(receiver->intake, got, kReceiver, true, "", "minh");
    EXPECT_EQ(receiver->statuses(got).back().code, "15");
    EXPECT_THROW(answer_recall(receiver->intake, got, kReceiver, true, "", "minh"), Error);
    receiver->mailbox.deliver();
    EXPECT_TRUE(fs::exists(folder / "way" / "to_a" / "H90.01"));
}

TEST_F(TwoOffices, ASecretPaperDoesNotTravel) {
    const std::string sent = make_document();
    sender->write([&](store::Transaction& tx) {
        pipeline::correct_field(tx, sent, "secrecy", "Mật", "lan", sender->clock.now());
    });
    try {
        send(sender->intake, sent, kSender, {kReceiver}, "lan");
        FAIL() << "sent";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Forbidden);
    }
}

}  // namespace
}  // namespace vanthu::exchange
