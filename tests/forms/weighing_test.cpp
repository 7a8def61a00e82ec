#include "forms/weighing.h"

#include <gtest/gtest.h>

namespace vanthu::forms {
namespace {

using pipeline::Field;
using pipeline::FieldState;

Field field(const std::string& id, const std::string& value, float confidence) {
    Field made;
    made.id = id;
    if (value.empty()) return made;
    made.value =
        pipeline::Value{value, value, confidence, {"extract", id, 1, {10, 10, 50, 30}, ""}};
    made.state = confidence >= 0.8f ? FieldState::Extracted : FieldState::NeedsReview;
    return made;
}

std::vector<Field> head(const std::string& number, float sure, const std::string& date,
                        float date_sure) {
    return {field("code", number + "/QĐ-UBND", sure), field("code_number", number, sure),
            field("code_notation", "QĐ-UBND", 0.95f), field("issued_date", date, date_sure)};
}

GapReading gap(Gap::Part part, double by_hand, std::vector<GapReading::Guess> guesses) {
    GapReading reading;
    reading.part = part;
    reading.page = 1;
    reading.box = {100, 100, 200, 140};
    reading.by_hand = by_hand;
    reading.guesses = std::move(guesses);
    return reading;
}

const Field& of(const std::vector<Field>& fields, const std::string& id) {
    for (const Field& one : fields)
        if (one.id == id) return one;
    throw std::out_of_range(id);
}

struct Result {
    std::vector<Field> fields;
    std::vector<pipeline::Issue> issues;
};

Result weigh(std::vector<Field> fields, const std::vector<GapReading>& readings,
             const Evidence& evidence = {}) {
    Result result{std::move(fields), {}};
    weigh_fields(result.fields, readings, evidence, result.issues);
    return result;
}

TEST(Weighing, AMisreadNumberByHandBecomesCandidates) {
    const Result read = weigh(head("564", 0.78f, "2025-05-30", 0.9f),
                              {gap(Gap::Part::Number, 0.95, {{"561", 0.7}, {"567", 0.25}})});
    const Field& number = of(read.fields, "code_number");
    EXPECT_FALSE(number.value);
    EXPECT_EQ(number.state, FieldState::NeedsReview);
    EXPECT_EQ(number.candidates, (std::vector<std::string>{"561", "567", "564"}));
    EXPECT_EQ(of(read.fields, "code").value->normal, "/QĐ-UBND");
    EXPECT_EQ(of(read.fields, "code").state, FieldState::NeedsReview);
    ASSERT_EQ(read.issues.size(), 1u);
    EXPECT_EQ(read.issues[0].field, "code_number");
    EXPECT_NE(read.issues[0].detail.find("564"), std::string::npos);
}

TEST(Weighing, ASureNumberByHandIsAValueToLookAt) {
    const Result read = weigh(head("222", 0.6f, "2025-02", 0.4f),
                              {gap(Gap::Part::Number, 0.99, {{"339", 0.98}, {"399", 0.01}})});
    const Field& number = of(read.fields, "code_number");
    ASSERT_TRUE(number.value);
    EXPECT_EQ(number.value->normal, "339");
    EXPECT_EQ(number.state, FieldState::NeedsReview);
    EXPECT_EQ(of(read.fields, "code").value->normal, "339/QĐ-UBND");
}

TEST(Weighing, InkAloneNeverSettlesANumberByHand) {
    const auto sure = gap(Gap::Part::Number, 0.99, {{"339", 1.0}});
    EXPECT_EQ(of(weigh(head("", 0, "", 0), {sure}).fields, "code_number").state,
              FieldState::NeedsReview);
    Evidence named;
    named.file_name = "db-339-qd-ubnd.pdf";
    EXPECT_EQ(of(weigh(head("", 0, "", 0), {sure}, named).fields, "code_number").state,
              FieldState::NeedsReview);
}

TEST(Weighing, AMisleadingFileNameMakesNoWrongValueExtracted) {
    Evidence named;
    named.file_name = "qd-31768-syt.pdf";  // the paper says 3176B
    const std::vector<std::vector<GapReading::Guess>> readings{
        {{"31768", 1.0}}, {{"31768", 0.75}, {"31766", 0.2}}, {{"3176", 0.6}, {"31768", 0.4}}};
    for (const auto& guesses : readings)
        for (const double by_hand : {0.95, 0.1})
            for (const std::string seen : {"", "2", "3176"}) {
                const Result read = weigh(head(seen, seen.empty() ? 0 : 0.7f, "", 0),
                                          {gap(Gap::Part::Number, by_hand, guesses)}, named);
                const Field& number = of(read.fields, "code_number");
                EXPECT_FALSE(number.state == FieldState::Extracted && number.value &&
                             number.value->normal == "31768")
                    << seen;
            }
}

TEST(Weighing, TwoReadersOfAStampedNumberNeedNotBeSure) {
    std::vector<Field> fields = head("12", 0.9f, "", 0);
    fields.push_back(field("arrival_number", "2441", 0.6f));
    const Field both = of(
        weigh(fields, {gap(Gap::Part::ArrivalNumber, 0.9, {{"2441", 0.7}, {"24415", 0.1}})}).fields,
        "arrival_number");
    ASSERT_TRUE(both.value);
    EXPECT_EQ(both.value->normal, "2441");
    EXPECT_EQ(both.state, FieldState::NeedsReview);
    fields.back() = field("arrival_number", "", 0);
    const auto alone = [&](double share) {
        const auto strip =
            gap(Gap::Part::ArrivalNumber, 0.9, {{"2441", share}, {"24415", 1 - share}});
        return of(weigh(fields, {strip}).fields, "arrival_number").value.has_value();
    };
    EXPECT_FALSE(alone(0.8));
    EXPECT_TRUE(alone(0.95));
}

TEST(Weighing, ADateInAStampIsWeighedAgainstThePapersOwn) {
    std::vector<Field> fields = head("12", 0.9f, "2018-04-03", 0.95f);
    fields.push_back(field("arrival_date", "", 0));
    const auto seen = [&](double by_hand, std::vector<GapReading::Guess> guesses, double fit = 1) {
        GapReading reading = gap(Gap::Part::ArrivalDate, by_hand, std::move(guesses));
        reading.fit = fit;
        return of(weigh(fields, {reading}).fields, "arrival_date");
    };
    const Field sure = seen(0.95, {{"2018-04-04", 0.9}, {"2018-04-09", 0.05}});
    ASSERT_TRUE(sure.value);
    EXPECT_EQ(sure.value->normal, "2018-04-04");
    EXPECT_EQ(sure.state, FieldState::NeedsReview);
    // No paper arrives before it is issued, or years after.
    EXPECT_EQ(seen(0.95, {{"2013-04-04", 0.6}, {"2018-04-04", 0.4}}).value->normal, "2018-04-04");
    // Unsure, or hardly a date: candidates only.
    const Field unsure = seen(0.95, {{"2018-04-04", 0.5}, {"2018-04-05", 0.5}});
    EXPECT_FALSE(unsure.value);
    EXPECT_EQ(unsure.candidates.size(), 2u);
    EXPECT_FALSE(seen(0.95, {{"2018-04-04", 1.0}}, 1e-6).value);
    EXPECT_FALSE(seen(0.5, {{"", 0.9}, {"2018-04-04", 0.01}}).value);
}

TEST(Weighing, ADateInWordsIsPutTogether) {
    std::vector<Field> fields = head("12", 0.9f, "2022-04-21", 0.95f);
    fields.push_back(field("arrival_date", "", 0));
    const auto day = gap(Gap::Part::ArrivalDay, 0.9, {{"25", 0.95}});
    const auto month = gap(Gap::Part::ArrivalMonth, 0.9, {{"4", 0.97}});
    const auto date = [&](std::vector<GapReading> readings) {
        const Field made = of(weigh(fields, readings).fields, "arrival_date");
        return made.value ? made.value->normal : "";
    };
    EXPECT_EQ(date({day, month, gap(Gap::Part::ArrivalYear, 0.9, {{"2022", 0.9}})}), "2022-04-25");
    // The year's second half was not read: the paper's own year is as good.
    EXPECT_EQ(date({day, month, gap(Gap::Part::ArrivalYear, 0.9, {{"20", 0.9}})}), "2022-04-25");
    EXPECT_EQ(date({day, month}), "2022-04-25");
    EXPECT_EQ(date({day}), "");
}

TEST(Weighing, AFileNameDecidesBetweenGuessesButInventsNothing) {
    Evidence named;
    named.file_name = "td-561-tb.pdf";
    const auto reading = gap(Gap::Part::Number, 0.9, {{"564", 0.6}, {"561", 0.4}});
    EXPECT_EQ(weigh_number(reading, "", 0, named).front().text, "561");
    named.file_name = "td-777-tb.pdf";
    EXPECT_EQ(weigh_number(reading, "", 0, named).front().text, "564");
    named.file_name = "abc561def.pdf";
    EXPECT_EQ(weigh_number(reading, "", 0, named).front().text, "564");
}

TEST(Weighing, PrintThatBothReadersAgreeOnIsSurer) {
    const Result read = weigh(head("2605", 0.7f, "2025-09-16", 0.85f),
                              {gap(Gap::Part::Number, 0.01, {{"2605", 0.98}, {"7605", 0.01}}),
                               gap(Gap::Part::Day, 0.02, {{"16", 0.97}, {"10", 0.02}})});
    EXPECT_EQ(of(read.fields, "code_number").state, FieldState::Extracted);
    EXPECT_EQ(of(read.fields, "issued_date").state, FieldState::Extracted);
    EXPECT_EQ(of(read.fields, "issued_date").value->normal, "2025-09-16");
    EXPECT_TRUE(read.issues.empty());
}

// The year may be what was hard to read, and nobody else looks at it.
TEST(Weighing, ADayThatBothReadDoesNotVouchForItsYear) {
    const Result read = weigh(head("2605", 0.7f, "2023-03-18", 0.6f),
                              {gap(Gap::Part::Day, 0.02, {{"18", 0.97}, {"10", 0.02}})});
    EXPECT_EQ(of(read.fields, "issued_date").value->normal, "2023-03-18");
    EXPECT_EQ(of(read.fields, "issued_date").state, FieldState::NeedsReview);
}

TEST(Weighing, PrintThatTheReadersDisagreeOnIsNotExtracted) {
    const Result read =
        weigh(head("86", 0.95f, "", 0), {gap(Gap::Part::Number, 0.1, {{"88", 0.7}, {"86", 0.2}})});
    EXPECT_NE(of(read.fields, "code_number").state, FieldState::Extracted);
}

TEST(Weighing, ADayByHandLeavesMonthAndYear) {
    const Result read = weigh(head("12", 0.9f, "2017-12-04", 0.85f),
                              {gap(Gap::Part::Day, 0.99, {{"6", 0.5}, {"16", 0.3}, {"8", 0.1}})});
    const Field& date = of(read.fields, "issued_date");
    ASSERT_TRUE(date.value);
    EXPECT_EQ(date.value->normal, "2017-12");
    EXPECT_EQ(date.state, FieldState::NeedsReview);
    EXPECT_EQ(date.candidates.front(), "2017-12-06");
}

TEST(Weighing, AMonthThatPrintRecognitionSawStays) {
    const Result read = weigh(head("12", 0.9f, "2025-02", 0.4f),
                              {gap(Gap::Part::Day, 0.99, {{"4", 0.6}, {"9", 0.3}}),
                               gap(Gap::Part::Month, 0.9, {{"82", 0.6}, {"02", 0.3}})});
    EXPECT_EQ(of(read.fields, "issued_date").value->normal, "2025-02");
    EXPECT_EQ(of(read.fields, "issued_date").candidates.front(), "2025-02-04");
    const Result other = weigh(head("12", 0.9f, "2025-02", 0.4f),
                               {gap(Gap::Part::Day, 0.99, {{"4", 0.97}}),
                                gap(Gap::Part::Month, 0.9, {{"7", 0.95}, {"2", 0.03}})});
    EXPECT_EQ(of(other.fields, "issued_date").value->normal, "2025-07-04");
    EXPECT_EQ(of(other.fields, "issued_date").state, FieldState::NeedsReview);
}

TEST(Weighing, AnArrivalNumberByHandIsWeighedByItself) {
    std::vector<Field> fields{field("arrival_number", "2710", 0.6f)};
    Evidence named;
    named.file_name = "2710.pdf";
    const Result read =
        weigh(fields, {gap(Gap::Part::ArrivalNumber, 0.95, {{"2770", 0.7}, {"2710", 0.1}})}, named);
    EXPECT_FALSE(of(read.fields, "arrival_number").value);
    EXPECT_EQ(of(read.fields, "arrival_number").candidates.front(), "2770");
    // A strip that says little takes nothing away.
    const Result kept =
        weigh(fields, {gap(Gap::Part::ArrivalNumber, 0.95, {{"186", 0.3}, {"2710", 0.2}})});
    EXPECT_EQ(of(kept.fields, "arrival_number").value->normal, "2710");
    EXPECT_EQ(of(kept.fields, "arrival_number").state, FieldState::NeedsReview);
    // What print recognition itself hardly believes is no value beside a pen's strokes.
    fields = {field("arrival_number", "39", 0.1f)};
    const Result doubted =
        weigh(fields, {gap(Gap::Part::ArrivalNumber, 0.95, {{"3944", 0.4}, {"394", 0.3}})});
    EXPECT_FALSE(of(doubted.fields, "arrival_number").value);
    EXPECT_EQ(of(doubted.fields, "arrival_number").state, FieldState::NeedsReview);
    EXPECT_EQ(of(doubted.fields, "arrival_number").candidates.front(), "3944");
}

TEST(Weighing, TheDayOfSigningAndTheWeekSpeakForADay) {
    Evidence evidence;
    const auto reading = gap(Gap::Part::Day, 0.9, {{"19", 0.5}, {"18", 0.5}});
    evidence.signed_on = Date{2025, 2, 19};
    EXPECT_EQ(weigh_day(reading, 0, 0, "2025-02", evidence).front().text, "19");
    // 2025-02-22 is a Saturday, the 21st a Friday.
    const auto weekend = gap(Gap::Part::Day, 0.9, {{"22", 0.55}, {"21", 0.45}});
    EXPECT_EQ(weigh_day(weekend, 0, 0, "2025-02", {}).front().text, "21");
    // The 31st does not exist in that month, a 45th in none.
    const auto impossible = gap(Gap::Part::Day, 0.9, {{"31", 0.6}, {"45", 0.3}, {"21", 0.1}});
    EXPECT_EQ(weigh_day(impossible, 0, 0, "2025-02", {}).front().text, "21");
}

TEST(Weighing, AnEmptyGapStaysEmpty) {
    const Result read =
        weigh(head("", 0, "2025", 0.5f), {gap(Gap::Part::Number, 0.5, {{"", 0.99}}),
                                          gap(Gap::Part::Day, 0.5, {{"", 0.97}, {"1", 0.01}})});
    EXPECT_FALSE(of(read.fields, "code_number").value);
    EXPECT_TRUE(of(read.fields, "code_number").candidates.empty());
    EXPECT_EQ(of(read.fields, "issued_date").value->normal, "2025");
    EXPECT_TRUE(read.issues.empty());
}

TEST(Weighing, ADoubtfulNumberThatNobodyElseSawIsNoValue) {
    const Result read = weigh(head("9334", 0.22f, "", 0), {});
    EXPECT_FALSE(of(read.fields, "code_number").value);
    EXPECT_EQ(of(read.fields, "code_number").candidates, std::vector<std::string>{"9334"});
    EXPECT_EQ(of(read.fields, "code").value->normal, "/QĐ-UBND");
    EXPECT_EQ(of(weigh(head("79", 0.9f, "", 0), {}).fields, "code_number").value->normal, "79");
}

TEST(Weighing, ALetterBehindTheNumberStays) {
    const Result read =
        weigh(head("3176B", 0.9f, "", 0), {gap(Gap::Part::Number, 0.05, {{"3176", 0.97}})});
    EXPECT_EQ(of(read.fields, "code_number").value->normal, "3176B");
}

}  // namespace
}  // namespace vanthu::forms
