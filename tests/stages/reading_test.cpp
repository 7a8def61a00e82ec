// The five reading stages with real page workers on real files.
#include "stages/reading.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "pipeline/sandbox.h"
#include "stages/secrecy.h"

namespace vanthu::stages {
namespace {

using pipeline::Document;
using pipeline::TextOrigin;

std::string sample_file(const std::string& path) {
    std::ifstream in(std::string(VANTHU_SOURCE_DIR) + "/samples/" + path, std::ios::binary);
    EXPECT_TRUE(in) << path;
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

class Reading : public ::testing::Test {
protected:
    static pipeline::SandboxSettings settings() {
        pipeline::SandboxSettings settings;
        settings.program = VANTHU_BINARY_DIR "/bin/vanthu-sandbox";
        settings.workers = 2;
        return settings;
    }

    Document read(const std::string& bytes, const std::string& source) {
        Document document;
        document.original = blobs_.put(bytes);
        document.source = source;
        for (const auto& make :
             {make_ingest_stage, make_render_stage, make_recognise_stage, make_read_docx_stage}) {
            const auto stage = make();
            if (!stage->applies_to(document)) continue;
            pipeline::StageContext context{blobs_, pool_, clock_, stop_, settings_, {}, {}};
            context.head_known = [&](const Document& seen) { told_.push_back(seen); };
            context.progress = [&](double share) {
                EXPECT_GE(share, progress_[std::string(stage->name())]);
                progress_[std::string(stage->name())] = share;
            };
            stage->run(document, context);
        }
        return document;
    }

    Error refusal(const std::string& bytes, const std::string& source) {
        try {
            read(bytes, source);
        } catch (const Error& error) {
            return error;
        }
        ADD_FAILURE() << source << " was read";
        return Error(ErrorCode::Internal, "");
    }

    store::TransientBlobs blobs_;
    pipeline::SandboxPool pool_{settings()};
    SystemClock clock_;
    pipeline::StageSettings settings_;
    std::stop_token stop_;
    std::map<std::string, double> progress_;
    std::vector<Document> told_;  // what was said before all was read
};

bool has_line(const Document& document, const std::string& words) {
    for (const auto& page : document.pages)
        for (const auto& block : page.blocks)
            for (const auto& line : block.lines)
                if (text_of(line) == words) return true;
    return false;
}

TEST_F(Reading, AScanBecomesWordsInItsColumns) {
    const Document document =
        read(sample_file("dispatch/0017-giay-moi-png/input.png"), "giay_moi.png");
    EXPECT_EQ(document.media_type, "image/png");
    ASSERT_EQ(document.pages.size(), 1u);
    const auto& page = document.pages[0];
    EXPECT_EQ(page.origin, TextOrigin::Ocr);
    EXPECT_EQ(page.rotation, 0);
    EXPECT_TRUE(blobs_.contains(page.image));
    EXPECT_TRUE(has_line(document, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    EXPECT_TRUE(has_line(document, "Số: 56/GM-PNV"));
    EXPECT_TRUE(has_line(document, "Tạ Hữu Phước")) << "a name beside a seal";
    for (const auto& block : page.blocks)
        for (const auto& line : block.lines)
            for (const auto& word : line.words) {
                EXPECT_GE(word.box.left, 0);
                EXPECT_LE(word.box.right, page.width);
                EXPECT_LE(word.box.bottom, page.height);
            }
    EXPECT_TRUE(document.secrecy_decided);
    EXPECT_EQ(find_field(document, "secrecy"), nullptr);
    EXPECT_DOUBLE_EQ(progress_["recognise"], 1.0);
}

TEST_F(Reading, ASheetWithTwoPagesBecomesTwoPages) {
    const Document document = read(sample_file("damaged/hard-two-up.jpg"), "sheet.jpg");
    ASSERT_EQ(document.pages.size(), 2u);
    const auto& [left, right] = std::tie(document.pages[0], document.pages[1]);
    EXPECT_EQ(left.number, 1);
    EXPECT_EQ(right.number, 2);
    EXPECT_EQ(left.sheet, 1);
    EXPECT_EQ(right.sheet, 1);
    EXPECT_EQ(right.sheet_left, left.width);
    EXPECT_NE(left.image, right.image);
    EXPECT_NE(text_of(left).find("CỘNG HÒA"), std::string::npos);
    EXPECT_EQ(text_of(right).find("CỘNG HÒA"), std::string::npos);
    EXPECT_NE(text_of(right).find("Lưu"), std::string::npos);
}

TEST_F(Reading, UntilSignedLeavesOutTheMiddleOfThePage) {
    const std::string bytes = sample_file("damaged/clean-colour.jpg");
    const std::string whole = text_of(read(bytes, "page.jpg").pages.at(0));
    settings_["pages"] = "until-signed";
    const std::string part = text_of(read(bytes, "page.jpg").pages.at(0));
    EXPECT_LT(part.size(), whole.size());
    EXPECT_NE(part.find("CỘNG HÒA XÃ HỘI"), std::string::npos);
    EXPECT_NE(part.find("Nơi nhận"), std::string::npos);
    EXPECT_NE(part.find("Lưu"), std::string::npos);
    std::istringstream lines(part);
    int all = 0, other = 0;
    for (std::string line; std::getline(lines, line); ++all)
        if (whole.find(line) == std::string::npos) ++other;
    EXPECT_LT(6 * other, all) << "what is read is read as before";
}

TEST_F(Reading, UntilSignedStopsBehindTheSigningBlock) {
    settings_["pages"] = "until-signed";
    const Document document = read(sample_file("damaged/office-two-pages.tif"), "two_pages.tif");
    ASSERT_EQ(document.pages.size(), 2u);
    EXPECT_NE((text_of(document.pages[0]) + text_of(document.pages[1])).find("Nơi nhận"),
              std::string::npos);
    EXPECT_TRUE(document.secrecy_decided);
}

TEST_F(Reading, TheHeadIsToldBeforeTheSigningBlock) {
    settings_["pages"] = "until-signed";
    const Document document = read(sample_file("damaged/clean-colour.jpg"), "page.jpg");
    ASSERT_EQ(told_.size(), 1u);
    const std::string head = text_of(told_[0].pages.at(0));
    EXPECT_NE(head.find("CỘNG HÒA XÃ HỘI"), std::string::npos);
    EXPECT_EQ(head.find("Nơi nhận"), std::string::npos);
    EXPECT_TRUE(told_[0].pages[0].image.empty()) << "the picture that came is not righted";
    const std::string all = text_of(document.pages.at(0));
    EXPECT_EQ(all.compare(0, 40, head, 0, 40), 0) << "the head comes first";
    EXPECT_TRUE(blobs_.contains(document.pages[0].image));
}

TEST_F(Reading, OfSeveralPagesTheFirstIsToldWhole) {
    const Document document = read(sample_file("damaged/office-two-pages.tif"), "two_pages.tif");
    ASSERT_EQ(told_.size(), 1u);
    EXPECT_EQ(text_of(told_[0].pages.at(0)), text_of(document.pages.at(0)));
    EXPECT_EQ(text_of(told_[0].pages.at(1)), "");
    EXPECT_NE(text_of(document.pages.at(1)), "");
}

TEST_F(Reading, FieldsFirstChangesNothingOfAWholeReadingLater) {
    const std::string bytes = sample_file("damaged/office-bleed.tif");
    const std::string before = text_of(read(bytes, "page.tif").pages.at(0));
    settings_["pages"] = "until-signed";
    read(bytes, "page.tif");
    settings_.clear();
    EXPECT_EQ(text_of(read(bytes, "page.tif").pages.at(0)), before);
}

TEST_F(Reading, APageThatTakesTooLongIsKeptAsFarAsItWasRead) {
    settings_["seconds"] = "0.001";
    const Document document = read(sample_file("damaged/clean-two-pages.tif"), "two_pages.tif");
    ASSERT_EQ(document.pages.size(), 2u);
    ASSERT_EQ(document.issues.size(), 2u);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(document.issues[i].code, "partly_read");
        EXPECT_EQ(document.issues[i].severity, pipeline::Severity::Warning);
        EXPECT_EQ(document.issues[i].detail.find("page " + std::to_string(i + 1) + ":"), 0u);
        EXPECT_TRUE(blobs_.contains(document.pages[i].image)) << "a person can look at it";
        EXPECT_EQ(document.pages[i].origin, TextOrigin::Ocr);
    }
}

TEST_F(Reading, ATimeThatIsNoneIsRefused) {
    const std::string page = sample_file("damaged/clean-colour.jpg");
    for (const char* seconds : {"soon", "0", "-1", "1e9", "2 s"}) {
        settings_["seconds"] = seconds;
        EXPECT_EQ(refusal(page, "a.jpg").code(), ErrorCode::Configuration) << seconds;
    }
}

TEST_F(Reading, AnArrivalStampIsReadApartWithWhatWasFilledIn) {
    const Document document =
        read(sample_file("dispatch/0002-hung-yen-79-scan/input.tif"), "scan.tif");
    ASSERT_EQ(document.pages.size(), 5u);
    std::string stamps;
    for (const auto& block : document.pages[0].blocks)
        if (block.kind == pipeline::Block::Kind::Stamp)
            for (const auto& line : block.lines)
                stamps += text_of(line) + "\n";
    EXPECT_NE(stamps.find("25/4/2022"), std::string::npos) << stamps;
    EXPECT_NE(stamps.find("71"), std::string::npos) << stamps;
    EXPECT_TRUE(document.issues.empty());
}

TEST_F(Reading, TextOfAPdfIsTakenAndSignaturesAreKept) {
    const Document document =
        read(sample_file("dispatch/0012-cam-lam-2258-signed/input.pdf"), "signed.pdf");
    ASSERT_EQ(document.pages.size(), 8u);
    for (const auto& page : document.pages)
        EXPECT_EQ(page.origin, TextOrigin::TextLayer);
    ASSERT_EQ(document.signatures.size(), 1u);
    EXPECT_TRUE(document.signatures[0].valid) << document.signatures[0].reason;
    EXPECT_EQ(document.signatures[0].trust, "unknown");
}

TEST_F(Reading, ADocxIsOnePageWithoutImage) {
    const Document document =
        read(sample_file("dispatch/0001-hung-yen-79-docx/input.docx"), "ke_hoach.docx");
    EXPECT_EQ(document.media_type, kDocx);
    ASSERT_EQ(document.pages.size(), 1u);
    EXPECT_EQ(document.pages[0].origin, TextOrigin::Docx);
    EXPECT_TRUE(document.pages[0].image.empty());
    EXPECT_TRUE(has_line(document, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    EXPECT_TRUE(document.secrecy_decided);
    const pipeline::Field* pages = find_field(document, "page_amount");
    ASSERT_NE(pages, nullptr) << "what the word processor counted";
    EXPECT_EQ(pages->value->normal, "5");
    EXPECT_EQ(pages->value->origin.rule, "docx.properties");
    EXPECT_EQ(pages->state, pipeline::FieldState::NeedsReview);
}

TEST_F(Reading, HostileFilesAreErrorsThatNameTheirCause) {
    const std::map<std::string, std::set<ErrorCode>> expected{
        {"empty.pdf", {ErrorCode::BadInput}},
        {"text-named.docx", {ErrorCode::UnsupportedFormat}},
        {"truncated.tif", {ErrorCode::BadInput}},
        {"needs-password.pdf", {ErrorCode::NeedsPassword}},
        {"zip-bomb.docx", {ErrorCode::LimitExceeded}},
        {"entity-bomb.docx", {ErrorCode::BadInput}},
        {"nested.zip", {ErrorCode::UnsupportedFormat}},
        {"huge-claim.png", {ErrorCode::LimitExceeded}},
    };
    for (const auto& [name, codes] : expected) {
        const Error error = refusal(sample_file("hostile/" + name), name);
        EXPECT_TRUE(codes.count(error.code())) << name << ": " << error.what();
    }
    const std::string hint = refusal(sample_file("hostile/text-named.docx"), "a.docx").what();
    EXPECT_NE(hint.find("although its name ends in .docx"), std::string::npos) << hint;
    const Document escaped = read(sample_file("hostile/path-escape.docx"), "path-escape.docx");
    EXPECT_EQ(escaped.pages.size(), 1u);
}

std::string little(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text += static_cast<char>(value >> (8 * i) & 0xff);
    return text;
}

// An uncompressed bilevel TIFF of white pages; a page's claim may be larger than its bytes.
std::string white_tiff(const std::vector<std::uint32_t>& sides) {
    constexpr std::uint32_t kSide = 800;
    const std::string pixels(kSide / 8 * kSide, '\xff');
    std::string file =
        "II" + little(42, 2) + little(8 + static_cast<std::uint32_t>(pixels.size()), 4) + pixels;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const std::uint32_t entries[][3] = {{256, 4, sides[i]}, {257, 4, sides[i]},
                                            {258, 3, 1},        {259, 3, 1},
                                            {262, 3, 1},        {273, 4, 8},
                                            {278, 4, sides[i]}, {279, 4, kSide / 8 * kSide}};
        file += little(std::size(entries), 2);
        for (const auto& [tag, type, value] : entries)
            file += little(tag, 2) + little(type, 2) + little(1, 4) + little(value, 4);
        const bool last = i + 1 == sides.size();
        file += little(last ? 0 : static_cast<std::uint32_t>(file.size()) + 4, 4);
    }
    return file;
}

TEST_F(Reading, ALaterPageThatCannotBeReadIsAnIssue) {
    const Document document = read(white_tiff({800, 60'000, 800}), "three.tif");
    ASSERT_EQ(document.pages.size(), 3u);
    EXPECT_EQ(document.pages[0].origin, TextOrigin::Ocr);
    EXPECT_EQ(document.pages[1].origin, TextOrigin::None);
    EXPECT_EQ(document.pages[2].origin, TextOrigin::Ocr);
    ASSERT_EQ(document.issues.size(), 1u);
    EXPECT_EQ(document.issues[0].code, "limit_exceeded");
    EXPECT_EQ(document.issues[0].detail.find("page 2: "), 0u) << document.issues[0].detail;
}

TEST_F(Reading, AFirstPageThatCannotBeReadEndsIt) {
    EXPECT_EQ(refusal(white_tiff({60'000, 800}), "two.tif").code(), ErrorCode::LimitExceeded);
}

TEST_F(Reading, AStopEndsItAndLeavesThePoolUsable) {
    std::stop_source source;
    source.request_stop();
    stop_ = source.get_token();
    const std::string page = sample_file("dispatch/0017-giay-moi-png/input.png");
    EXPECT_EQ(refusal(page, "a.png").code(), ErrorCode::Unavailable);
    stop_ = {};
    EXPECT_EQ(read(page, "a.png").pages.size(), 1u);
}

Document with_line(const std::string& words, int top) {
    pipeline::Page page;
    page.number = 1;
    page.width = 1654;
    page.height = 2339;
    pipeline::TextLine line;
    line.box = {200, top, 400, top + 30};
    std::istringstream parts(words);
    for (std::string word; parts >> word;)
        line.words.push_back({word, line.box, 0.9f});
    pipeline::Block block;
    block.lines = {line};
    page.blocks = {block};
    Document document;
    document.pages = {page};
    return document;
}

std::string mark_of(const std::string& words, int top = 300) {
    Document document = with_line(words, top);
    const bool found = decide_secrecy(document, "recognise");
    EXPECT_TRUE(document.secrecy_decided);
    EXPECT_EQ(found, find_field(document, "secrecy") != nullptr);
    return field_text(document, "secrecy");
}

TEST(Secrecy, MarksThatStandAloneAreFound) {
    EXPECT_EQ(mark_of("MẬT"), "Mật");
    EXPECT_EQ(mark_of("TỐI MẬT"), "Tối mật");
    EXPECT_EQ(mark_of("TUYỆT MẬT"), "Tuyệt mật");
    EXPECT_EQ(mark_of("| MẬT |"), "Mật") << "the frame is often read as bars";
    EXPECT_EQ(mark_of("TOI MÂT"), "Tối mật") << "marks are often lost";
    EXPECT_EQ(mark_of("TUYÊT MÁT"), "Tuyệt mật");
}

TEST(Secrecy, WordsOfTheTextAreNoMarks) {
    EXPECT_EQ(mark_of("ỦY BAN MẶT TRẬN TỔ QUỐC"), "");
    EXPECT_EQ(mark_of("mật"), "");
    EXPECT_EQ(mark_of("BẢO MẬT THÔNG TIN"), "");
    EXPECT_EQ(mark_of("MẬT", 1500), "") << "below the head";
    EXPECT_EQ(mark_of("KHẨN"), "");
}

TEST(Secrecy, ADocxIsOneLongSheet) {
    Document document = with_line("MẬT", 2000);
    document.pages[0].width = pipeline::kSheetWidth;
    document.pages[0].height = 40'000;
    EXPECT_FALSE(decide_secrecy(document, "read_docx"));
}

}  // namespace
}  // namespace vanthu::stages
