// legacy_vietnamese.h: Vietnamese typed before Unicode, with fonts that drew its letters over
// others.
//
// Such a text is stored as the Latin letters whose places the font took ("Céng hßa" in .VnTime is
// "Cộng hòa"), so it is told by the font's name or, where that is unknown, by its words: they make
// no Vietnamese as they stand and do once they are read in the old encoding. French or English in
// an ordinary font never changes. TCVN3 (TCVN 5712:1993, its third set: the ABC fonts), VNI and
// VISCII (by its fonts alone). VPS is not read. Pure functions, UTF-8 in, NFC out.
#pragma once

#include <string>
#include <string_view>

namespace vanthu::formats {

enum class LegacyEncoding : unsigned char {
    None,
    Tcvn3,
    Tcvn3Capitals,  // ".VnTimeH": the font draws every letter as a capital
    Vni,
    Viscii,
};

// By the name of a font as documents write it: ".VnTime", "VNI-Times", "ABCDEF+.VnArialH".
LegacyEncoding encoding_of_font(std::string_view font);

// By the words alone: Tcvn3, Vni, or None when they make sense as they are or too few say
// otherwise.
LegacyEncoding encoding_of_words(std::string_view text);

// What a paper holds besides the piece that is looked at.
enum class OtherText : unsigned char { SameEncoding, UnicodeToo };

// For a piece of a text that encoding_of_words found to be in `encoding`: whether this piece is.
// Its words make no Vietnamese, and do in that encoding; where no other piece is Unicode, words
// that make sense both ways ("Sè") are taken for the old encoding's.
bool is_in(std::string_view text, LegacyEncoding encoding, OtherText other);

// The text in Unicode, composed. What the encoding does not know stays as it is.
std::string from_legacy(std::string_view text, LegacyEncoding encoding);

}  // namespace vanthu::formats
