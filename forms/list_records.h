// list_records.h: the rows of a list as records, put together over creases and page breaks.
//
// Rows come one after the other, as the page has them. The lower half of a row goes to its upper
// half, a merged cell that a page break cuts is whole again, running numbers are mended by their
// order. What looks wrong is told by an issue that names the place. One list at a time; which
// column is which, and what is no row at all, is not its concern.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "forms/nominees.h"

namespace vanthu::forms {

using IssueValues = std::map<std::string, std::string>;

// Issues of one table; of each kind the first few places.
class ListIssues {
public:
    explicit ListIssues(std::string table) : table_(std::move(table)) {}

    void tell(const std::string& code, const std::string& detail, pipeline::Severity severity,
              IssueValues values);
    std::vector<pipeline::Issue> take() { return std::move(issues_); }

private:
    std::string table_;
    std::map<std::string, int> told_;
    std::vector<pipeline::Issue> issues_;
};

struct ListCell {
    std::string text;
    std::vector<CellPlace> places;
    int row_span = 1;
};

using ListRecord = std::map<std::string, ListCell>;  // by column id

// As much of a text as an issue repeats.
std::string shortened(const std::string& text);

// "page 2, row 31".
std::string words(const IssueValues& place);

class ListRecords {
public:
    explicit ListRecords(ListIssues& issues) : issues_(issues) {}

    void begin_group() { ++group_; }

    // Where the next record stands, and what of it is told.
    IssueValues next_place(int page, const std::string& text = "") const;

    // `kind` is that of its group; `named`: the list has a column of names.
    void add(ListRecord record, const std::string& kind, int page, bool named);

    // The first row on a page: it may be the rest of the row before. True when it was; otherwise it
    // is yet to be added.
    bool go_on(ListRecord& record);

    // A sum printed below the rows so far.
    void take_sum(int said) { sums_.emplace_back(said, records_.size()); }

    // Running numbers mended and checked, sums compared. Nothing is added any more.
    void settle();

    std::vector<ListRecord>& all() { return records_; }

private:
    struct Continued {
        std::string printed, whole;  // of a merged cell after a page break
        int rows = 0;
    };

    bool is_rest_of_row(const ListRecord& record) const;
    bool is_cut_off(const ListRecord& record) const;
    void join_to_last(ListRecord rest);
    void continue_merged(const ListRecord& record, bool rest);
    void take_continued(ListRecord& record);
    void complete_above(const std::string& id, const std::string& half, const std::string& whole);
    void check(const ListRecord& record, int page, bool named);
    void mend_ordinals();
    void check_ordinals();
    void check_sums();

    ListIssues& issues_;
    std::vector<ListRecord> records_;
    std::vector<int> groups_;  // of each record
    int group_ = 0;
    std::map<std::string, Continued> continued_;
    std::vector<std::pair<int, std::size_t>> sums_;
};

}  // namespace vanthu::forms
