// pdf_structure_sandboxed.h: what a PDF is made of, by libqpdf: pages, what covers them,
// signatures.
//
// Tells a scan from a page of text by looking at what its content draws, not at what its producer
// claims. Opens files whose only password is the owner's; Error(NeedsPassword) for the others. One
// object belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/rule_grid.h"
#include "pipeline/document.h"
#include "pipeline/sandbox.h"

namespace vanthu::formats {

struct PdfPageStructure {
    double width = 0, height = 0;  // points, as shown
    int turn = 0;                  // /Rotate: 0, 90, 180, 270
    double image_cover = 0;        // 0..1 of the page's area under images
    double image_dpi = 0;          // of the largest image
    bool bilevel = false;          // that image is black and white
    long visible_text = 0;         // bytes shown by text operators
    long invisible_text = 0;       // shown in rendering mode 3
    struct Area {
        double left, top, right, bottom;  // points from the shown page's top left
    };
    std::vector<Area> pictures;  // images on the page, where it is not turned
    std::vector<Area> overlays;  // annotations drawn over the content: seals, signature banners
    Rules rules;                 // thin strokes drawn across and down, points from the top left
    std::string jpeg;  // the page's only image, when it is a JPEG that is the page, as it is
    Area jpeg_area{};  // where that JPEG lies
};

// Where a signature's byte range is, for checking it.
struct PdfSignature {
    std::string contents;           // the CMS object
    std::vector<long long> ranges;  // offset, length, offset, length
    std::string filter;             // "adbe.pkcs7.detached"
    std::string time;               // /M as written
    std::string signer;             // /Name
};

class PdfStructure {
public:
    // `bytes` must outlive the object.
    explicit PdfStructure(std::string_view bytes);
    ~PdfStructure();

    int pages() const;
    bool repaired() const;  // damaged, but its pages were found
    PdfPageStructure page(int number) const;
    std::vector<PdfSignature> signatures() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// Reads the evidence: the CMS signature over the byte range, the signer's certificate, the time.
pipeline::Signature check_signature(const PdfSignature& signature, std::string_view file);

}  // namespace vanthu::formats
