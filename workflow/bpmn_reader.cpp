#include "workflow/bpmn_reader.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/xml.h"
#include "workflow/bpmn_nodes.h"
#include "workflow/bpmn_problems.h"
#include "workflow/bpmn_refusals.h"
#include "workflow/process_rules.h"

namespace vanthu::workflow {
namespace {

constexpr std::size_t kMostElements = 2000;

class Reader {
public:
    explicit Reader(const XmlDocument& document) : root_(document.root()) {}

    ReadResult read() {
        if (root_.name() != "definitions" || !is_bpmn(root_)) {
            problems_.blame(root_,
                            "not a BPMN 2.0 file: the outermost element is not <definitions> of " +
                                std::string(kBpmn));
            return result();
        }
        for (const XmlElement& collaboration : root_.children("collaboration"))
            for (const XmlElement& flow : collaboration.children("messageFlow"))
                problems_.blame(flow,
                                "message flows are not run: messages are not part of the subset");
        if (const auto process = executable()) read_process(*process);
        return result();
    }

private:
    ReadResult result() {
        std::vector<Problem>& found = problems_.found();
        std::stable_sort(found.begin(), found.end(),
                         [](const Problem& a, const Problem& b) { return a.line < b.line; });
        ReadResult result;
        result.problems = std::move(found);
        if (result.problems.empty()) result.process = std::move(draft_.process);
        return result;
    }

    // The one process that is run. When none is marked but there is only one it is read all the
    // same: all problems at once.
    std::optional<XmlElement> executable() {
        std::vector<XmlElement> processes = root_.children("process");
        std::erase_if(processes, [](const XmlElement& process) { return !is_bpmn(process); });
        std::vector<XmlElement> marked = processes;
        std::erase_if(marked, [](const XmlElement& process) {
            const std::string value = trimmed(process.attribute("isExecutable"));
            return value != "true" && value != "1";
        });
        if (processes.empty()) problems_.blame(root_, "holds no process");
        for (std::size_t i = 1; i < marked.size(); ++i)
            problems_.blame(marked[i], "is a second executable process; a file holds one");
        if (!marked.empty()) return marked.front();
        if (processes.empty()) return std::nullopt;
        problems_.blame(processes.front(),
                        "is not executable; tick \"Executable\" (isExecutable=\"true\")");
        if (processes.size() > 1) return std::nullopt;
        return processes.front();
    }

    void read_process(const XmlElement& process) {
        draft_.place = {process.line(), element_name(process), false};
        draft_.process.id = trimmed(process.attribute("id"));
        draft_.process.name = single_spaced(process.attribute("name").value_or(""));
        draft_.process.version_tag = trimmed(process.attribute("versionTag", kCamunda));
        if (!is_word(draft_.process.id))
            problems_.blame(process,
                            "its id must be a word of letters, digits, _ and - (at most 64)");
        const std::vector<XmlElement> elements = process.children();
        if (elements.size() > kMostElements) {
            problems_.blame(process, "has " + std::to_string(elements.size()) +
                                         " elements, the limit is " +
                                         std::to_string(kMostElements));
            return;
        }
        problems_.check_extensions(process);
        for (const XmlElement& element : elements)
            read_element(element);
        for (const XmlElement& element : elements)
            if (is_bpmn(element) && element.name() == "sequenceFlow") read_flow(element);
        for (const auto& [element, node] : node_elements_)
            link_node(element, node);
        check_process(draft_, problems_.found());
    }

    void read_element(const XmlElement& element) {
        if (!is_bpmn(element) || element.name() == "sequenceFlow") return;
        const auto refusal = refusal_of_element(element.name());
        Node node;
        node.id = trimmed(element.attribute("id"));
        node.name = single_spaced(element.attribute("name").value_or(""));
        if (refusal) {
            problems_.blame(element, std::string(*refusal));
        } else if (!read_node(element, node, problems_)) {
            if (!is_description(element.name()))
                problems_.blame(element, "is not part of the subset");
            return;
        }
        if (node.id.empty()) problems_.blame(element, "has no id");
        if (!ids_.insert(node.id).second) problems_.blame(element, "its id is used twice");
        if (node.kind == NodeKind::Start) draft_.process.start = draft_.process.nodes.size();
        node_elements_.emplace_back(element, draft_.process.nodes.size());
        draft_.process.nodes.push_back(std::move(node));
        draft_.node_places.push_back({element.line(), element_name(element), false});
    }

