// Packets, closing a book's year and packages of dossiers over HTTP.
#include "base/digest.h"
#include "exchange/mailbox.h"
#include "records/dossier_package.h"
#include "server/zip_writer.h"
#include "tests/server/office_fixture.h"

namespace vanthu::server {
namespace {

namespace fs = std::filesystem;

class ExchangeApi : public ServerFixture {
protected:
    ExchangeApi() {
        settings_.own.id = "H90.01";
        settings_.own.name = "UBND huyện A";
        settings_.in = (folder_ / "exchange" / "in").string();
        settings_.out = (folder_ / "exchange" / "out").string();
        Office taking_part = office();
        taking_part.exchange = settings_;
        server_.reset();
        server_ = std::make_unique<HttpServer>(
            taking_part, HttpSettings{.port = 0, .receive_timeout_seconds = 3});
    }

    std::string paper() {
        return read_document({{"code", "58/KH-UBND"},
                              {"code_number", "58"},
                              {"code_notation", "KH-UBND"},
                              {"issued_date", "2026-03-10"},
                              {"organ_name", "UBND huyện A"},
                              {"subject", "Nhân điển hình"}});
    }

    exchange::MailboxSettings settings_;
};

TEST_F(ExchangeApi, APaperIsSentListedAndSentAgain) {
    const std::string id = paper();
    const auto clerk = signed_in("clerk");
    const std::string wanted =
        R"({"document":")" + id + R"(","to":[{"id":"H90.02","name":"UBND huyện B"}]})";
    expect_problem(signed_in("reviewer")->post("/api/v1/exchange/dispatches", wanted), 403,
                   "forbidden");
    const Answer sent = clerk->post("/api/v1/exchange/dispatches", wanted);
    EXPECT_EQ(sent.status, 201) << sent.body;
    EXPECT_EQ(sent.json()->getValue<int>("sent"), 1);
    EXPECT_EQ(clerk->post("/api/v1/exchange/dispatches", wanted).json()->getValue<int>("sent"), 0);

    const auto line =
        clerk->get("/api/v1/exchange/dispatches").json()->getArray("dispatches")->getObject(0);
    EXPECT_EQ(line->getValue<std::string>("code"), "58/KH-UBND");
    EXPECT_EQ(line->getValue<std::string>("organ_name"), "UBND huyện B");
    EXPECT_TRUE(line->getValue<bool>("waiting"));
    const auto party = clerk->get("/api/v1/exchange").json();
    EXPECT_EQ(party->getObject("own")->getValue<std::string>("id"), "H90.01");
    EXPECT_EQ(party->getArray("organs")->getObject(0)->getValue<std::string>("id"), "H90.02");

    const std::string again = R"({"document":")" + id + R"(","organ":"H90.02"})";
    EXPECT_EQ(clerk->post("/api/v1/exchange/dispatches/send-again", again).status, 204);
    expect_problem(clerk->post("/api/v1/exchange/dispatches/send-again",
                               R"({"document":")" + id + R"(","organ":"H90.77"})"),
                   404, "not_found");
    EXPECT_EQ(
        clerk->get("/api/v1/documents/" + id + "/exchange").json()->getArray("statuses")->size(),
        0u);
    expect_problem(clerk->post("/api/v1/documents/" + id + "/recall-answer", R"({"agree":true})"),
                   409, "conflict");
}

TEST_F(ExchangeApi, ListsGoOnToOlderLines) {
    const auto clerk = signed_in("clerk");
    for (const char* organ : {"H90.02", "H90.03", "H90.04"}) {
        clock_.advance(kMinute);
        const std::string body =
            R"({"document":")" + paper() + R"(","to":[{"id":")" + organ + R"("}]})";
        EXPECT_EQ(clerk->post("/api/v1/exchange/dispatches", body).status, 201);
    }
    const auto first = clerk->get("/api/v1/exchange/dispatches?limit=2").json();
    EXPECT_EQ(first->getArray("dispatches")->size(), 2u);
    const auto rest = clerk
                          ->get("/api/v1/exchange/dispatches?limit=2&before=" +
                                first->getValue<std::string>("next"))
                          .json();
    ASSERT_EQ(rest->getArray("dispatches")->size(), 1u);
    EXPECT_EQ(rest->getArray("dispatches")->getObject(0)->getValue<std::string>("organ"), "H90.02");
    EXPECT_TRUE(rest->isNull("next"));
    expect_problem(clerk->get("/api/v1/exchange/dispatches?before=yesterday"), 422, "bad_input");
}

TEST_F(ExchangeApi, ARefusedPacketSaysWhyAndIsTakenAgain) {
    exchange::Mailbox mailbox({*database_, *blobs_, clock_, 1 << 20}, settings_,
                              [](std::string_view) { return exchange::Unwrapped{}; });
    std::ofstream(settings_.in + "/bad.edxml") << "<a/>";
    mailbox.look();
    mailbox.look();
    const auto clerk = signed_in("clerk");
    const auto line =
        clerk->get("/api/v1/exchange/arrivals").json()->getArray("arrivals")->getObject(0);
    EXPECT_EQ(line->getValue<std::string>("state"), "refused");
    EXPECT_NE(line->getValue<std::string>("reason").find("no edXML"), std::string::npos);
    const std::string address =
        "/api/v1/exchange/arrivals/" + line->getValue<std::string>("packet") + "/try-again";
    EXPECT_EQ(clerk->post(address).status, 204);
    EXPECT_TRUE(fs::exists(settings_.in + "/bad.edxml"));
    expect_problem(clerk->post(address), 404, "not_found");
}

TEST_F(ServerFixture, AnOfficeWithoutExchangeSaysSo) {
    const auto clerk = signed_in("clerk");
    EXPECT_TRUE(clerk->get("/api/v1/exchange").json()->isNull("own"));
    expect_problem(
        clerk->post("/api/v1/exchange/dispatches", R"({"document":"x","to":[{"id":"H90.02"}]})"),
        409, "conflict");
}

TEST_F(ServerFixture, ClosingAYearIsShownBeforeItIsDone) {
    const std::string id = read_document({{"subject", "Kế hoạch"}});
    write([&](store::Transaction& tx) {
        records::register_document(tx, "incoming", pipeline::load_document(tx, id), "clerk",
                                   clock_.now());
    });
    const std::string path = "/api/v1/books/incoming/";
    EXPECT_EQ(signed_in("clerk")->get(path + "2026/closing").text("refusal"), "running");
    EXPECT_EQ(signed_in("clerk")->get(path + "2025/closing").text("refusal"), "no_entries");
    expect_problem(signed_in("reviewer")->get(path + "2026/closing"), 403, "forbidden");

    clock_.advance(300LL * 24 * 60 * kMinute);  // in January
    const auto head = signed_in("head");
    for (int times = 0; times < 2; ++times) {  // looking changes nothing
        const auto closing = head->get(path + "2026/closing").json();
        EXPECT_TRUE(closing->isNull("refusal"));
        EXPECT_EQ(closing->getValue<int>("last_number"), 1);
        EXPECT_EQ(closing->getValue<int>("voided"), 0);
        EXPECT_EQ(closing->getValue<int>("unfinished"), 1);
    }
    EXPECT_EQ(head->post(path + "2026/close").status, 204);
    EXPECT_EQ(head->get(path + "2026/closing").text("refusal"), "closed");
}

TEST_F(ServerFixture, ADossierLeavesAsAPackageThatVerifies) {
    const std::string id = read_document({{"code", "1/CV"}, {"subject", "Khen thưởng"}});
    const auto clerk = signed_in("clerk");
    const std::string dossier =
        clerk
            ->post("/api/v1/dossiers",
                   R"({"title":"Khen thưởng","heading":"THI ĐUA","retention":"20 năm"})")
            .text("id");
    const std::string path = "/api/v1/dossiers/" + dossier;
    EXPECT_EQ(clerk->post(path + "/documents", R"({"document":")" + id + R"("})").status, 204);
    expect_problem(signed_in("reviewer")->get(path + "/package.zip"), 403, "forbidden");
    const Answer package = clerk->get(path + "/package.zip");
    EXPECT_EQ(package.status, 200) << package.body;
    put_file("package.zip", package.body);
    const std::string zip = (folder_ / "package.zip").string();
    ASSERT_EQ(
        std::system(
            ("LC_ALL=C.UTF-8 unzip -q '" + zip + "' -d '" + folder_.string() + "/out'").c_str()),
        0);
    const auto read = records::verify_package((folder_ / "out" / "01.TD-2026").string());
    ASSERT_EQ(read.papers.size(), 1u);
    EXPECT_EQ(read.dossier.title, "Khen thưởng");
    EXPECT_EQ(leftovers(), std::vector<std::string>());
}

class PackageApi : public ServerFixture {
protected:
    // A package as it was downloaded, with another notation, so that it is not here yet.
    std::string package(const std::string& paper) {
        const auto clerk = signed_in("clerk");
        const std::string dossier =
            clerk
                ->post("/api/v1/dossiers",
                       R"({"title":"Khen thưởng","heading":"THI ĐUA","retention":"20 năm"})")
                .text("id");
        clerk->post("/api/v1/dossiers/" + dossier + "/documents",
                    R"({"document":")" + paper + R"("})");
        const fs::path place = folder_ / "package";
        database_->read([&](store::Transaction& tx) {
            records::export_dossier(tx, *blobs_, dossier, place.string(), {}, nullptr);
        });
        const std::string old = text_of(place / "dossier.xml");
        std::string xml = old;
        xml.replace(xml.find("01.TD"), 5, "07.TD");
        std::string manifest = text_of(place / "manifest-sha256.txt");
        manifest.replace(manifest.find(sha256(old)), 64, sha256(xml));
        put_file("package/dossier.xml", xml);
        put_file("package/manifest-sha256.txt", manifest);
        return zipped();
    }

