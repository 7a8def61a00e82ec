// disjoint_sets.h: things that belong together, found by uniting pairs of them. Pure.
#pragma once

#include <cstddef>
#include <numeric>
#include <vector>

namespace vanthu::formats {

class DisjointSets {
public:
    explicit DisjointSets(std::size_t size) : of_(size) {
        std::iota(of_.begin(), of_.end(), std::size_t{0});
    }
    // The one that stands for all of its set.
    std::size_t find(std::size_t i) {
        while (of_[i] != i)
            i = of_[i] = of_[of_[i]];
        return i;
    }
    void unite(std::size_t a, std::size_t b) { of_[find(a)] = find(b); }

private:
    std::vector<std::size_t> of_;
};

}  // namespace vanthu::formats
