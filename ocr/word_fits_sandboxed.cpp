#include "ocr/word_fits_sandboxed.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/text.h"

namespace vanthu::ocr {
namespace {

constexpr double kNever = -1e9;
constexpr double kUnfit = -60;  // no text is less likely than that

// The letters of a text with the blanks that may stand around them, as outputs.
class States {
public:
    explicit States(const LineLetters& letters) : letters_(letters) { states.push_back(blank()); }

    // False where the letter has no output.
    bool add(char32_t letter, int word) {
        const auto found = letters_.outputs.find(letter);
        states.push_back(found == letters_.outputs.end() ? kNone : found->second);
        words.resize(states.size() - 1, kNone);
        words.push_back(word);
        states.push_back(blank());
        words.push_back(kNone);
        return found != letters_.outputs.end();
    }

    int blank() const { return letters_.blank; }

    static constexpr int kNone = -1;
    std::vector<int> states, words{kNone};

private:
    const LineLetters& letters_;
};

// The likeliest way through the states, step by step; remembers how it went where `back` is given.
class Way {
public:
    Way(const std::vector<int>& states, int blank, const LineOutputs& line)
        : states_(states), blank_(blank), line_(line) {}

    double best(int begin, int end, std::vector<std::uint8_t>* back = nullptr) {
        const std::size_t count = states_.size();
        std::vector<double> now(count, kNever), next(count, kNever);
        if (back) back->assign(static_cast<std::size_t>(end - begin) * count, 0);
        for (int step = begin; step < end; ++step) {
            const float* less =
                line_.less.data() + static_cast<std::ptrdiff_t>(step) * line_.outputs;
            for (std::size_t i = 0; i < count; ++i) {
                double path = now[i];
                std::uint8_t from = 0;
                if (step == begin) {
                    path = i < 2 ? 0 : kNever;
                } else {
                    if (i > 0 && now[i - 1] > path) path = now[i - 1], from = 1;
                    if (i > 1 && states_[i] != blank_ && states_[i] != states_[i - 2] &&
                        now[i - 2] > path)
                        path = now[i - 2], from = 2;
                }
                next[i] = path + less_at(less, states_[i]);
                if (back) (*back)[static_cast<std::size_t>(step - begin) * count + i] = from;
            }
            std::swap(now, next);
        }
        last_ = count > 1 && now[count - 2] > now[count - 1] ? count - 2 : count - 1;
        return now[last_];
    }

    std::size_t last() const { return last_; }

private:
    static double less_at(const float* less, int state) {
        constexpr float kStranger = -6;  // a letter that the network does not know
        return static_cast<double>(state < 0 ? kStranger : less[state]);
    }

    const std::vector<int>& states_;
    const int blank_;
    const LineOutputs& line_;
    std::size_t last_ = 0;
};

}  // namespace

std::vector<WordSteps> steps_of_words(const pipeline::TextLine& line, LineOutputs outputs,
                                      const LineLetters& letters) {
    if (outputs.steps == 0 || letters.blank >= outputs.outputs) return {};
    States text(letters);
    for (std::size_t i = 0; i < line.words.size(); ++i) {
        if (i > 0) text.add(U' ', States::kNone);
        for (const char32_t letter : to_utf32(line.words[i].text))
            text.add(letter, static_cast<int>(i));
    }
    const std::size_t count = text.states.size();
    if (*std::max_element(text.states.begin(), text.states.end()) >= outputs.outputs) return {};
    std::vector<std::uint8_t> back;
    Way way(text.states, letters.blank, outputs);
    if (way.best(0, outputs.steps, &back) < kNever / 2) return {};

    std::vector<WordSteps> words(line.words.size());
    const auto shared = std::make_shared<const LineOutputs>(std::move(outputs));
    std::vector<bool> blank(static_cast<std::size_t>(shared->steps));
    std::size_t at = way.last();
    for (int step = shared->steps - 1; step >= 0; --step) {
        blank[static_cast<std::size_t>(step)] = text.states[at] == letters.blank;
        if (const int owner = text.words[at]; owner >= 0) {
            WordSteps& word = words[static_cast<std::size_t>(owner)];
            if (!word.line) word = {shared, step, step + 1};
            word.begin = step;
        }
        at -= back[static_cast<std::size_t>(step) * count + at];
    }
    // A blank step on each side leaves room for wider letters.
    for (std::size_t i = 0; i < words.size(); ++i) {
        WordSteps& word = words[i];
        if (!word.line) return {};
        if (word.begin > (i > 0 ? words[i - 1].end : 0) &&
            blank[static_cast<std::size_t>(word.begin) - 1])
            --word.begin;
        const int limit = i + 1 < words.size() ? words[i + 1].begin : shared->steps;
        if (word.end < limit && blank[static_cast<std::size_t>(word.end)]) ++word.end;
    }
    return words;
}

double fit_in(std::u32string_view text, const WordSteps& steps, const LineLetters& letters) {
    if (!steps.line || steps.end <= steps.begin) return kUnfit;
    States states(letters);
    for (const char32_t letter : text)
        if (!states.add(letter, 0)) return kUnfit;
    if (*std::max_element(states.states.begin(), states.states.end()) >= steps.line->outputs)
        return kUnfit;
    return std::max(kUnfit,
                    Way(states.states, letters.blank, *steps.line).best(steps.begin, steps.end));
}

}  // namespace vanthu::ocr
