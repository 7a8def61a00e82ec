#include "records/search.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/text.h"
#include "pipeline/documents.h"
#include "records/search_match.h"
#include "records/search_words.h"
#include "records/snippet.h"
#include "records/spelling.h"

namespace vanthu::records {
namespace {

using store::placeholder;
using store::placeholders;

constexpr int kMostHits = 200;  // of one page of answers
constexpr std::size_t kMostFacetValues = 10;
constexpr std::size_t kMostRanked = 300;  // the newest; their texts are looked at

struct Candidate {
    std::int64_t id = 0;
    std::string code_key, book, type_name, organ_name, year;
    int rank = 0;
};

// The newest papers of a part that match, at most so many.
void add_candidates(store::Transaction& tx, const SearchQuery& query, const Wanted& wanted,
                    const Part& part, std::size_t most, std::vector<Candidate>& found) {
    store::Transaction::Parameters parameters;
    const Matching matching = match(tx.dialect(), wanted, part, parameters);
    std::vector<std::string> conditions;
    const auto narrow = [&](const std::string& column, const char* compared, store::Value value) {
        conditions.push_back(column + compared + placeholder(parameters, std::move(value)));
    };
    if (!matching.where.empty()) conditions.push_back(matching.where);
    if (query.from) narrow("f.issued_to", " >= ", iso_date(*query.from));
    if (query.to) narrow("f.issued_from", " <= ", iso_date(*query.to));
    if (wanted.first_id) narrow(matching.id, " >= ", *wanted.first_id);
    if (wanted.end_id) narrow(matching.id, " < ", *wanted.end_id);
    const std::string sql =
        "select f.id, f.code_key, f.book, f.type_name, f.organ_name, "
        "substr(f.issued_from, 1, 4) as year from " +
        matching.from + (conditions.empty() ? "" : " where " + join(conditions, " and ")) +
        " order by " + matching.id + " desc limit " +
        placeholder(parameters, static_cast<std::int64_t>(most));
    tx.for_each(sql, parameters, [&](const store::Row& row) {
        found.push_back({row.integer("id"), row.text("code_key"), row.text("book"),
                         row.text("type_name"), row.text("organ_name"), row.text("year"), 0});
    });
}

// The newest papers that match, at most so many.
std::vector<Candidate> candidates(store::Transaction& tx, const SearchQuery& query,
                                  const Wanted& wanted, std::size_t most) {
    std::vector<Candidate> found;
    for (const Part& part : parts(tx, wanted)) {
        add_candidates(tx, query, wanted, part, most - found.size(), found);
        if (found.size() == most) break;
    }
    return found;
}

Wanted wanted_by(store::Transaction& tx, const SearchQuery& query, const ParsedQuery& parsed) {
    Wanted wanted;
    wanted.words = parsed.folded;
    wanted.code_key = parsed.code_key;
    wanted.fields = query.fields;
    wanted.book = query.book;
    if (query.reader && !reads_everything(*query.reader))
        wanted.audience = audience_of(*query.reader);
    wanted.reads_most = reads_most(tx, wanted);
    if (query.arrived_from) wanted.first_id = start_of_day(*query.arrived_from);
    if (query.arrived_to)
        wanted.end_id = start_of_day(date_of_day_number(day_number(*query.arrived_to) + 1));
    return wanted;
}

// Whether the words stand in the text as they were typed, marks included.
bool has_marked(const std::string& text, const std::vector<Phrase>& phrases) {
    const std::string words = " " + join(words_of(lower(text)), " ") + " ";
    return std::all_of(phrases.begin(), phrases.end(), [&](const Phrase& phrase) {
        return words.find(" " + join(phrase, " ") + " ") != std::string::npos;
    });
}

// The paper with that code, then those that have the words with their marks, then those that have
// them in the abstract; the newest first among equals.
void put_in_rank(store::Transaction& tx, const ParsedQuery& parsed, std::vector<Candidate>& found) {
    const std::size_t ranked = std::min<std::size_t>(found.size(), kMostRanked);
    std::map<std::int64_t, Candidate*> places;
    store::Transaction::Parameters ids;
    for (std::size_t i = 0; i < ranked; ++i) {
        Candidate& candidate = found[i];
        const bool has_code = !parsed.code_key.empty() && candidate.code_key == parsed.code_key;
        candidate.rank = has_code ? 8 : 0;
        places[candidate.id] = &candidate;
        ids.emplace_back(candidate.id);
    }
    if (!parsed.folded.empty() && ranked > 0)
        tx.for_each(
            "select s.id, s.text, f.text as subject from search_text s left join search_field f on "
            "f.document = s.document and f.field = 'subject' where s.id in (" +
                placeholders(ranked) + ")",
            ids, [&](const store::Row& row) {
                Candidate& candidate = *places.at(row.integer("id"));
                if (!parsed.marked.empty() && has_marked(row.text("text"), parsed.marked))
                    candidate.rank += 4;
                if (has_marked(fold(row.text("subject")), parsed.folded)) candidate.rank += 2;
            });
    std::stable_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(ranked),
                     [](const Candidate& a, const Candidate& b) { return a.rank > b.rank; });
}

std::vector<Facet> facets_of(const std::vector<Candidate>& found) {
    std::vector<Facet> facets;
    const auto count = [&](const char* id, std::string Candidate::*value) {
        std::map<std::string, int> counts;
        for (const Candidate& candidate : found)
            if (!(candidate.*value).empty()) ++counts[candidate.*value];
        Facet facet{id, {counts.begin(), counts.end()}};
        std::stable_sort(facet.counts.begin(), facet.counts.end(),
                         [](const auto& a, const auto& b) { return a.second > b.second; });
        if (facet.counts.size() > kMostFacetValues) facet.counts.resize(kMostFacetValues);
        facets.push_back(std::move(facet));
    };
    count("book", &Candidate::book);
    count("type_name", &Candidate::type_name);
    count("organ_name", &Candidate::organ_name);
    count("year", &Candidate::year);
    return facets;
}

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

void check_fields(const SearchQuery& query) {
    for (const auto& [field, text] : query.fields) {
        const auto& known = pipeline::field_ids();
        if (std::find(known.begin(), known.end(), field) == known.end()) {
            const std::string meant = nearest(field, known);
            throw Error(ErrorCode::BadInput,
                        "search: \"" + field + "\" is no field" +
                            (meant.empty() ? "" : ", did you mean \"" + meant + "\"?"),
                        Sentence{"search_no_field", {{"text", field}}});
        }
        if (words_of(fold(nfc(text))).empty())
            throw Error(ErrorCode::BadInput,
                        "search: field \"" + field + "\" is asked for without a word; add one",
                        Sentence{"search_no_word"});
    }
}

SearchResult answer(store::Transaction& tx, const SearchQuery& query, const ParsedQuery& parsed) {
    const Wanted wanted = wanted_by(tx, query, parsed);
    const int limit = std::clamp(query.limit, 0, kMostHits);
    const int offset = std::clamp(query.offset, 0, 1'000'000);
    const auto most = static_cast<std::size_t>(std::max(kMostCounted, offset + limit));
    std::vector<Candidate> found = candidates(tx, query, wanted, most + 1);  // one tells of more
    SearchResult result;
    result.more = found.size() > most;
    if (result.more) found.pop_back();
    result.total = static_cast<std::int64_t>(found.size());
    if (query.with_facets) result.facets = facets_of(found);
    if (query.order == SearchOrder::Ranked) put_in_rank(tx, parsed, found);
    std::vector<std::int64_t> ids;
    for (std::size_t i = static_cast<std::size_t>(offset);
         i < found.size() && ids.size() < static_cast<std::size_t>(limit); ++i)
        ids.push_back(found[i].id);
    result.hits = load_hits(tx, ids, parsed);
    return result;
}

}  // namespace

bool finds(store::Transaction& tx, const SearchQuery& query) {
    const ParsedQuery parsed = parse_query(query.text);
    if (parsed.nothing_to_find) return false;
    return !candidates(tx, query, wanted_by(tx, query, parsed), 1).empty();
}

SearchResult search(store::Transaction& tx, const SearchQuery& query) {
    const ParsedQuery parsed = parse_query(query.text);
    if (parsed.nothing_to_find) return {};
    check_fields(query);
    SearchResult result = answer(tx, query, parsed);
    if (result.total > 0 || parsed.folded.empty()) return result;
    const std::string corrected = corrected_query(tx, query.text);
    if (corrected.empty()) return result;
    SearchResult meant = answer(tx, query, parse_query(corrected));
    if (meant.total == 0) return result;
    meant.corrected = corrected;
    return meant;
}

}  // namespace vanthu::records
