// What a correction teaches, how it is overruled, forgotten, and that secret papers teach nothing.
#include "records/lessons.h"

#include "base/error.h"
#include "records/siblings.h"
#include "store/audit.h"
#include "tests/records/office_fixture.h"

namespace vanthu::records {
namespace {

constexpr const char* kOffice = "SỞ Y TẾ";

class LessonsTest : public OfficeFixture {
protected:
    void teach(const pipeline::Document& document,
               const std::vector<std::pair<std::string, std::string>>& values) {
        write([&](store::Transaction& tx) { learn(tx, document, values, "lan", kMorning); });
    }

    std::vector<Lesson> list(Lessons which = Lessons::Kept) {
        std::vector<Lesson> found;
        read([&](store::Transaction& tx) { found = lessons(tx, which, 100); });
        return found;
    }

    std::vector<Lesson> of(const std::string& issuer) {
        std::vector<Lesson> found;
        read([&](store::Transaction& tx) { found = lessons_of(tx, issuer); });
        return found;
    }
};

TEST_F(LessonsTest, ACorrectionIsRememberedForItsIssuer) {
    const auto document = receive({{"organ_name", kOffice}, {"signer_full_name", "Trân Quôc Vàn"}});
    teach(document, {{"signer_full_name", "Trần Quốc Văn"}});
    const auto learnt = of("Sở y tế");
    ASSERT_EQ(learnt.size(), 1U);
    EXPECT_EQ(learnt[0].issuer, kOffice);
    EXPECT_EQ(learnt[0].field, "signer_full_name");
    EXPECT_EQ(learnt[0].seen, "Trân Quôc Vàn");
    EXPECT_EQ(learnt[0].value, "Trần Quốc Văn");
    EXPECT_EQ(learnt[0].document, document.id);
    EXPECT_EQ(learnt[0].taught_by, "lan");
    EXPECT_TRUE(of("SỞ XÂY DỰNG").empty());
}

TEST_F(LessonsTest, AgreementClearingAndOtherFieldsTeachNothing) {
    const auto document = receive(
        {{"organ_name", kOffice}, {"signer_full_name", "Trần Quốc Văn"}, {"subject", "Kế hoạch"}});
    teach(document, {{"signer_full_name", "Trần Quốc Văn"}});
    teach(document, {{"signer_full_name", ""}});
    teach(document, {{"subject", "Kế hoạch năm 2026"}, {"code_number", "12"}});
    EXPECT_TRUE(list().empty());
}

TEST_F(LessonsTest, WhatWasLearntBeforeTheIssuersNameWasPutRightGoesWithIt) {
    const auto document = receive({{"organ_name", "SỔ Y TE"}, {"signer_position", "GIÁM ĐÓC"}});
    teach(document, {{"signer_position", "GIÁM ĐỐC"}});
    teach(document, {{"organ_name", "SỞ Y TẾ TỈNH"}});
    ASSERT_EQ(of("SỞ Y TẾ TỈNH").size(), 1U);
    EXPECT_EQ(of("SỞ Y TẾ TỈNH")[0].value, "GIÁM ĐỐC");
    read([&](store::Transaction& tx) {
        const auto heads = lessons_on_heads(tx);
        ASSERT_EQ(heads.size(), 1U);
        EXPECT_EQ(heads[0].seen, "SỔ Y TE");
    });
}

TEST_F(LessonsTest, TheSameOfAnotherPaperCountsAndAnotherAnswerOverrules) {
    const auto first = receive({{"organ_name", kOffice}, {"issued_place", "Hung Yen"}});
    const auto second = receive({{"organ_name", kOffice}, {"issued_place", "Hung Yen"}});
    teach(first, {{"issued_place", "Hưng Yên"}});
    teach(first, {{"issued_place", "Hưng Yên"}});
    EXPECT_EQ(list().at(0).times, 1);
    teach(second, {{"issued_place", "Hưng Yên"}});
    ASSERT_EQ(list().size(), 1U);
    EXPECT_EQ(list()[0].times, 2);
    EXPECT_EQ(list()[0].document, second.id);
    const auto third = receive({{"organ_name", kOffice}, {"issued_place", "Hung Yen"}});
    teach(third, {{"issued_place", "Hùng Yên"}});
    ASSERT_EQ(list().size(), 1U);
    EXPECT_EQ(list()[0].value, "Hùng Yên");
    const auto all = list(Lessons::All);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].ended_how == "overruled" || all[1].ended_how == "overruled", true);
}

