// signing.h: who signed, in which capacity, by which title.
//
// The block right of Nơi nhận: competence lines (TM., KT., TL., TUQ., Q.), the signer's own title
// (the last one), and the name below the signature. Words out of the seal and the pen between them
// are passed over. Pure functions.
#pragma once

#include "forms/finding.h"
#include "forms/form.h"
#include "forms/layout.h"
#include "forms/lexicon.h"
#include "forms/recipients.h"

namespace vanthu::forms {

struct Signing {
    Finding competence;
    Finding position;
    Finding full_name;
    Finding cosigner;  // who signed on the left of a paper of two, the title as its text
};

Signing read_signing(const Layout& layout, const Foot& foot, Issuer issuer,
                     const Lexicons& lexicons);

}  // namespace vanthu::forms
