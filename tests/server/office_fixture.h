// office_fixture.h: a real office behind a real HTTP server on a free port, with accounts, and a
// client that talks to it.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/id.h"
#include "pipeline/documents.h"
#include "pipeline/page_wire.h"
#include "records/books.h"
#include "records/search.h"
#include "server/accounts.h"
#include "server/http_server.h"
#include "stages/route.h"
#include "store/migrate.h"
#include "tests/conformance/test_database.h"
#include "workflow/engine.h"

namespace vanthu::server {

// 2026-03-14 01:00:00 UTC, eight in the morning in Hưng Yên.
constexpr Instant kMorning = 1'773'450'000'000'000;
constexpr Instant kMinute = 60'000'000;

inline std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

struct Answer {
    int status = 0;
    Poco::Net::HTTPResponse head;
    std::string body;

    Poco::JSON::Object::Ptr json() const {
        return Poco::JSON::Parser().parse(body).extract<Poco::JSON::Object::Ptr>();
    }
    std::string text(const std::string& key) const { return json()->getValue<std::string>(key); }
    std::string header(const std::string& name) const { return head.get(name, ""); }
};

using ClientHeaders = std::vector<std::pair<std::string, std::string>>;

// One browser: keeps its cookie and CSRF token, and its connection.
class Client {
public:
    explicit Client(int port) : session_("127.0.0.1", static_cast<Poco::UInt16>(port)) {
        session_.setKeepAlive(true);
        session_.setTimeout(Poco::Timespan(20, 0));
        // Well before the service ends a silent connection, however slow the machine is in between.
        session_.setKeepAliveTimeout(Poco::Timespan(1, 0));
    }

    Answer send(const std::string& method, const std::string& path, const std::string& body = "",
                const ClientHeaders& headers = {}) {
        Poco::Net::HTTPRequest request(method, path, Poco::Net::HTTPMessage::HTTP_1_1);
        if (!cookie.empty()) request.set("Cookie", cookie);
        if (!csrf.empty()) request.set("X-CSRF-Token", csrf);
        if (!body.empty() || method != "GET")
            request.setContentLength(static_cast<std::streamsize>(body.size()));
        if (!body.empty() && body.front() == '{') request.setContentType("application/json");
        for (const auto& [name, value] : headers)
            request.set(name, value);
        session_.sendRequest(request) << body;
        Answer answer;
        std::istream& in = session_.receiveResponse(answer.head);
        Poco::StreamCopier::copyToString(in, answer.body);
        answer.status = answer.head.getStatus();
        return answer;
    }

    Answer get(const std::string& path, const ClientHeaders& headers = {}) {
        return send("GET", path, "", headers);
    }
    Answer post(const std::string& path, const std::string& body = "{}",
                const ClientHeaders& headers = {}) {
        return send("POST", path, body, headers);
    }

    Answer sign_in(const std::string& user, const std::string& password) {
        Answer answer = post("/api/v1/session",
                             R"({"user":")" + user + R"(","password":")" + password + R"("})");
        if (answer.status == 200) {
            cookie = answer.header("Set-Cookie").substr(0, answer.header("Set-Cookie").find(';'));
            csrf = answer.text("csrf");
        }
        return answer;
    }

    std::string cookie, csrf;

private:
    Poco::Net::HTTPClientSession session_;
};

constexpr const char* kPassword = "bốn con trâu";

class ServerFixture : public testing::Test {
protected:
    ServerFixture()
        : folder_(std::filesystem::temp_directory_path() / ("vanthu-server-" + new_id())),
          clock_(kMorning),
          forms_(forms::FormLibrary::load(VANTHU_SOURCE_DIR "/forms")) {
        std::filesystem::create_directories(folder_ / "web" / "assets");
        put_file("web/index.html", "<!doctype html><title>Vanthu</title>");
        put_file("web/assets/app-1a2b.js", "export {};");
        put_file("secret.txt", "outside of the web folder");
        database_ = place_.open();
        store::migrate(*database_);
        blobs_ = std::make_unique<store::FileBlobs>(folder_.string());
        write([](store::Transaction& tx) {
            records::save_books(tx,
                                records::read_books(VANTHU_SOURCE_DIR "/config/books.xml",
                                                    VANTHU_SOURCE_DIR "/config/schema/books.rng"));
            workflow::deploy(tx, read_file(VANTHU_SOURCE_DIR "/config/workflows/incoming.bpmn"),
                             "incoming.bpmn", "system", kMorning);
        });
        for (const char* role : {"clerk", "reviewer", "archivist", "head", "admin"})
            add_account(role, {role});
        server_ = std::make_unique<HttpServer>(
            office(), HttpSettings{.port = 0, .receive_timeout_seconds = 3});
    }

