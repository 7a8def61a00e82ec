// docx_looks_sandboxed.h: how runs and paragraphs look: what the file says of them, and its styles.
//
// Styles are resolved once, when they are read. One object belongs to one thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "formats/docx_model_sandboxed.h"
#include "formats/docx_xml_sandboxed.h"

namespace vanthu::formats {

class DocxStyles {
public:
    DocxStyles() = default;
    explicit DocxStyles(XmlPull& xml);

    // What a paragraph of that style begins with; an unknown or empty name is the usual style.
    const DocxLook& paragraph(std::string_view style) const;

    // What a character style adds, or null.
    const DocxLook* character(std::string_view style) const;

private:
    using Looks = std::map<std::string, DocxLook, std::less<>>;
    Looks paragraphs_, characters_;
    DocxLook usual_;
};

// After Start of w:rPr; `style` takes the name of a character style, `deleted` becomes true when
// what it stands for was deleted under tracked changes.
void read_run_look(XmlPull& xml, DocxLook& look, std::string& style, bool& deleted);

// What w:pPr says besides the look.
struct DocxParagraphExtras {
    std::string style;
    std::vector<DocxTabStop> tabs;
    bool mark_deleted = false;  // the next paragraph continues this one
};

// After Start of w:pPr; `section` is called after Start of a w:sectPr and reads to its End.
void read_paragraph_look(XmlPull& xml, DocxLook& look, DocxParagraphExtras& extras,
                         const std::function<void()>& section = nullptr);

// After Start of w:sectPr: the sheet, when none is known yet, and the headers.
void read_section(XmlPull& xml, DocxContent& content);

// <w:b/> is on, <w:b w:val="0"/> off.
bool switched_on(const XmlPull& xml);

}  // namespace vanthu::formats
