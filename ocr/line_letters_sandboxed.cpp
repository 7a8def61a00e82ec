#include "ocr/line_letters_sandboxed.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "base/text.h"

namespace vanthu::ocr {
namespace {

template <class Number>
bool read(std::string_view& bytes, Number& value) {
    if (bytes.size() < sizeof value) return false;
    std::memcpy(&value, bytes.data(), sizeof value);
    bytes.remove_prefix(sizeof value);
    return true;
}

std::string_view part_of(std::string_view file, int wanted) {
    constexpr int kMostParts = 64;
    std::string_view table = file;
    std::int32_t parts = 0;
    if (!read(table, parts) || parts <= wanted || parts > kMostParts) return {};
    std::vector<std::size_t> offsets;
    std::size_t start = file.size();
    for (int i = 0; i < parts; ++i) {
        std::int64_t offset = 0;
        if (!read(table, offset)) return {};
        if (offset < 0) continue;
        offsets.push_back(static_cast<std::size_t>(offset));
        if (i == wanted) start = offsets.back();
    }
    std::size_t end = file.size();
    for (const std::size_t offset : offsets)
        if (offset > start) end = std::min(end, offset);
    return start < file.size() ? file.substr(start, end - start) : std::string_view();
}

// Of each letter, in the file's order, its only output.
std::vector<int> outputs_in(std::string_view recoder) {
    constexpr std::uint32_t kMost = 4096;
    std::uint32_t count = 0;
    if (!read(recoder, count) || count > kMost) return {};
    std::vector<int> outputs;
    for (std::uint32_t i = 0; i < count; ++i) {
        std::int8_t itself = 0;
        std::uint32_t length = 0;
        std::int32_t output = 0;
        if (!read(recoder, itself) || !read(recoder, length) || length != 1 ||
            !read(recoder, output) || output < 0)
            return {};
        outputs.push_back(output);
    }
    return outputs;
}

constexpr double kNever = -1e9;

}  // namespace

std::optional<LineLetters> read_line_letters(std::string_view traineddata) {
    constexpr int kLetters = 21, kRecoder = 22;
    constexpr std::size_t kSpace = 0, kNothing = 2;  // the first ones are always the same
    const std::vector<int> outputs = outputs_in(part_of(traineddata, kRecoder));
    const std::vector<std::string> lines = split(std::string(part_of(traineddata, kLetters)), '\n');
    if (outputs.size() <= kNothing || lines.size() <= outputs.size()) return std::nullopt;
    LineLetters letters;
    letters.blank = outputs[kNothing];
    letters.outputs[U' '] = outputs[kSpace];
    for (std::size_t i = kNothing + 1; i < outputs.size(); ++i) {
        const std::u32string letter = to_utf32(nfc(lines[i + 1].substr(0, lines[i + 1].find(' '))));
        if (letter.size() == 1) letters.outputs[letter[0]] = outputs[i];
    }
    return letters;
}

LineOutputs outputs_of(std::vector<float> likely, int outputs) {
    constexpr float kLeast = 1e-5f;
    LineOutputs line;
    line.outputs = outputs;
    line.steps = outputs > 0 ? static_cast<int>(likely.size()) / outputs : 0;
    for (int step = 0; step < line.steps; ++step) {
        const auto from = likely.begin() + static_cast<std::ptrdiff_t>(step) * outputs;
        const auto most = std::max_element(from, from + outputs);
        line.top.push_back(static_cast<int>(most - from));
        const float highest = std::log(std::max(kLeast, *most));
        for (auto one = from; one != from + outputs; ++one)
            *one = std::log(std::max(kLeast, *one)) - highest;
    }
    line.less = std::move(likely);
    return line;
}

std::optional<double> fit_of(std::u32string_view text, const LineOutputs& line,
                             const LineLetters& letters) {
    constexpr double kJunk = -3, kMostJunk = -15;  // letters on one side of the text
    constexpr float kLostSpace = -4;
    const int space = letters.outputs.at(U' ');
    // Blanks between the letters may be passed over, but not between two that are the same.
    std::vector<int> states{letters.blank};
    for (const char32_t letter : text) {
        const auto found = letters.outputs.find(letter);
        if (found == letters.outputs.end() || found->second >= line.outputs) return std::nullopt;
        states.push_back(found->second);
        states.push_back(letters.blank);
    }
    const std::size_t count = states.size();
    if (line.steps < static_cast<int>(text.size()) || letters.blank >= line.outputs || text.empty())
        return std::nullopt;
    const auto is_letter = [&](int top) { return top != letters.blank && top != space; };
    int before = 0;
    auto behind = static_cast<int>(std::count_if(line.top.begin(), line.top.end(), is_letter));
    const auto junk = [&](int steps) { return std::max(kJunk * steps, kMostJunk); };
    std::vector<double> best(count, kNever), next(count, kNever);
    double fit = kNever;
    for (int step = 0; step < line.steps; ++step) {
        const float* less = line.less.data() + static_cast<std::ptrdiff_t>(step) * line.outputs;
        for (std::size_t i = 0; i < count; ++i) {
            double path = best[i];
            if (i > 0) path = std::max(path, best[i - 1]);
            if (i > 1 && states[i] != letters.blank && states[i] != states[i - 2])
                path = std::max(path, best[i - 2]);
            if (i < 2) path = std::max(path, junk(before));
            const float here = less[states[i]];
            next[i] =
                path + static_cast<double>(states[i] == space ? std::max(here, kLostSpace) : here);
        }
        std::swap(best, next);
        const bool letter = is_letter(line.top[static_cast<std::size_t>(step)]);
        before += letter;
        behind -= letter;
        fit = std::max(fit, std::max(best[count - 1], best[count - 2]) + junk(behind));
    }
    return fit;
}

}  // namespace vanthu::ocr
