// The layout check of a draft as the diagram's service task sees it.
#include "stages/layout.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace vanthu::stages {
namespace {

constexpr const char* kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

class DraftCheck : public testing::Test {
protected:
    LayoutVerdict check(const std::string& bytes, const std::string& media_type) {
        pipeline::Document document;
        document.media_type = media_type;
        document.original = blobs_.put(bytes);
        return check_draft(document, blobs_, sandbox_, rules_);
    }

    static std::string bytes_of(const std::string& name) {
        std::ifstream in(std::string(VANTHU_SOURCE_DIR "/samples/dispatch/") + name,
                         std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    static pipeline::SandboxSettings settings() {
        pipeline::SandboxSettings settings;
        settings.program = VANTHU_BINARY_DIR "/bin/vanthu-sandbox";
        settings.workers = 1;
        return settings;
    }

    store::TransientBlobs blobs_;
    pipeline::SandboxPool sandbox_{settings()};
    forms::LayoutRules rules_ = forms::read_layout_rules(
        VANTHU_SOURCE_DIR "/forms/layouts/state.xml", VANTHU_SOURCE_DIR "/forms/layout.rng");
};

TEST_F(DraftCheck, CountsWhatDepartsAndSaysEachWithItsRemedyAndRule) {
    const LayoutVerdict verdict = check(bytes_of("0007-lam-dong-docx/input.docx"), kDocx);
    EXPECT_GE(verdict.errors, 2);
    EXPECT_EQ(verdict.issues.size(), static_cast<std::size_t>(verdict.errors + verdict.warnings));
    for (const pipeline::Issue& issue : verdict.issues) {
        EXPECT_TRUE(issue.code.starts_with(kLayoutIssues)) << issue.code;
        EXPECT_NE(issue.detail.find("Nghị định 30/2020/NĐ-CP"), std::string::npos) << issue.detail;
    }
    const LayoutVerdict right = check(bytes_of("0013-cong-van-docx/input.docx"), kDocx);
    EXPECT_EQ(right.errors + right.warnings, 0);
    EXPECT_TRUE(right.issues.empty());
}

TEST_F(DraftCheck, WhatHasNoLookOfItsOwnStopsNobody) {
    for (const auto& [bytes, type] :
         {std::pair<std::string, std::string>{"%PDF-1.4", "application/pdf"},
          {"PK damaged", kDocx}}) {
        const LayoutVerdict verdict = check(bytes, type);
        EXPECT_EQ(verdict.errors, 0) << type;
        ASSERT_EQ(verdict.issues.size(), 1u) << type;
        EXPECT_EQ(verdict.issues[0].code, "layout_unchecked");
    }
}

}  // namespace
}  // namespace vanthu::stages
