#include "nominations/history.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "pipeline/documents.h"
#include "store/migrate.h"
#include "tests/conformance/test_database.h"

namespace vanthu::nominations {
namespace {

const std::string kConfig = VANTHU_SOURCE_DIR "/config";

class History : public testing::Test {
protected:
    History()
        : database(place.open()),
          rounds(read_rounds(kConfig + "/rounds", kConfig + "/schema/round.rng")),
          round(find_round(rounds, "cam-lam-2021-2025")) {
        store::migrate(*database);
    }

    template <class F>
    void write(F f) {
        database->write([&](store::Transaction& tx) { f(tx); });
    }

    // A list that came, as the pipeline leaves it.
    std::string add_list(const std::string& organ, const std::vector<std::string>& names,
                         const std::string& arrived) {
        std::string id;
        write([&](store::Transaction& tx) {
            pipeline::NewDocument fresh;
            fresh.source = organ + ".docx";
            fresh.original = std::string(64, 'a');
            fresh.idempotency_key = organ + arrived;
            const Instant at = parse_rfc3339(arrived + "T09:00:00+07:00").value();
            id = pipeline::receive_document(tx, fresh, at);
            pipeline::Document document = pipeline::load_document(tx, id);
            document.form = "nomination_list";
            pipeline::FieldTable table;
            table.id = "nominees";
            table.columns = {"ordinal", "name", "kind", "unit"};
            for (const std::string& name : names)
                table.rows.push_back({"1", name, "individual", organ});
            document.tables = {table};
            pipeline::save_findings(tx, document, "", at);
            pipeline::correct_field(tx, id, "organ_name", organ, "lan", at);
            pipeline::set_state(tx, id, pipeline::DocumentState::NeedsCheck, at);
        });
        return id;
    }

    store::TestDatabase place;
    std::unique_ptr<store::Database> database;
    std::vector<Round> rounds;
    const Round& round;
    const Instant now = parse_rfc3339("2022-03-01T09:00:00+07:00").value();
};

TEST_F(History, WhoHasSentAndWhoHasNot) {
    const std::string sent = add_list("Công an huyện", {"Lê Văn A", "Trần B"}, "2022-02-01");
    add_list("Sở Y tế", {"Ai đó"}, "2022-02-01");     // no submitter of this round
    add_list("Phòng Y tế", {"Ai đó"}, "2021-02-01");  // another year
    write([&](store::Transaction& tx) {
        const auto lines = status(tx, round, 2022, {2022, 3, 1});
        EXPECT_EQ(lines.size(), round.submitters.size());
        int have = 0;
        for (const Submission& line : lines) {
            if (line.documents.empty()) continue;
            ++have;
            EXPECT_EQ(line.submitter, "Công an huyện");
            EXPECT_EQ(line.documents, std::vector<std::string>{sent});
            EXPECT_EQ(line.nominees, 2);
        }
        EXPECT_EQ(have, 1);
    });
}

TEST_F(History, OverdueIsWhoeverHasNotSentAfterTheLastDay) {
    Round dated = round;
    for (Quota& quota : dated.quotas)
        quota.deadlines = {{0, 2, 15, Bound::Before}};
    add_list("Công an huyện", {"Lê Văn A"}, "2022-02-15");
    add_list("Phòng Nội vụ huyện", {"Lê Văn B"}, "2022-02-14");
    write([&](store::Transaction& tx) {
        for (const Submission& line : status(tx, dated, 2022, {2022, 2, 15})) {
            if (!line.last_day) continue;
            EXPECT_EQ(iso_date(*line.last_day), "2022-02-14");
            EXPECT_EQ(line.late, line.submitter == "Công an huyện") << line.submitter;
            EXPECT_EQ(line.overdue, line.documents.empty()) << line.submitter;
        }
    });
}

TEST_F(History, ARecognitionIsKeptOncePerYear) {
    const std::vector<Nominee> people{{1, "Lê Văn A", "individual", "", "Tổ 1", "", ""},
                                      {2, "Tổ 5", "collective", "", "", "", ""}};
    write([&](store::Transaction& tx) {
        EXPECT_EQ(add_recognitions(tx, round.id, 2022, people, "9/QĐ-UBND", "lan", now), 2);
        EXPECT_EQ(add_recognitions(tx, round.id, 2022, people, "9/QĐ-UBND", "lan", now), 0);
        EXPECT_EQ(add_recognitions(tx, round.id, 2023, people, "10/QĐ-UBND", "lan", now), 2);
        EXPECT_EQ(recognitions(tx, round.id).size(), 4U);
        EXPECT_THROW(add_recognitions(tx, round.id, 2023, people, " ", "lan", now), Error);
    });
}

TEST_F(History, OnlyThoseWhoPassedTheNewestSession) {
    write([&](store::Transaction& tx) {
        EXPECT_TRUE(passed(tx, round.id, 2022).empty());
        const Session session{10, 10, "Chiến sĩ thi đua cơ sở", {{"A", 8, 2}, {"B", 7, 3}}};
        const Law law{"l", "Luật", "2000-01-01", "", {{"Chiến sĩ thi đua cơ sở", 80, ""}}, 2,
                      3,   ""};
        add_session(tx, round.id, 2022, session, count_votes(round, &law, session), "2022-03-01",
                    "lan", now);
        EXPECT_EQ(passed(tx, round.id, 2022), std::vector<std::string>{"A"});
    });
}

TEST_F(History, AFlagHoldsUntilItsDay) {
    write([&](store::Transaction& tx) {
        add_flag(tx, {"Lê Văn A", "Tổ 1", "đang xem xét kỷ luật", "2022-06-30"}, "3/KL", "lan",
                 now);
        EXPECT_EQ(flags(tx, {2022, 6, 30}).size(), 1U);
        EXPECT_EQ(flags(tx, {2022, 7, 1}).size(), 0U);
        EXPECT_THROW(add_flag(tx, {"B", "", "r", "mai"}, "", "lan", now), Error);
    });
}

}  // namespace
}  // namespace vanthu::nominations
