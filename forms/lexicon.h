// lexicon.h: words that official papers are made of, for telling parts apart and for mending
// misread marks.
//
// Read from forms/lexicons/*.xml; each file states its source. A lexicon repairs and raises
// confidence, it never invents: every answer is derived from text that was on the page. Immutable
// after loading, so safe from several threads.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"

namespace vanthu::forms {

struct Entry {
    std::string text;  // as it is written, with marks
    std::string folded;
    std::string letters;  // folded, without spaces and signs
    std::string kind;
    std::vector<std::string> codes;  // abbreviations used in symbols
    std::string of;                  // what it belongs to: the head a deputy signs for
    std::optional<Date> from, until;
};

class Lexicon {
public:
    Lexicon() = default;
    Lexicon(std::string id, std::vector<Entry> entries);

    const std::string& id() const { return id_; }
    const std::vector<Entry>& entries() const { return entries_; }

    // The only entry with these letters, whatever its marks; null for none or several.
    const Entry* by_letters(std::string_view text) const;

    // The entry nearest to the text within `errors` letters, if no other is as near.
    const Entry* nearest(std::string_view text, int errors) const;

    // The longest entry that the folded text begins with, ended by a word boundary.
    const Entry* opening(std::string_view folded_text) const;

    // The same with one letter wrong, for openings long enough not to be mistaken.
    const Entry* opening_like(std::string_view folded_text) const;

    // All entries with that abbreviation, compared without marks and case.
    std::vector<const Entry*> by_code(std::string_view code) const;

    bool contains_folded(std::string_view folded_text) const;

private:
    std::string id_;
    std::vector<Entry> entries_;
    std::unordered_multimap<std::string, std::size_t> by_letters_;
    std::unordered_multimap<std::string, std::size_t> by_code_;
};

struct Lexicons {
    Lexicon types;       // document types and their abbreviations
    Lexicon positions;   // titles of signers
    Lexicon competence;  // TM., KT., TL., TUQ., Q.
    Lexicon organs;      // words that begin the name of an organ, and words that continue one
    Lexicon symbols;     // abbreviations of organs and units in symbols
    Lexicon places;      // provinces and cities
    Lexicon family_names;
    Lexicon orders;    // verbs and openings by which a paper orders something
    Lexicon purposes;  // what a recipient gets a paper for: b/c, t/h
    Lexicon phrases;   // official phrases whose marks are often misread
};

// Reads every *.xml of the folder, checked against `schema`; Error(Configuration) with file and
// line.
Lexicons read_lexicons(const std::string& folder, const std::string& schema);

}  // namespace vanthu::forms
