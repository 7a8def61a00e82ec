// variables.h: what a running paper knows: the JSON object that conditions read and that tasks and
// jobs add to.
//
// Texts, numbers, true/false and null, also inside objects (read by dotted names) and lists.
// Limited in bytes and depth, as parts of it come from outside. One set belongs to one thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <Poco/JSON/Object.h>

#include "base/expression.h"

namespace vanthu::workflow {

constexpr std::size_t kVariablesBytes = 256u << 10;

class VariableSet {
public:
    // Error(BadInput) when it is not a JSON object, Error(LimitExceeded) when it is too large.
    static VariableSet parse(const std::string& json);

    // Values of `changes` replace those of the same name.
    void merge(const VariableSet& changes);
    void set(const std::string& name, const std::string& text);
    void set_null(const std::string& name);
    void remove(const std::string& name);

    // Adds one to the number `key` in the object `name`.
    void count(const std::string& name, const std::string& key);

    // Null for an unknown name, an object or a list.
    ExpressionValue value(std::string_view name) const;

    // The items of a list, or of a text with commas; nothing when the variable is null or something
    // else.
    std::optional<std::vector<std::string>> list(std::string_view name) const;

    // Error(LimitExceeded) when too much was gathered.
    std::string json() const;

private:
    Poco::Dynamic::Var find(std::string_view name) const;
    Poco::JSON::Object::Ptr object_;
};

// "" for null; numbers without needless digits.
std::string as_text(const ExpressionValue& value);

// The JSON object of these texts, for audit details and job arguments.
std::string json_object(const std::vector<std::pair<std::string_view, std::string>>& texts);

}  // namespace vanthu::workflow
