#include "forms/date_line.h"

#include <algorithm>
#include <regex>

#include "base/text.h"
#include "forms/folded.h"

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
        else if (letter == 'l' || letter == 'i' || letter == '|')
            digits.push_back('1'), mended = true;
        else if (letter == 'z')
            digits.push_back('2'), mended = true;
        else if (letter == 's')
            digits.push_back('5'), mended = true;
        else if (letter == ' ' || letter == '.' || letter == '_' || letter == ',' ||
                 letter == '-' || letter == ':')
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

std::string mend_place(std::string place, const Lexicons& lexicons, bool& known) {
    place = single_spaced(place);
    while (!place.empty() && !is_letter(to_utf32(place)[0]))
        place = to_utf8(to_utf32(place).substr(1));
    while (!place.empty() && (place.back() == ',' || place.back() == '.' || place.back() == ' ' ||
                              place.back() == ';' || place.back() == '-'))
        place.pop_back();
    if (const Entry* entry = lexicons.places.by_letters(place)) {
        known = true;
        if (comparable(entry->text) == comparable(place)) return place;
        return entry->text;
    }
    if (letters_only(place).size() >= 6)
        if (const Entry* entry = lexicons.places.nearest(place, 1)) {
            known = true;
            return entry->text;
        }
    return place;
}

}  // namespace

std::optional<DateReading> read_date_line(std::string_view line, const Lexicons& lexicons) {
    const Folded text = folded(line);
    if (text.text.size() > 120) return std::nullopt;
    static const std::regex pattern(
        "^(.*?)[ ,.;]*n[a-z0-9]{1,2}[yv][ .:;,]*(.{0,14}?)[ .]*th[a-z0-9]{1,3}g[ .:]*(.{0,12}?)[ "
        ".]*n[a-z]m[ .:]*(.{0,10})$");
    std::smatch match;
    if (!std::regex_match(text.text, match, pattern)) return std::nullopt;
    DateReading reading;
    reading.place_end = static_cast<std::size_t>(match.length(1));
    reading.date_begin = static_cast<std::size_t>(match.position(2));
    reading.date_end = text.text.size();
    reading.place = mend_place(text.source(0, reading.place_end), lexicons, reading.place_known);

    static const std::regex year_pattern("(^|[^0-9])((19|20)[0-9o]{2})([^0-9]|$)");
    std::smatch year_match;
    std::string tail = match[4].str();
    tail.erase(std::remove(tail.begin(), tail.end(), ' '), tail.end());
    if (!std::regex_search(tail, year_match, year_pattern)) {
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
    static const std::regex slashes(
        "([0-9]{1,2}) ?[/.-] ?([0-9]{1,2}) ?[/.-] ?((19|20)[0-9]{2}|[0-9]{2})(?![0-9])");
    static const std::regex words(
        "([0-9]{1,2}) ?thang ?([0-9]{1,2}) ?[,]? ?nam ?((19|20)[0-9]{2})");
    std::smatch match;
    if (!std::regex_search(text.text, match, slashes) &&
        !std::regex_search(text.text, match, words))
        return std::nullopt;
    std::string year = match[3].str();
    if (year.size() == 2) year = "20" + year;
    const std::string iso =
        year + "-" + two(std::stoi(match[2].str())) + "-" + two(std::stoi(match[1].str()));
    if (!parse_iso_date(iso)) return std::nullopt;
    return iso;
}

}  // namespace vanthu::forms
