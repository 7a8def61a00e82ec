#include "forms/nominees.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "forms/cell_grid.h"
#include "forms/folded.h"
#include "forms/headings.h"
#include "forms/list_rows.h"
#include "forms/page_columns.h"
#include "forms/row_numbers.h"

namespace vanthu::forms {
namespace {

constexpr int kMostIssuesOfAKind = 10;
constexpr double kDoubtful = 0.6;

struct Cell {
    std::string text;
    std::vector<CellPlace> places;
    int row_span = 1;
};

using Record = std::map<std::string, Cell>;

class ListReader {
public:
    ListReader(const pipeline::Document& document, const TableDefinition& table)
        : table_(table), grids_(grids_of(document)) {
        reading_.table.id = table.id;
    }

    std::optional<TableReading> read(WithoutHeadings without) {
        for (const CellGrid& grid : grids_) {
            if (auto found = find_headings(grid, table_))
                read_with_headings(grid, std::move(*found));
            else if (!columns_.empty())
                read_without_headings(laid_on(places_, grid));
            else if (without == WithoutHeadings::Guess)
                begin_without_headings(grid);
        }
        if (columns_.empty()) return std::nullopt;
        mend_ordinals();
        check_ordinals();
        check_sum();
        finish();
        return std::move(reading_);
    }

private:
    void read_with_headings(const CellGrid& grid, Headings found) {
        const bool known = !columns_.empty(), below = found.last + 1 < grid.rows.size();
        if (known && continues(grid)) read_rows(grid, 0, repeated(grid, found));
        if (known && !below) return;  // headings that a page break cuts off from their rows
        if (known && says_less(found))
            read_rows(grid, found.last + 1, grid.rows.size());
        else
            begin_with_headings(grid, std::move(found));
    }

    void read_without_headings(const CellGrid& grid) {
        if (continues(grid)) {
            read_rows(grid, 0, grid.rows.size());
            return;
        }
        // The heading of a group alone may have columns of its own.
        const auto is_group = [&](const auto& row) {
            return is_empty(row) || group_of(row, table_);
        };
        if (!std::all_of(grid.rows.begin(), grid.rows.end(), is_group)) {
            // Another table in the same columns: what comes behind it is no more of this list.
            ended_ = ended_ || grid.columns == last_columns_;
            return;
        }
        for (const auto& row : grid.rows)
            if (const auto group = group_of(row, table_)) begin_group(*group);
    }

    // The lower half of headings that a page break cuts: the same columns, some without a heading.
    bool says_less(const Headings& found) const {
        if (found.columns.size() != columns_.size()) return false;
        bool less = false;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            less = less || found.columns[i].id.empty();
            if (!found.columns[i].id.empty() && found.columns[i].id != columns_[i].id) return false;
        }
        return less;
    }

    void begin_with_headings(const CellGrid& grid, Headings found) {
        columns_ = std::move(found.columns);
        for (std::size_t row = found.first; row <= found.last; ++row)
            headings_.push_back(grid.rows[row]);
        last_columns_ = grid.columns;
        ended_ = false;
        places_ = column_places(grid);
        for (const HeadingMatch& column : columns_)
            add_column(column);
        read_rows(grid, found.last + 1, grid.rows.size());
    }

    // Above headings that are said again further down the list goes on; a row there may have been
    // taken for one of theirs.
    std::size_t repeated(const CellGrid& grid, const Headings& found) const {
        for (std::size_t row = found.first; row <= found.last; ++row)
            if (repeats(grid.rows[row], headings_)) return row;
        return found.first;
    }

    void begin_without_headings(const CellGrid& grid) {
        auto guessed = guess_headings(grid);
        if (!guessed) return;
        tell("table_without_headings",
             "page " + std::to_string(std::max(1, grid.page)) +
                 ": the list has no row of headings; columns are named by what stands in them, "
                 "compare each with the page",
             pipeline::Severity::Warning, {{"page", std::to_string(std::max(1, grid.page))}});
        columns_ = std::move(guessed->columns);
        last_columns_ = grid.columns;
        ended_ = false;
        places_ = column_places(grid);
        for (const HeadingMatch& column : columns_)
            add_column(column);
        read_rows(grid, 0, grid.rows.size());
    }

    void add_column(const HeadingMatch& match) {
        if (match.id.empty()) return;
        const auto known =
            std::find_if(reading_.columns.begin(), reading_.columns.end(),
                         [&](const ColumnReading& column) { return column.id == match.id; });
        if (known != reading_.columns.end()) return;
        reading_.columns.push_back({match.id, match.text, match.confidence});
        if (match.confidence > 0 && match.confidence < kDoubtful)
            tell("heading_doubtful",
                 "the heading \"" + match.text + "\" was taken for '" + match.id +
                     "'; compare the column with the page",
                 pipeline::Severity::Info, {{"heading", match.text}, {"column", match.id}});
        if (!match.gender.empty()) add_column({"gender", match.text, match.confidence, ""});
    }

