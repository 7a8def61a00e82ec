#include "forms/layout.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iterator>

#include "base/text.h"

namespace vanthu::forms {
namespace {

using pipeline::Block;
using pipeline::Box;
using pipeline::Word;

// A gap wider than this part of the line height parts two columns; justified words stay nearer.
constexpr double kColumnGap = 1.25;
constexpr std::size_t kMostInRow = 200;

bool says_something(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) || (letter & 0x80);
    });
}

// A recogniser gives Eth (U+00D0) for Đ, or both for one letter, and Ñ for N.
std::string without_strange(const std::string& text) {
    if (text.find("\xC3\x90") == std::string::npos && text.find("\xC3\x91") == std::string::npos)
        return text;
    std::u32string letters;
    for (char32_t letter : to_utf32(text)) {
        const bool eth = letter == U'\u00D0';
        const bool crossed = letter == U'\u0110';
        if (eth && !letters.empty() && letters.back() == U'\u0110') continue;
        if (crossed && !letters.empty() && letters.back() == U'\u00D0') letters.pop_back();
        letters.push_back(eth ? U'\u00D0' : letter);
    }
    for (char32_t& letter : letters) {
        if (letter == U'\u00D0') letter = U'\u0110';
        if (letter == U'\u00D1') letter = U'N';
    }
    return to_utf8(letters);
}

// Openings that always begin the right column of a head, however near the left one ends.
bool begins_right_column(const std::vector<Word>& words, std::size_t index) {
    std::string text;
    for (std::size_t i = index; i < words.size() && i < index + 4; ++i) {
        if (i > index) text += ' ';
        text += folded(words[i].text).text;
    }
    return starts_with(text, "cong hoa xa hoi") || starts_with(text, "dang cong san viet") ||
           starts_with(text, "doc lap - tu");
}

int median(std::vector<int> values, int otherwise) {
    if (values.empty()) return otherwise;
    auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Readers of PDF text may put two close lines into one; their words keep their own heights.
std::vector<pipeline::TextLine> by_height(const pipeline::TextLine& line) {
    int height = 0;
    for (const Word& word : line.words)
        height = std::max(height, word.box.height());
    std::vector<pipeline::TextLine> lines;
    for (const Word& word : line.words) {
        auto near = std::find_if(lines.begin(), lines.end(), [&](const pipeline::TextLine& other) {
            return std::abs(other.words.front().box.top - word.box.top) * 3 < height;
        });
        if (near == lines.end()) {
            lines.push_back({{}, {}, line.bold, line.italic});
            near = std::prev(lines.end());
        }
        near->words.push_back(word);
        near->box = united(near->box, word.box);
    }
    return lines;
}

void split_line(const pipeline::TextLine& line, int line_height, const Block& block,
                std::vector<Segment>& out) {
    std::vector<Word> run;
    auto flush = [&] {
        if (run.empty()) return;
        Segment segment = make_segment(std::move(run));
        run.clear();
        segment.bold = line.bold;
        segment.italic = line.italic;
        segment.cell = block.kind == Block::Kind::TableCell;
        out.push_back(std::move(segment));
    };
    for (std::size_t i = 0; i < line.words.size(); ++i) {
        const Word& word = line.words[i];
        if (trim(word.text).empty()) continue;
        if (!run.empty()) {
            const int gap = word.box.left - run.back().box.right;
            if (gap > kColumnGap * line_height || begins_right_column(line.words, i)) flush();
        }
        run.push_back(word);
    }
    flush();
}

void make_rows(PageLayout& page) {
    std::vector<std::size_t> order(page.segments.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return page.segments[a].centre() < page.segments[b].centre();
    });
    for (std::size_t index : order) {
        const Segment& segment = page.segments[index];
        bool placed = false;
        if (!page.rows.empty()) {
            Row& row = page.rows.back();
            const int distance = segment.centre() - (row.box.top + row.box.bottom) / 2;
            const int reach = std::min({segment.box.height(), row.box.height(), page.line_height});
            const bool overlaps =
                std::any_of(row.segments.begin(), row.segments.end(), [&](std::size_t other) {
                    const Box& box = page.segments[other].box;
                    return segment.box.left < box.right && box.left < segment.box.right;
                });
            if (distance * 2 < reach && !overlaps && row.segments.size() < kMostInRow) {
                row.segments.push_back(index);
                row.box = united(row.box, segment.box);
                placed = true;
            }
        }
        if (!placed) page.rows.push_back({segment.box, {index}});
    }
    for (Row& row : page.rows)
        std::sort(row.segments.begin(), row.segments.end(), [&](std::size_t a, std::size_t b) {
            return page.segments[a].box.left < page.segments[b].box.left;
        });
}

