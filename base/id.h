// id.h: names for things that are created on several machines at once.
//
// Promises: 20 characters of lower-case Crockford base32 (no i, l, o, u), the first ten from the time in milliseconds, so
// that ids sort by age; the rest random from the system. Safe from several threads and processes. Not secret.
#pragma once

#include <string>

namespace vanthu {

std::string new_id();

}  // namespace vanthu
