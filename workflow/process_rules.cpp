#include "workflow/process_rules.h"

#include <algorithm>

namespace vanthu::workflow {
namespace {

bool is_end(const Node& node) {
    return node.kind == NodeKind::End || node.kind == NodeKind::TerminateEnd;
}

// Goes on by itself: neither a person nor a clock is asked.
bool is_automatic(const Node& node) {
    return node.kind == NodeKind::ExclusiveGateway || node.kind == NodeKind::ParallelGateway ||
           node.kind == NodeKind::ServiceTask;
}

class Rules {
public:
    Rules(const Draft& draft, std::vector<Problem>& problems)
        : draft_(draft), process_(draft.process), problems_(problems) {}

    void check() {
        check_start();
        for (std::size_t i = 0; i < process_.nodes.size(); ++i)
            check_flows_of(i);
        for (std::size_t i = 0; i < process_.flows.size(); ++i)
            check_condition(i);
        check_reachable();
        check_way_out();
        check_loops();
    }

private:
    void blame(const Draft::Place& place, std::string reason) {
        problems_.push_back({place.line, place.element, std::move(reason)});
    }

    void blame_node(std::size_t node, std::string reason) {
        blame(draft_.node_places[node], std::move(reason));
    }

    void check_start() {
        std::vector<std::size_t> starts;
        for (std::size_t i = 0; i < process_.nodes.size(); ++i)
            if (process_.nodes[i].kind == NodeKind::Start) starts.push_back(i);
        if (starts.empty()) blame(draft_.place, "has no start event");
        for (std::size_t i = 1; i < starts.size(); ++i)
            blame_node(starts[i], "is a second start event; a process has one");
    }

    void check_flows_of(std::size_t index) {
        const Node& node = process_.nodes[index];
        const std::size_t outgoing = node.outgoing.size();
        switch (node.kind) {
            case NodeKind::Refused:
                return;
            case NodeKind::End:
            case NodeKind::TerminateEnd:
                if (outgoing > 0) blame_node(index, "an end event cannot have an outgoing flow");
                return;
            case NodeKind::Start:
            case NodeKind::BoundaryTimer:
                if (!node.incoming.empty())
                    blame_node(index, "a flow leads into it; it begins by itself");
                break;
            default:
                break;
        }
        if (outgoing == 0)
            blame_node(index, "has no outgoing flow and is not an end event");
        else if (node.kind == NodeKind::ExclusiveGateway)
            check_choice(index);
        else if (node.kind != NodeKind::ParallelGateway && outgoing > 1)
            blame_node(index, "has " + std::to_string(outgoing) +
                                  " outgoing flows; draw an exclusive gateway to choose or a "
                                  "parallel gateway to split");
    }

    void check_choice(std::size_t index) {
        const Node& node = process_.nodes[index];
        if (node.outgoing.size() > 1 && !node.default_flow && !draft_.node_places[index].blamed)
            blame_node(index,
                       "has no default flow; mark the one to take when no condition is true");
        for (const std::size_t i : node.outgoing) {
            const Flow& flow = process_.flows[i];
            const bool is_default = node.default_flow == i;
            if (is_default && flow.condition)
                blame(draft_.flow_places[i], "the default flow cannot have a condition");
            else if (!is_default && flow.condition && node.outgoing.size() == 1)
                blame(draft_.flow_places[i],
                      "is the only way out of its gateway and cannot have a condition");
            else if (!is_default && !flow.condition && node.outgoing.size() > 1 &&
                     !draft_.flow_places[i].blamed)
                blame(draft_.flow_places[i],
                      "has no condition and is not the default flow of its gateway");
        }
    }

    void check_condition(std::size_t index) {
        const Flow& flow = process_.flows[index];
        const NodeKind source = process_.nodes[flow.source].kind;
        if (flow.condition && source != NodeKind::ExclusiveGateway && source != NodeKind::Refused)
            blame(draft_.flow_places[index],
                  "has a condition but does not leave an exclusive gateway; draw one");
    }

    // Marks what can be reached from `node` along `next`.
    template <class Next>
    static void mark(std::size_t node, std::vector<bool>& marked, Next next) {
        std::vector<std::size_t> open = {node};
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            if (marked[at]) continue;
            marked[at] = true;
            next(at, open);
        }
    }

    void check_reachable() {
        std::vector<bool> reached(process_.nodes.size());
        bool has_start = false;
        for (std::size_t i = 0; i < process_.nodes.size(); ++i) {
            if (process_.nodes[i].kind != NodeKind::Start) continue;
            has_start = true;
            mark(i, reached, [this](std::size_t at, std::vector<std::size_t>& open) {
                const Node& node = process_.nodes[at];
                for (const std::size_t flow : node.outgoing)
                    open.push_back(process_.flows[flow].target);
                open.insert(open.end(), node.boundary.begin(), node.boundary.end());
            });
        }
        if (!has_start) return;
        for (std::size_t i = 0; i < process_.nodes.size(); ++i)
            if (!reached[i] && process_.nodes[i].kind != NodeKind::Refused)
                blame_node(i, "cannot be reached from the start event");
    }

    void check_way_out() {
        const auto& nodes = process_.nodes;
        if (std::none_of(nodes.begin(), nodes.end(), is_end)) {
            blame(draft_.place, "has no end event");
            return;
        }
        std::vector<bool> finishes(nodes.size());
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            // A node that is blamed for something else counts as an end.
            if (!is_end(nodes[i]) && nodes[i].kind != NodeKind::Refused &&
                !nodes[i].outgoing.empty())
                continue;
            mark(i, finishes, [this](std::size_t at, std::vector<std::size_t>& open) {
                const Node& node = process_.nodes[at];
                for (const std::size_t flow : node.incoming)
                    open.push_back(process_.flows[flow].source);
                if (node.kind == NodeKind::BoundaryTimer) open.push_back(node.attached_to);
            });
        }
        for (std::size_t i = 0; i < nodes.size(); ++i)
            if (!finishes[i]) blame_node(i, "no end event can be reached from here");
    }

    // A loop without a person or a clock could turn for ever, as fast as the machine can.
    void check_loops() {
        const auto& nodes = process_.nodes;
        std::vector<bool> left(nodes.size());
        for (std::size_t i = 0; i < nodes.size(); ++i)
            left[i] = is_automatic(nodes[i]);
        const auto leads_on = [&](const std::vector<std::size_t>& flows, bool forward) {
            return std::any_of(flows.begin(), flows.end(), [&](std::size_t flow) {
                return left[forward ? process_.flows[flow].target : process_.flows[flow].source];
            });
        };
        bool changed = true;
        while (changed) {
            changed = false;
            for (std::size_t i = 0; i < nodes.size(); ++i) {
                if (!left[i] ||
                    (leads_on(nodes[i].outgoing, true) && leads_on(nodes[i].incoming, false)))
                    continue;
                left[i] = false;
                changed = true;
            }
        }
        const auto first = std::find(left.begin(), left.end(), true);
        if (first != left.end())
            blame_node(
                static_cast<std::size_t>(first - left.begin()),
                "stands in a loop that asks neither a person nor a clock; put a user task or "
                "a timer into the loop");
    }

    const Draft& draft_;
    const Process& process_;
    std::vector<Problem>& problems_;
};

}  // namespace

void check_process(const Draft& draft, std::vector<Problem>& problems) {
    Rules(draft, problems).check();
}

}  // namespace vanthu::workflow
