#include "records/search_sqlite.h"

#include "base/text.h"

namespace vanthu::records {
namespace {

// Words are letters and digits only, so nothing needs escaping inside the quotes.
std::string quoted(const std::vector<std::string>& words) {
    return "\"" + join(words, " ") + "\"";
}

std::string expression(const char* column, const std::vector<Phrase>& phrases) {
    std::vector<std::string> all;
    for (const Phrase& phrase : phrases)
        all.push_back(quoted(phrase));
    return std::string(column) + " : (" + join(all, " AND ") + ")";
}

std::string one_of(const std::vector<std::string>& tokens) {
    std::vector<std::string> all;
    for (const std::string& token : tokens)
        all.push_back(quoted({token}));
    return "terms : (" + join(all, " OR ") + ")";
}

}  // namespace

Matching match_sqlite(const Wanted& wanted, store::Transaction::Parameters& parameters) {
    std::vector<std::string> all;
    if (!wanted.words.empty()) {
        std::string words = expression("folded", wanted.words);
        if (!wanted.code_key.empty())
            words = "((" + words + ") OR " + one_of({key_token("code", wanted.code_key)}) + ")";
        all.push_back(words);
    }
    for (const auto& [field, text] : wanted.fields) {
        std::string words = "terms : " + quoted(field_tokens(field, text));
        if (const std::string key = key_token(field, text); !key.empty())
            words = "((" + words + ") OR " + one_of({key}) + ")";
        all.push_back(words);
    }
    if (!wanted.book.empty()) all.push_back(one_of({book_token(wanted.book)}));
    std::string opened;
    if (wanted.reads_most)
        opened = opened_by(store::Dialect::Sqlite, wanted.audience, parameters);
    else if (!wanted.audience.empty())
        all.push_back(one_of(wanted.audience));
    if (all.empty()) return {"search_facet f", "f.id", opened};
    return {"search_index i cross join search_facet f on f.id = i.rowid", "i.rowid",
            "i.search_index match " + store::placeholder(parameters, join(all, " AND ")) +
                (opened.empty() ? "" : " and " + opened)};
}

}  // namespace vanthu::records