    // A table without headings that goes on with the list: as many columns as it had, and where
    // rows are numbered its first row is too, or it is the rest of one or a group's heading.
    bool continues(const CellGrid& grid) const {
        if (ended_ || grid.columns != last_columns_ || grid.rows.empty()) return false;
        const auto& row = grid.rows.front();
        if (is_empty(row) || group_of(row, table_) || sum_of(row)) return true;
        const std::string& first = row.front().text;
        // A number in a narrow cell of a scan may have been read as something else.
        const bool misread = grid.on_paper && row.front().confidence < 1 &&
                             (columns_.front().id != "ordinal" || to_utf32(first).size() <= 2);
        return misread || first.empty() || (first[0] >= '0' && first[0] <= '9');
    }

    void read_rows(const CellGrid& grid, std::size_t first, std::size_t end) {
        bool top = true;
        for (std::size_t i = first; i < end; ++i) {
            const auto& row = grid.rows[i];
            if (is_empty(row) || is_column_numbers(row) || repeats(row, headings_)) continue;
            if (i > first && grid.on_paper && says_nothing_new(row)) continue;
            read_row(grid, row, top);
            top = false;
        }
        last_page_ = grid.page;
        if (grid.cut_off)
            tell("table_too_large",
                 "the list has more rows or columns than are read of a table (20000, 200)",
                 pipeline::Severity::Warning, {{"rows", "20000"}, {"columns", "200"}});
    }

    void read_row(const CellGrid& grid, const std::vector<GridCell>& row, bool top_of_grid) {
        if (const auto sum = sum_of(row)) {
            if (*sum >= 0) sums_.push_back({*sum, records_.size()});
            return;
        }
        if (const auto group = group_of(row, table_)) {
            begin_group(*group);
            return;
        }
        if (is_one_cell(row)) {
            tell("row_is_one_cell",
                 words(place_of(row)) +
                     ": one cell stands over all columns; its text was left out: \"" +
                     shortened(row.front().text) + "\"",
                 pipeline::Severity::Warning, place_of(row, shortened(row.front().text)));
            return;
        }
        Record record = record_of(row);
        const bool after_break = top_of_grid && grid.on_paper && grid.page != last_page_;
        if (after_break && !records_.empty()) {
            const bool rest = is_rest_of_row(record);
            continue_merged(record, rest);
            if (rest) {
                join_to_last(std::move(record));
                return;
            }
        }
        if (is_cut_off(record)) {
            join_to_last(std::move(record));
            return;
        }
        take_continued(record);
        if (!kind_.empty() && record["kind"].text.empty()) record["kind"].text = kind_;
        check_row(record, row);
        records_.push_back(std::move(record));
        groups_.push_back(group_);
    }

    void begin_group(const GroupRow& group) {
        if (!group.kind.empty() || !group.inner) kind_ = group.kind;
        grouped_ = grouped_ || !group.kind.empty();
        ++group_;
    }

    Record record_of(const std::vector<GridCell>& row) {
        Record record;
        for (std::size_t column = 0; column < row.size() && column < columns_.size(); ++column) {
            const HeadingMatch& heading = columns_[column];
            if (heading.id.empty()) continue;
            const GridCell& from = row[column];
            Cell cell{from.text, {}, from.row_span};
            if (from.page > 0) cell.places.push_back({from.page, from.box, from.confidence});
            if (!heading.gender.empty()) {
                if (from.text.empty()) continue;
                record["gender"] = {heading.gender, cell.places, 1};
            }
            if (heading.id == "kind") cell.text = kind_said(from.text);
            if (heading.id == "ordinal" && from.confidence < 1)
                cell.text = without_specks(from.text);
            record[heading.id] = std::move(cell);
        }
        return record;
    }

    // "Tập thể" in a column of kinds is the kind itself.
    std::string kind_said(const std::string& text) const {
        const std::string said = folded(text).text;
        for (const auto& [kind, openings] : table_.groups)
            for (const std::string& opening : openings)
                if (said == opening) return kind;
        return text;
    }

    // "2)" of a scan is 2: specks beside a number look like signs.
    static std::string without_specks(const std::string& text) {
        const std::size_t first = text.find_first_of("0123456789");
        const std::size_t last = text.find_last_of("0123456789");
        if (first == std::string::npos || text.size() > 6) return text;
        const std::string around = text.substr(0, first) + text.substr(last + 1);
        const bool letters = std::any_of(around.begin(), around.end(), [](unsigned char c) {
            return std::isalnum(c) != 0 || c >= 0x80;
        });
        return letters ? text : text.substr(first, last + 1 - first);
    }

