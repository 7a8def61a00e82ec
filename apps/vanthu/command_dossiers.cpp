// vanthu dossiers: hồ sơ, their papers, their way to the archive, and packages that outlive the
// system.

#include <iostream>

#include "apps/vanthu/actor.h"
#include "apps/vanthu/command.h"
#include "apps/vanthu/office.h"
#include "base/error.h"
#include "base/text.h"
#include "pipeline/documents.h"
#include "records/dossier_package.h"
#include "stages/searchable_pdf.h"

namespace vanthu::apps {
namespace {

constexpr const char* kWhat =
    "list, due, open, show, add, take, close, contents, export, verify, import, transfer, "
    "hand-over, transfers or minutes";

void print(const records::Dossier& dossier) {
    std::cout << dossier.id << "  " << dossier.notation << '/' << dossier.year << "  "
              << dossier.state << "  " << records::retention_text(dossier.retention_years) << "  "
              << dossier.documents << " papers  " << dossier.title;
    if (const std::string due = records::transfer_due(dossier); !due.empty())
        std::cout << "  (to the archive by " << due << ')';
    std::cout << '\n';
}

void print(const records::Transfer& transfer) {
    std::cout << transfer.id << "  " << transfer.state << "  " << transfer.giver << " -> "
              << transfer.receiver << '\n';
    for (const records::Dossier& dossier : transfer.dossiers)
        print(dossier);
}

int list(OpenOffice& office, const Arguments& arguments, bool due) {
    office.database->read([&](store::Transaction& tx) {
        const auto found = due ? records::due_for_transfer(tx, local_date(office.clock.now()))
                               : records::dossiers(tx, {arguments.number("year", 0),
                                                        arguments.value("state"), ""});
        for (const records::Dossier& dossier : found)
            print(dossier);
    });
    return 0;
}

int show(OpenOffice& office, const std::string& id) {
    office.database->read([&](store::Transaction& tx) {
        const records::Dossier dossier = records::find_dossier(tx, id);
        print(dossier);
        for (const records::DossierPaper& paper : records::papers_of(tx, dossier.id))
            std::cout << "  " << paper.ordinal << "  " << paper.document << "  " << paper.code
                      << "  " << paper.issued_date << "  " << paper.subject << '\n';
    });
    return 0;
}

records::PrintedBy printed_by(OpenOffice& office, const Arguments& arguments) {
    return {office.settings.office_name, "", arguments.value("as", "system"), office.clock.now()};
}

int print_to(OpenOffice& office, const Arguments& arguments, const std::string& what) {
    const std::string& id = arguments.operand(1, "ID");
    const std::string& out = arguments.operand(2, "OUT, the file to write");
    records::PrintedList printed;
    office.database->read([&](store::Transaction& tx) {
        if (what == "contents")
            printed = records::contents_list(tx, id);
        else
            printed = records::transfer_minutes(records::find_transfer(tx, id));
    });
    records::print_list(printed, printed_by(office, arguments), out);
    return 0;
}

int export_to(OpenOffice& office, const Arguments& arguments) {
    const auto sandbox = make_sandbox(office.installation, office.settings, 1);
    office.database->read([&](store::Transaction& tx) {
        const auto pdf_of = [&](const std::string& id) -> std::string {
            pipeline::Document document = pipeline::load_document(tx, id);
            pipeline::load_pages(tx, *office.blobs, document);
            if (document.pages.empty()) return {};
            try {
                return stages::write_searchable_pdf(document, *office.blobs, *sandbox);
            } catch (const Error& error) {
                std::cerr << "vanthu: " << id << " has no PDF: " << error.what() << '\n';
                return {};
            }
        };
        records::export_dossier(tx, *office.blobs, arguments.operand(1, "DOSSIER"),
                                arguments.operand(2, "FOLDER"), printed_by(office, arguments),
                                pdf_of);
    });
    return 0;
}

// What changes something: one transaction under the person's name.
int change(OpenOffice& office, const Arguments& arguments, const std::string& what) {
    office.database->write([&](store::Transaction& tx) {
        const std::string user = actor(tx, arguments.value("as"), "--as").user;
        const Instant now = office.clock.now();
        if (what == "open") {
            records::Dossier dossier;
            dossier.title = arguments.operand(1, "TITLE");
            dossier.heading = arguments.value("heading");
            dossier.notation = arguments.value("notation");
            dossier.year = arguments.number("year", 0);
            dossier.retention_years = records::retention_of(arguments.value("retention"));
            print(records::open_dossier(tx, dossier, user, now));
        } else if (what == "add") {
            records::add_document(tx, arguments.operand(1, "DOSSIER"),
                                  arguments.operand(2, "DOCUMENT"), user, now);
        } else if (what == "take") {
            records::remove_document(tx, arguments.operand(1, "DOSSIER"),
                                     arguments.operand(2, "DOCUMENT"), user, now);
        } else if (what == "close") {
            print(records::close_dossier(tx, arguments.operand(1, "DOSSIER"),
                                         arguments.value("ended"), user, now));
        } else if (what == "import") {
            print(records::import_package(tx, *office.blobs, arguments.operand(1, "FOLDER"), user,
                                          now));
        } else if (what == "transfer") {
            print(records::draft_transfer(
                tx, arguments.value("from"), arguments.value("to"),
                {arguments.operands().begin() + 1, arguments.operands().end()},
                arguments.value("note"), user, now));
        } else {
            print(records::hand_over(tx, arguments.operand(1, "TRANSFER"),
                                     arguments.value("received-by"), user, now));
        }
    });
    return 0;
}

}  // namespace

int command_dossiers(const Words& words) {
    const Arguments arguments(words, {},
                              {"year", "state", "heading", "notation", "retention", "ended", "from",
                               "to", "note", "received-by", "as", "data"});
    const std::string& what = arguments.operand(0, kWhat);
    if (what == "verify") {  // needs no office
        const auto package = records::verify_package(arguments.operand(1, "FOLDER"));
        std::cout << package.dossier.notation << '/' << package.dossier.year << ": "
                  << package.papers.size() << " papers, every file as the manifest says\n";
        return 0;
    }
    const auto office = open_office(arguments.value("data", kDefaultData));
    if (what == "list" || what == "due") return list(*office, arguments, what == "due");
    if (what == "show") return show(*office, arguments.operand(1, "DOSSIER"));
    if (what == "contents" || what == "minutes") return print_to(*office, arguments, what);
    if (what == "export") return export_to(*office, arguments);
    if (what == "transfers") {
        office->database->read([&](store::Transaction& tx) {
            for (const records::Transfer& transfer : records::transfers(tx))
                print(transfer);
        });
        return 0;
    }
    for (const char* known : {"open", "add", "take", "close", "import", "transfer", "hand-over"})
        if (what == known) return change(*office, arguments, what);
    throw Error(ErrorCode::BadInput, "dossiers '" + what + "': it is " + kWhat);
}

}  // namespace vanthu::apps
