// Which text of a PDF can be trusted, and whose pixels are shown.
#include <gtest/gtest.h>

#include "formats/pdf_text_sandboxed.h"
#include "tests/sandboxed/operation.h"

namespace vanthu::formats::test {
namespace {

using pipeline::TextOrigin;

constexpr const char* kPdf = R"({"media_type":"application/pdf","page":1})";

std::vector<PlacedWord> words_of(const std::vector<std::string>& texts) {
    std::vector<PlacedWord> words;
    for (const std::string& text : texts)
        words.push_back({{text, {0, 0, 10, 10}, 1}});
    return words;
}

TEST(Render, BornDigitalTextIsTakenAsItIs) {
    const auto reply = call(render, sample_bytes("dispatch/0011-cam-lam-2258-pdf/input.pdf"), kPdf);
    const pipeline::Page page = page_of(reply);
    EXPECT_EQ(page.origin, TextOrigin::TextLayer);
    EXPECT_EQ(page.dpi, 200);
    ASSERT_EQ(reply.attachments.size(), 1u);
    EXPECT_LT(reply.attachments[0].size(), 400'000u);
    const std::string text = pipeline::text_of(page);
    EXPECT_NE(text.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"), std::string::npos) << text;
    for (const auto& block : page.blocks)
        for (const auto& line : block.lines)
            for (const auto& word : line.words) {
                EXPECT_GE(word.box.left, 0);
                EXPECT_LE(word.box.right, page.width);
                EXPECT_LE(word.box.bottom, page.height);
                EXPECT_FLOAT_EQ(word.confidence, 1);
            }
}

TEST(Render, AScanGivesItsOwnBytes) {
    const std::string file = sample_bytes("dispatch/0015-quyet-dinh-scan-pdf/input.pdf");
    const auto reply = call(render, file, kPdf);
    EXPECT_EQ(page_of(reply).origin, TextOrigin::None);
    EXPECT_NEAR(page_of(reply).dpi, 200, 2);
    ASSERT_EQ(reply.attachments.size(), 1u);
    EXPECT_NE(file.find(reply.attachments[0]), std::string::npos)
        << "the JPEG in the file, not another one";
}

TEST(Render, ABannerOfASigningProgramIsAStamp) {
    EXPECT_TRUE(is_signature_banner("Ký bởi: UBND tỉnh\nThời gian ký: 04/02/2025 16:42:36 +07:00"));
    EXPECT_TRUE(is_signature_banner("04.04.2018 14:21:14 +07:00"));
    EXPECT_FALSE(is_signature_banner("Số: 79/KH-UBND"));
    EXPECT_FALSE(is_signature_banner("Hưng Yên, ngày 21 tháng 4 năm 2022"));
}

TEST(Render, RubbishLayersAreNotTrusted) {
    EXPECT_TRUE(is_trustworthy(words_of({"Căn", "cứ", "Luật", "Tổ", "chức", "chính", "quyền", "địa",
                                         "phương", "ngày", "19/6/2015;"})));
    // A scanner's reader for English.
    EXPECT_FALSE(is_trustworthy(words_of(
        {"CQNG", "HOA", "XA", "HO!", "CHU", "NGHIA", "VIT", "NAM", "Dc", "lp", "Hnh", "phuc"})));
    // TCVN3 and VNI fonts without a table of their signs.
    EXPECT_FALSE(is_trustworthy(words_of(
        {"céng", "hoµ", "x·", "héi", "chñ", "nghÜa", "viÖt", "nam", "®éc", "lËp", "tù", "do"})));
    EXPECT_FALSE(is_trustworthy(words_of({"COÄNG", "HOØA", "XAÕ", "HOÄI", "CHUÛ", "NGHÓA", "VIEÄT",
                                          "NAM", "Ñoäc", "laäp", "Töï", "do"})));
    EXPECT_FALSE(is_trustworthy(words_of({"Ký", "bởi"}))) << "too little to tell";
}

TEST(Render, PagesThatAreNotThereAreRefused) {
    const std::string file = sample_bytes("dispatch/0015-quyet-dinh-scan-pdf/input.pdf");
    for (const char* page : {"0", "-1", "99", "2147483647"}) {
        const std::string parameters =
            R"({"media_type":"application/pdf","page":)" + std::string(page) + "}";
        EXPECT_EQ(refusal_of(render, file, parameters).code, ErrorCode::BadInput) << page;
    }
    const std::string tiff = sample_bytes("dispatch/0002-hung-yen-79-scan/input.tif");
    EXPECT_EQ(refusal_of(render, tiff, R"({"media_type":"image/tiff","page":99})").code,
              ErrorCode::BadInput);
}

TEST(Render, AHugeSheetIsRefusedBeforeItIsDrawn) {
    pipeline::Limits small;
    small.pixels = 1'000'000;
    const std::string file = sample_bytes("dispatch/0011-cam-lam-2258-pdf/input.pdf");
    EXPECT_EQ(refusal_of(render, file, kPdf, small).code, ErrorCode::LimitExceeded);
}

}  // namespace
}  // namespace vanthu::formats::test
