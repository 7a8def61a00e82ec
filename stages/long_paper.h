// long_paper.h: the understanding of papers of hundreds of pages, some dozens of them at a time.
//
// A paper of more than pipeline::kPagesAtHand pages has its words on a shelf. What tells its fields
// stands on its first pages, where recipients and signer are named, and on its last; what it cites
// and orders may stand anywhere and is read part by part. Of lists every cell is looked at. A
// shorter paper is looked at as it is. Pure functions.
#pragma once

#include <optional>

#include "forms/form_library.h"
#include "forms/matcher.h"
#include "pipeline/document.h"

namespace vanthu::stages {

enum class Cells { WhereFieldsAre, Everywhere };

// The document with the words that tell its fields in memory; other pages of a long one are blank.
// It must outlive this.
class FieldPages {
public:
    explicit FieldPages(const pipeline::Document& document, Cells cells = Cells::WhereFieldsAre);

    const pipeline::Document& document() const { return copy_ ? *copy_ : document_; }

private:
    const pipeline::Document& document_;
    std::optional<pipeline::Document> copy_;
};

// Adds what the pages in between cite and order to what was found on the field pages.
void add_from_other_pages(const pipeline::Document& document, const forms::Form& form,
                          const forms::FormLibrary& library, forms::Extraction& extraction);

}  // namespace vanthu::stages
