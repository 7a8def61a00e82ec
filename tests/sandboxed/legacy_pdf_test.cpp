// PDF text in fonts from before Unicode.
#include <gtest/gtest.h>

#include "formats/pdf_text_sandboxed.h"
#include "tests/sandboxed/operation.h"

namespace vanthu::formats::test {
namespace {

// One page, one line in a font of that name; its bytes are letters of Windows.
std::string pdf(const std::string& font, const std::string& line) {
    std::string out = "%PDF-1.4\n";
    std::vector<std::size_t> places;
    const auto object = [&](const std::string& content) {
        places.push_back(out.size());
        out += std::to_string(places.size()) + " 0 obj\n" + content + "\nendobj\n";
    };
    const std::string page = "BT /F 14 Tf 50 700 Td (" + line + ") Tj ET";
    object("<</Type/Catalog/Pages 2 0 R>>");
    object("<</Type/Pages/Kids[3 0 R]/Count 1>>");
    object(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F 5 0 R>>>>>>");
    object("<</Length " + std::to_string(page.size()) + ">>stream\n" + page + "\nendstream");
    object("<</Type/Font/Subtype/TrueType/BaseFont/" + font + "/Encoding/WinAnsiEncoding>>");
    const std::size_t table = out.size();
    out += "xref\n0 " + std::to_string(places.size() + 1) + "\n0000000000 65535 f \n";
    for (const std::size_t place : places) {
        std::string digits = std::to_string(place);
        out += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
    }
    return out + "trailer<</Size " + std::to_string(places.size() + 1) +
           "/Root 1 0 R>>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

// ISO 8859-1, as WinAnsi has these letters.
std::string bytes_of(std::u32string_view text) {
    std::string bytes;
    for (const char32_t c : text)
        bytes += static_cast<char>(c);
    return bytes;
}

std::string text(const std::string& file) {
    std::string line;
    for (const PlacedWord& placed : PdfPages(file).words(1, 300))
        line += (line.empty() ? "" : " ") + placed.word.text;
    return line;
}

const std::string kTitle = bytes_of(U"Céng hßa x· héi chñ nghÜa ViÖt Nam");

TEST(LegacyPdf, FontsByName) {
    EXPECT_EQ(text(pdf("ABCDEF+.VnTime", kTitle)), "Cộng hòa xã hội chủ nghĩa Việt Nam");
    EXPECT_EQ(text(pdf(".VnTimeH", kTitle)), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    EXPECT_EQ(text(pdf("VNI-Times", bytes_of(U"Coäng hoøa xaõ hoäi"))), "Cộng hòa xã hội");
}

TEST(LegacyPdf, UnknownFontsByTheirWords) {
    EXPECT_EQ(text(pdf("Arial", kTitle)), "Cộng hòa xã hội chủ nghĩa Việt Nam");
}

TEST(LegacyPdf, OtherLanguagesStay) {
    EXPECT_EQ(
        text(pdf("Arial", bytes_of(U"Les élèves français reçoivent où ils étaient déjà à Noël"))),
        "Les élèves français reçoivent où ils étaient déjà à Noël");
}

}  // namespace
}  // namespace vanthu::formats::test
