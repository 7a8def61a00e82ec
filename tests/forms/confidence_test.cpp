#include "forms/confidence.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "base/error.h"
#include "tests/forms/sheet.h"

namespace vanthu::forms {
namespace {

const std::string kForms = std::string(VANTHU_SOURCE_DIR) + "/forms";

pipeline::Field field(const std::string& id, float confidence) {
    pipeline::Field made;
    made.id = id;
    made.value = pipeline::Value{"x", "x", confidence, {"extract", id, 1, {}, ""}};
    made.state = pipeline::FieldState::Extracted;
    return made;
}

TEST(Confidence, TheShippedTableRisesAndIsStrictWithNumbers) {
    const Calibration table =
        Calibration::load(kForms + "/confidence.xml", kForms + "/confidence.rng");
    for (const char* id :
         {"code_number", "issued_date", "organ_name", "subject", "signer_full_name"}) {
        ASSERT_TRUE(table.knows(id)) << id;
        double before = 0;
        for (int step = 0; step <= 100; ++step) {
            const double now = table.right(id, step / 100.0);
            EXPECT_GE(now, before) << id << " at " << step;
            EXPECT_LE(now, 1.0);
            before = now;
        }
    }
    EXPECT_GE(table.accept("code_number"), 0.99);
    EXPECT_GE(table.accept("issued_date"), 0.99);
    EXPECT_GE(table.accept("organ_name"), 0.98);
}

TEST(Confidence, ApplySetsShareAndState) {
    const Calibration table(
        {{"code_number", {0.99, 1.0, {{0.5, 0.4}, {0.9, 0.8}, {0.97, 0.995}}}}});
    std::vector<pipeline::Field> fields{field("code_number", 0.9f), field("code_number", 0.97f),
                                        field("code_number", 1.0f), field("unknown", 0.6f)};
    table.apply(fields);
    EXPECT_NEAR(fields[0].value->confidence, 0.8, 1e-5);
    EXPECT_EQ(fields[0].state, pipeline::FieldState::NeedsReview);
    EXPECT_EQ(fields[1].state, pipeline::FieldState::Extracted);
    EXPECT_EQ(fields[2].state, pipeline::FieldState::Extracted);  // read, not recognised
    EXPECT_FLOAT_EQ(fields[3].value->confidence, 0.6f);
    EXPECT_NEAR(table.right("code_number", 0.7), 0.6, 1e-9);
    EXPECT_NEAR(table.right("code_number", 0.1), 0.4, 1e-9);
}

TEST(Confidence, APersonsWordIsNotWeighed) {
    const Calibration table({{"subject", {0.98, 1.0, {{0.5, 0.1}}}}});
    std::vector<pipeline::Field> fields{field("subject", 0.5f)};
    fields[0].state = pipeline::FieldState::Corrected;
    table.apply(fields);
    EXPECT_EQ(fields[0].state, pipeline::FieldState::Corrected);
    EXPECT_FLOAT_EQ(fields[0].value->confidence, 0.5f);
}

TEST(Confidence, CurveFindsTheSharesItWasMadeFrom) {
    std::mt19937 random(4);
    std::uniform_real_distribution<double> any(0, 1);
    std::vector<Outcome> outcomes;
    for (int i = 0; i < 20000; ++i) {
        const double raw = any(random);
        outcomes.push_back({raw, any(random) < raw * raw});
    }
    const auto curve = monotone_curve(outcomes, 10);
    ASSERT_LE(curve.size(), 10u);
    ASSERT_GE(curve.size(), 5u);
    for (std::size_t i = 0; i < curve.size(); ++i) {
        EXPECT_NEAR(curve[i].right, curve[i].raw * curve[i].raw, 0.06);
        EXPECT_GE(curve[i].right, curve[i > 0 ? i - 1 : 0].right);
    }
}

TEST(Confidence, WilsonsInterval) {
    EXPECT_NEAR(wilson(0, 100).high, 0.037, 0.001);
    EXPECT_NEAR(wilson(50, 100).low, 0.404, 0.001);
    EXPECT_EQ(wilson(0, 0).high, 1);
}

TEST(Confidence, RefusesATableThatFalls) {
    const std::string path = ::testing::TempDir() + "falling-confidence.xml";
    std::ofstream(path)
        << R"(<confidence documents="1"><field id="code" values="1" accept="0.9" text="1">
<point raw="0.5" right="0.9"/><point raw="0.6" right="0.4"/></field></confidence>)";
    EXPECT_THROW(Calibration::load(path, kForms + "/confidence.rng"), Error);
    std::remove(path.c_str());
}

}  // namespace
}  // namespace vanthu::forms
