// pdf_archive_sandboxed.h: what makes a PDF fit to be kept: PDF/A-2b as far as we can look at it.
//
// The checks cover the rules that this program's own files can break (fonts, colours, filters,
// actions, transparency, sizes); they are no validator for foreign files. Works on one QPDF, in one
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

class QPDF;

namespace vanthu::formats {

// A small sRGB profile (ICC version 2), the output intent of every page.
std::string srgb_profile();

struct ArchiveLabel {
    std::string title;
    std::string created;  // RFC 3339, may be empty
    std::string digest;   // of the original, 64 hexadecimal digits; the document's id comes from it
};

// Adds output intent and metadata, then looks for broken rules; PDF/A-2b is claimed only when there
// are none. Returns those that are broken, as sentences.
std::vector<std::string> label_for_archive(QPDF& file, const ArchiveLabel& label);

// The part of PDF/A that a file says it follows ("1", "2", "3"), or an empty text.
std::string claimed_archive_part(QPDF& file);

// Text without tags breaks conformance level A, which is lowered to B; the rest of a claim stays.
void lower_claim_to_level_b(QPDF& file);

}  // namespace vanthu::formats
