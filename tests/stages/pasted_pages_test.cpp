// A DOCX whose pages are pictures: somebody scanned the paper and pasted it into a letter.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/clock.h"
#include "base/error.h"
#include "pipeline/sandbox.h"
#include "stages/reading.h"
#include "tests/hostile/made_files.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;
using pipeline::TextOrigin;

constexpr int kA4Width = 7560000, kA4Height = 10692000;  // EMU

std::string scan() {
    std::ifstream in(VANTHU_SOURCE_DIR "/samples/damaged/clean-colour.jpg", std::ios::binary);
    EXPECT_TRUE(in);
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

std::string picture(const std::string& id, int width, int height) {
    return R"(<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx=")" +
           std::to_string(width) + R"(" cy=")" + std::to_string(height) +
           R"("/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed=")" +
           id + R"("/></a:graphic></wp:inline></w:drawing></w:r></w:p>)";
}

std::string text(const std::string& words) {
    return "<w:p><w:r><w:t>" + words + "</w:t></w:r></w:p>";
}

std::string docx(const std::string& body, const std::string& image) {
    constexpr const char* kRelations =
        R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.jpeg"/></Relationships>)";
    return hostile::docx(hostile::word_body(body),
                         {hostile::zip_entry("word/_rels/document.xml.rels", kRelations),
                          hostile::zip_entry("word/media/image1.jpeg", image)});
}

class PastedPages : public ::testing::Test {
protected:
    Document read(const std::string& bytes) {
        pipeline::SandboxSettings settings;
        settings.program = VANTHU_BINARY_DIR "/bin/vanthu-sandbox";
        settings.workers = 1;
        pipeline::SandboxPool pool(settings);
        const SystemClock clock;
        const pipeline::StageSettings none;
        Document document;
        document.original = blobs_.put(bytes);
        document.source = "cong_van.docx";
        for (const auto& make : {make_ingest_stage, make_read_docx_stage}) {
            pipeline::StageContext context{blobs_, pool, clock, {}, none, {}, {}};
            make()->run(document, context);
        }
        return document;
    }

    store::TransientBlobs blobs_;
};

TEST_F(PastedPages, AreReadAsPagesWhenTheyAreAllThereIs) {
    const Document document = read(docx(picture("rId7", kA4Width, kA4Height), scan()));
    ASSERT_EQ(document.pages.size(), 1u);
    const pipeline::Page& page = document.pages[0];
    EXPECT_EQ(page.number, 1);
    EXPECT_EQ(page.origin, TextOrigin::Ocr);
    EXPECT_TRUE(blobs_.contains(page.image));
    EXPECT_NE(text_of(page).find("868/HD-SKHCN"), std::string::npos) << text_of(page);
    EXPECT_GT(page.blocks.at(0).box.width(), 0);
    EXPECT_TRUE(document.issues.empty());
}

TEST_F(PastedPages, StandBehindThePageOfText) {
    const Document document = read(docx(text("Kính gửi kèm theo bản chụp văn bản.") +
                                            picture("rId7", kA4Width * 8 / 10, kA4Height * 8 / 10),
                                        scan()));
    ASSERT_EQ(document.pages.size(), 2u);
    EXPECT_EQ(text_of(document.pages[0]), "Kính gửi kèm theo bản chụp văn bản.\n");
    EXPECT_EQ(document.pages[0].origin, TextOrigin::Docx);
    EXPECT_EQ(document.pages[1].number, 2);
    EXPECT_NE(text_of(document.pages[1]).find("868/HD-SKHCN"), std::string::npos);
}

TEST_F(PastedPages, ALogoIsNone) {
    std::string words;
    for (int i = 0; i < 30; ++i)
        words += "chữ ";
    const Document document =
        read(docx(picture("rId7", kA4Width / 5, kA4Height / 8) + text(words), scan()));
    ASSERT_EQ(document.pages.size(), 1u);
    EXPECT_EQ(document.pages[0].origin, TextOrigin::Docx);
}

TEST_F(PastedPages, APictureWhosePartIsDamagedCostsItsPageAlone) {
    std::string bytes = docx(text("Có chữ ở đây.") + picture("rId7", kA4Width, kA4Height), scan());
    const std::size_t at = bytes.find("image1.jpeg");
    ASSERT_NE(at, std::string::npos);
    bytes.at(at + 5000) ^= '\x55';  // the checksum no longer fits
    const Document document = read(bytes);
    ASSERT_FALSE(document.pages.empty());
    EXPECT_EQ(text_of(document.pages[0]), "Có chữ ở đây.\n");
    ASSERT_EQ(document.issues.size(), 1u);
    EXPECT_EQ(document.issues[0].code, "bad_input");
}

TEST_F(PastedPages, APictureThatCannotBeReadLeavesTheText) {
    const Document document = read(
        docx(text("Có chữ ở đây.") + picture("rId7", kA4Width, kA4Height), scan().substr(0, 200)));
    ASSERT_FALSE(document.pages.empty());
    EXPECT_EQ(text_of(document.pages[0]), "Có chữ ở đây.\n");
    ASSERT_EQ(document.issues.size(), 1u);
    EXPECT_EQ(document.issues[0].code, "bad_input");
}

}  // namespace
}  // namespace vanthu::stages