TEST_F(LessonsTest, APersonMakesTheOfficeForget) {
    const auto document = receive({{"organ_name", kOffice}, {"issued_place", "Hung Yen"}});
    teach(document, {{"issued_place", "Hưng Yên"}});
    const std::string id = list().at(0).id;
    write([&](store::Transaction& tx) { forget_lesson(tx, id, "quan", kMorning + 1); });
    EXPECT_TRUE(of(kOffice).empty());
    const Lesson kept = list(Lessons::All).at(0);
    EXPECT_EQ(kept.ended_by, "quan");
    EXPECT_EQ(kept.ended_how, "forgotten");
    read([&](store::Transaction& tx) {
        EXPECT_EQ(store::audit_of(tx, document.id).back().action, "lesson.forgotten");
    });
    const auto code_of = [&](const std::string& which) {
        try {
            write([&](store::Transaction& tx) { forget_lesson(tx, which, "quan", kMorning); });
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::Internal;
    };
    EXPECT_EQ(code_of(id), ErrorCode::Conflict);
    EXPECT_EQ(code_of("nothing"), ErrorCode::NotFound);
    // Taught again, it is known again.
    teach(receive({{"organ_name", kOffice}, {"issued_place", "Hung Yen"}}),
          {{"issued_place", "Hưng Yên"}});
    EXPECT_EQ(of(kOffice).size(), 1U);
}

TEST_F(LessonsTest, ASecretPaperTeachesNothing) {
    auto document = receive({{"organ_name", kOffice}, {"issued_place", "Hung Yen"}});
    teach(document, {{"issued_place", "Hưng Yên"}});
    write([&](store::Transaction& tx) {
        pipeline::set_state(tx, document.id, pipeline::DocumentState::Quarantined, kMorning);
    });
    EXPECT_TRUE(list(Lessons::All).empty());
    document.state = pipeline::DocumentState::Quarantined;
    teach(document, {{"issued_place", "Hưng Yên"}});
    const auto other = receive({{"organ_name", kOffice}, {"issued_place", "Hung Yen"}});
    teach(other, {{"issued_place", "Hưng Yên"}});
    teach(other, {{"secrecy", "Mật"}, {"issued_place", "Hưng Yên"}});
    EXPECT_TRUE(list(Lessons::All).empty());
}

// Papers of one organ as witnesses of each other.
TEST_F(LessonsTest, SiblingsAreOfTheSameOrganNotationAndYear) {
    const auto keep = [&](const std::string& organ, const std::string& notation,
                          const std::string& number, const std::string& day) {
        auto document = receive({{"organ_name", organ},
                                 {"code_notation", notation},
                                 {"code_number", number},
                                 {"code", number + "/" + notation},
                                 {"issued_date", day}});
        document.secrecy_decided = true;
        write([&](store::Transaction& tx) { pipeline::save_findings(tx, document, "", kMorning); });
        return document.id;
    };
    const auto first = keep(kOffice, "QĐ-SYT", "12", "2026-02-03");
    keep(kOffice, "QĐ-SYT", "19", "2026-02-20");
    keep(kOffice, "QĐ-SYT", "911", "2025-12-20");
    keep(kOffice, "TB-SYT", "4", "2026-02-04");
    keep("SỞ XÂY DỰNG", "QĐ-SYT", "7", "2026-02-05");
    keep(kOffice, "QĐ-SYT", "15", "2026-02");
    read([&](store::Transaction& tx) {
        const auto all = siblings_of(tx, "", kOffice, "QĐ-SYT", "2026");
        ASSERT_EQ(all.size(), 2U);
        EXPECT_EQ(all[0].number, "12");
        EXPECT_EQ(all[1].day, "2026-02-20");
        EXPECT_EQ(siblings_of(tx, first, kOffice, "QĐ-SYT", "2026").size(), 1U);
    });
}

TEST_F(LessonsTest, PapersNameNumbersOfAnotherThatHasNotArrived) {
    auto citing = receive({{"organ_name", "UBND XÃ"}});
    citing.citations.push_back(
        {"Quyết định", "14/QĐ-SYT", "Sở Y tế", "2026-02-10", "", "Quyết định số 14/QĐ-SYT", 1});
    citing.citations.push_back({"Quyết định", "17/QĐ-SYT", "", "2026-02-10", "", "17/QĐ-SYT", 1});
    write([&](store::Transaction& tx) { index_document(tx, citing); });
    read([&](store::Transaction& tx) {
        const auto named = named_by_others(tx, kOffice, "QĐ-SYT", "2026", {"11", "14", "17"});
        ASSERT_EQ(named.size(), 1U);
        EXPECT_EQ(named[0].number, "14");
        EXPECT_EQ(named[0].day, "2026-02-10");
        EXPECT_TRUE(named_by_others(tx, "SỞ XÂY DỰNG", "QĐ-SYT", "2026", {"14"}).empty());
        EXPECT_TRUE(named_by_others(tx, kOffice, "QĐ-SYT", "2025", {"14"}).empty());
    });
}

}  // namespace
}  // namespace vanthu::records
