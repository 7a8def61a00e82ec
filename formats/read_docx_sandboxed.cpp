// read_docx: lays the paragraphs and tables of a DOCX out on one long sheet, roughly as they would
// stand on paper.
//
// Widths are estimates: enough to tell left from right and one row from the next, which is what the
// forms look at.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "formats/docx_measure_sandboxed.h"
#include "formats/docx_model_sandboxed.h"
#include "formats/docx_package_sandboxed.h"
#include "formats/docx_pictures_sandboxed.h"
#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"
#include "formats/operations.h"
#include "formats/parameters_sandboxed.h"
#include "pipeline/page_wire.h"

namespace vanthu::formats {
namespace {

using pipeline::Block;
using pipeline::Box;
using pipeline::Page;
using pipeline::TextLine;
using pipeline::Word;

constexpr double kLineHeight = 1.2;
constexpr int kA4Width = 11906;   // twips
constexpr int kDefaultTab = 720;  // twips
constexpr int kCellPadding = 108;
constexpr int kDeepestTable = 16;
constexpr std::size_t kCellsOfAList = 3;  // in one row; fewer may be a layout that holds a list
constexpr int kMostSheets = 4000;         // what coordinates of a page can tell
constexpr double kFarthest = 1 << 20;  // pixels from the left; behind it words lie one on the other

int pixels(double twips) {
    return static_cast<int>(std::lround(twips * kDpi / 1440));
}

int rounded_up(double length) {
    const int whole = static_cast<int>(length);
    return whole + (length > whole ? 1 : 0);
}

class Sheet {
public:
    Sheet(const DocxContent& content, const pipeline::Limits& limits)
        : content_(content),
          most_sheets_(std::min(limits.pages, kMostSheets)),
          lowest_(most_sheets_ * pipeline::kSheetHeight) {
        page_.number = 1;
        page_.origin = pipeline::TextOrigin::Docx;
        page_.width = std::abs(content.sheet.page_width - kA4Width) < 40
                          ? pipeline::kSheetWidth
                          : pixels(content.sheet.page_width);
        bottom_ = pixels(content.sheet.top_margin);
    }

    Page lay_out() {
        const int left = pixels(content_.sheet.left_margin);
        const int right = std::max(left + 100, page_.width - pixels(content_.sheet.right_margin));
        lay_out(content_.headers, left, right, Block::Kind::Header);
        lay_out(content_.body, left, right, Block::Kind::Paragraph);
        lay_out(content_.notes, left, right, Block::Kind::Footer);
        lay_out(content_.footers, left, right, Block::Kind::Footer);
        page_.height = std::max(pixels(content_.sheet.page_height),
                                bottom_ + pixels(content_.sheet.top_margin));
        return std::move(page_);
    }

private:
    void lay_out(const std::vector<DocxItem>& items, int left, int right, Block::Kind kind) {
        // Page numbers alone are no text of the paper.
        for (const DocxItem& item : items) {
            if (item.table) {
                bottom_ = table(*item.table, left, right, bottom_, 0);
                continue;
            }
            Block block;
            block.kind = kind;
            bottom_ = paragraph(item.paragraph, left, right, bottom_, block.lines);
            if (kind == Block::Kind::Paragraph) part(block.lines);
            add(std::move(block));
        }
    }

    void part(std::vector<TextLine>& lines) const {
        if (std::none_of(lines.begin(), lines.end(),
                         [this](const TextLine& line) { return may_part(line); }))
            return;
        // Columns made of spaces: as on paper, a wide gap ends a line.
        lines = parted(std::move(lines), page_.width, pixels(content_.sheet.page_height), 1);
    }

    // Whether a word may be "xã" or "sản" in some writing: no other word of plain Vietnamese.
    bool may_be_title(std::string_view word) const {
        const char first = word.front();
        const bool xa = first == 'x' || first == 'X', san = first == 's' || first == 'S';
        if (!xa && !san) return false;
        // Invisible letters begin with the first of these bytes; the others are not composed.
        if (!composed_ || word.find('\xe2') != std::string_view::npos) return true;
        return xa ? word.size() <= 4 : word.size() <= 5 && (word.back() | 0x20) == 'n';
    }

