#include "forms/name_extent.h"

#include <algorithm>

#include "base/text.h"

namespace vanthu::forms {
namespace {

using Certainty = NameExtent::Certainty;

// What the last word of the name was.
enum class Last {
    Head,      // "Sở", "Ủy ban nhân dân"
    Capital,   // the first syllable of a word: "Xây"
    Function,  // its second: "dựng"
    Known,     // a word that organs are known to be named after: "xây dựng"
    Place,     // "tỉnh", "Hà Nam", a number
    Group,     // "đơn vị" of "các đơn vị"
};

class Walk {
public:
    Walk(const Folded& text, std::size_t begin, std::size_t end, const OrderWords& words,
         const Lexicon& organs)
        : text_(text), low_(text.text), at_(begin), end_(end), words_(words), organs_(organs) {}

    NameExtent extent() {
        std::size_t next = at_;
        while (next < end_) {
            if (!take(next)) return stop(next);
            next = behind_signs(at_);
            if (broken_) return {at_, Certainty::Unknown};
        }
        return {end_, Certainty::Unknown};
    }

private:
    // The next word, behind spaces, a dash, commas and what stands in parentheses.
    std::size_t behind_signs(std::size_t at) {
        comma_ = dash_ = false;
        int depth = 0;
        for (; at < end_; ++at) {
            const char letter = low_[at];
            if (letter == '(') ++depth;
            if (letter == ')' && depth > 0) --depth;
            if (depth > 0) continue;
            if (is_word_letter(letter)) break;
            if (letter == ';' || letter == '.' || letter == ':') broken_ = true;
            comma_ = comma_ || letter == ',';
            dash_ = dash_ || letter == '-';
        }
        return at;
    }

    std::size_t word_end(std::size_t at) const {
        while (at < end_ && is_word_letter(low_[at]))
            ++at;
        return at;
    }

    void consume(std::size_t end, Last last) {
        at_ = std::min(end, end_);
        last_ = last;
        joined_ = false;
    }

    bool deed_at(std::size_t at) const {
        for (const char* kind : {"action", "lead", "modal"})
            if (words_.at(kind, text_, at) != nullptr) return true;
        return false;
    }

    // A verb of several syllables, or one that may stand before any.
    bool plain_deed_at(std::size_t at) const {
        const Entry* deed = words_.at("action", text_, at);
        if (deed != nullptr && deed->folded.find(' ') != std::string::npos) return true;
        return words_.at("lead", text_, at) != nullptr || words_.at("modal", text_, at) != nullptr;
    }

    // A word that organs are named after; one that is also a verb only with a capital.
    const Entry* known_at(std::size_t at) const {
        const Entry* word = words_.at("inside", low_, at);
        const Entry* field = words_.at("field", low_, at);
        if (word == nullptr || (field != nullptr && field->folded.size() > word->folded.size()))
            word = field;
        if (word == nullptr || upper_at(text_, at)) return word;
        if (words_.at("action", low_, at) != nullptr) return nullptr;
        const bool names = last_ == Last::Head || last_ == Last::Group;
        return word->kind == "inside" || names ? word : nullptr;
    }

    bool take(std::size_t at) {
        const bool capital = upper_at(text_, at);
        const bool expected = joined_ || comma_ || dash_;
        if (low_[at] >= '0' && low_[at] <= '9') {
            consume(word_end(at), Last::Place);
            return true;
        }
        if (!capital && !expected && last_ != Last::Head && plain_deed_at(at)) return false;
        if (const Entry* each = words_.at("each", text_, at)) {
            const std::size_t member = at + each->folded.size() + 1;
            const Entry* one = member < end_ ? member_at(member) : nullptr;
            if (one != nullptr) {
                consume(member + one->folded.size(), Last::Group);
                return true;
            }
        }
        const Entry* head = capital ? head_at(at) : nullptr;
        if (const Entry* word = known_at(at);
            word != nullptr && (head == nullptr || word->folded.size() > head->folded.size())) {
            consume(at + word->folded.size(), capital ? Last::Known : Last::Function);
            return true;
        }
        if (capital) return take_capital(at);
        for (std::string_view joiner : {"va", "cung"})
            if (opens_with(low_, at, joiner) && !expected && names_follow(at + joiner.size() + 1)) {
                at_ = at + joiner.size();
                joined_ = true;
                return true;
            }
        if (const Entry* level = words_.at("level", text_, at)) {
            consume(at + level->folded.size(), Last::Place);
            return true;
        }
        if (expected)
            if (const Entry* one = member_at(at)) {
                consume(at + one->folded.size(), Last::Group);
                return true;
            }
        if (last_ == Last::Capital && !expected && at == at_ + 1) {
            consume(word_end(at), Last::Function);
            return true;
        }
        return !expected && (last_ == Last::Known || last_ == Last::Function) && take_to_dash(at);
    }

