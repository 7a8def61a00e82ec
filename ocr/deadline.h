// deadline.h: until when a page must have been read.
//
// Begins when it is made. Pure but for the clock; one thread.
#pragma once

#include <algorithm>
#include <chrono>

namespace vanthu::ocr {

class Deadline {
public:
    explicit Deadline(std::chrono::milliseconds from_now)
        : end_(std::chrono::steady_clock::now() + from_now) {}

    bool passed() const { return std::chrono::steady_clock::now() >= end_; }

    // For calls that want a number: at least 1.
    int milliseconds_left() const {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            end_ - std::chrono::steady_clock::now());
        return static_cast<int>(std::max<std::chrono::milliseconds::rep>(1, left.count()));
    }

private:
    std::chrono::steady_clock::time_point end_;
};

}  // namespace vanthu::ocr
