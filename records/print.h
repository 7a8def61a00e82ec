// print.h: what the office prints: books with their covers, the slip of an incoming paper, contents
// of a dossier.
//
// The layouts are those of Decree 30/2020 (Annexes IV and V). Every page says that it comes from
// the system, who printed it and when. Data in, a PDF out; reads the database only through the
// caller's transaction.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "records/books.h"

namespace vanthu::records {

struct PrintedBy {
    std::string office;  // as it stands on covers
    std::string in_charge = {};
    std::string user;
    Instant now = 0;
};

// "In từ hệ thống Vanthu lúc 08:00 14/03/2026, người in: lan"
std::string printed_mark(const PrintedBy& by);

// What a book says of handling, which this room does not know: the text for a source ("lead",
// "due", "progress") of a document.
using HandlingOf =
    std::function<std::string(const pipeline::DocumentId& document, const std::string& source)>;

// The book's rows of a year in order, each with the entry it shows; a follow-up book shows another
// book's entries.
void for_each_row(store::Transaction&, const Book& book, int year, const HandlingOf& handling,
                  const std::function<void(const std::vector<std::string>&)>& use);

// What the cover says of the year: {"Từ ngày ...", "Từ số ... đến số ..."}; a book without numbers
// of its own says no numbers.
std::vector<std::string> cover_lines(store::Transaction&, const Book& book, int year);

void print_book(store::Transaction&, const std::string& book, int year, const PrintedBy& by,
                const HandlingOf& handling, const std::string& path);

// Phiếu giải quyết văn bản đến.
struct SlipOpinion {
    std::string level;  // "agency", "unit", "handler"
    std::string user, text, lead, due, day;
    std::vector<std::string> support;
};
struct Slip {
    std::string type_name, code, issued_date, organ_name, subject, place;
    std::string entry;  // "Số đến: 12, ngày 14/03/2026"
    std::vector<SlipOpinion> opinions;
};
void print_slip(const Slip& slip, const PrintedBy& by, const std::string& path);

// Text in lines and tables, for lists and minutes.
struct PrintedList {
    std::string title;
    std::vector<std::string> before;  // lines above the table
    std::vector<std::string> columns;
    std::vector<double> shares;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::string> after;
    std::vector<std::string> signatures;  // side by side below
};
void print_list(const PrintedList& list, const PrintedBy& by, const std::string& path);

}  // namespace vanthu::records
