// name_extent.h: where the name of an organ in a sentence ends.
//
// "Công an tỉnh trích xuất dữ liệu ..." is about Công an tỉnh. Names capitalise the first syllable
// of each of their words and every syllable of a place's name, and a level ("tỉnh", "phường") ends
// them; so the end shows without knowing the verb that follows. Where that cannot be told the
// answer says so. Pure function of its words; safe from several threads.
#pragma once

#include <cstddef>

#include "forms/folded.h"
#include "forms/lexicon.h"
#include "forms/order_words.h"

namespace vanthu::forms {

struct NameExtent {
    // Sure: what follows cannot be part of the name; Likely: by its shape alone.
    enum class Certainty { Unknown, Likely, Sure };

    std::size_t end = 0;  // where the word behind the name begins
    Certainty certainty = Certainty::Unknown;
};

// The name that begins at `begin`; nothing behind `end` is looked at.
NameExtent name_extent(const Folded& text, std::size_t begin, std::size_t end,
                       const OrderWords& words, const Lexicon& organs);

}  // namespace vanthu::forms
