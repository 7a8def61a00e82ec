// hurt_papers.h: made-up dispatches whose words are hurt the way the recogniser hurts them.
//
// The share of wrong words at each word confidence, and how often each confidence occurs, were
// measured on the committed damaged pages (samples/damaged, 6 085 words). Thousands of papers in a
// second, for what is rare: wrong digits that look right. They have one layout and no seals. The
// same seed gives the same paper.
#pragma once

#include "forms/truth.h"
#include "pipeline/document.h"

namespace vanthu::bench {

struct HurtPaper {
    pipeline::Document document;
    forms::Truth truth;
};

// `recognised`: as a scan whose words are hurt; else as text that is only read.
HurtPaper hurt_paper(unsigned seed, bool recognised);

}  // namespace vanthu::bench
