// .doc, .rtf and .odt: read by LibreOffice where it is installed, refused with a clear sentence
// where not. Nothing here needs it; what runs for real says so.
#include "pipeline/office_file.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "pipeline/sandbox.h"
#include "stages/reading.h"

namespace vanthu::stages {
namespace {

const std::string kPaper =
    "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times New Roman;}}\\f0 "
    "\\b Quy\\u7871?t \\u273?\\u7883?nh\\b0\\par S\\u7889?: 12/Q\\u272?-UBND\\par}";

// Sets the environment's VANTHU_OFFICE as long as it lives.
class Office {
public:
    explicit Office(const char* path) {
        if (const char* before = std::getenv("VANTHU_OFFICE")) before_ = before;
        ::setenv("VANTHU_OFFICE", path, 1);
    }
    ~Office() {
        if (before_)
            ::setenv("VANTHU_OFFICE", before_->c_str(), 1);
        else
            ::unsetenv("VANTHU_OFFICE");
    }
    Office(const Office&) = delete;
    Office& operator=(const Office&) = delete;

private:
    std::optional<std::string> before_;
};

class OfficeFile : public ::testing::Test {
protected:
    static pipeline::SandboxSettings settings() {
        pipeline::SandboxSettings settings;
        settings.program = VANTHU_BINARY_DIR "/bin/vanthu-sandbox";
        settings.workers = 1;
        return settings;
    }

    pipeline::Document read(const std::string& bytes) {
        pipeline::Document document;
        document.original = blobs_.put(bytes);
        document.source = "cong_van.rtf";
        for (const auto& make :
             {make_ingest_stage, make_render_stage, make_recognise_stage, make_read_docx_stage}) {
            const auto stage = make();
            if (!stage->applies_to(document)) continue;
            pipeline::StageContext context{blobs_, pool_, clock_, stop_, no_settings_, {}, {}};
            stage->run(document, context);
        }
        return document;
    }

    Error refusal(const std::string& bytes) {
        try {
            read(bytes);
        } catch (const Error& error) {
            return error;
        }
        ADD_FAILURE() << "was read";
        return Error(ErrorCode::Internal, "");
    }

    store::TransientBlobs blobs_;
    pipeline::SandboxPool pool_{settings()};
    SystemClock clock_;
    pipeline::StageSettings no_settings_;
    std::stop_token stop_;
};

TEST_F(OfficeFile, IsReadWhereLibreOfficeIsInstalled) {
    if (pipeline::find_office().empty()) {
        EXPECT_EQ(refusal(kPaper).code(), ErrorCode::UnsupportedFormat);
        return;
    }
    const pipeline::Document document = read(kPaper);
    EXPECT_EQ(document.media_type, "application/rtf");
    EXPECT_EQ(blobs_.get(document.original), kPaper) << "the original stays the stored file";
    ASSERT_EQ(document.pages.size(), 1u);
    EXPECT_EQ(text_of(document.pages[0]), "Quyết định\nSố: 12/QĐ-UBND\n");
    EXPECT_TRUE(document.pages[0].blocks.at(0).lines.at(0).bold);
    EXPECT_TRUE(document.secrecy_decided);
}

TEST_F(OfficeFile, WithoutTextTheClerkIsTold) {
    const std::string blank = "{\\rtf1\\ansi \\par}";
    if (pipeline::find_office().empty()) GTEST_SKIP() << "LibreOffice is not installed";
    const pipeline::Document document = read(blank);
    ASSERT_EQ(document.issues.size(), 1u);
    EXPECT_EQ(document.issues[0].code, "no_text");
}

TEST_F(OfficeFile, IsRefusedInBothLanguagesWithoutLibreOffice) {
    const Office none("");
    const Error error = refusal(kPaper);
    EXPECT_EQ(error.code(), ErrorCode::UnsupportedFormat);
    const std::string message = error.what();
    for (const char* said : {"LibreOffice", "not installed", ".rtf", ".docx", "chưa cài"})
        EXPECT_NE(message.find(said), std::string::npos) << said << " in: " << message;
}

TEST_F(OfficeFile, NothingMadeIsBadInput) {
    const Office idle("/bin/true");
    const Error error = refusal(kPaper);
    EXPECT_EQ(error.code(), ErrorCode::BadInput);
    EXPECT_NE(std::string(error.what()).find("save it again"), std::string::npos) << error.what();
}

TEST_F(OfficeFile, AStopEndsTheWait) {
    std::stop_source source;
    source.request_stop();
    const std::string original = blobs_.put(kPaper);
    const int file = blobs_.open(original);
    try {
        pipeline::office_to_docx(file, "rtf", "/bin/true", settings().program, {},
                                 source.get_token());
    } catch (const Error& error) {
        // A child that had ended before it was looked at has made nothing.
        EXPECT_TRUE(error.code() == ErrorCode::Unavailable || error.code() == ErrorCode::BadInput);
        ::close(file);
        return;
    }
    ::close(file);
    FAIL() << "nothing was made, but something came back";
}

}  // namespace
}  // namespace vanthu::stages
