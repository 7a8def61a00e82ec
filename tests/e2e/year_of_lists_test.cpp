// Two years of lists: sent, matched, checked, through the route by people, voted on and decided in
// the browser; then the delegates by their recognitions.
#include <gtest/gtest.h>

#include <optional>
#include <set>

#include <Poco/JSON/Parser.h>

#include "tests/e2e/service.h"

namespace vanthu {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

const std::string kRound = "/rounds/hung-yen-2021-2025";

std::string list_file(const std::string& name) {
    return std::string(VANTHU_SOURCE_DIR) + "/tests/e2e/data/year_of_lists/" + name + ".docx";
}

class YearOfLists : public ::testing::Test {
protected:
    YearOfLists() {
        service.start();
        // A lead agency's people are in the group of its name.
        run({"user", "add", "yte", "--role", "reviewer", "--unit", "Sở Y tế"}, &yte_password);
        clerk.emplace(service, "lan", service.add_account("lan", "clerk"));
        head.emplace(service, "thu", service.add_account("thu", "head"));
        reviewer.emplace(service, "duyet", service.add_account("duyet", "reviewer"));
    }

    // A command on the office's folder.
    Finished run(std::vector<std::string> words, std::string* one_time = nullptr) {
        words.insert(words.begin(), vanthu_program());
        words.insert(words.end(), {"--data", data.path()});
        const Finished done = run_program(words);
        EXPECT_EQ(done.status, 0) << words[1] << ' ' << words[2] << ": " << done.output;
        if (one_time != nullptr) {
            const auto space = done.output.rfind(' ');
            *one_time = done.output.substr(space + 1, done.output.find('\n') - space - 1);
        }
        return done;
    }

    // Taken in, and the day of its arrival stamp entered.
    std::string send(const std::string& name, const std::string& arrived) {
        const std::string id = clerk->upload(list_file(name));
        clerk->task_on(id, "check_fields");
        const auto document = clerk->get("/documents/" + id).json();
        EXPECT_EQ(document->getValue<std::string>("form"), "nomination_list") << name;
        const auto subject = document->getObject("fields")->getObject("subject");
        EXPECT_EQ(subject->get("value").toString().find("STT"), std::string::npos)
            << name << ": the list's headings are no part of its subject";
        Object fields, body;
        fields.set("arrival_date", arrived);
        body.set("fields", fields);
        std::ostringstream text;
        body.stringify(text);
        const Answer corrected = clerk->send(
            "PATCH", "/documents/" + id + "/fields", text.str(),
            {{"Content-Type", "application/json"},
             {"If-Match", "\"" + std::to_string(document->getValue<int>("revision")) + "\""}});
        EXPECT_EQ(corrected.status, 200) << corrected.body;
        return id;
    }

    void complete(Session& person, const std::string& document, const std::string& form_key,
                  const std::string& node, const std::string& outcome) {
        const auto task = person.task_on(document, form_key);
        EXPECT_EQ(task->getValue<std::string>("node"), node);
        Object body;
        body.set("outcome", outcome);
        const Answer done =
            person.post("/tasks/" + task->getValue<std::string>("id") + "/complete", body);
        EXPECT_EQ(done.status, 200) << node << ": " << done.body;
    }

    Object::Ptr year(int year) { return head->get(kRound + "/" + std::to_string(year)).json(); }

    std::set<std::string> codes(int year, const std::string& document, int row) {
        const auto checked =
            reviewer->get(kRound + "/" + std::to_string(year) + "/lists/" + document).json();
        std::set<std::string> found;
        const auto findings = checked->getArray("findings");
        for (unsigned i = 0; i < findings->size(); ++i) {
            const auto one = findings->getObject(i);
            if ((one->isNull("row") ? 0 : one->getValue<int>("row")) == row)
                found.insert(one->getValue<std::string>("code"));
        }
        return found;
    }

