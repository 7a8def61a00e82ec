// head.h: where the head of a dispatch stands on its first page and what its zones are.
//
// The two columns (issuer and number left, country and date right) are told apart by the anchors of
// the decree and of the Party's rules; without them by the number and date lines. Finds places, not
// values. Pure functions.
#pragma once

#include <optional>
#include <vector>

#include "forms/form.h"
#include "forms/layout.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

struct Head {
    const PageLayout* page = nullptr;  // null when no page has a head or a title
    Issuer issuer = Issuer::Any;       // by the country or party line
    bool country = false;              // one of those lines was found
    int split = 0;                     // x between the two columns
    int top = 0;                       // of the first line that belongs to the head
    int bottom = 0;                    // end of number, date and, for a letter, its V/v lines

    std::vector<const Segment*> organs;        // left column above the number, top down
    std::optional<Segment> number;             // joined number line
    std::optional<Segment> date;               // joined place and date line
    std::vector<const Segment*> under_number;  // left column below the number: V/v of a letter

    const Segment* type = nullptr;  // the printed type name
    const Entry* type_entry = nullptr;
    std::vector<Segment> title;         // lines of the subject under the type
    std::vector<Segment> attached;      // "(Kèm theo ...)"
    int body_top = 0;                   // where the text after the title begins
    std::vector<const Segment*> marks;  // short capital lines that are neither (HỎA TỐC, boxes)
};

Head find_head(const Layout& layout, const Lexicons& lexicons);

}  // namespace vanthu::forms