    std::string zipped() {
        const fs::path zip = folder_ / "package.zip";
        zip_folder((folder_ / "package").string(), "07.TD-2026", zip.string());
        return text_of(zip);
    }

    static std::string text_of(const fs::path& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    static constexpr const char* kPath = "/api/v1/dossiers/packages";
};

TEST_F(PackageApi, IsShownBeforeItIsTakenIn) {
    const std::string id = read_document({{"code", "1/CV"}, {"subject", "Khen thưởng"}});
    const std::string zip = package(id);
    const auto clerk = signed_in("clerk");
    const auto send = [&](const std::string& path) {
        return clerk->post(path, zip, {{"Content-Type", "application/zip"}});
    };
    for (int times = 0; times < 2; ++times) {  // looking changes nothing
        const Answer shown = send(kPath);
        ASSERT_EQ(shown.status, 200) << shown.body;
        const auto answer = shown.json();
        EXPECT_TRUE(answer->getValue<bool>("sound"));
        EXPECT_TRUE(answer->isNull("taken_in"));
        EXPECT_EQ(answer->getArray("files")->size(), 3u) << shown.body;
        EXPECT_EQ(answer->getObject("dossier")->getValue<std::string>("notation"), "07.TD");
        EXPECT_FALSE(answer->getObject("dossier")->getValue<bool>("here"));
        const auto paper = answer->getArray("papers")->getObject(0);
        EXPECT_EQ(paper->getValue<std::string>("code"), "1/CV");
        EXPECT_EQ(paper->getValue<std::string>("document"), id) << "the same bytes are here";
    }
    const Answer taken = send(std::string(kPath) + "?take_in=yes");
    ASSERT_EQ(taken.status, 201) << taken.body;
    const auto dossier = clerk->get("/api/v1/dossiers/" + taken.text("taken_in")).json();
    EXPECT_EQ(dossier->getValue<std::string>("notation"), "07.TD");
    EXPECT_EQ(dossier->getArray("papers")->size(), 1u);
    EXPECT_TRUE(send(kPath).json()->getObject("dossier")->getValue<bool>("here"));
    expect_problem(send(std::string(kPath) + "?take_in=yes"), 409, "conflict");
    EXPECT_EQ(leftovers(), std::vector<std::string>());
}

TEST_F(PackageApi, WhatWasAlteredIsNamedAndNotTakenIn) {
    const std::string id = read_document({{"code", "1/CV"}});
    package(id);
    const auto clerk = signed_in("clerk");
    const auto send = [&](const std::string& path) {
        return clerk->post(path, zipped(), {{"Content-Type", "application/zip"}});
    };
    put_file("package/contents.pdf", "%PDF altered");
    put_file("package/more.txt", "slipped in");
    const Answer shown = send(kPath);
    EXPECT_EQ(shown.status, 200) << shown.body;
    EXPECT_FALSE(shown.json()->getValue<bool>("sound"));
    std::map<std::string, std::string> states;
    const auto files = shown.json()->getArray("files");
    for (unsigned i = 0; i < files->size(); ++i)
        states[files->getObject(i)->getValue<std::string>("name")] =
            files->getObject(i)->getValue<std::string>("state");
    EXPECT_EQ(states["contents.pdf"], "altered");
    EXPECT_EQ(states["more.txt"], "not_listed");
    EXPECT_EQ(states["dossier.xml"], "matches");
    const Answer refused = send(std::string(kPath) + "?take_in=yes");
    expect_problem(refused, 422, "bad_input");
    EXPECT_NE(refused.body.find("contents.pdf"), std::string::npos) << refused.body;
    EXPECT_EQ(refused.body.find(folder_.string()), std::string::npos) << refused.body;
    expect_problem(clerk->post(kPath, "no archive"), 422, "bad_input");
    expect_problem(signed_in("reviewer")->post(kPath, "no archive"), 403, "forbidden");
    EXPECT_EQ(clerk->get("/api/v1/dossiers").json()->getArray("dossiers")->size(), 1u);
    EXPECT_EQ(leftovers(), std::vector<std::string>());
}

}  // namespace
}  // namespace vanthu::server
