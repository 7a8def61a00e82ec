// index.h: putting papers into what search reads, and building that anew.
//
// The index is kept in the transaction that changes the paper, so it is never behind. Rebuilding
// goes through all papers in batches, each a transaction of its own that notes how far it came: it
// goes on after a kill, and searches are answered all the while. Needed after a change of what a
// word is; reads no file, for the text of every paper is in the database.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/document.h"
#include "store/sql.h"

namespace vanthu::records {

// What search keeps of a paper. Made without the database, so on any thread.
struct Indexed {
    std::string text, folded;  // one code point of `folded` for each of `text`
    std::vector<std::pair<pipeline::FieldId, std::string>> fields;
    std::string terms;               // without the audience
    std::vector<std::string> words;  // letters only, in order, each once: what may be suggested
    std::string sketch;              // of the text
};
Indexed to_index(const pipeline::Document& document);

// Puts the document's fields and text into the index, replacing what was there.
void index_document(store::Transaction&, const pipeline::Document& document);
void unindex_document(store::Transaction&, const pipeline::DocumentId& id);

// The paper's rights changed.
void index_rights(store::Transaction&, const pipeline::DocumentId& id);

// Several papers in one transaction: index them, then flush once.
class WordCounts {
public:
    void add(const std::vector<std::string>& words);
    void flush(store::Transaction&);

private:
    std::map<std::string, std::int64_t> papers_;
};
void index_document(store::Transaction&, const pipeline::Document& document, Indexed entry,
                    WordCounts& words);

struct Rebuild {
    std::int64_t done = 0;
    bool finished = true;
};

// Begins a rebuild, or leaves one that is under way as it is.
void begin_rebuild(store::Transaction&);

// The next papers of the rebuild; finished when there is none to do. Uses all processors.
Rebuild rebuild_some(store::Transaction&, int papers = 500);

}  // namespace vanthu::records
