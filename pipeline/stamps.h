// stamps.h: what of a page is the paper's own text, and what the receiver put on it.
//
// An arrival stamp tells of the receiver; it is evidence for the arrival fields and is searched,
// but does not belong between the paper's lines. Pure functions.
#pragma once

#include <string>

#include "pipeline/document.h"

namespace vanthu::pipeline {

// Lines, each ended by a line feed.
std::string text_of(const Block& block);

// True for a stamp with the labels of an arrival stamp.
bool is_arrival_stamp(const Block& block);

// The text of a page without its arrival stamps.
std::string printed_text_of(const Page& page);

}  // namespace vanthu::pipeline
