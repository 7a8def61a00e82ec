#include "pipeline/documents.h"

#include <algorithm>
#include <sstream>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/id.h"
#include "base/text.h"
#include "pipeline/document_json.h"
#include "pipeline/facts_json.h"
#include "pipeline/page_wire.h"
#include "pipeline/queue.h"
#include "pipeline/shelf.h"
#include "pipeline/table_corrections.h"
#include "store/audit.h"

namespace vanthu::pipeline {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

// Of a long paper the words stay out of memory.
std::vector<Page> pages_of(const std::string& snapshot) {
    std::vector<Page> pages;
    Shelf shelf(count_pages(snapshot));
    decode_pages(snapshot, [&](Page page) {
        shelf.put(page);
        pages.push_back(std::move(page));
    });
    return pages;
}

std::string write_texts(const std::vector<std::string>& items) {
    Array array;
    for (const std::string& item : items)
        array.add(item);
    std::ostringstream out;
    array.stringify(out);
    return out.str();
}

std::vector<std::string> read_texts(const std::string& json) {
    std::vector<std::string> items;
    const Array::Ptr array = Poco::JSON::Parser().parse(json).extract<Array::Ptr>();
    for (unsigned i = 0; i < array->size(); ++i)
        items.push_back(array->getElement<std::string>(i));
    return items;
}

Field read_field(const store::Row& row) {
    Field field;
    field.id = row.text("id");
    field.state = field_state(row.text("state"));
    field.list = read_texts(row.text("list"));
    field.candidates = read_texts(row.text("candidates"));
    const auto side = [&](const char* column) { return static_cast<int>(row.integer(column)); };
    Value value;
    value.text = row.text("text");
    value.normal = row.text("normal");
    value.confidence = static_cast<float>(row.real("confidence"));
    value.origin = {row.text("stage"),
                    row.text("rule"),
                    side("page"),
                    {side("box_left"), side("box_top"), side("box_right"), side("box_bottom")},
                    row.text("changed_by")};
    if (field.state != FieldState::Missing) field.value = std::move(value);
    return field;
}

void write_field(store::Transaction& tx, const DocumentId& id, const Field& field) {
    const Value value = field.value.value_or(Value{});
    const Box& box = value.origin.box;
    tx.execute(
        "insert into field (document, id, text, normal, list, candidates, state, confidence, "
        "stage, rule, page, "
        "box_left, box_top, box_right, box_bottom, changed_by) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) "
        "on conflict (document, id) do update set text = excluded.text, normal = excluded.normal, "
        "list = excluded.list, candidates = excluded.candidates, state = excluded.state, "
        "confidence = excluded.confidence, stage = excluded.stage, rule = excluded.rule, page = "
        "excluded.page, "
        "box_left = excluded.box_left, box_top = excluded.box_top, box_right = excluded.box_right, "
        "box_bottom = excluded.box_bottom, changed_by = excluded.changed_by",
        {id, field.id, value.text, value.normal, write_texts(field.list),
         write_texts(field.candidates), name(field.state), static_cast<double>(value.confidence),
         value.origin.stage, value.origin.rule, value.origin.page, box.left, box.top, box.right,
         box.bottom, value.origin.user});
}

std::vector<Field> fields_of(store::Transaction& tx, const DocumentId& id) {
    std::vector<Field> found;
    tx.for_each("select * from field where document = $1", {id},
                [&](const store::Row& row) { found.push_back(read_field(row)); });
    std::vector<Field> ordered;  // in the order of the page, not of the table
    for (const FieldId& known : field_ids())
        for (Field& field : found)
            if (field.id == known) ordered.push_back(std::move(field));
    return ordered;
}

void raise_revision(store::Transaction& tx, const DocumentId& id, Instant now) {
    tx.execute("update document set revision = revision + 1, updated_at = $2 where id = $1",
               {id, now});
}

std::vector<std::string> list_items(const std::string& value) {
    std::vector<std::string> items;
    for (const std::string& line : split(value, '\n'))
        if (std::string item = single_spaced(line); !item.empty()) items.push_back(std::move(item));
    return items;
}

std::string plain(const Field& field) {
    if (!field.list.empty()) return join(field.list, "\n");
    return field.value ? field.value->normal : std::string();
}

}  // namespace

