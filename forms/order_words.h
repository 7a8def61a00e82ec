// order_words.h: the words by which orders are given, found in a text.
//
// The words are those of forms/lexicons/orders.xml, by their kind. Works on folded text, answers in
// entries of the lexicon. Immutable after it was built; safe from several threads. Knows nothing of
// sentences: what the words mean together is order_grammar.h.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "forms/folded.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

// Letters and digits of folded text.
bool is_word_letter(char letter);
// The word is at `at` of the folded text and ends there.
bool opens_with(std::string_view text, std::size_t at, std::string_view word);
bool upper_at(const Folded& text, std::size_t at);

class OrderWords {
public:
    explicit OrderWords(const Lexicon& orders);

    // The longest word of that kind that begins at `at`; null for none.
    const Entry* at(const std::string& kind, const std::string& text, std::size_t at) const;
    // The same, where a word of one syllable must also bear its own marks or none: "Ban Tuyên giáo"
    // gives no order, "Ban cán sự đảng" says nothing of what is needed (cần).
    const Entry* at(const std::string& kind, const Folded& text, std::size_t at) const;
    // A word of that kind ends just before the space before `at`.
    bool before(const std::string& kind, const std::string& text, std::size_t at) const;
    // The text has a word of that kind.
    bool any_in(const std::string& kind, const std::string& text) const;

private:
    std::map<std::string, std::vector<const Entry*>> by_kind_;
};

}  // namespace vanthu::forms