    // Only gaps wider than a few letters part lines, and the national or the Party's title beside
    // the organ's name, which end their third words so.
    bool may_part(const TextLine& line) const {
        constexpr double kNarrow = 0.02;  // of the page's width
        for (std::size_t i = 1; i < line.words.size(); ++i) {
            if (line.words[i].box.left - line.words[i - 1].box.right > kNarrow * page_.width)
                return true;
            const std::string& word = line.words[i].text;
            if (!may_be_title(word)) continue;
            if (const std::string folded = fold(word); folded == "xa" || folded == "san")
                return true;
        }
        return false;
    }

    void add(Block block) {
        const bool numbers_only =
            block.kind != Block::Kind::Paragraph && block.kind != Block::Kind::TableCell &&
            std::all_of(block.lines.begin(), block.lines.end(), [](const TextLine& line) {
                return line.words.size() == 1 && line.words[0].text.size() < 5 &&
                       line.words[0].text.find_first_not_of("0123456789-/") == std::string::npos;
            });
        if (numbers_only || (block.lines.empty() && block.kind != Block::Kind::TableCell)) return;
        for (const TextLine& line : block.lines)
            block.box = united(block.box, line.box);
        page_.blocks.push_back(std::move(block));
    }

    int lower(int top, int by) const {
        if (top > lowest_ - by)
            throw Error(ErrorCode::LimitExceeded, "the text of the DOCX fills more than " +
                                                      std::to_string(most_sheets_) +
                                                      " sheets of paper (limits.pages)");
        return top + by;
    }

    // Returns the lower edge.
    int paragraph(const DocxParagraph& paragraph, int left, int right, int top,
                  std::vector<TextLine>& lines) {
        std::size_t piece = 0;
        bool first = true;
        composed_ = paragraph.letters.composed || nfc(paragraph.text) == paragraph.text;
        do {
            line_.begin_line();
            double size = 0;
            for (; piece < paragraph.pieces.size(); ++piece) {
                const DocxPiece& p = paragraph.pieces[piece];
                size = std::max(size, em(p));
                if (p.kind == DocxPiece::Kind::LineBreak) break;
                if (p.kind == DocxPiece::Kind::Tab)
                    line_.begin_segment();
                else
                    measure(line_, paragraph.text, p);
            }
            if (size == 0) size = 13 * kDpi / 72;
            const int indent = pixels(paragraph.indent + (first ? paragraph.first_line : 0));
            place(paragraph, left, left + indent, right - pixels(paragraph.right_indent), top, size,
                  lines);
            top = lower(top, static_cast<int>(std::lround(size * kLineHeight)));
            first = false;
        } while (piece++ < paragraph.pieces.size());
        return top;
    }

    void place(const DocxParagraph& paragraph, int margin, int left, int right, int top,
               double size, std::vector<TextLine>& lines) const {
        const double room = std::max(50, right - left);
        if (line_.segments.size() == 1) {
            const Segment& only = line_.segments[0];
            // A paragraph is one line here however often it wraps on paper.
            const double shrink = only.width > room ? room / only.width : 1;
            const double free = room - only.width * shrink;
            const double start = paragraph.align == Align::Center  ? left + free / 2
                                 : paragraph.align == Align::Right ? left + free
                                                                   : left;
            emit(paragraph, only, start, shrink, top, size, lines);
            return;
        }
        double at = left;
        for (std::size_t i = 0; i < line_.segments.size(); ++i) {
            const Segment& segment = line_.segments[i];
            double start = at;
            if (i > 0) {
                const DocxTabStop stop = next_stop(paragraph, at - margin);
                const double position = margin + pixels(stop.position);
                start = stop.align == Align::Center  ? position - segment.width / 2
                        : stop.align == Align::Right ? position - segment.width
                                                     : position;
                start = std::min(std::max(start, at), kFarthest);
            }
            const double left_over = std::max(50.0, right - start);
            const double shrink = segment.width > left_over ? left_over / segment.width : 1;
            emit(paragraph, segment, start, shrink, top, size, lines);
            at = start + segment.width * shrink;
        }
    }

