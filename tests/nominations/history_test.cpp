#include "nominations/history.h"
#include "nominations/delegates.h"
#include "nominations/sessions.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"
#include "nominations/kept_rounds.h"
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

    Arrival receive(const std::string& document) {
        Arrival arrival;
        write([&](store::Transaction& tx) {
            arrival = receive_list(tx, rounds, pipeline::load_document(tx, document), now).value();
        });
        return arrival;
    }

    void correct(const std::string& document, const std::string& field, const std::string& value) {
        write([&](store::Transaction& tx) {
            pipeline::correct_field(tx, document, field, value, "lan", now);
        });
    }

    store::TestDatabase place{store::TestDatabase::Start::Office};
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

TEST_F(History, AListIsMatchedToItsRoundYearAndSubmitter) {
    const std::string sent = add_list("CÔNG AN HUYỆN CAM LÂM", {"Lê Văn A"}, "2022-02-01");
    const Arrival arrival = receive(sent);
    EXPECT_EQ(arrival.standing, Standing::Counted);
    EXPECT_EQ(arrival.round, round.id);
    EXPECT_EQ(arrival.year, 2022);
    correct(sent, "subject", "Danh sách đăng ký điển hình tiên tiến năm 2023");
    EXPECT_EQ(receive(sent).year, 2023) << "the title says the year";
    write([&](store::Transaction& tx) {
        EXPECT_EQ(lists(tx, round, 2023).size(), 1U);
        EXPECT_TRUE(lists(tx, round, 2022).empty());
    });
}

TEST_F(History, WhatNoRuleSettlesWaitsForAPerson) {
    const std::string unknown = add_list("Sở Giao thông", {"Ai đó"}, "2022-02-01");
    const std::string outside = add_list("Công an huyện", {"Ai đó"}, "2031-02-01");
    const std::string first = add_list("Công an huyện", {"Lê Văn A"}, "2022-02-01");
    const std::string second = add_list("Công an huyện", {"Lê Văn B"}, "2022-02-03");
    EXPECT_EQ(receive(unknown).reason, "submitter_unknown");
    EXPECT_EQ(receive(outside).reason, "year_outside");
    EXPECT_EQ(receive(first).standing, Standing::Counted);
    EXPECT_EQ(receive(second).reason, "second_list");
    write([&](store::Transaction& tx) {
        EXPECT_EQ(waiting_lists(tx).size(), 3U);
        EXPECT_EQ(lists(tx, round, 2022).size(), 1U);
        const std::vector<Nominee> someone{{1, "Lê Văn A", "individual", "", "Tổ 1", "", ""}};
        add_recognitions(tx, round.id, 2022, someone, "9/QĐ-UBND", "lan", now);
    });
    EXPECT_EQ(receive(first).standing, Standing::Counted) << "it counted before the decision";
    const std::string late = add_list("Phòng Nội vụ", {"Ai đó"}, "2022-12-01");
    EXPECT_EQ(receive(late).reason, "round_closed");
}

TEST_F(History, AListSentTwiceIsToldAsTheSame) {
    const std::string first = add_list("Công an huyện", {"Lê Văn A", "Trần B"}, "2022-02-01");
    const std::string again = add_list("CÔNG AN HUYỆN", {"Lê Văn A", "TRẦN B"}, "2022-02-03");
    EXPECT_EQ(receive(first).standing, Standing::Counted);
    EXPECT_EQ(receive(again).reason, "same_list");
    EXPECT_EQ(receive(first).standing, Standing::Counted) << "read once more it still counts";
}

