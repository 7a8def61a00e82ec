#include "records/dossier_package.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "base/xml.h"
#include "pipeline/documents.h"
#include "pipeline/queue.h"
#include "records/entry_columns.h"
#include "records/index.h"

namespace vanthu::records {
namespace {

namespace fs = std::filesystem;
constexpr const char* kManifest = "manifest-sha256.txt";
constexpr const char* kMetadata = "dossier.xml";

// Names of the decree's Annex VI for our field ids; other fields keep their id.
const std::vector<std::pair<std::string, std::string>>& decree_names() {
    static const std::vector<std::pair<std::string, std::string>> names = {
        {"type_name", "TypeName"},         {"code_number", "CodeNumber"},
        {"code_notation", "CodeNotation"}, {"issued_date", "IssuedDate"},
        {"organ_name", "OrganName"},       {"subject", "Subject"},
        {"page_amount", "PageAmount"},     {"signer_position", "Position"},
        {"signer_full_name", "FullName"},  {"to_places", "ToPlaces"},
        {"arrival_date", "ArrivalDate"},   {"arrival_number", "ArrivalNumber"}};
    return names;
}

std::string bytes_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw Error(ErrorCode::BadInput, path.string() + ": cannot be read");
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(const fs::path& path, const std::string& bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << bytes;
    out.close();
    if (!out) throw Error(ErrorCode::Unavailable, path.string() + ": cannot be written");
}

std::string element(const std::string& name, const std::string& text) {
    return "<" + name + ">" + escape_xml(text) + "</" + name + ">\n";
}

std::string numbered(int number, const std::string& source) {
    char name[16];
    std::snprintf(name, sizeof name, "%04d", number);
    std::string ending = fs::path(source).extension().string();
    const bool is_plain =
        ending.size() <= 6 && std::all_of(ending.begin(), ending.end(), [](unsigned char c) {
            return c == '.' || std::isalnum(c) != 0;
        });
    return name + (is_plain ? ending : "");
}

std::string field_elements(const pipeline::Document& document) {
    std::string xml;
    for (const pipeline::Field& field : document.fields) {
        if (!field.value || (field.value->normal.empty() && field.list.empty())) continue;
        std::string name = "Field";
        for (const auto& [id, decree] : decree_names())
            if (id == field.id) name = decree;
        const std::string text = field.list.empty() ? field.value->normal : join(field.list, "\n");
        xml += "<" + name + " id=\"" + field.id + "\">" + escape_xml(text) + "</" + name + ">\n";
    }
    return xml;
}

std::string metadata(const Dossier& dossier, const std::string& papers, std::size_t count) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dossier>\n<FileCode>\n" +
           element("FileCatalog", std::to_string(dossier.year)) +
           element("FileNotation", dossier.notation) + "</FileCode>\n" +
           element("Heading", dossier.heading) + element("Title", dossier.title) +
           element("Maintenance", retention_text(dossier.retention_years)) +
           element("Creator", dossier.keeper) + element("Unit", dossier.unit) +
           element("StartDate", dossier.started_on) + element("EndDate", dossier.ended_on) +
           element("DocTotal", std::to_string(count)) + element("Description", dossier.note) +
           "<documents>\n" + papers + "</documents>\n</dossier>\n";
}

std::vector<std::string> files_below(const fs::path& folder) {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_symlink())
            throw Error(ErrorCode::BadInput, entry.path().string() + ": a link has no place here");
        if (!entry.is_regular_file()) continue;
        const std::string name = fs::relative(entry.path(), folder).generic_string();
        if (name != kManifest) files.push_back(name);
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::map<std::string, std::string> read_manifest(const fs::path& folder) {
    std::map<std::string, std::string> digests;
    for (const std::string& line : split(bytes_of(folder / kManifest), '\n')) {
        if (line.empty()) continue;
        if (line.size() < 67 || line.substr(64, 2) != "  ")
            throw Error(ErrorCode::BadInput,
                        std::string(kManifest) + ": \"" + line + "\" is no line of a manifest");
        digests[line.substr(66)] = line.substr(0, 64);
    }
    return digests;
}

std::string child_text(const XmlElement& element, std::string_view name) {
    const auto child = element.child(name);
    return child ? child->text() : "";
}

}  // namespace

void export_dossier(store::Transaction& tx, const store::FileBlobs& blobs, const std::string& id,
                    const std::string& folder, const PrintedBy& by, const PdfOf& pdf_of) {
    const Dossier dossier = find_dossier(tx, id);
    const fs::path place = folder;
    if (fs::exists(place))
        throw Error(ErrorCode::Conflict, folder + ": is there already; name a new folder");
    std::vector<DossierPaper> papers = papers_of(tx, dossier.id);
    std::stable_sort(
        papers.begin(), papers.end(),
        [](const DossierPaper& a, const DossierPaper& b) { return a.issued_date < b.issued_date; });
    std::string xml;
    int number = 0;
    for (const DossierPaper& paper : papers) {
        const std::string name = numbered(++number, paper.source);
        put(place / "files" / name, bytes_of(blobs.path(paper.original)));
        const std::string pdf = pdf_of ? pdf_of(paper.document) : std::string();
        if (!pdf.empty()) put(place / "pdf" / (name.substr(0, 4) + ".pdf"), pdf);
        xml += "<document id=\"" + paper.document + "\" file=\"files/" + name + "\" sha256=\"" +
               paper.original + "\">\n" + element("DocOrdinal", std::to_string(number)) +
               element("Source", paper.source) +
               field_elements(pipeline::load_document(tx, paper.document)) + "</document>\n";
    }
    put(place / kMetadata, metadata(dossier, xml, papers.size()));
    print_list(contents_list(tx, dossier.id), by, (place / "contents.pdf").string());
    std::string manifest;
    for (const std::string& name : files_below(place))
        manifest += sha256(bytes_of(place / name)) + "  " + name + "\n";
    put(place / kManifest, manifest);
}

