// The tables of a document cell by cell: where each stands on the page, and what a clerk changes.

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"
#include "forms/nominees.h"
#include "pipeline/documents.h"
#include "pipeline/table_corrections.h"
#include "server/api.h"
#include "server/readers.h"
#include "server/revision.h"
#include "server/views.h"

namespace vanthu::server {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

constexpr std::size_t kMostChanges = 500;

pipeline::Document load_open(store::Transaction& tx, const Request& request) {
    const std::string& id = request.parameter("id");
    pipeline::Document document = pipeline::load_document(tx, id);
    check_readable(tx, request, id);
    if (document.state == pipeline::DocumentState::Quarantined)
        throw Error(ErrorCode::Forbidden,
                    "document " + document.id +
                        " is quarantined; handle the paper itself by the rules for secrets",
                    Sentence{"secret_paper"});
    return document;
}

// Read again from the words: where a cell stands is not stored.
std::optional<forms::TableReading> reading_of(const Office& office,
                                              const pipeline::Document& document,
                                              const std::string& table_id) {
    const forms::Form* form = office.forms.version(document.form, document.form_version);
    if (form == nullptr) form = office.forms.form(document.form);
    if (form == nullptr) return std::nullopt;
    for (const forms::TableDefinition& table : form->tables)
        if (table.id == table_id)
            return forms::read_table(document, table, forms::WithoutHeadings::Guess);
    return std::nullopt;
}

Array::Ptr places_view(const std::vector<forms::CellPlace>& places) {
    Array::Ptr result = new Array;
    for (const forms::CellPlace& place : places) {
        Object::Ptr o = new_object();
        Array::Ptr box = new Array;
        for (const int side : {place.box.left, place.box.top, place.box.right, place.box.bottom})
            box->add(side);
        o->set("page", place.page);
        o->set("box", box);
        o->set("confidence", place.confidence);
        result->add(o);
    }
    return result;
}

Response table_response(const Office& office, store::Transaction& tx, const Request& request) {
    pipeline::Document document = load_open(tx, request);
    const std::string& table_id = request.parameter("table");
    const auto table =
        std::find_if(document.tables.begin(), document.tables.end(),
                     [&](const pipeline::FieldTable& t) { return t.id == table_id; });
    if (table == document.tables.end())
        throw Error(ErrorCode::NotFound,
                    "document " + document.id + " has no table '" + table_id + "'");
    pipeline::load_pages(tx, office.blobs, document);
    const auto reading = reading_of(office, document, table_id);
    // Another version of the reader may have read other rows; then the places would be wrong.
    const bool same = reading && reading->table.columns == table->columns &&
                      reading->table.rows.size() == table->rows.size();
    std::map<std::pair<int, std::string>, pipeline::CellCorrection> settled;
    for (pipeline::CellCorrection& correction : pipeline::cell_corrections(tx, document.id))
        if (correction.table == table_id)
            settled.emplace(std::pair{correction.row, correction.column}, std::move(correction));

    Object::Ptr answer = new_object();
    answer->set("id", table_id);
    answer->set("revision", document.revision);
    Array::Ptr columns = new Array;
    for (std::size_t i = 0; i < table->columns.size(); ++i) {
        Object::Ptr o = new_object();
        o->set("id", table->columns[i]);
        o->set("heading", same ? reading->columns[i].heading : std::string());
        o->set("confidence", same ? Var(reading->columns[i].confidence) : Var());
        columns->add(o);
    }
    answer->set("columns", columns);
    Array::Ptr rows = new Array;
    for (std::size_t row = 0; row < table->rows.size(); ++row) {
        Array::Ptr cells = new Array;
        for (std::size_t column = 0; column < table->columns.size(); ++column) {
            Object::Ptr o = new_object();
            o->set("text", table->rows[row][column]);
            o->set("places",
                   same ? places_view(reading->places[row][column]) : Array::Ptr(new Array));
            const auto found = settled.find({static_cast<int>(row) + 1, table->columns[column]});
            const bool known = found != settled.end();
            o->set("state", !known                                       ? "read"
                            : found->second.before == found->second.text ? "verified"
                                                                         : "corrected");
            o->set("before", known ? Var(found->second.before) : Var());
            o->set("by", known ? Var(found->second.user) : Var());
            cells->add(o);
        }
        rows->add(cells);
    }
    answer->set("rows", rows);
    Response response = json_response(*answer);
    response.headers.emplace_back("ETag", "\"" + std::to_string(document.revision) + "\"");
    return response;
}

}  // namespace

Response show_table(const Office& office, Request& request) {
    Response response;
    office.database.read(
        [&](store::Transaction& tx) { response = table_response(office, tx, request); });
    return response;
}

Response correct_table(const Office& office, Request& request) {
    const auto body = request.json();
    const auto cells = body->getArray("cells");
    if (!cells || cells->size() == 0)
        throw Error(ErrorCode::BadInput, "\"cells\" is missing or empty");
    if (cells->size() > kMostChanges)
        throw Error(ErrorCode::LimitExceeded, "more than " + std::to_string(kMostChanges) +
                                                  " cells at once; send them in parts");
    std::vector<pipeline::CellChange> changes;
    for (unsigned i = 0; i < cells->size(); ++i) {
        const auto cell = cells->getObject(i);
        if (!cell || !cell->get("row").isInteger() || !cell->get("column").isString() ||
            !(cell->get("text").isString() || (cell->has("text") && cell->isNull("text"))))
            throw Error(ErrorCode::BadInput,
                        "a cell has \"row\" (a number from 1), \"column\" and \"text\" (null "
                        "takes back what was settled)");
        changes.push_back({cell->getValue<int>("row"), cell->getValue<std::string>("column"), {}});
        if (!cell->isNull("text")) changes.back().text = cell->getValue<std::string>("text");
    }
    const auto revision = expected_revision(request);
    Response response;
    office.database.write([&](store::Transaction& tx) {
        const std::string id = load_open(tx, request).id;
        pipeline::correct_cells(tx, id, request.parameter("table"), changes, request.user(),
                                office.clock.now(), revision);
        response = table_response(office, tx, request);
    });
    return response;
}

}  // namespace vanthu::server
