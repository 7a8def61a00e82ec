// own_network_sandboxed.h: puts line_network_sandboxed.h in the place of the library's network.
//
// A program's own definition of a function wins over the packaged library's, so Tesseract calls
// ours for every line. The library's own is kept: it does the first lines too, and unless both
// agree in every number it goes on doing all of them. The same happens with another model, another
// release of the library or a processor without the instructions: slower, never different. One
// engine per process, one thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/line_letters_sandboxed.h"
#include "ocr/line_network_sandboxed.h"

namespace vanthu::ocr {

// Call once, before the first line is read, with the path of the model that the engine uses.
// `instructions`: these and no others, for tests; else the fastest that the processor has.
void use_own_network(const std::string& model,
                     std::optional<LineNetwork::Instructions> instructions = std::nullopt);

// Undoes it, for tests that compare.
void leave_it_to_the_library();

// Keeps what the network says of each line that is read while it lives, whichever network does it.
// One at a time.
class LineRecord {
public:
    LineRecord();
    ~LineRecord();
    LineRecord(const LineRecord&) = delete;
    LineRecord& operator=(const LineRecord&) = delete;

    std::vector<LineOutputs> lines() const;
};

// What its outputs stand for; null before the first line and where the model does not say.
const LineLetters* line_letters();

// Whether lines go through our own network: false until the first ones agreed.
bool own_network_is_used();

}  // namespace vanthu::ocr
