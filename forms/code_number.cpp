#include "forms/code_number.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "base/text.h"
#include "forms/folded.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

constexpr std::size_t kLongestLine = 200;

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}
bool is_word(char letter) {
    return is_digit(letter) || (letter >= 'a' && letter <= 'z');
}

// The line without the word "Số" and without spaces, each letter still knowing its place in the
// folded line.
struct Compact {
    std::u32string letters;
    std::string folded;
    std::vector<std::size_t> at;

    std::string text(std::size_t begin, std::size_t end) const {
        return to_utf8(std::u32string_view(letters).substr(begin, end - begin));
    }
};

std::size_t after_so(const std::string& text) {
    static const Pattern opening(
        "^[^a-z0-9]{0,3}((so|s6|sd|s0)(?=[^a-z]|$)|s[a-z0-9] ?(?=[:;]))[ .:;,]*"
        "(?:[-~] ?(?=[0-9]|-))?");  // a speck before the number
    Match match;
    if (opening.found_in(text, match)) return static_cast<std::size_t>(match.length(0));
    return 0;
}

Compact compact(const Folded& line) {
    Compact result;
    const std::u32string letters = to_utf32(line.original);
    for (std::size_t i = after_so(line.text); i < line.text.size() && i < letters.size(); ++i) {
        if (line.text[i] == ' ') continue;
        result.letters.push_back(letters[i] == U'\u00D0' ? U'\u0110' : letters[i]);
        result.folded.push_back(line.text[i]);
        result.at.push_back(i);
    }
    return result;
}

std::u32string initials(const std::vector<std::string>& lines) {
    std::u32string result;
    for (const std::string& line : lines) {
        bool inside = false;
        std::u32string word;
        auto close = [&] {
            const std::string text = folded(to_utf8(word)).text;
            if (!word.empty() && text != "va" && text != "cua") {
                // Abbreviations keep Đ and drop every other mark.
                const bool crossed = to_utf32(lower(to_utf8(word)))[0] == U'đ';
                result.push_back(crossed ? U'Đ' : to_utf32(upper(text))[0]);
            }
            word.clear();
        };
        for (char32_t letter : to_utf32(line)) {
            inside = is_letter(letter);
            if (inside)
                word.push_back(letter);
            else
                close();
        }
        close();
    }
    return result;
}

// "DHTD" -> "ĐHTĐ" when the issuer's initials say so.
std::optional<std::string> mended_by_initials(const std::string& group,
                                              const std::u32string& letters) {
    const std::string wanted = letters_only(group);
    if (wanted.size() < 2) return std::nullopt;
    const std::string have = folded(to_utf8(letters)).text;
    const std::size_t at = have.rfind(wanted);
    if (at == std::string::npos) return std::nullopt;
    return to_utf8(std::u32string_view(letters).substr(at, wanted.size()));
}

struct Group {
    std::string text;
    bool known = false;
};

// "CIr" under CHƯƠNG TRÌNH: of the type that the title prints, one letter off.
std::optional<std::string> code_of_title(const std::string& group, const std::string& type_name,
                                         const Lexicons& lexicons) {
    const Entry* type = lexicons.types.by_letters(type_name);
    if (type == nullptr) return std::nullopt;
    const std::u32string read = to_utf32(group);
    for (const std::string& code : type->codes)
        if (read.size() > 1 && to_utf32(code).size() == read.size() &&
            edit_distance(read, to_utf32(code), 1) == 1)
            return code;
    return std::nullopt;
}

// "HĐĐND", "TTTg": a letter read twice, where it is a known symbol without that.
std::optional<std::string> known_without_double(const std::string& group,
                                                const Lexicons& lexicons) {
    const std::u32string letters = to_utf32(group);
    for (std::size_t i = 1; i < letters.size(); ++i) {
        if (letters[i] != letters[i - 1]) continue;
        const std::string once = to_utf8(std::u32string(letters).erase(i, 1));
        for (const Entry* entry : lexicons.symbols.by_code(once))
            for (const std::string& code : entry->codes)
                if (code == once) return once;
    }
    return std::nullopt;
}

Group mend_type(const std::string& group, const CodeContext& context, const Lexicons& lexicons) {
    const auto entries = lexicons.types.by_code(group);
    const std::string letters = letters_only(group);
    std::vector<std::string> codes;
    for (const Entry* entry : entries)
        for (const std::string& code : entry->codes)
            if (letters_only(code) == letters) {
                if (!context.type_name.empty() &&
                    comparable(entry->text) == comparable(context.type_name))
                    return {code, true};
                if (std::find(codes.begin(), codes.end(), code) == codes.end())
                    codes.push_back(code);
            }
    if (std::find(codes.begin(), codes.end(), group) != codes.end()) return {group, true};
    if (codes.size() == 1) return {codes[0], true};
    if (codes.empty())
        if (const auto printed = code_of_title(group, context.type_name, lexicons))
            return {*printed, true};
    return {group, !codes.empty()};
}

