#include "workflow/bpmn_nodes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "base/text.h"
#include "workflow/bpmn_refusals.h"
#include "workflow/deadline.h"
#include "workflow/duration.h"
#include "workflow/engine.h"

namespace vanthu::workflow {
namespace {

constexpr auto kProperties =
    std::to_array<std::string_view>({"outcomes", "remind", "signs_for", "role", "level"});

class NodeReader {
public:
    explicit NodeReader(BpmnProblems& problems) : problems_(problems) {}

    bool read(const XmlElement& element, Node& node) {
        static const std::map<std::string_view, void (NodeReader::*)(const XmlElement&, Node&)>
            kReaders = {{"startEvent", &NodeReader::read_start},
                        {"endEvent", &NodeReader::read_end},
                        {"userTask", &NodeReader::read_user_task},
                        {"serviceTask", &NodeReader::read_service_task},
                        {"exclusiveGateway", &NodeReader::read_exclusive},
                        {"parallelGateway", &NodeReader::read_parallel},
                        {"intermediateCatchEvent", &NodeReader::read_catch},
                        {"boundaryEvent", &NodeReader::read_boundary}};
        const auto reader = kReaders.find(element.name());
        if (reader == kReaders.end()) return false;
        problems_.check_extensions(element);
        if (trimmed(element.attribute("isForCompensation")) == "true")
            problems_.blame(element, "compensation is not run");
        (this->*reader->second)(element, node);
        return true;
    }

private:
    void read_start(const XmlElement& element, Node& node) {
        node.kind = NodeKind::Start;
        for (const XmlElement& child : element.children())
            if (child.name() == "timerEventDefinition")
                problems_.blame(element,
                                "a start at a time is not run: a paper starts the process");
        problems_.check_children(element, {"timerEventDefinition"});
    }

    void read_end(const XmlElement& element, Node& node) {
        node.kind =
            element.child("terminateEventDefinition") ? NodeKind::TerminateEnd : NodeKind::End;
        problems_.check_children(element, {"terminateEventDefinition"});
    }

    void read_exclusive(const XmlElement& element, Node& node) {
        node.kind = NodeKind::ExclusiveGateway;
        problems_.check_children(element, {});
    }

    void read_parallel(const XmlElement& element, Node& node) {
        node.kind = NodeKind::ParallelGateway;
        problems_.check_children(element, {});
    }

    static std::string made_for_another(const XmlElement& element) {
        const std::string engine = BpmnProblems::other_engine(element);
        return engine.empty() ? "" : " (what " + engine + " reads is not read here)";
    }

    void read_user_task(const XmlElement& element, Node& node) {
        node.kind = NodeKind::UserTask;
        UserTask& task = node.task;
        const std::size_t before = problems_.count();
        task.form_key = trimmed(element.attribute("formKey", kCamunda));
        task.assignee = problems_.camunda_setting(element, "assignee");
        task.candidate_users = problems_.camunda_settings(element, "candidateUsers");
        task.candidate_groups = problems_.camunda_settings(element, "candidateGroups");
        task.due = problems_.camunda_setting(element, "dueDate");
        if (task.assignee.empty() && task.candidate_users.empty() &&
            task.candidate_groups.empty() && problems_.count() == before)
            problems_.blame(element, "says not who does it" + made_for_another(element) +
                                         "; set camunda:candidateGroups, camunda:candidateUsers or "
                                         "camunda:assignee");
        if (!task.due.literal.empty() && !is_length(task.due.literal) &&
            !parse_moment(task.due.literal))
            problems_.blame(element,
                            "camunda:dueDate \"" + task.due.literal +
                                "\" is neither a length (workdays(5), workhours(4), P3D, PT8H) "
                                "nor a date (2026-03-14)");
        read_properties(element, task);
        if (const auto loop = element.child("multiInstanceLoopCharacteristics"))
            task.multi_instance = read_multi_instance(element, *loop);
        problems_.check_children(element, {"multiInstanceLoopCharacteristics"});
    }