void find_margins(PageLayout& page) {
    std::vector<int> lefts, rights;
    for (const Row& row : page.rows) {
        if (row.box.width() * 5 < page.width * 2) continue;  // short rows do not reach the margins
        lefts.push_back(row.box.left);
        rights.push_back(row.box.right);
    }
    std::sort(lefts.begin(), lefts.end());
    std::sort(rights.begin(), rights.end());
    page.left = lefts.empty() ? page.width / 8 : lefts[lefts.size() / 4];
    page.right = rights.empty() ? page.width * 15 / 16 : rights[rights.size() * 3 / 4];
}

// A scan whose file carries a few typed words (a signature's banner) is a scan.
bool was_recognised(const pipeline::Page& page) {
    if (page.origin != pipeline::TextOrigin::Mixed) return page.origin == pipeline::TextOrigin::Ocr;
    constexpr float kRead = 0.999f;  // and not recognised
    std::size_t words = 0, recognised = 0;
    for (const Block& block : page.blocks)
        for (const pipeline::TextLine& line : block.lines)
            for (const Word& word : line.words) {
                ++words;
                recognised += word.confidence < kRead ? 1 : 0;
            }
    return 2 * recognised > words;
}

PageLayout lay_out(const pipeline::Page& page) {
    PageLayout result;
    result.number = page.number;
    result.width = page.width;
    result.height = page.height;
    result.scanned = was_recognised(page);
    result.whole_paragraphs = page.origin == pipeline::TextOrigin::Docx;
    std::vector<int> heights;
    for (const Block& block : page.blocks) {
        for (const pipeline::TextLine& line : block.lines) {
            if (line.box.height() > 0) heights.push_back(line.box.height());
            result.width = std::max(result.width, line.box.right);
            result.height = std::max(result.height, line.box.bottom);
        }
    }
    if (result.width == 0) result.width = pipeline::kSheetWidth;
    if (result.height == 0) result.height = pipeline::kSheetHeight;
    result.line_height = std::max(1, median(heights, result.width / 40));
    for (const Block& block : page.blocks) {
        if (block.kind == Block::Kind::Header || block.kind == Block::Kind::Footer) continue;
        auto& into = block.kind == Block::Kind::Stamp ? result.stamps : result.segments;
        for (const pipeline::TextLine& line : block.lines) {
            if (page.origin != pipeline::TextOrigin::TextLayer) {
                split_line(line, result.line_height, block, into);
                continue;
            }
            for (const pipeline::TextLine& part : by_height(line))
                split_line(part, result.line_height, block, into);
        }
    }
    make_rows(result);
    find_margins(result);
    return result;
}

// Range of words that hold folded letters [begin, end).
template <class Visit>
void for_words(const Segment& segment, std::size_t begin, std::size_t end, Visit visit) {
    std::size_t at = 0;
    for (const Word& word : segment.words) {
        const std::size_t size = to_utf32(nfc(word.text)).size();
        if (at < end && at + size > begin) visit(word);
        at += size + 1;
    }
}

}  // namespace

Segment make_segment(std::vector<Word> words) {
    Segment segment;
    std::string text;
    for (Word& word : words) {
        word.text = without_strange(word.text);
        if (!text.empty()) text += ' ';
        text += word.text;
        segment.box = united(segment.box, word.box);
        if (says_something(word.text))
            segment.confidence = std::min(segment.confidence, word.confidence);
    }
    segment.text = folded(text);
    segment.words = std::move(words);
    return segment;
}

Segment joined(const std::vector<const Segment*>& parts) {
    std::vector<Word> words;
    for (const Segment* part : parts)
        words.insert(words.end(), part->words.begin(), part->words.end());
    Segment segment = make_segment(std::move(words));
    if (!parts.empty()) {
        segment.bold = parts.front()->bold;
        segment.italic = parts.front()->italic;
        segment.cell = parts.front()->cell;
    }
    return segment;
}

float confidence_of(const Segment& segment, std::size_t begin, std::size_t end) {
    float least = 1;
    for_words(segment, begin, end, [&](const Word& word) {
        if (says_something(word.text)) least = std::min(least, word.confidence);
    });
    return least;
}

Box box_of(const Segment& segment, std::size_t begin, std::size_t end) {
    Box box;
    for_words(segment, begin, end, [&](const Word& word) { box = united(box, word.box); });
    return box;
}

std::string PageLayout::row_text(const Row& row) const {
    std::string text;
    for (std::size_t index : row.segments) {
        if (!text.empty()) text += ' ';
        text += segments[index].text.original;
    }
    return text;
}

Layout lay_out(const pipeline::Document& document) {
    Layout layout;
    for (const pipeline::Page& page : document.pages)
        layout.pages.push_back(lay_out(page));
    return layout;
}

}  // namespace vanthu::forms
