// docx_numbering_sandboxed.h: labels of list paragraphs ("1.", "a)", "-"), counted as they come.
//
// One object counts for one document and belongs to one thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "formats/docx_model_sandboxed.h"
#include "formats/docx_xml_sandboxed.h"

namespace vanthu::formats {

class DocxNumbering {
public:
    // word/numbering.xml
    void read(XmlPull& xml);

    // "" for a list that is not defined.
    std::string next_label(int id, int level);

private:
    struct Level {
        int start = 1;
        std::optional<int> restart;  // after which level it starts anew; 0 = never
        bool legal = false;          // all numbers in digits
        std::string format = "decimal", text;
        SymbolFont symbols = SymbolFont::None;
        LegacyEncoding encoding = LegacyEncoding::None;
    };
    using Levels = std::map<int, Level>;
    struct Definition {
        Levels levels;
        std::string defines, uses;  // names of list styles
    };
    struct List {
        std::string definition;
        std::map<int, int> starts;  // by level
        Levels levels;              // of its own
    };

    const Definition* definition_of(const List& list) const;

    std::map<std::string, Definition> definitions_;
    std::map<int, List> lists_;
    std::map<std::string, std::map<int, int>> counters_;
};

}  // namespace vanthu::formats
