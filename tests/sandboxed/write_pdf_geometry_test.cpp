// write_pdf: words lie where the scan shows them, however the sheet was put on the glass.
#include "tests/sandboxed/written_pdf.h"

namespace vanthu::formats {
namespace {

using pipeline::Page;
using pipeline::Word;

// What stands on a bar of ink must be found on it, however the sheet was scanned.
struct Turned {
    int rotation;
    double skew;
    int viewer_turn;  // /Rotate of a PDF original
};

constexpr int kDpi = 100, kWidth = 600, kHeight = 800;

const std::vector<Word>& bars() {
    static const std::vector<Word> kBars{{"mot", {40, 60, 140, 90}, 1},
                                         {"hai", {420, 60, 540, 90}, 1},
                                         {"ba", {60, 700, 120, 730}, 1},
                                         {"bon", {460, 640, 560, 670}, 1}};
    return kBars;
}

PixPtr scanned(int turn, double skew) {
    PixPtr pix = blank(kWidth, kHeight);
    for (const Word& word : bars())
        blacken(pix.get(), word.box);
    if (skew != 0)
        pix.reset(pixRotate(pix.get(), static_cast<float>(-skew * 3.14159265 / 180),
                            L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0));
    return turn == 0 ? std::move(pix) : PixPtr(pixRotateOrth(pix.get(), 4 - turn / 90));
}

std::vector<std::vector<Word>> bar_lines() {
    std::vector<std::vector<Word>> lines;
    for (const Word& word : bars())
        lines.push_back({word});
    return lines;
}

// Every word lies on ink, and all the ink lies under words.
void expect_words_on_ink(const std::string& pdf) {
    const auto seen = words_seen(pdf);
    ASSERT_EQ(seen.size(), bars().size());
    PixPtr shown = pixels_of(pdf, 1, kDpi);
    shown.reset(pixConvertTo1(shown.get(), 128));
    l_int32 ink = 0, covered = 0;
    pixCountPixels(shown.get(), &ink, nullptr);
    const double scale = kDpi / 72.0;
    for (const SeenWord& word : seen) {
        const int left = static_cast<int>(word.left * scale + 0.5);
        const int top = static_cast<int>(word.top * scale + 0.5);
        const int width = static_cast<int>((word.right - word.left) * scale + 0.5);
        const int height = static_cast<int>((word.bottom - word.top) * scale + 0.5);
        BOX* area = boxCreate(left, top, width, height);
        l_int32 here = 0;
        pixCountPixelsInRect(shown.get(), area, &here, nullptr);
        boxDestroy(&area);
        EXPECT_GT(here, 0.88 * width * height)
            << word.text << " at " << left << "," << top << " " << width << "x" << height;
        covered += here;
    }
    EXPECT_GT(covered, 0.95 * ink);
}

class WritePdfGeometry : public testing::TestWithParam<Turned> {
protected:
    static Page page() {
        Page page = page_with(bar_lines(), kWidth, kHeight, kDpi);
        page.rotation = GetParam().rotation;
        page.skew_degrees = GetParam().skew;
        return page;
    }
};

TEST_P(WritePdfGeometry, WordsOfAnImageLieOnTheirInk) {
    const PixPtr pix = scanned(GetParam().rotation, GetParam().skew);
    const std::string pdf = write_pdf_of(encode_png(pix.get()), "image/png", {page()});
    expect_words_on_ink(pdf);
    // The image is not turned, the viewer is told to.
    EXPECT_EQ(Opened(pdf).image().getDict().getKey("/Width").getIntValueAsInt(),
              pixGetWidth(pix.get()));
}

TEST_P(WritePdfGeometry, WordsOfAPdfPageLieOnTheirInk) {
    const int turn = (GetParam().rotation + GetParam().viewer_turn) % 360;
    const PixPtr pix = scanned(turn, GetParam().skew);
    Page none = page_with({}, pixGetWidth(pix.get()), pixGetHeight(pix.get()), kDpi);
    Opened original(write_pdf_of(encode_png(pix.get()), "image/png", {none}));
    const auto size = original.page().getKey("/MediaBox").getArrayAsRectangle();
    QPDFObjectHandle sheet = original.page();
    const std::string w = std::to_string(size.urx), h = std::to_string(size.ury);
    sheet.replaceKey("/MediaBox", QPDFObjectHandle::parse("[-20 -30 900 900]"));
    sheet.replaceKey("/CropBox",
                     QPDFObjectHandle::newFromRectangle({40, 70, 40 + size.urx, 70 + size.ury}));
    // The content ends with its axes changed, as real ones do.
    sheet.replaceKey("/Contents", QPDFObjectHandle::newStream(
                                      &original.file, "1 0 0 1 40 70 cm q " + w + " 0 0 " + h +
                                                          " 0 0 cm /Image Do Q 3 0 0 3 9 9 cm"));
    sheet.replaceKey("/Rotate", QPDFObjectHandle::newInteger(GetParam().viewer_turn));
    const std::string bytes = saved(original.file);
    const std::string pdf = write_pdf_of(bytes, "application/pdf", {page()});
    expect_words_on_ink(pdf);
    EXPECT_TRUE(same_pixels(pixels_of(pdf, 1, kDpi).get(), pixels_of(bytes, 1, kDpi).get()));
}

INSTANTIATE_TEST_SUITE_P(Sheets, WritePdfGeometry,
                         testing::Values(Turned{0, 0, 0}, Turned{90, 0, 0}, Turned{180, 0, 0},
                                         Turned{270, 0, 0}, Turned{0, 1.5, 0}, Turned{0, -1.5, 0},
                                         Turned{90, 1.5, 0}, Turned{270, -1, 0}, Turned{0, 0, 90},
                                         Turned{0, 0, 180}, Turned{0, 0, 270}, Turned{90, 1, 180},
                                         Turned{180, -1, 90}, Turned{270, 1, 270}));

}  // namespace
}  // namespace vanthu::formats