Group mend_organ(const std::string& group, const std::u32string& issuer_letters,
                 const Lexicons& lexicons) {
    if (const auto mended = mended_by_initials(group, issuer_letters)) return {*mended, true};
    const auto entries = lexicons.symbols.by_code(group);
    const std::string letters = letters_only(group);
    for (const Entry* entry : entries)
        for (const std::string& code : entry->codes)
            if (letters_only(code) == letters) return {code, true};
    if (const auto once = known_without_double(group, lexicons)) return {*once, true};
    return {group, false};
}

// Splits at '-' and mends each part; the first is a type, or for a letter the organ.
std::string mend_notation(const std::string& notation, const CodeContext& context,
                          const Lexicons& lexicons, double& fit) {
    if (context.typed) {
        fit = 1;
        return notation;
    }
    const std::u32string issuer_letters = initials(context.organ_lines);
    std::vector<std::string> groups = split(notation, '-');
    int known = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        Group mended{groups[i], false};
        if (i == 0) mended = mend_type(groups[i], context, lexicons);
        if (!mended.known) mended = mend_organ(groups[i], issuer_letters, lexicons);
        if (mended.known) {
            ++known;
            groups[i] = mended.text;
        }
    }
    fit = known > 0 ? 1 : 0.7;
    return join(groups, "-");
}

struct NumberReading {
    CodeReading::Number state = CodeReading::Number::Blank;
    std::string number;
    std::vector<std::string> candidates;
    double fit = 1;
};

std::string digits_of(const std::string& text) {
    std::string digits;
    for (char letter : text) {
        if (is_digit(letter))
            digits.push_back(letter);
        else if (letter == 'o' || letter == 'd' || letter == 'q')
            digits.push_back('0');
        else if (letter == 'l' || letter == 'i' || letter == '|')
            digits.push_back('1');
        else if (letter == 'z')
            digits.push_back('2');
        else if (letter == 's')
            digits.push_back('5');
        else if (letter == 'b')
            digits.push_back('8');
    }
    return digits;
}

NumberReading read_number(std::string original) {
    NumberReading reading;
    const Folded text = folded(original);
    std::size_t begin = 0, end = text.text.size();
    auto blank = [](char letter) {
        return letter == '.' || letter == '_' || letter == ',' || letter == ':' || letter == '-' ||
               letter == '?' || letter == '\'' || letter == '`' || letter == ';';
    };
    while (begin < end && blank(text.text[begin]))
        ++begin;
    while (end > begin && blank(text.text[end - 1]))
        --end;
    const std::string core = text.text.substr(begin, end - begin);
    if (core.empty()) {
        // Dots are a form's blank; other signs may be a number that could not be read.
        const bool dirt = std::any_of(text.text.begin(), text.text.end(),
                                      [](char letter) { return letter == '?' || letter == '\''; });
        reading.state = dirt ? CodeReading::Number::Unreadable : CodeReading::Number::Blank;
        return reading;
    }
    static const Pattern plain("^[0-9]{1,6}[a-z]?$");
    static const Pattern nearly("^[0-9oliszb|]{1,6}$");
    if (plain.matches(core)) {
        reading.state = CodeReading::Number::Read;
        reading.number = upper(text.source(begin, end));
        return reading;
    }
    const std::string digits = digits_of(core);
    const bool some_digit = std::any_of(core.begin(), core.end(), is_digit);
    if (some_digit && nearly.matches(core)) {
        reading.state = CodeReading::Number::Read;
        reading.number = digits;
        reading.candidates.push_back(digits);
        reading.fit = 0.6;
        return reading;
    }
    reading.state = CodeReading::Number::Unreadable;
    if (!digits.empty() && digits.size() <= 6) reading.candidates.push_back(digits);
    return reading;
}

bool is_notation(const std::string& text) {
    static const Pattern pattern("^[a-z]{1,10}[0-9]{0,3}([-.&][a-z0-9]{1,12}){0,4}$");
    if (!pattern.matches(text)) return false;
    return text.find('-') != std::string::npos || text.size() <= 6;
}

// Rubbish that a pen or a rule left behind the symbol.
void trim_tail(const Compact& line, std::size_t begin, std::size_t& end) {
    while (end > begin && !is_word(line.folded[end - 1]))
        --end;
}

}  // namespace

