#include "forms/proposal_counts.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/text.h"
#include "forms/folded.h"
#include "forms/pattern.h"
#include "pipeline/shelf.h"

namespace vanthu::forms {
namespace {

using pipeline::Block;
using pipeline::FieldTable;

constexpr std::size_t kLongestAward = 90;  // letters
constexpr std::size_t kLookedBack = 200;

std::string kind_at(const std::string& text, std::size_t at, const TableDefinition& table) {
    for (const auto& [kind, openings] : table.groups)
        for (const std::string& opening : openings)
            if (text.compare(at, opening.size(), opening) == 0) return kind;
    return {};
}

// "b) Cờ thi đua của Ủy ban nhân dân tỉnh: 12 tập thể": an item that begins with the award itself.
std::string named_award(const Folded& text, std::size_t number) {
    const std::size_t colon = text.text.rfind(':', number);
    if (colon == std::string::npos || text.text.find('.', colon) < number) return {};
    for (const char* word :
         {"giay khen", "bang khen", "co thi dua", "huan chuong", "huy chuong", "ky niem chuong",
          "chien si thi dua", "lao dong tien tien", "tap the lao dong", "danh hieu"}) {
        const std::size_t at = text.text.rfind(word, colon);
        constexpr std::size_t kLongestMark = 6;  // "1.2. ", "- "
        const std::size_t stop = at == std::string::npos ? at : text.text.find_last_of(";.", at);
        const std::size_t item = stop == std::string::npos ? 0 : stop + 1;
        if (at == std::string::npos || at - item > kLongestMark || colon - at > kLongestAward)
            continue;
        return trim(text.source(at, colon));
    }
    return {};
}

// What is proposed, from the words before the number: behind "tặng", "danh hiệu", "công nhận".
std::string award_before(const Folded& text, std::size_t number) {
    const std::size_t first = number > kLookedBack ? number - kLookedBack : 0;
    std::size_t begin = std::string::npos;
    for (const char* word : {"tang thuong ", "tang ", "danh hieu ", "cong nhan "}) {
        const std::size_t at = text.text.rfind(word, number);
        if (at == std::string::npos || at < first) continue;
        const std::size_t after = at + std::string(word).size();
        if (begin == std::string::npos || after > begin) begin = after;
    }
    if (begin == std::string::npos) return named_award(text, number);
    if (begin >= number) return {};
    // Not across a sentence.
    const std::string between = text.text.substr(begin, number - begin);
    if (between.find(". ") != std::string::npos) return {};
    std::size_t end = between.size();
    for (const char* stop : {" cho ", ":", " doi voi ", ";", "("})
        end = std::min(end, between.find(stop));
    if (end == 0 || end > kLongestAward) return {};
    return trim(text.source(begin, begin + end));
}

// A sentence that goes on: not after a stop, and in small letters where no page begins.
bool goes_on(const std::string& before, const std::string& text, bool first_of_page) {
    if (std::string(".;:!/").find(before.back()) != std::string::npos) return false;
    const std::string begin = to_utf8(to_utf32(text).substr(0, 1));
    return first_of_page || begin != upper(begin);
}

// Texts of the paragraphs; one that is cut is whole, page numbers are left out.
std::vector<std::string> paragraphs_of(const pipeline::Document& document) {
    std::vector<std::string> texts;
    for (const pipeline::Page& page : document.pages) {
        const pipeline::PageAtHand whole(page);
        bool first = true;
        for (const Block& block : whole->blocks) {
            if (block.kind != Block::Kind::Paragraph) continue;
            std::string text;
            for (const pipeline::TextLine& line : block.lines)
                text += (text.empty() ? "" : " ") + text_of(line);
            if (text.find_first_not_of("0123456789 ") == std::string::npos) continue;
            const bool further = !texts.empty() && goes_on(texts.back(), text, first);
            first = false;
            if (further)
                texts.back() += ' ' + text;
            else
                texts.push_back(std::move(text));
        }
    }
    return texts;
}

}  // namespace

std::optional<FieldTable> read_proposal_counts(const pipeline::Document& document,
                                               const TableDefinition& table) {
    static const Pattern number("(^|[^0-9/.,])([0-9]{1,4}) (\\([^)]{1,30}\\) )?");
    FieldTable result;
    result.id = table.id;
    result.columns = {"award", "kind", "count"};
    std::set<std::vector<std::string>> known;
    for (const std::string& paragraph : paragraphs_of(document)) {
        const Folded text = folded(paragraph);
        if (text.text.size() > 20'000) continue;
        for (const Match& at : number.all_in(text.text)) {
            const auto after = static_cast<std::size_t>(at.position(0) + at.length(0));
            const std::string kind = kind_at(text.text, after, table);
            if (kind.empty()) continue;
            const auto where = static_cast<std::size_t>(at.position(2));
            std::vector<std::string> row{award_before(text, where), kind,
                                         std::to_string(std::stoi(at[2]))};
            if (known.insert(row).second) result.rows.push_back(std::move(row));
        }
    }
    if (result.rows.empty()) return std::nullopt;
    return result;
}

std::vector<pipeline::Issue> compare_counts(const std::vector<FieldTable>& tables) {
    const auto table = [&](const char* id) {
        return std::find_if(tables.begin(), tables.end(),
                            [&](const FieldTable& t) { return t.id == id; });
    };
    const auto proposal = table("proposal"), list = table("nominees");
    std::vector<pipeline::Issue> issues;
    if (proposal == tables.end() || list == tables.end()) return issues;
    const auto kind = std::find(list->columns.begin(), list->columns.end(), "kind");
    std::map<std::string, int> listed, said, most;
    for (const auto& row : proposal->rows) {
        const int count = std::stoi(row[2]);
        if (!row[0].empty()) said[row[1]] += count;
        most[row[1]] = std::max(most[row[1]], count);
    }
    for (const auto& row : list->rows) {
        const auto at = static_cast<std::size_t>(kind - list->columns.begin());
        ++listed[kind == list->columns.end() ? std::string() : row[at]];
    }
    // A list that says no kinds: all are of the one that is proposed, of several nobody can tell.
    if (listed.contains("")) {
        if (most.size() != 1) return issues;
        listed[most.begin()->first] += listed[""];
    }
    for (const auto& [what, count] : most) {
        const int all = said.contains(what) ? said[what] : count;
        if (listed[what] == all || listed[what] == count) continue;
        issues.push_back({pipeline::Severity::Warning,
                          "counts_differ",
                          "nominees",
                          "the submission proposes " + std::to_string(all) + " of kind '" + what +
                              "', its list holds " + std::to_string(listed[what]) +
                              "; compare both with the pages",
                          {{"kind", what},
                           {"proposed", std::to_string(all)},
                           {"listed", std::to_string(listed[what])}}});
    }
    return issues;
}

}  // namespace vanthu::forms