std::vector<CheckedFile> check_files(const std::string& folder) {
    const fs::path place = folder;
    auto digests = read_manifest(place);
    std::vector<CheckedFile> checked;
    for (const std::string& name : files_below(place)) {
        const std::string bytes = bytes_of(place / name);
        const auto digest = digests.find(name);
        const bool is_listed = digest != digests.end();
        const bool matches = is_listed && sha256(bytes) == digest->second;
        checked.push_back(
            {name, bytes.size(), matches ? "matches" : (is_listed ? "altered" : "not_listed")});
        if (is_listed) digests.erase(digest);
    }
    for (const auto& [name, digest] : digests)
        checked.push_back({name, 0, "missing"});
    return checked;
}

DossierPackage verify_package(const std::string& folder) {
    const fs::path place = folder;
    for (const CheckedFile& file : check_files(folder)) {
        const std::string name = folder + "/" + file.name;
        if (file.state == "not_listed")
            throw Error(ErrorCode::BadInput, name + ": is not in the manifest");
        if (file.state == "altered")
            throw Error(ErrorCode::BadInput,
                        name + ": was altered; its SHA-256 is not the manifest's");
        if (file.state == "missing") throw Error(ErrorCode::BadInput, name + ": is missing");
    }
    const auto digests = read_manifest(place);

    const XmlDocument xml = XmlDocument::parse(bytes_of(place / kMetadata), kMetadata);
    const XmlElement root = xml.root();
    DossierPackage package;
    Dossier& dossier = package.dossier;
    const auto code = root.child("FileCode"), documents = root.child("documents");
    if (!code || !documents)
        throw Error(ErrorCode::BadInput, folder + "/dossier.xml: has no FileCode or no documents");
    const std::string year = child_text(*code, "FileCatalog");
    if (year.size() != 4 || year.find_first_not_of("0123456789") != std::string::npos)
        throw Error(ErrorCode::BadInput, folder + "/dossier.xml: \"" + year + "\" is no year");
    dossier.year = std::stoi(year);
    dossier.notation = child_text(*code, "FileNotation");
    dossier.heading = child_text(root, "Heading");
    dossier.title = child_text(root, "Title");
    dossier.retention_years = retention_of(child_text(root, "Maintenance"));
    dossier.keeper = child_text(root, "Creator");
    dossier.unit = child_text(root, "Unit");
    dossier.started_on = child_text(root, "StartDate");
    dossier.ended_on = child_text(root, "EndDate");
    dossier.note = child_text(root, "Description");
    for (const XmlElement& document : documents->children("document")) {
        PackagedPaper paper{document.required("file"),
                            child_text(document, "Source"),
                            document.required("sha256"),
                            {}};
        const auto digest = digests.find(paper.file);
        if (digest == digests.end() || digest->second != paper.sha256)
            throw Error(ErrorCode::BadInput, document.place() + ": file " + paper.file +
                                                 " is not the one in the manifest");
        for (const XmlElement& field : document.children())
            if (const auto id = field.attribute("id")) paper.fields.emplace_back(*id, field.text());
        package.papers.push_back(std::move(paper));
    }
    return package;
}

Dossier import_package(store::Transaction& tx, store::FileBlobs& blobs, const std::string& folder,
                       const std::string& user, Instant now) {
    const DossierPackage package = verify_package(folder);
    Dossier dossier = open_dossier(tx, package.dossier, user, now);
    for (const PackagedPaper& packed : package.papers) {
        pipeline::NewDocument fresh;
        fresh.source = packed.source;
        const std::string bytes = bytes_of(fs::path(folder) / packed.file);
        fresh.original = blobs.put(bytes);
        fresh.size = bytes.size();
        fresh.received_by = user;
        fresh.idempotency_key = "package:" + packed.sha256;
        const auto id = pipeline::receive_document(tx, fresh, now);
        pipeline::Document document = pipeline::load_document(tx, id);
        if (document.state == pipeline::DocumentState::Received) {
            pipeline::cancel_job(tx, "process", id, now);
            document.secrecy_decided = true;
            for (const auto& [field_id, text] : packed.fields) {
                pipeline::Field field;
                field.id = field_id;
                const bool is_list = pipeline::is_list_field(field_id);
                if (is_list) field.list = split(text, '\n');
                field.value = pipeline::Value{text,
                                              is_list ? join(field.list, "; ") : text,
                                              1,
                                              {"import", "dossier", 0, {}, ""}};
                field.state = pipeline::FieldState::Extracted;
                document.fields.push_back(std::move(field));
            }
            pipeline::save_findings(tx, document, "", now);
            pipeline::set_state(tx, id, pipeline::DocumentState::Filed, now);
            document.state = pipeline::DocumentState::Filed;
            index_document(tx, document);
        }
        add_document(tx, dossier.id, id, user, now);
    }
    if (!package.dossier.ended_on.empty())
        dossier = close_dossier(tx, dossier.id, package.dossier.ended_on, user, now);
    return find_dossier(tx, dossier.id);
}

}  // namespace vanthu::records