CodeReading read_code(std::string_view text, const CodeContext& context, const Lexicons& lexicons) {
    CodeReading reading;
    const Folded line = folded(text);
    if (line.text.size() > kLongestLine) return reading;
    const Compact compacted = compact(line);
    std::size_t end = compacted.folded.size();
    if (end == 0 || end > 60) return reading;
    trim_tail(compacted, 0, end);

    // The Party writes 127-QĐ/TW: type before the slash, issuer behind it.
    static const Pattern party("^([^/-]{0,6})-([a-z]{1,5})/([a-z][a-z0-9]*(-[a-z0-9]+)*)$");
    Match match;
    const std::string whole = compacted.folded.substr(0, end);
    if (party.matches(whole, match) &&
        (context.issuer == Issuer::Party ||
         (!lexicons.types.by_code(match[2].str()).empty() && !match[1].str().empty()))) {
        const auto part = [&](int index) {
            const auto from =
                static_cast<std::size_t>(match.position(static_cast<std::size_t>(index)));
            return compacted.text(from, from + static_cast<std::size_t>(
                                                   match.length(static_cast<std::size_t>(index))));
        };
        const NumberReading number = read_number(part(1));
        reading.number_state = number.state;
        reading.number = number.number;
        reading.candidates = number.candidates;
        reading.number_fit = number.fit;
        double fit = 0;
        const std::string type = mend_notation(part(2), context, lexicons, fit);
        const std::string organ =
            context.typed ? part(3)
                          : mend_organ(part(3), initials(context.organ_lines), lexicons).text;
        reading.notation = type + "/" + organ;
        reading.notation_fit = fit;
        reading.code = reading.number + "-" + reading.notation;
        const std::size_t dash = static_cast<std::size_t>(match.length(1));
        reading.number_begin = compacted.at[0];
        reading.number_end = compacted.at[dash];
        reading.notation_begin = compacted.at[dash + 1 < compacted.at.size() ? dash + 1 : dash];
        reading.notation_end = compacted.at[end - 1] + 1;
        return reading;
    }

    // The last slash that a symbol follows parts them; a year in between belongs to the symbol.
    std::size_t slash = std::string::npos;
    for (std::size_t i = end; i-- > 0;) {
        if (compacted.folded[i] != '/') continue;
        if (is_notation(compacted.folded.substr(i + 1, end - i - 1))) {
            slash = i;
            break;
        }
    }
    std::size_t notation_begin = slash + 1;
    if (slash == std::string::npos) {
        // A slash read as l, 1, | or #, or not at all: the symbol begins with a known type or
        // organ.
        static const Pattern lost(
            "^(([0-9]{1,5}?)[l1i|]?|.{0,8}[^a-z0-9])([a-z]{2,6}-[a-z][a-z.&-]{1,14})$");
        if (!lost.matches(whole, match)) return reading;
        const std::string first = split(match[3].str(), '-')[0];
        if (lexicons.types.by_code(first).empty() && lexicons.symbols.by_code(first).empty())
            return reading;
        notation_begin = static_cast<std::size_t>(match.position(3));
        slash = match[2].matched ? static_cast<std::size_t>(match.length(2)) : notation_begin;
        reading.notation_fit = 0.5;
    }
    static const Pattern year("^.*/((19|20)[0-9]{2})$");
    std::size_t number_end = slash;
    std::string before = compacted.folded.substr(0, slash);
    std::string year_text;
    if (year.matches(before, match)) {
        number_end = static_cast<std::size_t>(match.position(1)) - 1;
        year_text = match[1].str() + "/";
    }
    double fit = 0;
    const std::string notation =
        mend_notation(compacted.text(notation_begin, end), context, lexicons, fit);
    reading.notation_fit = reading.notation_fit > 0 ? reading.notation_fit : fit;
    reading.notation = year_text + notation;
    const NumberReading number = read_number(compacted.text(0, number_end));
    reading.number_state = number.state;
    reading.number = number.number;
    reading.candidates = number.candidates;
    reading.number_fit = number.fit;
    reading.code = reading.number + "/" + reading.notation;
    if (number_end > 0) {
        reading.number_begin = compacted.at[0];
        reading.number_end = compacted.at[number_end - 1] + 1;
    }
    reading.notation_begin = compacted.at[notation_begin];
    reading.notation_end = compacted.at[end - 1] + 1;
    return reading;
}

std::string canonical_code(std::string_view code, const Lexicons& lexicons, bool typed) {
    CodeContext context;
    context.typed = typed;
    const CodeReading reading = read_code(code, context, lexicons);
    if (reading.notation.empty()) return std::string(code);
    // 34/CT-TW is a slip for 34-CT/TW: no state organ is called TW or TU.
    static const Pattern slip("^([0-9]{1,4}[a-z]?)/([a-z]{1,4})-(tw|tu|hu|qutw)$");
    const std::string low = folded(reading.code).text;
    Match match;
    if (slip.matches(low, match)) {
        const Folded text = folded(reading.code);
        const auto type = static_cast<std::size_t>(match.position(2));
        const auto organ = static_cast<std::size_t>(match.position(3));
        return reading.number + "-" +
               text.source(type, type + static_cast<std::size_t>(match.length(2))) + "/" +
               text.source(organ, text.text.size());
    }
    return reading.code;
}

}  // namespace vanthu::forms
