#include "ocr/row_ink_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <new>
#include <utility>
#include <vector>

#include "ocr/ink_runs_sandboxed.h"
#include "ocr/page_parts_sandboxed.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

using pipeline::Box;

constexpr int kInk = 160;

int median(std::vector<int>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

int centre_of(const Box& box) {
    return (box.top + box.bottom) / 2;
}

PixPtr must(Pix* pix) {
    if (pix == nullptr) throw std::bad_alloc();
    return PixPtr(pix);
}

// Columns moved up or down, so that a row that rises by `slope` is level.
PixPtr level(Pix* grey, double slope) {
    const int width = pixGetWidth(grey), height = pixGetHeight(grey);
    PixPtr moved = must(pixCreate(width, height, 8));
    pixSetAll(moved.get());
    for (int x = 0; x < width; ++x) {
        const int by = static_cast<int>(std::lround(slope * (x - width / 2)));
        for (int y = std::max(0, by); y < std::min(height, height + by); ++y) {
            l_uint32 value = 0;
            pixGetPixel(grey, x, y, &value);
            pixSetPixel(moved.get(), x, y - by, value);
        }
    }
    return moved;
}

class Row {
public:
    Row(Pix* page, const Box& letters, const Reach& reach) : letters_(letters) {
        const int room = letters.height();
        area_ = clipped({std::min(reach.left, letters.left), letters.top - room,
                         std::max(reach.right, letters.right), letters.bottom + room},
                        page);
        grey_ = clip_of(page, area_);
    }

    // Of a group of rows the lowest.
    std::optional<RowInk> lowest(int tall, int marks) {
        tall_ = tall;
        ink_ = must(pixThresholdToBinary(grey_.get(), kInk));
        parts_ = parts_of(ink_.get(), {0, 0, area_.width(), area_.height()});
        sure_.clear();
        for (const Box& part : parts_)
            if (is_sure(part) && 2 * part.height() > tall) sure_.push_back(part);
        if (sure_.empty()) return std::nullopt;
        const Baseline base = lower_edge();
        if (base.slope != 0) grey_ = level(grey_.get(), base.slope);
        bottom_ = base.y + 1;
        top_ = bottom_ - tall - marks;
        ink_ = must(pixThresholdToBinary(grey_.get(), kInk));
        PixPtr kept = must(pixCreate(area_.width(), area_.height(), 1));
        PixPtr grown = must(pixCreate(area_.width(), area_.height(), 1));
        part_ink(kept.get(), grown.get(), top_, bottom_ + tall / 8);
        pixOr(kept.get(), kept.get(), grown.get());
        keep(kept.get());
        return cut_out(Spaces::AsTheyAre);
    }

    std::optional<RowInk> alone() {
        if (!set_level()) return std::nullopt;
        keep_letters(tall_ / 2);
        // All that was kept tells the slope better than what was sure.
        letters_ = {area_.left, area_.top + top_ - tall_ / 2, area_.right,
                    area_.top + bottom_ + tall_ / 2};
        if (!set_level()) return std::nullopt;
        keep_letters(std::max(2, tall_ / 6));
        return cut_out(Spaces::Wider);
    }

private:
    bool is_sure(const Box& part) const {
        const int x = area_.left + (part.left + part.right) / 2, y = area_.top + centre_of(part);
        return x >= letters_.left && x < letters_.right && y >= letters_.top && y < letters_.bottom;
    }

    // How high a letter is, how thick its strokes are, from where to where the row reaches.
    bool measure() {
        ink_ = must(pixThresholdToBinary(grey_.get(), kInk));
        const Box all{0, 0, area_.width(), area_.height()};
        parts_ = parts_of(ink_.get(), all);
        std::vector<int> heights;
        sure_.clear();
        for (const Box& part : parts_) {
            if (!is_sure(part) || 3 * part.height() < letters_.height() ||
                part.height() > letters_.height() + 4 || part.width() > 4 * letters_.height())
                continue;
            sure_.push_back(part);
            heights.push_back(part.height());
        }
        if (heights.empty()) return false;
        tall_ = median(heights);
        std::erase_if(sure_, [&](const Box& part) {
            return 2 * part.height() > 3 * tall_ || 2 * part.height() < tall_;
        });
        top_ = area_.height(), bottom_ = 0;
        for (const Box& part : sure_) {
            top_ = std::min(top_, part.top);
            bottom_ = std::max(bottom_, part.bottom);
        }
        // Marks above the letters.
        const int marks = top_ - tall_ / 2;
        for (const Box& part : parts_)
            if (is_sure(part) && part.top >= marks && part.bottom <= bottom_)
                top_ = std::min(top_, part.top);
        return tall_ >= 6;
    }

    // By how much the row rises: where it is level its ink lies in fewest rows.
    double best_slope() const {
        constexpr double kSteepest = 0.08, kStep = 0.01;
        double best = 0, most = 0;
        for (double slope = -kSteepest; slope <= kSteepest + kStep / 2; slope += kStep) {
            std::vector<double> rows(static_cast<std::size_t>(area_.height()) + 1);
            for (const Box& part : sure_)
                for (int y = part.top; y < part.bottom; ++y)
                    for (int x = part.left; x < part.right; ++x) {
                        l_uint32 bit = 0;
                        pixGetPixel(ink_.get(), x, y, &bit);
                        const auto to = std::lround(y - slope * (x - area_.width() / 2));
                        if (bit && to >= 0 && to <= area_.height())
                            rows[static_cast<std::size_t>(to)] += 1;
                    }
            double sum = 0;
            for (const double row : rows)
                sum += row * row;
            if (sum > most * 1.02) most = sum, best = slope;
        }
        return std::abs(best) < kStep / 2 ? 0 : best;
    }

    // Of the strokes of the letters.
    int thickness() const {
        std::vector<int> runs;
        for (const Box& part : sure_)
            for (int y = part.top; y < part.bottom; ++y) {
                int run = 0;
                for (int x = part.left; x <= part.right; ++x) {
                    l_uint32 bit = 0;
                    if (x < part.right) pixGetPixel(ink_.get(), x, y, &bit);
                    if (bit)
                        ++run;
                    else if (run > 0)
                        runs.push_back(run), run = 0;
                }
            }
        return runs.empty() ? 1 : median(runs);
    }

    bool set_level() {
        if (!measure()) return false;
        const double slope = best_slope();
        if (slope == 0) return true;
        grey_ = level(grey_.get(), slope);
        return measure();
    }

    // Within the height of the sure ones and `slack` more.
    void keep_letters(int slack) {
        const int from = top_ - slack, to = bottom_ + slack;
        PixPtr kept = must(pixCreate(area_.width(), area_.height(), 1));
        PixPtr grown = must(pixCreate(area_.width(), area_.height(), 1));
        part_ink(kept.get(), grown.get(), from, to);
        // What grew together with a stroke: what is as thick as a letter, and what hangs on it.
        const int thick = std::max(2, 3 * thickness() / 5);
        PixPtr core = must(pixOpenBrick(nullptr, grown.get(), thick, thick));
        const int near = thick + 1;
        PixPtr around = must(pixDilateBrick(nullptr, core.get(), 2 * near + 1, 2 * near + 1));
        pixAnd(around.get(), around.get(), grown.get());
        pixOr(kept.get(), kept.get(), around.get());
        keep(kept.get());
    }

    // With the soft edges of its letters.
    void keep(Pix* ink) {
        PixPtr soft = must(pixDilateBrick(nullptr, ink, 3, 3));
        pixInvert(soft.get(), soft.get());
        pixSetMasked(grey_.get(), soft.get(), 255);
    }

    struct Baseline {
        double slope = 0;
        int y = 0;
    };

    // The line that most of the lowest ink of the columns stands on.
    Baseline lower_edge() const {
        constexpr double kSteepest = 0.08, kStep = 0.01;
        std::vector<std::pair<int, int>> edge;
        for (const Box& part : sure_)
            for (int x = part.left; x < part.right; ++x)
                for (int y = part.bottom - 1; y >= part.top; --y) {
                    l_uint32 bit = 0;
                    pixGetPixel(ink_.get(), x, y, &bit);
                    if (!bit) continue;
                    edge.emplace_back(x, y);
                    break;
                }
        Baseline best;
        int most = 0;
        for (double slope = -kSteepest; slope <= kSteepest + kStep / 2; slope += kStep) {
            std::vector<int> rows(static_cast<std::size_t>(area_.height()) + 3);
            for (const auto& [x, y] : edge) {
                const auto to = std::lround(y - slope * (x - area_.width() / 2));
                for (long near = to - 1; near <= to + 1; ++near)
                    if (near >= 0 && near <= area_.height()) ++rows[static_cast<std::size_t>(near)];
            }
            const auto row = std::max_element(rows.begin(), rows.end());
            if (*row <= most) continue;
            most = *row;
            best = {std::abs(slope) < kStep / 2 ? 0 : slope, static_cast<int>(row - rows.begin())};
        }
        return best;
    }

    // Parts within the row, and within its height those that reach out of it.
    void part_ink(Pix* kept, Pix* grown, int from, int to) {
        Pixa* pictures = nullptr;
        Boxa* boxes = pixConnComp(ink_.get(), &pictures, 8);
        const int count = boxes ? boxaGetCount(boxes) : 0;
        for (int i = 0; i < count; ++i) {
            l_int32 x = 0, y = 0, w = 0, h = 0;
            boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
            const int shared = std::min(y + h, to) - std::max(y, from);
            const bool speck = 8 * w <= tall_ && 8 * h <= tall_;
            if (shared <= 0 || speck) continue;
            const bool within = y >= from && y + h <= to && w < 4 * tall_;
            Pix* picture = pixaGetPix(pictures, i, L_CLONE);
            const int skip = std::max(0, from - y);
            pixRasterop(within ? kept : grown, x, y + skip, w, shared, PIX_PAINT, picture, 0, skip);
            pixDestroy(&picture);
        }
        boxaDestroy(&boxes);
        pixaDestroy(&pictures);
    }

    enum class Spaces { AsTheyAre, Wider };

    // From the first letter to the last, with a margin.
    std::optional<RowInk> cut_out(Spaces spaces) {
        ink_ = must(pixThresholdToBinary(grey_.get(), kInk));
        Box all;
        for (const Box& part : parts_of(ink_.get(), {0, 0, area_.width(), area_.height()}))
            if (2 * part.height() > tall_ && 6 * part.width() > tall_) all = united(all, part);
        if (all.empty()) return std::nullopt;
        const int margin = std::max(4, tall_ / 3);
        const Box row =
            clipped({all.left - margin / 2, std::min(top_, all.top) - margin / 2,
                     all.right + margin / 2, std::max(bottom_, all.bottom) + margin / 2},
                    grey_.get());
        RowInk result;
        result.ink = {area_.left + all.left, area_.top + all.top, area_.left + all.right,
                      area_.top + all.bottom};
        const int white = margin / 2, wide = tall_ / 3;
        std::vector<Gap> gaps;
        if (spaces == Spaces::Wider) gaps = word_gaps(row);
        const int more = static_cast<int>(gaps.size()) * wide;
        PixPtr picture =
            must(pixCreate(row.width() + more + 2 * white, row.height() + 2 * white, 8));
        pixSetAll(picture.get());
        int from = row.left, to = white;
        gaps.push_back({row.right, row.right});
        for (const Gap& gap : gaps) {
            const int middle = (gap.from + gap.to) / 2;
            pixRasterop(picture.get(), to, white, middle - from, row.height(), PIX_SRC, grey_.get(),
                        from, row.top);
            result.pieces.push_back({to, area_.left + from});
            to += middle - from + wide;
            from = middle;
        }
        result.picture = std::move(picture);
        result.top = area_.top + row.top - white;
        return result;
    }

    struct Gap {
        int from = 0, to = 0;
    };

    // White columns as wide as a space and twice as wide as between most letters, but for the
    // widest, which the recogniser sees by itself.
    std::vector<Gap> word_gaps(const Box& row) const {
        std::vector<Gap> gaps;
        std::vector<int> widths;
        int white = 0;
        for (int x = row.left; x < row.right; ++x) {
            int dark = 0;
            for (int y = row.top; y < row.bottom; ++y) {
                l_uint32 bit = 0;
                pixGetPixel(ink_.get(), x, y, &bit);
                dark += static_cast<int>(bit);
            }
            if (dark <= 1) {
                ++white;
                continue;
            }
            if (white > 0 && white < x - row.left) {
                gaps.push_back({x - white, x});
                widths.push_back(white);
            }
            white = 0;
        }
        if (gaps.empty()) return gaps;
        const int usual = median(widths);
        std::erase_if(gaps, [&](const Gap& gap) {
            const int wide = gap.to - gap.from;
            return 6 * wide < tall_ || wide < 2 * usual || 2 * wide >= tall_;
        });
        return gaps;
    }

    Box letters_, area_;
    PixPtr grey_, ink_;
    std::vector<Box> parts_, sure_;
    int tall_ = 0, top_ = 0, bottom_ = 0;
};

}  // namespace

