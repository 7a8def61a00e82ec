#include "forms/nominees.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iterator>
#include <map>
#include <utility>

#include "base/text.h"
#include "forms/cell_grid.h"
#include "forms/folded.h"
#include "forms/headings.h"
#include "forms/list_records.h"
#include "forms/list_rows.h"
#include "forms/page_columns.h"
#include "forms/shared_headings.h"

namespace vanthu::forms {
namespace {

constexpr double kDoubtful = 0.6;

class ListReader {
public:
    ListReader(const pipeline::Document& document, const TableDefinition& table)
        : table_(table), grids_(grids_of(document)), issues_(table.id), records_(issues_) {
        reading_.table.id = table.id;
        for (const pipeline::Page& page : document.pages)
            if (page.origin == pipeline::TextOrigin::Ocr)
                sheets_[page.number] = {0, 0, page.width, page.height};
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
        records_.settle();
        finish();
        return std::move(reading_);
    }

private:
    void read_with_headings(const CellGrid& grid, Headings found) {
        const bool known = !columns_.empty(), below = found.last + 1 < grid.rows.size();
        if (known && continues(grid)) read_rows(grid, 0, repeated(grid, found));
        // Headings that a page break cuts off from their rows.
        if (known && !below && repeats(grid.rows[found.first], headings_)) return;
        if (known && says_less(found))
            read_rows(grid, found.last + 1, grid.rows.size());
        else
            begin_with_headings(grid, std::move(found));
    }

