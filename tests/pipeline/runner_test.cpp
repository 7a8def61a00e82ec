#include "pipeline/runner.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>

#include "base/error.h"
#include "pipeline/documents.h"
#include "tests/pipeline/office_fixture.h"

namespace vanthu::pipeline {
namespace {

// A stage made of a function; counts how often it ran.
class TestStage : public Stage {
public:
    using Work = std::function<void(Document&, StageContext&)>;
    TestStage(std::string name, Work work) : name_(std::move(name)), work_(std::move(work)) {}

    std::string_view name() const override { return name_; }
    int version() const override { return 1; }
    bool applies_to(const Document&) const override { return true; }
    void run(Document& document, StageContext& context) const override {
        ++runs;
        work_(document, context);
    }

    mutable int runs = 0;

private:
    std::string name_;
    Work work_;
};

void one_page(Document& document, StageContext& context) {
    Page page;
    page.number = 1;
    page.image = context.blobs.put("image of the page");
    page.blocks = {Block{}};
    page.blocks[0].lines = {TextLine{{Word{"KẾ", {}, 1}, Word{"HOẠCH", {}, 1}}, {}, false, false}};
    document.pages = {page};
}

void decide(Document& document, StageContext&) {
    document.secrecy_decided = true;
}

class RunnerTest : public ::testing::Test, protected OfficeFixture {
protected:
    SandboxPool sandbox{SandboxSettings{"/bin/false", "", 1, 1, {}}};
    ProgressBoard progress;
    StageTable stages;

    const TestStage& stage(const std::string& name, TestStage::Work work) {
        stages.push_back(std::make_unique<TestStage>(name, std::move(work)));
        return static_cast<const TestStage&>(*stages.back());
    }

    void run(const std::string& kind_of_end = "") {
        Pipeline pipeline{"intake", {}};
        for (const auto& s : stages)
            pipeline.steps.push_back({s.get(), {}});
        const Runner runner(*database, *blobs, sandbox, clock, progress, pipeline);
        std::optional<Job> job;
        write([&](store::Transaction& tx) { job = take_job(tx, "w", clock.now()); });
        ASSERT_TRUE(job) << kind_of_end;
        runner.process(*job, {});
    }

