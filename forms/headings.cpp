#include "forms/headings.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "base/text.h"
#include "forms/folded.h"
#include "forms/list_rows.h"
#include "forms/pattern.h"
#include "forms/shared_headings.h"

namespace vanthu::forms {
namespace {

constexpr std::size_t kLongestHeading = 200;
constexpr std::size_t kRowsLookedAt = 8, kMostHeadingRows = 3;
constexpr double kLeastLike = 0.45;

// How well a known heading explains what is printed, both letters only: the same, a part of it, or
// the same but for letters that were read wrongly or one that was typed so.
double likeness(const std::string& printed, const std::string& known, bool recognised) {
    if (printed == known) return 1;
    if (known.size() < 4 || printed.size() < 4) return 0;
    const std::size_t at = printed.find(known);
    if (at != std::string::npos) {
        const double share =
            static_cast<double>(known.size()) / static_cast<double>(printed.size());
        // What a heading begins with is its noun; what follows tells more about it.
        return std::min(0.95, 0.35 + 0.5 * share + (at == 0 ? 0.15 : 0));
    }
    const int length = static_cast<int>(std::max(known.size(), printed.size()));
    const int allowed = recognised ? length / 5 : std::min(1, length / 8);
    if (allowed < 1) return 0;
    const int slips = edit_distance(to_utf32(printed), to_utf32(known), allowed + 1);
    return slips <= allowed ? 0.85 - 0.1 * slips : 0;
}

std::pair<const ColumnDefinition*, double> column_of(const std::string& heading, bool recognised,
                                                     const TableDefinition& table) {
    const std::string letters = letters_only(heading);
    std::pair<const ColumnDefinition*, double> best{nullptr, 0};
    if (letters.empty() || heading.size() > kLongestHeading) return best;
    for (const ColumnDefinition& column : table.columns)
        for (const std::string& known : column.headings)
            if (const double like = likeness(letters, known, recognised);
                like >= kLeastLike && like > best.second)
                best = {&column, like};
    return best;
}

// The heading's parts from the lowest upwards, what merged cells repeat once.
std::vector<std::string> parts_of(const CellGrid& grid, std::size_t first, std::size_t last,
                                  std::size_t column) {
    std::vector<std::string> parts;
    for (std::size_t row = last + 1; row > first; --row) {
        // "(3)": the column's number, where no rule parts it from the heading.
        static const Pattern column_number(" *[(][0-9]{1,2}[)]$");
        const std::string text = column_number.replaced_in(
            grid.rows[row - 1][column].text.substr(0, kLongestHeading + 1), "");
        if (!text.empty() && (parts.empty() || parts.back() != text)) parts.push_back(text);
    }
    return parts;
}

HeadingMatch match_of(const std::vector<std::string>& parts, bool recognised,
                      const TableDefinition& table) {
    HeadingMatch match;
    if (parts.empty()) return match;
    match.text = join(std::vector<std::string>(parts.rbegin(), parts.rend()), " ");
    match.id = lower(parts.front());
    match.lowest = parts.front();
    for (std::size_t i = 1; i < parts.size() && match.shared.empty(); ++i)
        if (const auto over = column_of(parts[i], recognised, table).first) match.shared = over->id;
    const std::string lowest = letters_only(parts.front());
    const ColumnDefinition* column = nullptr;
    const auto take = [&](const std::string& text) {
        const auto [found, like] = column_of(text, recognised, table);
        if (like <= match.confidence) return;
        column = found;
        match.confidence = like;
    };
    for (const std::string& part : parts) {
        take(part);
        if (column != nullptr) break;
    }
    if (column == nullptr && parts.size() > 1) take(match.text);
    if (column == nullptr) return match;
    match.id = column->id;
    if (parts.size() > 1 && column->id == "birth_date" && (lowest == "nam" || lowest == "nu"))
        match.gender = lowest == "nam" ? "Nam" : "Nữ";
    return match;
}

Headings read_rows(const CellGrid& grid, std::size_t first, std::size_t last,
                   const TableDefinition& table) {
    Headings headings;
    headings.first = first;
    headings.last = last;
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t column = 0; column < static_cast<std::size_t>(grid.columns); ++column) {
        bool recognised = false;  // not told by the file
        for (std::size_t row = first; row <= last; ++row)
            recognised = recognised || grid.rows[row][column].confidence < 1;
        headings.columns.push_back(
            match_of(parts_of(grid, first, last, column), recognised, table));
        order.emplace_back(-headings.columns.back().confidence, column);
    }
    // Each column of the form is given once, to the heading that fits best.
    std::sort(order.begin(), order.end());
    std::set<std::string> taken;
    for (const auto& [score, column] : order) {
        HeadingMatch& match = headings.columns[column];
        if (match.confidence <= 0 || !match.gender.empty()) continue;
        if (taken.insert(match.id).second) {
            ++headings.known;
        } else {
            match.id = lower(match.lowest);
            match.confidence = 0;
        }
    }
    // Two columns of their own with one lowest heading are told apart by what stands over it.
    std::set<std::string> own;
    for (HeadingMatch& match : headings.columns)
        if (match.confidence <= 0 && !match.id.empty() && !own.insert(match.id).second)
            match.id = lower(match.text);
    const bool by_gender = std::any_of(headings.columns.begin(), headings.columns.end(),
                                       [](const HeadingMatch& m) { return !m.gender.empty(); });
    if (by_gender && taken.insert("birth_date").second) ++headings.known;
    return headings;
}

// Rows that belong to the heading because its cells are merged downwards.
std::size_t merged_down(const std::vector<GridCell>& row) {
    int rows = 1;
    for (const GridCell& cell : row)
        if (cell.first && !cell.text.empty()) rows = std::max(rows, cell.row_span);
    const bool across = std::any_of(row.begin(), row.end(),
                                    [](const GridCell& cell) { return cell.column_span > 1; });
    return across ? static_cast<std::size_t>(rows) : 1;
}

// A row of its own number: no heading, unless it holds nothing but the columns' numbers.
bool is_numbered(const std::vector<GridCell>& row) {
    static const Pattern number("^[0-9]{1,4}[.)]?$");
    return row.front().first && number.matches(row.front().text) && !is_column_numbers(row);
}

// A first column of running numbers is that of the ordinals, whatever became of its heading.
void name_ordinals(const CellGrid& grid, Headings& headings) {
    HeadingMatch& first = headings.columns.front();
    const bool taken = std::any_of(headings.columns.begin(), headings.columns.end(),
                                   [](const HeadingMatch& m) { return m.id == "ordinal"; });
    if (taken || first.confidence > 0 || letters_only(first.text).size() > 4) return;
    int numbers = 0, others = 0;
    for (std::size_t row = headings.last + 1; row < grid.rows.size(); ++row) {
        const GridCell& cell = grid.rows[row].front();
        if (cell.text.empty() || cell.column_span > 1) continue;
        ++(cell.text.size() <= 4 && std::isdigit(static_cast<unsigned char>(cell.text[0])) != 0
               ? numbers
               : others);
    }
    if (numbers < 2 || others >= numbers) return;
    first.id = "ordinal";
    first.confidence = 0.5;
}

}  // namespace

