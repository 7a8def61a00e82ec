// Rounds over REST: who may do what, what is refused and why, what a repeated request does; the
// submission's counts beside its list; the council's step that waits for its session.
#include "base/text.h"
#include "nominations/history.h"
#include "nominations/kept_rounds.h"
#include "pipeline/documents.h"
#include "pipeline/page_wire.h"
#include "records/links.h"
#include "tests/server/office_fixture.h"

namespace vanthu::server {
namespace {

using Poco::JSON::Array;
using Poco::JSON::Object;

const std::string kRound = "/api/v1/rounds/hung-yen-2021-2025";
const std::string kSession =
    R"({"award":"Điển hình tiên tiến","members":9,"present":9,"percent":80,"votes":[{"nominee":"Đặng Thu Trang","document":"DOC","row":1,"yes":9}]})";

class NominationsApi : public ServerFixture {
protected:
    NominationsApi() {
        write([](store::Transaction& tx) {
            nominations::save_rounds(tx, VANTHU_SOURCE_DIR "/config/rounds",
                                     VANTHU_SOURCE_DIR "/config/schema");
            workflow::deploy(tx, read_file(VANTHU_SOURCE_DIR "/config/workflows/nomination.bpmn"),
                             "nomination.bpmn", "system", kMorning);
        });
    }

    // A paper of that form as the pipeline leaves it, on its route.
    std::string send(const std::string& form, const std::string& organ,
                     const pipeline::FieldTable& table) {
        clock_.advance(kMinute);
        std::string id;
        write([&](store::Transaction& tx) {
            pipeline::NewDocument fresh;
            fresh.source = form + ".docx";
            fresh.original = blobs_->put("bytes of " + new_id());
            id = pipeline::receive_document(tx, fresh, clock_.now());
            pipeline::Document document = pipeline::load_document(tx, id);
            document.form = form;
            document.secrecy_decided = true;
            for (const auto& [field_id, value] : std::vector<std::pair<std::string, std::string>>{
                     {"organ_name", organ},
                     {"subject", "Danh sách năm 2023"},
                     {"arrival_date", "2023-02-10"},
                     {"code", form == "nomination_list" ? "20/DS-SYT" : "21/TTr-SYT"}}) {
                pipeline::Field field;
                field.id = field_id;
                field.value =
                    pipeline::Value{value, value, 0.9f, {"extract", "test", 1, {1, 2, 3, 4}, ""}};
                field.state = pipeline::FieldState::Extracted;
                document.fields.push_back(field);
            }
            pipeline::Page page;
            page.number = 1;
            document.pages.push_back(page);
            document.tables = {table};
            pipeline::save_findings(
                tx, document, blobs_->put(pipeline::encode_pages(document.pages)), clock_.now());
            stages::start_process(tx, {{"", "", "nomination"}}, document, "system", clock_.now());
        });
        return id;
    }

    std::string send_list(const std::vector<std::string>& people) {
        pipeline::FieldTable table{"nominees", {"ordinal", "name", "kind", "unit"}, {}};
        for (const std::string& name : people)
            table.rows.push_back({"1", name, "individual", "Bệnh viện tỉnh"});
        return send("nomination_list", "SỞ Y TẾ", table);
    }

    std::string send_submission(const std::string& count, const std::string& organ = "SỞ Y TẾ") {
        return send("nomination_submission", organ,
                    {"proposal", {"award", "kind", "count"}, {{"Bằng khen", "individual", count}}});
    }

    // How often a paper says that its counts differ.
    int differences(const std::string& document) {
        int found = 0;
        read([&](store::Transaction& tx) {
            for (const pipeline::Issue& issue : pipeline::load_document(tx, document).issues)
                found += issue.code == "submission_counts_differ" ? 1 : 0;
        });
        return found;
    }

    void correct(const std::string& document, const std::string& field, const std::string& value) {
        const Answer answer = signed_in("clerk")->send(
            "PATCH", "/api/v1/documents/" + document + "/fields",
            R"({"fields":{")" + field + R"(":")" + value + R"("}})", {{"If-Match", "*"}});
        EXPECT_EQ(answer.status, 200) << answer.body;
    }

    static std::string session_on(const std::string& document) {
        std::string body = kSession;
        return body.replace(body.find("DOC"), 3, document);
    }

    // The open task of a paper.
    std::string task_of(Client& client, const std::string& document) {
        const auto tasks = client.get("/api/v1/tasks").json()->getArray("tasks");
        for (unsigned i = 0; i < tasks->size(); ++i)
            if (tasks->getObject(i)->getValue<std::string>("document") == document)
                return tasks->getObject(i)->getValue<std::string>("id");
        return "";
    }

