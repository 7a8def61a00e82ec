// write_pdf on somebody's PDF: what stays, what goes.

#include "tests/sandboxed/written_pdf.h"

namespace vanthu::formats {
namespace {

using pipeline::Page;

constexpr const char* kPdf = "application/pdf";

// A PDF of A5 pages with one font, in which a test can place what it needs.
class Draft {
public:
    Draft() {
        file_.emptyPDF();
        font_ = file_.makeIndirectObject(
            QPDFObjectHandle::parse("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"));
        resources_ = QPDFObjectHandle::parse("<< /Font << >> /XObject << >> >>");
        resources_.getKey("/Font").replaceKey("/F", font_);
        resources_ = file_.makeIndirectObject(resources_);
    }

    QPDFObjectHandle add_page(const std::string& content) {
        QPDFObjectHandle page =
            QPDFObjectHandle::parse("<< /Type /Page /MediaBox [0 0 420 595] >>");
        page.replaceKey("/Resources", resources_);  // shared by all pages
        page.replaceKey("/Contents", QPDFObjectHandle::newStream(&file_, content));
        page = file_.makeIndirectObject(page);
        file_.addPage(page, false);
        return page;
    }

    void add_object(const std::string& name, const std::string& dictionary,
                    const std::string& data) {
        QPDFObjectHandle stream = QPDFObjectHandle::newStream(&file_, data);
        QPDFObjectHandle about = QPDFObjectHandle::parse(dictionary);
        for (const std::string& key : about.getKeys())
            stream.getDict().replaceKey(key, about.getKey(key));
        resources_.getKey("/XObject").replaceKey(name, stream);
    }

    QPDF& file() { return file_; }

