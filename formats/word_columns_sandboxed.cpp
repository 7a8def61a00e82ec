#include "formats/word_columns_sandboxed.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>
#include <utility>

namespace vanthu::formats {
namespace {

using pipeline::Block;
using pipeline::Box;

// Of the word height: less is a space. Fonts have one height, recognised words that of their ink.
constexpr double kFontGap = 0.36, kInkGap = 0.5;
constexpr double kLeastGutter = 0.04;  // inches
constexpr double kBeyond = 0.08;       // inches a merged cell reaches past the white it crosses
constexpr std::size_t kRowsPerCrossing = 6;  // of so many rows one may cross

int shared_height(const Box& a, const Box& b) {
    return std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
}

double share_of_height(const Box& a, const Box& b) {
    return static_cast<double>(shared_height(a, b)) / std::max(1, std::min(a.height(), b.height()));
}

// The widest gap that is a space, by how the words of the page are measured.
double widest_space(const std::vector<PlacedWord>& words) {
    std::map<int, int> heights;
    for (const PlacedWord& placed : words)
        ++heights[placed.word.box.height()];
    int most = 0, height = 1;
    for (const auto& [value, count] : heights) {
        const auto next = heights.find(value + 1);
        const int both = count + (next == heights.end() ? 0 : next->second);
        if (both > most) {
            most = both;
            height = value;
        }
    }
    std::vector<int> sorted;
    for (const PlacedWord& placed : words)
        sorted.push_back(placed.word.box.height());
    std::sort(sorted.begin(), sorted.end());
    const bool font = 5 * most >= 3 * static_cast<int>(words.size());
    return font ? kFontGap * height : kInkGap * std::max(1, sorted[sorted.size() / 2]);
}

struct Column {
    double left = 0, right = 0;
};

// Stretches of x that runs stand on, from left to right.
std::vector<Column> stretches(std::vector<Column> parts) {
    std::sort(parts.begin(), parts.end(),
              [](const Column& a, const Column& b) { return a.left < b.left; });
    std::vector<Column> result;
    for (const Column& part : parts) {
        if (!result.empty() && part.left <= result.back().right)
            result.back().right = std::max(result.back().right, part.right);
        else
            result.push_back(part);
    }
    return result;
}

std::size_t places_in(const RunRow& row) {
    std::vector<Column> parts;
    for (const WordRun& run : row.runs)
        parts.push_back({static_cast<double>(run.box.left), static_cast<double>(run.box.right)});
    return stretches(std::move(parts)).size();
}

// "(1)", "2", "3."
bool is_number(const std::string& text) {
    return !text.empty() && text.size() < 6 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || c == '(' || c == ')' || c == '.';
    }) && text.find_first_of("0123456789") != std::string::npos;
}

// "(1) (2) (3)" under the headings.
bool numbers_columns(const RunRow& row) {
    return row.runs.size() >= 3 &&
           std::all_of(row.runs.begin(), row.runs.end(), [](const WordRun& run) {
               return run.words.size() == 1 && is_number(run.words.front().word.text);
           });
}

// Rows whose cells show the columns: no headings, no heading of a group.
std::vector<const RunRow*> telling(const std::vector<RunRow>& rows) {
    std::vector<const RunRow*> result;
    std::vector<std::size_t> places;
    for (const RunRow& row : rows) {
        if (row.heading || row.runs.empty() || numbers_columns(row)) continue;
        result.push_back(&row);
        places.push_back(places_in(row));
    }
    if (result.empty()) return result;
    std::vector<std::size_t> sorted = places;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t usual = sorted[sorted.size() / 2], least = usual >= 4 ? 3 : 2;
    std::vector<const RunRow*> full;
    for (std::size_t i = 0; i < result.size(); ++i)
        if (places[i] >= least) full.push_back(result[i]);
    return full;
}

