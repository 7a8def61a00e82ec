#include "forms/scores.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "forms/folded.h"

namespace vanthu::forms {
namespace {

constexpr std::string_view kListFields[] = {"to_places", "addressees"};

using Tokens = std::vector<std::string>;

Tokens tokens_of(const std::string& text) {
    Tokens tokens;
    std::string token;
    for (char letter : folded(text).text + ' ') {
        if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) {
            token.push_back(letter);
        } else if (!token.empty()) {
            tokens.push_back(std::move(token));
            token.clear();
        }
    }
    return tokens;
}

// Share of the wanted words that the text has too, each counted once.
double covered(const Tokens& wanted, const Tokens& text) {
    if (wanted.empty()) return 1;
    std::multiset<std::string> have(text.begin(), text.end());
    int found = 0;
    for (const std::string& token : wanted) {
        const auto at = have.find(token);
        if (at == have.end()) continue;
        have.erase(at);
        ++found;
    }
    return static_cast<double>(found) / static_cast<double>(wanted.size());
}

std::set<std::string> organ_words(const std::string& name) {
    static const std::map<std::string, Tokens> spelled{
        {"ubnd", {"uy", "ban", "nhan", "dan"}},
        {"hdnd", {"hoi", "dong", "nhan", "dan"}},
        {"mttq", {"mat", "tran", "to", "quoc"}},
        {"pct", {"pho", "chu", "tich"}},
    };
    static const std::set<std::string> common{"cac",   "cua",  "va",   "moi",   "mot", "nhung",
                                              "thuoc", "tren", "tinh", "huyen", "dia", "ban"};
    std::set<std::string> words;
    for (const std::string& token : tokens_of(name)) {
        const auto whole = spelled.find(token);
        if (whole != spelled.end())
            words.insert(whole->second.begin(), whole->second.end());
        else if (common.count(token) == 0)
            words.insert(token);
    }
    words.erase("ban");
    return words;
}

bool same_citation(const pipeline::Citation& read, const pipeline::Citation& truth) {
    const bool same = truth.code.empty() ? comparable(read.subject) == comparable(truth.subject)
                                         : equal_values("code", read.code, truth.code);
    return same && read.date == truth.date;
}

// Which of the read things each true one is; -1 = none. Each is given away once.
template <class Thing, class Same>
std::vector<int> paired(const std::vector<Thing>& read, const std::vector<Thing>& truth,
                        Same same) {
    std::vector<int> pairs(truth.size(), -1);
    std::vector<bool> taken(read.size());
    for (std::size_t t = 0; t < truth.size(); ++t)
        for (std::size_t r = 0; r < read.size(); ++r) {
            if (taken[r] || !same(read[r], truth[t])) continue;
            taken[r] = true;
            pairs[t] = static_cast<int>(r);
            break;
        }
    return pairs;
}

template <class Thing, class Same>
void add_things(const std::string& id, const std::vector<Thing>& read,
                const std::vector<Thing>& truth, Same same, Scores& scores) {
    if (truth.empty() && read.empty()) return;
    FieldScore& score = scores[id];
    score.counted = FieldScore::Counted::Items;
    score.total += static_cast<int>(truth.size());
    score.given += static_cast<int>(read.size());
    for (int pair : paired(read, truth, same))
        score.right += pair >= 0 ? 1 : 0;
}

std::string shown(const pipeline::Citation& citation) {
    return join({citation.code, citation.date, citation.subject}, ", ");
}

std::string shown(const pipeline::Assignment& task) {
    return join({task.organ_name, task.deadline_kind, task.deadline, task.month_day, task.quote},
                ", ");
}

// Things of the page that were not read, and read ones that the page does not have.
template <class Thing, class Same>
void add_missed(const std::string& id, const std::vector<Thing>& read,
                const std::vector<Thing>& truth, Same same, std::vector<Miss>& missed) {
    const std::vector<int> pairs = paired(read, truth, same);
    for (std::size_t t = 0; t < truth.size(); ++t)
        if (pairs[t] < 0) missed.push_back({id, "", shown(truth[t]), 0, false});
    for (std::size_t r = 0; r < read.size(); ++r)
        if (std::find(pairs.begin(), pairs.end(), static_cast<int>(r)) == pairs.end())
            missed.push_back({id, shown(read[r]), "", 0, false});
}

// Cells of tables that agree; a table that was not read has none.
void add_tables(const pipeline::Document& document, const Truth& truth, Scores& scores) {
    for (const pipeline::FieldTable& wanted : truth.tables) {
        FieldScore& score = scores["tables"];
        const pipeline::FieldTable* found = nullptr;
        for (const pipeline::FieldTable& table : document.tables)
            if (table.id == wanted.id) found = &table;
        for (std::size_t row = 0; row < wanted.rows.size(); ++row)
            for (std::size_t column = 0; column < wanted.columns.size(); ++column) {
                ++score.total;
                if (found == nullptr || row >= found->rows.size()) continue;
                const auto at =
                    std::find(found->columns.begin(), found->columns.end(), wanted.columns[column]);
                if (at == found->columns.end()) continue;
                const std::string& text =
                    found->rows[row][static_cast<std::size_t>(at - found->columns.begin())];
                if (comparable(text) == comparable(wanted.rows[row][column])) ++score.right;
            }
    }
}

void add_items(const pipeline::Document& document, const Truth& truth, Scores& scores) {
    for (std::string_view id : kListFields) {
        const auto wanted = truth.fields.find(std::string(id));
        if (wanted == truth.fields.end() || !wanted->second.counts) continue;
        const pipeline::Field* field = pipeline::find_field(document, id);
        std::vector<std::string> items;
        if (field != nullptr) items = field->list;
        if (items.empty() && wanted->second.values.empty()) continue;
        FieldScore& score = scores[std::string(id) + ".items"];
        score.counted = FieldScore::Counted::Items;
        score.total += static_cast<int>(wanted->second.values.size());
        score.given += static_cast<int>(items.size());
        for (const std::string& value : wanted->second.values) {
            const auto at = std::find_if(items.begin(), items.end(), [&](const std::string& item) {
                return equal_values(id, item, value);
            });
            if (at == items.end()) continue;
            items.erase(at);
            ++score.right;
        }
    }
}

}  // namespace

