#include "forms/pattern.h"

namespace vanthu::forms {

namespace {

const std::regex& engine(const std::shared_ptr<const std::regex>& regex) {
    static const std::regex empty;
    return regex ? *regex : empty;
}

}  // namespace

Pattern::Pattern(const std::string& source) : regex_(std::make_shared<const std::regex>(source)) {}

bool Pattern::found_in(const std::string& text) const {
    return std::regex_search(text, engine(regex_));
}

bool Pattern::found_in(const std::string& text, Match& match) const {
    return std::regex_search(text, match, engine(regex_));
}

bool Pattern::matches(const std::string& text) const {
    return std::regex_match(text, engine(regex_));
}

bool Pattern::matches(const std::string& text, Match& match) const {
    return std::regex_match(text, match, engine(regex_));
}

std::vector<Match> Pattern::all_in(const std::string& text) const {
    return {std::sregex_iterator(text.begin(), text.end(), engine(regex_)), std::sregex_iterator()};
}

std::string Pattern::replaced_in(const std::string& text, const std::string& by) const {
    return std::regex_replace(text, engine(regex_), by);
}

}  // namespace vanthu::forms
