// Files that mean harm, given to real page workers as the service gives them: each ends in a named
// error or is read, within the limits, and the next file knows nothing of it.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "base/error.h"
#include "pipeline/sandbox.h"
#include "store/descriptor.h"
#include "tests/hostile/made_files.h"

namespace vanthu::hostile {
namespace {

using pipeline::SandboxPool;
using pipeline::SandboxReply;
using pipeline::SandboxSettings;

constexpr int kHasty = 5, kPatient = 60;

SandboxSettings settings(int page_seconds) {
    SandboxSettings settings;
    settings.program = VANTHU_BINARY_DIR "/bin/vanthu-sandbox";
    settings.workers = 1;
    settings.limits.page_seconds = page_seconds;
    return settings;
}

SandboxReply run(SandboxPool& pool, const std::string& operation, const std::string& parameters,
                 const std::string& bytes) {
    const store::Descriptor file = store::Descriptor::unnamed();
    file.write_at(0, bytes, "file");
    return pool.call({operation, parameters, {file.number()}});
}

// What the stages ask of a file until its first page is ready to be recognised: "read", or the
// error's name.
std::string outcome(SandboxPool& pool, const std::string& bytes) {
    try {
        const SandboxReply found = run(pool, "probe", "{}", bytes);
        const auto answer =
            Poco::JSON::Parser().parse(found.result).extract<Poco::JSON::Object::Ptr>();
        const auto type = answer->getValue<std::string>("media_type");
        if (type.find("word") != std::string::npos) {
            run(pool, "read_docx", "{}", bytes);
            return "read";
        }
        const SandboxReply drawn =
            run(pool, "render", "{\"media_type\":\"" + type + "\",\"page\":1}", bytes);
        run(pool, "preprocess", "{}", drawn.attachments.empty() ? bytes : drawn.attachments[0]);
        return "read";
    } catch (const Error& error) {
        EXPECT_NE(error.code(), ErrorCode::Internal) << error.what();
        return std::string(name(error.code()));
    }
}

std::string sample(const std::string& path) {
    std::ifstream in(VANTHU_SOURCE_DIR "/samples/" + path, std::ios::binary);
    EXPECT_TRUE(in) << path;
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

std::string honest_docx() {
    return docx(word_body("<w:p><w:r><w:t>Kính gửi</w:t></w:r></w:p>"));
}

class HostileFiles : public testing::Test {
protected:
    // `expected` holds the outcomes allowed, parted by '|'. Where a timeout is one of them it comes
    // soon; where none is, a busy machine makes none.
    void expect(const char* what, const std::string& bytes, const std::string& expected) {
        SandboxPool& pool = expected.find("timeout") == std::string::npos ? *pool_ : *hasty_;
        const std::string got = outcome(pool, bytes);
        EXPECT_NE(("|" + expected + "|").find("|" + got + "|"), std::string::npos)
            << what << ": " << got << ", expected " << expected;
        EXPECT_EQ(outcome(pool, honest_docx()), "read") << "the file after " << what;
        EXPECT_LE(pool.process_ids().size(), 1u);
    }

    // The kernel's own count over every worker that has ended since this process began.
    void TearDown() override {
        pool_.reset();
        hasty_.reset();
#ifndef VANTHU_SANITIZED
        rusage used{};
        ASSERT_EQ(::getrusage(RUSAGE_CHILDREN, &used), 0);
        EXPECT_LT(used.ru_maxrss / 1024, settings(kPatient).limits.worker_megabytes);
#endif
    }

    std::unique_ptr<SandboxPool> pool_ = std::make_unique<SandboxPool>(settings(kPatient));
    std::unique_ptr<SandboxPool> hasty_ = std::make_unique<SandboxPool>(settings(kHasty));
};

TEST_F(HostileFiles, ImagesThatClaimTooMuch) {
    const std::string rows = packed(1 << 20, '\0');
    expect("PNG of 100000 x 100000", png(100000, 100000, 8, 0, rows), "limit_exceeded");
    expect("PNG of 4294967295 x 1", png(0xffffffff, 1, 8, 0, rows), "limit_exceeded|bad_input");
    expect("PNG of no width", png(0, 10, 8, 0, rows), "bad_input");
    expect("JPEG of 65500 x 65500", jpeg_claim(65500, 65500), "limit_exceeded");
    expect("JPEG of 20 000 scans", jpeg_claim(2000, 3000, 20'000), "limit_exceeded");
    expect("JPEG of 9000 x 9000 with an empty scan", jpeg_claim(9000, 9000), "bad_input|read");
    const std::string data(64, '\0');
    for (const std::uint32_t compression : {1u, 4u, 5u, 7u, 8u, 32773u}) {
        const std::string kind = "TIFF of 100000 x 100000, compression ";
        expect((kind + std::to_string(compression)).c_str(),
               tiff({tiff_page(100000, 100000, compression, data.size())}, data),
               "limit_exceeded|bad_input");
    }
    expect("TIFF of 65535 x 1500 without data", tiff({tiff_page(65535, 1500, 1, 64)}, data),
           "bad_input|limit_exceeded");
    expect("TIFF one pixel wide", tiff({tiff_page(1, 99'999'999, 1, 64)}, data),
           "bad_input|limit_exceeded");
}

TEST_F(HostileFiles, ImageBombs) {
    // As large as the limit allows, in 100 kB.
    expect("PNG of 100 megapixels", png(10000, 10000, 8, 0, packed(10001 * 10000, '\0')),
           "read|limit_exceeded|timeout");
    expect("PNG of 100 megapixels in colour", png(10000, 10000, 8, 2, packed(30001 * 10000, '\0')),
           "read|limit_exceeded|timeout");
    const std::string rows = packed(101 * 100, '\x7f');
    const std::string text = std::string("Comment\0\0", 9) + packed(1u << 30, 'x');
    expect("PNG with a comment of 1 GiB", png(100, 100, 8, 0, rows, png_chunk("zTXt", text)),
           "read|limit_exceeded|bad_input");
    std::string comments;
    const std::string comment =
        png_chunk("zTXt", std::string("Comment\0\0", 9) + packed(50u << 20, 'x'));
    for (int i = 0; i < 200; ++i)
        comments += comment;
    expect("PNG with 200 comments of 50 MiB",
           png(100, 100, 8, 0, packed(101 * 100, '\0'), comments), "read");
    const std::string profile = std::string("profile\0\0", 9) + packed(1u << 30, '\0');
    expect("PNG with a profile of 1 GiB", png(100, 100, 8, 0, rows, png_chunk("iCCP", profile)),
           "read|limit_exceeded|bad_input");
    const std::string strip = packed(1u << 30, '\0');
    expect("TIFF with a strip of 1 GiB", tiff({tiff_page(1000, 1000, 8, strip.size())}, strip),
           "read|bad_input|limit_exceeded");
}

TEST_F(HostileFiles, TiffDirectories) {
    const std::string data(64, '\0');
    std::string circle = tiff({tiff_page(8, 8, 1, 64)}, data);
    circle.replace(circle.size() - 4, 4, circle.substr(4, 4));
    expect("TIFF whose pages form a circle", circle, "bad_input");
    expect("TIFF of 3000 pages",
           tiff(std::vector<std::vector<TiffTag>>(3000, tiff_page(8, 8, 1, 64)), data),
           "limit_exceeded");
    auto page = tiff_page(8, 8, 1, 64);
    page[8].value = 0xfffffff0;
    expect("TIFF with a strip beyond its end", tiff({page}, data), "bad_input");
    page = tiff_page(8, 8, 1, 64);
    page[2] = {258, 3, 0xffffffff, 8};
    expect("TIFF with endless bits", tiff({page}, data), "bad_input|limit_exceeded|read");
    page = tiff_page(8, 8, 1, 64);
    page[6].value = 60000;
    expect("TIFF of 60000 colours", tiff({page}, data), "bad_input|limit_exceeded");
}

TEST_F(HostileFiles, Packages) {
    std::string paragraphs;
    for (int i = 0; i < 100'000; ++i)
        paragraphs += "<w:p/>";
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += paragraphs;
    expect("DOCX bomb", docx(word_body(many)), "limit_exceeded");
    ZipEntry liar = zip_entry("word/styles.xml", many);
    liar.size = 100;
    expect("DOCX with a part larger than it says", docx(word_body("<w:p/>"), {liar}),
           "limit_exceeded|bad_input|read");
    std::string deep;
    for (int i = 0; i < 50'000; ++i)
        deep += "<w:tbl><w:tr><w:tc>";
    expect("DOCX with tables in tables", docx(word_body(deep)), "limit_exceeded|bad_input");
    expect("DOCX with entities",
           docx("<!DOCTYPE w:document [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">"
                "<!ENTITY c SYSTEM \"file:///etc/passwd\">]>"
                "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
                "main\"><w:body><w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p></w:body></w:document>"),
           "bad_input|limit_exceeded");
    std::vector<ZipEntry> entries;
    for (int i = 0; i < 5000; ++i)
        entries.push_back(zip_entry("word/media/" + std::to_string(i), "x"));
    expect("DOCX of 5000 entries", docx(word_body("<w:p/>"), entries), "limit_exceeded");
    std::string inner = zip({zip_entry("doc.txt", std::string(1 << 20, '0'))});
    for (int i = 0; i < 12; ++i)
        inner = zip({zip_entry("a.zip", inner), zip_entry("b.zip", inner)});
    expect("ZIP in ZIP", inner, "unsupported_format");
    expect("DOCX around ZIP in ZIP",
           docx(word_body("<w:p/>"), {zip_entry("word/embeddings/a.zip", inner)}), "read");
    ZipEntry locked = zip_entry("word/document.xml", word_body("<w:p/>"));
    locked.encrypted = true;
    expect(
        "DOCX with a locked entry",
        zip({zip_entry("[Content_Types].xml", "<Types/>"), zip_entry("_rels/.rels", ""), locked}),
        "needs_password|bad_input|unsupported_format");
    expect("DOCX without its main part", zip({zip_entry("[Content_Types].xml", "<Types/>")}),
           "bad_input|unsupported_format");
}

TEST_F(HostileFiles, PdfTrees) {
    expect("PDF whose page tree holds itself",
           pdf({"<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"}),
           "bad_input");
    std::vector<std::string> nodes{"<< /Type /Catalog /Pages 2 0 R >>"};
    for (int i = 2; i < 100'002; ++i)
        nodes.push_back("<< /Type /Pages /Count 1 /Kids [" + std::to_string(i + 1) + " 0 R] >>");
    nodes.push_back("<< /Type /Page /MediaBox [0 0 9 9] >>");
    expect("PDF with a page tree 100000 deep", pdf(nodes), "bad_input|limit_exceeded|read");
    expect(
        "PDF that claims 2000000000 pages",
        pdf({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 2000000000 >>"}),
        "bad_input|limit_exceeded");
    std::string kids;
    for (int i = 0; i < 5000; ++i)
        kids += "3 0 R ";
    expect("PDF with one page 5000 times",
           pdf({"<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Count 5000 /Kids [" + kids + "] >>",
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"}),
           "limit_exceeded|bad_input");
    expect("PDF with arrays in arrays", pdf({std::string(1'000'000, '[')}),
           "bad_input|limit_exceeded");
    expect("PDF with arrays in arrays on its page",
           pdf_page("BT " + std::string(1'000'000, '[') + " TJ ET"),
           "read|bad_input|limit_exceeded");
    expect("PDF whose length is itself", pdf_page("<< /Length 4 0 R >>\nstream\nq Q\nendstream"),
           "read|bad_input");
    std::string circle = pdf_page("q Q");
    circle.insert(circle.rfind("/Root"),
                  "/Prev " + circle.substr(circle.rfind("startxref") + 10, 3) + " ");
    expect("PDF whose tables form a circle", circle, "read|bad_input");
}

TEST_F(HostileFiles, PdfContent) {
    expect("PDF page of 1000 km", pdf_page("q Q", "", {}, "[0 0 2834645669 2834645669]"),
           "limit_exceeded|bad_input|read");
    expect("PDF page of no size", pdf_page("q Q", "", {}, "[0 0 0 0]"), "read|bad_input");
    const std::string spaces = packed(std::size_t{3} << 30, ' ');
    expect("PDF with a content of 3 GiB", pdf_page(pdf_stream("/Filter /FlateDecode", spaces)),
           "limit_exceeded|timeout|bad_input");
    expect(
        "PDF packed twice",
        pdf_page(pdf_stream("/Filter [/FlateDecode /FlateDecode]", zip_entry("", spaces).deflated)),
        "read|limit_exceeded|timeout|bad_input");
    const std::string form = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] ";
    expect("PDF that draws itself",
           pdf_page("/F Do", "/XObject << /F 5 0 R >>",
                    {pdf_stream(form + "/Resources << /XObject << /F 5 0 R >> >>", "/F Do /F Do")}),
           "read|limit_exceeded|timeout");
    // Each form draws the next ten times: 10^8 drawings in 9 small objects.
    std::vector<std::string> forms;
    for (int i = 5; i < 14; ++i)
        forms.push_back(pdf_stream(
            form + "/Resources << /XObject << /F " + std::to_string(i + 1) + " 0 R >> >>",
            i < 13 ? "/F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do /F Do "
                   : "0 0 1 1 re f"));
    expect("PDF with drawings in drawings", pdf_page("/F Do", "/XObject << /F 5 0 R >>", forms),
           "read|limit_exceeded|timeout");
    const std::string image =
        "/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 ";
    expect("PDF with an image of 100000 x 100000",
           pdf_page("595 0 0 842 0 0 cm /I Do", "/XObject << /I 5 0 R >>",
                    {pdf_stream(image + "/Width 100000 /Height 100000 /Filter /FlateDecode",
                                packed(1u << 30, '\0'))}),
           "read|limit_exceeded|timeout|bad_input");
    expect("PDF with a JPEG that claims 65500 x 65500",
           pdf_page("595 0 0 842 0 0 cm /I Do", "/XObject << /I 5 0 R >>",
                    {pdf_stream(image + "/Width 65500 /Height 65500 /Filter /DCTDecode",
                                jpeg_claim(65500, 65500))}),
           "read|limit_exceeded|timeout|bad_input");
}

TEST_F(HostileFiles, CutShortAnywhere) {
    const std::vector<std::string> whole{
        "dispatch/0001-hung-yen-79-docx/input.docx",   "dispatch/0011-cam-lam-2258-pdf/input.pdf",
        "dispatch/0012-cam-lam-2258-signed/input.pdf", "dispatch/0016-thong-bao-jpeg/input.jpg",
        "dispatch/0017-giay-moi-png/input.png",        "dispatch/0008-lam-dong-scan/input.tif"};
    for (const std::string& path : whole) {
        const std::string bytes = sample(path);
        for (const std::size_t part : {1, 3, 50, 90, 99}) {
            const std::string got = outcome(*pool_, bytes.substr(0, bytes.size() * part / 100));
            EXPECT_TRUE(got == "bad_input" || got == "unsupported_format" || got == "read")
                << path << " cut after " << part << " %: " << got;
            // A PDF may lose its end and still have whole pages, and JPEG shows what came.
            if (path.ends_with(".tif") || path.ends_with(".docx") || path.ends_with(".png")) {
                EXPECT_NE(got, "read") << path << " cut after " << part << " %";
            }
        }
    }
}

TEST_F(HostileFiles, FontsThatAPdfDoesNotBringAreStillDrawn) {
    const auto drawn = [&](const std::string& content) {
        const std::string page = pdf_page(content, "/Font << /F 5 0 R >>",
                                          {"<< /Type /Font /Subtype /TrueType /BaseFont "
                                           "/TimesNewRoman /Encoding /WinAnsiEncoding >>"});
        return run(*pool_, "render", R"({"media_type":"application/pdf","page":1})", page)
            .attachments.at(0);
    };
    // So few words are left to the recogniser, so the page comes as bare pixels.
    const std::string empty = drawn("q Q");
    const std::string page = drawn("BT /F 40 Tf 50 600 Td (CONG HOA XA HOI CHU NGHIA) Tj ET");
    ASSERT_EQ(page.size(), empty.size());
    int inked = 0;
    for (std::size_t i = 0; i < page.size(); ++i)
        inked += page[i] != empty[i];
    EXPECT_GT(inked, 2000) << "no letters: the fence keeps the fonts out";
}

}  // namespace
}  // namespace vanthu::hostile
