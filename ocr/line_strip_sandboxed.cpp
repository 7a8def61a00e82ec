#include "ocr/line_strip_sandboxed.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

#include "ocr/word_votes.h"

namespace vanthu::ocr {

using formats::PixPtr;
namespace {

using pipeline::TextLine;
using pipeline::Word;

double median_of(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

bool has_ink(Pix* page, int x, const Course& course) {
    constexpr l_uint32 kInk = 140;
    const int from = std::max(0, static_cast<int>(course.at(x) + course.above));
    const int to = std::min(pixGetHeight(page), static_cast<int>(course.at(x) + course.below));
    for (int y = from; y < to; ++y) {
        l_uint32 grey = 0;
        pixGetPixel(page, x, y, &grey);
        if (grey < kInk) return true;
    }
    return false;
}

// Where a line's first or last letter ends: the recogniser's box may cut it.
int end_of_letter(Pix* page, const Course& course, int from, int step) {
    const int most = static_cast<int>(course.below - course.above) / 2;
    int x = from;
    while (std::abs(x - from) < most && x + step >= 0 && x + step < pixGetWidth(page) &&
           has_ink(page, x + step, course))
        x += step;
    return std::abs(x - from) < most ? x : from;  // a rule or a seal runs on
}

}  // namespace

Course course_of(const TextLine& run) {
    constexpr std::size_t kFewest = 3;  // words that tell a slope
    constexpr double kMostMore = 0.35;  // of the height: what reaches further is no letter
    Course course;
    course.centre = middle_of(run.box);
    double weight = 0, across = 0, down = 0, squares = 0, product = 0;
    for (const Word& word : run.words) {
        if (word.text.size() < 2 && run.words.size() > 1) continue;
        const double x = middle_of(word.box) - course.centre;
        const double y = (word.box.top + word.box.bottom) / 2.0;
        const double heavy = std::max(1, word.box.width());
        weight += heavy;
        across += heavy * x;
        down += heavy * y;
        squares += heavy * x * x;
        product += heavy * x * y;
    }
    if (weight <= 0) {
        course.middle = (run.box.top + run.box.bottom) / 2.0;
    } else {
        const double spread = weight * squares - across * across;
        if (run.words.size() >= kFewest && spread > 0)
            course.slope = (weight * product - across * down) / spread;
        course.middle = (down - course.slope * across) / weight;
    }
    std::vector<double> tops, bottoms;
    for (const Word& word : run.words) {
        tops.push_back(word.box.top - course.at(middle_of(word.box)));
        bottoms.push_back(word.box.bottom - course.at(middle_of(word.box)));
    }
    const double top = median_of(tops), bottom = median_of(bottoms);
    const double more = kMostMore * (bottom - top);
    course.above = std::max(*std::min_element(tops.begin(), tops.end()), top - more);
    course.below = std::min(*std::max_element(bottoms.begin(), bottoms.end()), bottom + more);
    return course;
}

Strip strip_of(Pix* page, const TextLine& run, const Course& course, double margin) {
    constexpr int kBeside = 2, kLeast = 8, kWhite = 255;
    const double more = margin * (course.below - course.above);
    const double above = course.above - more;
    const int height = std::max(kLeast, static_cast<int>(std::lround(course.below + more - above)));
    const int left = std::max(0, end_of_letter(page, course, run.box.left, -1) - kBeside);
    const int right = std::min(pixGetWidth(page),
                               end_of_letter(page, course, run.box.right - 1, 1) + 1 + kBeside);
    Strip strip{PixPtr(pixCreate(std::max(1, right - left), height, 8)), left};
    if (!strip.picture) throw std::bad_alloc();
    for (int x = left; x < right; ++x) {
        const int top = static_cast<int>(std::lround(course.at(x) + above));
        for (int y = 0; y < height; ++y) {
            l_uint32 grey = kWhite;
            if (top + y >= 0 && top + y < pixGetHeight(page)) pixGetPixel(page, x, top + y, &grey);
            pixSetPixel(strip.picture.get(), x - left, y, grey);
        }
    }
    return strip;
}

}  // namespace vanthu::ocr
