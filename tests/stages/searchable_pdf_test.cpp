#include "stages/searchable_pdf.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "stages/reading.h"
#include "tests/store/refusal.h"

namespace vanthu::stages {
namespace {

using pipeline::Block;
using pipeline::Document;
using pipeline::Page;
using pipeline::TextOrigin;
using store::mentions;
using store::refusal;

std::string sample(const std::string& path) {
    std::ifstream in(std::string(VANTHU_SOURCE_DIR) + "/samples/dispatch/" + path,
                     std::ios::binary);
    EXPECT_TRUE(in) << path;
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

Block block_of(Block::Kind kind, const std::string& word, float confidence) {
    Block block;
    block.kind = kind;
    block.box = {200, 300, 400, 340};
    block.lines.push_back({{{word, block.box, confidence}}, block.box});
    return block;
}

class SearchablePdf : public testing::Test {
protected:
    SearchablePdf()
        : pool_({.program = VANTHU_BINARY_DIR "/bin/vanthu-sandbox",
                 .tessdata = {},
                 .workers = 1,
                 .limits = {}}) {}

    Document document(const std::string& file, const std::string& media_type, TextOrigin origin) {
        Document document;
        document.source = "scans/" + file;
        document.media_type = media_type;
        document.original = blobs_.put(sample(file));
        Page page;
        page.number = 1;
        page.width = 1654;
        page.height = 2339;
        page.dpi = 200;
        page.origin = origin;
        page.blocks.push_back(block_of(Block::Kind::Paragraph, "Quyết", 0.9f));
        document.pages.push_back(std::move(page));
        return document;
    }

    std::string write(const Document& document) {
        return write_searchable_pdf(document, blobs_, pool_);
    }

    store::TransientBlobs blobs_;
    pipeline::SandboxPool pool_;
};

constexpr const char* kPdf = "application/pdf";
constexpr const char* kScanPdf = "0015-quyet-dinh-scan-pdf/input.pdf";
constexpr const char* kSignedPdf = "0012-cam-lam-2258-signed/input.pdf";

TEST_F(SearchablePdf, IsNotMadeOfADocx) {
    const Error error = refusal([&] {
        write(document("0001-hung-yen-79-docx/input.docx", std::string(kDocx), TextOrigin::Docx));
    });
    EXPECT_EQ(error.code(), ErrorCode::UnsupportedFormat);
    EXPECT_TRUE(mentions(error, "no searchable PDF")) << error.what();
}

TEST_F(SearchablePdf, ASignedFileThatKnowsItsTextIsReturnedByteForByte) {
    EXPECT_EQ(write(document(kSignedPdf, kPdf, TextOrigin::TextLayer)), sample(kSignedPdf));
    EXPECT_TRUE(pool_.process_ids().empty()) << "no worker is needed for that";
}

TEST_F(SearchablePdf, AScanIsMadeANewFileThatShowsNoFolders) {
    const Document scan = document("0016-thong-bao-jpeg/input.jpg", "image/jpeg", TextOrigin::Ocr);
    const std::string pdf = write(scan);
    EXPECT_TRUE(pdf.starts_with("%PDF-"));
    EXPECT_NE(pdf.find(sample("0016-thong-bao-jpeg/input.jpg")), std::string::npos);
    EXPECT_NE(pdf.find(">input.jpg<"), std::string::npos);
    EXPECT_EQ(pdf.find("scans"), std::string::npos);
    EXPECT_EQ(write(scan), pdf) << "the same document gives the same bytes";
}

TEST_F(SearchablePdf, ACorrectedWordChangesTheFile) {
    Document scan = document(kScanPdf, kPdf, TextOrigin::Ocr);
    const std::string before = write(scan);
    EXPECT_NE(before, sample(kScanPdf));
    scan.pages[0].blocks[0].lines[0].words[0].text = "Quyền";
    EXPECT_NE(write(scan), before);
}

TEST_F(SearchablePdf, ABannerThatThePdfPrintsItselfIsNotWrittenTwice) {
    Document scan = document(kScanPdf, kPdf, TextOrigin::Mixed);
    const std::string without = write(scan);
    scan.pages[0].blocks.push_back(block_of(Block::Kind::Stamp, "banner", 1));
    EXPECT_EQ(write(scan), without);
    scan.pages[0].blocks.back() = block_of(Block::Kind::Stamp, "stamp", 0.8f);
    EXPECT_NE(write(scan), without) << "a stamp that was recognised is new";
}

TEST_F(SearchablePdf, PagesCutFromOneSheetAreThatSheetAgain) {
    Document whole = document("0016-thong-bao-jpeg/input.jpg", "image/jpeg", TextOrigin::Ocr);
    Document halves = whole;
    auto far = block_of(Block::Kind::Paragraph, "định", 0.9f);
    far.box = far.lines[0].box = far.lines[0].words[0].box = {1000, 300, 1200, 340};
    whole.pages[0].blocks.push_back(far);

    Page right = halves.pages[0];
    halves.pages[0].width = 800;
    halves.pages[0].sheet = right.sheet = 1;
    right.number = 2;
    right.width -= 800;
    right.sheet_left = 800;
    right.blocks = {block_of(Block::Kind::Paragraph, "định", 0.9f)};
    halves.pages.push_back(right);
    EXPECT_EQ(write(halves), write(whole));
}

TEST_F(SearchablePdf, WhatTheWorkerRefusesIsSaid) {
    Document broken = document(kScanPdf, kPdf, TextOrigin::Ocr);
    broken.original = blobs_.put("%PDF-1.4 and nothing else");
    EXPECT_EQ(refusal([&] { write(broken); }).code(), ErrorCode::BadInput);
}

}  // namespace
}  // namespace vanthu::stages