    // All nine say yes to everybody of that list.
    Answer vote_on(const std::string& document, int year) {
        const std::string path = kRound + "/" + std::to_string(year);
        const auto candidates = head->get(path + "/candidates").json()->getArray("candidates");
        Object session;
        Array::Ptr votes = new Array;
        for (unsigned i = 0; i < candidates->size(); ++i) {
            const auto one = candidates->getObject(i);
            if (one->getValue<std::string>("document") != document) continue;
            Object vote;
            for (const char* key : {"document", "row"})
                vote.set(key, one->get(key));
            vote.set("nominee", one->getValue<std::string>("name"));
            vote.set("yes", 9);
            votes->add(vote);
        }
        session.set("award", "Điển hình tiên tiến");
        session.set("members", 9);
        session.set("percent", 80);
        session.set("votes", votes);
        return head->post(path + "/sessions", session);
    }

    TestFolder data;
    Service service{data.path()};
    std::string yte_password;
    std::optional<Session> clerk, head, reviewer;
};

using Codes = std::set<std::string>;

TEST_F(YearOfLists, FromTheListsToTheDecisionAndTheDelegates) {
    const std::string commune = send("2022-dong-tao", "2022-05-26");
    const std::string district = send("2022-khoai-chau", "2022-06-08");
    const std::string block = send("2022-khoi-3", "2022-06-13");
    const std::string health = send("2022-so-y-te", "2022-06-06");
    const std::string again = send("2022-so-y-te-lan-2", "2022-06-07");
    const std::string school = send("2022-kim-dong", "2022-06-02");

    // What the rules see.
    EXPECT_EQ(codes(2022, commune, 0), Codes{});
    EXPECT_EQ(codes(2022, district, 0), Codes{});
    EXPECT_TRUE(codes(2022, district, 5).count("chosen_from")) << "stands on its commune's list";
    EXPECT_EQ(codes(2022, block, 0), Codes{"late"});
    EXPECT_EQ(codes(2022, block, 3), Codes{"class_not_allowed"});
    const auto first = year(2022);
    EXPECT_EQ(first->getObject("status")->getValue<int>("sent"), 4);
    EXPECT_GT(first->getObject("status")->getValue<int>("overdue"), 20);
    const auto waiting = clerk->get("/rounds/waiting").json()->getArray("lists");
    std::map<std::string, std::string> reasons;
    for (unsigned i = 0; i < waiting->size(); ++i)
        reasons[waiting->getObject(i)->getValue<std::string>("document")] =
            waiting->getObject(i)->getValue<std::string>("reason");
    EXPECT_EQ(reasons, (std::map<std::string, std::string>{{again, "second_list"},
                                                           {school, "submitter_unknown"}}));
    const Finished told = run({"nominations", "check", block, "--json"});
    EXPECT_NE(told.output.find("class_not_allowed"), std::string::npos) << told.output;

    // The route: clerk, the movement's lead agency, standing office, council, signature.
    Session agency(service, "yte", yte_password);
    complete(*clerk, health, "check_fields", "check", "accept");
    complete(agency, health, "approve", "lead_agency", "agree");
    complete(*reviewer, health, "approve", "appraise", "approve");
    EXPECT_EQ(vote_on(health, 2022).status, 201);
    complete(*head, health, "approve", "council", "voted");
    complete(*head, health, "approve", "decide", "approve");
    EXPECT_FALSE(head->document_when(health, {"filed"})->isNull("register_entry"));
    // Without a movement of the round it goes to the standing office at once.
    complete(*clerk, block, "check_fields", "check", "accept");
    complete(*reviewer, block, "approve", "appraise", "return");
    complete(*clerk, block, "check_fields", "check", "accept");

    // In the browser: the waiting lists, the findings, the council, the decision.
    const Finished seen = run_program(
        {"/usr/bin/env", "node", std::string(VANTHU_SOURCE_DIR) + "/tests/browser/rounds.mjs",
         again, school, block},
        {{"VANTHU_URL", service.url()},
         {"VANTHU_USER", "thu"},
         {"VANTHU_PASSWORD", "thu mật khẩu của tôi 42"}});
    ASSERT_EQ(seen.status, 0) << seen.output;
    // Khoái Châu's ten and Sở Y tế's four; the block's two collectives; one did not pass. The
    // commune's five were for the district to choose from.
    EXPECT_EQ(year(2022)->getValue<int>("recognised"), 15);

    // The second year: one list, decided by the same people.
    const std::string later = send("2023-so-y-te", "2023-02-13");
    EXPECT_EQ(codes(2023, later, 0), Codes{});
    const auto candidates = head->get(kRound + "/2023/candidates").json()->getArray("candidates");
    ASSERT_EQ(candidates->size(), 3U);
    EXPECT_EQ(vote_on(later, 2023).status, 201);
    Object decision;
    decision.set("decision", "88/QĐ-UBND");
    EXPECT_EQ(head->post(kRound + "/2023/recognitions", decision).status, 201);
    // Whoever comes after the decision waits.
    const std::string after = clerk->upload(list_file("2023-so-y-te"));
    clerk->task_on(after, "check_fields");
    bool closed = false;
    const auto issues = clerk->get("/documents/" + after).json()->getArray("issues");
    for (unsigned i = 0; i < issues->size(); ++i)
        closed =
            closed || issues->getObject(i)->getValue<std::string>("code") == "round_round_closed";
    EXPECT_TRUE(closed);

    // Three were recognised twice; for the fourth seat all others tie, and a person chooses.
    const auto ranked = head->get(kRound + "/delegates?seats=4").json();
    EXPECT_FALSE(ranked->isNull("tie_rule"));
    int in = 0, tied = 0;
    for (unsigned i = 0; i < ranked->getArray("ranked")->size(); ++i) {
        const auto place = ranked->getArray("ranked")->getObject(i)->getValue<std::string>("place");
        in += place == "in";
        tied += place == "tied";
    }
    EXPECT_EQ(in, 3);
    EXPECT_EQ(tied, 12);
    Object choice;
    choice.set("name", "Lê Thị Hạnh");
    choice.set("kind", "individual");
    choice.set("unit", "Xã Đông Tảo");
    choice.set("seats", 4);
    choice.set("reason", "ưu tiên nữ");
    const Answer chosen = head->post(kRound + "/delegates", choice);
    EXPECT_EQ(chosen.status, 201) << chosen.body;
    const Finished delegates = run({"nominations", "rank", "hung-yen-2021-2025", "--seats", "4"});
    EXPECT_NE(delegates.output.find("chosen  Lê Thị Hạnh"), std::string::npos) << delegates.output;
    EXPECT_EQ(run({"audit", "verify"}).status, 0);
}

TEST_F(YearOfLists, WhatCannotBeIsRefusedWithASentence) {
    const std::string id = send("2022-so-y-te", "2022-06-06");
    const auto status = [&](const std::string& path, const std::string& body) {
        const Answer answer =
            head->post(path, *Poco::JSON::Parser().parse(body).extract<Object::Ptr>());
        EXPECT_NE(answer.body.find("detail"), std::string::npos) << answer.body;
        return answer.status;
    };
    const std::string one = R"("votes":[{"nominee":"A","yes":9}])";
    const std::string sessions = kRound + "/2022/sessions";
    EXPECT_EQ(status(sessions, R"({"award":"Điển hình tiên tiến","members":9,)" + one + "}"), 404)
        << "nobody set a threshold";
    EXPECT_EQ(status(sessions, R"({"award":"X","members":8,"percent":50,)" + one + "}"), 422);
    EXPECT_EQ(status(sessions, R"({"award":"X","members":9,"percent":50,"votes":[]})"), 422);
    EXPECT_EQ(status(sessions, R"({"award":"X","members":"nine","votes":[{"nominee":"A"}]})"), 422);
    EXPECT_EQ(status(sessions, R"({"award":"Anh hùng","members":9,"present":5,)" + one + "}"), 409)
        << "no quorum by the law of today";
    EXPECT_EQ(status("/rounds/no-such/2022/sessions",
                     R"({"award":"X","members":9,"percent":50,)" + one + "}"),
              404);
    const std::string decide = "/nomination-lists/" + id + "/decision";
    EXPECT_EQ(status(decide, R"({"decision":"perhaps"})"), 422);
    EXPECT_EQ(status(decide, R"({"decision":"refuse"})"), 422);
    EXPECT_EQ(status(decide, R"({"decision":"count","round":"hung-yen-2021-2025","year":2031})"),
              422);
    EXPECT_EQ(head->get("/rounds/no-such/2022").status, 404);
    EXPECT_EQ(head->get(kRound + "/2022/lists/nobody").status, 404);
    EXPECT_EQ(status("/nomination-flags/77/lift", "{}"), 404);
    EXPECT_EQ(clerk->post(sessions, Object()).status, 403) << "not for clerks";
}

}  // namespace
}  // namespace vanthu
