// line_network_sandboxed.h: the network of Tesseract's line recogniser, evaluated by ourselves.
//
// The packaged library spends four fifths of a network's time on bookkeeping per time step; here
// whole layers run over packed weights with the processor's eight-bit products. The numbers that
// come out are the library's own, bit for bit: the same integer sums, the same tables, the same
// order of rounding. Needs AVX-512 with VNNI or AVX2; elsewhere there is no LineNetwork. One
// thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "ocr/line_model_sandboxed.h"

namespace vanthu::ocr {

class LineNetwork {
public:
    enum class Instructions { Vnni, Avx2 };

    // Null when this processor lacks the instructions; without them the fastest it has.
    static std::unique_ptr<LineNetwork> make(const LineModel& model);
    static std::unique_ptr<LineNetwork> make(const LineModel& model, Instructions instructions);
    virtual ~LineNetwork() = default;

    virtual int rows() const = 0;     // of pixels
    virtual int letters() const = 0;  // numbers for each step

    // `pixels`: rows() rows of `width` numbers, -127..127. Gives letters() probabilities for each
    // third column.
    virtual const std::vector<float>& read(const std::int8_t* pixels, int width) = 0;
};

}  // namespace vanthu::ocr
