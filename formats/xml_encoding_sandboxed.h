// xml_encoding_sandboxed.h: the letters of an XML part, whatever bytes it is written in.
//
// UTF-8, and UTF-16 by its byte order mark, both as UTF-8 from then on; pieces may be cut anywhere.
// Says which characters XML allows. One XmlEncoding belongs to one part and one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vanthu::formats {

// Whether XML may hold the character.
bool is_character(std::uint32_t c);

// What one walk over a text tells of its letters.
struct Letters {
    bool clean = true;           // UTF-8 in the shortest form, of characters that XML allows
    bool composed = true;        // NFC as they stand; false where that is not plain to see
    bool maybe_strange = false;  // some are of Latin-1 and perhaps not Vietnamese

    void add(const Letters& more) {
        clean = clean && more.clean;
        composed = composed && more.composed;
        maybe_strange = maybe_strange || more.maybe_strange;
    }
};

// Of letters that nobody walked over.
inline constexpr Letters kUnknownLetters{true, false, true};

Letters look_at_letters(std::string_view text);

class XmlEncoding {
public:
    // Adds the next bytes of the part to `utf8`; `ended` when they are the last. False when they
    // are no UTF-16.
    bool take(std::string_view more, bool ended, std::string& utf8);

    bool is_wide() const { return kind_ == Kind::Utf16Little || kind_ == Kind::Utf16Big; }

    // Whether half a letter waits for the rest.
    bool is_pending() const { return !raw_.empty(); }

private:
    enum class Kind : std::uint8_t { Unknown, Utf8, Utf16Little, Utf16Big };
    Kind kind_ = Kind::Unknown;
    std::string raw_;
};

}  // namespace vanthu::formats
