#include "ocr/word_votes.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace vanthu::ocr {

using pipeline::TextLine;
using pipeline::Word;

int signs_in(std::string_view text) {
    const std::string folded = fold(text);
    return static_cast<int>(std::count_if(folded.begin(), folded.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }));
}

const Word* counterpart(const Word& word, const TextLine& line) {
    const Word* found = nullptr;
    for (const Word& other : line.words) {
        const int shared =
            std::min(word.box.right, other.box.right) - std::max(word.box.left, other.box.left);
        if (5 * shared >= 3 * std::max(word.box.width(), other.box.width())) found = &other;
    }
    return found;
}

void WordVotes::hear(const Word& word, double weight) {
    Vote& vote = by_text_[word.text];
    vote.weight += weight;
    all_ += weight;
    if (vote.surest == nullptr || word.confidence > vote.surest->confidence) vote.surest = &word;
}

double WordVotes::agreement(const Vote& vote) const {
    return all_ > 0 ? std::sqrt(vote.weight / all_) : 1;
}

}  // namespace vanthu::ocr