    void read_without_headings(const CellGrid& grid) {
        if (continues(grid)) {
            if (const std::string kind = kind_above(grid.above, table_); !kind.empty())
                begin_group({kind, false});
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
        begin_list(grid, found);
        just_begun_ = true;
        if (grid.on_paper) keep_names(found);
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

    // Headings that a page break cuts short keep the names that they had on the page before.
    void keep_names(Headings& found) const {
        if (found.columns.size() != columns_.size()) return;
        const auto alike = [](const HeadingMatch& now, const HeadingMatch& before) {
            const std::string a = letters_only(now.id), b = letters_only(before.id);
            return a == b || (now.confidence <= 0 && a.size() >= 4 && b.starts_with(a));
        };
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (!alike(found.columns[i], columns_[i])) return;
        found.columns = columns_;
    }

    // Another list has kinds of its own: those of the one before end with it.
    void begin_list(const CellGrid& grid, const Headings& found) {
        if (is_anew(grid, found)) kind_.clear();
        std::string kind = kind_above(grid.above, table_);
        for (const HeadingMatch& column : found.columns)
            if (kind.empty() && kind_.empty() && column.id == "name" && column.confidence > 0)
                kind = kind_of_names(column.text, table_);
        if (!kind.empty()) begin_group({kind, false});
    }

    bool is_anew(const CellGrid& grid, const Headings& found) const {
        const bool repeated = repeats(grid.rows[found.first], headings_);
        if (repeated && (grid.on_paper || after_group_)) return false;
        if (!repeated && !grid.on_paper) return true;
        for (std::size_t i = found.last + 1; i < grid.rows.size(); ++i) {
            const auto& row = grid.rows[i];
            if (is_empty(row) || is_column_numbers(row)) continue;
            return found.columns.front().id == "ordinal" && !group_of(row, table_) &&
                   std::atoi(row.front().text.c_str()) == 1;
        }
        return false;
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
        issues_.tell(
            "table_without_headings",
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
            issues_.tell("heading_doubtful",
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
        if (!headings_.empty() && begins_another_table(row, headings_.back())) return false;
        const std::string& first = row.front().text;
        // A number in a narrow cell of a scan may have been read as something else.
        const bool misread = grid.on_paper && row.front().confidence < 1 &&
                             (columns_.front().id != "ordinal" || to_utf32(first).size() <= 2);
        return misread || first.empty() || (first[0] >= '0' && first[0] <= '9');
    }

    // A sheet has margins; a table without one goes on where the picture ends.
    void tell_torn_edge(const CellGrid& grid) {
        const auto sheet = sheets_.find(grid.page);
        if (!grid.on_paper || sheet == sheets_.end()) return;
        const auto& [left, top, right, bottom] = sheet->second;
        const int margin = std::min(right, bottom) / 80;  // 2.6 mm of A4
        pipeline::Box reach;
        for (const auto& row : grid.rows)
            for (const GridCell& cell : row)
                if (cell.page > 0) reach = united(reach, cell.box);
        const bool beside = reach.left < left + margin || reach.right > right - margin;
        const bool below = reach.top < top + margin || reach.bottom > bottom - margin;
        if (!beside && !below) return;
        const std::string page = std::to_string(grid.page);
        issues_.tell(below ? "rows_cut_off" : "columns_cut_off",
                     "page " + page + ": the list runs to the edge of the picture; " +
                         (below ? "rows" : "columns") +
                         " may be missing, scan the whole sheet or compare with the paper",
                     pipeline::Severity::Warning, {{"page", page}});
    }

    void read_rows(const CellGrid& grid, std::size_t first, std::size_t end) {
        if (first >= end) return;
        tell_torn_edge(grid);
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
            issues_.tell("table_too_large",
                         "the list has more rows or columns than are read of a table (20000, 200)",
                         pipeline::Severity::Warning, {{"rows", "20000"}, {"columns", "200"}});
    }

    void read_row(const CellGrid& grid, const std::vector<GridCell>& row, bool top_of_grid) {
        if (const auto sum = sum_of(row)) {
            if (*sum >= 0) records_.take_sum(*sum);
            return;
        }
        if (const auto group = group_of(row, table_)) {
            begin_group(*group);
            return;
        }
        const int page = page_of(row);
        if (is_one_cell(row)) {
            issues_.tell("row_is_one_cell",
                         words(records_.next_place(page)) +
                             ": one cell stands over all columns; its text was left out: \"" +
                             shortened(row.front().text) + "\"",
                         pipeline::Severity::Warning,
                         records_.next_place(page, shortened(row.front().text)));
            return;
        }
        ListRecord record = record_of(row);
        const bool after_break = top_of_grid && grid.on_paper && grid.page != last_page_;
        if (after_break && (ends_headings(record) || records_.go_on(record))) return;
        records_.add(std::move(record), kind_, page, named());
        after_group_ = just_begun_ = false;
    }

    // The last words of headings that a page break cut off: in one column, before any row.
    bool ends_headings(const ListRecord& record) const {
        if (!just_begun_ || columns_.empty()) return false;
        const auto texts = std::count_if(record.begin(), record.end(), [](const auto& cell) {
            return !cell.second.text.empty();
        });
        const auto first = record.find(columns_.front().id);
        return texts == 1 && (first == record.end() || first->second.text.empty());
    }

    void begin_group(const GroupRow& group) {
        if (!group.kind.empty() || !group.inner) kind_ = group.kind;
        grouped_ = grouped_ || !group.kind.empty();
        after_group_ = true;
        records_.begin_group();
    }

    ListRecord record_of(const std::vector<GridCell>& row) {
        ListRecord record;
        for (std::size_t column = 0; column < row.size() && column < columns_.size(); ++column) {
            const HeadingMatch& heading = columns_[column];
            if (heading.id.empty()) continue;
            const GridCell& from = row[column];
            ListCell cell{from.text, {}, from.row_span};
            if (from.page > 0) cell.places.push_back({from.page, from.box, from.confidence});
            if (heading.goes_on) {
                if (from.text.empty() || is_one_cell_with(from, row[column - 1])) continue;
                ListCell& half = record[heading.id];
                half.text += (half.text.empty() ? "" : " ") + cell.text;
                std::move(cell.places.begin(), cell.places.end(), std::back_inserter(half.places));
                continue;
            }
            if (!heading.tick.empty()) {
                if (!is_tick(from.text)) continue;
                cell.text = heading.tick;
            }
            if (!heading.gender.empty()) {
                if (from.text.empty()) continue;
                record["gender"] = {heading.gender, cell.places, 1};
            }
            if (heading.id == "kind") cell.text = kind_said(cell.text);
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

    // All its texts stand in cells that begin above: a crease or a shadow was taken for a rule.
    static bool says_nothing_new(const std::vector<GridCell>& row) {
        return std::none_of(row.begin(), row.end(),
                            [](const GridCell& cell) { return cell.first && !cell.text.empty(); });
    }

    bool named() const {
        return std::any_of(reading_.columns.begin(), reading_.columns.end(),
                           [](const ColumnReading& column) { return column.id == "name"; });
    }

    static int page_of(const std::vector<GridCell>& row) {
        int page = 0;
        for (const GridCell& cell : row)
            page = std::max(page, cell.page);
        return page;
    }

    void finish() {
        reading_.issues = issues_.take();
        const auto has_kind = std::any_of(reading_.columns.begin(), reading_.columns.end(),
                                          [](const ColumnReading& c) { return c.id == "kind"; });
        if (grouped_ && !has_kind) reading_.columns.push_back({"kind", "", 1});
        for (const ColumnReading& column : reading_.columns)
            reading_.table.columns.push_back(column.id);
        for (ListRecord& record : records_.all()) {
            std::vector<std::string> texts;
            std::vector<std::vector<CellPlace>> places;
            for (const ColumnReading& column : reading_.columns) {
                ListCell& cell = record[column.id];
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
    std::map<int, pipeline::Box> sheets_;  // of scanned pages
    int last_columns_ = 0, last_page_ = 0;
    bool ended_ = false;
    ListIssues issues_;
    ListRecords records_;
    std::string kind_;
    bool grouped_ = false, after_group_ = false;
    bool just_begun_ = false;  // no row since the headings
};

}  // namespace

std::optional<TableReading> read_table(const pipeline::Document& document,
                                       const TableDefinition& table, WithoutHeadings without) {
    return ListReader(document, table).read(without);
}

}  // namespace vanthu::forms
