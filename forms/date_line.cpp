#include "forms/date_line.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "forms/folded.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

struct Part {
    enum class State { Blank, Read, Mended, Unreadable } state = State::Blank;
    int value = 0;
};

// A day or month between its words; letters that look like digits are taken for them, at a price.
Part read_part(std::string text, int highest) {
    Part part;
    std::string digits;
    bool mended = false, strange = false, ink = false;
    for (char letter : text) {
        if (letter >= '0' && letter <= '9')
            digits.push_back(letter);
        else if (letter == 'o')
            digits.push_back('0'), mended = true;
        else if (std::string_view("li|][!").find(letter) != std::string_view::npos)
            digits.push_back('1'), mended = true;
        else if (letter == 'z')
            digits.push_back('2'), mended = true;
        else if (letter == 's')
            digits.push_back('5'), mended = true;
        else if (letter == 't' && text.find_first_of("0123456789") != std::string::npos)
            digits.push_back('1'), mended = true;  // "T1" in italics
        else if (letter == ' ' || letter == '.' || letter == '_' || letter == ',' ||
                 letter == '-' || letter == ':' || letter == '\'')
            continue;
        else
            strange = true;
        if (letter != ' ' && letter != '.' && letter != '_' && letter != ',') ink = true;
    }
    if (!ink) return part;
    if (strange || digits.empty() || digits.size() > 2) {
        part.state = Part::State::Unreadable;
        return part;
    }
    part.value = std::stoi(digits);
    const bool possible = part.value >= 1 && part.value <= highest;
    part.state = !possible ? Part::State::Unreadable
                 : mended  ? Part::State::Mended
                           : Part::State::Read;
    return part;
}

std::string two(int value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

bool readable(const Part& part) {
    return part.state == Part::State::Read || part.state == Part::State::Mended;
}

// What stands before the place on a line that the number's ran into: "Số: 12/BC-SNV Hưng Yên".
std::string without_number(const std::string& text) {
    // "Quận 10" and "Đam Rông 2" are places: only behind a number's signs are digits its own.
    const std::size_t last = text.find_last_of("/:");
    if (last == std::string::npos) return text;
    const std::size_t space = text.find(' ', last);
    return space == std::string::npos ? "" : text.substr(space + 1);
}

bool one_letter_apart(const std::string& read, const std::string& known) {
    const std::u32string a = to_utf32(lower(nfc(read))), b = to_utf32(lower(nfc(known)));
    if (a.size() != b.size()) return false;
    std::size_t other = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        other += a[i] != b[i];
    return other == 1;
}

struct Place {
    std::string name;
    bool known = false, guessed = false;
};

// A list of places is never whole: a commune may be one letter from a province. So only marks are
// mended silently; a letter only where all others and their marks agree, and then as a guess.
Place mend_place(std::string name, const Lexicons& lexicons) {
    Place place;
    name = without_number(single_spaced(name));
    while (!name.empty() && !is_letter(to_utf32(name)[0]))
        name = to_utf8(to_utf32(name).substr(1));
    while (!name.empty() && (name.back() == ',' || name.back() == '.' || name.back() == ' ' ||
                             name.back() == ';' || name.back() == '-'))
        name.pop_back();
    if (name.size() > 1 && name[0] == 'l') {  // no place begins small: Ia Pal
        name[0] = 'I';
        place.guessed = true;
    }
    place.name = name;
    if (const Entry* entry = lexicons.places.by_letters(name)) {
        place.known = true;
        place.guessed = false;
        if (comparable(entry->text) != comparable(name)) place.name = entry->text;
    } else if (letters_only(name).size() >= 6) {
        const Entry* near = lexicons.places.nearest(name, 1);
        if (near != nullptr && one_letter_apart(name, near->text)) {
            place.name = near->text;
            place.guessed = true;
        }
    }
    return place;
}

// A line whose first group is the place and whose date begins with the second.
DateReading with_place(const Folded& text, const Match& match, const Lexicons& lexicons) {
    DateReading reading;
    reading.place_end = static_cast<std::size_t>(match.length(1));
    reading.date_begin = static_cast<std::size_t>(match.position(2));
    reading.date_end = text.text.size();
    const Place place = mend_place(text.source(0, reading.place_end), lexicons);
    reading.place = place.name;
    reading.place_known = place.known;
    reading.place_guessed = place.guessed;
    return reading;
}

// "Mỹ Tho, ngày 14/5/2026", as companies write it.
std::optional<DateReading> with_slashes(const Folded& text, const Lexicons& lexicons) {
    static const Pattern pattern(
        "^([^(/0-9]{2,40}), ?ngay ([0-9]{1,2} ?/ ?[0-9]{1,2} ?/ ?(?:19|20)[0-9]{2})[.]?$");
    Match match;
    if (!pattern.matches(text.text, match)) return std::nullopt;
    const auto date = read_date(match[2].str());
    if (!date) return std::nullopt;
    DateReading reading = with_place(text, match, lexicons);
    reading.date = *date;
    return reading;
}

}  // namespace

