#include "records/index.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "pipeline/documents.h"
#include "records/access.h"
#include "records/links.h"
#include "records/search_tokens.h"
#include "records/search_words.h"

namespace vanthu::records {
namespace {

constexpr std::size_t kShortestWord = 2, kLongestWord = 20;  // letters, of words to suggest
constexpr std::size_t kLongestNear = 12;  // of words whose misspellings are known

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

using FieldTexts = std::vector<std::pair<pipeline::FieldId, std::string>>;

FieldTexts field_texts(const pipeline::Document& document) {
    FieldTexts texts;
    for (const pipeline::Field& field : document.fields)
        if (std::string text = pipeline::field_text(document, field.id); !text.empty())
            texts.emplace_back(field.id, std::move(text));
    return texts;
}

std::string audience_in_sql(store::Transaction& tx, const pipeline::DocumentId& id) {
    std::string tokens;
    for (const Right& right : rights_of(tx, id))
        tokens += audience_token(right) + " ";
    return tokens.empty() ? std::string(kAnybody) + " " : tokens;
}

std::string terms_of(const FieldTexts& fields, const std::string& book,
                     const std::string& audience) {
    std::string terms;
    for (const auto& [field, text] : fields) {
        for (const std::string& token : field_tokens(field, text))
            terms += token + " ";
        if (const std::string key = key_token(field, text); !key.empty()) terms += key + " ";
    }
    return terms + book_token(book) + " " + audience;
}

// The time of arrival, moved on by the microseconds it takes to be the only one.
std::int64_t place_in_time(store::Transaction& tx, const pipeline::Document& document) {
    std::int64_t id = document.received_at;
    while (tx.query_one("select 1 as taken from search_text where id = $1", {id}))
        ++id;
    return id;
}

void save_fields(store::Transaction& tx, const pipeline::DocumentId& id, const FieldTexts& fields) {
    tx.execute("delete from search_field where document = $1", {id});
    for (const auto& [field, text] : fields)
        tx.execute("insert into search_field (document, field, text) values ($1, $2, $3)",
                   {id, field, text});
}

std::string text_of(const FieldTexts& fields, std::string_view id) {
    for (const auto& [field, text] : fields)
        if (field == id) return text;
    return {};
}

bool is_plain_word(const std::string& word) {
    return word.size() >= kShortestWord && word.size() <= kLongestWord &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

void save_near(store::Transaction& tx, const std::string& word) {
    if (word.size() < 3 || word.size() > kLongestNear) return;
    std::set<std::string> keys = {word};
    for (std::size_t i = 0; i < word.size(); ++i)
        keys.insert(word.substr(0, i) + word.substr(i + 1));
    for (const std::string& key : keys)
        tx.execute("insert into search_near (key, word) values ($1, $2) on conflict do nothing",
                   {key, word});
}

}  // namespace

void WordCounts::add(const std::string& folded) {
    std::vector<std::string> words = words_of(folded);
    std::erase_if(words, [](const std::string& word) { return !is_plain_word(word); });
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    for (const std::string& word : words)
        ++papers_[word];
}

void WordCounts::flush(store::Transaction& tx) {
    for (const auto& [word, papers] : papers_) {
        const auto row = tx.query_one(
            "insert into search_word (word, papers) values ($1, $2) on conflict (word) do update "
            "set papers = search_word.papers + excluded.papers returning papers",
            {word, papers});
        if (row->integer("papers") == papers) save_near(tx, word);
    }
    papers_.clear();
}

void index_document(store::Transaction& tx, const pipeline::Document& document, WordCounts& words) {
    if (document.state == pipeline::DocumentState::Quarantined) {
        unindex_document(tx, document.id);
        return;
    }
    const std::string text = text_to_index(document);
    const std::string folded = fold_in_step(text);
    const FieldTexts fields = field_texts(document);
    const std::string audience = audience_in_sql(tx, document.id);
    const std::string terms = terms_of(fields, document.book, audience);
    const std::string key = code_key(nfc(text_of(fields, "code")));
    const auto [from, to] = days_of(text_of(fields, "issued_date"));

    const auto known = tx.query_one(
        "select id, terms, text, folded from search_text where document = $1", {document.id});
    const std::int64_t id = known ? known->integer("id") : place_in_time(tx, document);
    if (!known) {
        tx.execute(
            "insert into search_text (id, document, text, folded, code_key, issued_from, "
            "issued_to, terms) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            {id, document.id, text, folded, key, from, to, terms});
        words.add(folded);
    } else if (known->text("terms") == terms && known->text("text") == text &&
               known->text("folded") == folded) {
        return;  // every field is part of both
    } else {
        tx.execute(
            "update search_text set text = $2, folded = $3, code_key = $4, issued_from = $5, "
            "issued_to = $6, terms = $7 where id = $1",
            {id, text, folded, key, from, to, terms});
    }
    tx.execute(
        "insert into search_facet (id, document, book, type_name, organ_name, code_key, "
        "issued_from, issued_to, audience) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        "on conflict (id) do update set book = excluded.book, type_name = excluded.type_name, "
        "organ_name = excluded.organ_name, code_key = excluded.code_key, "
        "issued_from = excluded.issued_from, issued_to = excluded.issued_to, "
        "audience = excluded.audience",
        {id, document.id, document.book, text_of(fields, "type_name"),
         text_of(fields, "organ_name"), key, from, to, audience});
    save_fields(tx, document.id, fields);
    link_document(tx, document, folded);
}

void index_document(store::Transaction& tx, const pipeline::Document& document) {
    WordCounts words;
    index_document(tx, document, words);
    words.flush(tx);
}

void unindex_document(store::Transaction& tx, const pipeline::DocumentId& id) {
    tx.execute("delete from document_link where from_document = $1 and made_by = 'system'", {id});
    tx.execute("delete from text_band where document = $1", {id});
    tx.execute("delete from text_sketch where document = $1", {id});
    tx.execute("delete from search_field where document = $1", {id});
    tx.execute("delete from search_facet where document = $1", {id});
    tx.execute("delete from search_text where document = $1", {id});
}

void index_rights(store::Transaction& tx, const pipeline::DocumentId& id) {
    const auto row = tx.query_one(
        "select s.id, s.terms, f.audience from search_text s join search_facet f on f.id = s.id "
        "where s.document = $1",
        {id});
    if (!row) return;
    const std::string old = row->text("audience"), now = audience_in_sql(tx, id);
    std::string terms = row->text("terms");
    terms.replace(terms.size() - old.size(), old.size(), now);  // the audience stands last
    tx.execute("update search_text set terms = $2 where id = $1", {row->integer("id"), terms});
    tx.execute("update search_facet set audience = $2 where id = $1", {row->integer("id"), now});
}

void begin_rebuild(store::Transaction& tx) {
    if (tx.query_one("select one from search_rebuild")) return;
    tx.execute(
        "insert into search_rebuild (one, last_id, done) values (1, -9223372036854775807, 0)");
}

Rebuild rebuild_some(store::Transaction& tx, int papers) {
    const auto place = tx.query_one("select last_id, done from search_rebuild");
    if (!place) return {};
    struct Paper {
        std::int64_t id = 0;
        std::string document, text, book, folded, terms;
        FieldTexts fields;
    };
    std::vector<Paper> batch;
    tx.for_each(
        "select s.id, s.document, s.text, s.folded, s.terms, d.book from search_text s join "
        "document d on d.id = "
        "s.document where s.id > $1 order by s.id limit $2",
        {place->integer("last_id"), papers}, [&](const store::Row& row) {
            batch.push_back({row.integer("id"),
                             row.text("document"),
                             row.text("text"),
                             row.text("book"),
                             row.text("folded"),
                             row.text("terms"),
                             {}});
        });
    WordCounts words;
    if (place->integer("done") == 0) tx.execute("update search_word set papers = 0");
    for (Paper& paper : batch) {
        tx.for_each("select field, text from search_field where document = $1 order by field",
                    {paper.document}, [&](const store::Row& row) {
                        paper.fields.emplace_back(row.text("field"), row.text("text"));
                    });
        const std::string folded = fold_in_step(paper.text);
        const std::string terms =
            terms_of(paper.fields, paper.book, audience_in_sql(tx, paper.document));
        if (folded != paper.folded || terms != paper.terms)  // the dear part is the word index
            tx.execute(
                "update search_text set folded = $2, terms = $3, code_key = $4 where id = $1",
                {paper.id, folded, terms, code_key(nfc(text_of(paper.fields, "code")))});
        words.add(folded);
    }
    words.flush(tx);
    Rebuild progress{place->integer("done") + static_cast<std::int64_t>(batch.size()),
                     batch.empty()};
    if (progress.finished)
        tx.execute("delete from search_rebuild");
    else
        tx.execute("update search_rebuild set last_id = $1, done = $2",
                   {batch.back().id, progress.done});
    return progress;
}

}  // namespace vanthu::records
