// line_network_numbers_sandboxed.h: what the numbers of the network are, for each set of
// instructions that computes them.
#pragma once

#include <cstdint>
#include <memory>

#include "ocr/line_network_sandboxed.h"

namespace vanthu::ocr {

// Numbers between layers are -127..127 plus 128, because some processors' dot product wants one
// side unsigned.
using Octet = std::uint8_t;
constexpr int kZero = 128;
constexpr int kLanes = 16;

// Of the library's tables of curves.
constexpr int kTable = 4096;
constexpr float kStep = 256;

std::unique_ptr<LineNetwork> make_vnni_network(const LineModel& model);
std::unique_ptr<LineNetwork> make_avx2_network(const LineModel& model);

}  // namespace vanthu::ocr