TEST_F(History, APersonSaysWhetherASecondListReplacesOrAdds) {
    const std::string first = add_list("Công an huyện", {"Lê Văn A"}, "2022-02-01");
    const std::string second = add_list("Công an huyện", {"Lê Văn B"}, "2022-02-03");
    const std::string third = add_list("Công an huyện", {"Lê Văn C"}, "2022-02-05");
    for (const std::string& document : {first, second, third})
        receive(document);
    ListDecision decision{ListDecision::What::Count, round.id, 2022, "", "", ""};
    write([&](store::Transaction& tx) {
        decide_list(tx, rounds, second, decision, "lan", now);
        ASSERT_EQ(lists(tx, round, 2022).size(), 2U);
        const auto checked = check_lists(tx, round, 2022, {2022, 3, 1});
        EXPECT_EQ(checked[0].result.quotas.at(1).used, 2) << "both count together";
        decision.what = ListDecision::What::Replace;
        decide_list(tx, rounds, third, decision, "lan", now);
        const auto left = lists(tx, round, 2022);
        ASSERT_EQ(left.size(), 1U);
        EXPECT_EQ(left[0].document, third);
        EXPECT_EQ(arrival_of(tx, first)->standing, Standing::Replaced);
        EXPECT_EQ(arrival_of(tx, first)->reason, third);
    });
    EXPECT_EQ(receive(third).decided_by, "lan") << "a person's decision stays";
    write([&](store::Transaction& tx) {
        decision.what = ListDecision::What::Refuse;
        EXPECT_THROW(decide_list(tx, rounds, third, decision, "lan", now), Error);
        decision.reason = "gửi nhầm";
        EXPECT_EQ(decide_list(tx, rounds, third, decision, "lan", now).standing, Standing::Refused);
        EXPECT_TRUE(lists(tx, round, 2022).empty());
        decision.what = ListDecision::What::Count;
        decision.year = 2030;
        EXPECT_THROW(decide_list(tx, rounds, third, decision, "lan", now), Error);
        decision.year = 2022;
        decision.sent_on = "hôm qua";
        EXPECT_THROW(decide_list(tx, rounds, third, decision, "lan", now), Error);
        decision.sent_on = "2022-01-31";
        decide_list(tx, rounds, third, decision, "lan", now);
        EXPECT_EQ(iso_date(*lists(tx, round, 2022).at(0).sent_on), "2022-01-31");
    });
}

TEST_F(History, AReturnedListMakesRoomForTheNext) {
    const std::string first = add_list("Công an huyện", {"Lê Văn A"}, "2022-02-01");
    EXPECT_EQ(receive(first).standing, Standing::Counted);
    write([&](store::Transaction& tx) {
        pipeline::set_state(tx, first, pipeline::DocumentState::Returned, now);
    });
    const std::string second = add_list("Công an huyện", {"Lê Văn A"}, "2022-02-09");
    EXPECT_EQ(receive(second).standing, Standing::Counted);
}

TEST_F(History, TwoOfOneNameAreVotedOnByTheirRow) {
    const std::string one = add_list("Công an huyện", {"Lê Văn A"}, "2022-02-01");
    const std::string two = add_list("Phòng Nội vụ huyện", {"Lê Văn A", "Trần B"}, "2022-02-01");
    receive(one);
    receive(two);
    write([&](store::Transaction& tx) {
        const Session session{
            9,
            9,
            "Điển hình tiên tiến",
            {{"Lê Văn A", 9, 0, one, 1}, {"Lê Văn A", 4, 5, two, 1}, {"Trần B", 5, 4, two, 2}},
            50};
        const KeptSession kept = hold_session(tx, round, 2022, session, {2022, 3, 1}, "lan", now);
        EXPECT_EQ(kept.session.percent, 50);
        const auto people = chosen(tx, round, 2022, {2022, 3, 1}).nominees;
        ASSERT_EQ(people.size(), 2U);  // 5 of 9 is more than half, 4 is not
        EXPECT_EQ(people[0].unit, "Công an huyện");
        EXPECT_EQ(people[1].name, "Trần B");
    });
}

