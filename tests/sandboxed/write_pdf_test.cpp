
#include "base/error.h"
#include "formats/joined_jpeg_sandboxed.h"
#include "formats/tiff_page_sandboxed.h"
#include "tests/sandboxed/written_pdf.h"
#include "tests/store/refusal.h"

namespace vanthu::formats {

namespace {

using pipeline::Box;
using pipeline::Page;
using pipeline::Word;
using store::mentions;
using store::refusal;

// Something with all shades, so that a lost or shifted pixel shows.
PixPtr shaded(int width, int height, int depth) {
    PixPtr pix(pixCreate(width, height, depth));
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto grey = static_cast<l_uint32>((x * 3 + y * 5) & 255);
            const auto other = static_cast<l_uint32>((x * y) & 255);
            pixSetPixel(pix.get(), x, y,
                        depth == 1   ? (grey ^ other) >> 7
                        : depth == 8 ? grey
                                     : grey << 24 | other << 16 | (255 - grey) << 8);
        }
    return pix;
}

std::string tiff(Pix* pix, int compression, int across = 100, int down = 100) {
    pixSetResolution(pix, across, down);
    l_uint8* data = nullptr;
    std::size_t size = 0;
    EXPECT_EQ(pixWriteMemTiff(&data, &size, pix, compression), 0);
    std::string bytes(reinterpret_cast<const char*>(data), size);
    std::free(data);
    return bytes;
}

Page one_word(const std::string& text, int width = 400, int height = 300, int dpi = 100) {
    return page_with({{{text, {100, 100, 200, 130}, 0.9f}}}, width, height, dpi);
}

TEST(WritePdf, WordsComeBackInOrderWithAllTheirMarks) {
    const std::vector<std::string> words{
        "QUYẾT",       "ĐỊNH:",       "Ủy",      "ban",          "nhân",        "dân",
        "xã",          "Nguyễn",      "Thị",     "Thuỳ",         "Hoà,",        "ằẳẵắặ",
        "ầẩẫấậ",       "ềểễếệ",       "ồổỗốộ",   "ờởỡớợ",        "ừửữứự",       "ỳỷỹýỵ",
        "ÀẢÃÁẠĂ",      "ẰẲẴẮẶÂẦẨẪẤẬ", "ĐÈẺẼÉẸ",  "ÊỀỂỄẾỆÌỈĨÍỊ",  "ÒỎÕÓỌÔỒỔỖỐỘ", "ƠỜỞỠỚỢ",
        "ÙỦŨÚỤƯỪỬỮỨỰ", "ỲỶỸÝỴ",       "§5&6<7>", "(79/QĐ-UBND)", "“trích",      "dẫn”"};
    std::vector<std::vector<Word>> lines;
    std::string expected;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const int row = static_cast<int>(i / 3), column = static_cast<int>(i % 3);
        if (column == 0) lines.emplace_back();
        const int left = 60 + 240 * column, top = 60 + 60 * row;
        lines.back().push_back({words[i], {left, top, left + 220, top + 30}, 0.9f});
        if (i > 0) expected += column == 0 ? "\n" : " ";
        expected += words[i];
    }
    const Page page = page_with(lines, 800, 1100, 100);
    const std::string pdf = write_pdf_of(encode_png(blank(800, 1100).get()), "image/png", {page});
    EXPECT_EQ(text_seen(pdf), expected);
    EXPECT_EQ(words_seen(pdf).size(), words.size());
}

TEST(WritePdf, WordsOfALineStayApartAndTogetherWhateverTheirHeight) {
    // As recognised: x-height, ascenders, descenders, a dash, and next to no space before "Y".
    const Page page = page_with({{{"ca", {40, 110, 70, 130}, 1},
                                  {"Sở", {80, 97, 108, 130}, 1},
                                  {"Y", {110, 100, 128, 130}, 1},
                                  {"-", {140, 117, 150, 120}, 1},
                                  {"quý", {160, 100, 200, 138}, 1},
                                  {"“", {208, 99, 216, 106}, 1}},
                                 {{"sau", {40, 160, 90, 180}, 1}}},
                                400, 300, 100);
    const std::string pdf = write_pdf_of(encode_png(blank(400, 300).get()), "image/png", {page});
    EXPECT_EQ(text_seen(pdf), "ca Sở Y - quý “\nsau");
    const auto seen = words_seen(pdf);
    ASSERT_EQ(seen.size(), 7u);
    constexpr double kPixel = 72.0 / 100;
    for (const SeenWord& word : seen)
        for (const auto& line : page.blocks[0].lines)
            for (const Word& given : line.words) {
                if (given.text != word.text) continue;
                EXPECT_NEAR(word.left, given.box.left * kPixel, 4 * kPixel) << word.text;
                EXPECT_NEAR(word.right, given.box.right * kPixel, 4 * kPixel) << word.text;
                EXPECT_NEAR(word.top, given.box.top * kPixel, 2 * kPixel) << word.text;
                // All stand on the line's bottom.
                EXPECT_NEAR(word.bottom, line.box.bottom * kPixel, 1 * kPixel) << word.text;
            }
}