    ~ServerFixture() override {
        server_.reset();
        database_.reset();
        std::filesystem::remove_all(folder_);
    }

    Office office() {
        return {.database = *database_,
                .blobs = *blobs_,
                .clock = clock_,
                .forms = forms_,
                .web_folder = (folder_ / "web").string(),
                .openapi_file = VANTHU_SOURCE_DIR "/server/openapi.json",
                .upload_bytes = 1 << 20};
    }

    void write(const std::function<void(store::Transaction&)>& work) { database_->write(work); }
    void read(const std::function<void(store::Transaction&)>& work) { database_->read(work); }

    void put_file(const std::string& name, const std::string& text) {
        std::ofstream(folder_ / name, std::ios::binary) << text;
    }

    void add_account(const std::string& name, const std::vector<std::string>& roles,
                     MustChange must_change = MustChange::No) {
        static const PasswordHash hash = hash_password(kPassword);
        Account account;
        account.id = name;
        account.display_name = "Ông " + name;
        account.roles = roles;
        account.password = hash;
        account.must_change = must_change;
        write([&](store::Transaction& tx) { create_account(tx, account, "system", kMorning); });
    }

    Client stranger() { return Client(server_->port()); }

    std::unique_ptr<Client> signed_in(const std::string& user) {
        auto client = std::make_unique<Client>(server_->port());
        EXPECT_EQ(client->sign_in(user, kPassword).status, 200);
        return client;
    }

    std::string upload(Client& client, const std::string& bytes,
                       const std::string& name = "scan.tif") {
        const Answer answer =
            client.post("/api/v1/documents", bytes,
                        {{"Content-Type", "application/octet-stream"}, {"X-Filename", name}});
        EXPECT_EQ(answer.status, 201) << answer.body;
        return answer.text("id");
    }

    // What the pipeline leaves behind: fields, one page with an image, and the clerk's check as an
    // open task.
    std::string read_document(const std::vector<std::pair<std::string, std::string>>& fields,
                              const std::string& text = "") {
        clock_.advance(kMinute);
        std::string id;
        write([&](store::Transaction& tx) {
            pipeline::NewDocument fresh;
            fresh.source = "Kế hoạch 79.tif";
            fresh.original = blobs_->put("bytes of " + new_id());
            id = pipeline::receive_document(tx, fresh, clock_.now());
            pipeline::Document document = pipeline::load_document(tx, id);
            document.media_type = "image/tiff";
            document.form = "dispatch";
            document.secrecy_decided = true;
            for (const auto& [field_id, value] : fields) {
                pipeline::Field field;
                field.id = field_id;
                field.value = pipeline::Value{
                    value, value, 0.9f, {"extract", "test", 1, {10, 20, 30, 40}, ""}};
                field.state = pipeline::FieldState::Extracted;
                document.fields.push_back(field);
            }
            pipeline::Page page;
            page.number = 1;
            page.image = blobs_->put("\x89PNG image");
            page.width = 2480;
            page.height = 3508;
            page.origin = pipeline::TextOrigin::Ocr;
            pipeline::TextLine line;
            line.words.push_back({text, {1, 2, 3, 4}, 0.9f});
            line.box = {1, 2, 3, 4};
            pipeline::Block block;
            block.lines.push_back(line);
            page.blocks.push_back(block);
            document.pages.push_back(page);
            pipeline::save_findings(
                tx, document, blobs_->put(pipeline::encode_pages(document.pages)), clock_.now());
            stages::start_process(tx, {{"", "", "incoming"}}, document, "system", clock_.now());
        });
        return id;
    }

    // Temporary files that were left behind.
    std::vector<std::string> leftovers() {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "tmp"))
            if (entry.is_regular_file()) found.push_back(entry.path().filename().string());
        return found;
    }

    void quarantine(const std::string& id) {
        write([&](store::Transaction& tx) {
            tx.execute("update document set snapshot = null where id = $1", {id});
            pipeline::set_state(tx, id, pipeline::DocumentState::Quarantined, clock_.now());
            records::unindex_document(tx, id);
        });
    }

    std::filesystem::path folder_;
    store::TestDatabase place_{store::TestDatabase::Start::Office};
    FixedClock clock_;
    forms::FormLibrary forms_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<store::FileBlobs> blobs_;
    std::unique_ptr<HttpServer> server_;
};

inline void expect_problem(const Answer& answer, int status, const std::string& code) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
    if (answer.header("Content-Type") != "application/problem+json") return;
    EXPECT_EQ(answer.text("code"), code) << answer.body;
    EXPECT_EQ(answer.json()->getValue<int>("status"), status);
    EXPECT_FALSE(answer.text("detail").empty());
    EXPECT_FALSE(answer.text("title").empty());
}

}  // namespace vanthu::server