TEST_F(History, ALaterSessionChangesOnlyWhomItVotedOn) {
    const std::string list = add_list("Công an huyện", {"Lê Văn A", "Trần B"}, "2022-02-01");
    receive(list);
    write([&](store::Transaction& tx) {
        const auto vote = [&](int yes_of_a, int yes_of_b) {
            Session session{9, 9, "Điển hình tiên tiến", {}, 50};
            if (yes_of_a >= 0) session.votes.push_back({"Lê Văn A", yes_of_a, 0, list, 1});
            if (yes_of_b >= 0) session.votes.push_back({"Trần B", yes_of_b, 0, list, 2});
            hold_session(tx, round, 2022, session, {2022, 3, 1}, "lan", now);
        };
        vote(9, 2);
        vote(-1, 8);
        EXPECT_EQ(chosen(tx, round, 2022, {2022, 3, 2}).nominees.size(), 2U);
        EXPECT_EQ(sessions(tx, round.id, 2022).size(), 2U);
        vote(1, 9);
        ASSERT_EQ(sessions(tx, round.id, 2022).size(), 1U) << "nothing of the first two counts";
        EXPECT_EQ(passed(tx, round.id, 2022), std::vector<std::string>{"Trần B"});
    });
}

TEST_F(History, WhoIsChosenElsewhereIsNotVotedOnHere) {
    const Round& hung_yen = find_round(rounds, "hung-yen-2021-2025");
    receive(add_list("UBND XÃ ĐÔNG TẢO", {"Lê Văn A", "Lê Văn B"}, "2023-01-05"));
    receive(add_list("UBND HUYỆN KHOÁI CHÂU", {"Lê Văn A"}, "2023-02-01"));
    write([&](store::Transaction& tx) {
        EXPECT_EQ(lists(tx, hung_yen, 2023).size(), 2U);
        const auto people = candidates(tx, hung_yen, 2023);
        ASSERT_EQ(people.size(), 1U);
        EXPECT_EQ(people[0].submitter, "UBND huyện Khoái Châu");
    });
}

TEST_F(History, AmongTheTiedAPersonChoosesWithAReason) {
    write([&](store::Transaction& tx) {
        const auto recognise = [&](const std::string& name, int year) {
            const std::vector<Nominee> one{{1, name, "individual", "", "Đội 1", "", ""}};
            add_recognitions(tx, round.id, year, one, "9/QĐ-UBND", "lan", now);
        };
        for (const int year : {2021, 2022})
            recognise("Lê Văn A", year);
        for (const char* name : {"Trần B", "Phạm C"})
            recognise(name, 2021);
        EXPECT_TRUE(delegates(tx, round, 2).picked.empty());
        const Ranked who{"Phạm C", "individual", "Đội 1", {}};
        EXPECT_THROW(choose_delegate(tx, round, 2, who, " ", "lan", now), Error);
        EXPECT_THROW(choose_delegate(tx, round, 3, who, "nữ", "lan", now), Error) << "no tie";
        choose_delegate(tx, round, 2, who, "ưu tiên nữ", "lan", now);
        const Delegates after = delegates(tx, round, 2);
        ASSERT_EQ(after.picked.size(), 1U);
        EXPECT_EQ(after.ranked[after.picked[0]].name, "Phạm C");
        const Ranked other{"Trần B", "individual", "Đội 1", {}};
        EXPECT_THROW(choose_delegate(tx, round, 2, other, "nữ", "lan", now), Error) << "no seat";
        EXPECT_EQ(after.reasons, std::vector<std::string>{"ưu tiên nữ"});
        EXPECT_EQ(after.ranked[after.picked[0]].place, Place::In);
        EXPECT_TRUE(std::none_of(after.ranked.begin(), after.ranked.end(), [](const Ranked& one) {
            return one.place == Place::Tied;
        })) << "no seat is left to tie for";
        take_choice_back(tx, round, who, "lan", now);
        EXPECT_THROW(take_choice_back(tx, round, who, "lan", now), Error) << "nobody chose";
        choose_delegate(tx, round, 2, other, "nữ", "lan", now);
    });
}

