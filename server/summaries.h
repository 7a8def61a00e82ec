// summaries.h: the few facts about documents that lists show, for many documents by a fixed number
// of statements.
//
// Rights are kept here: a quarantined document shows no field.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/document.h"
#include "records/books.h"
#include "store/sql.h"

namespace vanthu::server {

struct EntryNumber {
    std::string book;
    int year = 0;
    std::int64_t number = 0;
};

struct Summary {
    pipeline::Document document;  // the row's facts and issues; neither pages nor fields
    std::map<std::string, std::string>
        fields;  // code, subject, organ_name, issued_date, priority; as stored
    std::optional<EntryNumber> entry;
};

struct SummaryQuery {
    std::vector<std::string> states;  // empty = any
    bool with_quarantined = false;
    int limit = 50;
    std::string after;  // id of the last document of the page before
};

// Newest first.
std::vector<Summary> list_summaries(store::Transaction&, const SummaryQuery& query);

// By id; an id that is none is left out.
std::map<std::string, Summary> summaries_of(store::Transaction&,
                                            const std::vector<std::string>& ids);

}  // namespace vanthu::server
