// order_grammar.h: how a sentence of a dispatch gives an order.
//
// Finds who is ordered (order_organs.h), the verb that begins what they are to do, and the words
// that order it, by the words of forms/lexicons/orders.xml. Works on folded text, answers in
// offsets of it. Immutable after it was built; safe from several threads.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/folded.h"
#include "forms/lexicon.h"
#include "forms/order_organs.h"
#include "forms/order_words.h"

namespace vanthu::forms {

constexpr std::size_t kLongestHeading = 200;  // letters

// A run of a paragraph's letters.
struct Piece {
    const Folded* text = nullptr;
    std::size_t begin = 0, end = 0;
    bool part = false;  // of a sentence that gives several orders, behind the first

    std::string source() const;
    std::string low() const { return text->text.substr(begin, end - begin); }
};

// Sentences of a paragraph: a closing sign before a capital parts them.
std::vector<Piece> sentences_of(const Folded& text);

class OrderGrammar {
public:
    struct Predicate {
        std::size_t subject_end = 0, verb = 0;
    };
    struct Found {
        std::string organ, verb;
        std::size_t action = 0;  // where it begins
        bool colon = false;      // what is to be done follows as a list
    };

    explicit OrderGrammar(const Lexicons& lexicons);
    OrderGrammar(const OrderGrammar&) = delete;  // its organs look into its words
    OrderGrammar& operator=(const OrderGrammar&) = delete;

    const OrderWords& words() const { return words_; }
    const OrderOrgans& organs() const { return organs_; }

    // A short text that has a word of that kind.
    bool heads(const std::string& text, const std::string& kind) const;
    // The verb of the subject at `begin`.
    std::optional<Predicate> predicate_after(const Folded& text, std::size_t begin,
                                             std::size_t end) const;
    // Where the subject at `begin` ends: at "có trách nhiệm" and the like, else at `end`.
    std::size_t subject_end(const Folded& text, std::size_t begin, std::size_t end) const;
    // "Giao Sở Nội vụ chủ trì ...", "Ủy ban nhân dân tỉnh yêu cầu các sở ...".
    std::optional<Found> assigned(const Piece& sentence, std::vector<std::string>& organs) const;
    // A sentence whose subject is an organ; "Ban Giám hiệu đề nghị các đơn vị ..." orders the
    // latter.
    // Where orders are given a deed may have any verb, elsewhere only a known one is one.
    enum class Verbs { Known, Any };
    std::optional<Found> subject_first(const Piece& sentence, Verbs verbs = Verbs::Known) const;
    // "Giao A làm ...; B làm ...": a sentence that gives several organs their orders, one by one.
    std::vector<Piece> orders_apart(const std::vector<Piece>& sentences) const;
    // "Sở Y tế yêu cầu các đơn vị thực hiện:", "kết luận như sau:": a list of orders follows.
    bool leads_to_orders(const Folded& text) const;
    // Words between a subject and its verb that tell what was done or is the issuer's view.
    bool tells(const Folded& text, std::size_t begin, std::size_t end) const;

private:
    bool deed_behind_name(const Folded& text, std::size_t begin, std::size_t end) const;
    bool gives_order(const Folded& text, std::size_t at, const Piece& sentence) const;
    bool may_be_name(const Folded& text, std::size_t begin, std::size_t end) const;
    bool names_issuer(const Folded& text, std::size_t begin, std::size_t verb) const;
    std::optional<Predicate> ordered_deed(const Folded& text, std::size_t begin,
                                          std::size_t end) const;
    const Entry* modal_at(const Folded& text, std::size_t at) const;
    static bool before(const std::string& low, std::size_t at, std::string_view word);
    static bool relative_clause(const std::string& low, std::size_t at, std::size_t size,
                                std::size_t end);
    bool part_of_name(const Folded& text, std::size_t at) const;
    std::vector<std::size_t> subject_places(const Piece& sentence) const;
    // The organ that one between `begin` and `end` asks, and by which verb.
    std::optional<Found> asked_between(const Folded& text, std::size_t begin,
                                       std::size_t end) const;
    bool speaks_for_issuer(const Piece& sentence, std::size_t at) const;

    const Lexicons& lexicons_;
    OrderWords words_;
    OrderOrgans organs_;
};

}  // namespace vanthu::forms
