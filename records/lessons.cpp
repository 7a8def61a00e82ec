#include "records/lessons.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/id.h"
#include "base/text.h"
#include "records/search_words.h"
#include "store/audit.h"

namespace vanthu::records {
namespace {

using pipeline::Document;
using pipeline::Field;
using pipeline::FieldId;
using Values = std::vector<std::pair<FieldId, std::string>>;

constexpr std::array<std::string_view, 2> kHead{"organization_in_charge", "organ_name"};
constexpr std::array<std::string_view, 3> kOthers{"issued_place", "signer_full_name",
                                                  "signer_position"};
constexpr int kMostHeads = 5000, kMostOfAnIssuer = 500;
constexpr std::size_t kLongest = 300;  // letters of a value; more is no name

bool is_among(const auto& ids, std::string_view id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

std::string key_of(const std::string& text) {
    return join(words_of(fold(nfc(text))), "");
}

const std::string* given(const Values& values, std::string_view id) {
    for (const auto& [field, value] : values)
        if (field == id) return &value;
    return nullptr;
}

// What the reader saw, not what a person or a lesson made of it.
std::string seen_in(const Document& document, std::string_view id) {
    const Field* field = pipeline::find_field(document, id);
    if (field == nullptr || !field->value) return {};
    if (!field->value->text.empty()) return single_spaced(nfc(field->value->text));
    return pipeline::is_final(field->state) ? "" : field->value->normal;
}

std::string seen_head(const Document& document) {
    std::vector<std::string> names;
    for (const std::string_view id : kHead)
        if (std::string name = seen_in(document, id); !name.empty()) names.push_back(name);
    return join(names, " / ");
}

void end(store::Transaction& tx, const std::string& id, const std::string& user,
         std::string_view how, Instant now) {
    tx.execute("update lesson set ended_at = $2, ended_by = $3, ended_how = $4 where id = $1",
               {id, now, user, how});
}

void keep(store::Transaction& tx, const Lesson& lesson) {
    const std::string issuer = key_of(lesson.issuer), seen = key_of(lesson.seen);
    std::string same;
    for (const store::Row& row :
         tx.query("select id, value, document from lesson where issuer_key = $1 and field = $2 and "
                  "seen_key = $3 and ended_at is null",
                  {issuer, lesson.field, seen})) {
        if (row.text("value") == lesson.value)
            same = row.text("id");
        else if (!seen.empty() || row.text("document") == lesson.document)
            end(tx, row.text("id"), lesson.taught_by, "overruled", lesson.taught_at);
    }
    if (!same.empty()) {
        tx.execute(
            "update lesson set times = times + case when document = $2 then 0 else 1 end, "
            "document = $2, taught_by = $3, taught_at = $4 where id = $1",
            {same, lesson.document, lesson.taught_by, lesson.taught_at});
        return;
    }
    tx.execute(
        "insert into lesson (id, issuer, issuer_key, field, seen, seen_key, value, document, "
        "taught_by, taught_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        {new_id(), lesson.issuer, issuer, lesson.field, lesson.seen, seen, lesson.value,
         lesson.document, lesson.taught_by, lesson.taught_at});
}

// The issuer's name was put right after other fields: what they taught belongs to it.
void move_to_issuer(store::Transaction& tx, const Document& document, const std::string& issuer) {
    const std::string key = key_of(issuer);
    for (const store::Row& row : tx.query(
             "select * from lesson where document = $1 and ended_at is null and issuer_key <> $2",
             {document.id, key})) {
        if (tx.query_one("select id from lesson where issuer_key = $1 and field = $2 and seen_key "
                         "= $3 and value = $4 and ended_at is null",
                         {key, row.text("field"), row.text("seen_key"), row.text("value")}))
            tx.execute("delete from lesson where id = $1", {row.text("id")});
        else
            tx.execute("update lesson set issuer = $2, issuer_key = $3 where id = $1",
                       {row.text("id"), issuer, key});
    }
}

Lesson read(const store::Row& row) {
    Lesson lesson;
    lesson.id = row.text("id");
    lesson.issuer = row.text("issuer");
    lesson.field = row.text("field");
    lesson.seen = row.text("seen");
    lesson.value = row.text("value");
    lesson.document = row.text("document");
    lesson.times = static_cast<int>(row.integer("times"));
    lesson.taught_by = row.text("taught_by");
    lesson.taught_at = row.integer("taught_at");
    lesson.ended_at = row.optional_integer("ended_at");
    lesson.ended_by = row.text("ended_by");
    lesson.ended_how = row.text("ended_how");
    return lesson;
}

std::vector<Lesson> found(store::Transaction& tx, std::string_view sql,
                          const store::Transaction::Parameters& parameters) {
    std::vector<Lesson> list;
    tx.for_each(sql, parameters, [&](const store::Row& row) { list.push_back(read(row)); });
    return list;
}

}  // namespace

void learn(store::Transaction& tx, const Document& before, const Values& values,
           const std::string& user, Instant now) {
    const std::string* secrecy = given(values, "secrecy");
    if (before.state == pipeline::DocumentState::Quarantined ||
        !(secrecy ? *secrecy : pipeline::field_text(before, "secrecy")).empty()) {
        tx.execute("delete from lesson where document = $1", {before.id});
        return;
    }
    const std::string* name = given(values, "organ_name");
    const std::string issuer =
        single_spaced(nfc(name ? *name : pipeline::field_text(before, "organ_name")));
    if (key_of(issuer).empty() || issuer.size() > kLongest) return;
    if (name) move_to_issuer(tx, before, issuer);
    for (const auto& [field, text] : values) {
        const bool head = is_among(kHead, field);
        if (!head && !is_among(kOthers, field)) continue;
        Lesson lesson;
        lesson.issuer = issuer;
        lesson.field = field;
        lesson.seen = head ? seen_head(before) : seen_in(before, field);
        lesson.value = single_spaced(nfc(text));
        lesson.document = before.id;
        lesson.taught_by = user;
        lesson.taught_at = now;
        // Agreement teaches nothing, nor does clearing a field; that no body stands above the
        // issuer is something to know.
        if (comparable(lesson.value) == comparable(pipeline::field_text(before, field))) continue;
        if (lesson.value.empty() && (field != "organization_in_charge" || lesson.seen.empty()))
            continue;
        if (lesson.value.size() > kLongest || lesson.seen.size() > 2 * kLongest) continue;
        keep(tx, lesson);
    }
}

std::vector<Lesson> lessons_on_heads(store::Transaction& tx) {
    return found(tx,
                 "select * from lesson where field in ('organ_name', 'organization_in_charge') and "
                 "ended_at is null order by taught_at desc, id desc limit $1",
                 {kMostHeads});
}

std::vector<Lesson> lessons_of(store::Transaction& tx, const std::string& issuer) {
    return found(tx,
                 "select * from lesson where issuer_key = $1 and field not in ('organ_name', "
                 "'organization_in_charge') and ended_at is null order by taught_at desc, id desc "
                 "limit $2",
                 {key_of(issuer), kMostOfAnIssuer});
}

std::vector<Lesson> lessons(store::Transaction& tx, Lessons which, int limit) {
    return found(tx,
                 "select * from lesson where ($1 = 1 or ended_at is null) order by taught_at desc, "
                 "id desc limit $2",
                 {which == Lessons::All ? 1 : 0, limit});
}

void forget_lesson(store::Transaction& tx, const std::string& id, const std::string& user,
                   Instant now) {
    const auto row = tx.query_one("select ended_at, document from lesson where id = $1", {id});
    if (!row) throw Error(ErrorCode::NotFound, "nothing of that id was learnt: " + id);
    if (!row->is_null("ended_at"))
        throw Error(ErrorCode::Conflict, "this was forgotten or overruled before",
                    Sentence{"lesson_gone"});
    end(tx, id, user, "forgotten", now);
    store::append_audit(tx, now, user, "lesson.forgotten", row->text("document"),
                        "{\"lesson\":\"" + id + "\"}");
}

}  // namespace vanthu::records