// Columns by the white that goes down through `rows`.
std::vector<Column> columns_by_white(const std::vector<const RunRow*>& rows, double inch) {
    std::vector<const WordRun*> runs;
    double left = 1e9, right = -1e9;
    for (const RunRow* row : rows)
        for (const WordRun& run : row->runs) {
            runs.push_back(&run);
            left = std::min<double>(left, run.box.left);
            right = std::max<double>(right, run.box.right);
        }
    if (runs.empty()) return {};
    const double step = inch / 100;
    const auto size = static_cast<std::size_t>((right - left) / step) + 2;
    if (size < 10 || size > 100'000) return {};
    std::vector<std::size_t> standing(size, 0);
    const auto place = [&](double x) {
        return std::min(size - 1, static_cast<std::size_t>(std::max(0.0, (x - left) / step)));
    };
    for (const WordRun* run : runs)
        for (std::size_t x = place(run->box.left); x <= place(run->box.right); ++x)
            ++standing[x];
    const std::size_t few = rows.size() / kRowsPerCrossing;
    std::vector<bool> crosses(runs.size(), false);
    for (std::size_t x = 0; x < size;) {
        std::size_t end = x;
        while (end < size && standing[end] <= few)
            ++end;
        if (end == x) {
            ++x;
            continue;
        }
        const double from = left + static_cast<double>(x) * step;
        const double to = left + static_cast<double>(end) * step;
        const bool inside = x > 0 && end < size;
        for (std::size_t i = 0; inside && i < runs.size(); ++i)
            if (runs[i]->box.left < from - kBeyond * inch &&
                runs[i]->box.right > to + kBeyond * inch)
                crosses[i] = true;
        x = end;
    }
    std::vector<Column> parts;
    for (std::size_t i = 0; i < runs.size(); ++i)
        if (!crosses[i])
            parts.push_back(
                {static_cast<double>(runs[i]->box.left), static_cast<double>(runs[i]->box.right)});
    std::vector<Column> columns;
    for (const Column& column : stretches(std::move(parts))) {
        if (!columns.empty() && column.left - columns.back().right < kLeastGutter * inch)
            columns.back().right = std::max(columns.back().right, column.right);
        else
            columns.push_back(column);
    }
    return columns;
}

// "Thông tin cá nhân" over "Ngày sinh" and "Giới tính": a heading of headings names no column.
void drop_headings_of_headings(std::vector<Box>& headings) {
    const std::vector<Box> all = headings;
    std::erase_if(headings, [&](const Box& over) {
        std::vector<Column> below;
        for (const Box& other : all)
            if (other.top >= over.bottom - over.height() / 2 && other.left < over.right &&
                other.right > over.left)
                below.push_back(
                    {static_cast<double>(other.left), static_cast<double>(other.right)});
        return stretches(std::move(below)).size() > 1;
    });
}

std::vector<Box> headings_of(const std::vector<RunRow>& rows) {
    std::vector<Box> headings;
    for (const RunRow& row : rows)
        for (const WordRun& run : row.runs)
            if (row.heading) headings.push_back(run.box);
    drop_headings_of_headings(headings);
    return headings;
}

Column column_of(const Box& box) {
    return {static_cast<double>(box.left), static_cast<double>(box.right)};
}

std::vector<std::size_t> columns_under(double left, double right,
                                       const std::vector<Column>& columns) {
    std::vector<std::size_t> under;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (left < columns[i].right && right > columns[i].left) under.push_back(i);
    return under;
}

// Over one column by its middle, but over another's heading too.
bool heads_more(const Box& heading, const std::vector<Box>& headings,
                const std::vector<Column>& columns) {
    const auto own = columns_under(heading.left, heading.right, columns);
    return std::any_of(headings.begin(), headings.end(), [&](const Box& other) {
        if (other.top < heading.bottom - heading.height() / 2 || other.left >= heading.right ||
            other.right <= heading.left)
            return false;
        const auto others = columns_under(other.left, other.right, columns);
        return !own.empty() && !others.empty() && own != others;
    });
}

// A heading over a column widens it; one where no cell of the rows stands is a column of its own,
// when its neighbours have headings too.
void take_headings(std::vector<Box> headings, std::vector<Column>& columns) {
    std::erase_if(headings, [&, all = headings](const Box& heading) {
        return columns_under(heading.left, heading.right, columns).size() > 1 ||
               heads_more(heading, all, columns);
    });
    std::vector<Column> stacks, alone;
    for (const Box& heading : headings)
        stacks.push_back(column_of(heading));
    std::vector<bool> named(columns.size(), false);
    for (const Column& stack : stretches(std::move(stacks))) {
        const auto under = columns_under(stack.left, stack.right, columns);
        if (under.size() > 1) continue;
        if (under.empty()) {
            alone.push_back(stack);
            continue;
        }
        const std::size_t at = under.front();
        Column& column = columns[at];
        named[at] = true;
        const double low = at > 0 ? columns[at - 1].right : stack.left;
        const double high = at + 1 < columns.size() ? columns[at + 1].left : stack.right;
        column.left = std::min(column.left, std::max(low, stack.left));
        column.right = std::max(column.right, std::min(high, stack.right));
    }
    for (const Column& heading : alone) {
        std::size_t after = 0;
        while (after < columns.size() && columns[after].left < heading.left)
            ++after;
        if (after > 0 && !named[after - 1]) {
            columns[after - 1].right = std::max(columns[after - 1].right, heading.right);
            named[after - 1] = true;
        } else if (after < columns.size() && !named[after]) {
            columns[after].left = std::min(columns[after].left, heading.left);
            named[after] = true;
        } else {
            columns.insert(columns.begin() + static_cast<std::ptrdiff_t>(after), heading);
            named.insert(named.begin() + static_cast<std::ptrdiff_t>(after), true);
        }
    }
}

Block cell_of(int table, int row, std::size_t column, int row_span, std::size_t columns,
              const std::vector<double>& edges, double top, double bottom,
              std::vector<PlacedWord> words) {
    Block cell;
    cell.kind = Block::Kind::TableCell;
    cell.table = table;
    cell.row = row;
    cell.column = static_cast<int>(column);
    cell.row_span = row_span;
    cell.column_span = static_cast<int>(columns);
    cell.box = {static_cast<int>(std::lround(edges[column])), static_cast<int>(std::lround(top)),
                static_cast<int>(std::lround(edges[column + columns])),
                static_cast<int>(std::lround(bottom))};
    cell.lines = lines_of(std::move(words));
    return cell;
}

// Digits and what stands between those of a date.
bool is_numeral(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789/.-") == std::string::npos;
}

bool is_whole_number(const std::string& text) {
    const std::size_t digits = static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }));
    if (digits == text.size()) return digits >= 9 && digits <= 12;  // of a person, a telephone
    // "0978.786.904", in groups.
    if (text.front() == '0' && digits == 10 &&
        text.find_first_not_of("0123456789.") == std::string::npos)
        return true;
    const std::size_t year = text.find_last_of("/.-");
    return text.size() - year - 1 == 4 && std::count(text.begin(), text.end(), text[year]) == 2 &&
           digits + 2 == text.size();
}

}  // namespace

