#include "records/spelling.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "records/search.h"
#include "records/search_words.h"

namespace vanthu::records {
namespace {

constexpr std::size_t kShortest = 3, kLongest = 13;  // letters of a word that may be mistyped
constexpr int kWordsTried = 24;

bool is_plain(const std::string& word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_one_exchange(const std::string& a, const std::string& b) {
    if (a.size() != b.size()) return false;
    const auto first = std::mismatch(a.begin(), a.end(), b.begin());
    const auto at = static_cast<std::size_t>(first.first - a.begin());
    return at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] &&
           a.compare(at + 2, std::string::npos, b, at + 2) == 0;
}

bool is_near(const std::string& a, const std::string& b) {
    return edit_distance(to_utf32(a), to_utf32(b), 1) <= 1 || is_one_exchange(a, b);
}

std::string meant(store::Transaction& tx, const std::string& word) {
    if (word.size() < kShortest || word.size() > kLongest || !is_plain(word)) return {};
    if (tx.query_one("select papers from search_word where word = $1", {word})) return {};
    std::set<std::string> keys = {word};
    for (std::size_t i = 0; i < word.size(); ++i)
        keys.insert(word.substr(0, i) + word.substr(i + 1));
    const store::Transaction::Parameters parameters(keys.begin(), keys.end());
    std::string best;
    std::int64_t most = -1;
    tx.for_each(
        "select distinct w.word, w.papers from search_near n join search_word w on w.word "
        "= n.word where n.key in (" +
            store::placeholders(keys.size()) + ") order by w.word",
        parameters, [&](const store::Row& row) {
            if (row.integer("papers") <= most || !is_near(word, row.text("word"))) return;
            most = row.integer("papers");
            best = row.text("word");
        });
    return best;
}

}  // namespace

std::string corrected_query(store::Transaction& tx, const std::string& query) {
    std::vector<std::string> parts;
    bool changed = false;
    for (const std::string& part : split(single_spaced(nfc(query)), ' ')) {
        const std::vector<std::string> words = words_of(fold(part));
        const std::string better = words.size() == 1 ? meant(tx, words[0]) : std::string();
        changed = changed || !better.empty();
        parts.push_back(better.empty() ? part : better);
    }
    return changed ? join(parts, " ") : std::string();
}

std::vector<std::string> suggest(store::Transaction& tx, const std::string& typed,
                                 const std::optional<Reader>& reader, int limit) {
    const std::string text = nfc(typed);
    const std::size_t space = text.find_last_of(" \t");
    const std::string before = space == std::string::npos ? "" : text.substr(0, space + 1);
    const std::string start = fold(space == std::string::npos ? text : text.substr(space + 1));
    if (start.size() < 2 || !is_plain(start) || before.find('"') != std::string::npos) return {};
    std::string after = start;
    ++after.back();
    std::vector<std::string> words;
    const std::string compare = tx.dialect() == store::Dialect::Postgres
                                    ? "word ~>=~ $1 and word ~<~ $2"
                                    : "word >= $1 and word < $2";
    tx.for_each("select word from search_word where " + compare +
                    " and word <> $3 order by papers desc, word limit $4",
                {start, after, start, kWordsTried},
                [&](const store::Row& row) { words.push_back(row.text("word")); });
    std::vector<std::string> suggestions;
    for (const std::string& word : words) {
        if (suggestions.size() == static_cast<std::size_t>(limit)) break;
        if (finds(tx, {.text = before + word, .reader = reader}))
            suggestions.push_back(before + word);
    }
    return suggestions;
}

}  // namespace vanthu::records
