#include "records/search_sqlite.h"

#include "base/text.h"

namespace vanthu::records {
namespace {

// Words are letters and digits only, so nothing needs escaping inside the quotes.
std::string expression(std::string_view column, const std::vector<Phrase>& phrases) {
    std::string all;
    for (const Phrase& phrase : phrases) {
        if (!all.empty()) all += " AND ";
        all += "\"" + join(phrase, " ") + "\"";
    }
    return std::string(column) + " : (" + all + ")";
}

std::string add(store::Transaction::Parameters& parameters, store::Value value) {
    parameters.push_back(std::move(value));
    return "$" + std::to_string(parameters.size());
}

std::string found_by(const std::string& expression) {
    return "select rowid as id from search_index where search_index match " + expression;
}

std::string found_by_code(const std::string& key) {
    return "select id from search_text where code_key = " + key;
}

Matching match(const ParsedQuery& query, store::Transaction::Parameters& parameters) {
    if (query.folded.empty()) return {"search_text s", "s.id", ""};
    const std::string words = add(parameters, expression("folded", query.folded));
    if (query.code_key.empty())
        return {"search_index", "search_index.rowid", "search_index match " + words};
    return {
        "(" + found_by(words) + " union " + found_by_code(add(parameters, query.code_key)) + ") m",
        "m.id", ""};
}

std::string rank(const ParsedQuery& query, const std::string& id,
                 store::Transaction::Parameters& parameters) {
    const auto first_if = [&](const std::string& found) {
        return "(case when " + id + " in (" + found + ") then 0 else 1 end)";
    };
    std::vector<std::string> ranks;
    if (!query.code_key.empty())
        ranks.push_back(first_if(found_by_code(add(parameters, query.code_key))));
    if (!query.marked.empty())
        ranks.push_back(first_if(found_by(add(parameters, expression("marked", query.marked)))));
    return join(ranks, ", ");
}

}  // namespace

const WordIndex kSqliteWords{match, rank};

}  // namespace vanthu::records