std::vector<WordRun> runs_of(std::vector<PlacedWord> words) {
    if (words.empty()) return {};
    constexpr double kOneRow = 0.6, kMostOver = 0.3;  // of a height
    const double space = widest_space(words);
    std::stable_sort(words.begin(), words.end(), [](const PlacedWord& a, const PlacedWord& b) {
        return a.word.box.left < b.word.box.left;
    });
    // Each word goes on with the run that ends before it on its own line; what stands beside at
    // half its height, as the middle line of another cell does, is another's.
    std::vector<WordRun> runs;
    std::size_t open = 0;  // runs before it end too far left
    for (PlacedWord& placed : words) {
        const Box& box = placed.word.box;
        WordRun* best = nullptr;
        double nearest = 0;
        while (open < runs.size() && runs[open].box.right + 4 * space < box.left)
            ++open;
        for (std::size_t i = open; i < runs.size(); ++i) {
            const Box& last = runs[i].words.back().word.box;
            const double gap = box.left - last.right;
            const double share = share_of_height(last, box);
            if (gap > space || gap < -kMostOver * box.height() || share < kOneRow) continue;
            const double far = gap / std::max(1.0, space) - 2 * share;
            if (best == nullptr || far < nearest) {
                best = &runs[i];
                nearest = far;
            }
        }
        if (best == nullptr) best = &runs.emplace_back();
        best->box = best->words.empty() ? box : united(best->box, box);
        best->words.push_back(std::move(placed));
    }
    std::stable_sort(runs.begin(), runs.end(), [](const WordRun& a, const WordRun& b) {
        return std::pair(a.box.top, a.box.left) < std::pair(b.box.top, b.box.left);
    });
    return runs;
}

