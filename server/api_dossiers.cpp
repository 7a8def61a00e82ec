// Dossiers, their papers, and transfers to the archive.

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "pipeline/documents.h"
#include "records/dossier_package.h"
#include "server/api.h"
#include "server/file_answer.h"
#include "server/readers.h"
#include "server/temporary_folder.h"
#include "server/views.h"
#include "server/zip_writer.h"
#include "stages/submissions.h"

namespace vanthu::server {
namespace {

Response printed(const Office& office, const Request& request, const records::PrintedList& list,
                 const std::string& name) {
    return file_answer(
        office, name + ".pdf", "application/pdf",
        [&](const std::string& path) {
            records::print_list(list, printed_by(office, request), path);
        },
        Disposition::Inline);
}

Poco::JSON::Object::Ptr view(const records::Dossier& dossier) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("id", dossier.id);
    o->set("year", dossier.year);
    o->set("notation", dossier.notation);
    o->set("heading", dossier.heading);
    o->set("title", dossier.title);
    o->set("retention", records::retention_text(dossier.retention_years));
    const auto until = records::kept_until(dossier);
    o->set("kept_until", until ? Var(*until) : Var());
    o->set("transfer_due", text_or_null(records::transfer_due(dossier)));
    o->set("keeper", dossier.keeper);
    o->set("unit", dossier.unit);
    o->set("note", dossier.note);
    o->set("started_on", dossier.started_on);
    o->set("ended_on", text_or_null(dossier.ended_on));
    o->set("state", dossier.state);
    o->set("documents", dossier.documents);
    return o;
}

Poco::JSON::Object::Ptr view(const records::Transfer& transfer) {
    Poco::JSON::Object::Ptr o = new_object();
    o->set("id", transfer.id);
    o->set("giver", transfer.giver);
    o->set("receiver", transfer.receiver);
    o->set("note", transfer.note);
    o->set("state", transfer.state);
    o->set("created_at", rfc3339(transfer.created_at));
    o->set("created_by", transfer.created_by);
    o->set("handed_at", time_or_null(transfer.handed_at));
    o->set("received_by", text_or_null(transfer.received_by));
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    for (const records::Dossier& dossier : transfer.dossiers)
        rows->add(view(dossier));
    o->set("dossiers", rows);
    return o;
}

// The keeper, and those who keep all papers.
void check_keeper(const Request& request, const records::Dossier& dossier) {
    if (dossier.keeper == request.user() || request.has_role("clerk") ||
        request.has_role("archivist"))
        return;
    throw Error(
        ErrorCode::Forbidden,
        "dossier " + dossier.notation + " is kept by " + dossier.keeper +
            "; its keeper, clerks and archivists change it",
        Sentence{"dossier_not_yours", {{"dossier", dossier.notation}, {"by", dossier.keeper}}});
}

// The list without what the reader may not read; the number of the place stays.
records::PrintedList readable_contents(store::Transaction& tx, const Request& request,
                                       const std::string& id) {
    records::PrintedList list = records::contents_list(tx, id);
    const auto papers = records::papers_of(tx, records::find_dossier(tx, id).id);
    for (std::size_t i = 0; i < papers.size(); ++i)
        if (!may_read(tx, request.principal().account, papers[i].document))
            std::fill(list.rows[i].begin() + 1, list.rows[i].end(), "");
    return list;
}

}  // namespace

Response list_dossiers(const Office& office, Request& request) {
    records::DossierQuery query;
    query.year = request.query_number("year", 0, 0, 9999);
    query.state = request.query("state").value_or("");
    query.document = request.query("document").value_or("");
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        const auto found = request.query("due") == "yes"
                               ? records::due_for_transfer(tx, local_date(office.clock.now()))
                               : records::dossiers(tx, query);
        for (const records::Dossier& dossier : found)
            rows->add(view(dossier));
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("dossiers", rows);
    return json_response(*answer);
}

Response open_dossier(const Office& office, Request& request) {
    const auto body = request.json();
    records::Dossier dossier;
    dossier.title = required_text(*body, "title");
    dossier.heading = text_member(*body, "heading").value_or("");
    dossier.notation = text_member(*body, "notation").value_or("");
    dossier.retention_years = records::retention_of(required_text(*body, "retention"));
    dossier.note = text_member(*body, "note").value_or("");
    dossier.started_on = text_member(*body, "started_on").value_or("");
    dossier.unit = request.principal().account.unit;
    if (body->has("year")) {
        if (!body->get("year").isInteger())
            throw Error(ErrorCode::BadInput, "\"year\" is a number");
        dossier.year = body->getValue<int>("year");
    }
    Poco::JSON::Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        answer = view(records::open_dossier(tx, dossier, request.user(), office.clock.now()));
    });
    return json_response(*answer, 201);
}

Response show_dossier(const Office& office, Request& request) {
    Poco::JSON::Object::Ptr answer;
    office.database.read([&](store::Transaction& tx) {
        const records::Dossier dossier = records::find_dossier(tx, request.parameter("id"));
        answer = view(dossier);
        Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
        for (const records::DossierPaper& paper : records::papers_of(tx, dossier.id)) {
            const bool readable = may_read(tx, request.principal().account, paper.document);
            Poco::JSON::Object::Ptr o = new_object();
            o->set("ordinal", paper.ordinal);
            o->set("document", readable ? Var(paper.document) : Var());
            o->set("code", readable ? text_or_null(paper.code) : Var());
            o->set("issued_date", readable ? text_or_null(paper.issued_date) : Var());
            o->set("type_name", readable ? text_or_null(paper.type_name) : Var());
            o->set("subject", readable ? text_or_null(paper.subject) : Var());
            o->set("organ_name", readable ? text_or_null(paper.organ_name) : Var());
            rows->add(o);
        }
        answer->set("papers", rows);
    });
    return json_response(*answer);
}

