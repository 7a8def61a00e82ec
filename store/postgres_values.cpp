#include "store/postgres_values.h"

#include <endian.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <optional>
#include <string>
#include <system_error>

namespace vanthu::store {
namespace {

// Of the server's catalogue pg_type; no header of libpq names them.
constexpr Oid kBool = 16, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25, kOid = 26, kFloat4 = 700,
              kFloat8 = 701, kNumeric = 1700;

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

Bound::Bound(const Transaction::Parameters& parameters) {
    const std::size_t count = parameters.size();
    numbers_.resize(count);
    types.resize(count);
    values.resize(count);
    lengths.resize(count);
    formats.assign(count, 1);
    for (std::size_t i = 0; i < count; ++i)
        bind(i, parameters[i].data());
}

void Bound::bind(std::size_t i, const Value::Data& data) {
    if (const auto* integer = std::get_if<std::int64_t>(&data)) {
        bind_number(i, kInt8, static_cast<std::uint64_t>(*integer));
    } else if (const auto* real = std::get_if<double>(&data)) {
        bind_number(i, kFloat8, std::bit_cast<std::uint64_t>(*real));
    } else if (const auto* text = std::get_if<std::string>(&data)) {
        types[i] = kText;
        values[i] = text->c_str();
        lengths[i] = static_cast<int>(text->size());
    }  // else null, of the type that its place asks for
}

void Bound::bind_number(std::size_t i, Oid type, std::uint64_t bits) {
    numbers_[i] = htobe64(bits);
    types[i] = type;
    values[i] = reinterpret_cast<const char*>(&numbers_[i]);
    lengths[i] = sizeof numbers_[i];
}

Value value_of(const PGresult* result, int row, int column) {
    if (PQgetisnull(result, row, column) != 0) return {};
    const std::string_view text(PQgetvalue(result, row, column),
                                static_cast<std::size_t>(PQgetlength(result, row, column)));
    switch (PQftype(result, column)) {
        case kBool:
            return text == "t";
        case kInt2:
        case kInt4:
        case kInt8:
        case kOid:
            return number<std::int64_t>(text).value_or(0);
        case kNumeric:  // sums of whole numbers come as this
            if (const auto whole = number<std::int64_t>(text)) return *whole;
            [[fallthrough]];
        case kFloat4:
        case kFloat8:
            return number<double>(text).value_or(0);
        default:
            return text;
    }
}

std::size_t highest_parameter(std::string_view sql) {
    std::size_t highest = 0;
    bool is_quoted = false;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        if (sql[i] == '\'') is_quoted = !is_quoted;
        if (sql[i] != '$' || is_quoted) continue;
        std::size_t number = 0;
        std::from_chars(sql.data() + i + 1, sql.data() + sql.size(), number);
        highest = std::max(highest, number);
    }
    return highest;
}

}  // namespace vanthu::store
