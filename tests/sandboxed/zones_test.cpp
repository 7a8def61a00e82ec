// A picture of words that is pasted onto a page of text is read; what the page tells itself is not.
#define POINTERHOLDER_TRANSITION 4  // std::shared_ptr throughout

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "formats/image_sandboxed.h"
#include "tests/sandboxed/operation.h"

namespace vanthu::formats::test {

using ocr::read_zones;
namespace {

constexpr const char* kPdf = R"({"media_type":"application/pdf","page":1,"pictures":"scans"})";

// The national title as a picture, 200 dpi.
PixPtr title() {
    const PixPtr page =
        decode_image(sample_bytes("dispatch/0017-giay-moi-png/input.png"), {}, "sample");
    BOX* area = boxCreate(750, 90, 850, 170);
    PixPtr crop(pixClipRectangle(page.get(), area, nullptr));
    boxDestroy(&area);
    return to_grey(crop.get());
}

// A page of text with that picture in its lower margin.
std::string pasted(Pix* picture) {
    const std::string bytes = sample_bytes("dispatch/0011-cam-lam-2258-pdf/input.pdf");
    QPDF file;
    file.processMemoryFile("sample", bytes.data(), bytes.size());
    QPDFPageObjectHelper page(file.getAllPages().at(0));
    QPDFObjectHandle image = QPDFObjectHandle::newStream(&file, encode_jpeg(picture, 90));
    const int width = pixGetWidth(picture), height = pixGetHeight(picture);
    image.replaceDict(QPDFObjectHandle::parse(
        "<< /Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter "
        "/DCTDecode /Width " +
        std::to_string(width) + " /Height " + std::to_string(height) + " >>"));
    QPDFObjectHandle resources = page.getAttribute("/Resources", true);
    if (!resources.hasKey("/XObject"))
        resources.replaceKey("/XObject", QPDFObjectHandle::newDictionary());
    resources.getKey("/XObject").replaceKey("/Pasted", image);
    const std::string place = std::to_string(width * 72 / 200) + " 0 0 " +
                              std::to_string(height * 72 / 200) + " 120 2 cm";
    page.addPageContents(QPDFObjectHandle::newStream(&file, "q " + place + " /Pasted Do Q\n"),
                         true);
    QPDFWriter writer(file);
    writer.setOutputMemory();
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
}

TEST(Zones, APageOfTextAloneHasNone) {
    EXPECT_EQ(call(render, sample_bytes("dispatch/0011-cam-lam-2258-pdf/input.pdf"), kPdf)
                  .attachments.size(),
              1u);
}

TEST(Zones, APastedPictureIsReadAndTheTextIsNotReadAgain) {
    const auto reply = call(render, pasted(title().get()), kPdf);
    const pipeline::Page page = page_of(reply);
    EXPECT_EQ(page.origin, pipeline::TextOrigin::TextLayer);
    ASSERT_EQ(reply.attachments.size(), 2u);
    EXPECT_TRUE(reply.attachments[0].empty()) << "nobody looks at the page itself";
    const std::string parameters = R"({"page":1,"dpi":200,"width":)" + std::to_string(page.width) +
                                   R"(,"height":)" + std::to_string(page.height) + "}";
    const pipeline::Page read = page_of(call(read_zones, reply.attachments[1], parameters));
    const std::string text = pipeline::text_of(read);
    EXPECT_NE(text.find("VIỆT NAM"), std::string::npos) << text;
    EXPECT_EQ(text.find("Cam Lâm"), std::string::npos) << text;
    for (const auto& block : read.blocks)
        EXPECT_GT(block.box.top, page.height * 9 / 10) << "where it was pasted";
}

TEST(Zones, APictureWithoutWordsAddsNothing) {
    PixPtr crest(pixCreate(300, 170, 8));
    pixSetAll(crest.get());
    for (int y = 20; y < 150; ++y)
        for (int x = 60; x < 240; ++x)
            if (((x - 150) * (x - 150) + (y - 85) * (y - 85)) / 400 % 3 == 0)
                pixSetPixel(crest.get(), x, y, 0);
    const auto reply = call(render, pasted(crest.get()), kPdf);
    ASSERT_EQ(reply.attachments.size(), 2u);
    EXPECT_TRUE(
        page_of(call(read_zones, reply.attachments[1], R"({"page":1,"dpi":200})")).blocks.empty());
}

}  // namespace
}  // namespace vanthu::formats::test
