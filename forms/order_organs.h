// order_organs.h: where organs stand in a sentence that may order them.
//
// Tells the beginning of an organ, of who heads one and of a group of them, where a name ends, and
// how the organ is written as whoever carries an order out. By forms/lexicons/organs.xml and
// orders.xml. Works on folded text, answers in offsets of it. Words and names must outlive it; safe
// from several threads. Knows nothing of verbs: that is order_grammar.h.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "forms/folded.h"
#include "forms/lexicon.h"
#include "forms/name_extent.h"
#include "forms/order_words.h"

namespace vanthu::forms {

class OrderOrgans {
public:
    OrderOrgans(const OrderWords& words, const Lexicon& names) : words_(words), names_(names) {}

    // An organ, who heads one, or a group of them begins at `at`.
    bool begin_at(const Folded& text, std::size_t at) const;
    // The same, behind the spaces there.
    bool begin_behind(const Folded& text, std::size_t at) const;
    // An organ by its own name.
    bool named_at(const Folded& text, std::size_t at) const;
    // A label before the colon that begins like an organ.
    bool label_at(const Folded& text, std::size_t colon) const;
    NameExtent name_at(const Folded& text, std::size_t begin, std::size_t end) const;
    // Nothing but the name of an organ: "Khoa Hồi sức cấp cứu - Chống độc".
    bool is_name(const Folded& text, std::size_t begin, std::size_t end) const;
    // As it is written for whoever is to do it.
    static std::string text_of(const Folded& text, std::size_t begin, std::size_t end);
    // "Hội Nông dân huyện, Hội Phụ nữ huyện" are two; "Đảng ủy, Công đoàn" and "các sở, ngành" one.
    std::vector<std::string> parted(const std::string& organ) const;

private:
    const OrderWords& words_;
    const Lexicon& names_;
};

}  // namespace vanthu::forms
