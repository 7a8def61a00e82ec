// A clerk's correction improves the next paper of the same organ: the real stages, a real office.
#include <gtest/gtest.h>

#include "pipeline/runner.h"
#include "records/lessons.h"
#include "stages/decisions.h"
#include "stages/understanding.h"
#include "tests/forms/sheet.h"
#include "tests/pipeline/office_fixture.h"

namespace vanthu::stages {
namespace {

using forms::testing::library;
using forms::testing::Sheet;
using pipeline::Document;
using pipeline::DocumentState;
using pipeline::FieldState;

// Stands for render and recognise: the paper is already read.
class ReadStage : public pipeline::Stage {
public:
    explicit ReadStage(const Sheet& sheet) : sheet_(sheet) {}
    std::string_view name() const override { return "recognise"; }
    int version() const override { return 1; }
    bool applies_to(const Document&) const override { return true; }
    void run(Document& document, pipeline::StageContext&) const override {
        document.pages = sheet_.document().pages;
        document.secrecy_decided = true;
    }

private:
    Sheet sheet_;
};

class DoneStage : public pipeline::Stage {
public:
    std::string_view name() const override { return "done"; }
    int version() const override { return 1; }
    bool applies_to(const Document&) const override { return true; }
    void run(Document&, pipeline::StageContext& context) const override {
        context.in_checkpoint([](store::Transaction& tx, const Document& document) {
            pipeline::set_state(tx, document.id, DocumentState::NeedsCheck, kMorning);
        });
    }
};

// A notice as a worn scanner shows it: the signer's name lost its marks.
Sheet notice(const std::string& number, const std::string& signer, float confidence) {
    Sheet sheet;
    sheet.head("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .head("HUYỆN CAM LÂM", "Độc lập - Tự do - Hạnh phúc")
        .down()
        .head("Số: " + number + "/TB-UBND", "Cam Lâm, ngày 13 tháng 5 năm 2021")
        .down()
        .title("THÔNG BÁO")
        .title("Lịch tiếp công dân của lãnh đạo huyện")
        .down()
        .body("Ủy ban nhân dân huyện thông báo lịch tiếp công dân tháng 5 năm 2021.")
        .down(2)
        .foot("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN")
        .foot("- Như trên;", "CHỦ TỊCH")
        .foot("- Lưu: VT.", "")
        .down(2)
        .centred(Sheet::kSigner, signer, confidence);
    return sheet;
}

class LearningTest : public ::testing::Test, protected OfficeFixture {
protected:
    Document read(const Sheet& sheet) {
        const auto id = receive("bytes of " + std::to_string(++papers_));
        const ReadStage reading(sheet);
        const auto classify = make_classify_stage(library());
        const auto extract = make_extract_stage(library(), nullptr, database.get());
        const auto validate = make_validate_stage(library());
        const DoneStage done;
        const pipeline::Pipeline stages{"intake",
                                        {{&reading, {}},
                                         {classify.get(), {}},
                                         {extract.get(), {}},
                                         {validate.get(), {}},
                                         {&done, {}}}};
        pipeline::SandboxPool sandbox{pipeline::SandboxSettings{"/bin/false", "", 1, 1, {}}};
        pipeline::ProgressBoard progress;
        const pipeline::Runner runner(*database, *blobs, sandbox, clock, progress, stages);
        std::optional<pipeline::Job> job;
        write([&](store::Transaction& tx) { job = pipeline::take_job(tx, "w", clock.now()); });
        runner.process(job.value(), {});
        return load(id);
    }

    Document load(const pipeline::DocumentId& id) {
        Document document;
        database->read([&](store::Transaction& tx) { document = pipeline::load_document(tx, id); });
        return document;
    }

    void correct(const Document& document,
                 const std::vector<std::pair<std::string, std::string>>& values) {
        write([&](store::Transaction& tx) {
            correct_fields(tx, *blobs, document.id, values, "lan", clock.now());
        });
    }

    static bool told(const Document& document, const std::string& of) {
        for (const pipeline::Issue& issue : document.issues)
            if (issue.code == "learnt" && issue.detail.find(of) != std::string::npos) return true;
        return false;
    }

    int papers_ = 0;
};

TEST_F(LearningTest, ACorrectedSignerIsReadRightOnTheNextPaper) {
    const Document first = read(notice("21", "Ngo Van Bào", 0.6f));
    ASSERT_EQ(first.state, DocumentState::NeedsCheck);
    ASSERT_NE(pipeline::field_text(first, "signer_full_name"), "Ngô Văn Báo");
    correct(first, {{"signer_full_name", "Ngô Văn Báo"}});

    const Document second = read(notice("22", "Ngo Vàn Bao", 0.6f));
    EXPECT_EQ(pipeline::field_text(second, "signer_full_name"), "Ngô Văn Báo");
    EXPECT_EQ(pipeline::find_field(second, "signer_full_name")->state, FieldState::NeedsReview);
    EXPECT_TRUE(told(second, first.id));

    const Document successor = read(notice("23", "Lê Minh Tuấn", 0.6f));
    EXPECT_EQ(pipeline::field_text(successor, "signer_full_name"), "Lê Minh Tuấn");
    const Document blank = read(notice("24", "", 0.6f));
    EXPECT_EQ(pipeline::field_text(blank, "signer_full_name"), "");
}

TEST_F(LearningTest, WhatIsForgottenIsNoLongerOffered) {
    const Document first = read(notice("21", "Ngo Van Bào", 0.6f));
    correct(first, {{"signer_full_name", "Ngô Văn Báo"}});
    write([&](store::Transaction& tx) {
        for (const auto& lesson : records::lessons(tx, records::Lessons::Kept, 10))
            records::forget_lesson(tx, lesson.id, "lan", clock.now());
    });
    const Document second = read(notice("22", "Ngo Van Bào", 0.6f));
    EXPECT_EQ(pipeline::field_text(second, "signer_full_name"),
              pipeline::field_text(first, "signer_full_name"));
    EXPECT_FALSE(told(second, first.id));
}

TEST_F(LearningTest, ACorrectionThatFailsTeachesNothing) {
    const Document first = read(notice("21", "Ngo Van Bào", 0.6f));
    EXPECT_ANY_THROW(correct(first, {{"signer_full_name", "Ngô Văn Báo"}, {"no_such_field", "x"}}));
    EXPECT_EQ(count("select count(*) as n from lesson"), 0);
}

TEST_F(LearningTest, AHeadThatWasPartedWronglyIsPartedAsTheClerkDid) {
    const auto with_head = [](const std::string& number) {
        Sheet sheet;
        sheet.head("TỔNG HỘI Y DƯỢC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
            .head("VƯỜN THUỐC DƯỠNG SINH", "Độc lập - Tự do - Hạnh phúc")
            .down()
            .head("Số: " + number + "/TB-VTDS", "Cam Lâm, ngày 13 tháng 5 năm 2021")
            .down()
            .title("THÔNG BÁO")
            .title("Lịch sinh hoạt tháng 5")
            .down()
            .body("Vườn thuốc thông báo lịch sinh hoạt tháng 5 năm 2021 như sau.")
            .down(2)
            .foot("Nơi nhận:", "CHỦ NHIỆM")
            .foot("- Lưu: VT.", "")
            .down(2)
            .foot("", "Ngô Văn Báo");
        return sheet;
    };
    const Document first = read(with_head("3"));
    ASSERT_EQ(pipeline::field_text(first, "organ_name"), "TỔNG HỘI Y DƯỢC VƯỜN THUỐC DƯỠNG SINH");
    correct(first, {{"organ_name", "VƯỜN THUỐC DƯỠNG SINH"},
                    {"organization_in_charge", "TỔNG HỘI Y DƯỢC"}});
    const Document second = read(with_head("4"));
    EXPECT_EQ(pipeline::field_text(second, "organ_name"), "VƯỜN THUỐC DƯỠNG SINH");
    EXPECT_EQ(pipeline::field_text(second, "organization_in_charge"), "TỔNG HỘI Y DƯỢC");
    EXPECT_EQ(pipeline::find_field(second, "organ_name")->state, FieldState::NeedsReview);
}

}  // namespace
}  // namespace vanthu::stages
