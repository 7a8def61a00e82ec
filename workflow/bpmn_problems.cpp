#include "workflow/bpmn_problems.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/text.h"
#include "workflow/bpmn_refusals.h"

namespace vanthu::workflow {

bool is_bpmn(const XmlElement& element) {
    return element.namespace_uri() == kBpmn;
}

std::string trimmed(const std::optional<std::string>& text) {
    return text ? trim(*text) : std::string();
}

bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    });
}

std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> parts(1);
    int depth = 0;
    for (const char c : text) {
        if (c == '{') ++depth;
        if (c == '}') --depth;
        if (c == ',' && depth <= 0)
            parts.emplace_back();
        else
            parts.back().push_back(c);
    }
    for (std::string& part : parts)
        part = trim(part);
    std::erase(parts, "");
    return parts;
}

std::string element_name(const XmlElement& element) {
    std::string text(element.name());
    const std::string name = single_spaced(element.attribute("name").value_or(""));
    if (!name.empty()) text += " \"" + name + "\"";
    const std::string id = trimmed(element.attribute("id"));
    if (!id.empty()) text += " (" + id + ")";
    return text;
}

void BpmnProblems::blame(const XmlElement& element, std::string reason) {
    found_.push_back({element.line(), element_name(element), std::move(reason)});
}

void BpmnProblems::blame(const XmlElement& element, const XmlElement& part, std::string reason) {
    found_.push_back({part.line(), element_name(element), std::move(reason)});
}

void BpmnProblems::check_extensions(const XmlElement& element) {
    for (const XmlElement& extensions : element.children("extensionElements"))
        for (const XmlElement& extension : extensions.children())
            if (const auto refusal = refusal_of_extension(extension.name());
                refusal && extension.namespace_uri() == kCamunda)
                blame(element, extension, std::string(*refusal));
}

std::string BpmnProblems::other_engine(const XmlElement& element) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kEngines = {{
        {"http://flowable.org/bpmn", "Flowable"},
        {"http://activiti.org/bpmn", "Activiti"},
        {"http://camunda.org/schema/zeebe/1.0", "Camunda 8 (zeebe)"},
    }};
    for (const auto& [uri, name] : kEngines) {
        for (const std::string attribute :
             {"candidateGroups", "candidateUsers", "assignee", "type", "topic"})
            if (element.attribute(attribute, uri)) return std::string(name);
        for (const XmlElement& extensions : element.children("extensionElements"))
            for (const XmlElement& extension : extensions.children())
                if (extension.namespace_uri() == uri) return std::string(name);
    }
    return {};
}

void BpmnProblems::check_children(const XmlElement& element,
                                  std::initializer_list<std::string_view> read) {
    for (const XmlElement& child : element.children()) {
        if (!is_bpmn(child) || is_description(child.name())) continue;
        if (std::find(read.begin(), read.end(), child.name()) != read.end()) continue;
        auto refusal = refusal_of_event(child.name());
        if (!refusal) refusal = refusal_of_element(child.name());
        blame(element, child,
              refusal ? std::string(*refusal)
                      : "<" + std::string(child.name()) + "> is not part of the subset");
    }
}

std::optional<Expression> BpmnProblems::parse_expression(const XmlElement& owner,
                                                         std::string_view text) {
    try {
        return Expression::parse(text, Calls::WorkingTime);
    } catch (const Error& error) {
        blame(owner, error.what());
        return std::nullopt;
    }
}

std::optional<Expression> BpmnProblems::parse_condition(const XmlElement& owner,
                                                        const XmlElement& condition) {
    const std::string language = trimmed(condition.attribute("language"));
    if (!language.empty() && lower(language) != "juel") {
        blame(owner, "its condition is written in \"" + language +
                         "\"; only ${...} of docs/workflow.md is read");
        return std::nullopt;
    }
    const std::string text = trim(condition.text());
    if (text.starts_with('=')) {  // as the modeler of Camunda 8 writes it
        blame(owner,
              "its condition is written in FEEL; write ${...} of docs/workflow.md, such as "
              "${outcome == 'return'}");
        return std::nullopt;
    }
    return parse_expression(owner, text);
}

Setting BpmnProblems::parse_setting(const XmlElement& owner, const std::string& what,
                                    const std::string& text) {
    Setting setting;
    const std::string value = trim(text);
    if (starts_with(value, "${") || starts_with(value, "#{"))
        setting.expression = parse_expression(owner, value);
    else if (value.find("${") != std::string::npos || value.find("#{") != std::string::npos)
        blame(owner, what + " \"" + value + "\" mixes text and ${...}");
    else
        setting.literal = value;
    return setting;
}

Setting BpmnProblems::camunda_setting(const XmlElement& element, const std::string& attribute) {
    return parse_setting(element, "camunda:" + attribute,
                         element.attribute(attribute, kCamunda).value_or(""));
}

std::vector<Setting> BpmnProblems::camunda_settings(const XmlElement& element,
                                                    const std::string& attribute) {
    std::vector<Setting> result;
    for (const std::string& part : split_list(element.attribute(attribute, kCamunda).value_or("")))
        result.push_back(parse_setting(element, "camunda:" + attribute, part));
    return result;
}

}  // namespace vanthu::workflow
