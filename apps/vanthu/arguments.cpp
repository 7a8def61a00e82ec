#include <algorithm>
#include <charconv>

#include "apps/vanthu/command.h"
#include "base/error.h"
#include "base/text.h"

namespace vanthu::apps {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

[[noreturn]] void refuse(const std::string& option, std::vector<std::string> known) {
    const std::string meant = nearest(option, known);
    throw Error(ErrorCode::BadInput, "there is no option --" + option +
                                         (meant.empty() ? "" : ", did you mean --" + meant + "?"));
}

}  // namespace

Arguments::Arguments(const Words& words, std::vector<std::string> flags,
                     std::vector<std::string> valued) {
    std::vector<std::string> known = flags;
    known.insert(known.end(), valued.begin(), valued.end());
    bool options = true;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (!options || word.size() < 3 || !starts_with(word, "--")) {
            if (options && word == "--")
                options = false;
            else
                operands_.push_back(word);
            continue;
        }
        const auto equals = word.find('=');
        const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
        if (contains(flags, name)) {
            options_.emplace_back(name, "");
        } else if (contains(valued, name)) {
            if (equals != std::string::npos)
                options_.emplace_back(name, word.substr(equals + 1));
            else if (i + 1 < words.size())
                options_.emplace_back(name, words[++i]);
            else
                throw Error(ErrorCode::BadInput, "option --" + name + " needs a value");
        } else {
            refuse(name, known);
        }
    }
}

bool Arguments::has(std::string_view flag) const {
    return std::any_of(options_.begin(), options_.end(),
                       [&](const auto& o) { return o.first == flag; });
}

std::string Arguments::value(std::string_view option, std::string_view otherwise) const {
    for (const auto& [name, value] : options_)
        if (name == option) return value;
    return std::string(otherwise);
}

std::vector<std::string> Arguments::values(std::string_view option) const {
    std::vector<std::string> all;
    for (const auto& [name, value] : options_)
        if (name == option) all.push_back(value);
    return all;
}

int Arguments::number(std::string_view option, int otherwise) const {
    const std::string text = value(option);
    if (text.empty()) return otherwise;
    int number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size())
        throw Error(ErrorCode::BadInput,
                    "--" + std::string(option) + " needs a whole number, not '" + text + "'");
    return number;
}

const std::string& Arguments::operand(std::size_t index, std::string_view name) const {
    if (index >= operands_.size()) throw Error(ErrorCode::BadInput, "needs " + std::string(name));
    return operands_[index];
}

}  // namespace vanthu::apps
