#include "forms/order_words.h"

#include <algorithm>

#include "base/text.h"

namespace vanthu::forms {

bool is_word_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

bool opens_with(std::string_view text, std::size_t at, std::string_view word) {
    return text.compare(at, word.size(), word) == 0 &&
           (at + word.size() >= text.size() || !is_word_letter(text[at + word.size()]));
}

bool upper_at(const Folded& text, std::size_t at) {
    const std::u32string letter = to_utf32(text.source(at, at + 1));
    return !letter.empty() && is_upper_letter(letter[0]);
}

OrderWords::OrderWords(const Lexicon& orders) {
    for (const Entry& entry : orders.entries())
        by_kind_[entry.kind].push_back(&entry);
}

const Entry* OrderWords::at(const std::string& kind, const std::string& text,
                            std::size_t at) const {
    const auto words = by_kind_.find(kind);
    if (words == by_kind_.end()) return nullptr;
    const Entry* longest = nullptr;
    for (const Entry* entry : words->second)
        if (opens_with(text, at, entry->folded) &&
            (longest == nullptr || entry->folded.size() > longest->folded.size()))
            longest = entry;
    return longest;
}

const Entry* OrderWords::at(const std::string& kind, const Folded& text, std::size_t at) const {
    const Entry* word = this->at(kind, text.text, at);
    if (word == nullptr) return word;
    const std::string read = text.source(at, at + word->folded.size());
    if (comparable(read) == comparable(word->text)) return word;
    const std::vector<std::string> parts = split(lower(read), ' ');
    const std::vector<std::string> known = split(word->text, ' ');
    for (std::size_t i = 0; i < parts.size() && i < known.size(); ++i)
        if (comparable(parts[i]) != comparable(known[i]) && parts[i] != fold(known[i]))
            return nullptr;
    return word;
}

bool OrderWords::before(const std::string& kind, const std::string& text, std::size_t at) const {
    const auto words = by_kind_.find(kind);
    if (words == by_kind_.end() || at < 2 || text[at - 1] != ' ') return false;
    return std::any_of(words->second.begin(), words->second.end(), [&](const Entry* entry) {
        const std::size_t size = entry->folded.size();
        return at > size && text.compare(at - size - 1, size, entry->folded) == 0 &&
               (at == size + 1 || !is_word_letter(text[at - size - 2]));
    });
}

bool OrderWords::any_in(const std::string& kind, const std::string& text) const {
    const auto words = by_kind_.find(kind);
    if (words == by_kind_.end()) return false;
    return std::any_of(words->second.begin(), words->second.end(), [&](const Entry* entry) {
        return text.find(entry->folded) != std::string::npos;
    });
}

}  // namespace vanthu::forms
