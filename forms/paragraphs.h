// paragraphs.h: the text of a dispatch as paragraphs with their place in its numbering.
//
// Lines that a page or its foot broke are joined again; page numbers, tables, stamps and everything
// from Nơi nhận on are left out. Pure function.
#pragma once

#include <string>
#include <vector>

#include "forms/folded.h"
#include "forms/head.h"
#include "forms/layout.h"
#include "forms/recipients.h"

namespace vanthu::forms {

// How deep a paragraph stands, by its mark: "I." above "Điều 1." above "1." above "1.1." above "a)"
// above "-".
enum class Depth { Roman, Article, Number, SubNumber, Letter, Dash, Plain };

struct Paragraph {
    int page = 0;
    Depth depth = Depth::Plain;
    Folded text;  // without its mark
};

std::vector<Paragraph> read_paragraphs(const Layout& layout, const Head& head, const Foot& foot);

}  // namespace vanthu::forms
