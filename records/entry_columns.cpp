#include "records/entry_columns.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace vanthu::records {
namespace {

constexpr std::array<std::string_view, 9> kFacts{
    "number", "number_code", "registered_on", "typed", "nothing",
    "lead",   "due",         "progress",      "reply"};  // the last four: export.h

bool is_date_field(std::string_view id) {
    return id.size() > 5 && id.substr(id.size() - 5) == "_date";
}

std::string printed_code(const RegisterEntry& entry, const pipeline::Document& document) {
    if (!pipeline::field_text(document, "code_number").empty())
        return pipeline::field_text(document, "code");
    const std::string notation = pipeline::field_text(document, "code_notation");
    return printed_number(entry.number) + (notation.empty() ? "" : "/" + notation);
}

std::string typed_text(const std::string& column, const RegisterEntry& entry) {
    for (const auto& [id, text] : entry.typed)
        if (id == column) return text;
    return {};
}

std::string printed_fact(const BookColumn& column, const RegisterEntry& entry,
                         const pipeline::Document& document) {
    const std::string& source = column.source;
    if (source == "typed") return typed_text(column.id, entry);
    if (source == "number") return printed_number(entry.number);
    if (source == "number_code") return printed_code(entry, document);
    if (source == "registered_on")
        return printed_date(entry.dated_on.empty() ? iso_date(local_date(entry.registered_at))
                                                   : entry.dated_on);
    return {};
}

std::string printed_fields(const BookColumn& column, const pipeline::Document& document) {
    std::vector<std::string> parts;
    for (const std::string& id : split(column.source, ' ')) {
        std::string text = pipeline::field_text(document, id);
        if (is_date_field(id)) text = printed_date(text);
        if (!text.empty()) parts.push_back(std::move(text));
    }
    return join(parts, column.separator);
}

}  // namespace

bool is_fact(std::string_view source) {
    return std::find(kFacts.begin(), kFacts.end(), source) != kFacts.end();
}

std::vector<std::string> printed_columns(const Book& book, const RegisterEntry& entry,
                                         const pipeline::Document& document) {
    std::vector<std::string> texts;
    for (const BookColumn& column : book.columns)
        texts.push_back(is_fact(column.source) ? printed_fact(column, entry, document)
                                               : printed_fields(column, document));
    return texts;
}

std::string printed_number(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string printed_date(std::string_view iso) {
    const auto is_shape = [&](std::string_view shape) {
        return iso.size() == shape.size() &&
               std::equal(iso.begin(), iso.end(), shape.begin(),
                          [](char c, char s) { return s == '9' ? c >= '0' && c <= '9' : c == s; });
    };
    if (is_shape("9999-99-99"))
        return std::string(iso.substr(8, 2)) + "/" + std::string(iso.substr(5, 2)) + "/" +
               std::string(iso.substr(0, 4));
    if (is_shape("9999-99"))
        return std::string(iso.substr(5, 2)) + "/" + std::string(iso.substr(0, 4));
    return std::string(iso);
}

}  // namespace vanthu::records