    static DocxTabStop next_stop(const DocxParagraph& paragraph, double at) {
        const double twips = at * 1440 / kDpi + 1;
        for (const DocxTabStop& stop : paragraph.tabs)
            if (stop.position > twips) return stop;
        const int count = static_cast<int>(std::max(0.0, std::floor(twips / kDefaultTab)));
        return {(count + 1) * kDefaultTab, Align::Left};
    }

    void emit(const DocxParagraph& paragraph, const Segment& segment, double start, double shrink,
              int top, double size, std::vector<TextLine>& lines) const {
        if (segment.first == segment.last) return;
        TextLine line;
        std::size_t bold = 0, italic = 0;
        const int bottom = top + static_cast<int>(std::lround(size));
        line.words.reserve(segment.last - segment.first);
        const std::string_view text = paragraph.text;
        for (std::size_t i = segment.first; i < segment.last; ++i) {
            const Placed& placed = line_.words[i];
            const std::string_view letters = text.substr(placed.begin, placed.end - placed.begin);
            const Box box{static_cast<int>(start + placed.left * shrink), top,
                          rounded_up(start + placed.right * shrink), bottom};
            line.words.push_back({composed_ ? std::string(letters) : nfc(letters), box, 1});
            bold += placed.bold ? 1 : 0;
            italic += placed.italic ? 1 : 0;
        }
        line.box = {line.words.front().box.left, top, line.words.back().box.right, bottom};
        line.bold = 2 * bold > line.words.size();
        line.italic = 2 * italic > line.words.size();
        const bool continues = !lines.empty() && lines.back().box.top == top &&
                               line.box.left - lines.back().box.right < 1.5 * size;
        if (!continues) {
            lines.push_back(std::move(line));
            return;
        }
        TextLine& before = lines.back();
        before.box = united(before.box, line.box);
        for (Word& word : line.words)
            before.words.push_back(std::move(word));
    }

    struct CellPlace {
        std::size_t block = 0;
        bool open = false;
    };

    int table(const DocxTable& table, int left, int right, int top, int depth) {
        if (depth > kDeepestTable)
            throw Error(ErrorCode::LimitExceeded, "tables of the DOCX are nested deeper than " +
                                                      std::to_string(kDeepestTable));
        const int own = tables_++;
        const std::vector<int> edges = column_edges(table, left, right);
        const int columns = static_cast<int>(edges.size()) - 1;
        std::vector<CellPlace> above(static_cast<std::size_t>(columns));
        for (std::size_t r = 0; r < table.rows.size(); ++r) {
            int column = table.rows[r].skipped_columns;
            int lowest = lower(top, pixels(kCellPadding));
            for (const DocxCell& cell : table.rows[r].cells) {
                if (column >= columns) break;
                const int end = std::min(column + cell.span, columns);
                CellPlace& place = above[static_cast<std::size_t>(column)];
                if (cell.continues_above && place.open) {
                    Block& block = page_.blocks[place.block];
                    block.row_span = static_cast<int>(r) - block.row + 1;
                } else {
                    Block block;
                    block.kind = Block::Kind::TableCell;
                    block.table = own;
                    block.row = static_cast<int>(r);
                    block.column = column;
                    block.column_span = end - column;
                    place = {page_.blocks.size(), true};
                    lowest = std::max(lowest, fill(cell, std::move(block),
                                                   edges[static_cast<std::size_t>(column)],
                                                   edges[static_cast<std::size_t>(end)], top, depth,
                                                   table.rows[r].cells.size() >= kCellsOfAList));
                }
                column = end;
            }
            top = lowest;
        }
        return top;
    }