    bool has(const Record& record, const char* id) const {
        const auto found = record.find(id);
        return found != record.end() && !found->second.text.empty();
    }

    // The lower half of a row that the page break cut: it has no number of its own.
    bool is_rest_of_row(const Record& record) const {
        const Record& last = records_.back();
        if (has(last, "ordinal")) return !has(record, "ordinal");
        return has(last, "name") && !has(record, "name");
    }

    // All its texts stand in cells that begin above: a crease or a shadow was taken for a rule.
    static bool says_nothing_new(const std::vector<GridCell>& row) {
        return std::none_of(row.begin(), row.end(),
                            [](const GridCell& cell) { return cell.first && !cell.text.empty(); });
    }

    // What a crease of a scan cuts off the row above: neither number nor name, and each text goes
    // on with one there.
    bool is_cut_off(const Record& record) const {
        if (records_.empty() || has(record, "ordinal") || has(record, "name")) return false;
        const Record& last = records_.back();
        if (!has(last, "ordinal") || !has(last, "name")) return false;
        bool scanned = false;
        for (const auto& [id, cell] : record) {
            if (cell.text.empty()) continue;
            if (!has(last, id.c_str())) return false;
            scanned = scanned || (!cell.places.empty() && cell.places[0].confidence < 1);
        }
        return scanned;
    }

    void join_to_last(Record rest) {
        Record& last = records_.back();
        for (auto& [id, cell] : rest) {
            if (cell.text.empty()) continue;
            Cell& whole = last[id];
            if (whole.text != cell.text) whole.text += (whole.text.empty() ? "" : " ") + cell.text;
            std::move(cell.places.begin(), cell.places.end(), std::back_inserter(whole.places));
        }
    }

    // A merged cell that the page break cut says its text above it only, or half of it there and
    // half below.
    void continue_merged(const Record& record, bool rest) {
        continued_.clear();
        for (const auto& [id, cell] : record) {
            const auto above = records_.back().find(id);
            if (above == records_.back().end() || above->second.text.empty()) continue;
            const bool merged = cell.row_span > 1 || (!rest && above->second.row_span > 1);
            if (!merged || !(cell.text.empty() || begins_small(cell.text))) continue;
            const std::string whole =
                above->second.text + (cell.text.empty() ? "" : " " + cell.text);
            if (!rest && !cell.text.empty()) complete_above(id, above->second.text, whole);
            continued_[id] = {cell.text, whole, cell.row_span};
        }
    }

    void take_continued(Record& record) {
        for (auto& [id, continued] : continued_) {
            Cell& cell = record[id];
            if (continued.rows-- > 0 && cell.text == continued.printed) cell.text = continued.whole;
        }
    }

    // The rows above that the merged cell fills too.
    void complete_above(const std::string& id, const std::string& half, const std::string& whole) {
        for (auto record = records_.rbegin(); record != records_.rend(); ++record) {
            Cell& cell = (*record)[id];
            if (cell.text != half) return;
            const bool alone = cell.row_span <= 1;
            cell.text = whole;
            if (alone) return;
        }
    }

    static bool begins_small(const std::string& text) {
        const std::u32string letters = to_utf32(text).substr(0, 1);
        return !letters.empty() && to_utf8(letters) != upper(to_utf8(letters));
    }

    void check_row(const Record& record, const std::vector<GridCell>& row) {
        for (const auto& [id, cell] : record)
            if (looks_like_formula(cell.text))
                tell("looks_like_formula",
                     words(place_of(row)) + ": \"" + shortened(cell.text) +
                         "\" would be a formula to a spreadsheet; it is kept and written as text",
                     pipeline::Severity::Warning, place_of(row, shortened(cell.text)));
        if (!has(record, "name") && named())
            tell("row_without_name",
                 words(place_of(row)) + ": the row has no name; compare with the page",
                 pipeline::Severity::Warning, place_of(row));
    }

    bool named() const {
        return std::any_of(reading_.columns.begin(), reading_.columns.end(),
                           [](const ColumnReading& column) { return column.id == "name"; });
    }

    using Values = std::map<std::string, std::string>;

    Values place_of(const std::vector<GridCell>& row) const {
        int page = 0;
        for (const GridCell& cell : row)
            page = std::max(page, cell.page);
        return {{"page", std::to_string(std::max(1, page))},
                {"row", std::to_string(records_.size() + 1)}};
    }
    Values place_of(const std::vector<GridCell>& row, const std::string& text) const {
        Values place = place_of(row);
        place["text"] = text;
        return place;
    }
    static std::string words(const Values& place) {
        return "page " + place.at("page") + ", row " + place.at("row");
    }

    static std::string shortened(const std::string& text) {
        std::u32string letters = to_utf32(text);
        if (letters.size() > 60) letters = letters.substr(0, 60) + U"…";
        return to_utf8(letters);
    }

