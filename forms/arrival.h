// arrival.h: the receiver's stamp (dấu ĐẾN): organ, number, date, forwarded to, dossier.
//
// Stamps marked by the reader are taken as they are; else the cluster ĐẾN / Số / Ngày / Chuyển is
// looked for in the head's page and taken out, so that it never mixes with the issuer's own fields.
// Pure functions.
#pragma once

#include <vector>

#include "forms/finding.h"
#include "forms/layout.h"

namespace vanthu::forms {

struct Arrival {
    Finding organ, number, date, forward, dossier;
    bool found() const;
};

// Takes the stamp's segments out of the layout's pages.
Arrival take_arrival(Layout& layout);

}  // namespace vanthu::forms
