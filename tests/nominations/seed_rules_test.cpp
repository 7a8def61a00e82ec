// Every rule of the five plans (quotas, movements, tasks with their deadlines) stands in
// config/rounds/ and means there what the plan says.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include <Poco/JSON/Parser.h>

#include "nominations/round.h"

namespace vanthu::nominations {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

const std::string kConfig = VANTHU_SOURCE_DIR "/config";

const std::vector<Round>& rounds() {
    static const std::vector<Round> all =
        read_rounds(kConfig + "/rounds", kConfig + "/schema/round.rng");
    return all;
}

std::vector<Object::Ptr> rules(const std::string& part) {
    std::ifstream in(VANTHU_SOURCE_DIR "/tests/nominations/data/seed_rules.json");
    std::stringstream text;
    text << in.rdbuf();
    const auto all = Poco::JSON::Parser().parse(text.str()).extract<Object::Ptr>();
    std::vector<Object::Ptr> found;
    for (unsigned i = 0; i < all->getArray(part)->size(); ++i)
        found.push_back(all->getArray(part)->getObject(i));
    return found;
}

std::string text(const Object::Ptr& rule, const std::string& key) {
    return rule->has(key) && !rule->isNull(key) ? rule->getValue<std::string>(key) : "";
}

std::optional<int> number(const Object::Ptr& rule, const std::string& key) {
    if (!rule->has(key)) return std::nullopt;
    return rule->getValue<int>(key);
}

std::vector<std::string> texts(const Object::Ptr& rule, const std::string& key) {
    std::vector<std::string> found;
    for (unsigned i = 0; rule->has(key) && i < rule->getArray(key)->size(); ++i)
        found.push_back(rule->getArray(key)->getElement<std::string>(i));
    return found;
}

const Round& round_of(const Object::Ptr& rule) {
    return find_round(rounds(), text(rule, "round"));
}

bool names_line(const std::string& source, int line) {
    return source.ends_with("dòng " + std::to_string(line));
}

const Count* count_of(const Quota& quota, const std::string& kind) {
    for (const Count& count : quota.counts)
        if (count.of == std::vector<std::string>{kind} || (kind.empty() && count.of.empty()))
            return &count;
    return nullptr;
}

TEST(SeedRules, EveryQuotaStandsInItsRound) {
    std::set<std::string> seen;
    for (const Object::Ptr& rule : rules("quotas")) {
        const Round& round = round_of(rule);
        const std::string submitter = text(rule, "submitter");
        SCOPED_TRACE(submitter);
        const auto found =
            std::find_if(round.quotas.begin(), round.quotas.end(),
                         [&](const Quota& quota) { return quota.submitter == submitter; });
        ASSERT_NE(found, round.quotas.end());
        const Quota& quota = *found;
        seen.insert(quota.id);
        EXPECT_TRUE(names_line(quota.source, rule->getValue<int>("line"))) << quota.source;
        EXPECT_EQ(quota.whole_period, rule->has("whole_period"));
        EXPECT_EQ(quota.movement, text(rule, "movement"));
        if (rule->has("send_to")) {
            EXPECT_EQ(quota.send_to, text(rule, "send_to"));
        }
        if (rule->has("classes")) {
            EXPECT_EQ(quota.classes, texts(rule, "classes"));
        }
        EXPECT_EQ(quota.percent, number(rule, "min_percent").value_or(0));
        if (rule->has("min")) {
            const Count* count = count_of(quota, "");
            ASSERT_NE(count, nullptr);
            EXPECT_EQ(count->least, number(rule, "min"));
            EXPECT_EQ(count->most, number(rule, "max"));
            EXPECT_EQ(count->soft, rule->has("max_is_soft"));
        }
        const std::map<std::string, std::string> classes{{"collectives", "collective"},
                                                         {"individuals", "individual"}};
        for (const auto& [key, kind] : classes) {
            if (!rule->has(key)) continue;
            const Count* count = count_of(quota, kind);
            ASSERT_NE(count, nullptr) << kind;
            EXPECT_EQ(count->least, number(rule, key));
            EXPECT_EQ(count->most,
                      text(rule, "bound") == "exact" ? number(rule, key) : std::nullopt);
        }
    }
    std::size_t shipped = 0;
    for (const Round& round : rounds())
        shipped += round.quotas.size();
    EXPECT_EQ(seen.size(), shipped) << "a round has a quota that no plan orders";
}

TEST(SeedRules, EveryMovementStandsInItsRound) {
    std::size_t counted = 0;
    for (const Object::Ptr& rule : rules("movements")) {
        const Round& round = round_of(rule);
        const auto found =
            std::find_if(round.movements.begin(), round.movements.end(),
                         [&](const Movement& one) { return one.id == text(rule, "id"); });
        ASSERT_NE(found, round.movements.end()) << text(rule, "id");
        EXPECT_EQ(found->names, texts(rule, "names")) << found->id;
        EXPECT_EQ(found->leads, texts(rule, "leads")) << found->id;
        EXPECT_EQ(found->partners, texts(rule, "partners")) << found->id;
        EXPECT_EQ(found->verb, text(rule, "verb")) << found->id;
        EXPECT_EQ(found->classes, texts(rule, "classes")) << found->id;
        ++counted;
    }
    EXPECT_EQ(counted, 32U);
}

// The deadline as the plan's truth describes it.
void compare(const PlanDue* due, const Object::Ptr& rule, const std::string& id) {
    const std::string kind = text(rule, "kind");
    if (kind == "none") {
        EXPECT_EQ(due, nullptr) << id;
        return;
    }
    ASSERT_NE(due, nullptr) << id;
    EXPECT_EQ(due->kind, kind) << id;
    if (rule->has("date")) {
        EXPECT_EQ(iso_date(*due->date), text(rule, "date")) << id;
    }
    if (rule->has("month_day")) {
        const std::string day = iso_date({2023, due->month, due->day}).substr(5);
        EXPECT_EQ(day, text(rule, "month_day")) << id;
    }
    if (rule->has("year")) {
        EXPECT_EQ(due->first_year, rule->getValue<int>("year")) << id;
    }
    if (rule->has("from_year")) {
        EXPECT_EQ(due->first_year, rule->getValue<int>("from_year")) << id;
    }
    if (rule->has("to_year")) {
        EXPECT_EQ(due->last_year, rule->getValue<int>("to_year")) << id;
    }
    if (rule->has("ref")) {
        EXPECT_EQ(due->same_as, text(rule, "ref")) << id;
    }
    for (unsigned i = 0; rule->has("quarters") && i < rule->getArray("quarters")->size(); ++i)
        EXPECT_EQ(due->quarters.at(i), rule->getArray("quarters")->getElement<int>(i)) << id;
}

TEST(SeedRules, EveryTaskStandsInItsRoundWithItsDeadline) {
    std::size_t counted = 0;
    for (const Object::Ptr& rule : rules("tasks")) {
        const Round& round = round_of(rule);
        const std::string id = text(rule, "id");
        const auto found = std::find_if(round.tasks.begin(), round.tasks.end(),
                                        [&](const PlanTask& one) { return one.id == id; });
        ASSERT_NE(found, round.tasks.end()) << id;
        EXPECT_EQ(found->organ, text(rule, "organ")) << id;
        EXPECT_EQ(found->verb, text(rule, "verb")) << id;
        EXPECT_EQ(found->movement, text(rule, "movement")) << id;
        EXPECT_EQ(found->send_to, text(rule, "recipient")) << id;
        EXPECT_TRUE(names_line(found->source, rule->getValue<int>("line"))) << found->source;
        EXPECT_FALSE(found->text.empty()) << id;
        const auto deadline = rule->getObject("deadline");
        compare(found->dues.empty() ? nullptr : found->dues.data(), deadline, id);
        if (deadline->has("latest")) {
            const auto days = days_in(round.tasks, *found, deadline->getValue<int>("year"));
            ASSERT_TRUE(days && days->last) << id;
            EXPECT_EQ(iso_date(*days->last), text(deadline, "latest")) << id;
        }
        for (unsigned i = 0;
             deadline->has("overrides") && i < deadline->getArray("overrides")->size(); ++i) {
            const auto exception = deadline->getArray("overrides")->getObject(i);
            const int year = exception->getValue<int>("year");
            const auto days = days_in(round.tasks, *found, year);
            ASSERT_TRUE(days && days->last) << id;
            if (exception->has("before")) {  // that day is too late
                EXPECT_EQ(day_number(*days->last) + 1,
                          day_number(*parse_iso_date(text(exception, "before"))))
                    << id;
            }
            if (exception->has("quarter")) {
                EXPECT_EQ(days->last->month, exception->getValue<int>("quarter") * 3) << id;
            }
            EXPECT_NE(days_in(round.tasks, *found, year + 1)->last, days->last) << id;
        }
        ++counted;
    }
    EXPECT_EQ(counted, 23U + 11U + 43U + 10U + 33U);
}

struct Day {
    const char* task;
    int year;
    const char *first, *last;  // "" = open; "none" = no day in that year
};

TEST(SeedRules, DaysOfATaskInAYear) {
    const Round& hung_yen = find_round(rounds(), "hung-yen-2021-2025");
    const Round& cam_lam = find_round(rounds(), "cam-lam-2021-2025");
    for (const Day& day :
         {Day{"T000-05", 2022, "", "2022-05-29"}, Day{"T000-05", 2023, "", "2023-01-14"},
          Day{"T000-07", 2022, "", "2022-06-10"},  // as T000-10
          Day{"T000-11", 2024, "2024-06-11", "2024-06-11"}, Day{"T000-21", 2024, "none", ""},
          Day{"T000-21", 2025, "2025-01-01", "2025-12-31"}, Day{"T000-23", 2025, "none", ""},
          Day{"T002-27", 2025, "2025-01-01", "2025-06-30"}, Day{"T002-31", 2021, "", "2021-08-30"},
          Day{"T002-31", 2022, "none", ""}, Day{"T002-35", 2021, "2021-10-01", "2021-12-31"},
          Day{"T002-35", 2022, "2022-06-11", "2022-06-11"}, Day{"T002-36", 2025, "", "2025-12-31"},
          Day{"T004-24", 2021, "", "2021-06-30"},
          Day{"T004-01", 2023, "2021-01-01", "2025-12-31"}}) {
        const Round& round = day.task[3] == '4' ? cam_lam : hung_yen;
        const auto task = std::find_if(round.tasks.begin(), round.tasks.end(),
                                       [&](const PlanTask& one) { return one.id == day.task; });
        ASSERT_NE(task, round.tasks.end()) << day.task;
        const auto days = days_in(round.tasks, *task, day.year);
        const auto shown = [](const std::optional<Date>& date) {
            return date ? iso_date(*date) : std::string();
        };
        if (std::string(day.first) == "none") {
            EXPECT_FALSE(days) << day.task << ' ' << day.year;
            continue;
        }
        ASSERT_TRUE(days) << day.task;
        EXPECT_EQ(shown(days->first), day.first) << day.task << ' ' << day.year;
        EXPECT_EQ(shown(days->last), day.last) << day.task << ' ' << day.year;
    }
}

TEST(SeedRules, TasksThatPointAtEachOtherHaveNoDay) {
    PlanTask a, b;
    a.id = "a";
    b.id = "b";
    a.dues.resize(1);
    b.dues.resize(1);
    a.dues[0].kind = b.dues[0].kind = "same_as";
    a.dues[0].same_as = "b";
    b.dues[0].same_as = "a";
    EXPECT_FALSE(days_in({a, b}, a, 2022));
}

TEST(SeedRules, EachLawHoldsInItsDays) {
    const auto laws = read_laws(kConfig + "/rounds/laws.xml", kConfig + "/schema/laws.rng");
    for (const auto& [day, id] :
         std::map<std::string, std::string>{{"2022-06-10", "law-2003"},
                                            {"2023-12-31", "law-2003"},
                                            {"2024-01-01", "law-2022-decree-98"},
                                            {"2025-06-30", "law-2022-decree-98"},
                                            {"2025-07-01", "law-2022-decree-152"}})
        EXPECT_EQ(law_on(laws, *parse_iso_date(day))->id, id) << day;
}

TEST(Submitters, APrintedNameMayLackTheLevelOrBearThePlace) {
    const Round& cam_lam = find_round(rounds(), "cam-lam-2021-2025");
    for (const auto& [printed, quota] :
         std::map<std::string, std::string>{{"PHÒNG NỘI VỤ", "Q004-4"},
                                            {"CÔNG AN HUYỆN CAM LÂM", "Q004-5"},
                                            {"Công an huyện", "Q004-5"},
                                            {"ban chỉ huy quân sự huyện", "Q004-6"}}) {
        const auto found = quotas_of(cam_lam, printed);
        ASSERT_EQ(found.size(), 1U) << printed;
        EXPECT_EQ(found[0]->id, quota) << printed;
    }
    EXPECT_TRUE(quotas_of(cam_lam, "Phòng Nội").empty());
    EXPECT_TRUE(quotas_of(cam_lam, "Công an huyệnh Cam Lâm").empty());
}

TEST(Submitters, EachIsExpectedOnceByName) {
    EXPECT_EQ(expected_submitters(find_round(rounds(), "hung-yen-2021-2025")).size(), 10U + 19U);
    EXPECT_EQ(expected_submitters(find_round(rounds(), "cam-lam-2021-2025")).size(), 14U);
}

}  // namespace
}  // namespace vanthu::nominations