    // What the rows around a badly read number leave is doubted still: a person looks at it.
    void mend_ordinals() {
        constexpr float kDecidedByOthers = 0.5f;
        std::vector<RowNumber> numbers;
        for (std::size_t i = 0; i < records_.size(); ++i) {
            const Cell& cell = records_[i]["ordinal"];
            numbers.push_back(
                {cell.text, cell.places.empty() ? 1 : cell.places[0].confidence, groups_[i]});
        }
        const auto mended = numbers_by_order(numbers);
        for (std::size_t i = 0; i < records_.size(); ++i) {
            if (!mended[i]) continue;
            Cell& cell = records_[i]["ordinal"];
            cell.text = std::to_string(*mended[i]);
            for (CellPlace& place : cell.places)
                place.confidence = std::min(place.confidence, kDecidedByOthers);
        }
    }

    // Numbers that jump: rows are missing, as where half a page was not scanned.
    void check_ordinals() {
        int before = 0;
        for (std::size_t i = 0; i < records_.size(); ++i) {
            const std::string& text = records_[i]["ordinal"].text;
            const bool number = !text.empty() && text.size() <= 5 &&
                                std::all_of(text.begin(), text.end(), [](char c) {
                                    return (c >= '0' && c <= '9') || c == '.';
                                });
            const int now = number ? std::atoi(text.c_str()) : 0;
            if (now > before + 1 && (before > 0 || i == 0))
                tell("rows_missing",
                     "row " + std::to_string(i + 1) + ": the number " + std::to_string(now) +
                         (before > 0 ? " follows " + std::to_string(before)
                                     : std::string(" is the first")) +
                         "; rows may be missing, compare with the page",
                     pipeline::Severity::Warning, jump(i + 1, now, before));
            before = now;
        }
    }

    static Values jump(std::size_t row, int now, int before) {
        Values values{{"row", std::to_string(row)}, {"number", std::to_string(now)}};
        if (before > 0) values["before"] = std::to_string(before);
        return values;
    }

    // The sum printed below the list, of all rows or of those since the sum before.
    void check_sum() {
        std::size_t since = 0;
        for (const auto& [said, rows] : sums_) {
            const auto all = static_cast<int>(rows), part = static_cast<int>(rows - since);
            if (said != all && said != part)
                tell("sum_differs",
                     "the list says " + std::to_string(said) + " in all, " + std::to_string(all) +
                         " rows were read; compare with the page",
                     pipeline::Severity::Warning,
                     {{"said", std::to_string(said)}, {"read", std::to_string(all)}});
            since = rows;
        }
    }

    void tell(const std::string& code, const std::string& detail, pipeline::Severity severity,
              Values values) {
        const int count = ++told_[code];
        if (count < kMostIssuesOfAKind)
            reading_.issues.push_back({severity, code, table_.id, detail, std::move(values)});
        else if (count == kMostIssuesOfAKind)
            reading_.issues.push_back(
                {severity, code, table_.id, "and further places like these", {{"further", "yes"}}});
    }

    void finish() {
        const auto has_kind = std::any_of(reading_.columns.begin(), reading_.columns.end(),
                                          [](const ColumnReading& c) { return c.id == "kind"; });
        if (grouped_ && !has_kind) reading_.columns.push_back({"kind", "", 1});
        for (const ColumnReading& column : reading_.columns)
            reading_.table.columns.push_back(column.id);
        for (Record& record : records_) {
            std::vector<std::string> texts;
            std::vector<std::vector<CellPlace>> places;
            for (const ColumnReading& column : reading_.columns) {
                Cell& cell = record[column.id];
                texts.push_back(std::move(cell.text));
                places.push_back(std::move(cell.places));
            }
            reading_.table.rows.push_back(std::move(texts));
            reading_.places.push_back(std::move(places));
        }
    }

    const TableDefinition& table_;
    const std::vector<CellGrid> grids_;
    TableReading reading_;
    std::vector<HeadingMatch> columns_;            // of the table being read
    std::vector<std::vector<GridCell>> headings_;  // rows that may be repeated
    std::vector<ColumnPlace> places_;
    int last_columns_ = 0, last_page_ = 0;
    bool ended_ = false;
    std::vector<Record> records_;
    struct Continued {
        std::string printed, whole;  // of a merged cell after a page break
        int rows = 0;
    };
    std::map<std::string, Continued> continued_;
    std::vector<int> groups_;  // of each record
    int group_ = 0;
    std::string kind_;
    bool grouped_ = false;
    std::vector<std::pair<int, std::size_t>> sums_;
    std::map<std::string, int> told_;
};

}  // namespace

std::optional<TableReading> read_table(const pipeline::Document& document,
                                       const TableDefinition& table, WithoutHeadings without) {
    return ListReader(document, table).read(without);
}

}  // namespace vanthu::forms
