#include "records/search_postgres.h"

#include <algorithm>

#include "base/text.h"

namespace vanthu::records {
namespace {

using store::placeholder;
using Tokens = std::vector<std::string>;
using Parameters = store::Transaction::Parameters;

constexpr std::size_t kMostBuckets = 64;      // of one statement
constexpr std::size_t kMostCombinations = 8;  // of alternatives that the index is asked for

constexpr const char* kTokens = "search_tokens(s.bucket, s.words || s.terms)";

bool needs_index(const Wanted& wanted) {
    return !wanted.words.empty() || !wanted.fields.empty() || !wanted.book.empty() ||
           (!wanted.audience.empty() && !wanted.reads_most);
}

std::string in_bucket(const Tokens& tokens, const std::string& bucket, Parameters& parameters) {
    std::string all;
    for (const std::string& token : tokens)
        all += (all.empty() ? "" : " ") + bucket + token;
    return "string_to_array(" + placeholder(parameters, all) + ", ' ')";
}

// Words and terms each end with a space, so a run of them is a piece of text.
std::string side_by_side(const char* column, const Phrase& phrase, Parameters& parameters) {
    return "strpos(" + std::string(column) + ", " +
           placeholder(parameters, " " + join(phrase, " ") + " ") + ") > 0";
}

// One thing that is wanted: the words of phrases, or else a code or number written in another way.
struct Clause {
    const char* column;  // where the words stand
    std::vector<Phrase> phrases;
    std::string key;  // a term; "" = nothing else will do

    Tokens words() const {
        Tokens all;
        for (const Phrase& phrase : phrases)
            all.insert(all.end(), phrase.begin(), phrase.end());
        return all;
    }

    // Whether the words being there is not yet enough.
    bool has_order() const {
        return std::any_of(phrases.begin(), phrases.end(),
                           [](const Phrase& phrase) { return phrase.size() > 1; });
    }

    std::string holds(Parameters& parameters) const {
        std::vector<std::string> all;
        for (const Phrase& phrase : phrases)
            all.push_back(side_by_side(column, phrase, parameters));
        const std::string words = "(" + join(all, " and ") + ")";
        if (key.empty()) return words;
        return "(" + words + " or " + side_by_side("(' ' || m.terms)", {key}, parameters) + ")";
    }
};

std::vector<Clause> clauses_of(const Wanted& wanted) {
    std::vector<Clause> clauses;
    if (!wanted.words.empty())
        clauses.push_back({"m.words", wanted.words, key_token("code", wanted.code_key)});
    for (const auto& [field, text] : wanted.fields)
        clauses.push_back(
            {"(' ' || m.terms)", {field_tokens(field, text)}, key_token(field, text)});
    if (!wanted.book.empty())
        clauses.push_back({"(' ' || m.terms)", {{book_token(wanted.book)}}, ""});
    return clauses;
}

}  // namespace

std::vector<Part> parts_postgres(store::Transaction& tx, const Wanted& wanted) {
    if (!needs_index(wanted)) return {{}};
    std::vector<Part> found;
    std::size_t buckets = 0, wide = 1;
    bool done = false;
    tx.query(
        "select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', "
        "true), set_config('enable_mergejoin', 'off', true), "
        "set_config('max_parallel_workers_per_gather', '0', true)");
    tx.for_each("select prefix, first_id from search_bucket order by number desc", {},
                [&](const store::Row& row) {
                    const std::int64_t first = row.integer("first_id");
                    if (done || (wanted.end_id && first >= *wanted.end_id)) return;
                    done = wanted.first_id && first <= *wanted.first_id;
                    if (found.empty() || found.back().size() == wide) {
                        wide = std::clamp<std::size_t>(buckets, 1, kMostBuckets);
                        found.emplace_back();
                    }
                    found.back().push_back(row.text("prefix"));
                    ++buckets;
                });
    return found;
}

Matching match_postgres(const Wanted& wanted, const Part& buckets, Parameters& parameters) {
    if (!needs_index(wanted))
        return {"search_facet f", "f.id",
                wanted.audience.empty()
                    ? std::string()
                    : opened_by(store::Dialect::Postgres, wanted.audience, parameters)};
    std::vector<Tokens> combinations = {{}};
    std::vector<Clause> looked_at;
    for (Clause& clause : clauses_of(wanted)) {
        const bool is_split = !clause.key.empty();
        const bool fits = !is_split || combinations.size() * 2 <= kMostCombinations;
        if (!fits || clause.has_order()) looked_at.push_back(clause);
        if (!fits) continue;
        const std::size_t before = combinations.size();
        for (std::size_t i = 0; i < before; ++i) {
            if (is_split) {
                combinations.push_back(combinations[i]);
                combinations.back().push_back(clause.key);
            }
            const Tokens words = clause.words();
            combinations[i].insert(combinations[i].end(), words.begin(), words.end());
        }
    }
    std::vector<std::string> arms;
    for (const std::string& bucket : buckets) {
        // One word more in each combination, which stands nowhere: the planner would take what is
        // equal out of brackets and then read all papers that one may read.
        Tokens audience = wanted.audience;
        for (const Tokens& tokens : combinations) {
            std::vector<std::string> all;
            if (!tokens.empty())
                all.push_back(std::string(kTokens) + " @> " +
                              in_bucket(tokens, bucket, parameters));
            if (!wanted.audience.empty())
                all.push_back(std::string(kTokens) + " && " +
                              in_bucket(audience, bucket, parameters));
            audience.push_back("-");
            arms.push_back("(" + join(all, " and ") + ")");
        }
    }
    // The texts are looked at one by one, newest first, until there are enough.
    std::vector<std::string> looks;
    for (const Clause& clause : looked_at)
        looks.push_back(clause.holds(parameters));
    return {"(select s.id" + std::string(looks.empty() ? "" : ", s.words, s.terms") +
                " from search_text s where " + join(arms, " or ") +
                " order by s.id desc offset 0) m join search_facet f on f.id = m.id",
            "m.id", join(looks, " and ")};
}

}  // namespace vanthu::records