TEST_F(History, WhoIsBarredIsNotRecognisedUnlessAPersonSaysSo) {
    const std::string list = add_list("Công an huyện", {"Lê Văn A", "Trần B"}, "2022-02-01");
    receive(list);
    write([&](store::Transaction& tx) {
        const Session session{9,
                              9,
                              "Điển hình tiên tiến",
                              {{"Lê Văn A", 9, 0, list, 1}, {"Trần B", 9, 0, list, 2}},
                              50};
        hold_session(tx, round, 2022, session, {2022, 3, 1}, "lan", now);
        add_flag(tx, {"Trần B", "", "đang bị điều tra", ""}, "3/QĐ-UBND", "lan", now);
        const Chosen people = chosen(tx, round, 2022, local_date(now));
        ASSERT_EQ(people.nominees.size(), 1U);
        ASSERT_EQ(people.barred.size(), 1U);
        EXPECT_EQ(people.barred[0].finding.code, "blocked");
        const auto keep = [&](const AboutBarred& about) {
            return recognise(tx, round, 2022, "9/QĐ-UBND", about, "lan", now);
        };
        EXPECT_THROW(keep({}), Error) << "nobody said what becomes of B";
        EXPECT_THROW(keep(about_barred("take", " ")), Error) << "no reason";
        EXPECT_THROW(about_barred("perhaps", ""), Error);
        EXPECT_EQ(taken(people, about_barred("take", "")).size(), 2U);
        EXPECT_EQ(keep(about_barred("leave_out", "")), 1);
        EXPECT_EQ(recognitions(tx, round.id).at(0).name, "Lê Văn A");
        for (const CheckedList& after : check_lists(tx, round, 2022, {2022, 3, 1}))
            for (const Finding& finding : after.result.findings)
                EXPECT_TRUE(finding.code != "already_recognised" || finding.severity == "info")
                    << "it is what came of this list";
        EXPECT_EQ(keep(about_barred("take", "đã có kết luận không vi phạm")), 1);
    });
}

TEST_F(History, AFlagIsLiftedNotDeleted) {
    write([&](store::Transaction& tx) {
        add_flag(tx, {"Lê Văn A", "", "đang xem xét kỷ luật", ""}, "3/QĐ-UBND", "lan", now);
        const auto set = flags(tx, {2022, 3, 1});
        ASSERT_EQ(set.size(), 1U);
        lift_flag(tx, set[0].id, "lan", now);
        EXPECT_TRUE(flags(tx, {2022, 3, 1}).empty());
        EXPECT_THROW(lift_flag(tx, set[0].id, "lan", now), Error);
        EXPECT_EQ(tx.query("select id from nomination_flag").size(), 1U);
    });
}

TEST_F(History, RoundsAreKeptAndReplacedWithTheirFolder) {
    write([&](store::Transaction& tx) {
        save_rounds(tx, kConfig + "/rounds", kConfig + "/schema");
        EXPECT_EQ(nominations::rounds(tx).size(), rounds.size());
        EXPECT_EQ(laws(tx).size(), 3U);
        save_rounds(tx, "/nowhere", kConfig + "/schema");
        EXPECT_TRUE(nominations::rounds(tx).empty());
        EXPECT_TRUE(laws(tx).empty());
    });
}

TEST(YearSaid, IsTheLastOneOfATitle) {
    EXPECT_EQ(year_said("Danh sách đăng ký điển hình tiên tiến năm 2023"), 2023);
    EXPECT_EQ(year_said("giai đoạn năm 2021 - 2025, NĂM 2024"), 2024);
    EXPECT_EQ(year_said("5 năm 202"), 0);
    EXPECT_EQ(year_said("năm 20234"), 0);
    EXPECT_EQ(year_said(""), 0);
}

}  // namespace
}  // namespace vanthu::nominations
