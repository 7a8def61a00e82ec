// code_number.h: number and symbol of a dispatch out of its number line.
//
// A blank number stays blank; a number that was not read as digits (handwriting) becomes
// candidates, never a value. The symbol's marks are mended from the type table and from the
// issuer's own name. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "forms/form.h"
#include "forms/lexicon.h"

namespace vanthu::forms {

struct CodeReading {
    enum class Number { Blank, Read, Unreadable };
    Number number_state = Number::Blank;
    std::string number;    // "79", "3176B"
    std::string notation;  // "KH-UBND"; for the Party "CT/TW"
    std::string code;      // as printed, without spaces: "79/KH-UBND", "34-CT/TW", "/KH-VPUBND"
    std::vector<std::string> candidates;           // other readings of the number
    std::size_t number_begin = 0, number_end = 0;  // in the folded line
    std::size_t notation_begin = 0, notation_end = 0;
    double number_fit = 0;    // 1 = digits as read, less when letters were taken for digits
    double notation_fit = 0;  // 1 = known type and issuer
};

struct CodeContext {
    Issuer issuer = Issuer::Any;
    std::vector<std::string> organ_lines;  // the issuer's name, to mend the symbol's marks
    std::string type_name;                 // the printed type, "" when none
    bool typed = false;  // letters as somebody typed them: no mark of theirs was lost
};

// `line` is the number line as read ("Số: 79 /KH - UBND"); notation empty when it holds none.
CodeReading read_code(std::string_view line, const CodeContext& context, const Lexicons& lexicons);

// A code in running text, without "số": "1837/KH-UBND", "34-CT/TW", "34/CT-TW" (mended to the
// Party's order).
std::string canonical_code(std::string_view code, const Lexicons& lexicons, bool typed = false);

}  // namespace vanthu::forms