std::vector<double> column_edges(const std::vector<RunRow>& rows, double inch) {
    std::vector<Column> columns = columns_by_white(telling(rows), inch);
    const std::vector<Box> headings = headings_of(rows);
    if (!columns.empty()) {
        take_headings(headings, columns);
    } else {  // rows that tell nothing
        for (const Box& heading : headings)
            columns.push_back(column_of(heading));
        columns = stretches(std::move(columns));
    }
    if (columns.size() < 2) return {};
    std::vector<double> edges{columns.front().left};
    for (std::size_t i = 1; i < columns.size(); ++i)
        edges.push_back((columns[i - 1].right + columns[i].left) / 2);
    edges.push_back(columns.back().right + 1);
    return edges;
}

bool begins_group(const WordRun& run) {
    // Of a scan a run may be one word.
    const std::string& text = run.words.front().word.text;
    const std::string word = text.substr(0, text.find(' '));
    const std::size_t end = word.find_last_not_of(".)");
    if (end == std::string::npos || end > 3) return false;
    const std::string mark = word.substr(0, end + 1);
    // A scan's "II." may read as "1I."; numbers alone are none.
    const bool stopped = end + 1 < word.size();
    return mark.find_first_not_of("IVX") == std::string::npos ||
           (stopped && mark.find_first_not_of("IVXLl1|") == std::string::npos &&
            mark.find_first_not_of('1') != std::string::npos) ||
           (mark.size() == 1 && mark[0] >= 'A' && mark[0] <= 'H');
}

ColumnSpan columns_of(const WordRun& run, const std::vector<double>& edges) {
    const auto column = [&](double x) {
        const auto after = std::upper_bound(edges.begin() + 1, edges.end() - 1, x);
        return static_cast<std::size_t>(after - edges.begin() - 1);
    };
    const double inset = std::min(0.15 * run.box.height(), 0.3 * run.box.width());
    const std::size_t first = column(run.box.left + inset);
    return {first, std::max(first, column(run.box.right - inset))};
}

