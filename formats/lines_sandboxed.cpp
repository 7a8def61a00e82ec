#include "formats/lines_sandboxed.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace vanthu::formats {
namespace {

using pipeline::Block;
using pipeline::Box;
using pipeline::TextLine;
using pipeline::Word;

constexpr double kHead = 0.35;  // of the first page's height: where the two columns of the head end
constexpr double kWideGap = 2.2;     // in word heights
constexpr double kStyleGap = 0.8;    // the same between words of different print
constexpr double kWideShare = 0.03;  // of the page width

int median(std::vector<int> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

int word_height(const std::vector<Word>& words) {
    std::vector<int> heights;
    for (const Word& word : words)
        heights.push_back(word.box.height());
    return std::max(1, median(std::move(heights)));
}

int shared_height(const Box& a, const Box& b) {
    return std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
}

bool on_one_row(const Box& a, const Box& b) {
    return 2 * shared_height(a, b) > std::min(a.height(), b.height());
}

bool above_each_other(const Box& a, const Box& b) {
    return std::min(a.right, b.right) > std::max(a.left, b.left);
}

TextLine line_of(std::vector<Word> words, const TextLine& like) {
    TextLine line;
    line.bold = like.bold;
    line.italic = like.italic;
    line.box = box_of(words);
    line.words = std::move(words);
    return line;
}

// Cuts before each word whose index is listed.
std::vector<TextLine> cut(const TextLine& line, const std::vector<std::size_t>& before) {
    std::vector<TextLine> parts;
    std::size_t start = 0;
    for (std::size_t i = 0; i <= before.size(); ++i) {
        const std::size_t end = i < before.size() ? before[i] : line.words.size();
        if (end == start) continue;
        parts.push_back(line_of({line.words.begin() + static_cast<std::ptrdiff_t>(start),
                                 line.words.begin() + static_cast<std::ptrdiff_t>(end)},
                                line));
        start = end;
    }
    return parts;
}

// At most one letter put in, left out or taken for another.
bool one_slip(std::string_view a, std::string_view b) {
    const auto ahead = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    const std::string_view x(ahead.first, a.end()), y(ahead.second, b.end());
    const auto behind = std::mismatch(x.rbegin(), x.rend(), y.rbegin(), y.rend());
    return x.rend() - behind.first <= 1 && y.rend() - behind.second <= 1;
}

bool near(const Word& word, std::string_view folded) {
    const std::string seen = fold(word.text);
    return seen.size() > 3 ? one_slip(seen, folded) : seen == folded;
}

bool is_sign(const std::string& text) {
    const std::string folded = fold(text);
    return std::none_of(folded.begin(), folded.end(),
                        [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

// After these a blank is left to be filled by hand: "Số:      /QĐ-UBND", "ngày    tháng".
bool awaits_more(const Word& word) {
    const std::string text = fold(word.text);
    return text == "so" || text == "so:" || text == "ngay" || text == "thang" || text == "nam";
}

std::vector<std::size_t> wide_gaps(const TextLine& line, int page_width) {
    std::vector<std::size_t> found;
    const auto& words = line.words;
    std::vector<int> gaps;
    for (std::size_t i = 1; i < words.size(); ++i)
        gaps.push_back(words[i].box.left - words[i - 1].box.right);
    const double wide = std::max(kWideGap * word_height(words), kWideShare * page_width);
    // A justified line with few words has gaps that are all wide.
    const double usual = gaps.size() >= 3 ? 2.0 * median(gaps) : 0;
    for (std::size_t i = 0; i < gaps.size(); ++i)
        if (gaps[i] > wide && gaps[i] > usual && !awaits_more(words[i])) found.push_back(i + 1);
    return found;
}

// Where the national title (or the Party's) begins: the left edge of the right column.
std::optional<std::size_t> title_start(const TextLine& line) {
    const auto& words = line.words;
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        if (near(words[i], "cong") && near(words[i + 1], "hoa") && near(words[i + 2], "xa"))
            return i;
        if (near(words[i], "dang") && near(words[i + 1], "cong") && near(words[i + 2], "san"))
            return i;
    }
    return std::nullopt;
}

bool says_date(const TextLine& line) {
    bool day = false, month = false, year = false;
    for (const Word& word : line.words) {
        day = day || near(word, "ngay");
        month = month || near(word, "thang");
        year = year || near(word, "nam");
    }
    return month && (day || year);
}

struct Head {
    int top = 0, bottom = 0;  // rows that stand in two columns
    int right_column = 0;
};

std::optional<Head> find_head(const std::vector<TextLine>& lines, int page_height) {
    std::optional<Head> head;
    for (const TextLine& line : lines) {
        if (line.box.top > kHead * page_height) continue;
        if (const auto at = title_start(line)) {
            head = Head{line.box.top, line.box.bottom, line.words[*at].box.left};
            break;
        }
    }
    if (!head) return head;
    head->bottom += 3 * std::max(1, head->bottom - head->top);
    // The body names days too; the head's is the first on the sheet, whatever order lines come in.
    const TextLine* date = nullptr;
    for (const TextLine& line : lines)
        if (line.box.top > head->top && line.box.top < kHead * page_height && says_date(line) &&
            (!date || line.box.top < date->box.top))
            date = &line;
    if (date) head->bottom = std::max(head->bottom, date->box.bottom);
    return head;
}

// The gap between the columns, although it may be hardly wider than a space.
std::optional<std::size_t> column_gap(const TextLine& line, const Head& head, int page_width) {
    if (line.box.bottom < head.top || line.box.top > head.bottom) return std::nullopt;
    if (const auto at = title_start(line)) return *at > 0 ? at : std::nullopt;
    const auto& words = line.words;
    std::optional<std::size_t> best;
    int widest = word_height(words) * 6 / 10;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const int gap = words[i].box.left - words[i - 1].box.right;
        const bool between = words[i].box.left > head.right_column - page_width / 20 &&
                             words[i - 1].box.right < head.right_column + page_width / 10;
        if (between && gap > widest && !awaits_more(words[i - 1])) {
            widest = gap;
            best = i;
        }
    }
    return best;
}

using Placed = std::vector<PlacedWord>::iterator;

bool parted(const PlacedWord& left, const PlacedWord& right) {
    const int gap = right.word.box.left - left.word.box.right;
    return (left.bold != right.bold || left.italic != right.italic) &&
           gap > kStyleGap * std::max(1, left.word.box.height());
}

// Takes the words out.
TextLine line_of_style(Placed begin, Placed end) {
    TextLine line;
    std::size_t bold = 0, italic = 0;
    for (Placed word = begin; word != end; ++word) {
        bold += word->bold ? 1 : 0;
        italic += word->italic ? 1 : 0;
        line.box = united(line.box, word->word.box);
        line.words.push_back(std::move(word->word));
    }
    line.bold = 2 * bold > line.words.size();
    line.italic = 2 * italic > line.words.size();
    return line;
}

bool opens_address(const TextLine& line) {
    return line.words.size() >= 2 && near(line.words[0], "kinh") && near(line.words[1], "gui:");
}

// What a letter is about may run into its addressees and these into the body; the body is not part
// of the head's left column.
std::vector<Block> cut_below_head(std::vector<Block> blocks, const Head& head, int page_width) {
    std::vector<Block> result;
    for (Block& block : blocks) {
        const auto first =
            std::find_if(block.lines.begin(), block.lines.end(), [&](const TextLine& line) {
                const bool wide = line.box.left < head.right_column &&
                                  line.box.right > head.right_column + page_width / 20;
                return line.box.top >= head.bottom && (wide || opens_address(line));
            });
        const bool runs_on = block.kind == Block::Kind::Paragraph && block.box.top < head.bottom &&
                             first != block.lines.begin() && first != block.lines.end();
        if (!runs_on) {
            result.push_back(std::move(block));
            continue;
        }
        for (const auto& [from, to] :
             {std::pair{block.lines.begin(), first}, std::pair{first, block.lines.end()}}) {
            Block part;
            for (auto line = from; line != to; ++line) {
                part.box = united(part.box, line->box);
                part.lines.push_back(std::move(*line));
            }
            result.push_back(std::move(part));
        }
    }
    return result;
}

}  // namespace

bool opens_recipients(const TextLine& line) {
    // Behind a speck, too.
    const std::size_t at = !line.words.empty() && is_sign(line.words[0].text) ? 1 : 0;
    if (line.words.size() < at + 2 || !near(line.words[at + 1], "nhan:")) return false;
    // Alone on its line it is nothing else, whatever became of the first word.
    constexpr std::size_t kFewWords = 3;
    const std::u32string first = to_utf32(fold(line.words[at].text));
    return near(line.words[at], "noi") ||
           (line.words.size() <= kFewWords && edit_distance(first, U"noi", 2) <= 1);
}

Box box_of(const std::vector<Word>& words) {
    Box box;
    for (const Word& word : words)
        box = united(box, word.box);
    return box;
}

std::vector<TextLine> lines_of(std::vector<PlacedWord> words) {
    std::stable_sort(words.begin(), words.end(), [](const PlacedWord& a, const PlacedWord& b) {
        return a.word.box.top + a.word.box.bottom < b.word.box.top + b.word.box.bottom;
    });
    struct Row {
        Box box;
        std::vector<PlacedWord> words;
    };
    std::vector<Row> rows;
    for (PlacedWord& word : words) {
        Row* home = nullptr;
        // Words come by height, so the row is among the last few.
        for (std::size_t i = rows.size(); i > 0 && i + 12 > rows.size() && !home; --i)
            if (on_one_row(rows[i - 1].words.back().word.box, word.word.box)) home = &rows[i - 1];
        if (!home) home = &rows.emplace_back();
        home->box = united(home->box, word.word.box);
        home->words.push_back(std::move(word));
    }
    std::vector<TextLine> lines;
    for (Row& row : rows) {
        std::stable_sort(row.words.begin(), row.words.end(),
                         [](const PlacedWord& a, const PlacedWord& b) {
                             return a.word.box.left < b.word.box.left;
                         });
        // Two columns of a head are two lines where their print tells them apart: the light name of
        // a superior is not bold because the country beside it is.
        auto begin = row.words.begin();
        for (auto word = begin; word != row.words.end(); ++word) {
            const auto next = std::next(word);
            if (next != row.words.end() && !parted(*word, *next)) continue;
            lines.push_back(line_of_style(begin, next));
            begin = next;
        }
    }
    return lines;
}

std::vector<TextLine> parted(std::vector<TextLine> lines, int page_width, int page_height,
                             int page_number) {
    const auto head = page_number == 1 ? find_head(lines, page_height) : std::nullopt;
    std::vector<TextLine> result;
    for (TextLine& line : lines) {
        std::vector<std::size_t> cuts = wide_gaps(line, page_width);
        if (head)
            if (const auto gap = column_gap(line, *head, page_width))
                if (std::find(cuts.begin(), cuts.end(), *gap) == cuts.end()) cuts.push_back(*gap);
        if (cuts.empty()) {
            result.push_back(std::move(line));
            continue;
        }
        std::sort(cuts.begin(), cuts.end());
        for (TextLine& part : cut(line, cuts))
            result.push_back(std::move(part));
    }
    return result;
}

std::vector<Block> blocks_of(std::vector<TextLine> lines) {
    std::stable_sort(lines.begin(), lines.end(), [](const TextLine& a, const TextLine& b) {
        return a.box.top + a.box.bottom < b.box.top + b.box.bottom;
    });
    // Rows first, so that parts of one row keep their order from left to right.
    struct Placed {
        TextLine line;
        int row = 0;
    };
    std::vector<Placed> placed;
    int row = -1;
    Box last;
    for (TextLine& line : lines) {
        if (row < 0 || !on_one_row(last, line.box)) {
            ++row;
            last = line.box;
        }
        placed.push_back({std::move(line), row});
    }
    std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
        return a.row != b.row ? a.row < b.row : a.line.box.left < b.line.box.left;
    });

