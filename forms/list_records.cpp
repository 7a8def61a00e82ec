#include "forms/list_records.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "base/text.h"
#include "forms/list_rows.h"
#include "forms/pattern.h"
#include "forms/row_numbers.h"

namespace vanthu::forms {
namespace {

constexpr int kMostIssuesOfAKind = 10;

bool has(const ListRecord& record, const char* id) {
    const auto found = record.find(id);
    return found != record.end() && !found->second.text.empty();
}

IssueValues jump(std::size_t row, int now, int before) {
    IssueValues values{{"row", std::to_string(row)}, {"number", std::to_string(now)}};
    if (before > 0) values["before"] = std::to_string(before);
    return values;
}

// "0963.42" and "4.357" of a narrow column that the page cut: a telephone's, a person's number or a
// day.
bool is_one_number(const std::string& above, const std::string& below) {
    static const Pattern number("^0([.]?[0-9]){9}$|^[0-9]{12}$");
    static const Pattern day("^[0-9]{1,2}[/.-][0-9]{1,2}[/.-][12][0-9]{3}$");
    const std::string whole = above + below;
    return number.matches(whole) || day.matches(whole);
}

bool begins_small(const std::string& text) {
    if (text.starts_with("-") || text.starts_with(",") || text.starts_with(")")) return true;
    const std::u32string letters = to_utf32(text).substr(0, 1);
    return !letters.empty() && to_utf8(letters) != upper(to_utf8(letters));
}

}  // namespace

void ListIssues::tell(const std::string& code, const std::string& detail,
                      pipeline::Severity severity, IssueValues values) {
    const int count = ++told_[code];
    if (count < kMostIssuesOfAKind)
        issues_.push_back({severity, code, table_, detail, std::move(values)});
    else if (count == kMostIssuesOfAKind)
        issues_.push_back(
            {severity, code, table_, "and further places like these", {{"further", "yes"}}});
}

std::string shortened(const std::string& text) {
    std::u32string letters = to_utf32(text);
    if (letters.size() > 60) letters = letters.substr(0, 60) + U"…";
    return to_utf8(letters);
}

std::string words(const IssueValues& place) {
    return "page " + place.at("page") + ", row " + place.at("row");
}

IssueValues ListRecords::next_place(int page, const std::string& text) const {
    IssueValues place{{"page", std::to_string(std::max(1, page))},
                      {"row", std::to_string(records_.size() + 1)}};
    if (!text.empty()) place["text"] = text;
    return place;
}

bool ListRecords::go_on(ListRecord& record) {
    if (records_.empty()) return false;
    const bool rest = is_rest_of_row(record);
    continue_merged(record, rest);
    if (rest) join_to_last(std::move(record));
    return rest;
}

void ListRecords::add(ListRecord record, const std::string& kind, int page, bool named) {
    if (is_cut_off(record)) {
        join_to_last(std::move(record));
        return;
    }
    take_continued(record);
    if (!kind.empty() && record["kind"].text.empty()) record["kind"].text = kind;
    check(record, page, named);
    records_.push_back(std::move(record));
    groups_.push_back(group_);
}

void ListRecords::settle() {
    mend_ordinals();
    check_ordinals();
    check_sums();
}

// The lower half of a row that the page break cut: it has no number of its own.
bool ListRecords::is_rest_of_row(const ListRecord& record) const {
    const ListRecord& last = records_.back();
    if (has(last, "ordinal")) return !has(record, "ordinal");
    if (has(last, "year")) return !has(record, "year");
    return has(last, "name") && !has(record, "name");
}

// What a crease of a scan cuts off the row above: neither number nor name, and each text goes
// on with one there.
bool ListRecords::is_cut_off(const ListRecord& record) const {
    if (records_.empty() || has(record, "ordinal") || has(record, "name")) return false;
    const ListRecord& last = records_.back();
    if (!has(last, "ordinal") || !has(last, "name")) return false;
    bool scanned = false;
    for (const auto& [id, cell] : record) {
        if (cell.text.empty()) continue;
        if (!has(last, id.c_str())) return false;
        scanned = scanned || (!cell.places.empty() && cell.places[0].confidence < 1);
    }
    return scanned;
}

void ListRecords::join_to_last(ListRecord rest) {
    ListRecord& last = records_.back();
    for (auto& [id, cell] : rest) {
        if (cell.text.empty()) continue;
        ListCell& whole = last[id];
        if (whole.text != cell.text)
            whole.text +=
                (whole.text.empty() || is_one_number(whole.text, cell.text) ? "" : " ") + cell.text;
        std::move(cell.places.begin(), cell.places.end(), std::back_inserter(whole.places));
    }
}

// A merged cell that the page break cut says its text above it only, or half of it there and
// half below.
void ListRecords::continue_merged(const ListRecord& record, bool rest) {
    continued_.clear();
    for (const auto& [id, cell] : record) {
        const auto above = records_.back().find(id);
        if (above == records_.back().end() || above->second.text.empty()) continue;
        const bool merged = cell.row_span > 1 || (!rest && above->second.row_span > 1);
        if (!merged || !(cell.text.empty() || begins_small(cell.text))) continue;
        const std::string whole = above->second.text + (cell.text.empty() ? "" : " " + cell.text);
        if (!rest && !cell.text.empty()) complete_above(id, above->second.text, whole);
        continued_[id] = {cell.text, whole, cell.row_span};
    }
}

void ListRecords::take_continued(ListRecord& record) {
    for (auto& [id, continued] : continued_) {
        ListCell& cell = record[id];
        if (continued.rows-- > 0 && cell.text == continued.printed) cell.text = continued.whole;
    }
}

// The rows above that the merged cell fills too.
void ListRecords::complete_above(const std::string& id, const std::string& half,
                                 const std::string& whole) {
    for (auto record = records_.rbegin(); record != records_.rend(); ++record) {
        ListCell& cell = (*record)[id];
        if (cell.text != half) return;
        const bool alone = cell.row_span <= 1;
        cell.text = whole;
        if (alone) return;
    }
}

void ListRecords::check(const ListRecord& record, int page, bool named) {
    for (const auto& [id, cell] : record)
        if (looks_like_formula(cell.text))
            issues_.tell(
                "looks_like_formula",
                words(next_place(page)) + ": \"" + shortened(cell.text) +
                    "\" would be a formula to a spreadsheet; it is kept and written as text",
                pipeline::Severity::Warning, next_place(page, shortened(cell.text)));
    if (named && !has(record, "name"))
        issues_.tell("row_without_name",
                     words(next_place(page)) + ": the row has no name; compare with the page",
                     pipeline::Severity::Warning, next_place(page));
}

// What the rows around a badly read number leave is doubted still: a person looks at it.
void ListRecords::mend_ordinals() {
    constexpr float kDecidedByOthers = 0.5f;
    std::vector<RowNumber> numbers;
    for (std::size_t i = 0; i < records_.size(); ++i) {
        const ListCell& cell = records_[i]["ordinal"];
        numbers.push_back(
            {cell.text, cell.places.empty() ? 1 : cell.places[0].confidence, groups_[i]});
    }
    const auto mended = numbers_by_order(numbers);
    for (std::size_t i = 0; i < records_.size(); ++i) {
        if (!mended[i]) continue;
        ListCell& cell = records_[i]["ordinal"];
        cell.text = std::to_string(*mended[i]);
        for (CellPlace& place : cell.places)
            place.confidence = std::min(place.confidence, kDecidedByOthers);
    }
}

// Numbers that jump: rows are missing, as where half a page was not scanned.
void ListRecords::check_ordinals() {
    int before = 0;
    for (std::size_t i = 0; i < records_.size(); ++i) {
        const std::string& text = records_[i]["ordinal"].text;
        const bool number = !text.empty() && text.size() <= 5 &&
                            std::all_of(text.begin(), text.end(),
                                        [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
        const int now = number ? std::atoi(text.c_str()) : 0;
        if (now > before + 1 && (before > 0 || i == 0))
            issues_.tell("rows_missing",
                         "row " + std::to_string(i + 1) + ": the number " + std::to_string(now) +
                             (before > 0 ? " follows " + std::to_string(before)
                                         : std::string(" is the first")) +
                             "; rows may be missing, compare with the page",
                         pipeline::Severity::Warning, jump(i + 1, now, before));
        before = now;
    }
}

// The sum printed below the list, of all rows or of those since the sum before.
void ListRecords::check_sums() {
    std::size_t since = 0;
    for (const auto& [said, rows] : sums_) {
        const auto all = static_cast<int>(rows), part = static_cast<int>(rows - since);
        if (said != all && said != part)
            issues_.tell("sum_differs",
                         "the list says " + std::to_string(said) + " in all, " +
                             std::to_string(all) + " rows were read; compare with the page",
                         pipeline::Severity::Warning,
                         {{"said", std::to_string(said)}, {"read", std::to_string(all)}});
        since = rows;
    }
}

}  // namespace vanthu::forms