    int fill(const DocxCell& cell, Block block, int left, int right, int top, int depth,
             bool of_a_list) {
        const int padding = std::min(pixels(kCellPadding), (right - left) / 4);
        const int inner_left = left + padding, inner_right = right - padding;
        const std::size_t at = page_.blocks.size();
        block.box = {left, top, right, top + 1};
        page_.blocks.push_back(std::move(block));
        std::vector<TextLine> lines;
        int bottom = top;
        for (const DocxItem& item : cell.items) {
            if (!item.table)
                bottom = paragraph(item.paragraph, inner_left, inner_right, bottom, lines);
            else if (of_a_list)
                bottom = plain(*item.table, inner_left, inner_right, bottom, lines, depth + 1);
            else
                bottom = table(*item.table, inner_left, inner_right, bottom, depth + 1);
        }
        Block& mine = page_.blocks[at];
        mine.lines = std::move(lines);
        mine.box.bottom = std::max(bottom, top + 1);
        return bottom;
    }

    // A table within a cell of a list is that cell's text.
    int plain(const DocxTable& inner, int left, int right, int top, std::vector<TextLine>& lines,
              int depth) {
        if (depth > kDeepestTable)
            throw Error(ErrorCode::LimitExceeded, "tables of the DOCX are nested deeper than " +
                                                      std::to_string(kDeepestTable));
        for (const DocxRow& row : inner.rows)
            for (const DocxCell& cell : row.cells)
                for (const DocxItem& item : cell.items)
                    top = item.table ? plain(*item.table, left, right, top, lines, depth + 1)
                                     : paragraph(item.paragraph, left, right, top, lines);
        return top;
    }

    static std::vector<int> column_edges(const DocxTable& table, int left, int right) {
        std::vector<int> widths = table.columns;
        std::size_t most = 1;
        for (const DocxRow& row : table.rows) {
            std::size_t count = static_cast<std::size_t>(row.skipped_columns);
            for (const DocxCell& cell : row.cells)
                count += static_cast<std::size_t>(cell.span);
            most = std::max(most, count);
        }
        if (widths.empty() && !table.rows.empty())
            for (const DocxCell& cell : table.rows[0].cells)
                for (int i = 0; i < cell.span; ++i)
                    widths.push_back(cell.width / cell.span);
        widths.resize(std::max(most, widths.size()), 0);
        double total = 0;
        for (const int width : widths)
            total += pixels(width);
        const double room = right - left;
        std::vector<int> edges;
        if (total < 1) {
            for (std::size_t i = 0; i <= widths.size(); ++i)
                edges.push_back(left + static_cast<int>(room * static_cast<double>(i) /
                                                        static_cast<double>(widths.size())));
            return edges;
        }
        const double shrink = total > room * 1.15 ? room * 1.15 / total : 1;
        double at = table.align == Align::Center ? left + (room - total * shrink) / 2
                                                 : left + pixels(table.indent);
        at = std::max(at, 0.0);
        edges.push_back(static_cast<int>(at));
        for (const int width : widths) {
            at += pixels(width) * shrink;
            edges.push_back(static_cast<int>(at));
        }
        return edges;
    }

    const DocxContent& content_;
    int most_sheets_, lowest_;
    Page page_;
    int bottom_ = 0;
    int tables_ = 0;
    Measured line_;
    bool composed_ = true;  // the paragraph is NFC as it stands
};

std::size_t words_of(const Page& page) {
    std::size_t count = 0;
    for (const Block& block : page.blocks)
        for (const TextLine& line : block.lines)
            count += line.words.size();
    return count;
}

}  // namespace

pipeline::SandboxReply read_docx(const pipeline::SandboxRequest& request,
                                 const pipeline::Limits& limits) {
    const std::string bytes = read_input(input_of(request), limits);
    DocxPackage package(bytes, limits);
    const DocxContent content = read_content(package, limits);
    const Page page = Sheet(content, limits).lay_out();
    if (content.images.empty()) return {pipeline::encode_page(page), {}};
    const int first = parameters_of(request)->optValue("first_picture", 0);
    return {pipeline::encode_page(page),
            page_pictures(package, content, words_of(page),
                          static_cast<std::size_t>(std::max(0, first)))};
}

}  // namespace vanthu::formats
