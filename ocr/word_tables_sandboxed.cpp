#include "ocr/word_tables_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "formats/lines_sandboxed.h"
#include "formats/word_tables_sandboxed.h"
#include "ocr/page_parts_sandboxed.h"
#include "ocr/straight_rules_sandboxed.h"

namespace vanthu::ocr {
namespace {

using formats::RuleGrid;
using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;

// At its flat place, so that a row that leans is one row.
pipeline::Word flat(pipeline::Word word, const StraightRules& straight, Pix* rules) {
    const Box& box = word.box;
    const int x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    const auto at =
        straight.straightening.flat((box.left + box.right) / 2.0, (box.top + box.bottom) / 2.0);
    const int right = static_cast<int>(at.first) - x, down = static_cast<int>(at.second) - y;
    word.box =
        clipped({box.left + right, box.top + down, box.right + right, box.bottom + down}, rules);
    return word;
}

using WordKey = std::tuple<int, int, int, int, std::string>;

WordKey key_of(const formats::PlacedWord& placed) {
    const Box& box = placed.word.box;
    return {box.left, box.top, box.right, box.bottom, placed.word.text};
}

// Takes out of `lines` the words that are in `all` (line by line, as they are) but not in `words`
// any more. The other lines stay as the recogniser made them.
void keep_only(const std::vector<formats::PlacedWord>& words,
               const std::vector<formats::PlacedWord>& all, std::vector<TextLine>& lines) {
    std::multiset<WordKey> kept;
    for (const formats::PlacedWord& word : words)
        kept.insert(key_of(word));
    auto next = all.begin();
    for (TextLine& line : lines) {
        const std::size_t before = line.words.size();
        std::erase_if(line.words, [&](const pipeline::Word&) {
            const auto found = kept.find(key_of(*next++));
            if (found == kept.end()) return true;
            kept.erase(found);
            return false;
        });
        if (line.words.size() == before) continue;
        line.box = {};
        for (const pipeline::Word& word : line.words)
            line.box = united(line.box, word.box);
    }
    std::erase_if(lines, [](const TextLine& line) { return line.words.empty(); });
}

}  // namespace

std::vector<Block> take_word_tables(Pix* rules, int dpi, int first, formats::ListMay may,
                                    std::vector<TextLine>& lines) {
    const StraightRules straight = straight_rules(rules, dpi);
    std::vector<RuleGrid> grids = formats::grids_of(straight.rules, dpi);
    std::erase_if(grids, [](const RuleGrid& grid) { return grid.has_columns; });
    std::vector<formats::PlacedWord> words;
    for (const TextLine& line : lines)
        for (const pipeline::Word& word : line.words)
            words.push_back({flat(word, straight, rules), line.bold, line.italic});
    const std::vector<formats::PlacedWord> all = words;
    std::vector<Block> cells = formats::take_tables(words, grids, dpi, first);
    if (cells.empty()) cells = formats::take_unruled_tables(words, dpi, first, may);
    if (cells.empty() || words.size() == all.size()) return {};
    for (Block& cell : cells)
        cell.box = clipped(cell.box, rules);
    keep_only(words, all, lines);
    return cells;
}

}  // namespace vanthu::ocr
