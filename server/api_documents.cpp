// Documents: lists, one document, its pages, and what a clerk changes.

#include <algorithm>
#include <fstream>

#include "base/text.h"
#include "pipeline/documents.h"
#include "pipeline/runner.h"
#include "pipeline/shelf.h"
#include "server/api.h"
#include "server/readers.h"
#include "server/revision.h"
#include "server/views.h"
#include "stages/decisions.h"

namespace vanthu::server {
namespace {

// That a secret paper came is known to clerks alone; to others it does not exist.
bool may_know_of_secrets(const Request& request) {
    return request.has_role("clerk");
}

std::optional<pipeline::Progress> progress_of(const Office& office,
                                              const pipeline::DocumentId& id) {
    return office.progress_of ? office.progress_of(id) : std::nullopt;
}

pipeline::Document load_for(store::Transaction& tx, const Request& request) {
    const std::string& id = request.parameter("id");
    pipeline::Document document = pipeline::load_document(tx, id);
    check_readable(tx, request, id);
    return document;
}

// For what is derived from the paper, or the paper itself.
pipeline::Document load_open(store::Transaction& tx, const Request& request) {
    pipeline::Document document = load_for(tx, request);
    if (document.state == pipeline::DocumentState::Quarantined)
        throw Error(ErrorCode::Forbidden,
                    "document " + document.id +
                        " is quarantined; handle the paper itself by the rules for secrets",
                    Sentence{"secret_paper"});
    return document;
}

Response document_response(const Office& office, store::Transaction& tx, const std::string& id) {
    const auto object = document_view(tx, office.blobs, id, progress_of(office, id));
    Response response = json_response(*object);
    response.headers.emplace_back("ETag",
                                  "\"" + std::to_string(object->getValue<int>("revision")) + "\"");
    return response;
}

// Text, list of texts, or null, as correct_field takes it.
std::string field_value(const std::string& id, const Var& value) {
    if (value.isEmpty()) return "";
    if (value.isString()) return value.extract<std::string>();
    if (value.isInteger()) return value.convert<std::string>();
    if (value.type() != typeid(Poco::JSON::Array::Ptr) || !pipeline::is_list_field(id))
        throw Error(ErrorCode::BadInput,
                    "field \"" + id + "\" takes " +
                        (pipeline::is_list_field(id) ? "a list of texts" : "a text") + " or null");
    std::vector<std::string> items;
    const auto array = value.extract<Poco::JSON::Array::Ptr>();
    for (unsigned i = 0; i < array->size(); ++i) {
        if (!array->get(i).isString())
            throw Error(ErrorCode::BadInput, "field \"" + id + "\" takes a list of texts or null");
        std::string item = array->getElement<std::string>(i);
        std::replace(item.begin(), item.end(), '\n', ' ');
        items.push_back(std::move(item));
    }
    return join(items, "\n");
}

const pipeline::Page& page_of(const pipeline::Document& document, int number) {
    for (const pipeline::Page& page : document.pages)
        if (page.number == number) return page;
    throw Error(ErrorCode::NotFound,
                "document " + document.id + " has no page " + std::to_string(number));
}

pipeline::Page load_page(const Office& office, const Request& request) {
    const int number = request.parameter_number("number");
    pipeline::Page page;
    office.database.read([&](store::Transaction& tx) {
        pipeline::Document document = load_open(tx, request);
        pipeline::load_pages(tx, office.blobs, document);
        page = page_of(document, number);
    });
    return page;
}

std::string image_type(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    char start[4] = {};
    in.read(start, sizeof start);
    const std::string_view bytes(start, sizeof start);
    if (starts_with(bytes, "\xff\xd8")) return "image/jpeg";
    if (starts_with(bytes, "\x89PNG")) return "image/png";
    throw Error(ErrorCode::Internal, "a page image is neither JPEG nor PNG");
}

const char* kind_name(pipeline::Block::Kind kind) {
    switch (kind) {
        case pipeline::Block::Kind::TableCell:
            return "table_cell";
        case pipeline::Block::Kind::Header:
            return "header";
        case pipeline::Block::Kind::Footer:
            return "footer";
        case pipeline::Block::Kind::Stamp:
            return "stamp";
        case pipeline::Block::Kind::Paragraph:
            break;
    }
    return "paragraph";
}

Var box_view(const pipeline::Box& box, bool has_image) {
    if (!has_image || box.empty()) return {};
    Poco::JSON::Array::Ptr array = new Poco::JSON::Array;
    for (const int side : {box.left, box.top, box.right, box.bottom})
        array->add(side);
    return array;
}

Poco::JSON::Object::Ptr block_view(const pipeline::Block& block, bool has_image) {
    const bool is_cell = block.kind == pipeline::Block::Kind::TableCell;
    Poco::JSON::Object::Ptr o = new_object();
    o->set("kind", kind_name(block.kind));
    o->set("table", is_cell ? Var(block.table) : Var());
    o->set("row", is_cell ? Var(block.row) : Var());
    o->set("column", is_cell ? Var(block.column) : Var());
    o->set("row_span", is_cell ? Var(block.row_span) : Var());
    o->set("column_span", is_cell ? Var(block.column_span) : Var());
    Poco::JSON::Array::Ptr lines = new Poco::JSON::Array;
    for (const pipeline::TextLine& line : block.lines) {
        Poco::JSON::Object::Ptr l = new_object();
        l->set("text", text_of(line));
        l->set("box", box_view(line.box, has_image));
        l->set("bold", line.bold);
        lines->add(l);
    }
    o->set("lines", lines);
    return o;
}

}  // namespace

Response list_documents(const Office& office, Request& request) {
    SummaryQuery query;
    for (const std::string& state : split(request.query("state").value_or(""), ','))
        if (!state.empty()) query.states.emplace_back(name(pipeline::document_state(state)));
    query.with_quarantined = may_know_of_secrets(request);
    query.after = request.query("after").value_or("");
    const int limit = request.query_number("limit", 50, 1, 200);
    query.limit = limit + 1;
    std::vector<Summary> list;
    office.database.read([&](store::Transaction& tx) { list = list_summaries(tx, query); });
    const bool has_more = list.size() > static_cast<std::size_t>(limit);
    if (has_more) list.pop_back();
    const std::string last = list.empty() ? "" : list.back().document.id;
    office.database.read([&](store::Transaction& tx) {
        std::erase_if(list, [&](const Summary& summary) {
            return !may_read(tx, request.principal().account, summary.document.id);
        });
    });
    Poco::JSON::Array::Ptr rows = new Poco::JSON::Array;
    for (const Summary& summary : list)
        rows->add(row_view(summary, progress_of(office, summary.document.id)));
    Poco::JSON::Object::Ptr answer = new_object();
    answer->set("documents", rows);
    answer->set("next", has_more ? Var(last) : Var());
    return json_response(*answer);
}

Response show_document(const Office& office, Request& request) {
    Response response;
    office.database.read([&](store::Transaction& tx) {
        response = document_response(office, tx, load_for(tx, request).id);
    });
    return response;
}

Response correct_fields(const Office& office, Request& request) {
    const auto fields = request.json()->getObject("fields");
    if (!fields || fields->size() == 0)
        throw Error(ErrorCode::BadInput, "\"fields\" is missing or empty");
    std::vector<std::pair<pipeline::FieldId, std::string>> values;
    for (const auto& [id, value] : *fields)
        values.emplace_back(id, field_value(id, value));
    const auto revision = expected_revision(request);
    Response response;
    office.database.write([&](store::Transaction& tx) {
        const std::string id = load_open(tx, request).id;
        stages::correct_fields(tx, office.blobs, id, values, request.user(), office.clock.now(),
                               revision);
        response = document_response(office, tx, id);
    });
    return response;
}

Response reprocess_document(const Office& office, Request& request) {
    const std::string stage = text_member(*request.json(), "from").value_or("");
    Poco::JSON::Object::Ptr answer = new_object();
    office.database.write([&](store::Transaction& tx) {
        const std::string id = load_open(tx, request).id;
        pipeline::reprocess(tx, id, stage, request.user(), office.clock.now());
        answer->set("id", id);
        answer->set("state", std::string(name(pipeline::load_document(tx, id).state)));
    });
    return json_response(*answer, 202);
}

Response show_history(const Office& office, Request& request) {
    Poco::JSON::Object::Ptr answer = new_object();
    office.database.read([&](store::Transaction& tx) {
        const pipeline::Document document = load_for(tx, request);
        answer->set("events", history_view(tx, document.id, document.state));
    });
    return json_response(*answer);
}

Response show_page_image(const Office& office, Request& request) {
    request.query_number("width", 0, 1, 10000);
    const pipeline::Page page = load_page(office, request);
    if (page.image.empty())
        throw Error(ErrorCode::NotFound, "page " + std::to_string(page.number) + " has no image");
    const std::string tag = "\"" + page.image + "\"";
    const Headers headers = {{"ETag", tag}, {"Cache-Control", "private, no-cache"}};
    if (request.header("If-None-Match") == tag)
        return {.status = 304, .media_type = "", .body = "", .headers = headers};
    const std::string path = office.blobs.path(page.image);
    return {.media_type = image_type(path), .body = "", .headers = headers, .file = path};
}

Response show_page_text(const Office& office, Request& request) {
    const pipeline::Page page = load_page(office, request);
    const bool has_image = page.width > 0 && page.origin != pipeline::TextOrigin::Docx;
    Poco::JSON::Object::Ptr o = new_object();
    o->set("number", page.number);
    o->set("width", has_image ? Var(page.width) : Var());
    o->set("height", has_image ? Var(page.height) : Var());
    o->set("origin", std::string(name(page.origin)));
    Poco::JSON::Array::Ptr blocks = new Poco::JSON::Array;
    const pipeline::PageAtHand whole(page);
    for (const pipeline::Block& block : whole->blocks)
        blocks->add(block_view(block, has_image));
    o->set("blocks", blocks);
    return json_response(*o);
}

Response download_original(const Office& office, Request& request) {
    pipeline::Document document;
    office.database.read([&](store::Transaction& tx) { document = load_open(tx, request); });
    return {.media_type = "application/octet-stream",
            .body = "",
            .headers = {{"Content-Disposition",
                         "attachment; filename*=UTF-8''" + percent_encoded(document.source)}},
            .file = office.blobs.path(document.original)};
}

}  // namespace vanthu::server
