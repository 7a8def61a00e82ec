// pdf_text_sandboxed.h: what a PDF page says of itself, and its pixels, by poppler.
//
// Words are given in pixels at `dpi`; whether they can be trusted is judged apart, because scanners
// write text layers that were read with the wrong language. One object belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/image_sandboxed.h"
#include "formats/lines_sandboxed.h"

namespace vanthu::formats {

class PdfPages {
public:
    // `bytes` must outlive the object.
    explicit PdfPages(std::string_view bytes);
    ~PdfPages();

    std::vector<PlacedWord> words(int page, int dpi) const;
    PixPtr pixels(int page, int dpi, const pipeline::Limits& limits) const;

    // Width and height that pixels() would have; Error(LimitExceeded) as there.
    std::pair<int, int> size(int page, int dpi, const pipeline::Limits& limits) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// Vietnamese as it is written, not the rubble of a wrong encoding or of a reader for another
// language.
bool is_trustworthy(const std::vector<PlacedWord>& words);

// What a signing program prints over a page: who signed and when. Evidence, not text of the paper.
bool is_signature_banner(const std::string& text);

}  // namespace vanthu::formats
