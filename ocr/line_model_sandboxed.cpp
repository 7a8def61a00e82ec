#include "ocr/line_model_sandboxed.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace vanthu::ocr {
namespace {

constexpr int kMost = 4096;  // inputs or outputs of a layer

struct NotThisShape {};

class Bytes {
public:
    explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

    template <class Number>
    Number number() {
        Number value;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }
    int between(int least, int most) {
        const auto value = number<std::int32_t>();
        if (value < least || value > most) throw NotThisShape();
        return value;
    }
    std::string_view text() { return take(static_cast<std::size_t>(between(0, kMost))); }
    std::string_view take(std::size_t size) {
        if (size > bytes_.size()) throw NotThisShape();
        const std::string_view taken = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return taken;
    }

private:
    std::string_view bytes_;
};

struct Node {
    std::string_view type;
    std::int32_t flags = 0;
    int inputs = 0, outputs = 0;
};

Node read_node(Bytes& in, std::string_view type) {
    Node node;
    if (in.number<std::int8_t>() != 0) throw NotThisShape();
    node.type = in.text();
    in.number<std::int8_t>();  // how it was trained
    in.number<std::int8_t>();
    node.flags = in.number<std::int32_t>();
    node.inputs = in.between(1, kMost);
    node.outputs = in.between(1, kMost);
    in.number<std::int32_t>();
    in.text();  // its name
    if (node.type != type) throw NotThisShape();
    return node;
}

Node open_group(Bytes& in, std::string_view type, int parts) {
    const Node node = read_node(in, type);
    in.between(parts, parts);
    return node;
}

void close_group(Bytes& in, const Node& node) {
    constexpr int kOwnLearningRates = 64;
    if (node.flags & kOwnLearningRates)
        in.take(sizeof(float) * static_cast<std::size_t>(in.between(0, kMost)));
}

LineWeights read_weights(Bytes& in, int outputs, int inputs) {
    constexpr int kEightBit = 1, kDoubles = 128;
    const auto mode = in.number<std::uint8_t>();
    if (!(mode & kEightBit) || !(mode & kDoubles)) throw NotThisShape();
    LineWeights weights;
    weights.outputs = in.between(outputs, outputs);
    weights.inputs = in.between(inputs + 1, inputs + 1) - 1;
    in.number<std::int8_t>();
    const auto count = static_cast<std::size_t>(outputs) * static_cast<std::size_t>(inputs + 1);
    weights.values.resize(count);
    std::memcpy(weights.values.data(), in.take(count).data(), count);
    in.between(outputs, outputs);
    for (int i = 0; i < outputs; ++i) {
        const auto scale = static_cast<float>(in.number<double>() / 127);
        if (!(scale >= 0)) throw NotThisShape();
        weights.scales.push_back(scale);
    }
    return weights;
}

LineLayer read_layer(Bytes& in, std::string_view type, int inputs) {
    const Node node = read_node(in, type);
    if (node.inputs != inputs || node.outputs % 16 != 0) throw NotThisShape();
    LineLayer layer{node.inputs, node.outputs, {}};
    in.between(inputs + node.outputs, inputs + node.outputs);
    for (LineWeights& gate : layer.gates)
        gate = read_weights(in, node.outputs, inputs + node.outputs);
    return layer;
}

std::string_view recogniser_in(std::string_view file) {
    constexpr int kRecogniser = 17;
    Bytes in(file);
    const int parts = in.between(kRecogniser + 1, 64);
    std::size_t start = file.size(), end = file.size();
    std::vector<std::size_t> offsets;
    for (int i = 0; i < parts; ++i) {
        const auto offset = in.number<std::int64_t>();
        if (offset < 0) continue;
        offsets.push_back(static_cast<std::size_t>(offset));
        if (i == kRecogniser) start = offsets.back();
    }
    if (start >= file.size()) throw NotThisShape();
    for (const std::size_t offset : offsets)
        if (offset > start) end = std::min(end, offset);
    return file.substr(start, end - start);
}

LineModel read_model(std::string_view file) {
    Bytes in(recogniser_in(file));
    LineModel model;
    const Node whole = open_group(in, "Series", 8);
    read_node(in, "Input");
    in.between(1, 1);
    model.rows = in.between(9, 255);
    if (model.rows % 3 != 0) throw NotThisShape();
    in.between(0, 0);
    in.between(1, 1);
    in.number<std::int32_t>();

    const Node convolution = open_group(in, "Series", 2);
    read_node(in, "Convolve");
    in.between(1, 1);
    in.between(1, 1);
    const Node filters = read_node(in, "Tanh");
    if (filters.outputs != 16) throw NotThisShape();
    model.convolution = read_weights(in, filters.outputs, 9);
    close_group(in, convolution);

    read_node(in, "Maxpool");
    in.between(3, 3);
    in.between(3, 3);
    const Node columns = open_group(in, "XYTranspose", 1);
    model.down = read_layer(in, "SummLSTM", filters.outputs);
    close_group(in, columns);
    model.first = read_layer(in, "LSTM", model.down.states);
    const Node mirrored = open_group(in, "RTLReversed", 1);
    model.backward = read_layer(in, "LSTM", model.first.states);
    close_group(in, mirrored);
    model.last = read_layer(in, "LSTM", model.backward.states);
    const Node letters = read_node(in, "Softmax");
    model.output = read_weights(in, letters.outputs, model.last.states);
    close_group(in, whole);

    in.text();                  // the shape in words
    in.number<std::int32_t>();  // flags and rounds of its training
    in.number<std::int32_t>();
    model.sample_iteration = static_cast<std::uint64_t>(in.between(0, 0x7fffffff));
    return model;
}

}  // namespace

std::optional<LineModel> read_line_model(std::string_view traineddata) {
    try {
        return read_model(traineddata);
    } catch (const NotThisShape&) {
        return std::nullopt;
    }
}

}  // namespace vanthu::ocr
