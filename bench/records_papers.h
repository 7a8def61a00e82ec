// records_papers.h: an office full of made-up papers, for bench/records.
//
// Made of lines and words of samples/content, so that words are as common as they are in
// dispatches. The same number and seed give the same paper. Texts are made and folded by all
// processors, one writes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/document.h"
#include "records/index.h"
#include "store/sql.h"

namespace vanthu::records {

// Lines and words as they stand in the sample dispatches.
class Vocabulary {
public:
    explicit Vocabulary(const std::string& folder);

    std::string words(std::uint64_t& random, int count) const;

    // About a page and a half: half of it printed lines, half words in any order, some that nobody
    // else uses.
    std::string paper(std::uint64_t& random) const;

private:
    std::vector<std::string> lines_, words_;
};

// The next number of a cheap row of random ones.
std::uint64_t next_random(std::uint64_t& random);

enum class Size { Whole, Entry };  // with its text, or only the fields of an entry of a book

pipeline::Document make_paper(const Vocabulary& vocabulary, int number, Size size);

// Takes papers [from, from + count) in and puts them into the index, five hundred in a transaction.
void fill(store::Database& database, const Vocabulary& vocabulary, Size size, int from, int count);

}  // namespace vanthu::records