int put_row(const RunRow& from, const std::vector<double>& edges, int table, int row,
            std::vector<Block>& cells) {
    const double top = from.top, bottom = from.bottom;
    const std::size_t columns = edges.size() - 1;
    std::vector<std::vector<PlacedWord>> own(columns);
    std::vector<std::size_t> lowest(columns, 0);  // where runs of one column stand
    std::vector<const WordRun*> wide;
    for (const WordRun& run : from.runs) {
        const auto [first, last] = columns_of(run, edges);
        if (first == last) {
            own[first].insert(own[first].end(), run.words.begin(), run.words.end());
            lowest[first] =
                std::max(lowest[first], static_cast<std::size_t>(std::max(0, run.box.bottom)));
        } else {
            wide.push_back(&run);
        }
    }
    // Over cells of their own, as "Thông tin cá nhân" over "Ngày sinh" and "Giới tính".
    std::vector<bool> below(columns, false);
    bool heads = false;
    for (const WordRun* run : wide) {
        const auto [first, last] = columns_of(*run, edges);
        bool over = true;
        for (std::size_t column = first; column <= last; ++column)
            over = over && !own[column].empty() &&
                   lowest[column] > static_cast<std::size_t>(std::max(0, run->box.bottom));
        if (!over) continue;
        heads = true;
        for (std::size_t column = first; column <= last; ++column)
            below[column] = true;
        cells.push_back(cell_of(table, row, first, 1, last - first + 1, edges, top, run->box.bottom,
                                run->words));
    }
    std::vector<std::size_t> until(columns);  // the last column merged with this one
    std::iota(until.begin(), until.end(), std::size_t{0});
    for (const WordRun* run : wide) {
        const auto [first, last] = columns_of(*run, edges);
        if (below[first] && below[last]) continue;
        for (std::size_t column = first; column <= last; ++column)
            until[column] = std::max(until[column], last);
        own[first].insert(own[first].end(), run->words.begin(), run->words.end());
    }
    for (std::size_t column = 0; column < columns;) {
        std::size_t last = until[column];
        std::vector<PlacedWord> words = std::move(own[column]);
        for (std::size_t other = column + 1; other <= last && other < columns; ++other) {
            last = std::max(last, until[other]);
            words.insert(words.end(), own[other].begin(), own[other].end());
        }
        const int at = below[column] ? row + 1 : row;
        cells.push_back(cell_of(table, at, column, heads && !below[column] ? 2 : 1,
                                last - column + 1, edges, top, bottom, std::move(words)));
        column = last + 1;
    }
    return heads ? 2 : 1;
}

void merge_down(std::vector<Block>& cells, std::size_t begin, const std::vector<double>& ys,
                const std::function<bool(std::size_t, const Block&)>& goes_on) {
    for (std::size_t i = 1; i + 1 < ys.size(); ++i) {
        const int y = static_cast<int>(std::lround(ys[i]));
        for (std::size_t k = begin; k < cells.size(); ++k) {
            Block& below = cells[k];
            if (below.box.top != y || below.row_span == 0 || !goes_on(i, below)) continue;
            const auto above = std::find_if(cells.begin() + static_cast<std::ptrdiff_t>(begin),
                                            cells.end(), [&](const Block& cell) {
                                                return cell.box.bottom == y && cell.row_span > 0 &&
                                                       cell.column == below.column &&
                                                       cell.column_span == below.column_span;
                                            });
            if (above == cells.end()) continue;
            above->row_span = below.row + below.row_span - above->row;
            above->box.bottom = below.box.bottom;
            std::move(below.lines.begin(), below.lines.end(), std::back_inserter(above->lines));
            below.row_span = 0;
            below.box.top = below.box.bottom = -1;
        }
    }
    std::erase_if(cells, [](const Block& cell) { return cell.row_span == 0; });
}

void join_broken_numbers(Block& cell, double inch) {
    constexpr double kMargins = 0.17;  // inches, both sides of a cell together
    for (std::size_t i = 0; i + 1 < cell.lines.size(); ++i) {
        pipeline::TextLine &line = cell.lines[i], &next = cell.lines[i + 1];
        if (line.words.size() != 1 || next.words.empty()) continue;
        pipeline::Word &first = line.words.front(), &second = next.words.front();
        if (!is_numeral(first.text) || !is_numeral(second.text) ||
            !is_whole_number(first.text + second.text))
            continue;
        const double letter = first.box.width() / static_cast<double>(first.text.size());
        // A telephone's number in groups may break behind one of its stops.
        const bool grouped = (first.text + second.text).find('.') != std::string::npos &&
                             first.text.front() == '0' &&
                             std::count(second.text.begin(), second.text.end(), '/') == 0 &&
                             first.text.size() + second.text.size() == 12;
        if (!grouped && cell.box.width() - first.box.width() > kMargins * inch + 1.5 * letter)
            continue;
        first.text += second.text;
        first.box = united(first.box, second.box);
        first.confidence = std::min(first.confidence, second.confidence);
        line.box = united(line.box, first.box);
        next.words.erase(next.words.begin());
        if (next.words.empty())
            cell.lines.erase(cell.lines.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
}

}  // namespace vanthu::formats
