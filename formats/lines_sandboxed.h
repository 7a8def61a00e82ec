// lines_sandboxed.h: from words with boxes to lines, columns and blocks in reading order.
//
// The same geometry serves recognised pages and PDF text. The head of a dispatch and its foot stand
// in two columns that readers tend to run together; they are parted here. Pure functions; nothing
// is dropped and no word is altered.
#pragma once

#include <optional>
#include <vector>

#include "pipeline/document.h"

namespace vanthu::formats {

struct PlacedWord {
    pipeline::Word word;
    bool bold = false;
    bool italic = false;
};

// Words that stand on one row, left to right, without wide gaps.
std::vector<pipeline::TextLine> lines_of(std::vector<PlacedWord> words);

// Parts lines at wide gaps; on the first page also between the organ's column and the national
// title's.
std::vector<pipeline::TextLine> parted(std::vector<pipeline::TextLine> lines, int page_width,
                                       int page_height, int page_number);

// Lines that continue each other, from top to bottom.
std::vector<pipeline::Block> blocks_of(std::vector<pipeline::TextLine> lines);

// In reading order: the head of the first page column by column, the organ's before the national
// title's; all else as it came.
std::vector<pipeline::Block> head_by_columns(std::vector<pipeline::Block> blocks, int page_width,
                                             int page_height, int page_number);

// Each table behind the last paragraph that is above it.
void put_tables_in(std::vector<pipeline::Block> cells, std::vector<pipeline::Block>& blocks);

// Where the first page's head stands: its rows down to the date, and where the national title's
// column begins. Nothing without that title.
struct HeadColumns {
    int top = 0, bottom = 0, right_column = 0;
};
std::optional<HeadColumns> head_columns(const std::vector<pipeline::TextLine>& lines,
                                        int page_height);

// "Nơi nhận:", well or badly read.
bool opens_recipients(const pipeline::TextLine& line);

pipeline::Box box_of(const std::vector<pipeline::Word>& words);

}  // namespace vanthu::formats
