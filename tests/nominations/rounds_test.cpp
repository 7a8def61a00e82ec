#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <Poco/Zip/ZipArchive.h>
#include <Poco/Zip/ZipStream.h>

#include "base/error.h"
#include "nominations/check.h"
#include "nominations/council.h"
#include "nominations/export.h"
#include "nominations/finding_words.h"
#include "nominations/round.h"

namespace vanthu::nominations {
namespace {

const std::string kConfig = VANTHU_SOURCE_DIR "/config";

const std::vector<Round>& rounds() {
    static const std::vector<Round> all =
        read_rounds(kConfig + "/rounds", kConfig + "/schema/round.rng");
    return all;
}

const Round& hung_yen() {
    return find_round(rounds(), "hung-yen-2021-2025");
}
const Round& cam_lam() {
    return find_round(rounds(), "cam-lam-2021-2025");
}

Nominee nominee(int row, const std::string& name, const NomineeClass& kind,
                const std::string& unit = "", const std::string& born = "",
                const std::string& movement = "") {
    return {row, name, kind, born, unit, movement, ""};
}

std::vector<std::string> codes(const CheckResult& result, int row = -1) {
    std::vector<std::string> found;
    for (const Finding& finding : result.findings)
        if (row < 0 || finding.row == row) found.push_back(finding.code);
    return found;
}

using Codes = std::vector<std::string>;

TEST(Nominees, WhoHasABirthDateIsAnIndividual) {
    pipeline::FieldTable table;
    table.columns = {"name", "birth_date"};
    table.rows = {{"Hoàng Thị Thắm", "1988"}, {"Phân xưởng May 2", ""}, {"Lê Tư", "12"}};
    const std::vector<Nominee> read = nominees_of(table);
    ASSERT_EQ(read.size(), 3u);
    EXPECT_EQ(read[0].kind, "individual");
    EXPECT_EQ(read[1].kind, "");
    EXPECT_EQ(read[2].kind, "");
}

TEST(ShippedRounds, HoldTheRulesOfTheirPlans) {
    EXPECT_EQ(hung_yen().movements.size(), 20U);
    EXPECT_EQ(hung_yen().quotas.size(), 5U);
    EXPECT_EQ(hung_yen().movements[7].classes, (Codes{"collective", "individual", "household"}));
    EXPECT_EQ(hung_yen().movements[12].leads, Codes{"Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"});
    EXPECT_EQ(hung_yen().movements[12].verb, "Đề nghị");
    EXPECT_EQ(cam_lam().movements.size(), 9U);
    int collectives = 0, individuals = 0;
    for (const Quota& quota : cam_lam().quotas)
        for (const Count& count : quota.counts)
            (count.of.front() == "collective" ? collectives : individuals) += *count.least;
    EXPECT_EQ(collectives, 63);
    EXPECT_EQ(individuals, 80);
}

struct Due {
    const char* submitter;
    int year;
    const char* last_day;
};

TEST(ShippedRounds, BeforeADayLeavesThatDayOutAndTheFirstYearHasItsOwn) {
    for (const Due& due :
         {Due{"UBND xã Đông Tảo", 2022, "2022-05-29"}, Due{"UBND xã Đông Tảo", 2023, "2023-01-14"},
          Due{"Ủy ban nhân dân huyện Khoái Châu", 2022, "2022-06-10"},
          Due{"Ủy ban nhân dân huyện Khoái Châu", 2024, "2024-02-14"},
          Due{"Sở Y tế", 2025, "2025-02-14"}}) {
        const auto quotas = quotas_of(hung_yen(), due.submitter);
        ASSERT_EQ(quotas.size(), 1U) << due.submitter;
        EXPECT_EQ(iso_date(*last_day(*quotas[0], due.year)), due.last_day) << due.submitter;
    }
    EXPECT_TRUE(quotas_of(hung_yen(), "Sở Giao thông").empty());
    EXPECT_FALSE(last_day(*quotas_of(cam_lam(), "Công an huyện").at(0), 2022));
    Quota by;
    by.deadlines = {{0, 6, 30, Bound::By}};
    EXPECT_EQ(iso_date(*last_day(by, 2021)), "2021-06-30");
}

TEST(ShippedRounds, ALetterheadIsWrittenAsThePlanWritesSuchUnits) {
    EXPECT_EQ(as_written(hung_yen(), "ỦY BAN NHÂN DÂN XÃ ĐÔNG TẢO"), "UBND xã Đông Tảo");
    EXPECT_EQ(as_written(hung_yen(), "UBND HUYỆN KHOÁI CHÂU"), "UBND huyện Khoái Châu");
    EXPECT_EQ(as_written(hung_yen(), "KHỐI THI ĐUA SỐ 3"), "Khối thi đua số 3");
    EXPECT_EQ(as_written(hung_yen(), "SỞ Y TẾ"), "Sở Y tế");
    EXPECT_EQ(as_written(hung_yen(), "UBND xã Đông Tảo"), "UBND xã Đông Tảo");
    for (const char* other : {"TRƯỜNG LẠ", "CÔNG TY CỔ PHẦN MAY HƯNG YÊN"})
        EXPECT_EQ(as_written(hung_yen(), other), other);
}

TEST(ShippedRounds, AMovementIsFoundByWhatAListCallsIt) {
    EXPECT_EQ(movement_of(cam_lam(), "thi đua quyết thắng")->id, "M004-5");
    EXPECT_EQ(movement_of(hung_yen(), "“Cả nước chung sức xây dựng nông thôn mới”")->id, "M002-04");
    EXPECT_EQ(movement_of(hung_yen(), "Bơi lội"), nullptr);
    EXPECT_EQ(named_movement(hung_yen(), "Cải cách hành chính"), nullptr) << "a field of work";
    EXPECT_EQ(
        named_movement(hung_yen(), "Phong trào “Cả nước chung sức xây dựng nông thôn mới”")->id,
        "M002-04");
    EXPECT_EQ(named_movement(cam_lam(), "thi đua quyết thắng")->id, "M004-5");
}

SentList commune_list(int people) {
    SentList list;
    list.submitter = "UBND xã Đông Tảo";
    list.year = 2023;
    list.sent_on = Date{2023, 1, 14};
    for (int i = 1; i <= people; ++i)
        list.nominees.push_back(nominee(i, "Người " + std::to_string(i), "individual"));
    return list;
}

TEST(Check, CountsTheQuotaAndTheDay) {
    EXPECT_EQ(codes(check(hung_yen(), commune_list(5), {})), Codes{});
    EXPECT_EQ(codes(check(hung_yen(), commune_list(4), {})), Codes{"quota_short"});
    EXPECT_EQ(codes(check(hung_yen(), commune_list(7), {})), Codes{"quota_over"});
    SentList late = commune_list(6);
    late.sent_on = Date{2023, 1, 15};
    EXPECT_EQ(codes(check(hung_yen(), late, {})), Codes{"late"});
    late.sent_on.reset();
    EXPECT_EQ(codes(check(hung_yen(), late, {})), Codes{"deadline_unknown"});
    late.year = 2031;
    EXPECT_EQ(codes(check(hung_yen(), late, {})).front(), "year_outside");
}

TEST(Check, MoreThanASoftMostIsOnlyTold) {
    SentList list = commune_list(16);
    list.submitter = "UBND huyện Khoái Châu";
    const CheckResult result = check(hung_yen(), list, {});
    ASSERT_EQ(codes(result), Codes{"quota_over"});
    EXPECT_EQ(result.findings[0].severity, "info");
    EXPECT_EQ(result.quotas.at(0).used, 16);
}

TEST(Check, AClassThatTheClauseDoesNotNameIsRefusedOnTheNominee) {
    SentList list;
    list.submitter = "Khối thi đua số 3";
    list.year = 2023;
    list.sent_on = Date{2023, 2, 1};
    list.nominees = {nominee(1, "Tổ y tế thôn", "collective"),
                     nominee(2, "Lê Văn Tám", "individual")};
    const CheckResult result = check(hung_yen(), list, {});
    EXPECT_EQ(codes(result, 1), Codes{});
    EXPECT_EQ(codes(result, 2), Codes{"class_not_allowed"});
}

TEST(Check, ExactNumbersPerClass) {
    SentList list;
    list.submitter = "Đồn Biên phòng Cam Hải Đông";
    list.year = 2022;
    for (int i = 0; i < 3; ++i)
        list.nominees.push_back(nominee(i + 1, "Tổ " + std::to_string(i), "collective"));
    for (int i = 0; i < 6; ++i)
        list.nominees.push_back(nominee(i + 4, "Người " + std::to_string(i), "individual"));
    const CheckResult result = check(cam_lam(), list, {});
    ASSERT_EQ(codes(result), Codes{"quota_over"});
    EXPECT_NE(result.findings[0].detail.find("cá nhân: 6"), std::string::npos);
}

TEST(Check, ThePersonIsTheSameByNameWithUnitOrBirthDateAsEvidence) {
    using L = Likeness;
    struct Case {
        Nominee a, b;
        L expected;
    };
    for (const Case& one : std::vector<Case>{
             {nominee(1, "Nguyễn Thị Hòa", "individual", "Trạm y tế"),
              nominee(2, "Nguyễn Thị Hoà", "individual", "trạm Y tế"), L::Same},
             {nominee(1, "Nguyễn Thị Hòa", "individual", "Trạm y tế"),
              nominee(2, "Nguyễn Thị Hòa", "individual", "Trường tiểu học"), L::Different},
             {nominee(1, "Ông Lê Văn Tám", "individual", "A", "01/02/1980"),
              nominee(2, "Lê Văn Tám", "individual", "B", "1980"), L::Same},
             {nominee(1, "Lê Văn Tám", "individual", "A", "01/02/1980"),
              nominee(2, "Lê Văn Tám", "individual", "A", "1981"), L::Different},
             {nominee(1, "Lê Văn Tám", "individual"), nominee(2, "Lê Văn Tám", "individual"),
              L::Perhaps},
             {nominee(1, "Tổ dân phố 5", "collective"), nominee(2, "Tổ dân phố 5", "collective"),
              L::Same},
             {nominee(1, "Hòa", "individual"), nominee(2, "Hoa", "collective"), L::Different},
             {nominee(1, "", "individual"), nominee(2, "", "individual"), L::Different}})
        EXPECT_EQ(likeness(one.a, one.b), one.expected) << one.a.name << " / " << one.b.name;
}

TEST(Check, DuplicatesRecognitionsAndFlagsStandOnTheNominee) {
    SentList list = commune_list(4);
    list.nominees.push_back(nominee(5, "Người 1", "individual"));
    list.nominees.push_back(nominee(6, "Đỗ Văn Chín", "individual", "Thôn Đông"));
    SentList other = commune_list(0);
    other.submitter = "UBND xã Bình Minh";
    other.nominees = {nominee(1, "Đỗ Văn Chín", "individual", "Thôn Đông")};
    Known known;
    known.other_lists = {other};
    known.recognitions = {{"Người 2", "individual", "", "", "15/QĐ-UBND", 2023},
                          {"Người 3", "individual", "", "", "15/QĐ-UBND", 2022}};
    known.flags = {{"người 4", "", "đang xem xét kỷ luật", ""}};
    const CheckResult result = check(hung_yen(), list, known);
    EXPECT_EQ(codes(result, 5), Codes{"duplicate_in_list"});
    EXPECT_EQ(codes(result, 6), Codes{"duplicate_in_round"});
    EXPECT_EQ(codes(result, 2), Codes{"already_recognised"});
    EXPECT_EQ(codes(result, 3), Codes{});
    EXPECT_EQ(codes(result, 4), Codes{"blocked"});
}

TEST(Check, OddListsAreToldNotRefused) {
    SentList empty;
    empty.submitter = "Không ai biết";
    empty.year = 2023;
    EXPECT_EQ(codes(check(hung_yen(), empty, {})), Codes{"submitter_unknown"});
    SentList odd = commune_list(5);
    odd.nominees[0].name = "=cmd|' /C calc'!A0";
    odd.nominees[1].name = "  ";
    odd.nominees[2].kind = "";
    const CheckResult result = check(hung_yen(), odd, {});
    EXPECT_EQ(codes(result, 1), Codes{"formula_like"});
    EXPECT_EQ(codes(result, 2), Codes{"name_missing"});
    EXPECT_EQ(codes(result, 3), Codes{"class_unknown"});
}

TEST(Check, TenThousandRowsAreCheckedAgainstTenThousandOthers) {
    SentList list = commune_list(10000);
    Known known;
    known.other_lists = {commune_list(10000)};
    for (Nominee& one : known.other_lists[0].nominees)
        one.name += "x";
    EXPECT_EQ(codes(check(hung_yen(), list, known)), Codes{"quota_over"});
}

TEST(Check, TenThousandNamesakesAreOneFindingEach) {
    SentList list = commune_list(0);
    for (int i = 1; i <= 10000; ++i)
        list.nominees.push_back(nominee(i, "Nguyễn Văn An", "individual"));
    const CheckResult same = check(hung_yen(), list, {});
    EXPECT_EQ(same.findings.size(), 10000U);  // the quota, and every row but the first
    for (int i = 0; i < 10000; ++i)
        list.nominees[static_cast<std::size_t>(i)].birth_date = iso_date(date_of_day_number(i));
    EXPECT_EQ(codes(check(hung_yen(), list, {})), Codes{"quota_over"});
}

TEST(Check, EvidenceSaysWhatSpeaksForItAndWhereTheOtherStands) {
    SentList list = commune_list(5), other = commune_list(0);
    other.submitter = "UBND xã Bình Minh";
    other.document = "d2";
    list.nominees.push_back(nominee(6, "Đỗ Văn Chín", "individual", "Thôn Đông", "1/2/1980"));
    other.nominees = {nominee(1, "Ai", "individual"),
                      nominee(2, "Đỗ Văn Chín", "individual", "thôn Đông", "01/02/1980")};
    Known known;
    known.other_lists = {other};
    const CheckResult result = check(hung_yen(), list, known);
    ASSERT_EQ(codes(result), Codes{"duplicate_in_round"});
    EXPECT_EQ(result.findings[0].evidence, "cùng tên, cùng ngày sinh, cùng đơn vị");
    EXPECT_EQ(result.findings[0].other_document, "d2");
    EXPECT_EQ(result.findings[0].other_row, 2);
    EXPECT_TRUE(ineligible_rows(result).empty());
}

TEST(Check, ADistrictChoosesOutOfItsCommunes) {
    SentList district = commune_list(0);
    district.submitter = "UBND huyện Khoái Châu";
    for (int i = 1; i <= 10; ++i)
        district.nominees.push_back(nominee(i, "Người " + std::to_string(i), "individual", "Xã"));
    Known known;
    known.other_lists = {commune_list(0)};
    known.other_lists[0].nominees = {nominee(1, "Người 3", "individual", "Xã")};
    const CheckResult result = check(hung_yen(), district, known);
    ASSERT_EQ(codes(result), Codes{"chosen_from"});
    EXPECT_EQ(result.findings[0].severity, "info");
    EXPECT_EQ(result.attachments.size(), 1U);  // the plan must come with it
}

TEST(Check, WhatIsOwedOverThePeriodIsCountedOverItsYears) {
    const auto sent = [](int year, int collectives, int people) {
        SentList list;
        list.submitter = "Công an huyện";
        list.year = year;
        int row = 0;
        for (int i = 0; i < collectives; ++i)
            list.nominees.push_back(nominee(++row, "Tổ " + std::to_string(year + i), "collective"));
        for (int i = 0; i < people; ++i)
            list.nominees.push_back(
                nominee(++row, "Người " + std::to_string(year + i), "individual"));
        return list;
    };
    Known known;
    known.own_lists = {sent(2021, 3, 5)};
    const CheckResult short_still = check(cam_lam(), sent(2022, 1, 5), known);
    ASSERT_EQ(codes(short_still), Codes{"quota_short"});
    EXPECT_EQ(short_still.findings[0].severity, "info");  // the period is not over
    EXPECT_EQ(short_still.quotas[0].used, 4);
    EXPECT_EQ(short_still.quotas[1].used, 10);
    const CheckResult over = check(cam_lam(), sent(2025, 1, 6), known);
    EXPECT_EQ(codes(over), (Codes{"quota_short", "quota_over"}));
    EXPECT_EQ(over.findings[0].severity, "warning");
}

TEST(Check, AMovementsLeadWithoutANumberIsKnown) {
    SentList list;
    list.submitter = "Hội Nông dân huyện";
    list.year = 2022;
    EXPECT_EQ(codes(check(cam_lam(), list, {})), Codes{"no_quota"});
}

TEST(Check, EveryFindingIsASentenceInBothLanguages) {
    Round round = hung_yen();
    SentList list{"Khối thi đua số 3", 2023, Date{2023, 2, 15}, {}, "doc-1"};
    list.nominees = {nominee(1, "=cmd|' /C calc'!A0", "collective", "Đội 1"),
                     nominee(2, "Lê Văn A", "individual", "Đội 1", "1980"),
                     nominee(3, "Lê Văn A", "individual", "Đội 1", "01/02/1980"),
                     nominee(4, "Lò B", ""),
                     nominee(5, "", "collective"),
                     nominee(6, "Tổ 4", "collective", "", "", "Phong trào lạ")};
    Known known;
    known.recognitions = {{"Lê Văn A", "individual", "Đội 1", "1980", "9/QĐ-UBND", 2023}};
    known.flags = {{"Lò B", "", "đang bị điều tra", "2023-12-31"}};
    const CheckResult result = check(round, list, known);
    std::set<std::string> told;
    for (const Finding& finding : result.findings) {
        told.insert(finding.code);
        const std::string words = english(finding);
        EXPECT_NE(words, finding.detail) << finding.code;
        EXPECT_EQ(words.find_first_of("{}[]"), std::string::npos) << words;
    }
    for (const char* code :
         {"late", "quota_over", "formula_like", "class_not_allowed", "duplicate_in_list",
          "already_recognised", "blocked", "class_unknown", "name_missing", "movement_unknown"})
        EXPECT_TRUE(told.count(code)) << code;
    EXPECT_EQ(english_evidence("cùng tên, cùng năm sinh"), "same name, same year of birth");
    const auto late = std::find_if(result.findings.begin(), result.findings.end(),
                                   [](const Finding& one) { return one.code == "late"; });
    EXPECT_EQ(english(*late),
              "sent on 15/2/2023, the last day was 14/2/2023 (79/KH-UBND, dòng 84)");
}

TEST(Council, AnAwardIsFoundHoweverItIsCalled) {
    const std::vector<Law> laws =
        read_laws(kConfig + "/rounds/laws.xml", kConfig + "/schema/laws.rng");
    const Law* law = law_on(laws, {2026, 3, 1});
    ASSERT_TRUE(law != nullptr);
    const auto needed = [&](const std::string& award) {
        return count_votes(hung_yen(), law, {11, 11, award, {{"A", 9, 0}}, 0}).results[0];
    };
    for (const char* award : {"Chiến sĩ thi đua cấp tỉnh", "CSTĐ tỉnh", "Anh hùng Lao động",
                              "Danh hiệu Chiến sĩ thi đua bộ, ban, ngành, tỉnh"}) {
        EXPECT_EQ(needed(award).percent_needed, 90) << award;
        EXPECT_FALSE(needed(award).passed) << "9 of 11 are 81 %: " << award;
    }
    EXPECT_TRUE(needed("CSTĐ cơ sở").passed);
    EXPECT_THROW(needed("Giấy khen"), Error);
}

TEST(Council, SharesAreOfAllMembersInWholeNumbers) {
    const auto laws = read_laws(kConfig + "/rounds/laws.xml", kConfig + "/schema/laws.rng");
    const Law* law = law_on(laws, {2025, 8, 1});
    ASSERT_NE(law, nullptr);
    EXPECT_EQ(law_on(laws, {2025, 6, 30})->id, "law-2022-decree-98");
    EXPECT_EQ(law_on(laws, {1990, 1, 1}), nullptr);
    Session session{9, 6, "Chiến sĩ thi đua tỉnh", {{"A", 8, 1}, {"B", 9, 0}}};
    const SessionResult nine = count_votes(hung_yen(), law, session);
    EXPECT_TRUE(nine.quorum);
    EXPECT_FALSE(nine.results[0].passed);  // 88.9 %
    EXPECT_TRUE(nine.results[1].passed);
    session.members = 10;
    session.votes = {{"A", 9, 1}};
    session.present = 6;
    const SessionResult ten = count_votes(hung_yen(), law, session);
    EXPECT_TRUE(ten.results[0].passed);  // 90 % exactly
    EXPECT_FALSE(ten.quorum);
    session.votes = {{"A", 9, 2}};
    EXPECT_THROW(count_votes(hung_yen(), law, session), Error);
    session.votes = {{"A", 9, 1}};
    session.award = "Điển hình tiên tiến";  // no law has a threshold for it, nor this round
    EXPECT_THROW(count_votes(hung_yen(), law, session), Error);
    session.percent = 50;  // the council itself
    EXPECT_EQ(count_votes(hung_yen(), law, session).results[0].percent_needed, 50);
    session.award = "Chiến sĩ thi đua tỉnh";  // the law stands above it
    EXPECT_EQ(count_votes(hung_yen(), law, session).results[0].percent_needed, 90);
}

TEST(Council, DelegatesAreTakenByRecognitionsAndATieIsLeftToAPerson) {
    std::vector<Known::Recognition> known;
    const auto add = [&](const std::string& name, int times) {
        for (int i = 0; i < times; ++i)
            known.push_back({name, "individual", "Đơn vị", "", "1/QĐ", 2021 + i});
    };
    add("A", 5);
    add("B", 4);
    add("C", 4);
    add("D", 4);
    add("E", 2);
    known.push_back({"E", "individual", "Đơn vị", "", "1/QĐ", 2021});  // the same year counts once
    known.push_back({"E", "individual", "Đơn vị", "", "1/QĐ", 2019});  // before the period
    const auto ranked = rank(cam_lam(), known, 3);
    ASSERT_EQ(ranked.size(), 5U);
    EXPECT_EQ(ranked[0].place, Place::In);
    for (int i : {1, 2, 3})
        EXPECT_EQ(ranked[static_cast<std::size_t>(i)].place, Place::Tied) << i;
    EXPECT_EQ(ranked[4].place, Place::Out);
    EXPECT_EQ(ranked[4].years, (std::vector<int>{2021, 2022}));
    for (const Ranked& one : rank(cam_lam(), known, 4))
        EXPECT_NE(one.place, Place::Tied);
}

TEST(Council, NamesakesAreOneOnlyWhenUnitOrBirthDateSaySo) {
    const std::vector<Known::Recognition> known{
        {"Nguyễn Văn An", "individual", "Trạm y tế", "", "1/QĐ", 2021},
        {"Nguyễn Văn An", "individual", "Trạm y tế", "02/3/1980", "2/QĐ", 2022},
        {"Nguyễn Văn An", "individual", "", "2/3/1980", "3/QĐ", 2023},
        {"Nguyễn Văn An", "individual", "Trạm y tế", "5/5/1990", "3/QĐ", 2023},
        {"Nguyễn Văn An", "individual", "Trường học", "", "3/QĐ", 2023},
        {"Lê Thị Bình", "individual", "Xã A", "", "3/QĐ", 2022},
        {"Lê Thị Bình", "individual", "", "", "3/QĐ", 2023}};
    const auto ranked = rank(cam_lam(), known, 1);
    ASSERT_EQ(ranked.size(), 5U);
    EXPECT_EQ(ranked[0].years, (std::vector<int>{2021, 2022, 2023}));
    EXPECT_FALSE(ranked[0].namesake);
    for (const Ranked& one : ranked)
        EXPECT_EQ(one.namesake, one.name == "Lê Thị Bình") << one.name << one.unit;
}

TEST(Council, FortyThousandNamesakesAreRanked) {
    std::vector<Known::Recognition> known;
    for (int year = 2021; year <= 2024; ++year)
        for (int i = 0; i < 10000; ++i)
            known.push_back({"Nguyễn Văn An", "individual", "Xã", iso_date(date_of_day_number(i)),
                             "1/QĐ", year});
    const auto ranked = rank(cam_lam(), known, 100);
    ASSERT_EQ(ranked.size(), 10000U);
    EXPECT_EQ(ranked.front().years.size(), 4U);
    EXPECT_EQ(ranked.back().place, Place::Tied);
}

std::string part_of(const std::string& path, const std::string& part) {
    std::ifstream in(path, std::ios::binary);
    const Poco::Zip::ZipArchive archive(in);
    const auto header = archive.findHeader(part);
    if (header == archive.headerEnd()) return "";
    in.clear();
    Poco::Zip::ZipInputStream stream(in, header->second);
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

TEST(Export, TheDecisionHoldsEveryNomineeAsText) {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("decision" + std::to_string(::getpid())))
            .string();
    const DecisionList list{cam_lam(),
                            2022,
                            {nominee(1, "Tổ 5 & <b>", "collective", "Xã A"),
                             nominee(2, "=cmd|' /C calc'!A0", "individual", "Xã B")}};
    export_docx(list, path + ".docx");
    const std::string body = part_of(path + ".docx", "word/document.xml");
    EXPECT_NE(body.find("Tổ 5 &amp; &lt;b&gt;"), std::string::npos);
    EXPECT_NE(body.find("01 tập thể, 01 cá nhân"), std::string::npos);
    EXPECT_NE(body.find("2258/KH-UBND"), std::string::npos);
    EXPECT_NE(body.find("CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CAM LÂM"), std::string::npos);
    EXPECT_LT(body.find("I. TẬP THỂ"), body.find("II. CÁ NHÂN"));
    export_xlsx(list, path + ".xlsx");
    EXPECT_NE(part_of(path + ".xlsx", "xl/sharedStrings.xml").find("=cmd|"), std::string::npos);
    EXPECT_EQ(part_of(path + ".xlsx", "xl/worksheets/sheet1.xml").find("<f>"), std::string::npos);
    export_return_letter(cam_lam(), {"Công an huyện", 2022, std::nullopt, {}, ""},
                         {{"error", "class_not_allowed", 2, "ở đây chỉ nhận tập thể"},
                          {"info", "late", 0, "không kể"}},
                         path + ".docx");
    const std::string letter = part_of(path + ".docx", "word/document.xml");
    EXPECT_NE(letter.find("Dòng 2: ở đây chỉ nhận tập thể"), std::string::npos);
    EXPECT_EQ(letter.find("không kể"), std::string::npos);
    EXPECT_NE(letter.find("TRƯỞNG PHÒNG"), std::string::npos) << "whoever heads the sender";
    for (const char* end : {".docx", ".xlsx"})
        std::filesystem::remove(path + end);
    EXPECT_THROW(export_docx(list, "/nowhere/decision.docx"), Error);
}

// What begins like a formula is text in every file that leaves the office.
TEST(Export, NamesThatLookLikeFormulasAreText) {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("formulas" + std::to_string(::getpid())))
            .string();
    const std::vector<std::string> names = {"=cmd|' /C calc'!A0", "+1+1", "-2+3|'x'!A1",
                                            "@SUM(A1:A9)", "\t=1+1"};
    DecisionList list{cam_lam(), 2022, {}};
    for (const std::string& name : names)
        list.nominees.push_back(
            nominee(static_cast<int>(list.nominees.size()) + 1, name, "individual", name));
    export_xlsx(list, path + ".xlsx");
    const std::string sheet = part_of(path + ".xlsx", "xl/worksheets/sheet1.xml");
    const std::string texts = part_of(path + ".xlsx", "xl/sharedStrings.xml");
    EXPECT_EQ(sheet.find("<f"), std::string::npos);
    EXPECT_EQ(sheet.find("inlineStr"), std::string::npos);
    for (const char* begin : {"=cmd|", "+1+1", "-2+3|", "@SUM(", "=1+1"})
        EXPECT_NE(texts.find(begin), std::string::npos) << begin;
    export_docx(list, path + ".docx");
    const std::string body = part_of(path + ".docx", "word/document.xml");
    EXPECT_EQ(body.find("fldSimple"), std::string::npos);
    EXPECT_EQ(body.find("instrText"), std::string::npos);
    EXPECT_NE(body.find("@SUM(A1:A9)"), std::string::npos);
    for (const char* end : {".docx", ".xlsx"})
        std::filesystem::remove(path + end);
}

TEST(Rounds, AWrongFileIsRefusedWithItsLine) {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("rounds" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const auto refusal = [&](const std::string& text) -> std::string {
        std::ofstream(folder / "r.xml") << text;
        try {
            read_rounds(folder.string(), kConfig + "/schema/round.rng");
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    };
    const std::string head =
        "<round id='r' name='R' issuer='I' first-year='2021' last-year='2025'>\n";
    EXPECT_NE(
        refusal(head + "<quota id='q' submitter='S' classes='person'/></round>").find("r.xml:2"),
        std::string::npos);
    EXPECT_NE(refusal(head + "<quota id='q' submitter='S' movement='m' classes='model'/></round>")
                  .find("no movement"),
              std::string::npos);
    EXPECT_NE(refusal(head + "<quota id='q' submitter='S' classes='model'><count least='3' "
                             "most='2'/></quota></round>")
                  .find("least is more"),
              std::string::npos);
    EXPECT_NE(refusal(head + "<quota id='q' submitter='S' classes='model'><deadline day='02-30' "
                             "bound='by'/></quota></round>")
                  .find("no day"),
              std::string::npos);
    EXPECT_EQ(refusal(head + "</round>"), "");
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace vanthu::nominations
