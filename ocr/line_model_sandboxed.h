// line_model_sandboxed.h: the weights of Tesseract's line recogniser, read from a *.traineddata
// file.
//
// Understands the one shape that the packaged fast models have, with eight-bit weights:
// [1,rows,0,1 Ct3,3,n Mp3,3 Lfys Lfx Lrx Lfx O1c]. Anything else is std::nullopt and stays
// Tesseract's own business. Trusts the file no further than its lengths. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace vanthu::ocr {

struct LineWeights {
    int outputs = 0, inputs = 0;      // without the bias
    std::vector<std::int8_t> values;  // of each output its inputs, then its bias
    std::vector<float> scales;        // of each output
};

struct LineLayer {
    int inputs = 0, states = 0;
    LineWeights gates[4];  // cell input, input gate, forget gate, output gate
};

struct LineModel {
    int rows = 0;  // of the image of a line
    LineWeights convolution;
    LineLayer down, first, backward, last;  // along columns; along the line, twice forward
    LineWeights output;
    std::uint64_t sample_iteration = 0;  // seeds the noise around the image
};

std::optional<LineModel> read_line_model(std::string_view traineddata);

}  // namespace vanthu::ocr