    void read_properties(const XmlElement& element, UserTask& task) {
        std::set<std::string> names;
        for (const XmlElement& extensions : element.children("extensionElements"))
            for (const XmlElement& properties : extensions.children("properties"))
                for (const XmlElement& property : properties.children("property")) {
                    if (property.namespace_uri() != kCamunda) continue;
                    const std::string name = trimmed(property.attribute("name"));
                    if (std::find(kProperties.begin(), kProperties.end(), name) ==
                        kProperties.end())
                        continue;
                    const std::string value = trimmed(property.attribute("value"));
                    if (!names.insert(name).second)
                        problems_.blame(element, "has two properties \"" + name + "\"");
                    else
                        read_property(element, name, value, task);
                }
    }

    void read_property(const XmlElement& element, const std::string& name, const std::string& value,
                       UserTask& task) {
        if (name == "outcomes") {
            task.outcomes = split_list(value);
            if (task.outcomes.empty())
                problems_.blame(element,
                                "its property \"outcomes\" is empty; remove it or list words "
                                "parted by commas");
            check_outcomes(element, task);
        } else if (name == "remind") {
            task.remind = value;
            if (!is_length(value))
                problems_.blame(element, "property remind \"" + value +
                                             "\" is no length (workdays(1), workhours(4), PT8H)");
        } else if (name == "signs_for") {
            task.signs_for = problems_.parse_setting(element, name, value);
        } else if (name == "role") {
            task.role = value;
            if (value != "lead" && value != "support" && value != "know")
                problems_.blame(element,
                                "property role \"" + value + "\" is none of lead, support, know");
        } else {
            task.level = value;
            if (value != "agency" && value != "unit" && value != "handler")
                problems_.blame(
                    element, "property level \"" + value + "\" is none of agency, unit, handler");
        }
    }

    void check_outcomes(const XmlElement& element, const UserTask& task) {
        std::set<std::string> seen;
        for (const std::string& outcome : task.outcomes) {
            if (!is_word(outcome))
                problems_.blame(
                    element, "outcome \"" + outcome +
                                 "\" must be a word of letters, digits, _ and - (at most 64); the "
                                 "button's label comes from the catalogue");
            if (!seen.insert(outcome).second)
                problems_.blame(element, "outcome \"" + outcome + "\" is listed twice");
        }
    }

    MultiInstance read_multi_instance(const XmlElement& task, const XmlElement& loop) {
        MultiInstance result;
        result.sequential = trimmed(loop.attribute("isSequential")) == "true";
        result.item_variable = trimmed(loop.attribute("elementVariable", kCamunda));
        const Setting collection = problems_.parse_setting(
            task, "camunda:collection", loop.attribute("collection", kCamunda).value_or(""));
        result.collection =
            collection.expression ? trim(collection.expression->text()) : collection.literal;
        if (collection.expression) {
            const auto& names = collection.expression->variables();
            if (names.size() == 1 && ("${" + names[0] + "}" == result.collection ||
                                      "#{" + names[0] + "}" == result.collection))
                result.collection = names[0];
            else
                problems_.blame(task, "camunda:collection must name one variable");
        }
        if (const auto number = loop.child("loopCardinality"))
            result.cardinality = problems_.parse_setting(task, "loopCardinality", number->text());
        if (result.collection.empty() == result.cardinality.empty())
            problems_.blame(
                task, "several tasks at once need either camunda:collection or loopCardinality");
        int count = 0;
        const std::string& literal = result.cardinality.literal;
        const auto [stop, problem] =
            std::from_chars(literal.data(), literal.data() + literal.size(), count);
        if (!literal.empty() &&
            (problem != std::errc() || stop != literal.data() + literal.size() || count < 1 ||
             count > 1000))
            problems_.blame(task,
                            "loopCardinality \"" + literal + "\" is not a number from 1 to 1000");
        if (const auto condition = loop.child("completionCondition"))
            result.completion = problems_.parse_condition(task, *condition);
        for (const XmlElement& child : loop.children())
            if (is_bpmn(child) && child.name() != "loopCardinality" &&
                child.name() != "completionCondition" && !is_description(child.name()))
                problems_.blame(
                    task, "<" + std::string(child.name()) +
                              "> is not read: use camunda:collection and camunda:elementVariable");
        return result;
    }