const std::vector<FieldId>& field_ids() {
    static const std::vector<FieldId> ids = {"organization_in_charge",
                                             "organ_name",
                                             "code",
                                             "code_number",
                                             "code_notation",
                                             "issued_place",
                                             "issued_date",
                                             "type_name",
                                             "subject",
                                             "addressees",
                                             "to_places",
                                             "archive_line",
                                             "signer_competence",
                                             "signer_position",
                                             "signer_full_name",
                                             "priority",
                                             "secrecy",
                                             "circulation",
                                             "arrival_organ",
                                             "arrival_number",
                                             "arrival_date",
                                             "arrival_forward",
                                             "arrival_dossier",
                                             "attached_to",
                                             "page_amount"};
    return ids;
}

bool is_list_field(std::string_view id) {
    return id == "addressees" || id == "to_places";
}

DocumentId receive_document(store::Transaction& tx, const NewDocument& fresh, Instant now) {
    if (!fresh.idempotency_key.empty())
        if (const auto row = tx.query_one("select id from document where idempotency_key = $1",
                                          {fresh.idempotency_key}))
            return row->text("id");
    const DocumentId id = new_id();
    tx.execute(
        "insert into document (id, source, original, size, state, book, received_at, received_by, "
        "updated_at, "
        "idempotency_key) values ($1, $2, $3, $4, 'received', $5, $6, $7, $6, $8)",
        {id, fresh.source, fresh.original, static_cast<std::int64_t>(fresh.size), fresh.book, now,
         fresh.received_by,
         fresh.idempotency_key.empty() ? store::Value() : store::Value(fresh.idempotency_key)});
    enqueue(tx, {.kind = "process", .subject = id, .run_at = now});
    Object detail(Poco::JSON_PRESERVE_KEY_ORDER);
    detail.set("sha256", fresh.original);
    detail.set("size", static_cast<Poco::UInt64>(fresh.size));
    store::append_audit(tx, now, fresh.received_by, "document.received", id, json_text(detail));
    failpoint("receive.before_commit");
    return id;
}

Document load_document(store::Transaction& tx, const DocumentId& id) {
    const auto row = tx.query_one("select * from document where id = $1", {id});
    if (!row) throw Error(ErrorCode::NotFound, "there is no document " + id);
    Document document;
    document.id = id;
    document.original = row->text("original");
    document.source = row->text("source");
    document.media_type = row->text("media_type");
    document.state = document_state(row->text("state"));
    document.book = row->text("book");
    document.form = row->text("form");
    document.form_version = static_cast<int>(row->integer("form_version"));
    document.form_confidence = row->real("form_confidence");
    document.secrecy_decided = row->integer("secrecy_decided") != 0;
    document.received_at = row->integer("received_at");
    document.revision = static_cast<int>(row->integer("revision"));
    document.fields = fields_of(tx, id);
    read_facts(row->text("facts"), document);
    if (!document.tables.empty()) put_corrections(cell_corrections(tx, id), document.tables);
    return document;
}

void load_pages(store::Transaction& tx, const store::BlobStore& blobs, Document& document) {
    const auto row = tx.query_one("select snapshot from document where id = $1", {document.id});
    if (row && !row->is_null("snapshot"))
        document.pages = pages_of(blobs.get(row->text("snapshot")));
}

void set_state(store::Transaction& tx, const DocumentId& id, DocumentState state, Instant now) {
    if (tx.execute("update document set state = $2, updated_at = $3, revision = revision + 1 where "
                   "id = $1",
                   {id, name(state), now}) == 0)
        throw Error(ErrorCode::NotFound, "there is no document " + id);
}

void save_findings(store::Transaction& tx, const Document& document, const store::BlobId& snapshot,
                   Instant now) {
    tx.execute(
        "update document set media_type = $2, form = $3, form_version = $4, form_confidence = $5, "
        "secrecy_decided = $6, snapshot = $7, facts = $8, updated_at = $9 where id = $1",
        {document.id, document.media_type, document.form, document.form_version,
         document.form_confidence, document.secrecy_decided,
         snapshot.empty() ? store::Value() : store::Value(snapshot), write_facts(document), now});
    tx.execute("delete from field where document = $1 and state not in ('verified', 'corrected')",
               {document.id});
    const std::vector<Field> final_fields = fields_of(tx, document.id);
    for (const Field& field : document.fields) {
        const bool kept = std::any_of(final_fields.begin(), final_fields.end(),
                                      [&](const Field& f) { return f.id == field.id; });
        if (!kept) write_field(tx, document.id, field);
    }
}

