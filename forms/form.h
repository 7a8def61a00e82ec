// form.h: what a form definition says, as read from forms/definitions/*.xml.
//
// A form is data with a validity interval and an issuer class, because layouts change by decree;
// several versions live side by side. Zones are priors in fractions of the page, never limits.
// Plain data; how fields are found is the matcher's work.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "forms/pattern.h"

namespace vanthu::forms {

enum class Issuer { Any, State, Party, Youth };

enum class Requirement { Optional, Required };

struct Zone {
    enum class Where { First, Last };
    Where page = Where::First;
    double left = 0, top = 0, right = 1, bottom = 1;  // fractions of the page
};

// A word that stands at or before the value; for marks (HỎA TỐC) the value itself.
struct Anchor {
    std::string text;
    std::string folded;
};

struct FieldDefinition {
    std::string id;
    std::string label_vi, label_en;
    std::string rule;  // "dispatch.code_number", written into the provenance
    Requirement requirement = Requirement::Optional;
    std::vector<std::string> except_types;  // types of paper that do without it, as printed
    std::optional<Zone> zone;
    std::vector<Anchor> anchors;
    std::vector<Pattern> patterns;
    double review_below = 0.8;  // a surer value needs no look
};

struct ColumnDefinition {
    std::string id;
    std::string label_vi, label_en;
    std::vector<std::string> headings;  // letters only
};

struct TableDefinition {
    enum class Source { Cells, Lines, Counts };  // a grid, labels in the text, "05 tập thể"

    std::string id;
    Source source = Source::Cells;
    Requirement requirement = Requirement::Optional;
    int least_columns = 3;  // that many headings must be recognised for a table to be this one
    std::vector<ColumnDefinition> columns;
    std::map<std::string, std::vector<std::string>>
        groups;  // kind -> folded openings of group rows
};

struct CheckDefinition {
    std::string id;
    std::string severity;  // "info", "warning", "error"
    std::string test;
    std::string message_vi, message_en;
};

struct Mark {
    std::string text;   // folded
    std::string where;  // "head", "number", "code", "date", "type", "other_type", "title", "foot",
                        // "table"; of "code" the text is a regular expression
    double weight = 0;
};

struct Form {
    std::string id;
    int version = 0;
    std::string based_on;  // id of the form whose fields, tables and checks it has too
    Issuer issuer = Issuer::Any;
    std::string label_vi, label_en;
    std::optional<Date> valid_from, valid_until;
    double least_score = 0.5;
    std::vector<Mark> marks;
    std::vector<FieldDefinition> fields;
    std::vector<TableDefinition> tables;
    std::vector<CheckDefinition> checks;

    const FieldDefinition* field(std::string_view field_id) const;
};

}  // namespace vanthu::forms
