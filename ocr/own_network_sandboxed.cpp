#include "ocr/own_network_sandboxed.h"

#include <dlfcn.h>
#include <tesseract/baseapi.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <string_view>
#include <vector>

#include "ocr/line_network_sandboxed.h"

namespace {

// How the library lays out the numbers between two layers: it publishes no header for it. Two
// matrices, of which one is used.
template <class Number>
struct Matrix {
    const void* functions;
    Number* numbers;
    Number empty;
    std::int32_t rows, columns, room;
};

struct Numbers {
    Matrix<float> real;
    Matrix<std::int8_t> octets;
    bool in_octets;
};

constexpr const char* kKnownRelease = "5.3.0";
constexpr const char* kForward =
    "_ZN9tesseract6Series7ForwardEbRKNS_9NetworkIOEPKNS_15TransposedArrayEPNS_"
    "14NetworkScratchEPS1_";
constexpr const char* kResize = "_ZN9tesseract9NetworkIO8Resize2dEbii";

using Forward = void (*)(void*, bool, const Numbers*, const void*, void*, Numbers*);
using Resize = void (*)(Numbers*, bool, int, int);

template <class Function>
Function library_function(const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

enum class Trust { NotYet, Yes, No };

struct OwnNetwork {
    static constexpr int kLinesInCommon = 3;

    std::unique_ptr<vanthu::ocr::LineNetwork> network;
    Resize resize = nullptr;
    Trust trust = Trust::No;
    int agreed = 0;
    std::optional<vanthu::ocr::LineLetters> letters;
    bool recording = false;
    std::vector<vanthu::ocr::LineOutputs> lines;

    bool fits(const Numbers& in) const {
        return in.in_octets && in.octets.columns == 1 && in.octets.rows > 0 &&
               in.octets.rows % network->rows() == 0;
    }

    const std::vector<float>& read(const Numbers& in) const {
        return network->read(in.octets.numbers, in.octets.rows / network->rows());
    }

    void record(const Numbers& out) {
        if (!recording || out.in_octets || out.real.rows <= 0 || out.real.columns <= 0) return;
        const float* from = out.real.numbers;
        const auto size = static_cast<std::ptrdiff_t>(out.real.rows) * out.real.columns;
        lines.push_back(
            vanthu::ocr::outputs_of(std::vector<float>(from, from + size), out.real.columns));
    }

    int steps(const Numbers& in) const { return in.octets.rows / network->rows() / 3; }

    void answer(const Numbers& in, Numbers& out) const {
        const std::vector<float>& result = read(in);
        resize(&out, false, steps(in), network->letters());
        std::memcpy(out.real.numbers, result.data(), result.size() * sizeof(float));
    }

    void compare(const Numbers& in, const Numbers& theirs) {
        const std::vector<float>& ours = read(in);
        const bool same =
            !theirs.in_octets && theirs.real.rows == steps(in) &&
            theirs.real.columns == network->letters() &&
            std::memcmp(theirs.real.numbers, ours.data(), ours.size() * sizeof(float)) == 0;
        if (!same)
            trust = Trust::No;
        else if (++agreed == kLinesInCommon)
            trust = Trust::Yes;
    }
};

OwnNetwork& own() {
    static OwnNetwork instance;
    return instance;
}

}  // namespace

// The library's name for "evaluate a series of layers"; the outermost series is the whole network.
extern "C" __attribute__((visibility("default"))) void
vanthu_forward(void* series, bool debug, const Numbers* in, const void* transposed, void* scratch, Numbers* out) __asm__(
    "_ZN9tesseract6Series7ForwardEbRKNS_9NetworkIOEPKNS_15TransposedArrayEPNS_"
    "14NetworkScratchEPS1_");

void vanthu_forward(void* series, bool debug, const Numbers* in, const void* transposed,
                    void* scratch, Numbers* out) {
    static const auto library = library_function<Forward>(kForward);
    static int depth = 0;
    OwnNetwork& network = own();
    const bool ours = depth == 0 && network.trust != Trust::No && network.fits(*in);
    if (ours && network.trust == Trust::Yes) {
        network.answer(*in, *out);
        network.record(*out);
        return;
    }
    ++depth;
    library(series, debug, in, transposed, scratch, out);
    --depth;
    if (depth == 0) network.record(*out);
    if (ours) network.compare(*in, *out);
}

namespace vanthu::ocr {

void use_own_network(const std::string& model,
                     std::optional<LineNetwork::Instructions> instructions) {
    if (std::string_view(tesseract::TessBaseAPI::Version()) != kKnownRelease) return;
    OwnNetwork& network = own();
    network = {};
    network.resize = library_function<Resize>(kResize);
    std::ifstream file(model, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    network.letters = read_line_letters(bytes);
    const auto weights = read_line_model(bytes);
    if (weights)
        network.network =
            instructions ? LineNetwork::make(*weights, *instructions) : LineNetwork::make(*weights);
    if (network.network && network.resize) network.trust = Trust::NotYet;
}

void leave_it_to_the_library() {
    own() = {};
}

LineRecord::LineRecord() {
    own().recording = true;
}

LineRecord::~LineRecord() {
    own().recording = false;
    own().lines.clear();
}

std::vector<LineOutputs> LineRecord::lines() const {
    return own().lines;
}

const LineLetters* line_letters() {
    return own().letters ? &*own().letters : nullptr;
}

bool own_network_is_used() {
    return own().trust == Trust::Yes;
}

}  // namespace vanthu::ocr
