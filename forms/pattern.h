// A pattern over text, compiled once: what the grammars of forms/ are written in.
//
// Promises: patterns are ECMAScript as std::regex reads them; a wrong one throws
// std::regex_error when it is made. A Match points into the text that was searched and is good
// for as long as that is.
// Threads: a Pattern may be used by several at once.
// Does not fold the text, and knows nothing of Vietnamese (forms/folded.h).
//
// Only pattern.cpp instantiates the engine: in every file it would cost seconds of each build.
#pragma once
#include <memory>
#include <regex>
#include <string>
#include <vector>

namespace vanthu::forms {

using Match = std::smatch;

class Pattern {
public:
    Pattern() = default;  // of the empty pattern, which matches the empty text alone
    explicit Pattern(const std::string& source);

    // Somewhere in the text; the first place, in `match`.
    bool found_in(const std::string& text) const;
    bool found_in(const std::string& text, Match& match) const;
    bool found_in(std::string&& text, Match& match) const = delete;
    // All of the text.
    bool matches(const std::string& text) const;
    bool matches(const std::string& text, Match& match) const;
    bool matches(std::string&& text, Match& match) const = delete;
    // Every place, from left to right; they do not overlap.
    std::vector<Match> all_in(const std::string& text) const;
    std::vector<Match> all_in(std::string&& text) const = delete;
    // The text with each place replaced ("$1" is the first group).
    std::string replaced_in(const std::string& text, const std::string& by) const;

private:
    std::shared_ptr<const std::regex> regex_;
};

}  // namespace vanthu::forms