int RowInk::on_page(int x) const {
    const Piece* last = &pieces.front();
    for (const Piece& piece : pieces)
        if (piece.at <= x) last = &piece;
    return last->from + x - last->at;
}

std::vector<Box> letter_groups(Pix* page, const Box& area, int tall) {
    const Box inside = clipped(area, page);
    std::vector<Box> groups;
    if (inside.width() <= 0 || inside.height() <= 0) return groups;
    const PixPtr ink = must(pixThresholdToBinary(clip_of(page, inside).get(), kInk));
    std::vector<Box> letters;
    for (const Box& part : parts_of(ink.get(), {0, 0, inside.width(), inside.height()}))
        if (5 * part.height() > 3 * tall && 2 * part.height() < 7 * tall &&
            4 * part.width() > tall && part.width() < 12 * tall)
            letters.push_back({inside.left + part.left, inside.top + part.top,
                               inside.left + part.right, inside.top + part.bottom});
    std::sort(letters.begin(), letters.end(),
              [](const Box& a, const Box& b) { return a.left < b.left; });
    for (const Box& letter : letters) {
        Box* home = nullptr;
        for (Box& group : groups) {
            const int shared =
                std::min(group.bottom, letter.bottom) - std::max(group.top, letter.top);
            if (2 * shared > tall && letter.left - group.right < 2 * tall) home = &group;
        }
        if (home == nullptr) home = &groups.emplace_back(letter);
        *home = united(*home, letter);
    }
    std::erase_if(groups, [&](const Box& group) {
        return group.width() < 4 * tall || group.height() > 4 * tall;
    });
    return groups;
}

std::optional<RowInk> lowest_row(Pix* page, const Box& group, int tall, int marks) {
    return Row(page, group, {group.left - tall, group.right + tall}).lowest(tall, marks);
}

std::optional<RowInk> row_alone(Pix* page, const Box& letters, const Reach& reach) {
    return Row(page, letters, reach).alone();
}

}  // namespace vanthu::ocr