void add_issue(store::Transaction& tx, const DocumentId& id, const Issue& issue) {
    Document document = load_document(tx, id);
    document.issues.push_back(issue);
    tx.execute("update document set facts = $2 where id = $1", {id, write_facts(document)});
}

void replace_issues(store::Transaction& tx, const DocumentId& id, std::string_view prefix,
                    const std::vector<Issue>& issues) {
    Document document = load_document(tx, id);
    std::erase_if(document.issues,
                  [&](const Issue& issue) { return issue.code.starts_with(prefix); });
    document.issues.insert(document.issues.end(), issues.begin(), issues.end());
    tx.execute("update document set facts = $2, revision = revision + 1 where id = $1",
               {id, write_facts(document)});
}

DocumentId same_content(store::Transaction& tx, const Document& document) {
    const auto row = tx.query_one(
        "select id from document where original = $1 and id <> $2 and received_at <= $3 order by "
        "received_at, id limit 1",
        {document.original, document.id, document.received_at});
    return row ? row->text("id") : DocumentId();
}

void correct_field(store::Transaction& tx, const DocumentId& id, const FieldId& field_id,
                   const std::string& value, const UserId& user, Instant now,
                   std::optional<int> revision) {
    const auto& known = field_ids();
    if (std::find(known.begin(), known.end(), field_id) == known.end()) {
        const std::string meant = nearest(field_id, known);
        throw Error(ErrorCode::NotFound,
                    "'" + field_id + "' is not a field" +
                        (meant.empty() ? "" : ", did you mean '" + meant + "'?"));
    }
    const auto row = tx.query_one("select revision from document where id = $1", {id});
    if (!row) throw Error(ErrorCode::NotFound, "there is no document " + id);
    if (revision && *revision != row->integer("revision"))
        throw Error(ErrorCode::Conflict,
                    "document " + id + " was changed by somebody else since revision " +
                        std::to_string(*revision) + "; load it again",
                    Sentence{"changed_meanwhile"});

    Field field;
    if (const auto old =
            tx.query_one("select * from field where document = $1 and id = $2", {id, field_id}))
        field = read_field(*old);
    const std::string before = plain(field);
    const bool known_before = field.value.has_value();
    field.id = field_id;
    if (!field.value) field.value.emplace();
    if (is_list_field(field_id)) {
        field.list = list_items(nfc(value));
        field.value->normal = join(field.list, "; ");
    } else {
        field.value->normal = single_spaced(nfc(value));
    }
    // Confirming what was read is agreement, not correction.
    const bool agreed = known_before && plain(field) == before;
    if (!agreed) {
        field.value->confidence = 1;
        field.state = FieldState::Corrected;
    } else if (!is_final(field.state)) {
        field.state = FieldState::Verified;
    }
    field.value->origin.user = user;
    write_field(tx, id, field);
    raise_revision(tx, id, now);
    Object detail(Poco::JSON_PRESERVE_KEY_ORDER);
    detail.set("field", field_id);
    if (!agreed) {
        detail.set("before", before);
        detail.set("after", plain(field));
    }
    store::append_audit(tx, now, user, agreed ? "field.verified" : "field.corrected", id,
                        json_text(detail));
}

void verify_fields(store::Transaction& tx, const DocumentId& id, const UserId& user, Instant now) {
    const auto changed = tx.execute(
        "update field set state = 'verified', changed_by = $2 where document = $1 "
        "and state in ('extracted', 'needs_review')",
        {id, user});
    raise_revision(tx, id, now);
    Object detail;
    detail.set("fields", static_cast<Poco::Int64>(changed));
    store::append_audit(tx, now, user, "document.verified", id, json_text(detail));
}

}  // namespace vanthu::pipeline
