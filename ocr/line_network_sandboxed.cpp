#include "ocr/line_network_sandboxed.h"

#include <utility>

#include "ocr/line_network_numbers_sandboxed.h"

namespace vanthu::ocr {

std::unique_ptr<LineNetwork> LineNetwork::make(const LineModel& model, Instructions instructions) {
    return instructions == Instructions::Vnni ? make_vnni_network(model) : make_avx2_network(model);
}

std::unique_ptr<LineNetwork> LineNetwork::make(const LineModel& model) {
    auto network = make(model, Instructions::Vnni);
    return network ? std::move(network) : make(model, Instructions::Avx2);
}

}  // namespace vanthu::ocr