TEST(WritePdf, WritesWhatAPersonCorrected) {
    const std::string png = encode_png(blank(400, 300).get());
    Page page = one_word("Quyêt");
    EXPECT_EQ(text_seen(write_pdf_of(png, "image/png", {page})), "Quyêt");
    page.blocks[0].lines[0].words[0] = {"Quyết", {100, 100, 200, 130}, 1};
    EXPECT_EQ(text_seen(write_pdf_of(png, "image/png", {page})), "Quyết");
}

TEST(WritePdf, CharactersBeyondTheBasicPlaneAndControlsDoNoHarm) {
    const Page page = page_with({{{"chữ\x01", {10, 100, 100, 130}, 1},
                                  {"\xf0\xa1\xa8\xb8\xee\x80\x80", {120, 100, 200, 130}, 1},
                                  {"\x02", {210, 100, 250, 130}, 1},
                                  {"nôm", {260, 100, 330, 130}, 1}}},
                                400, 300, 100);
    const auto seen =
        words_seen(write_pdf_of(encode_png(blank(400, 300).get()), "image/png", {page}));
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_EQ(seen[0].text, "chữ");
    EXPECT_EQ(seen[1].text.substr(0, 4), "\xf0\xa1\xa8\xb8");
    EXPECT_EQ(seen[2].text, "nôm");
}

TEST(WritePdf, KeepsTheBytesOfAJpeg) {
    const std::string jpeg = sample("dispatch/0016-thong-bao-jpeg/input.jpg");
    const std::string pdf = write_pdf_of(jpeg, "image/jpeg", {one_word("Thông", 1654, 2339, 200)});
    Opened opened(pdf);
    EXPECT_EQ(text_of(opened.image().getRawStreamData()), jpeg);
    EXPECT_EQ(text_seen(pdf), "Thông");
}

// Fax data as a TIFF that can be decoded.
std::string fax_tiff(const std::string& data, QPDFObjectHandle about) {
    std::string out("II*\0\x08\0\0\0", 8);
    const auto number = [&](unsigned value, int width) {
        for (int i = 0; i < width; ++i)
            out += static_cast<char>(value >> (8 * i) & 0xff);
    };
    const auto height = static_cast<unsigned>(about.getKey("/Height").getIntValueAsInt());
    QPDFObjectHandle black = about.getKey("/DecodeParms").getKey("/BlackIs1");
    const std::vector<std::pair<unsigned, unsigned>> tags{
        {256, static_cast<unsigned>(about.getKey("/Width").getIntValueAsInt())},
        {257, height},
        {258, 1},
        {259, 4},
        {262, black.isBool() && black.getBoolValue() ? 1 : 0},
        {273, 8 + 2 + 12 * 8 + 4},
        {278, height},
        {279, static_cast<unsigned>(data.size())}};
    number(static_cast<unsigned>(tags.size()), 2);
    for (const auto& [tag, value] : tags) {
        number(tag, 2);
        number(4, 2);
        number(1, 4);
        number(value, 4);
    }
    number(0, 4);
    return out + data;
}

// The image as it is in the file; what a reader draws is resampled a little.
PixPtr pixels_in(QPDFObjectHandle image) {
    QPDFObjectHandle about = image.getDict();
    if (about.getKey("/Filter").isNameAndEquals("/CCITTFaxDecode"))
        return decode_tiff_page(fax_tiff(text_of(image.getRawStreamData()), about), 1, {});
    const std::string rows = text_of(image.getStreamData(qpdf_dl_all));
    const int width = about.getKey("/Width").getIntValueAsInt();
    const int height = about.getKey("/Height").getIntValueAsInt();
    const int bits = about.getKey("/BitsPerComponent").getIntValueAsInt();
    QPDFObjectHandle space = about.getKey("/ColorSpace");
    const int samples = space.isNameAndEquals("/DeviceRGB") ? 3 : 1;
    const auto bytes_in_row = static_cast<std::size_t>((width * bits * samples + 7) / 8);
    EXPECT_EQ(rows.size(), bytes_in_row * static_cast<std::size_t>(height));
    const std::string map = space.isArray() ? space.getArrayItem(3).getStringValue() : "";
    PixPtr pix(pixCreate(width, height, samples == 3 ? 32 : bits == 1 ? 1 : 8));
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto sample = [&](int index) -> l_uint32 {
                const auto bit = static_cast<std::size_t>((x * samples + index) * bits);
                const auto byte = static_cast<unsigned char>(
                    rows[static_cast<std::size_t>(y) * bytes_in_row + bit / 8]);
                return byte >> (8 - static_cast<int>(bit % 8) - bits) & ((1 << bits) - 1);
            };
            l_uint32 value = sample(0);
            if (!map.empty()) value = static_cast<unsigned char>(map[3 * value]);
            if (samples == 3) value = value << 24 | sample(1) << 16 | sample(2) << 8;
            pixSetPixel(pix.get(), x, y, bits == 1 ? 1 - value : value);
        }
    return pix;
}

