#include "formats/foot_columns_sandboxed.h"

#include <algorithm>
#include <climits>
#include <iterator>
#include <utility>

#include "formats/lines_sandboxed.h"

namespace vanthu::formats {
namespace {

using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;

constexpr double kLeftHalf = 0.45;  // of the page width: where recipients open at the latest
constexpr double kMiddle = 0.5;
constexpr double kFullLine = 0.6;  // of the page width: a line of the body

struct Foot {
    std::size_t block = 0;  // that opens with "Nơi nhận"
    int top = 0;            // of the right column, which may begin a little higher
    int left_top = 0;
    int bottom = INT_MAX;
};

bool crosses(const Box& box, int width) {
    return box.width() > kFullLine * width;
}

bool find_foot(const std::vector<Block>& blocks, int width, Foot& foot) {
    bool found = false;
    for (std::size_t i = 0; i < blocks.size(); ++i)
        for (const TextLine& line : blocks[i].lines) {
            if (blocks[i].kind != Block::Kind::Paragraph || !opens_recipients(line)) continue;
            if (line.box.left > kLeftHalf * width) continue;
            // A copy of the words in a sentence does not open the list; the last one does.
            const int height = std::max(1, line.box.height());
            foot = {i, line.box.top - 5 * height / 2, line.box.top - height / 2, INT_MAX};
            found = true;
        }
    if (!found) return false;
    for (const Block& block : blocks)
        for (const TextLine& line : block.lines)
            if (line.box.top > foot.left_top && crosses(line.box, width))
                foot.bottom = std::min(foot.bottom, line.box.top);
    return true;
}

// Takes the lines that `belongs` accepts out of a block; the rest stays.
template <class Belongs>
Block taken(Block& from, Belongs belongs) {
    Block part = from;
    part.lines.clear();
    std::vector<TextLine> rest;
    for (TextLine& line : from.lines)
        (belongs(line.box) ? part.lines : rest).push_back(std::move(line));
    from.lines = std::move(rest);
    for (Block* block : {&from, &part}) {
        block->box = {};
        for (const TextLine& line : block->lines)
            block->box = united(block->box, line.box);
    }
    return part;
}

}  // namespace

std::vector<Block> foot_by_columns(std::vector<Block> blocks, int page_width) {
    Foot foot;
    if (!find_foot(blocks, page_width, foot)) return blocks;
    const auto centre = [](const Box& box) { return (box.left + box.right) / 2; };
    const auto on_right = [&](const Box& box) {
        return box.top >= foot.top && box.top < foot.bottom && !crosses(box, page_width) &&
               centre(box) > kMiddle * page_width;
    };
    const auto on_left = [&](const Box& box) {
        return box.top >= foot.left_top && box.top < foot.bottom &&
               centre(box) <= kMiddle * page_width;
    };
    std::vector<Block> before, left, right, after;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        Block& block = blocks[i];
        if (block.kind == Block::Kind::Paragraph) {
            Block part = taken(block, on_right);
            if (!part.lines.empty()) right.push_back(std::move(part));
            part = taken(block, on_left);
            if (!part.lines.empty()) left.push_back(std::move(part));
            if (block.lines.empty()) continue;
        }
        (i <= foot.block ? before : after).push_back(std::move(block));
    }
    std::stable_sort(right.begin(), right.end(),
                     [](const Block& a, const Block& b) { return a.box.top < b.box.top; });
    for (std::vector<Block>* part : {&left, &right, &after})
        std::move(part->begin(), part->end(), std::back_inserter(before));
    return before;
}

}  // namespace vanthu::formats