bool same_organ(const std::string& read, const std::string& truth) {
    if (truth.empty() || read.empty()) return truth.empty() == read.empty();
    const std::set<std::string> a = organ_words(read), b = organ_words(truth);
    int both = 0;
    for (const std::string& word : a)
        both += static_cast<int>(b.count(word));
    const int either = static_cast<int>(a.size() + b.size()) - both;
    return either == 0 || both * 2 >= either;
}

bool same_task(const pipeline::Assignment& read, const pipeline::Assignment& truth) {
    constexpr double kEnoughWords = 0.6;
    const auto kind = [](const pipeline::Assignment& task) {
        return task.deadline_kind.empty() ? std::string("none") : task.deadline_kind;
    };
    return kind(read) == kind(truth) && read.deadline == truth.deadline &&
           read.month_day == truth.month_day && same_organ(read.organ_name, truth.organ_name) &&
           covered(tokens_of(truth.quote), tokens_of(read.quote + ' ' + read.organ_name + ' ' +
                                                     read.action)) >= kEnoughWords;
}

void score(const pipeline::Document& document, const Truth& truth, Scores& scores) {
    add_scores(document, truth, scores);
    add_items(document, truth, scores);
    if (truth.has_citations)
        add_things("citations", document.citations, truth.citations, same_citation, scores);
    if (truth.has_tasks) add_things("tasks", document.assignments, truth.tasks, same_task, scores);
    add_tables(document, truth, scores);
}

std::vector<Miss> misses(const pipeline::Document& document, const Truth& truth) {
    std::vector<Miss> missed;
    for (const auto& [id, wanted] : truth.fields) {
        if (compare(document, id, wanted) != Agreement::Wrong) continue;
        const pipeline::Field* field = pipeline::find_field(document, id);
        const bool given = field != nullptr && field->value.has_value();
        if (!given && wanted.values.empty()) continue;
        Miss miss;
        miss.field = id;
        miss.truth = join(wanted.values, " | ");
        if (given) {
            miss.read = field->list.empty() ? field->value->normal : join(field->list, " | ");
            miss.confidence = field->value->confidence;
            miss.extracted = field->state == pipeline::FieldState::Extracted;
        }
        missed.push_back(std::move(miss));
    }
    if (truth.has_citations)
        add_missed("citations", document.citations, truth.citations, same_citation, missed);
    if (truth.has_tasks) add_missed("tasks", document.assignments, truth.tasks, same_task, missed);
    std::stable_sort(missed.begin(), missed.end(), [](const Miss& a, const Miss& b) {
        return std::pair(a.extracted, a.confidence) > std::pair(b.extracted, b.confidence);
    });
    return missed;
}

}  // namespace vanthu::forms