TEST(WritePdf, KeepsThePixelsOfAPng) {
    for (const int depth : {1, 8, 32}) {
        SCOPED_TRACE(depth);
        const PixPtr pix = shaded(400, 300, depth);
        const std::string png = encode_png(pix.get());
        Opened opened(write_pdf_of(png, "image/png", {one_word("a")}));
        EXPECT_TRUE(same_pixels(pixels_in(opened.image()).get(), pix.get()));
        EXPECT_NE(png.find(text_of(opened.image().getRawStreamData()).substr(0, 4096)),
                  std::string::npos)
            << "the packed rows go in as they are";
    }
}

TEST(WritePdf, KeepsTheColoursOfAPngWithAPalette) {
    PixPtr pix(pixThresholdTo4bpp(shaded(400, 300, 8).get(), 16, 1));
    ASSERT_TRUE(pixGetColormap(pix.get()));
    Opened opened(write_pdf_of(encode_png(pix.get()), "image/png", {one_word("a")}));
    EXPECT_TRUE(opened.image().getDict().getKey("/ColorSpace").isArray());
    EXPECT_TRUE(
        same_pixels(pixels_in(opened.image()).get(), PixPtr(pixConvertTo8(pix.get(), 0)).get()));
}

TEST(WritePdf, PutsTransparentPicturesOnWhite) {
    PixPtr pix = shaded(400, 300, 32);
    pixSetSpp(pix.get(), 4);
    pixSetComponentArbitrary(pix.get(), L_ALPHA_CHANNEL, 0);
    std::string answer;
    Opened opened(write_pdf_of(encode_png(pix.get()), "image/png", {one_word("a")}, &answer));
    EXPECT_EQ(answer, R"({"archive":"2b","broken":[]})");
    EXPECT_TRUE(same_pixels(pixels_in(opened.image()).get(), blank(400, 300, 32).get()));
}

TEST(WritePdf, KeepsThePixelsOfATiff) {
    for (const auto& [depth, compression] :
         {std::pair{1, IFF_TIFF_G4}, std::pair{1, IFF_TIFF_G3}, std::pair{1, IFF_TIFF_PACKBITS},
          std::pair{8, IFF_TIFF_LZW}, std::pair{32, IFF_TIFF_ZIP}, std::pair{32, IFF_TIFF}}) {
        SCOPED_TRACE(std::to_string(depth) + " bits, compression " + std::to_string(compression));
        const PixPtr pix = shaded(400, 300, depth);
        Opened opened(write_pdf_of(tiff(pix.get(), compression), "image/tiff", {one_word("a")}));
        const std::string filter = opened.image().getDict().getKey("/Filter").getName();
        EXPECT_EQ(filter, depth == 1 ? "/CCITTFaxDecode" : "/FlateDecode");
        EXPECT_TRUE(same_pixels(pixels_in(opened.image()).get(), pix.get()));
    }
}

TEST(WritePdf, JoinsTheStripsOfAJpegTiffWithoutLoss) {
    const std::string tiff = sample("dispatch/0014-cong-van-hoa-toc-scan/input.tif");
    const TiffPage page(tiff, 1);
    ASSERT_GT(page.strips().size(), 100u);
    const std::string joined = joined_jpeg(page);
    ASSERT_FALSE(joined.empty());
    EXPECT_LT(joined.size(), tiff.size());
    EXPECT_TRUE(
        same_pixels(decode_image(joined, {}, "joined").get(), decode_tiff_page(tiff, 1, {}).get()));
    EXPECT_TRUE(joined_jpeg(TiffPage(tiff, 2)).empty()) << "there is no second page";
}

TEST(WritePdf, FlatPixelsOfAFaxMakeAPageOfTheRightShape) {
    const PixPtr pix = shaded(400, 150, 1);
    const std::string pdf = write_pdf_of(tiff(pix.get(), IFF_TIFF_G4, 200, 100), "image/tiff",
                                         {one_word("a", 400, 150, 200)});
    const auto box = Opened(pdf).page().getKey("/MediaBox").getArrayAsRectangle();
    EXPECT_NEAR(box.urx, 144, 0.01);
    EXPECT_NEAR(box.ury, 108, 0.01);
}

