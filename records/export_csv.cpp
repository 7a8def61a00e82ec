#include "records/export.h"

#include <ostream>

#include "base/text.h"

namespace vanthu::records {
namespace {

bool looks_like_formula(const std::string& text) {
    return !text.empty() &&
           std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string cell(const std::string& text) {
    std::string quoted = "\"";
    if (looks_like_formula(text)) quoted.push_back('\'');
    for (const char c : text) {
        if (c == '"') quoted.push_back('"');
        quoted.push_back(c);
    }
    return quoted + "\"";
}

void write_row(std::ostream& out, const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i)
        out << (i > 0 ? "," : "") << cell(texts[i]);
    out << "\r\n";
}

}  // namespace

std::vector<std::string> exported_columns(const RegisterEntry& entry) {
    std::vector<std::string> texts = entry.columns;
    if (!entry.late_reason.empty() && !texts.empty()) {
        std::string& note = texts.back();
        note += (note.empty() ? "Vào sổ muộn: " : "; vào sổ muộn: ") + entry.late_reason;
    }
    if (entry.voided_at && !texts.empty()) {
        std::string& note = texts.back();
        note += (note.empty() ? "Đã hủy: " : "; đã hủy: ") + entry.void_reason;
    }
    return texts;
}

void export_csv(store::Transaction& tx, const std::string& book_id, int year,
                const HandlingOf& handling, std::ostream& out) {
    const Book book = find_book(tx, book_id);
    out << "\xef\xbb\xbf";
    std::vector<std::string> titles;
    for (const BookColumn& column : book.columns)
        titles.push_back(column.title);
    write_row(out, titles);
    for_each_row(tx, book, year, handling,
                 [&](const std::vector<std::string>& texts) { write_row(out, texts); });
}

}  // namespace vanthu::records
