// What a file is, by content; every refusal names its reason.
#include <gtest/gtest.h>

#include "tests/sandboxed/operation.h"

namespace vanthu::formats::test {
namespace {

using namespace std::string_literals;

struct Case {
    const char* name;
    std::string bytes;
    ErrorCode code;
    const char* says;
};

TEST(Probe, SaysWhatAFileIsThatIsNotRead) {
    const std::vector<Case> cases{
        {"empty", "", ErrorCode::BadInput, "the file is empty"},
        {"zeros", std::string(100, '\0'), ErrorCode::BadInput, "zero bytes"},
        {"text", "Kính gửi: Sở Nội vụ\n", ErrorCode::UnsupportedFormat, "a text file"},
        {"html", "<!DOCTYPE html><p>x", ErrorCode::UnsupportedFormat, "a web page"},
        {"xml", "<?xml version='1.0'?><a/>", ErrorCode::UnsupportedFormat, "an XML file"},
        {"gif", "GIF89a\x01\x02", ErrorCode::UnsupportedFormat, "a GIF image"},
        {"doc", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"s + std::string(500, '\0'),
         ErrorCode::UnsupportedFormat, "no Word document"},
        {"encrypted docx",
         "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"s + "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"s,
         ErrorCode::NeedsPassword, "password"},
        {"program", "MZ\x90\x01\x02", ErrorCode::UnsupportedFormat, "a Windows program"},
        {"rubbish", "\x01\x02\x03\x04", ErrorCode::UnsupportedFormat, "no kind of document"},
        {"xlsx", zipped({{"xl/workbook.xml", "<x/>"}}), ErrorCode::UnsupportedFormat, "Excel"},
        {"zip", zipped({{"a.txt", "a"}}), ErrorCode::UnsupportedFormat, "no Word document"},
        {"half a zip", docx("<w:p/>").substr(0, 60), ErrorCode::BadInput, "damaged"},
        {"half a JPEG", "\xff\xd8\xff\xe0", ErrorCode::BadInput, "damaged"},
        {"half a PNG", "\x89PNG\r\n\x1a\n", ErrorCode::BadInput, "damaged"},
        {"PDF in name", "%PDF-1.7\n", ErrorCode::BadInput, "PDF"},
        {"TIFF without a page", "II\x2a\0\0\0\0\0"s, ErrorCode::BadInput, "no page"},
        {"TIFF that points outside", "II\x2a\0\xff\xff\xff\x7f"s, ErrorCode::BadInput, "cut short"},
    };
    for (const Case& c : cases) {
        const Refusal refusal = refusal_of(probe, c.bytes);
        EXPECT_EQ(refusal.code, c.code) << c.name << ": " << refusal.message;
        EXPECT_NE(refusal.message.find(c.says), std::string::npos)
            << c.name << ": " << refusal.message;
    }
}

TEST(Probe, KnowsWhatOlderWordProcessorsWrote) {
    const auto media_type = [](const std::string& bytes) {
        return json(call(probe, bytes).result)->getValue<std::string>("media_type");
    };
    const std::string ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"s + std::string(500, '\0');
    EXPECT_EQ(media_type("{\\rtf1 x}"), "application/rtf");
    EXPECT_EQ(media_type(ole + "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"s), "application/msword");
    const std::string text = "application/vnd.oasis.opendocument.text";
    EXPECT_EQ(media_type(zipped({{"mimetype", text}, {"content.xml", "<x/>"}})), text);
    const std::string sheet = "application/vnd.oasis.opendocument.spreadsheet";
    EXPECT_EQ(refusal_of(probe, zipped({{"mimetype", sheet}, {"content.xml", "<x/>"}})).code,
              ErrorCode::UnsupportedFormat);
}

TEST(Probe, TiffPagesInACircleAreDamage) {
    // One directory without entries whose successor is itself.
    const std::string circle = "II\x2a\0\x08\0\0\0\0\0\x08\0\0\0"s;
    const Refusal refusal = refusal_of(probe, circle);
    EXPECT_EQ(refusal.code, ErrorCode::BadInput);
    EXPECT_NE(refusal.message.find("circle"), std::string::npos) << refusal.message;
}

TEST(Probe, CountsPages) {
    const auto pages = [](const std::string& path) {
        const auto answer = json(call(probe, sample_bytes(path)).result);
        return std::pair{answer->getValue<std::string>("media_type"),
                         answer->getValue<int>("pages")};
    };
    EXPECT_EQ(pages("dispatch/0002-hung-yen-79-scan/input.tif"), (std::pair{"image/tiff"s, 5}));
    EXPECT_EQ(pages("dispatch/0011-cam-lam-2258-pdf/input.pdf"),
              (std::pair{"application/pdf"s, 8}));
    EXPECT_EQ(pages("dispatch/0016-thong-bao-jpeg/input.jpg"), (std::pair{"image/jpeg"s, 1}));
    EXPECT_EQ(pages("dispatch/0017-giay-moi-png/input.png"), (std::pair{"image/png"s, 1}));
}

TEST(Probe, TellsWhatAWordProcessorCounted) {
    const auto counted = [](const std::string& properties) {
        const auto answer =
            json(call(probe, docx("<w:p/>", {{"docProps/app.xml", properties}})).result);
        return answer->optValue("counted_pages", 0);
    };
    EXPECT_EQ(counted("<Properties><TotalTime>3</TotalTime><Pages>12</Pages></Properties>"), 12);
    EXPECT_EQ(counted("<ep:Properties><ep:Pages>2</ep:Pages></ep:Properties>"), 2);
    for (const char* unsaid :
         {"<Properties/>", "<Pages></Pages>", "<Pages>x</Pages>", "<Pages>12", "<Pages>-1</Pages>",
          "<Pages>99999999999999999999</Pages>", "<HiddenPages>7</HiddenPages>"})
        EXPECT_EQ(counted(unsaid), 0) << unsaid;
    EXPECT_EQ(json(call(probe, docx("<w:p/>")).result)->optValue("counted_pages", 0), 0);
}

TEST(Probe, HoldsTheLimits) {
    pipeline::Limits limits;
    limits.pages = 4;
    const std::string scan = sample_bytes("dispatch/0002-hung-yen-79-scan/input.tif");
    EXPECT_EQ(refusal_of(probe, scan, "{}", limits).code, ErrorCode::LimitExceeded);
    const std::string pdf = sample_bytes("dispatch/0011-cam-lam-2258-pdf/input.pdf");
    EXPECT_EQ(refusal_of(probe, pdf, "{}", limits).code, ErrorCode::LimitExceeded);
    limits = {};
    limits.bytes = 100;
    const Refusal refusal = refusal_of(probe, pdf, "{}", limits);
    EXPECT_EQ(refusal.code, ErrorCode::LimitExceeded);
    EXPECT_NE(refusal.message.find("limits.bytes"), std::string::npos) << refusal.message;
}

TEST(Probe, ASignatureHoldsOverTheFileAndOverNothingElse) {
    const std::string path = "dispatch/0012-cam-lam-2258-signed/input.pdf";
    std::string file = sample_bytes(path);
    const auto signature = [](const std::string& bytes) {
        return json(call(probe, bytes).result)->getArray("signatures")->getObject(0);
    };
    const auto whole = signature(file);
    EXPECT_TRUE(whole->getValue<bool>("valid")) << whole->getValue<std::string>("reason");
    EXPECT_FALSE(whole->getValue<std::string>("common_name").empty());
    EXPECT_FALSE(whole->getValue<std::string>("signed_at").empty());

    // One byte of the producer's name: the structure stays, the digest does not.
    const std::size_t at = file.find("%PDF-1.") + 7;
    file[at] = file[at] == '7' ? '6' : '7';
    EXPECT_FALSE(signature(file)->getValue<bool>("valid"));
}

TEST(Probe, EveryPrefixOfAFileIsAnsweredWithAnErrorOrRead) {
    for (const char* path :
         {"dispatch/0001-hung-yen-79-docx/input.docx",
          "dispatch/0012-cam-lam-2258-signed/input.pdf", "dispatch/0017-giay-moi-png/input.png",
          "hostile/needs-password.pdf"}) {
        const std::string whole = sample_bytes(path);
        int refused = 0;
        for (std::size_t i = 0; i < 40; ++i)
            try {
                call(probe, whole.substr(0, whole.size() * i / 40));
            } catch (const Error& error) {
                EXPECT_NE(error.code(), ErrorCode::Internal) << path << ": " << error.what();
                ++refused;
            }
        EXPECT_GT(refused, 0) << path;
    }
}

}  // namespace
}  // namespace vanthu::formats::test
