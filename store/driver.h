// driver.h: the two things every database driver does alike: naming a statement in a message, and refusing a transaction
// begun inside a transaction.
//
// For the drivers of this room only. Entered is tied to the thread that makes it.
#pragma once

#include <string>
#include <string_view>

#include "store/sql.h"

namespace vanthu::store {

// Enough to find the statement in the sources; parameters are never shown.
std::string first_words(std::string_view sql);

// Says that this thread is inside a transaction of this database: a second one could wait for the first for ever, so it is
// Error(Internal).
class Entered {
public:
    explicit Entered(const Database& database);
    ~Entered();
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;
};

}  // namespace vanthu::store