    // "Hồi sức cấp cứu - Chống độc": a dash before a capital ties what stands before it.
    bool take_to_dash(std::size_t at) {
        std::size_t behind = at;
        for (int syllables = 0; syllables < 3; ++syllables) {
            behind = word_end(behind);
            if (behind + 3 < end_ && low_.compare(behind, 3, " - ") == 0) {
                if (!upper_at(text_, behind + 3)) return false;
                consume(behind, Last::Function);
                return true;
            }
            if (behind + 1 >= end_ || low_[behind] != ' ' || upper_at(text_, behind + 1))
                return false;
            ++behind;
        }
        return false;
    }

    const Entry* head_at(std::size_t at) const {
        const Entry* head = organs_.opening(low_.substr(at, 60));
        for (const char* kind : {"leader", "organ"})
            if (const Entry* other = words_.at(kind, low_, at))
                if (head == nullptr || other->folded.size() > head->folded.size()) head = other;
        return head;
    }

    bool take_capital(std::size_t at) {
        const Entry* head = head_at(at);
        const std::size_t behind = word_end(at);
        if (head != nullptr && head->kind != "continuation" && last_ != Last::Capital) {
            consume(std::max(at + head->folded.size(), behind), Last::Head);
            return true;
        }
        if (head != nullptr && head->kind == "continuation") {
            consume(at + head->folded.size(), Last::Place);
            return true;
        }
        // "TNHH", "THPT"
        const bool letters = behind > at + 1 && upper_at(text_, at + 1);
        const bool runs_on = last_ == Last::Capital || last_ == Last::Place;
        consume(behind, letters ? Last::Known : runs_on ? Last::Place : Last::Capital);
        return true;
    }

    const Entry* member_at(std::size_t at) const {
        const Entry* one = words_.at("member", text_, at);
        return one != nullptr ? one : words_.at("level", text_, at);
    }

    bool names_follow(std::size_t at) const {
        if (at >= end_) return false;
        return upper_at(text_, at) || member_at(at) != nullptr || opens_with(low_, at, "cac");
    }

    NameExtent stop(std::size_t at) const {
        if (joined_ || comma_ || dash_ || words_.at("qualifier", text_, at) != nullptr)
            return {at, Certainty::Unknown};
        switch (last_) {
            case Last::Known:
            case Last::Place:
                return {at, Certainty::Sure};
            case Last::Head:
                return {at, deed_at(at) ? Certainty::Likely : Certainty::Unknown};
            case Last::Capital:
                return {at, Certainty::Likely};
            case Last::Function:
                return later_deed(at);
            case Last::Group:
                // "các cơ quan tuyên truyền": a verb just behind may say which.
                return deed_at(at) ? NameExtent{at, Certainty::Unknown} : later_deed(at);
        }
        return {at, Certainty::Unknown};
    }

    // "Phòng Quản lý nước tổng hợp ...": one or two small syllables before a known verb are the
    // name's.
    NameExtent later_deed(std::size_t at) const {
        if (deed_at(at)) return {at, Certainty::Likely};
        std::size_t word = at;
        for (int syllables = 0; syllables < 2; ++syllables) {
            const std::size_t behind = word_end(word);
            if (behind + 1 >= end_ || low_[behind] != ' ' || upper_at(text_, behind + 1)) break;
            word = behind + 1;
            if (words_.at("qualifier", text_, word) != nullptr) return {at, Certainty::Unknown};
            if (plain_deed_at(word)) return {word, Certainty::Likely};
        }
        return {at, Certainty::Likely};
    }

    const Folded& text_;
    const std::string& low_;
    std::size_t at_, end_;
    const OrderWords& words_;
    const Lexicon& organs_;
    Last last_ = Last::Head;
    bool comma_ = false, dash_ = false;  // between the last word and the next
    bool joined_ = false;                // the last word was "và"
    bool broken_ = false;                // the sentence or its part ended
};

}  // namespace

NameExtent name_extent(const Folded& text, std::size_t begin, std::size_t end,
                       const OrderWords& words, const Lexicon& organs) {
    return Walk(text, begin, end, words, organs).extent();
}

}  // namespace vanthu::forms
