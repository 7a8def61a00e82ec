// citation_parts.h: what stands around the code of a cited document: type before it, date, organ
// and subject behind it.
//
// Works on the running text of all pages, folded, and answers in offsets of it. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "forms/folded.h"
#include "forms/layout.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

// The running text of all pages, with the page each letter came from.
struct Running {
    Folded text;
    std::vector<std::pair<std::size_t, int>> starts;  // folded offset, page number

    int page_at(std::size_t offset) const;
};
Running running_text(const Layout& layout);

struct CodePlace {
    std::size_t begin = 0, end = 0;
    bool bare = false;  // "87/VHXH": one group of letters, a symbol only where a type is named
};
// The code around a slash, if there is one.
std::optional<CodePlace> code_around(const std::string& text, std::size_t slash);

struct Before {
    std::string type_name;
    std::size_t begin = 0;  // where the citation begins
};
Before type_before(const Running& running, std::size_t code_begin, const Lexicons& lexicons);

// "Nghị quyết số 378/NO-HĐND": the printed type says what its abbreviation is, where one letter of
// it was misread.
std::string with_type(const std::string& code, const std::string& type_name,
                      const Lexicons& lexicons);

// A date right behind the code, and where it ends.
std::optional<std::pair<std::string, std::size_t>> date_after(const std::string& text,
                                                              std::size_t begin);
// "của Bộ Nội vụ", and where it ends.
std::pair<std::string, std::size_t> organ_after(const Running& running, std::size_t begin);
// "theo đề nghị của Phòng Nội vụ tại Tờ trình số ...": the organ stands before.
std::string organ_before(const Running& running, std::size_t begin, const Lexicons& lexicons);
std::string subject_after(const Running& running, std::size_t begin, const Lexicons& lexicons);

}  // namespace vanthu::forms