Response add_to_dossier(const Office& office, Request& request) {
    const std::string document = required_text(*request.json(), "document");
    office.database.write([&](store::Transaction& tx) {
        check_keeper(request, records::find_dossier(tx, request.parameter("id")));
        check_readable(tx, request, document);
        records::add_document(tx, request.parameter("id"), document, request.user(),
                              office.clock.now());
        stages::compare_with_submission(tx, document);
    });
    return no_content();
}

Response take_from_dossier(const Office& office, Request& request) {
    office.database.write([&](store::Transaction& tx) {
        check_keeper(request, records::find_dossier(tx, request.parameter("id")));
        records::remove_document(tx, request.parameter("id"), request.parameter("document"),
                                 request.user(), office.clock.now());
    });
    return no_content();
}

Response close_dossier(const Office& office, Request& request) {
    const std::string day = text_member(*request.json(), "ended_on").value_or("");
    Poco::JSON::Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        check_keeper(request, records::find_dossier(tx, request.parameter("id")));
        answer = view(records::close_dossier(tx, request.parameter("id"), day, request.user(),
                                             office.clock.now()));
    });
    return json_response(*answer);
}

// The folder of `vanthu dossiers export`, read back against its manifest before it leaves.
Response download_dossier(const Office& office, Request& request) {
    const std::string& id = request.parameter("id");
    std::string name;
    office.database.read([&](store::Transaction& tx) {
        const records::Dossier dossier = records::find_dossier(tx, id);
        name = dossier.notation + "-" + std::to_string(dossier.year);
    });
    return file_answer(office, name + ".zip", "application/zip", [&](const std::string& path) {
        const TemporaryFolder folder(office.blobs.temporary_path());
        office.database.read([&](store::Transaction& tx) {
            folder.clear();
            for (const records::DossierPaper& paper : records::papers_of(tx, id))
                check_readable(tx, request, paper.document);
            const auto pdf_of = [&](const pipeline::DocumentId& paper) -> std::string {
                if (!office.pdf_of) return {};
                pipeline::Document document = pipeline::load_document(tx, paper);
                pipeline::load_pages(tx, office.blobs, document);
                return office.pdf_of(document);
            };
            records::export_dossier(tx, office.blobs, id, folder.path, printed_by(office, request),
                                    pdf_of);
        });
        records::verify_package(folder.path);
        zip_folder(folder.path, name, path);
    });
}

Response print_dossier_contents(const Office& office, Request& request) {
    records::PrintedList list;
    office.database.read([&](store::Transaction& tx) {
        list = readable_contents(tx, request, request.parameter("id"));
    });
    return printed(office, request, list, "contents");
}

Response print_dossier_list(const Office& office, Request& request) {
    const int year = request.query_number("year", local_date(office.clock.now()).year, 1900, 9999);
    records::PrintedList list;
    office.database.read([&](store::Transaction& tx) { list = records::yearly_list(tx, year); });
    return printed(office, request, list, "dossiers-" + std::to_string(year));
}

Response list_transfers(const Office& office, Request&) {
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    office.database.read([&](store::Transaction& tx) {
        for (const records::Transfer& transfer : records::transfers(tx))
            rows->add(view(transfer));
    });
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("transfers", rows);
    return json_response(*answer);
}

Response draft_transfer(const Office& office, Request& request) {
    const auto body = request.json();
    const auto array = body->getArray("dossiers");
    if (!array) throw Error(ErrorCode::BadInput, "\"dossiers\" is missing");
    std::vector<std::string> ids;
    for (unsigned i = 0; i < array->size(); ++i)
        ids.push_back(array->get(i).toString());
    const std::string giver = required_text(*body, "giver"),
                      receiver = required_text(*body, "receiver"),
                      note = text_member(*body, "note").value_or("");
    Poco::JSON::Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        answer = view(records::draft_transfer(tx, giver, receiver, ids, note, request.user(),
                                              office.clock.now()));
    });
    return json_response(*answer, 201);
}

Response hand_over_transfer(const Office& office, Request& request) {
    const std::string receiver = required_text(*request.json(), "received_by");
    Poco::JSON::Object::Ptr answer;
    office.database.write([&](store::Transaction& tx) {
        answer = view(records::hand_over(tx, request.parameter("id"), receiver, request.user(),
                                         office.clock.now()));
    });
    return json_response(*answer);
}

Response print_transfer_list(const Office& office, Request& request) {
    records::Transfer transfer;
    office.database.read([&](store::Transaction& tx) {
        transfer = records::find_transfer(tx, request.parameter("id"));
    });
    return printed(office, request, records::transfer_list(transfer), "transfer");
}

Response print_transfer_minutes(const Office& office, Request& request) {
    records::Transfer transfer;
    office.database.read([&](store::Transaction& tx) {
        transfer = records::find_transfer(tx, request.parameter("id"));
    });
    return printed(office, request, records::transfer_minutes(transfer), "minutes");
}

}  // namespace vanthu::server
