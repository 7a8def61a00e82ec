#include "workflow/variables.h"

#include <charconv>
#include <sstream>

#include <Poco/Exception.h>
#include <Poco/JSON/Array.h>
#include <Poco/JSON/Parser.h>

#include "base/error.h"
#include "base/text.h"

namespace vanthu::workflow {
namespace {

constexpr int kDepth = 16;

void check_size(std::size_t bytes) {
    if (bytes > kVariablesBytes)
        throw Error(ErrorCode::LimitExceeded, "variables take " + std::to_string(bytes) +
                                                  " bytes, the limit is " +
                                                  std::to_string(kVariablesBytes));
}

ExpressionValue scalar(const Poco::Dynamic::Var& value) {
    if (value.isEmpty()) return {};
    if (value.isBoolean()) return value.convert<bool>();
    if (value.isString()) return nfc(value.extract<std::string>());
    if (value.isNumeric()) return value.convert<double>();
    return {};
}

Poco::JSON::Object::Ptr as_object(const Poco::Dynamic::Var& value) {
    if (value.type() == typeid(Poco::JSON::Object::Ptr))
        return value.extract<Poco::JSON::Object::Ptr>();
    return nullptr;
}

std::string write(const Poco::JSON::Object& object) {
    std::ostringstream out;
    object.stringify(out);
    return out.str();
}

}  // namespace

VariableSet VariableSet::parse(const std::string& json) {
    check_size(json.size());
    VariableSet set;
    try {
        Poco::JSON::Parser parser;
        parser.setDepth(kDepth);
        set.object_ = as_object(parser.parse(json));
    } catch (const Poco::Exception& problem) {
        throw Error(ErrorCode::BadInput, "variables are not JSON: " + problem.displayText());
    }
    if (!set.object_) throw Error(ErrorCode::BadInput, "variables must be a JSON object");
    return set;
}

void VariableSet::merge(const VariableSet& changes) {
    for (const auto& [name, value] : *changes.object_)
        object_->set(name, value);
}

void VariableSet::set(const std::string& name, const std::string& text) {
    object_->set(name, text);
}

void VariableSet::set_null(const std::string& name) {
    object_->set(name, Poco::Dynamic::Var());
}

void VariableSet::remove(const std::string& name) {
    object_->remove(name);
}

void VariableSet::count(const std::string& name, const std::string& key) {
    Poco::JSON::Object::Ptr counts = as_object(object_->get(name));
    if (!counts) counts = new Poco::JSON::Object;
    counts->set(key, counts->optValue<int>(key, 0) + 1);
    object_->set(name, counts);
}

Poco::Dynamic::Var VariableSet::find(std::string_view name) const {
    Poco::JSON::Object::Ptr object = object_;
    std::string rest(name);
    while (!object->has(rest)) {
        const std::size_t dot = rest.find('.');
        if (dot == std::string::npos) return {};
        object = as_object(object->get(rest.substr(0, dot)));
        if (!object) return {};
        rest.erase(0, dot + 1);
    }
    return object->get(rest);
}

ExpressionValue VariableSet::value(std::string_view name) const {
    return scalar(find(name));
}

std::optional<std::vector<std::string>> VariableSet::list(std::string_view name) const {
    const Poco::Dynamic::Var value = find(name);
    std::vector<std::string> items;
    if (value.type() == typeid(Poco::JSON::Array::Ptr)) {
        for (const Poco::Dynamic::Var& item : *value.extract<Poco::JSON::Array::Ptr>())
            items.push_back(trim(as_text(scalar(item))));
    } else if (!value.isEmpty() && value.isString()) {
        for (const std::string& item : split(value.extract<std::string>(), ','))
            items.push_back(trim(nfc(item)));
    } else {
        return std::nullopt;
    }
    std::erase(items, "");
    return items;
}

std::string VariableSet::json() const {
    std::string text = write(*object_);
    check_size(text.size());
    return text;
}

std::string as_text(const ExpressionValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* decided = std::get_if<bool>(&value)) return *decided ? "true" : "false";
    if (const auto* number = std::get_if<double>(&value)) {
        char digits[64];
        const auto end = std::to_chars(digits, digits + sizeof digits, *number).ptr;
        return std::string(digits, end);
    }
    return {};
}

std::string json_object(const std::vector<std::pair<std::string_view, std::string>>& texts) {
    Poco::JSON::Object object(Poco::JSON_PRESERVE_KEY_ORDER);
    for (const auto& [name, text] : texts)
        object.set(std::string(name), text);
    return write(object);
}

}  // namespace vanthu::workflow
