// gaps.h: where on the page a number was filled into a printed line: Số ... /QĐ-UBND, ngày ...
// tháng ... năm.
//
// Says which print stands on both sides and how wide it is, so that whoever has the pixels can cut
// out what lies between; a pen does not keep to the words that a recogniser saw. Finds places,
// reads nothing. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "forms/form_library.h"
#include "forms/head.h"

namespace vanthu::forms {

struct Gap {
    enum class Part {
        Number,
        Day,
        Month,
        ArrivalNumber,
        ArrivalDate,  // in digits with separators; or else in three parts
        ArrivalDay,
        ArrivalMonth,
        ArrivalYear
    };
    Part part = Part::Number;
    int page = 0;
    // The gap begins `left_em` times the type size right of `left` and ends `right_em` times it
    // left of `right`; pixels of the page image.
    int left = 0, right = 0;
    double left_em = 0, right_em = 0;
    pipeline::Box print;   // capitals or digits printed on the same line, to take the size from
    double em = 0;         // the type size in pixels where it is known; its feet are print.bottom
    bool stamped = false;  // red ink counts too, where no other is
    int side = 0;          // where a stamp's frame ends, 0 = unknown; a pen may cross it
};

// Width of a text in Times-like type, in type sizes.
double em_width(std::u32string_view text);

// What was read out of a gap.
struct GapReading {
    Gap::Part part = Gap::Part::Number;
    int page = 0;
    pipeline::Box box;
    struct Guess {
        std::string text;  // digits, ISO for an ArrivalDate; empty = nothing stands there
        double probability = 0;
    };
    std::vector<Guess> guesses;  // most likely first
    double by_hand = 0;          // 0 printed .. 1 written
    double blue = 0;             // share of the ink that is a blue pen's
    double fit = 1;              // of a date: how far the ink looks like one at all, 0..1
};

// The gaps of the head's number and date lines and of the arrival stamp; none on pages without
// pixels.
std::vector<Gap> find_gaps(const pipeline::Document& document, const FormLibrary& library);

}  // namespace vanthu::forms