    struct Open {
        Block block;
        int row = 0;  // of its last line
    };
    std::vector<Open> blocks;
    for (Placed& item : placed) {
        Open* home = nullptr;
        int candidates = 0;
        for (Open& open : blocks) {
            const Box& above = open.block.lines.back().box;
            const int distance = item.line.box.top - above.bottom;
            const int height = std::max(above.height(), item.line.box.height());
            if (open.row < item.row && distance < height &&
                above_each_other(above, item.line.box)) {
                home = &open;
                ++candidates;
            }
        }
        // A line below two columns belongs to neither; the list of recipients is a block of its
        // own.
        if (candidates != 1 || opens_recipients(item.line)) home = nullptr;
        if (!home) home = &blocks.emplace_back();
        home->row = item.row;
        home->block.box = united(home->block.box, item.line.box);
        home->block.lines.push_back(std::move(item.line));
    }
    std::vector<Block> result;
    for (Open& open : blocks)
        result.push_back(std::move(open.block));
    return result;
}

std::optional<HeadColumns> head_columns(const std::vector<TextLine>& lines, int page_height) {
    const auto head = find_head(lines, page_height);
    if (!head) return std::nullopt;
    return HeadColumns{head->top, head->bottom, head->right_column};
}

std::vector<Block> head_by_columns(std::vector<Block> blocks, int page_width, int page_height,
                                   int page_number) {
    if (page_number != 1) return blocks;
    std::vector<TextLine> lines;
    for (const Block& block : blocks)
        lines.insert(lines.end(), block.lines.begin(), block.lines.end());
    const auto head = find_head(lines, page_height);
    if (!head) return blocks;
    blocks = cut_below_head(std::move(blocks), *head, page_width);
    const auto in_head = [&](const Block& block) {
        return block.box.bottom > head->top - page_height / 50 && block.box.top < head->bottom;
    };
    const auto on_left = [&](const Block& block) {
        return (block.box.left + block.box.right) / 2 < head->right_column;
    };
    // What a letter is about stands under its number, often lower than the date.
    const auto continues_left = [&](const Block& block) {
        return block.box.top >= head->bottom && block.box.top < kHead * page_height &&
               block.box.right < head->right_column + page_width / 20 &&
               near(block.lines.front().words.front(), "v/v");
    };
    const auto rank = [&](const Block& block) {
        if (block.lines.empty() || block.kind != Block::Kind::Paragraph) return 3;
        if (continues_left(block)) return 1;
        if (!in_head(block)) return block.box.top < head->top ? 0 : 3;
        return on_left(block) ? 1 : 2;
    };
    std::stable_sort(blocks.begin(), blocks.end(),
                     [&](const Block& a, const Block& b) { return rank(a) < rank(b); });
    return blocks;
}

void put_tables_in(std::vector<Block> cells, std::vector<Block>& blocks) {
    auto from = cells.begin();
    while (from != cells.end()) {
        const auto to = std::find_if(from, cells.end(),
                                     [&](const Block& cell) { return cell.table != from->table; });
        const int top = from->box.top;
        const auto above = std::find_if(blocks.rbegin(), blocks.rend(), [&](const Block& block) {
            return (block.box.top + block.box.bottom) / 2 < top;
        });
        blocks.insert(above.base(), std::move_iterator(from), std::move_iterator(to));
        from = to;
    }
}

}  // namespace vanthu::formats
