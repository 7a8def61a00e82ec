// digits.h: reads a number or a date out of a strip of a line, printed or by hand, and says how
// sure.
//
// A strip is what crop_gaps cuts out: grey, kStripHeight rows, capitals of the printed line
// kStripCapital high with their feet on row kStripBaseline. A small network of our own (models/
// digits.net, trained by models/train_digits.cpp) looks at columns of four pixels; the most likely
// numbers come out of all its paths together, or the most likely dates, of which only possible ones
// are followed. Loaded once and never changed, so any number of
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
    double fit = 1;                    // of a date: how far the strip looks like one at all, 0..1
};

class DigitReader {
public:
    static constexpr std::size_t kMostGuesses = 8;

    // Error(Configuration) when the file is missing or damaged.
    static DigitReader load(const std::string& path);

    // `ink`: kStripHeight rows of `width` bytes, 0 = paper, 255 = ink. Error(BadInput) for another
    // size.
    NumberReading read(std::string_view ink, int width) const;

    // As read(), for a date in digits with separators (4/4/18, 04-04-2018): texts are ISO dates,
    // and only such are given; empty = nothing stands there. Years 2000 to 2049.
    NumberReading read_date(std::string_view ink, int width) const;

private:
    struct Network;
    struct Seen;
    Seen look(std::string_view ink, int width) const;
    explicit DigitReader(std::shared_ptr<const Network> network) : network_(std::move(network)) {}
    std::shared_ptr<const Network> network_;
};

}  // namespace vanthu::ocr