    std::string bytes() { return saved(file_); }

private:
    QPDF file_;
    QPDFObjectHandle font_, resources_;
};

// One word in the middle of an A5 page at 144 dpi.
Page read_page(const std::string& word, int number = 1) {
    Page page = page_with({{{word, {200, 500, 400, 540}, 0.9f}}}, 840, 1190, 144);
    page.number = number;
    return page;
}

std::string written(const std::string& original, const std::vector<Page>& pages) {
    return write_pdf_of(original, kPdf, pages);
}

QPDFObjectHandle load(QPDF& file, const std::string& bytes) {
    file.setSuppressWarnings(true);
    file.processMemoryFile("written", bytes.data(), bytes.size());
    return file.getRoot();
}

TEST(WritePdfOriginal, AScanKeepsItsPixelsAndGainsItsWords) {
    const std::string original = sample("dispatch/0015-quyet-dinh-scan-pdf/input.pdf");
    Page first =
        page_with({{{"QUYẾT", {700, 500, 850, 540}, 0.9f}, {"ĐỊNH", {870, 500, 960, 540}, 0.9f}}},
                  1654, 2339, 200);
    Page second = page_with({}, 1654, 2339, 200);
    second.number = 2;
    const std::string pdf = written(original, {first, second});
    EXPECT_EQ(text_seen(pdf), "QUYẾT ĐỊNH");
    EXPECT_EQ(text_seen(pdf, 2), "");
    for (const int page : {1, 2})
        EXPECT_TRUE(
            same_pixels(pixels_of(pdf, page, 100).get(), pixels_of(original, page, 100).get()));
    QPDF file;
    load(file, pdf);
    EXPECT_FALSE(file.anyWarnings());
}

TEST(WritePdfOriginal, WordsLieOnAScanThatDoesNotFillItsPage) {
    // The scanner's own image is what was read, so boxes count from its corner.
    Draft draft;
    PixPtr pix(pixCreate(800, 1150, 8));
    pixSetBlackOrWhite(pix.get(), L_SET_WHITE);
    blacken(pix.get(), {200, 500, 400, 540});
    draft.add_object("/Scan",
                     "<< /Type /XObject /Subtype /Image /Width 800 /Height 1150"
                     " /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /DCTDecode >>",
                     encode_jpeg(pix.get(), 90));
    draft.add_page("q 400 0 0 575 15 5 cm /Scan Do Q");
    const std::string original = draft.bytes();
    const std::string pdf =
        written(original, {page_with({{{"thanh", {200, 500, 400, 540}, 0.9f}}}, 800, 1150, 144)});
    const auto seen = words_seen(pdf);
    ASSERT_EQ(seen.size(), 1u);
    EXPECT_NEAR(seen[0].left, 15 + 100, 0.6);
    EXPECT_NEAR(seen[0].right, 15 + 200, 0.6);
    EXPECT_NEAR(seen[0].top, 595 - 5 - 575 + 250, 0.6);
    EXPECT_NEAR(seen[0].bottom, 595 - 5 - 575 + 270, 0.6);
}

TEST(WritePdfOriginal, DropsWhatAnEarlierReaderWroteInvisibly) {
    Draft draft;
    draft.add_object("/Old", "<< /Type /XObject /Subtype /Form /BBox [0 0 420 595] >>",
                     "BT /F 12 Tf 3 Tr 50 200 Td (old form) Tj ET");
    draft.add_page(
        "BT /F 12 Tf 50 400 Td (printed) Tj 3 Tr 0 -20 Td (old one) Tj [(old) -100 (two)] TJ ET\n"
        "q BT 0 Tr 50 300 Td (seal) Tj ET Q BT (old three) ' 7 Tr (clipped) Tj ET\n"
        "/Old Do BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI");
    const std::string original = draft.bytes();
    ASSERT_NE(text_seen(original).find("old"), std::string::npos);
    const std::string pdf = written(original, {read_page("mới")});
    EXPECT_EQ(text_seen(pdf).find("old"), std::string::npos) << text_seen(pdf);
    for (const char* kept : {"mới", "printed", "seal", "clipped"})
        EXPECT_NE(text_seen(pdf).find(kept), std::string::npos) << text_seen(pdf);
    EXPECT_TRUE(same_pixels(pixels_of(pdf, 1, 100).get(), pixels_of(original, 1, 100).get()));
}

TEST(WritePdfOriginal, PagesThatShareResourcesAreToldApart) {
    Draft draft;
    draft.add_page("BT /F 12 Tf 50 400 Td (one) Tj ET");
    draft.add_page("BT /F 12 Tf 50 400 Td (two) Tj ET");
    Page text = read_page("two", 2);
    text.blocks.clear();
    const std::string pdf = written(draft.bytes(), {read_page("thêm"), text});
    EXPECT_NE(text_seen(pdf).find("thêm"), std::string::npos);
    EXPECT_NE(text_seen(pdf).find("one"), std::string::npos);
    EXPECT_EQ(text_seen(pdf, 2), "two");
    QPDF file;
    load(file, pdf);
    QPDFObjectHandle second = file.getAllPages().at(1);
    EXPECT_EQ(second.getKey("/Resources").getKey("/Font").getKeys(), std::set<std::string>{"/F"});
}

TEST(WritePdfOriginal, ASignatureStaysAsAPictureOnly) {
    const std::string original = sample("dispatch/0012-cam-lam-2258-signed/input.pdf");
    const Page page = page_with({{{"lớp", {200, 500, 400, 540}, 0.9f}}}, 1654, 2339, 200);
    const std::string pdf = written(original, {page});
    for (const int number : {1, 8})
        EXPECT_TRUE(
            same_pixels(pixels_of(pdf, number, 80).get(), pixels_of(original, number, 80).get()))
            << number;
    QPDF before, after;
    ASSERT_GT(load(before, original).getKey("/AcroForm").getKey("/Fields").getArrayNItems(), 0);
    QPDFObjectHandle form = load(after, pdf).getKey("/AcroForm");
    EXPECT_EQ(form.getKey("/Fields").getArrayNItems(), 0);
    EXPECT_FALSE(form.hasKey("/SigFlags"));
    int stamps = 0;
    for (QPDFObjectHandle sheet : after.getAllPages())
        if (sheet.getKey("/Annots").isArray())
            for (auto& annotation : sheet.getKey("/Annots").aitems()) {
                stamps += annotation.getKey("/Subtype").isNameAndEquals("/Stamp");
                EXPECT_FALSE(annotation.hasKey("/V"));
            }
    EXPECT_EQ(stamps, 1);
}

TEST(WritePdfOriginal, OtherFormFieldsStay) {
    Draft draft;
    QPDFObjectHandle page = draft.add_page("");
    page.replaceKey("/Annots", QPDFObjectHandle::parse("[]"));
    QPDFObjectHandle form = QPDFObjectHandle::parse("<< /Fields [] /SigFlags 3 >>");
    for (const char* text : {"<< /Subtype /Widget /FT /Tx /T (name) /V (Lan) /Rect [0 0 9 9] >>",
                             "<< /Subtype /Widget /FT /Sig /T (sig) /V << >> /Rect [0 0 0 0] >>"}) {
        QPDFObjectHandle field = draft.file().makeIndirectObject(QPDFObjectHandle::parse(text));
        page.getKey("/Annots").appendItem(field);
        form.getKey("/Fields").appendItem(field);
    }
    draft.file().getRoot().replaceKey("/AcroForm", form);
    QPDF file;
    const std::string bytes = written(draft.bytes(), {read_page("a")});  // read as it is asked for
    QPDFObjectHandle root = load(file, bytes);
    QPDFObjectHandle fields = root.getKey("/AcroForm").getKey("/Fields");
    ASSERT_EQ(fields.getArrayNItems(), 1);
    EXPECT_EQ(fields.getArrayItem(0).getKey("/V").getUTF8Value(), "Lan");
    // An invisible signature leaves nothing to show.
    QPDFObjectHandle sheet = file.getAllPages().at(0);
    EXPECT_EQ(sheet.getKey("/Annots").getArrayNItems(), 1);
}

TEST(WritePdfOriginal, ClaimsPdfAOnlyWhereTheOriginalDid) {
    for (const auto& [said, expected_part, expected_level] :
         {std::tuple{"", "", ""},
          std::tuple{"<pdfaid:part>1</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>", "1",
                     "<pdfaid:conformance>B<"},
          std::tuple{"<x pdfaid:part=\"2\" pdfaid:conformance=\"U\"/>", "2",
                     "pdfaid:conformance=\"U\""}}) {
        Draft draft;
        draft.add_page("BT /F 12 Tf 50 400 Td (one) Tj ET");
        QPDFObjectHandle metadata = QPDFObjectHandle::newStream(&draft.file(), std::string(said));
        metadata.getDict().replaceKey("/Type", QPDFObjectHandle::newName("/Metadata"));
        if (*said != '\0') draft.file().getRoot().replaceKey("/Metadata", metadata);
        std::string answer;
        const std::string pdf = write_pdf_of(draft.bytes(), kPdf, {read_page("a")}, &answer);
        EXPECT_EQ(answer, "{\"archive\":\"" + std::string(expected_part) + "\",\"broken\":[]}");
        QPDF file;
        QPDFObjectHandle kept = load(file, pdf).getKey("/Metadata");
        if (*said == '\0') {
            EXPECT_FALSE(kept.isStream());
            continue;
        }
        const std::string text = text_of(kept.getStreamData());
        EXPECT_NE(text.find(expected_level), std::string::npos) << text;
    }
}

TEST(WritePdfOriginal, ACopyOfALockedFileIsOpen) {
    Draft draft;
    draft.add_page("BT /F 12 Tf 50 400 Td (printed) Tj ET");
    QPDFWriter writer(draft.file());
    writer.setOutputMemory();
    writer.setR6EncryptionParameters("", "owner", true, false, false, false, false, false,
                                     qpdf_r3p_none, true);
    writer.write();
    const std::string pdf = written(text_of(writer.getBufferSharedPointer()), {read_page("a")});
    QPDF file;
    load(file, pdf);
    EXPECT_FALSE(file.isEncrypted());
    EXPECT_NE(text_seen(pdf).find("printed"), std::string::npos);
}

TEST(WritePdfOriginal, APageWithoutResourcesOrContentGetsItsWords) {
    QPDF file;
    file.emptyPDF();
    file.addPage(file.makeIndirectObject(
                     QPDFObjectHandle::parse("<< /Type /Page /MediaBox [0 0 420 595] >>")),
                 false);
    EXPECT_EQ(text_seen(written(saved(file), {read_page("đây")})), "đây");
}

}  // namespace
}  // namespace vanthu::formats
