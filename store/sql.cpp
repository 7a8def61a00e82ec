#include "store/sql.h"

#include "base/error.h"

namespace vanthu::store {
namespace {

[[noreturn]] void refuse(std::string_view column, std::string_view wanted) {
    throw Error(ErrorCode::Internal,
                "column \"" + std::string(column) + "\" of an answer is no " + std::string(wanted));
}

}  // namespace

const Value& Row::at(std::string_view column) const {
    for (std::size_t i = 0; i < columns_->size(); ++i)
        if ((*columns_)[i] == column) return values_[i];
    std::string known;
    for (const std::string& name : *columns_)
        known += (known.empty() ? "" : ", ") + name;
    throw Error(ErrorCode::Internal,
                "an answer has no column \"" + std::string(column) + "\", only " + known);
}

bool Row::is_null(std::string_view column) const {
    return at(column).is_null();
}

std::string Row::text(std::string_view column) const {
    return optional_text(column).value_or(std::string());
}

std::int64_t Row::integer(std::string_view column) const {
    return optional_integer(column).value_or(0);
}

double Row::real(std::string_view column) const {
    const Value& value = at(column);
    if (value.is_null()) return 0;
    if (const auto* real = std::get_if<double>(&value.data())) return *real;
    if (const auto* integer = std::get_if<std::int64_t>(&value.data()))
        return static_cast<double>(*integer);
    refuse(column, "number");
}

std::optional<std::string> Row::optional_text(std::string_view column) const {
    const Value& value = at(column);
    if (value.is_null()) return std::nullopt;
    if (const auto* text = std::get_if<std::string>(&value.data())) return *text;
    refuse(column, "text");
}

std::optional<std::int64_t> Row::optional_integer(std::string_view column) const {
    const Value& value = at(column);
    if (value.is_null()) return std::nullopt;
    if (const auto* integer = std::get_if<std::int64_t>(&value.data())) return *integer;
    refuse(column, "integer");
}

std::optional<Row> Transaction::query_one(std::string_view sql, const Parameters& parameters) {
    std::vector<Row> rows = query(sql, parameters);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

void Transaction::execute_later(std::string_view sql, const Parameters& parameters) {
    execute(sql, parameters);
}

std::string placeholders(std::size_t count, std::size_t first) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i)
        list += (i > 0 ? ", $" : "$") + std::to_string(first + i);
    return list;
}

std::string placeholder_rows(std::size_t rows, std::size_t columns) {
    std::string list;
    for (std::size_t i = 0; i < rows; ++i)
        list += (i > 0 ? ", (" : "(") + placeholders(columns, i * columns + 1) + ")";
    return list;
}

std::string placeholder(Transaction::Parameters& parameters, Value value) {
    parameters.push_back(std::move(value));
    return "$" + std::to_string(parameters.size());
}

}  // namespace vanthu::store
