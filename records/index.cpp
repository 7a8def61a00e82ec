#include "records/index.h"

#include <algorithm>
#include <set>
#include <thread>
#include <unordered_set>

#include "base/text.h"
#include "pipeline/documents.h"
#include "records/access.h"
#include "records/links.h"
#include "records/search.h"
#include "records/search_tokens.h"
#include "records/search_words.h"
#include "records/sketch.h"

namespace vanthu::records {
namespace {

constexpr std::size_t kShortestWord = 2, kLongestWord = 20;  // letters, of words to suggest
constexpr std::size_t kLongestNear = 12;  // of words whose misspellings are known

// What takes no place on the page, and marks that no letter carries, would part a word in two.
bool is_dropped(char32_t c) {
    return (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff || (c >= 0x300 && c <= 0x36f);
}

// Whether no letter of UTF-8 text can be one that is dropped or a control character; true for
// nearly all.
bool is_clean(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if ((c < 0x20 && c != '\n') || c == 0x7f || c == 0xcc || c == 0xcd || c == 0xef)
            return false;
        if (c == 0xe2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0x82)
            return false;
    }
    return true;
}

// NFC, without control characters (U+0001 and U+0002 mark hits).
std::string clean(const std::string& text) {
    std::string composed = nfc(text);
    if (is_clean(composed)) return composed;
    std::u32string kept;
    for (const char32_t c : to_utf32(composed))
        if (!is_dropped(c)) kept.push_back((c < 0x20 && c != U'\n') || c == 0x7f ? U' ' : c);
    return to_utf8(kept);
}

std::string text_to_index(const pipeline::Document& document) {
    constexpr std::size_t kBytesOfPage = 8192;  // room that stays empty takes no memory
    std::string text;
    text.reserve(document.pages.size() * kBytesOfPage);
    for (const pipeline::Page& page : document.pages)
        text += clean(text_of(page)) + '\n';
    for (const pipeline::Field& field : document.fields)
        text += clean(pipeline::field_text(document, field.id)) + '\n';
    text += clean(document.source);
    return text;
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

std::string terms_of(const FieldTexts& fields, const std::string& book) {
    std::string terms;
    for (const auto& [field, text] : fields) {
        for (const std::string& token : field_tokens(field, text))
            terms += token + " ";
        if (const std::string key = key_token(field, text); !key.empty()) terms += key + " ";
    }
    return terms + book_token(book) + " ";
}

// The time of arrival, moved on by the microseconds it takes to be the only one.
std::int64_t place_in_time(store::Transaction& tx, const pipeline::Document& document) {
    std::int64_t id = document.received_at;
    while (tx.query_one("select 1 as taken from search_text where id = $1", {id}))
        ++id;
    return id;
}

void save_fields(store::Transaction& tx, const pipeline::DocumentId& id, const FieldTexts& fields,
                 bool is_new) {
    if (!is_new) tx.execute_later("delete from search_field where document = $1", {id});
    store::Transaction::Parameters values;
    for (const auto& [field, text] : fields)
        values.insert(values.end(), {id, field, text});
    if (!fields.empty())
        tx.execute_later("insert into search_field (document, field, text) values " +
                             store::placeholder_rows(fields.size(), 3),
                         values);
}

std::string text_of(const FieldTexts& fields, std::string_view id) {
    for (const auto& [field, text] : fields)
        if (field == id) return text;
    return {};
}

bool is_plain_word(std::string_view word) {
    return word.size() >= kShortestWord && word.size() <= kLongestWord &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

void save_near(store::Transaction& tx, const std::string& word) {
    if (word.size() < 3 || word.size() > kLongestNear) return;
    std::set<std::string> keys = {word};
    for (std::size_t i = 0; i < word.size(); ++i)
        keys.insert(word.substr(0, i) + word.substr(i + 1));
    store::Transaction::Parameters values;
    for (const std::string& key : keys)
        values.insert(values.end(), {key, word});
    tx.execute_later("insert into search_near (key, word) values " +
                         store::placeholder_rows(keys.size(), 2) + " on conflict do nothing",
                     values);
}

std::vector<std::string> plain_words(const std::string& folded) {
    std::unordered_set<std::string_view> seen;
    for_each_word(folded, [&](std::string_view word) {
        if (is_plain_word(word)) seen.insert(word);
    });
    std::vector<std::string> words(seen.begin(), seen.end());
    std::sort(words.begin(), words.end());
    return words;
}

std::vector<std::string> without(const std::vector<std::string>& words,
                                 const std::vector<std::string>& others) {
    std::vector<std::string> left;
    std::set_difference(words.begin(), words.end(), others.begin(), others.end(),
                        std::back_inserter(left));
    return left;
}

// Words that this paper lost: what no other has is not kept.
void forget_words(store::Transaction& tx, const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        if (finds(tx, {.text = word})) continue;
        tx.execute("delete from search_near where word = $1", {word});
        tx.execute("delete from search_word where word = $1", {word});
    }
}

// The text is moved along and never copied, because it may be long. Whether the row of a paper that
// is known says the same already; `values` are those that save_text() begins with.
bool says_the_same(store::Transaction& tx, const store::Transaction::Parameters& values) {
    return tx
        .query_one(
            "select 1 as same from search_text where document = $1 and text = $2 and "
            "folded = $3 and terms = $4",
            values)
        .has_value();
}

// PostgreSQL's word index is made of the words as they are cut here; SQLite's cuts them by itself.
// `values`: document, text, folded, terms.
void save_text(store::Transaction& tx, std::int64_t id, store::Transaction::Parameters values,
               const FieldTexts& fields, std::string spaced, bool is_new) {
    const auto [from, to] = days_of(text_of(fields, "issued_date"));
    for (store::Value value : {store::Value(code_key(nfc(text_of(fields, "code")))), from, to})
        values.push_back(std::move(value));
    const bool with_words = tx.dialect() == store::Dialect::Postgres;
    if (with_words) values.emplace_back(std::move(spaced));
    if (is_new) {
        values.emplace_back(id);
        tx.execute_later(
            std::string("insert into search_text (document, text, folded, terms, code_key, "
                        "issued_from, issued_to, ") +
                (with_words ? "words, " : "") + "id) values (" +
                store::placeholders(values.size()) + ")",
            values);
    } else {
        tx.execute_later(
            std::string("update search_text set text = $2, folded = $3, terms = $4, code_key = $5, "
                        "issued_from = $6, issued_to = $7") +
                (with_words ? ", words = $8" : "") + " where document = $1",
            values);
    }
}

void save_facet(store::Transaction& tx, std::int64_t id, const pipeline::Document& document,
                const FieldTexts& fields, const std::string& audience) {
    const auto [from, to] = days_of(text_of(fields, "issued_date"));
    tx.execute_later(
        "insert into search_facet (id, document, book, type_name, organ_name, code_key, "
        "issued_from, issued_to, audience) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
        "on conflict (id) do update set book = excluded.book, type_name = excluded.type_name, "
        "organ_name = excluded.organ_name, code_key = excluded.code_key, "
        "issued_from = excluded.issued_from, issued_to = excluded.issued_to, "
        "audience = excluded.audience",
        {id, document.id, document.book, text_of(fields, "type_name"),
         text_of(fields, "organ_name"), code_key(nfc(text_of(fields, "code"))), from, to,
         audience});
}

}  // namespace

Indexed to_index(const pipeline::Document& document) {
    Indexed entry;
    entry.text = text_to_index(document);
    entry.folded = fold_in_step(entry.text);
    entry.fields = field_texts(document);
    entry.terms = terms_of(entry.fields, document.book);
    entry.words = plain_words(entry.folded);
    entry.sketch = sketch_of(entry.folded);
    return entry;
}

void WordCounts::add(const std::vector<std::string>& words) {
    for (const std::string& word : words)
        ++papers_[word];
}

void WordCounts::flush(store::Transaction& tx) {
    constexpr std::size_t kAtOnce = 100;
    std::vector<std::string> fresh;
    for (auto from = papers_.begin(); from != papers_.end();) {
        store::Transaction::Parameters values;
        for (; from != papers_.end() && values.size() < 2 * kAtOnce; ++from)
            values.insert(values.end(), {from->first, from->second});
        // A word that is new here, or whose papers are counted anew.
        for (const store::Row& row :
             tx.query("insert into search_word (word, papers) values " +
                          store::placeholder_rows(values.size() / 2, 2) +
                          " on conflict (word) do update set papers = search_word.papers + "
                          "excluded.papers returning word, papers",
                      values))
            if (row.integer("papers") == papers_.at(row.text("word")))
                fresh.push_back(row.text("word"));
    }
    for (const std::string& word : fresh)
        save_near(tx, word);
    papers_.clear();
}

void index_document(store::Transaction& tx, const pipeline::Document& document, Indexed entry,
                    WordCounts& words) {
    if (document.state == pipeline::DocumentState::Quarantined) {
        unindex_document(tx, document.id);
        return;
    }
    const std::string audience = audience_in_sql(tx, document.id);
    std::string spaced;
    if (tx.dialect() == store::Dialect::Postgres) spaced = spaced_words(entry.folded);
    store::Transaction::Parameters values = {document.id};
    for (std::string* text : {&entry.text, &entry.folded, &(entry.terms += audience)})
        values.emplace_back(std::move(*text));
    const auto known =
        tx.query_one("select id from search_text where document = $1", {document.id});
    if (known && says_the_same(tx, values)) return;  // every field is part of text and terms
    const std::int64_t id = known ? known->integer("id") : place_in_time(tx, document);
    std::vector<std::string> before;
    if (known)
        before = plain_words(
            tx.query_one("select folded from search_text where id = $1", {id})->text("folded"));
    save_text(tx, id, std::move(values), entry.fields, std::move(spaced), !known);
    save_facet(tx, id, document, entry.fields, audience);
    save_fields(tx, document.id, entry.fields, !known);
    words.add(without(entry.words, before));
    if (known) forget_words(tx, without(before, entry.words));
    link_document(tx, document, entry.sketch);
}

void index_document(store::Transaction& tx, const pipeline::Document& document) {
    WordCounts words;
    index_document(tx, document, to_index(document), words);
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

namespace {

struct Paper {
    std::int64_t id = 0;
    std::string document, text, book, folded, terms;
    FieldTexts fields;
    std::string audience, new_folded, new_terms, code_key;
    std::vector<std::string> words;
};

// A batch of papers by four statements, however many they are.
std::vector<Paper> load_papers(store::Transaction& tx, std::int64_t after, int count) {
    std::vector<Paper> papers;
    std::map<std::string, std::size_t> places;
    tx.for_each(
        "select s.id, s.document, s.text, s.folded, s.terms, d.book from search_text s join "
        "document d on d.id = s.document where s.id > $1 order by s.id limit $2",
        {after, count}, [&](const store::Row& row) {
            Paper paper;
            paper.id = row.integer("id");
            paper.document = row.text("document");
            paper.text = row.text("text");
            paper.book = row.text("book");
            paper.folded = row.text("folded");
            paper.terms = row.text("terms");
            places[paper.document] = papers.size();
            papers.push_back(std::move(paper));
        });
    if (papers.empty()) return papers;
    const store::Transaction::Parameters range = {after, papers.back().id};
    tx.for_each(
        "select f.document, f.field, f.text from search_text s join search_field f on f.document = "
        "s.document where s.id > $1 and s.id <= $2 order by f.document, f.field",
        range, [&](const store::Row& row) {
            papers[places.at(row.text("document"))].fields.emplace_back(row.text("field"),
                                                                        row.text("text"));
        });
    tx.for_each(
        "select r.document, r.kind, r.name from search_text s join document_right r on r.document "
        "= s.document where s.id > $1 and s.id <= $2 order by r.document, r.kind, r.name",
        range, [&](const store::Row& row) {
            papers[places.at(row.text("document"))].audience +=
                audience_token({row.text("kind"), row.text("name")}) + " ";
        });
    return papers;
}

void fold_anew(Paper& paper) {
    if (paper.audience.empty()) paper.audience = std::string(kAnybody) + " ";
    paper.new_folded = fold_in_step(paper.text);
    paper.new_terms = terms_of(paper.fields, paper.book) + paper.audience;
    paper.code_key = code_key(nfc(text_of(paper.fields, "code")));
    paper.words = plain_words(paper.new_folded);
}

void fold_all(std::vector<Paper>& papers) {
    const std::size_t threads = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 8);
    std::vector<std::jthread> folding;
    for (std::size_t first = 0; first < threads; ++first)
        folding.emplace_back([&papers, first, threads] {
            for (std::size_t i = first; i < papers.size(); i += threads)
                fold_anew(papers[i]);
        });
}

void save(store::Transaction& tx, const Paper& paper) {
    store::Transaction::Parameters values = {paper.id, paper.new_folded, paper.new_terms,
                                             paper.code_key};
    const bool with_words = tx.dialect() == store::Dialect::Postgres;
    if (with_words) values.emplace_back(spaced_words(paper.new_folded));
    tx.execute_later(std::string("update search_text set folded = $2, terms = $3, code_key = $4") +
                         (with_words ? ", words = $5" : "") + " where id = $1",
                     values);
}

// Many papers at once are sorted into PostgreSQL's word index together.
void index_in_bulk(store::Transaction& tx) {
    if (tx.dialect() == store::Dialect::Postgres)
        tx.query("select set_config('gin_pending_list_limit', '16MB', true)");
}

void finish(store::Transaction& tx) {
    if (tx.dialect() == store::Dialect::Postgres)
        tx.query("select gin_clean_pending_list('search_text_by_word')");
    tx.execute(
        "delete from search_near where word in (select word from search_word where papers "
        "= 0)");
    tx.execute("delete from search_word where papers = 0");
    tx.execute("delete from search_rebuild");
}

}  // namespace

Rebuild rebuild_some(store::Transaction& tx, int count) {
    const auto place = tx.query_one("select last_id, done from search_rebuild");
    if (!place) return {};
    if (place->integer("done") == 0) tx.execute("update search_word set papers = 0");
    index_in_bulk(tx);
    std::vector<Paper> papers = load_papers(tx, place->integer("last_id"), count);
    fold_all(papers);
    WordCounts words;
    for (const Paper& paper : papers) {
        if (paper.new_folded != paper.folded || paper.new_terms != paper.terms)
            save(tx, paper);  // the dear part is the word index
        words.add(paper.words);
    }
    words.flush(tx);
    Rebuild progress{place->integer("done") + static_cast<std::int64_t>(papers.size()),
                     papers.empty()};
    if (progress.finished)
        finish(tx);
    else
        tx.execute("update search_rebuild set last_id = $1, done = $2",
                   {papers.back().id, progress.done});
    return progress;
}

}  // namespace vanthu::records
