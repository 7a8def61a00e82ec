// bpmn_problems.h: gathers what is wrong with a diagram while its elements are read.
//
// The functions that read a word, an expression or a list blame the element and go on, so that one
// reading finds every problem. Belongs to one reading.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/expression.h"
#include "base/xml.h"
#include "workflow/engine.h"
#include "workflow/process.h"

namespace vanthu::workflow {

constexpr std::string_view kBpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
constexpr std::string_view kCamunda = "http://camunda.org/schema/1.0/bpmn";

bool is_bpmn(const XmlElement& element);

// How messages name an element: userTask "Kiểm tra" (check).
std::string element_name(const XmlElement& element);

std::string trimmed(const std::optional<std::string>& text);

// Letters, digits, _ and -, at most 64.
bool is_word(std::string_view text);

// Parts at commas that stand outside ${...}.
std::vector<std::string> split_list(std::string_view text);

class BpmnProblems {
public:
    void blame(const XmlElement& element, std::string reason);

    // The line of `part`, the name of the element it stands in.
    void blame(const XmlElement& element, const XmlElement& part, std::string reason);

    // What would change the way of a paper and is hidden in extension data.
    void check_extensions(const XmlElement& element);

    // Settings made for another engine, which look right in its modeler and say nothing here:
    // "Camunda 8 (zeebe)", "Flowable"; "" when there are none.
    static std::string other_engine(const XmlElement& element);

    // Everything inside a node that is neither description nor one of `read`.
    void check_children(const XmlElement& element, std::initializer_list<std::string_view> read);

    // Nothing, after blaming `owner`, when the text cannot be read.
    std::optional<Expression> parse_expression(const XmlElement& owner, std::string_view text);
    std::optional<Expression> parse_condition(const XmlElement& owner, const XmlElement& condition);

    // `what` names it in messages.
    Setting parse_setting(const XmlElement& owner, const std::string& what,
                          const std::string& text);
    Setting camunda_setting(const XmlElement& element, const std::string& attribute);
    std::vector<Setting> camunda_settings(const XmlElement& element, const std::string& attribute);

    std::size_t count() const { return found_.size(); }
    std::vector<Problem>& found() { return found_; }

private:
    std::vector<Problem> found_;
};

}  // namespace vanthu::workflow
