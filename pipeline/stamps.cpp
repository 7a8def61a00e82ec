#include "pipeline/stamps.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "pipeline/shelf.h"

namespace vanthu::pipeline {

std::string text_of(const Block& block) {
    std::string text;
    for (const TextLine& line : block.lines) {
        text += text_of(line);
        text += '\n';
    }
    return text;
}

bool is_arrival_stamp(const Block& block) {
    if (block.kind != Block::Kind::Stamp) return false;
    constexpr std::array<std::string_view, 5> kLabels{"den", "so", "ngay", "chuyen", "luu ho so"};
    std::string text = ' ' + fold(text_of(block));
    std::replace(text.begin(), text.end(), '\n', ' ');
    const auto labels = std::count_if(kLabels.begin(), kLabels.end(), [&](std::string_view label) {
        const std::size_t at = text.find(' ' + std::string(label));
        if (at == std::string::npos) return false;
        const std::size_t after = at + 1 + label.size();
        return after >= text.size() || !(text[after] >= 'a' && text[after] <= 'z');
    });
    return labels >= 2;
}

std::string printed_text_of(const Page& page) {
    const PageAtHand whole(page);
    std::string text;
    for (const Block& block : whole->blocks)
        if (!is_arrival_stamp(block)) text += text_of(block);
    return text;
}

}  // namespace vanthu::pipeline