    void read_flow(const XmlElement& element) {
        const std::size_t before = problems_.count();
        Flow flow;
        flow.id = trimmed(element.attribute("id"));
        flow.name = single_spaced(element.attribute("name").value_or(""));
        if (flow.id.empty()) problems_.blame(element, "has no id");
        if (!ids_.insert(flow.id).second) problems_.blame(element, "its id is used twice");
        const auto source = end_of_flow(element, "sourceRef");
        const auto target = end_of_flow(element, "targetRef");
        if (const auto condition = element.child("conditionExpression"))
            flow.condition = problems_.parse_condition(element, *condition);
        if (!source || !target) return;
        flow.source = *source;
        flow.target = *target;
        const std::size_t index = draft_.process.flows.size();
        draft_.process.nodes[flow.source].outgoing.push_back(index);
        draft_.process.nodes[flow.target].incoming.push_back(index);
        draft_.process.flows.push_back(std::move(flow));
        draft_.flow_places.push_back(
            {element.line(), element_name(element), problems_.count() > before});
    }

    std::optional<std::size_t> end_of_flow(const XmlElement& element,
                                           const std::string& attribute) {
        const std::string id = trimmed(element.attribute(attribute));
        const auto node = draft_.process.find(id);
        if (!node)
            problems_.blame(element,
                            "its " + attribute + " \"" + id + "\" is no element of the process");
        return node;
    }

    // What can be resolved only when all nodes and flows are known.
    void link_node(const XmlElement& element, std::size_t index) {
        Node& node = draft_.process.nodes[index];
        for (const std::string_view reference : {"incoming", "outgoing"})
            for (const XmlElement& child : element.children(reference))
                if (is_bpmn(child) && !ids_.contains(trim(child.text())))
                    problems_.blame(element, "its " + std::string(reference) + " flow \"" +
                                                 trim(child.text()) + "\" does not exist");
        if (node.kind == NodeKind::ExclusiveGateway) link_default(element, index);
        if (node.kind == NodeKind::BoundaryTimer) link_boundary(element, index);
    }

    void link_default(const XmlElement& element, std::size_t index) {
        Node& node = draft_.process.nodes[index];
        const std::string id = trimmed(element.attribute("default"));
        if (id.empty()) return;
        const auto flow = draft_.process.find_flow(id);
        if (flow &&
            std::find(node.outgoing.begin(), node.outgoing.end(), *flow) != node.outgoing.end()) {
            node.default_flow = flow;
            return;
        }
        problems_.blame(element, "its default flow \"" + id + "\" does not leave it");
        draft_.node_places[index].blamed = true;
    }

    void link_boundary(const XmlElement& element, std::size_t index) {
        const std::string id = trimmed(element.attribute("attachedToRef"));
        const auto host = draft_.process.find(id);
        if (!host) {
            problems_.blame(element,
                            "its attachedToRef \"" + id + "\" is no element of the process");
            draft_.process.nodes[index].kind = NodeKind::Refused;
            return;
        }
        Node& task = draft_.process.nodes[*host];
        if (task.kind != NodeKind::UserTask && task.kind != NodeKind::Refused)
            problems_.blame(element, "boundary timers stand on user tasks only");
        draft_.process.nodes[index].attached_to = *host;
        task.boundary.push_back(index);
    }

    XmlElement root_;
    Draft draft_;
    std::set<std::string> ids_;
    std::vector<std::pair<XmlElement, std::size_t>> node_elements_;
    BpmnProblems problems_;
};

}  // namespace

ReadResult read_bpmn(std::string_view bpmn, const std::string& file) {
    const XmlDocument document = XmlDocument::parse(bpmn, file);
    ReadResult result = Reader(document).read();
    if (to_utf8(to_utf32(bpmn)) != bpmn) {
        result.process.reset();
        result.problems.insert(result.problems.begin(),
                               {1, "file", "is not UTF-8; save it as UTF-8"});
    }
    return result;
}

}  // namespace vanthu::workflow
