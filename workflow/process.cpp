#include "workflow/process.h"

#include <algorithm>

namespace vanthu::workflow {
namespace {

template <class Element>
std::optional<std::size_t> index_of(const std::vector<Element>& elements, std::string_view id) {
    const auto found = std::find_if(elements.begin(), elements.end(),
                                    [&](const Element& element) { return element.id == id; });
    if (found == elements.end()) return std::nullopt;
    return static_cast<std::size_t>(found - elements.begin());
}

}  // namespace

std::optional<std::size_t> Process::find(std::string_view node_id) const {
    return index_of(nodes, node_id);
}

std::optional<std::size_t> Process::find_flow(std::string_view flow_id) const {
    return index_of(flows, flow_id);
}

}  // namespace vanthu::workflow