    void read_service_task(const XmlElement& element, Node& node) {
        node.kind = NodeKind::ServiceTask;
        node.topic = trimmed(element.attribute("topic", kCamunda));
        problems_.check_children(element, {});
        if (trimmed(element.attribute("type", kCamunda)) != "external") {
            problems_.blame(element, "only external service tasks are run" +
                                         made_for_another(element) +
                                         ": set camunda:type=\"external\" and camunda:topic; no "
                                         "code runs from a diagram");
            return;
        }
        if (std::find(kServiceTopics.begin(), kServiceTopics.end(), node.topic) !=
            kServiceTopics.end())
            return;
        const std::vector<std::string> topics(kServiceTopics.begin(), kServiceTopics.end());
        const std::string meant = nearest(node.topic, topics);
        problems_.blame(element, "camunda:topic \"" + node.topic + "\" is unknown" +
                                     (meant.empty() ? "" : "; did you mean \"" + meant + "\"") +
                                     "; the topics are " + join(topics, ", "));
    }

    void read_catch(const XmlElement& element, Node& node) {
        node.kind = NodeKind::CatchTimer;
        read_timer(element, node);
    }

    void read_boundary(const XmlElement& element, Node& node) {
        node.kind = NodeKind::BoundaryTimer;
        node.interrupting = trimmed(element.attribute("cancelActivity")) != "false";
        read_timer(element, node);
    }

    void read_timer(const XmlElement& element, Node& node) {
        const std::size_t before = problems_.count();
        problems_.check_children(element, {"timerEventDefinition"});
        const auto definitions = element.children("timerEventDefinition");
        if (definitions.size() != 1) {
            if (problems_.count() == before)
                problems_.blame(element, "has no timer; only timers can be waited for here");
            return;
        }
        bool found = false;
        for (const XmlElement& child : definitions[0].children()) {
            if (!is_bpmn(child) || is_description(child.name())) continue;
            if (child.name() == "timeCycle") {
                problems_.blame(element,
                                "repeating timers (timeCycle) are not run: use timeDuration");
            } else if (child.name() != "timeDuration" && child.name() != "timeDate") {
                problems_.blame(element,
                                "<" + std::string(child.name()) + "> is not part of the subset");
            } else if (found) {
                problems_.blame(element, "has two times");
            } else {
                read_time(element, child, node.timer);
            }
            found = true;
        }
        if (!found)
            problems_.blame(element, "its timer has no time; set timeDuration (PT8H) or timeDate");
    }

    void read_time(const XmlElement& element, const XmlElement& time, Timer& timer) {
        const bool duration = time.name() == "timeDuration";
        timer.kind = duration ? Timer::Kind::Duration : Timer::Kind::Moment;
        timer.when = problems_.parse_setting(element, std::string(time.name()), time.text());
        const std::string& literal = timer.when.literal;
        if (timer.when.empty())
            problems_.blame(element, "its " + std::string(time.name()) + " is empty");
        else if (!literal.empty() && duration && !is_length(literal))
            problems_.blame(element, "\"" + literal +
                                         "\" is not a length of time such as workdays(5), PT8H or "
                                         "P3D");
        else if (!literal.empty() && !duration && !parse_moment(literal))
            problems_.blame(element,
                            "\"" + literal + "\" is not a date such as 2026-03-14T08:00:00+07:00");
    }

    BpmnProblems& problems_;
};

}  // namespace

bool read_node(const XmlElement& element, Node& node, BpmnProblems& problems) {
    return NodeReader(problems).read(element, node);
}

}  // namespace vanthu::workflow
