// digits.h: reads a number out of a strip of a head line, printed or by hand, and says how sure.
//
// A strip is what crop_gaps cuts out: grey, kStripHeight rows, capitals of the printed line
// kStripCapital high with their feet on row kStripBaseline. A small network of our own (models/
// digits.net, trained by models/train_digits.cpp) looks at columns of four pixels; the most likely
// numbers come out of all its paths together. Loaded once and never changed, so any number of
// threads may read. Knows digits only: a letter beside the number is none of its business, and it
// decides nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vanthu::ocr {

constexpr int kStripHeight = 36, kStripBaseline = 26, kStripCapital = 15;
constexpr int kWidestStrip = 480;

struct NumberGuess {
    std::string text;  // digits; empty = nothing is written there
    double probability = 0;
};

struct NumberReading {
    std::vector<NumberGuess> guesses;  // most likely first, at most kMostGuesses
    double by_hand = 0;                // 0..1; 0.5 when there is no digit
};

class DigitReader {
public:
    static constexpr std::size_t kMostGuesses = 8;

    // Error(Configuration) when the file is missing or damaged.
    static DigitReader load(const std::string& path);

    // `ink`: kStripHeight rows of `width` bytes, 0 = paper, 255 = ink. Error(BadInput) for another
    // size.
    NumberReading read(std::string_view ink, int width) const;

private:
    struct Network;
    explicit DigitReader(std::shared_ptr<const Network> network) : network_(std::move(network)) {}
    std::shared_ptr<const Network> network_;
};

}  // namespace vanthu::ocr