TEST(WritePdf, GivesEveryPageOfATiffItsOwnWords) {
    const std::string bytes = sample("dispatch/0002-hung-yen-79-scan/input.tif");
    std::vector<Page> pages;
    for (int number = 1; number <= 5; ++number) {
        pages.push_back(one_word("trang" + std::to_string(number), 2481, 3508, 300));
        pages.back().number = number;
    }
    pages[3].blocks.clear();
    const std::string pdf = write_pdf_of(bytes, "image/tiff", pages);
    Opened opened(pdf);
    ASSERT_EQ(opened.file.getAllPages().size(), 5u);
    for (int number = 1; number <= 5; ++number)
        EXPECT_EQ(text_seen(pdf, number), number == 4 ? "" : "trang" + std::to_string(number));
    EXPECT_TRUE(opened.image(1).getDict().getKey("/Filter").isNameAndEquals("/DCTDecode"));
    EXPECT_TRUE(opened.image(2).getDict().getKey("/Filter").isNameAndEquals("/CCITTFaxDecode"));
    EXPECT_TRUE(
        same_pixels(pixels_in(opened.image(2)).get(), decode_tiff_page(bytes, 2, {}).get()));
    EXPECT_LT(pdf.size(), bytes.size() * 11 / 10);
}

TEST(WritePdf, ClaimsPdfA2bForImagesAndKeepsItsRules) {
    std::string answer;
    Opened opened(write_pdf_of(sample("dispatch/0014-cong-van-hoa-toc-scan/input.tif"),
                               "image/tiff", {one_word("số", 2481, 3508, 300)}, &answer));
    EXPECT_EQ(answer, R"({"archive":"2b","broken":[]})");
    EXPECT_FALSE(opened.file.anyWarnings());
    EXPECT_FALSE(opened.file.isEncrypted());
    EXPECT_EQ(opened.file.getTrailer().getKey("/ID").getArrayNItems(), 2);
    EXPECT_FALSE(opened.file.getTrailer().hasKey("/Info"));
    QPDFObjectHandle metadata = opened.file.getRoot().getKey("/Metadata");
    EXPECT_FALSE(metadata.getDict().hasKey("/Filter"));
    const std::string xmp = text_of(metadata.getStreamData());
    EXPECT_NE(xmp.find("<pdfaid:part>2</pdfaid:part>"), std::string::npos);
    EXPECT_NE(xmp.find("<pdfaid:conformance>B</pdfaid:conformance>"), std::string::npos);
    EXPECT_NE(xmp.find("công văn &lt;1&gt;.tif"), std::string::npos);
    QPDFObjectHandle intent = opened.file.getRoot().getKey("/OutputIntents").getArrayItem(0);
    EXPECT_TRUE(intent.getKey("/S").isNameAndEquals("/GTS_PDFA1"));
    const std::string profile = text_of(intent.getKey("/DestOutputProfile").getStreamData());
    EXPECT_EQ(profile.substr(12, 12), "mntrRGB XYZ ");
    EXPECT_EQ(profile.substr(36, 4), "acsp");
    std::size_t said = 0;
    for (int i = 0; i < 4; ++i)
        said = said << 8 | static_cast<unsigned char>(profile[static_cast<std::size_t>(i)]);
    EXPECT_EQ(said, profile.size());
}

TEST(WritePdf, TheSameDocumentGivesTheSameBytes) {
    const std::string tiff = sample("dispatch/0014-cong-van-hoa-toc-scan/input.tif");
    const std::vector<Page> pages{one_word("số", 2481, 3508, 300)};
    EXPECT_EQ(write_pdf_of(tiff, "image/tiff", pages), write_pdf_of(tiff, "image/tiff", pages));
}

TEST(WritePdf, RefusesWhatItCannotWrite) {
    const std::vector<Page> pages{one_word("a")};
    EXPECT_EQ(refusal([&] { write_pdf_of("PK", "application/zip", pages); }).code(),
              ErrorCode::UnsupportedFormat);
    EXPECT_EQ(refusal([&] { write_pdf_of("%PDF-1.4 nothing", "application/pdf", pages); }).code(),
              ErrorCode::BadInput);
    EXPECT_EQ(refusal([&] { write_pdf_of("II*", "image/tiff", pages); }).code(),
              ErrorCode::BadInput);
    EXPECT_EQ(refusal([&] { write_pdf_of("\xff\xd8\xff\xe0", "image/jpeg", pages); }).code(),
              ErrorCode::BadInput);
    Page far = one_word("a", 1654, 2339, 200);
    far.number = 9;
    const Error error = refusal([&] {
        write_pdf_of(sample("dispatch/0015-quyet-dinh-scan-pdf/input.pdf"), "application/pdf",
                     {far});
    });
    EXPECT_TRUE(mentions(error, "page 9: the PDF file has only 2 pages")) << error.what();
}

}  // namespace
}  // namespace vanthu::formats