std::optional<Headings> find_headings(const CellGrid& grid, const TableDefinition& table) {
    std::optional<Headings> best;
    const std::size_t rows = std::min(grid.rows.size(), kRowsLookedAt);
    for (std::size_t first = 0; first < rows; ++first) {
        // A title over the whole table is no heading.
        if (texts_of(grid.rows[first]).size() < 2) continue;
        const std::size_t merged = merged_down(grid.rows[first]);
        for (std::size_t depth = 1; depth <= kMostHeadingRows && first + depth <= rows; ++depth) {
            // "Giỏi" of a numbered row is a name, whatever heading it may look like.
            if (depth > 1 && is_numbered(grid.rows[first + depth - 1])) break;
            if (depth < merged && merged <= kMostHeadingRows) continue;
            Headings headings = read_rows(grid, first, first + depth - 1, table);
            if (headings.known < table.least_columns) continue;
            if (!best || headings.known > best->known) best = std::move(headings);
        }
        if (best && best->first < first) break;
    }
    if (!best) return best;
    name_ordinals(grid, *best);
    join_halves(grid, *best);
    read_ticks(grid, *best, table);
    return best;
}

std::optional<Headings> guess_headings(const CellGrid& grid) {
    static const Pattern number("^[0-9]{1,4}[.)]?$");
    static const Pattern day("^([0-9]{1,2}[/.-][0-9]{1,2}[/.-])?(19|20)[0-9]{2}$");
    constexpr double kMost = 0.6;
    if (grid.columns < 3 || grid.rows.size() < 2) return std::nullopt;
    Headings headings;
    const auto columns = static_cast<std::size_t>(grid.columns);
    const auto share = [&](std::size_t column, const auto& fits) {
        int all = 0, good = 0;
        for (const auto& row : grid.rows) {
            const std::string& text = row[column].text;
            if (text.empty() || row[column].column_span > 1 || text.size() > 200) continue;
            ++all;
            good += fits(text) ? 1 : 0;
        }
        return all < 2 ? 0.0 : static_cast<double>(good) / all;
    };
    const auto looks_like = [&](const Pattern& pattern) {
        return [&](const std::string& text) { return pattern.matches(text); };
    };
    const auto is_gender = [](const std::string& text) {
        const std::string letters = letters_only(text);
        return letters == "nam" || letters == "nu";
    };
    const auto is_words = [](const std::string& text) {
        return text.find(' ') != std::string::npos &&
               !std::isdigit(static_cast<unsigned char>(text[0]));
    };
    if (share(0, looks_like(number)) < kMost) return std::nullopt;
    bool named = false, born = false;
    for (std::size_t column = 0; column < columns; ++column) {
        HeadingMatch match;
        match.id = "cột " + std::to_string(column + 1);
        if (column == 0) {
            match.id = "ordinal";
        } else if (!born && share(column, looks_like(day)) >= kMost) {
            match.id = "birth_date";
            born = true;
        } else if (share(column, is_gender) >= kMost) {
            match.id = "gender";
        } else if (!named && share(column, is_words) >= kMost) {
            match.id = "name";
            named = true;
        }
        headings.columns.push_back(match);
    }
    if (!named) return std::nullopt;
    headings.known = 2;
    return headings;
}

bool repeats(const std::vector<GridCell>& row, const std::vector<std::vector<GridCell>>& headings) {
    for (const auto& heading : headings) {
        int same = 0, other = 0;
        for (std::size_t i = 0; i < row.size() && i < heading.size(); ++i) {
            const std::string a = letters_only(row[i].text), b = letters_only(heading[i].text);
            if (a.empty() && b.empty()) continue;
            const int allowed = static_cast<int>(std::max(a.size(), b.size()) / 4);
            const bool alike =
                a == b || (allowed > 0 && a.size() < kLongestHeading &&
                           edit_distance(to_utf32(a), to_utf32(b), allowed + 1) <= allowed);
            ++(alike ? same : other);
        }
        if (same >= 2 && same > 2 * other) return true;
    }
    return false;
}

}  // namespace vanthu::forms
