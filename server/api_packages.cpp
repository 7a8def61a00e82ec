// A package of a dossier, uploaded: each byte is checked against its manifest, then it is shown or
// taken in.

#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "records/dossier_package.h"
#include "server/api.h"
#include "server/readers.h"
#include "server/temporary_folder.h"
#include "server/views.h"
#include "server/zip_reader.h"

namespace vanthu::server {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMostPapersLarge =
    4;  // a package may be as large as so many of the largest files

void save_body(const Office& office, Request& request, const std::string& path) {
    request.limit_body(office.upload_bytes * kMostPapersLarge, "limits bytes");
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    char block[64 * 1024];
    while (request.body().good()) {
        request.body().read(block, sizeof block);
        out.write(block, request.body().gcount());
    }
    out.close();
    if (!out)
        throw Error(ErrorCode::Unavailable, "the upload cannot be written; is the disk full?");
    request.finish_body();
}

// A package lies in a folder of its own inside the archive, or it is the archive.
std::string root_of(const std::string& folder) {
    std::vector<fs::path> there;
    for (const auto& entry : fs::directory_iterator(folder))
        there.push_back(entry.path());
    const bool is_one = there.size() == 1 && fs::is_directory(there.front());
    return is_one ? there.front().string() : folder;
}

// The sender knows the names inside the package, not where the service unpacked it.
template <class Work>
auto without_folder(const std::string& folder, const Work& work) {
    try {
        return work();
    } catch (const Error& error) {
        std::string what = error.what();
        for (auto at = what.find(folder + "/"); at != std::string::npos;
             at = what.find(folder + "/"))
            what.erase(at, folder.size() + 1);
        throw Error(error.code(), what);
    }
}

std::string field_of(const records::PackagedPaper& paper, std::string_view id) {
    for (const auto& [field, text] : paper.fields)
        if (field == id) return text;
    return {};
}

// The paper of this office that has the same bytes, if its reader may know.
Var known_paper(store::Transaction& tx, const Request& request, const std::string& sha256) {
    Var known;
    tx.for_each(
        "select id from document where original = $1 order by received_at, id limit 100", {sha256},
        [&](const store::Row& row) {
            if (known.isEmpty() && may_read(tx, request.principal().account, row.text("id")))
                known = row.text("id");
        });
    return known;
}

Poco::JSON::Array::Ptr view(const std::vector<records::CheckedFile>& files) {
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    for (const records::CheckedFile& file : files) {
        Poco::JSON::Object::Ptr o = new_object();
        o->set("name", file.name);
        o->set("size", static_cast<Poco::UInt64>(file.size));
        o->set("state", file.state);
        rows->add(o);
    }
    return rows;
}

// What taking the package in would bring.
void describe(const Office& office, const Request& request, const records::DossierPackage& package,
              Poco::JSON::Object& answer) {
    const records::Dossier& dossier = package.dossier;
    Poco::JSON::Object::Ptr o = new_object();
    o->set("year", dossier.year);
    o->set("notation", dossier.notation);
    o->set("heading", dossier.heading);
    o->set("title", dossier.title);
    o->set("retention", records::retention_text(dossier.retention_years));
    o->set("keeper", dossier.keeper);
    o->set("started_on", dossier.started_on);
    o->set("ended_on", text_or_null(dossier.ended_on));
    Poco::JSON::Array::Ptr papers = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        papers->clear();
        o->set("here", tx.query_one("select id from dossier where year = $1 and notation = $2",
                                    {dossier.year, dossier.notation})
                           .has_value());
        for (const records::PackagedPaper& paper : package.papers) {
            Poco::JSON::Object::Ptr row = new_object();
            row->set("file", paper.file);
            row->set("sha256", paper.sha256);
            for (const char* id : {"code", "issued_date", "type_name", "subject"})
                row->set(id, text_or_null(field_of(paper, id)));
            row->set("document", known_paper(tx, request, paper.sha256));
            papers->add(row);
        }
    });
    answer.set("dossier", o);
    answer.set("papers", papers);
}

}  // namespace

Response take_in_package(const Office& office, Request& request) {
    const bool is_wanted = request.query("take_in") == "yes";
    const TemporaryFolder zip(office.blobs.temporary_path()),
        unpacked(office.blobs.temporary_path());
    fs::create_directories(zip.path);
    save_body(office, request, zip.path + "/package.zip");
    unzip_stored(zip.path + "/package.zip", unpacked.path);
    const std::string folder = root_of(unpacked.path);
    Poco::JSON::Object::Ptr answer = new_object();
    without_folder(folder, [&] {
        const auto files = records::check_files(folder);
        const bool is_sound = std::all_of(files.begin(), files.end(),
                                          [](const auto& file) { return file.state == "matches"; });
        answer->set("sound", is_sound);
        answer->set("files", view(files));
        answer->set("taken_in", Var());
        if (!is_sound && !is_wanted) return;
        describe(office, request, records::verify_package(folder), *answer);
        if (!is_wanted) return;
        office.database.write([&](store::Transaction& tx) {
            const auto dossier = records::import_package(tx, office.blobs, folder, request.user(),
                                                         office.clock.now());
            answer->set("taken_in", dossier.id);
        });
    });
    return json_response(*answer, is_wanted ? 201 : 200);
}

}  // namespace vanthu::server
