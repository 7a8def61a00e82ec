// word_votes.h: the words that several readings of one line have in one place.
//
// Which words stand in the same place, and how much speaks for each text there. What a vote weighs
// and what follows from it is its reader's matter. Functions of data; nothing here reads an image.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "pipeline/document.h"

namespace vanthu::ocr {

inline int middle_of(const pipeline::Box& box) {
    return (box.left + box.right) / 2;
}

// Letters and digits of a text.
int signs_in(std::string_view text);

// The word of the line that stands where `word` does; null for none.
const pipeline::Word* counterpart(const pipeline::Word& word, const pipeline::TextLine& line);

class WordVotes {
public:
    struct Vote {
        double weight = 0;
        const pipeline::Word* surest = nullptr;
    };

    // One more reading of the place; the word must outlive the votes.
    void hear(const pipeline::Word& word, double weight);

    const std::map<std::string, Vote>& by_text() const { return by_text_; }
    // How sure a word is that has this vote while others have other texts, 0..1.
    double agreement(const Vote& vote) const;
    bool empty() const { return all_ <= 0; }

private:
    std::map<std::string, Vote> by_text_;
    double all_ = 0;
};

}  // namespace vanthu::ocr
