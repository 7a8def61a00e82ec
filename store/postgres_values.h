// postgres_values.h: parameters and values as the wire of PostgreSQL has them.
//
// For store/postgres_connection.cpp only. Whole numbers and fractions go in binary, texts with
// their length, so that nothing is cut off or written out and parsed again. Pure functions; a Bound
// keeps pointers into the parameters it was made of.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "store/sql.h"

namespace vanthu::store {

class Bound {
public:
    explicit Bound(const Transaction::Parameters& parameters);

    int count() const { return static_cast<int>(values.size()); }

    std::vector<Oid> types;
    std::vector<const char*> values;
    std::vector<int> lengths;
    std::vector<int> formats;

private:
    void bind(std::size_t i, const Value::Data& data);
    void bind_number(std::size_t i, Oid type, std::uint64_t bits);

    std::vector<std::uint64_t> numbers_;
};

Value value_of(const PGresult* result, int row, int column);

// The highest n of $n outside quotes: the server would ignore values that no parameter asks for.
std::size_t highest_parameter(std::string_view sql);

}  // namespace vanthu::store
