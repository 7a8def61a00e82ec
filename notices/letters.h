// letters.h: the words of e-mails, Vietnamese first, English below.
//
// They say that there is something to do, what step and until when, and where to look; never what
// a paper says. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "notices/notices.h"

namespace vanthu::notices {

struct Letter {
    std::string subject;
    std::string body;
};

Letter letter_of(const Notice& notice, const Letterhead& letterhead);
Letter digest_of(const std::vector<workflow::Task>& tasks, const Letterhead& letterhead,
                 Instant now);

}  // namespace vanthu::notices