std::optional<DateReading> read_date_line(std::string_view line, const Lexicons& lexicons) {
    const Folded text = folded(line);
    if (text.text.size() > 120) return std::nullopt;
    // As it is written first: "Nguyên" has what a misread "ngày" may look like.
    static const std::string behind =
        "[ .:;,]*(.{0,14}?)[ .]*th[a-z0-9]{1,3}g[ .:]*(.{0,12}?)[ .]*n[a-z]m[ .:]*(.{0,10})$";
    static const Pattern written("^(.*?)[ ,.;]*ngay(?![a-z])" + behind);
    static const Pattern misread("^(.*?)[ ,.;]*n[a-z0-9]{1,2}[yv]" + behind);
    Match match;
    if (!written.matches(text.text, match) && !misread.matches(text.text, match))
        return with_slashes(text, lexicons);
    DateReading reading = with_place(text, match, lexicons);

    static const Pattern year_pattern("(^|[^0-9])((19|20)[0-9o]{2})([^0-9]|$)");
    Match year_match;
    std::string tail = match[4].str();
    tail.erase(std::remove(tail.begin(), tail.end(), ' '), tail.end());
    if (!year_pattern.found_in(tail, year_match)) {
        reading.complete = false;
        reading.fit = 0;
        return reading;
    }
    std::string year = year_match[2].str();
    std::replace(year.begin(), year.end(), 'o', '0');
    const Part month = read_part(match[3].str(), 12);
    const Part day = read_part(match[2].str(), 31);
    reading.date = year;
    if (month.state == Part::State::Unreadable || day.state == Part::State::Unreadable) {
        reading.complete = false;
        reading.fit = 0.4;
    }
    if (month.state == Part::State::Mended || day.state == Part::State::Mended) reading.fit = 0.6;
    if (readable(month)) {
        reading.date += "-" + two(month.value);
        if (readable(day)) {
            const std::string whole = reading.date + "-" + two(day.value);
            if (parse_iso_date(whole))
                reading.date = whole;
            else
                reading.complete = false, reading.fit = 0.4;
        }
    }
    return reading;
}

std::optional<std::string> read_date(std::string_view line) {
    const Folded text = folded(line);
    if (text.text.size() > 200) return std::nullopt;
    static const Pattern slashes(
        "([0-9]{1,2}) ?[/.-] ?([0-9]{1,2}) ?[/.-] ?((19|20)[0-9]{2}|[0-9]{2})(?![0-9])");
    static const Pattern words(
        "([0-9li|]{1,2})[ .,:;'-]*th[a-z0-9]{1,3}g[ .,:;'-]*([0-9li|]{1,2})[ .,:;'-]*n[a-z]m"
        "[ .,:;'-]*((19|20)[0-9]{2})");
    Match match;
    if (!slashes.found_in(text.text, match) && !words.found_in(text.text, match))
        return std::nullopt;
    std::string year = match[3].str();
    if (year.size() == 2) year = "20" + year;
    const Part month = read_part(match[2].str(), 12), day = read_part(match[1].str(), 31);
    if (!readable(month) || !readable(day)) return std::nullopt;
    const std::string iso = year + "-" + two(month.value) + "-" + two(day.value);
    if (!parse_iso_date(iso)) return std::nullopt;
    return iso;
}

}  // namespace vanthu::forms
