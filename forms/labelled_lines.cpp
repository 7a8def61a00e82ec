#include "forms/labelled_lines.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "forms/folded.h"
#include "pipeline/shelf.h"

namespace vanthu::forms {
namespace {

using pipeline::Block;

constexpr std::size_t kLongestLabel = 160;  // bytes

const ColumnDefinition* column_of(const std::string& label, const TableDefinition& table) {
    const std::string letters = letters_only(label);
    if (letters.size() < 3) return nullptr;
    for (const ColumnDefinition& column : table.columns)
        for (const std::string& known : column.headings) {
            const int allowed = static_cast<int>(known.size() / 8);
            if (letters == known ||
                (allowed > 0 &&
                 edit_distance(to_utf32(letters), to_utf32(known), allowed + 1) <= allowed))
                return &column;
        }
    return nullptr;
}

// "1.", "a)", "-" and the like before a label are no letters of it.
std::string without_mark(const std::string& text) {
    const std::size_t space = text.find(' ');
    if (space != std::string::npos && space <= 4) {
        const std::string mark = text.substr(0, space);
        if (mark.find_first_of(".)-+*") != std::string::npos) return text.substr(space + 1);
    }
    return text;
}

struct Label {
    std::size_t begin = 0, end = 0;  // of the label with its colon
    const ColumnDefinition* column = nullptr;
};

std::vector<Label> labels_in(const std::string& line, const TableDefinition& table) {
    std::vector<Label> labels;
    std::size_t from = 0;
    for (std::size_t colon = line.find(':'); colon != std::string::npos;
         colon = line.find(':', colon + 1)) {
        std::vector<std::size_t> starts{from};
        for (std::size_t i = from; i < colon; ++i)
            if (line[i] == ';' || line[i] == ',' || line[i] == '.' || line[i] == '\t')
                starts.push_back(i + 1);
        for (const std::size_t start : starts) {
            if (colon - start > kLongestLabel) continue;
            const std::string printed = trim(line.substr(start, colon - start));
            // Behind another label's colon "09." is its value, no mark.
            if (start > 0 && start == from && without_mark(printed) != printed) continue;
            const std::string label = without_mark(printed);
            const ColumnDefinition* column = column_of(label, table);
            if (column == nullptr) continue;
            labels.push_back({start, colon + 1, column});
            from = colon + 1;
            break;
        }
    }
    return labels;
}

// A number that words around it name without a colon: "Sinh ngày 28/12/1979", "tổng số 9 thành
// viên".
std::vector<std::pair<const ColumnDefinition*, std::string>> numbers_in(
    const std::string& line, const TableDefinition& table) {
    constexpr const char* kDigits = "0123456789";
    std::vector<std::pair<const ColumnDefinition*, std::string>> found;
    for (std::size_t begin = 0; begin < line.size();) {
        const std::size_t end = std::min(line.find_first_of(";:,\t", begin), line.size());
        const std::string part = trim(line.substr(begin, end - begin));
        begin = end + 1;
        if (part.size() > kLongestLabel) continue;
        const std::string words = without_mark(part);
        const std::size_t first = words.find_first_of(kDigits), last = words.find_last_of(kDigits);
        if (first == std::string::npos || first == 0) continue;
        const std::string label = words.substr(0, first) + words.substr(last + 1);
        for (const ColumnDefinition& column : table.columns)
            if (std::find(column.headings.begin(), column.headings.end(), letters_only(label)) !=
                column.headings.end())
                found.emplace_back(&column, words.substr(first, last + 1 - first));
    }
    return found;
}

// A value that goes on in the next line neither ends with a stop nor is followed by "2.", "-" or a
// part's number.
bool ends_here(const std::string& value) {
    const std::string text = trim(value);
    return !text.empty() && (text.back() == '.' || text.back() == ';');
}

bool begins_anew(const std::string& line) {
    return without_mark(line) != line;
}

// "09 đồng chí" counts nine.
std::string without_counter(const std::string& text) {
    const std::size_t digits = text.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string::npos || text[digits] != ' ') return text;
    const std::string counter = fold(text.substr(digits + 1));
    for (const char* known : {"dong chi", "nguoi", "thanh vien", "dai bieu", "phieu", "vi"})
        if (counter == known) return text.substr(0, digits);
    return text;
}

std::string tidy(const std::string& value) {
    std::string text = nfc(single_spaced(value));
    const auto is_end = [](char c) { return c == ' ' || c == ';' || c == ',' || c == '.'; };
    while (!text.empty() && is_end(text.back()))
        text.pop_back();
    return without_counter(text);
}

}  // namespace

std::optional<pipeline::FieldTable> read_labelled_lines(const pipeline::Document& document,
                                                        const TableDefinition& table) {
    std::map<std::string, std::string> values;
    const auto put = [&](const std::string& id, const std::string& text) {
        if (const std::string value = tidy(text); !value.empty()) values.emplace(id, value);
    };
    for (const pipeline::Page& page : document.pages) {
        const pipeline::PageAtHand whole(page);
        for (const Block& block : whole->blocks) {
            if (block.kind != Block::Kind::Paragraph) continue;
            const ColumnDefinition* open = nullptr;
            std::string value;
            for (const pipeline::TextLine& line : block.lines) {
                const std::string text = text_of(line);
                const std::vector<Label> labels = labels_in(text, table);
                if (open != nullptr && (ends_here(value) || begins_anew(text))) {
                    put(open->id, value);
                    open = nullptr;
                }
                if (open != nullptr)
                    value += ' ' + text.substr(0, labels.empty() ? text.size() : labels[0].begin);
                for (std::size_t i = 0; i < labels.size(); ++i) {
                    if (open != nullptr) put(open->id, value);
                    open = labels[i].column;
                    const std::size_t end =
                        i + 1 < labels.size() ? labels[i + 1].begin : text.size();
                    value = text.substr(labels[i].end, end - labels[i].end);
                }
            }
            if (open != nullptr) put(open->id, value);
        }
    }
    for (const pipeline::Page& page : document.pages) {
        const pipeline::PageAtHand whole(page);
        for (const Block& block : whole->blocks) {
            if (block.kind != Block::Kind::Paragraph) continue;
            for (const pipeline::TextLine& line : block.lines)
                for (const auto& [column, value] : numbers_in(text_of(line), table))
                    put(column->id, value);
        }
    }
    if (static_cast<int>(values.size()) < table.least_columns) return std::nullopt;
    pipeline::FieldTable result;
    result.id = table.id;
    result.rows.emplace_back();
    for (const ColumnDefinition& column : table.columns)
        if (const auto found = values.find(column.id); found != values.end()) {
            result.columns.push_back(column.id);
            result.rows[0].push_back(found->second);
        }
    return result;
}

}  // namespace vanthu::forms
