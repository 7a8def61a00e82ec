#include "store/transfer.h"

#include <algorithm>

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"

namespace vanthu::store {
namespace {

constexpr int kBatch = 500;

enum class Kind { Text, Integer, Real };

struct Column {
    std::string name;
    Kind kind;
};

struct Table {
    std::string name;
    std::vector<Column> columns;
    std::vector<Column> key;  // empty: it has no primary key
    std::vector<std::string> parents;
};

Column column_of(const Row& row) {
    const std::string type = lower(row.text("type"));
    const Kind kind = type == "text"               ? Kind::Text
                      : type == "double precision" ? Kind::Real
                                                   : Kind::Integer;
    return {row.text("name"), kind};
}

// Tables of ours, without what SQLite and its word index keep for themselves and without the
// schema's own history.
std::vector<Table> tables_of(Transaction& source) {
    std::vector<Table> tables;
    source.for_each(
        "select name from sqlite_master as t where type = 'table' and name not like 'sqlite_%' and "
        "name <> 'schema_migration' and sql not like 'create virtual table%' and not exists "
        "(select 1 from sqlite_master as v where v.sql like 'create virtual table%' and t.name "
        "like v.name || '_%') order by name",
        {}, [&](const Row& row) {
            tables.push_back({row.text("name"), {}, {}, {}});
        });
    for (Table& table : tables) {
        source.for_each("select name, type from pragma_table_info($1) order by cid", {table.name},
                        [&](const Row& row) { table.columns.push_back(column_of(row)); });
        source.for_each("select name, type from pragma_table_info($1) where pk > 0 order by pk",
                        {table.name}, [&](const Row& row) { table.key.push_back(column_of(row)); });
        source.for_each("select \"table\" as parent from pragma_foreign_key_list($1)", {table.name},
                        [&](const Row& row) { table.parents.push_back(row.text("parent")); });
    }
    return tables;
}

// Parents before children.
std::vector<Table> in_order(std::vector<Table> tables) {
    std::vector<Table> ordered;
    const auto is_waiting = [&](const std::string& name, const Table& child) {
        return name != child.name && std::any_of(tables.begin(), tables.end(),
                                                 [&](const Table& t) { return t.name == name; });
    };
    while (!tables.empty()) {
        const auto next = std::find_if(tables.begin(), tables.end(), [&](const Table& table) {
            return std::none_of(table.parents.begin(), table.parents.end(),
                                [&](const std::string& p) { return is_waiting(p, table); });
        });
        if (next == tables.end())
            throw Error(ErrorCode::Internal,
                        "table " + tables.front().name + " needs itself through others");
        Table table = std::move(*next);
        tables.erase(next);
        ordered.push_back(std::move(table));
    }
    return ordered;
}

// The columns' names with commas, each followed by `suffix`.
std::string listed(const std::vector<Column>& columns, const std::string& suffix = "") {
    std::vector<std::string> all;
    for (const Column& column : columns)
        all.push_back("\"" + column.name + "\"" + suffix);
    return join(all, ", ");
}

std::string selection(const Table& table) {
    const std::string order = table.key.empty() ? listed(table.columns) : listed(table.key);
    return "select " + listed(table.columns) + " from " + table.name + " order by " + order;
}

Value value_of(const Row& row, const Column& column) {
    if (row.is_null(column.name)) return {};
    switch (column.kind) {
        case Kind::Text:
            return row.text(column.name);
        case Kind::Integer:
            return row.integer(column.name);
        case Kind::Real:
            return row.real(column.name);
    }
    return {};
}

Transaction::Parameters values_of(const Row& row, const std::vector<Column>& columns) {
    Transaction::Parameters values;
    for (const Column& column : columns)
        values.push_back(value_of(row, column));
    return values;
}

// The key of the last row that is there.
Transaction::Parameters last_key(Database& target, const Table& table) {
    Transaction::Parameters key;
    target.read([&](Transaction& tx) {
        const auto row = tx.query_one("select " + listed(table.key) + " from " + table.name +
                                      " order by " + listed(table.key, " desc") + " limit 1");
        key = row ? values_of(*row, table.key) : Transaction::Parameters();
    });
    return key;
}

void insert(Transaction& target, const Table& table, const std::vector<Row>& rows) {
    const std::string sql = "insert into " + table.name + " (" + listed(table.columns) +
                            ") values (" + placeholders(table.columns.size()) + ")";
    for (const Row& row : rows)
        target.execute_later(sql, values_of(row, table.columns));
}

void copy_table(Transaction& source, Database& target, const Table& table,
                const TransferProgress& progress) {
    if (table.key.empty()) {
        const std::vector<Row> rows = source.query(selection(table));
        target.write([&](Transaction& tx) {
            if (!tx.query_one("select 1 as found from " + table.name + " limit 1"))
                insert(tx, table, rows);
        });
        progress(table.name, static_cast<std::int64_t>(rows.size()));
        return;
    }
    std::int64_t copied = 0;
    for (Transaction::Parameters after = last_key(target, table);;) {
        const std::string rest = after.empty() ? ""
                                               : " where (" + listed(table.key) + ") > (" +
                                                     placeholders(after.size()) + ")";
        const std::vector<Row> rows =
            source.query("select " + listed(table.columns) + " from " + table.name + rest +
                             " order by " + listed(table.key) + " limit " + std::to_string(kBatch),
                         after);
        if (rows.empty()) return;
        target.write([&](Transaction& tx) { insert(tx, table, rows); });
        after = values_of(rows.back(), table.key);
        copied += static_cast<std::int64_t>(rows.size());
        progress(table.name, copied);
    }
}

// An office is known by the first event of its chain.
std::string first_event(Transaction& tx) {
    const auto row = tx.query_one("select hash from audit_event where sequence = 1");
    return row ? row->text("hash") : "";
}

void check_same_office(Transaction& source, Database& target, const std::vector<Table>& tables) {
    target.read([&](Transaction& tx) {
        const std::string there = first_event(tx);
        if (!there.empty() && there == first_event(source)) return;
        for (const Table& table : tables)
            if (tx.query_one("select 1 as found from " + table.name + " limit 1"))
                throw Error(ErrorCode::Conflict,
                            target.location() + ": table " + table.name +
                                " holds rows that are not this office's; name an empty database");
    });
}

TransferredTable digest_of(Transaction& tx, const Table& table) {
    TransferredTable result{table.name, 0, {}};
    Sha256 digest;
    const auto add = [&](const std::string& kind, const std::string& value) {
        digest.update(kind + std::to_string(value.size()) + ":");
        digest.update(value);
    };
    tx.for_each(selection(table), {}, [&](const Row& row) {
        ++result.rows;
        for (const Column& column : table.columns) {
            const Value value = value_of(row, column);
            if (const auto* text = std::get_if<std::string>(&value.data()))
                add("t", *text);
            else if (const auto* integer = std::get_if<std::int64_t>(&value.data()))
                add("n", std::to_string(*integer));
            else if (const auto* real = std::get_if<double>(&value.data()))
                add("r", std::string(reinterpret_cast<const char*>(real), sizeof *real));
            else
                add("0", "");
        }
    });
    result.digest = digest.hex();
    return result;
}

}  // namespace

void copy_rows(Database& source, Database& target, const TransferProgress& progress) {
    source.read([&](Transaction& from) {
        std::vector<Table> tables = in_order(tables_of(from));
        check_same_office(from, target, tables);
        // First what an office is known by.
        std::stable_partition(tables.begin(), tables.end(),
                              [](const Table& table) { return table.name == "audit_event"; });
        for (const Table& table : tables) {
            try {
                copy_table(from, target, table, progress);
            } catch (const Error& error) {
                throw Error(error.code(), "table " + table.name + ": " + error.what());
            }
        }
    });
}

std::vector<TransferredTable> compare_rows(Database& source, Database& target) {
    std::vector<TransferredTable> result;
    source.read([&](Transaction& from) {
        result.clear();
        for (const Table& table : in_order(tables_of(from))) {
            const TransferredTable here = digest_of(from, table);
            TransferredTable there;
            target.read([&](Transaction& to) { there = digest_of(to, table); });
            if (here.rows != there.rows || here.digest != there.digest)
                throw Error(ErrorCode::Conflict,
                            "table " + table.name +
                                " is not the same on both sides: " + std::to_string(here.rows) +
                                " rows here, " + std::to_string(there.rows) + " in " +
                                target.location() + "; empty that database and begin again");
            result.push_back(here);
        }
    });
    return result;
}

}  // namespace vanthu::store