    Answer complete(Client& client, const std::string& document, const std::string& outcome) {
        const std::string id = task_of(client, document);
        EXPECT_EQ(client.post("/api/v1/tasks/" + id + "/claim").status, 200);
        return client.post("/api/v1/tasks/" + id + "/complete",
                           R"({"outcome":")" + outcome + R"(","opinion":"theo biên bản"})");
    }
};

TEST_F(NominationsApi, StrangersAndOtherRolesAreTurnedAway) {
    Client stranger = this->stranger();
    for (const char* path : {"/2023", "/2023/candidates", "/delegates"})
        EXPECT_EQ(stranger.get(kRound + path).status, 401) << path;
    const auto clerk = signed_in("clerk");
    for (const char* path : {"/2023/sessions", "/2023/recognitions", "/delegates"})
        expect_problem(clerk->post(kRound + path), 403, "forbidden");
    expect_problem(clerk->post("/api/v1/nomination-flags"), 403, "forbidden");
    EXPECT_EQ(clerk->get(kRound + "/2023").status, 200);
}

TEST_F(NominationsApi, WhatCannotBeIsRefusedWithItsReason) {
    const auto head = signed_in("head");
    const std::string list = send_list({"Đặng Thu Trang"});
    expect_problem(head->get("/api/v1/rounds/no-such-round/2023"), 404, "not_found");
    expect_problem(head->get(kRound + "/soon"), 404, "not_found");
    expect_problem(head->get(kRound + "/2023/lists/no-such-paper"), 404, "not_found");
    for (
        const char* body :
        {R"({"award":"A","members":9})", R"({"award":"A","members":9,"votes":[]})",
         R"({"award":"A","members":"nine","votes":[{"nominee":"B","yes":1}]})",
         R"({"award":"A","members":9,"percent":80,"votes":["B"]})",
         R"({"award":"A","members":9,"percent":80,"votes":[{"nominee":"B","yes":10}]})",
         R"({"award":"A","members":9,"percent":80,"present":10,"votes":[{"nominee":"B","yes":9}]})",
         R"({"award":"A","members":9,"percent":180,"votes":[{"nominee":"B","yes":9}]})",
         R"({"award":"A","members":9,"held_on":"31/02/2023","votes":[{"nominee":"B","yes":9}]})",
         R"({"members":9,"votes":[{"nominee":"B","yes":9}]})", "{"})
        expect_problem(head->post(kRound + "/2023/sessions", body), 422, "bad_input");
    expect_problem(head->post(kRound + "/2023/recognitions", R"({"decision":" "})"), 422,
                   "bad_input");
    const std::string decision = "/api/v1/nomination-lists/" + list + "/decision";
    expect_problem(head->post(decision, R"({"decision":"perhaps"})"), 422, "bad_input");
    expect_problem(head->post(decision, R"({"decision":"refuse"})"), 422, "bad_input");
    expect_problem(
        head->post(decision, R"({"decision":"count","round":"hung-yen-2021-2025","year":1999})"),
        422, "bad_input");
    expect_problem(
        head->post("/api/v1/nomination-flags", R"({"name":"A","reason":"B","until":"soon"})"), 422,
        "bad_input");
    read([&](store::Transaction& tx) {
        EXPECT_TRUE(nominations::recognitions(tx, "hung-yen-2021-2025").empty());
    });
}

TEST_F(NominationsApi, TooFewPresentIsAConflictAndKeepsNothing) {
    const auto head = signed_in("head");
    const std::string list = send_list({"Đặng Thu Trang"});
    std::string few = session_on(list);
    few.replace(few.find(R"("present":9)"), 11, R"("present":2)");
    few.insert(1, R"("held_on":"2025-08-01",)");
    expect_problem(head->post(kRound + "/2023/sessions", few), 409, "conflict");
    EXPECT_EQ(head->get(kRound + "/2023").json()->getArray("sessions")->size(), 0U);
}

TEST_F(NominationsApi, WhatIsSentTwiceIsKeptOnce) {
    const auto head = signed_in("head");
    const std::string list = send_list({"Đặng Thu Trang"});
    EXPECT_EQ(head->post(kRound + "/2023/sessions", session_on(list)).status, 201);
    EXPECT_EQ(head->post(kRound + "/2023/sessions", session_on(list)).status, 201);
    EXPECT_EQ(head->get(kRound + "/2023").json()->getArray("sessions")->size(), 1U)
        << "the newest of an award counts";
    const std::string decision = R"({"decision":"15/QĐ-UBND"})";
    EXPECT_EQ(
        head->post(kRound + "/2023/recognitions", decision).json()->getValue<int>("recognised"), 1);
    EXPECT_EQ(
        head->post(kRound + "/2023/recognitions", decision).json()->getValue<int>("recognised"), 0);
    EXPECT_EQ(head->get(kRound + "/2023").json()->getValue<int>("recognised"), 1);
    EXPECT_EQ(head->post("/api/v1/nomination-flags", R"({"name":"A","reason":"B"})").status, 201);
    EXPECT_EQ(head->post("/api/v1/nomination-flags/1/lift").status, 204);
    expect_problem(head->post("/api/v1/nomination-flags/1/lift"), 404, "not_found");
}

TEST_F(NominationsApi, TheCouncilsStepEndsByItsSession) {
    const auto clerk = signed_in("clerk"), reviewer = signed_in("reviewer"),
               head = signed_in("head");
    const std::string list = send_list({"Đặng Thu Trang"});
    const std::string paper = "/api/v1/documents/" + list;
    EXPECT_EQ(clerk->get(paper).text("state"), "needs_check");
    EXPECT_EQ(complete(*clerk, list, "accept").status, 200);
    EXPECT_EQ(clerk->get(paper).text("state"), "in_workflow") << "the clerk has done it";
    EXPECT_EQ(complete(*reviewer, list, "return").status, 200);
    EXPECT_EQ(clerk->get(paper).text("state"), "needs_check");
    EXPECT_EQ(complete(*clerk, list, "accept").status, 200);
    EXPECT_EQ(complete(*reviewer, list, "approve").status, 200);
    const Answer early = complete(*head, list, "voted");
    expect_problem(early, 409, "conflict");
    // In words of the page's language: the reason, and who waits for a vote.
    EXPECT_EQ(early.text("reason"), "council_not_voted");
    EXPECT_FALSE(early.json()->getObject("values")->getValue<std::string>("name").empty());
    EXPECT_NE(early.text("detail").find("Đặng Thu Trang"), std::string::npos);
    EXPECT_EQ(head->post(kRound + "/2023/sessions", session_on(list)).status, 201);
    const std::string task = task_of(*head, list);
    EXPECT_EQ(head->post("/api/v1/tasks/" + task + "/complete", R"({"outcome":"voted"})").status,
              200);
}

TEST_F(NominationsApi, ASubmissionThatCameWithItsListIsComparedAndBothTell) {
    const std::string list = send_list({"Đặng Thu Trang", "Mai Xuân Hòa"});
    const std::string submission = send_submission("3");
    EXPECT_EQ(differences(list), 1);
    EXPECT_EQ(differences(submission), 1);
    const std::string right = send_list({"Lương Thị Sen"});
    // Together the two lists hold the three.
    EXPECT_EQ(differences(submission), 0);
    EXPECT_EQ(differences(list), 0);
    EXPECT_EQ(differences(right), 0);
}

TEST_F(NominationsApi, OfTwoSubmissionsOnlyALinkTellsWhichListIsWhose) {
    const std::string list = send_list({"Đặng Thu Trang"});
    const std::string first = send_submission("1"), second = send_submission("2");
    EXPECT_EQ(differences(list), 0) << "nobody can tell which of the two it belongs to";
    const Answer linked =
        signed_in("clerk")->post("/api/v1/documents/" + list + "/links",
                                 R"({"kind":"attached_to","to":")" + second + R"("})");
    EXPECT_EQ(linked.status, 201) << linked.body;
    EXPECT_EQ(differences(list), 1);
    EXPECT_EQ(differences(second), 1);
    EXPECT_EQ(differences(first), 0);
}

TEST_F(NominationsApi, PapersOfOthersOrOfAnotherDayAreNotCompared) {
    const std::string list = send_list({"Đặng Thu Trang"});
    EXPECT_EQ(differences(send_submission("5", "SỞ TƯ PHÁP")), 0);
    clock_.advance(48 * 60 * kMinute);
    const std::string later = send_submission("5");
    EXPECT_EQ(differences(later), 0);
    // In one dossier they belong together.
    write([&](store::Transaction& tx) {
        tx.execute(
            "insert into dossier (id, year, notation, heading, title, keeper, started_on, state, "
            "created_at) values ('d1', 2023, '01.TĐ', 'THI ĐUA', 'Khen thưởng', 'clerk', "
            "'2023-01-01', 'open', 0)",
            {});
        for (const std::string& document : {list, later})
            tx.execute(
                "insert into dossier_document (dossier, document, ordinal, added_at, added_by) "
                "values ('d1', $1, $2, 0, 'clerk')",
                {document, document == list ? 1 : 2});
    });
    correct(later, "code_number", "22");
    EXPECT_EQ(differences(later), 1);
    EXPECT_EQ(differences(list), 1);
}

}  // namespace
}  // namespace vanthu::server
