#include "records/search_postgres.h"

#include "base/text.h"

namespace vanthu::records {
namespace {

std::string add(store::Transaction::Parameters& parameters, store::Value value) {
    parameters.push_back(std::move(value));
    return "$" + std::to_string(parameters.size());
}

// `column` of search_text holds words with one space around each; its index knows them singly.
std::string holds(const std::string& column, const std::vector<Phrase>& phrases,
                  store::Transaction::Parameters& parameters) {
    std::vector<std::string> words;
    for (const Phrase& phrase : phrases)
        words.insert(words.end(), phrase.begin(), phrase.end());
    std::string all = "search_terms(" + column + ") @> string_to_array(" +
                      add(parameters, join(words, " ")) + ", ' ')";
    // Words are letters and digits only, so nothing needs escaping.
    for (const Phrase& phrase : phrases)
        if (phrase.size() > 1)
            all += " and strpos(" + column + ", " + add(parameters, " " + join(phrase, " ") + " ") +
                   ") > 0";
    return all;
}

Matching match(const ParsedQuery& query, store::Transaction::Parameters& parameters) {
    if (query.folded.empty()) return {"search_text s", "s.id", ""};
    std::string where = holds("s.words", query.folded, parameters);
    if (!query.code_key.empty())
        where = "(" + where + " or s.code_key = " + add(parameters, query.code_key) + ")";
    return {"search_text s", "s.id", where};
}

std::string rank(const ParsedQuery& query, const std::string& id,
                 store::Transaction::Parameters& parameters) {
    std::vector<std::string> ranks;
    if (!query.code_key.empty())
        ranks.push_back("(case when s.code_key = " + add(parameters, query.code_key) +
                        " then 0 else 1 end)");
    if (!query.marked.empty())
        ranks.push_back("(case when " + id + " in (select m.id from search_text m where " +
                        holds("m.marked", query.marked, parameters) + ") then 0 else 1 end)");
    return join(ranks, ", ");
}

}  // namespace

const WordIndex kPostgresWords{match, rank};

void plan_postgres_count(store::Transaction& tx) {
    tx.query(
        "select set_config('plan_cache_mode', 'force_custom_plan', true), "
        "set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)");
}

void plan_postgres_page(store::Transaction& tx) {
    tx.query("select set_config('enable_indexscan', 'on', true)");
}

}  // namespace vanthu::records