    Document load(const DocumentId& id) {
        Document document;
        database->read([&](store::Transaction& tx) {
            document = load_document(tx, id);
            load_pages(tx, *blobs, document);
        });
        return document;
    }
};

TEST_F(RunnerTest, PagesAndEffectsAreThereAfterTheLastStage) {
    const auto id = receive("bytes");
    stage("render", one_page);
    stage("recognise", decide);
    stage("route", [](Document&, StageContext& context) {
        context.in_checkpoint([](store::Transaction& tx, const Document& document) {
            set_state(tx, document.id, DocumentState::NeedsCheck, kMorning);
        });
    });
    run();
    const Document document = load(id);
    EXPECT_EQ(document.state, DocumentState::NeedsCheck);
    ASSERT_EQ(document.pages.size(), 1U);
    EXPECT_EQ(text_of(document.pages[0]), "KẾ HOẠCH\n");
    EXPECT_EQ(blobs->get(document.pages[0].image), "image of the page");
    EXPECT_EQ(count("select count(*) as n from job where state = 'done'"), 1);
    EXPECT_EQ(count("select count(*) as n from stage_run where outcome = 'done'"), 3);
}

TEST_F(RunnerTest, WhatTheHeadSaysIsNewsBeforeTheRestIsRead) {
    const auto id = receive("bytes");
    std::optional<Progress> news;
    stage("recognise", [&](Document& document, StageContext& context) {
        decide(document, context);
        Document head = document;
        one_page(head, context);
        context.head_known(head);
        context.progress(0.5);
        news = progress.of(id);
    });
    const TestStage& extract = stage("extract", [](Document& document, StageContext& context) {
        context.in_checkpoint([](store::Transaction&, const Document&) {});
        Field field;
        field.id = "code";
        if (!document.pages.empty()) field.value = Value{"79/KH-UBND", "79/KH-UBND", 1, {}};
        document.fields = {field};
    });
    const TestStage& route = stage("route", decide);
    run();
    ASSERT_TRUE(news);
    EXPECT_EQ(news->stage, "recognise");
    EXPECT_EQ(news->fields, (std::map<FieldId, std::string>{{"code", "79/KH-UBND"}}));
    EXPECT_EQ(extract.runs, 2);
    EXPECT_EQ(route.runs, 1) << "news has no effects";
    EXPECT_EQ(field_text(load(id), "code"), "") << "the document itself has no page here";
    EXPECT_FALSE(progress.of(id));
}

TEST_F(RunnerTest, NewsThatCannotBeMadeIsNoFailure) {
    const auto id = receive("bytes");
    stage("recognise", [](Document& document, StageContext& context) {
        decide(document, context);
        context.head_known(document);
        document.pages.resize(1);
    });
    stage("extract", [](Document& document, StageContext&) {
        if (document.pages.empty()) throw Error(ErrorCode::BadInput, "nothing there");
    });
    run();
    EXPECT_EQ(count("select count(*) as n from job where state = 'done'"), 1);
    EXPECT_TRUE(load(id).issues.empty());
}

TEST_F(RunnerTest, RetrySkipsWhatIsDone) {
    receive("bytes");
    const TestStage& first = stage("recognise", decide);
    bool broken = true;
    stage("extract", [&](Document&, StageContext&) {
        if (broken) throw Error(ErrorCode::Unavailable, "the share is gone");
    });
    run();
    EXPECT_EQ(count("select count(*) as n from job where state = 'ready'"), 1);
    broken = false;
    clock.advance(3'600'000'000);
    run();
    EXPECT_EQ(first.runs, 1);
    EXPECT_EQ(count("select count(*) as n from job where state = 'done'"), 1);
}

TEST_F(RunnerTest, NothingDerivedIsOnDiskBeforeSecrecyIsDecided) {
    const auto id = receive("bytes");
    stage("render", one_page);
    stage("recognise", [&](Document&, StageContext&) {
        std::int64_t files = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder + "/blobs"))
            files += entry.is_regular_file();
        EXPECT_EQ(files, 1) << "only the original may be stored";
        throw Error(ErrorCode::BadInput, "page 1: damaged");
    });
    run();
    EXPECT_EQ(load(id).state, DocumentState::Failed);
}

TEST_F(RunnerTest, SecretPaperIsQuarantinedAndNothingOfItIsKept) {
    const auto id = receive("bytes");
    stage("render", one_page);
    stage("recognise", [](Document& document, StageContext&) {
        document.secrecy_decided = true;
        Field mark;
        mark.id = "secrecy";
        mark.value = Value{"MẬT", "Mật", 1, {}};
        document.fields = {mark};
    });
    const TestStage& later = stage("extract", decide);
    run();
    const Document document = load(id);
    EXPECT_EQ(document.state, DocumentState::Quarantined);
    EXPECT_TRUE(document.pages.empty());
    EXPECT_TRUE(document.fields.empty());
    EXPECT_EQ(later.runs, 0);
    EXPECT_EQ(count("select count(*) as n from job where state = 'done'"), 1);
}

TEST_F(RunnerTest, DamagedFileComesToAPersonWithASentence) {
    const auto id = receive("bytes");
    stage("ingest", [](Document&, StageContext&) {
        throw Error(ErrorCode::BadInput, "the TIFF ends in the middle");
    });
    run();
    const Document document = load(id);
    EXPECT_EQ(document.state, DocumentState::Failed);
    ASSERT_EQ(document.issues.size(), 1U);
    EXPECT_EQ(document.issues[0].code, "bad_input");
    EXPECT_EQ(document.issues[0].detail, "the TIFF ends in the middle");
    EXPECT_EQ(blobs->get(document.original), "bytes");
}

TEST_F(RunnerTest, WorkerThatLostItsLeaseCommitsNothing) {
    const auto id = receive("bytes");
    stage("recognise", [&](Document& document, StageContext&) {
        document.secrecy_decided = true;
        document.form = "dispatch";
        clock.advance(kLeaseMicroseconds + 1);
        write([&](store::Transaction& tx) { ASSERT_TRUE(take_job(tx, "another", clock.now())); });
    });
    EXPECT_THROW(run(), Error);
    EXPECT_EQ(load(id).form, "unknown");
    EXPECT_EQ(count("select count(*) as n from stage_run"), 0);
}

TEST_F(RunnerTest, PipelineFileWithAnUnknownStageNamesItsLineAndTheStageThatWasMeant) {
    stage("recognise", decide);
    const auto path = write_file(
        "pipelines.xml",
        "<pipeline id=\"intake\" version=\"1\">\n  <stage name=\"recognize\"/>\n</pipeline>\n");
    try {
        read_pipeline(path, std::string(VANTHU_SOURCE_DIR) + "/config/schema/pipelines.rng",
                      stages);
        FAIL() << "an unknown stage was accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Configuration);
        EXPECT_NE(std::string(error.what()).find(":2:"), std::string::npos) << error.what();
        EXPECT_NE(std::string(error.what()).find("did you mean 'recognise'"), std::string::npos)
            << error.what();
    }
}

}  // namespace
}  // namespace vanthu::pipeline
