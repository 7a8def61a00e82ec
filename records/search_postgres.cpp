#include "records/search_postgres.h"

#include "base/text.h"

namespace vanthu::records {
namespace {

std::string add(store::Transaction::Parameters& parameters, store::Value value) {
    parameters.push_back(std::move(value));
    return "$" + std::to_string(parameters.size());
}

constexpr const char* kTerms = "search_terms(s.words || s.terms)";

// Both end each word with a space, so a run of words is a piece of text.
std::string side_by_side(const char* column, const Phrase& phrase,
                         store::Transaction::Parameters& parameters) {
    return "strpos(" + std::string(column) + ", " + add(parameters, " " + join(phrase, " ") + " ") +
           ") > 0";
}

std::string holds(const char* terms, const std::vector<std::string>& words,
                  store::Transaction::Parameters& parameters) {
    return std::string(terms) + " @> string_to_array(" + add(parameters, join(words, " ")) +
           ", ' ')";
}

std::string holds_phrases(const char* terms, const char* column, const std::vector<Phrase>& phrases,
                          store::Transaction::Parameters& parameters) {
    std::vector<std::string> words;
    for (const Phrase& phrase : phrases)
        words.insert(words.end(), phrase.begin(), phrase.end());
    std::string all = holds(terms, words, parameters);
    for (const Phrase& phrase : phrases)
        if (phrase.size() > 1) all += " and " + side_by_side(column, phrase, parameters);
    return all;
}

}  // namespace

Matching match_postgres(const Wanted& wanted, store::Transaction::Parameters& parameters) {
    std::vector<std::string> all;
    const auto or_key = [&](std::string words, const std::string& key) {
        return key.empty() ? words
                           : "((" + words + ") or " + holds(kTerms, {key}, parameters) + ")";
    };
    if (!wanted.words.empty())
        all.push_back(or_key(holds_phrases(kTerms, "s.words", wanted.words, parameters),
                             key_token("code", wanted.code_key)));
    for (const auto& [field, text] : wanted.fields)
        all.push_back(or_key(
            holds_phrases(kTerms, "(' ' || s.terms)", {field_tokens(field, text)}, parameters),
            key_token(field, text)));
    if (!wanted.book.empty()) all.push_back(holds(kTerms, {book_token(wanted.book)}, parameters));
    if (!wanted.word_start.empty())
        all.push_back("strpos(s.words, " + add(parameters, " " + wanted.word_start) + ") > 0");
    const bool needs_text = !all.empty();
    if (!wanted.audience.empty())
        all.push_back("string_to_array(f.audience, ' ') && string_to_array(" +
                      add(parameters, join(wanted.audience, " ")) + ", ' ')");
    return {needs_text ? "search_facet f join search_text s on s.id = f.id" : "search_facet f",
            "f.id", join(all, " and ")};
}

void plan_postgres(store::Transaction& tx) {
    tx.query(
        "select set_config('plan_cache_mode', 'force_custom_plan', true), "
        "set_config('enable_indexscan', 'off', true), set_config('jit', 'off', true)");
}

}  // namespace vanthu::records
