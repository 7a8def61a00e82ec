#include "formats/merged_cells.h"

#include <algorithm>
#include <utility>

#include "formats/disjoint_sets.h"

namespace vanthu::formats {
namespace {

struct Extent {
    std::size_t top = 0, left = 0, bottom = 0, right = 0;  // all of them inside

    std::size_t area() const { return (bottom - top + 1) * (right - left + 1); }
};

class Merging {
public:
    Merging(const GridEdges& edges, double least_below, double least_beside)
        : edges_(edges), open_below_(size(), false), open_beside_(size(), false) {
        for (std::size_t row = 0; row < edges.rows; ++row)
            for (std::size_t column = 0; column < edges.columns; ++column) {
                const std::size_t here = at(row, column);
                open_below_[here] = row + 1 < edges.rows && edges.below[here] < least_below;
                open_beside_[here] =
                    column + 1 < edges.columns && edges.beside[here] < least_beside;
            }
    }

    std::vector<GridPlace> places() {
        constexpr std::size_t kMostMended = 100, kLargest = 2000;  // more is no list
        std::vector<Extent> crooked = crooked_ones();
        for (std::size_t i = 0; i < crooked.size() && i < kMostMended; ++i)
            if (crooked[i].area() <= kLargest) part(crooked[i]);
        for (crooked = crooked_ones(); !crooked.empty(); crooked = crooked_ones())
            for (const Extent& extent : crooked)
                fill(extent);
        return rectangles();
    }

private:
    std::size_t size() const { return edges_.rows * edges_.columns; }
    std::size_t at(std::size_t row, std::size_t column) const {
        return row * edges_.columns + column;
    }

    DisjointSets sets() const {
        DisjointSets sets(size());
        for (std::size_t here = 0; here < size(); ++here) {
            if (open_beside_[here]) sets.unite(here, here + 1);
            if (open_below_[here]) sets.unite(here, here + edges_.columns);
        }
        return sets;
    }

    std::vector<Extent> extents(DisjointSets& sets, std::vector<std::size_t>& counts) const {
        std::vector<Extent> result(size(), {edges_.rows, edges_.columns, 0, 0});
        counts.assign(size(), 0);
        for (std::size_t row = 0; row < edges_.rows; ++row)
            for (std::size_t column = 0; column < edges_.columns; ++column) {
                const std::size_t root = sets.find(at(row, column));
                Extent& e = result[root];
                e = {std::min(e.top, row), std::min(e.left, column), std::max(e.bottom, row),
                     std::max(e.right, column)};
                ++counts[root];
            }
        return result;
    }

    // What is no rectangle, as the smallest one around it.
    std::vector<Extent> crooked_ones() const {
        DisjointSets all = sets();
        std::vector<std::size_t> counts;
        std::vector<Extent> found = extents(all, counts), result;
        for (std::size_t root = 0; root < size(); ++root)
            if (counts[root] > 0 && counts[root] != found[root].area())
                result.push_back(found[root]);
        return result;
    }

    // Whether all that begins in it are rectangles.
    bool is_mended(const Extent& e) const {
        const std::size_t width = e.right - e.left + 1;
        DisjointSets own(e.area());
        for (std::size_t i = 0; i < e.area(); ++i) {
            const std::size_t row = e.top + i / width, column = e.left + i % width;
            if (column < e.right && open_beside_[at(row, column)]) own.unite(i, i + 1);
            if (row < e.bottom && open_below_[at(row, column)]) own.unite(i, i + width);
        }
        std::vector<Extent> found(e.area(), {e.area(), e.area(), 0, 0});
        std::vector<std::size_t> counts(e.area(), 0);
        for (std::size_t i = 0; i < e.area(); ++i) {
            const std::size_t root = own.find(i), row = i / width, column = i % width;
            Extent& f = found[root];
            f = {std::min(f.top, row), std::min(f.left, column), std::max(f.bottom, row),
                 std::max(f.right, column)};
            ++counts[root];
        }
        for (std::size_t i = 0; i < e.area(); ++i)
            if (counts[i] > 0 && counts[i] != found[i].area()) return false;
        return true;
    }

    // Closes the open edges of one line through it, if that leaves rectangles.
    void part(const Extent& e) {
        std::vector<std::size_t> best;
        double most = -1;
        bool best_below = true;
        const auto consider = [&](std::vector<bool>& open, const std::vector<double>& drawn,
                                  bool below, std::vector<std::size_t> closed) {
            if (closed.empty() || (!best.empty() && closed.size() > best.size())) return;
            double sum = 0;
            for (const std::size_t here : closed)
                sum += drawn[here];
            if (!best.empty() && closed.size() == best.size() && sum <= most) return;
            for (const std::size_t here : closed)
                open[here] = false;
            const bool mended = is_mended(e);
            for (const std::size_t here : closed)
                open[here] = true;
            if (!mended) return;
            best = std::move(closed);
            most = sum;
            best_below = below;
        };
        for (std::size_t row = e.top; row < e.bottom; ++row) {
            std::vector<std::size_t> closed;
            for (std::size_t column = e.left; column <= e.right; ++column)
                if (open_below_[at(row, column)]) closed.push_back(at(row, column));
            consider(open_below_, edges_.below, true, std::move(closed));
        }
        for (std::size_t column = e.left; column < e.right; ++column) {
            std::vector<std::size_t> closed;
            for (std::size_t row = e.top; row <= e.bottom; ++row)
                if (open_beside_[at(row, column)]) closed.push_back(at(row, column));
            consider(open_beside_, edges_.beside, false, std::move(closed));
        }
        for (const std::size_t here : best)
            (best_below ? open_below_ : open_beside_)[here] = false;
    }

    void fill(const Extent& e) {
        for (std::size_t row = e.top; row <= e.bottom; ++row)
            for (std::size_t column = e.left; column <= e.right; ++column) {
                if (row < e.bottom) open_below_[at(row, column)] = true;
                if (column < e.right) open_beside_[at(row, column)] = true;
            }
    }

    std::vector<GridPlace> rectangles() const {
        DisjointSets all = sets();
        std::vector<std::size_t> counts;
        const std::vector<Extent> found = extents(all, counts);
        std::vector<GridPlace> places;
        std::vector<bool> given(size(), false);
        for (std::size_t here = 0; here < size(); ++here) {
            const std::size_t root = all.find(here);
            if (given[root]) continue;
            given[root] = true;
            const Extent& e = found[root];
            places.push_back({static_cast<int>(e.top), static_cast<int>(e.left),
                              static_cast<int>(e.bottom - e.top + 1),
                              static_cast<int>(e.right - e.left + 1)});
        }
        return places;
    }

    const GridEdges& edges_;
    std::vector<bool> open_below_, open_beside_;
};

}  // namespace

std::vector<GridPlace> merged_cells(const GridEdges& edges, double least_below,
                                    double least_beside) {
    return Merging(edges, least_below, least_beside).places();
}

}  // namespace vanthu::formats
