#include "forms/person_name.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "forms/folded.h"
#include "forms/pattern.h"

namespace vanthu::forms {
namespace {

// Degrees, ranks and forms of address before a name.
std::string without_degrees(std::string text) {
    static const Pattern abbreviated(
        "^(gs|pgs|ts|ths|th|bs|ds|cn|ks|kts|cki|ckii|ck1|ck2|bscki|bsckii|bsck|dscki|dsckii|ncs|"
        "ngut|nsut|ls)"
        "([.] ?| (?=[a-z]+ [a-z]+))");
    static const Pattern spelled(
        "^(dai tuong|thuong tuong|trung tuong|thieu tuong|dai ta|thuong ta|trung ta|thieu ta|dai "
        "uy|thuong uy|luat "
        "su|ong|ba) (?=[a-z]+ [a-z]+)");
    for (int round = 0; round < 6; ++round) {
        Folded low = folded(text);
        std::size_t begin = 0;
        while (begin < low.text.size() && !(low.text[begin] >= 'a' && low.text[begin] <= 'z'))
            ++begin;
        low = folded(low.source(begin, low.text.size()));
        text = low.original;
        Match match;
        const std::string opening = low.text.substr(0, 40);
        if (!abbreviated.found_in(opening, match) && !spelled.found_in(opening, match)) break;
        text = low.source(static_cast<std::size_t>(match.length(0)), low.text.size());
    }
    return text;
}

// As some entry, marks and all.
bool is_written(const std::string& word, const Lexicon& names) {
    return std::any_of(names.entries().begin(), names.entries().end(), [&](const Entry& entry) {
        return comparable(entry.text) == comparable(word);
    });
}

// "Pfan", "T;ần": a letter that Vietnamese does not have was another; the only family name that has
// all others in their places.
const Entry* with_possible_letters(const std::string& word, const Lexicon& names) {
    const std::u32string read = to_utf32(lower(word));
    const auto possible = [](char32_t letter) {
        return is_letter(letter) &&
               std::u32string_view(U"fjwz").find(letter) == std::u32string_view::npos;
    };
    if (std::count_if(read.begin(), read.end(), possible) + 1 != static_cast<long>(read.size()))
        return nullptr;
    const Entry* only = nullptr;
    for (const Entry& entry : names.entries()) {
        const std::u32string known = to_utf32(lower(entry.text));
        bool same = known.size() == read.size();
        for (std::size_t i = 0; same && i < read.size(); ++i)
            same = known[i] == read[i] || !possible(read[i]);
        if (!same) continue;
        if (only != nullptr) return nullptr;
        only = &entry;
    }
    return only;
}

}  // namespace

NameReading read_name(std::string_view line, const Lexicons& lexicons, Letters source) {
    const std::string text = without_degrees(single_spaced(line));
    if (capital_share(text) > 0.9 && lexicons.positions.opening(folded(text).text) != nullptr)
        return {};
    std::vector<std::string> words;
    for (const std::string& word : split(text, ' ')) {
        std::u32string letters = to_utf32(word);
        while (!letters.empty() && !is_letter(letters.back()))
            letters.pop_back();
        while (!letters.empty() && !is_letter(letters.front()))
            letters.erase(0, 1);
        if (!letters.empty()) words.push_back(to_utf8(letters));
    }
    if (words.size() < 2 || words.size() > 6) return {};
    int capitalised = 0, letters = 0;
    bool all_upper = true;
    for (const std::string& word : words) {
        const std::u32string signs = to_utf32(word);
        if (signs.size() > 7) return {};  // no Vietnamese syllable is longer
        if (is_upper_letter(signs[0])) ++capitalised;
        all_upper = all_upper && capital_share(word) > 0.99;
        letters += static_cast<int>(signs.size());
        // "H'Bé", "Y'Blư": behind the stroke of a name of the highlands a capital may stand.
        const bool stroke =
            word.find('\'') != std::string::npos || word.find("’") != std::string::npos;
        if (!all_upper && !stroke && signs.size() > 1 &&
            capital_share(to_utf8(std::u32string_view(signs).substr(1))) > 0)
            return {};
        // "Trần Đình Ý", "Y Bhiăng": of one letter only these two are names, with any mark.
        if (signs.size() == 1 && folded(word).text != "y" && folded(word).text != "a") return {};
    }
    if (capitalised != static_cast<int>(words.size()) || letters < 5) return {};
    const std::vector<std::string> printed = words;
    NameReading reading;
    reading.fit = 0.6;
    const Entry* family = lexicons.family_names.by_letters(words[0]);
    const bool known = lexicons.family_names.contains_folded(words[0]);
    if (known) {
        reading.fit = words.size() <= 5 ? 1 : 0.8;
        if (family != nullptr && comparable(family->text) != comparable(words[0]))
            words[0] = all_upper ? upper(family->text) : family->text;
        // "Là" is neither La nor Lã nor Lò: a name like others, but not as it was read.
        if (family == nullptr && !all_upper && !is_written(words[0], lexicons.family_names))
            reading.fit = 0.6;
    } else if (const Entry* only = with_possible_letters(words[0], lexicons.family_names)) {
        words[0] = only->text;
    } else if (words[0].size() >= 3 && !all_upper) {
        // The seal may have eaten the first letter: "rần Phước" would not be capitalised, "Tê
        // Thành" is one letter off.
        const Entry* near = lexicons.family_names.nearest(words[0], 0);
        if (near != nullptr) words[0] = near->text;
    }
    if (all_upper && !known) return {};
    for (std::size_t i = 1; i + 1 < words.size(); ++i)
        if (words[i] == "Thi") words[i] = "Thị";
    reading.name = join(source == Letters::Typed ? printed : words, " ");
    return reading;
}

}  // namespace vanthu::forms
