// vanthu intake: files and folders into the office; with --wait, until each has come to a person.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <thread>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>

#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "apps/vanthu/remote.h"
#include "base/error.h"
#include "base/id.h"
#include "pipeline/document_json.h"
#include "pipeline/intake.h"

namespace vanthu::apps {
namespace fs = std::filesystem;
namespace {

// A folder gives the files in it, by name; hidden ones are left.
void add(std::vector<pipeline::NewFile>& inputs, const std::string& path, const std::string& book) {
    if (!fs::is_directory(path)) {
        inputs.push_back({path, book, "system", "", ""});
        return;
    }
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file() && !entry.path().filename().string().starts_with('.'))
            files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    for (const std::string& file : files)
        inputs.push_back({file, book, "system", "", ""});
}

// The samples' manifest: {"inputs": [{"path": ..., "book": ...}]}, paths relative to it; each is
// taken once ever.
void add_manifest(std::vector<pipeline::NewFile>& inputs, const std::string& manifest,
                  const std::string& book) {
    std::ifstream in(manifest);
    if (!in) throw Error(ErrorCode::NotFound, manifest + ": there is no such manifest");
    try {
        const auto root = Poco::JSON::Parser().parse(in).extract<Poco::JSON::Object::Ptr>();
        const auto rows = root->getArray("inputs");
        for (unsigned i = 0; i < rows->size(); ++i) {
            const auto row = rows->getObject(i);
            const fs::path path = row->getValue<std::string>("path");
            // Every sample's file is called "input"; its folder says which paper it is.
            const std::string shown =
                path.parent_path().filename().string() + path.extension().string();
            inputs.push_back({(fs::path(manifest).parent_path() / path).string(),
                              row->optValue("book", book), "system", "sample:" + path.string(),
                              shown});
        }
    } catch (const Poco::Exception& error) {
        throw Error(ErrorCode::BadInput, manifest + ": " + error.displayText());
    }
}

bool settled(pipeline::DocumentState state) {
    return state != pipeline::DocumentState::Received &&
           state != pipeline::DocumentState::Processing;
}

pipeline::DocumentState state_of(store::Database& database, const pipeline::DocumentId& id) {
    pipeline::DocumentState state{};
    database.read([&](store::Transaction& tx) {
        state = pipeline::document_state(
            tx.query_one("select state from document where id = $1", {id})->text("state"));
    });
    return state;
}

// Works on the queue itself when no service does, else looks on.
void wait_for(OpenOffice& office, const std::vector<pipeline::Received>& documents) {
    std::unique_ptr<WorkingOffice> working;
    for (const pipeline::Received& document : documents)
        while (!settled(state_of(*office.database, document.id))) {
            if (!working) working = WorkingOffice::begin(office);
            if (working) working->worker().run_until_idle();
            if (!settled(state_of(*office.database, document.id)))
                std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
}

void print(const pipeline::Received& document, const std::string& state, const std::string& source,
           bool json) {
    if (!json) {
        std::cout << document.id << ' ' << state << ' ' << document.sha256 << std::endl;
        return;
    }
    Poco::JSON::Object row(Poco::JSON_PRESERVE_KEY_ORDER);
    row.set("id", document.id);
    row.set("state", state);
    row.set("sha256", document.sha256);
    row.set("source", source);
    std::cout << pipeline::json_text(row) << std::endl;
}

// Where papers are taken in: this machine's folder, or a service.
struct Desk {
    std::function<pipeline::Received(const pipeline::NewFile&)> take_in;
    std::function<std::string(const pipeline::DocumentId&)> state;
    std::function<void(const std::vector<pipeline::Received>&)> wait_for;
};

std::string remote_state(RemoteOffice& remote, const pipeline::DocumentId& id) {
    return remote.get("/documents/" + in_path(id))->getValue<std::string>("state");
}

Desk desk_of(RemoteOffice& remote) {
    Desk desk;
    desk.take_in = [&](const pipeline::NewFile& file) {
        const std::string key = file.idempotency_key.empty() ? new_id() : file.idempotency_key;
        const auto send = [&] { return remote.upload(file.path, file.source, file.book, key); };
        Poco::JSON::Object::Ptr answer;
        try {
            answer = send();
        } catch (const Error& error) {  // the answer may have been lost; the key keeps it one paper
            if (error.code() != ErrorCode::Unavailable) throw;
            answer = send();
        }
        return pipeline::Received{answer->getValue<std::string>("id"),
                                  answer->getValue<std::string>("sha256")};
    };
    desk.state = [&](const pipeline::DocumentId& id) { return remote_state(remote, id); };
    desk.wait_for = [&](const std::vector<pipeline::Received>& documents) {
        for (const pipeline::Received& document : documents)
            while (!settled(pipeline::document_state(remote_state(remote, document.id))))
                std::this_thread::sleep_for(std::chrono::milliseconds(500));
    };
    return desk;
}

Desk desk_of(OpenOffice& office) {
    Desk desk;
    desk.take_in = [&](const pipeline::NewFile& file) {
        check_book(office, file.book);
        return pipeline::take_in_file(
            {*office.database, *office.blobs, office.clock, office.settings.limits.bytes}, file);
    };
    desk.state = [&](const pipeline::DocumentId& id) {
        return std::string(name(state_of(*office.database, id)));
    };
    desk.wait_for = [&](const std::vector<pipeline::Received>& documents) {
        wait_for(office, documents);
    };
    return desk;
}

int take_in(const Desk& desk, const std::vector<pipeline::NewFile>& inputs,
            const Arguments& arguments) {
    std::vector<pipeline::Received> documents;
    std::vector<std::string> sources;
    const bool waits = arguments.has("wait"), json = arguments.has("json");
    int status = 0;
    for (const pipeline::NewFile& input : inputs) {
        try {
            documents.push_back(desk.take_in(input));
            sources.push_back(input.path);
            if (!waits) print(documents.back(), desk.state(documents.back().id), input.path, json);
        } catch (const Error& error) {
            std::cerr << "vanthu: " << error.what() << '\n';
            status = std::max(status, exit_status(error.code()));
        }
    }
    if (!waits) return status;
    desk.wait_for(documents);
    for (std::size_t i = 0; i < documents.size(); ++i)
        print(documents[i], desk.state(documents[i].id), sources[i], json);
    return status;
}

}  // namespace

int command_intake(const Words& words) {
    const Arguments arguments(words, {"wait", "json"},
                              {"book", "data", "manifest", "server", "token-file"});
    const std::string book = arguments.value("book", "incoming");
    std::vector<pipeline::NewFile> inputs;
    for (const std::string& path : arguments.operands())
        add(inputs, path, book);
    if (arguments.has("manifest")) add_manifest(inputs, arguments.value("manifest"), book);
    if (inputs.empty() && !arguments.has("manifest"))
        arguments.operand(0, "at least one FILE or DIR");

    if (const auto remote = RemoteOffice::of(arguments))
        return take_in(desk_of(*remote), inputs, arguments);
    const auto office = open_office(arguments.value("data", kDefaultData), Missing::Create);
    return take_in(desk_of(*office), inputs, arguments);
}

}  // namespace vanthu::apps
