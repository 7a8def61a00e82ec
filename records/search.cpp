#include "records/search.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/text.h"
#include "pipeline/documents.h"
#include "records/search_postgres.h"
#include "records/search_sqlite.h"
#include "records/search_words.h"
#include "records/snippet.h"

namespace vanthu::records {
namespace {

constexpr int kMostHits = 200;  // of one page of answers

std::string placeholders(std::size_t count) {
    std::string list;
    for (std::size_t i = 1; i <= count; ++i)
        list += (i > 1 ? ", $" : "$") + std::to_string(i);
    return list;
}

// What takes no place on the page, and marks that no letter carries, would part a word in two.
bool is_dropped(char32_t c) {
    return (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff || (c >= 0x300 && c <= 0x36f);
}

// NFC, without control characters (U+0001 and U+0002 mark hits).
std::string clean(const std::string& text) {
    std::u32string kept;
    for (const char32_t c : to_utf32(nfc(text)))
        if (!is_dropped(c)) kept.push_back((c < 0x20 && c != U'\n') || c == 0x7f ? U' ' : c);
    return to_utf8(kept);
}

std::string text_to_index(const pipeline::Document& document) {
    std::vector<std::string> parts;
    for (const pipeline::Page& page : document.pages)
        parts.push_back(text_of(page));
    for (const pipeline::Field& field : document.fields)
        parts.push_back(pipeline::field_text(document, field.id));
    parts.push_back(document.source);
    return clean(join(parts, "\n"));
}

// The first and the last day that a date with missing parts may mean.
std::pair<store::Value, store::Value> days_of(const std::string& date) {
    if (date.size() == 10) return {date, date};
    if (date.size() == 7) return {date + "-01", date + "-31"};
    if (date.size() == 4) return {date + "-01-01", date + "-12-31"};
    return {};
}

void index_fields(store::Transaction& tx, const pipeline::Document& document) {
    tx.execute("delete from search_field where document = $1", {document.id});
    for (const pipeline::Field& field : document.fields) {
        const std::string text = pipeline::field_text(document, field.id);
        if (text.empty()) continue;
        const std::vector<std::string> words = words_of(fold(nfc(text)));
        tx.execute(
            "insert into search_field (document, field, text, words, key) values ($1, $2, $3, $4, "
            "$5)",
            {document.id, field.id, text, " " + join(words, " ") + " ", code_key(nfc(text))});
    }
}

// The time of arrival, moved on by the microseconds it takes to be the only one.
std::int64_t place_in_time(store::Transaction& tx, const pipeline::Document& document) {
    if (const auto row =
            tx.query_one("select id from search_text where document = $1", {document.id}))
        return row->integer("id");
    std::int64_t id = document.received_at;
    while (tx.query_one("select 1 as taken from search_text where id = $1", {id}))
        ++id;
    return id;
}

class Statement {
public:
    Statement(const SearchQuery& query, const ParsedQuery& parsed, const WordIndex& index)
        : parsed_(parsed),
          index_(index),
          matching_(index.match(parsed, parameters_)),
          from_(matching_.from) {
        if (!matching_.where.empty()) conditions_.push_back(matching_.where);
        const bool is_filtered =
            query.from || query.to || !query.fields.empty() || !query.book.empty();
        // Only a filter needs the row itself: the index alone counts and orders many times faster.
        if (is_filtered && matching_.id != "s.id")
            from_ += " join search_text s on s.id = " + matching_.id;
        if (!query.book.empty()) {
            from_ += " join document d on d.id = s.document";
            conditions_.push_back("d.book = " + parameter(query.book));
        }
        if (query.from) conditions_.push_back("s.issued_to >= " + parameter(iso_date(*query.from)));
        if (query.to) conditions_.push_back("s.issued_from <= " + parameter(iso_date(*query.to)));
        for (const auto& [field, text] : query.fields)
            add_field(field, text);
    }

    std::int64_t count(store::Transaction& tx) const {
        return tx.query_one("select count(*) as total " + body(), parameters_)->integer("total");
    }

    std::vector<std::int64_t> page(store::Transaction& tx, int limit, int offset) {
        const std::string rank = index_.rank(parsed_, matching_.id, parameters_);
        std::string sql = "select " + matching_.id + " as id " + body() + " order by ";
        sql += (rank.empty() ? "" : rank + ", ") + matching_.id + " desc";
        sql += " limit " + parameter(limit) + " offset " + parameter(offset);
        std::vector<std::int64_t> ids;
        tx.for_each(sql, parameters_,
                    [&](const store::Row& row) { ids.push_back(row.integer("id")); });
        return ids;
    }

private:
    std::string parameter(store::Value value) {
        parameters_.push_back(std::move(value));
        return "$" + std::to_string(parameters_.size());
    }

    void add_field(const pipeline::FieldId& field, const std::string& text) {
        const auto& known = pipeline::field_ids();
        if (std::find(known.begin(), known.end(), field) == known.end()) {
            const std::string meant = nearest(field, known);
            throw Error(ErrorCode::BadInput,
                        "search: \"" + field + "\" is no field" +
                            (meant.empty() ? "" : ", did you mean \"" + meant + "\"?"));
        }
        const std::vector<std::string> words = words_of(fold(nfc(text)));
        if (words.empty())
            throw Error(ErrorCode::BadInput,
                        "search: field \"" + field + "\" is asked for without a word; add one");
        conditions_.push_back(
            "exists (select 1 from search_field f where f.document = s.document and f.field = " +
            parameter(field) + " and (f.words like " + parameter("% " + join(words, " ") + " %") +
            " or f.key = " + parameter(code_key(nfc(text))) + "))");
    }

    std::string body() const {
        return "from " + from_ +
               (conditions_.empty() ? "" : " where " + join(conditions_, " and "));
    }

    const ParsedQuery& parsed_;
    const WordIndex& index_;
    store::Transaction::Parameters parameters_;
    Matching matching_;
    std::string from_;
    std::vector<std::string> conditions_;
};

// Entries and fields of all hits, each by one statement.
void add_entries(store::Transaction& tx, const store::Transaction::Parameters& documents,
                 std::map<std::string, SearchHit>& hits) {
    tx.for_each(
        "select document, book, year, number from register_entry where voided_at is null and "
        "document in (" +
            placeholders(documents.size()) + ") order by registered_at",
        documents, [&](const store::Row& row) {
            SearchHit& hit = hits.at(row.text("document"));
            hit.book = row.text("book");
            hit.number = row.integer("number");
            hit.year = static_cast<int>(row.integer("year"));
        });
}

void add_fields(store::Transaction& tx, const store::Transaction::Parameters& documents,
                std::map<std::string, SearchHit>& hits) {
    tx.for_each(
        "select document, field, text from search_field where field in ('code', 'issued_date', "
        "'organ_name', "
        "'type_name', 'subject') and document in (" +
            placeholders(documents.size()) + ") order by field",
        documents, [&](const store::Row& row) {
            hits.at(row.text("document")).fields.emplace_back(row.text("field"), row.text("text"));
        });
}

std::vector<SearchHit> load_hits(store::Transaction& tx, const std::vector<std::int64_t>& ids,
                                 const ParsedQuery& parsed) {
    if (ids.empty()) return {};
    const store::Transaction::Parameters places(ids.begin(), ids.end());
    std::map<std::int64_t, std::string> order;
    std::map<std::string, SearchHit> hits;
    store::Transaction::Parameters documents;
    tx.for_each(
        "select s.id, s.document, s.text, s.folded, d.state, d.book from search_text s "
        "join document d on d.id = s.document where s.id in (" +
            placeholders(ids.size()) + ")",
        places, [&](const store::Row& row) {
            SearchHit hit;
            hit.document = row.text("document");
            hit.book = row.text("book");
            hit.state = row.text("state");
            hit.snippet = make_snippet(row.text("text"), row.text("folded"), parsed.folded);
            order[row.integer("id")] = hit.document;
            documents.emplace_back(hit.document);
            hits.emplace(hit.document, std::move(hit));
        });
    add_entries(tx, documents, hits);
    add_fields(tx, documents, hits);
    std::vector<SearchHit> in_order;
    for (const std::int64_t id : ids)
        in_order.push_back(std::move(hits.at(order.at(id))));
    return in_order;
}

}  // namespace

void index_document(store::Transaction& tx, const pipeline::Document& document) {
    if (document.state == pipeline::DocumentState::Quarantined) {
        unindex_document(tx, document.id);
        return;
    }
    const std::string text = text_to_index(document);
    const auto [from, to] = days_of(pipeline::field_text(document, "issued_date"));
    tx.execute(
        "insert into search_text (id, document, text, folded, code_key, issued_from, issued_to) "
        "values ($1, $2, $3, $4, $5, $6, $7) on conflict (document) do update set text = "
        "excluded.text, "
        "folded = excluded.folded, code_key = excluded.code_key, issued_from = "
        "excluded.issued_from, "
        "issued_to = excluded.issued_to",
        {place_in_time(tx, document), document.id, text, fold_in_step(text),
         code_key(nfc(pipeline::field_text(document, "code"))), from, to});
    index_fields(tx, document);
}

void unindex_document(store::Transaction& tx, const pipeline::DocumentId& id) {
    tx.execute("delete from search_field where document = $1", {id});
    tx.execute("delete from search_text where document = $1", {id});
}

SearchResult search(store::Transaction& tx, const SearchQuery& query) {
    const ParsedQuery parsed = parse_query(query.text);
    if (parsed.nothing_to_find) return {};
    const bool is_postgres = tx.dialect() == store::Dialect::Postgres;
    if (is_postgres) plan_postgres_count(tx);
    Statement statement(query, parsed, is_postgres ? kPostgresWords : kSqliteWords);
    SearchResult result;
    result.total = statement.count(tx);
    const int limit = std::clamp(query.limit, 0, kMostHits);
    if (is_postgres) plan_postgres_page(tx);
    if (result.total > 0 && limit > 0)
        result.hits = load_hits(tx, statement.page(tx, limit, std::max(query.offset, 0)), parsed);
    return result;
}

}  // namespace vanthu::records
