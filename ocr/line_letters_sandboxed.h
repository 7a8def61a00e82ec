// line_letters_sandboxed.h: what the outputs of Tesseract's line recogniser stand for, and how well
// a text fits what a line put out.
//
// Read from a *.traineddata file whose every letter has one output; anything else is std::nullopt.
// Trusts the file no further than its lengths. Pure.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace vanthu::ocr {

struct LineLetters {
    std::map<char32_t, int> outputs;
    int blank = 0;  // the output that stands between letters
};

std::optional<LineLetters> read_line_letters(std::string_view traineddata);

// What the network said of a line: of each step its likeliest output, and by how much each other is
// less likely (natural logarithm, 0 or below).
struct LineOutputs {
    int steps = 0, outputs = 0;
    std::vector<int> top;
    std::vector<float> less;
};

// `likely`: the probabilities of all outputs, step by step.
LineOutputs outputs_of(std::vector<float> likely, int outputs);

// How much less likely it is (natural logarithm, 0 or below) that the line shows `text` than that
// it shows whatever the network likes best; few letters may stand beside the text. Nothing where
// a letter has no output or the line is too short.
std::optional<double> fit_of(std::u32string_view text, const LineOutputs& line,
                             const LineLetters& letters);

}  // namespace vanthu::ocr
