#include <atomic>
#include <thread>

#include "pipeline/queue.h"
#include "tests/server/office_fixture.h"

namespace vanthu::server {
namespace {

using OfficeApi = ServerFixture;

const std::vector<std::pair<std::string, std::string>> kPlan = {{"code", "79/KH-UBND"},
                                                                {"type_name", "Kế hoạch"},
                                                                {"subject", "Bồi dưỡng điển hình"},
                                                                {"organ_name", "ỦY BAN NHÂN DÂN"},
                                                                {"issued_date", "2022-04-21"}};

Poco::JSON::Object::Ptr only_task(const Answer& answer) {
    const auto tasks = answer.json()->getArray("tasks");
    EXPECT_EQ(tasks->size(), 1u) << answer.body;
    return tasks->getObject(0);
}

TEST_F(OfficeApi, TheClerkTakesAndAcceptsTheCheck) {
    const std::string id = read_document(kPlan);
    const auto clerk = signed_in("clerk");
    const auto task = only_task(clerk->get("/api/v1/tasks?scope=mine"));
    EXPECT_EQ(task->getValue<std::string>("document"), id);
    EXPECT_EQ(task->getObject("document_summary")->getValue<std::string>("code"), "79/KH-UBND");
    EXPECT_TRUE(task->isNull("assignee"));
    const std::string path = "/api/v1/tasks/" + task->getValue<std::string>("id");

    EXPECT_EQ(clerk->post(path + "/claim").text("assignee"), "clerk");
    EXPECT_TRUE(clerk->post(path + "/release").json()->isNull("assignee"));
    expect_problem(clerk->post(path + "/complete", R"({"outcome":"burn"})"), 422, "bad_input");
    expect_problem(clerk->post(path + "/complete", R"({"outcome":"accept","revision":-1})"), 409,
                   "conflict");
    const Answer done =
        clerk->post(path + "/complete", R"({"outcome":"accept","opinion":"Đủ thông tin"})");
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(done.text("state"), "completed");
    EXPECT_EQ(done.text("outcome"), "accept");
    expect_problem(clerk->post(path + "/complete", R"({"outcome":"accept"})"), 409, "conflict");

    const auto document = clerk->get("/api/v1/documents/" + id).json();
    EXPECT_EQ(document->getObject("fields")->getObject("subject")->getValue<std::string>("state"),
              "verified");
    EXPECT_EQ(document->getArray("opinions")->getObject(0)->getValue<std::string>("text"),
              "Đủ thông tin");
    EXPECT_EQ(clerk->get("/api/v1/tasks").json()->getArray("tasks")->size(), 0u);
}

TEST_F(OfficeApi, ATaskIsForItsCandidatesAlone) {
    read_document(kPlan);
    const auto archivist = signed_in("archivist");
    EXPECT_EQ(archivist->get("/api/v1/tasks").json()->getArray("tasks")->size(), 0u);
    const std::string path =
        "/api/v1/tasks/" +
        only_task(archivist->get("/api/v1/tasks?scope=all"))->getValue<std::string>("id");
    expect_problem(archivist->post(path + "/claim"), 403, "forbidden");
    expect_problem(archivist->post(path + "/complete", R"({"outcome":"accept"})"), 403,
                   "forbidden");
    expect_problem(archivist->post("/api/v1/tasks/none/claim"), 404, "not_found");
    add_account("lan", {"clerk"});
    EXPECT_EQ(signed_in("lan")->post(path + "/claim").status, 200);
    expect_problem(signed_in("clerk")->post(path + "/claim"), 409, "conflict");
}

TEST_F(OfficeApi, ADelegateAnswersAndTheOwnerDecides) {
    read_document(kPlan);
    const auto clerk = signed_in("clerk");
    const std::string path =
        "/api/v1/tasks/" + only_task(clerk->get("/api/v1/tasks"))->getValue<std::string>("id");
    clerk->post(path + "/claim");
    expect_problem(clerk->post(path + "/delegate", R"({"to":"nobody"})"), 422, "bad_input");
    const Answer delegated = clerk->post(path + "/delegate", R"({"to":"archivist"})");
    ASSERT_EQ(delegated.status, 200) << delegated.body;
    EXPECT_EQ(delegated.text("assignee"), "archivist");
    EXPECT_EQ(delegated.text("owner"), "clerk");
    const auto archivist = signed_in("archivist");
    EXPECT_EQ(archivist->get("/api/v1/tasks").json()->getArray("tasks")->size(), 1u);
    EXPECT_EQ(archivist->post(path + "/resolve", R"({"opinion":"Đúng"})").text("delegation"),
              "resolved");
    EXPECT_EQ(clerk->post(path + "/complete", R"({"outcome":"accept"})").status, 200);
}

TEST_F(OfficeApi, TheWorkListComesInPages) {
    for (int i = 0; i < 3; ++i)
        read_document(kPlan);
    const auto clerk = signed_in("clerk");
    const Answer first = clerk->get("/api/v1/tasks?limit=2");
    EXPECT_EQ(first.json()->getArray("tasks")->size(), 2u);
    const Answer second = clerk->get("/api/v1/tasks?limit=2&after=" + first.text("next"));
    only_task(second);
    EXPECT_TRUE(second.json()->isNull("next"));
    expect_problem(clerk->get("/api/v1/tasks?scope=yours"), 422, "bad_input");
    expect_problem(clerk->get("/api/v1/tasks?state=done"), 422, "bad_input");
}

TEST_F(OfficeApi, ProcessesAreListedShownAndDeployedByAnAdmin) {
    const std::string bpmn = read_file(VANTHU_SOURCE_DIR "/config/workflows/incoming.bpmn");
    const auto admin = signed_in("admin");
    EXPECT_EQ(admin->get("/api/v1/processes/incoming/1").body, bpmn);
    expect_problem(admin->get("/api/v1/processes/incoming/9"), 404, "not_found");
    const Answer again = admin->post("/api/v1/processes", bpmn);
    ASSERT_EQ(again.status, 201) << again.body;
    EXPECT_EQ(again.json()->getValue<int>("version"), 1);
    const Answer changed = admin->post("/api/v1/processes", bpmn + "<!-- another -->");
    EXPECT_EQ(changed.json()->getValue<int>("version"), 2);
    EXPECT_EQ(admin->get("/api/v1/processes").json()->getArray("processes")->size(), 2u);
    expect_problem(admin->post("/api/v1/processes", "<definitions"), 422, "bad_input");
}

TEST_F(OfficeApi, TheBookListsItsEntriesAndExportsThem) {
    for (int i = 0; i < 3; ++i) {
        const std::string id = read_document(kPlan);
        write([&](store::Transaction& tx) {
            records::register_document(tx, "incoming", pipeline::load_document(tx, id), "clerk",
                                       clock_.now());
        });
    }
    const auto archivist = signed_in("archivist");
    const auto books = archivist->get("/api/v1/books").json()->getArray("books");
    ASSERT_EQ(books->size(), 5u);  // without the one of secrets
    EXPECT_EQ(books->getObject(2)->getValue<std::string>("id"), "incoming");
    EXPECT_EQ(books->getObject(2)->getArray("columns")->size(), 10u);
    EXPECT_EQ(books->getObject(2)->getArray("years")->getElement<int>(0), 2026);
    const Answer page = archivist->get("/api/v1/books/incoming/2026/entries?limit=2");
    const auto entries = page.json()->getArray("entries");
    ASSERT_EQ(entries->size(), 2u);
    EXPECT_EQ(entries->getObject(0)->getValue<int>("number"), 3);
    EXPECT_EQ(entries->getObject(0)->getArray("columns")->getElement<std::string>(3), "79/KH-UBND");
    EXPECT_EQ(page.json()->getValue<int>("next"), 2);
    EXPECT_EQ(archivist->get("/api/v1/books/incoming/2026/entries?before=2")
                  .json()
                  ->getArray("entries")
                  ->size(),
              1u);
    expect_problem(archivist->get("/api/v1/books/memos/2026/entries"), 404, "not_found");

    const Answer csv = archivist->get("/api/v1/books/incoming/2026/entries.csv");
    EXPECT_EQ(csv.header("Content-Type"), "text/csv; charset=utf-8");
    EXPECT_NE(csv.body.find("\"Kế hoạch Bồi dưỡng điển hình\""), std::string::npos);
    const Answer xlsx = archivist->get("/api/v1/books/incoming/2026/entries.xlsx");
    ASSERT_EQ(xlsx.status, 200);
    EXPECT_EQ(xlsx.header("Content-Disposition"),
              "attachment; filename*=UTF-8''incoming-2026.xlsx");
    put_file("book.xlsx", xlsx.body);
    EXPECT_EQ(
        std::system(("unzip -tqq '" + (folder_ / "book.xlsx").string() + "' > /dev/null").c_str()),
        0);
    const auto rows = archivist->get("/api/v1/documents").json()->getArray("documents");
    EXPECT_EQ(rows->getObject(0)->getObject("entry")->getValue<int>("number"), 3);
    // By the next request of the connection the export's temporary file is gone.
    EXPECT_EQ(leftovers(), std::vector<std::string>());
}

TEST_F(OfficeApi, SearchFindsByFoldedTextFieldAndDate) {
    const std::string id = read_document(kPlan, "nhân điển hình tiên tiến");
    read_document({{"code", "80/QĐ-UBND"}, {"issued_date", "2023-01-01"}}, "khác");
    const auto archivist = signed_in("archivist");
    for (const char* query :
         {"q=boi+duong+dien+hinh", "q=79%2FKH-UBND", "q=79+kh+ubnd", "q=%22dien+hinh+tien+tien%22",
          "field=organ_name:uy+ban+nhan+dan", "from=2022-04-01&to=2022-04-30",
          "q=nhan&book=incoming", "field=code:79%2FKH-UBND&field=type_name:ke+hoach"}) {
        const Answer answer = archivist->get(std::string("/api/v1/search?") + query);
        ASSERT_EQ(answer.status, 200) << query << answer.body;
        ASSERT_EQ(answer.json()->getValue<int>("total"), 1) << query;
        EXPECT_EQ(answer.json()->getArray("hits")->getObject(0)->getValue<std::string>("id"), id)
            << query;
    }
    const Answer marked = archivist->get("/api/v1/search?q=tien+tien");
    EXPECT_NE(marked.json()->getArray("hits")->getObject(0)->getValue<std::string>("snippet").find(
                  "\x01tiên\x02"),
              std::string::npos);
    EXPECT_EQ(archivist->get("/api/v1/search").json()->getValue<int>("total"), 2);
    expect_problem(archivist->get("/api/v1/search?from=21/4/2022"), 422, "bad_input");
    expect_problem(archivist->get("/api/v1/search?field=code"), 422, "bad_input");
    expect_problem(archivist->get("/api/v1/search?field=kode:79"), 422, "bad_input");
    expect_problem(archivist->get("/api/v1/search?q=%zz"), 422, "bad_input");
}

TEST_F(OfficeApi, PeopleAndFormsAreNamed) {
    write([&](store::Transaction& tx) {
        set_standing(tx, "reviewer", Standing::Disabled, "admin", kMorning);
    });
    const auto clerk = signed_in("clerk");
    const Answer users = clerk->get("/api/v1/users");
    EXPECT_NE(users.body.find("Ông clerk"), std::string::npos);
    EXPECT_EQ(users.body.find("reviewer"), std::string::npos);
    EXPECT_EQ(users.body.find("argon2"), std::string::npos);
    const auto forms = clerk->get("/api/v1/forms").json()->getArray("forms");
    bool found = false;
    for (unsigned i = 0; i < forms->size(); ++i) {
        const auto form = forms->getObject(i);
        if (form->getValue<std::string>("id") != "dispatch") continue;
        found = true;
        EXPECT_FALSE(form->getArray("fields")
                         ->getObject(0)
                         ->getObject("label")
                         ->getValue<std::string>("vi")
                         .empty());
    }
    EXPECT_TRUE(found);
}

TEST_F(OfficeApi, GivenUpJobsAreTriedAgain) {
    const auto admin = signed_in("admin");
    const std::string id = upload(*admin, "x");
    expect_problem(admin->post("/api/v1/jobs/" + id + "/retry"), 409, "conflict");
    write([&](store::Transaction& tx) {
        const auto job = pipeline::take_job(tx, "w", clock_.now());
        pipeline::fail_job(tx, *job, "hỏng", false, clock_.now());
    });
    const auto dead = admin->get("/api/v1/jobs?state=dead").json()->getArray("jobs");
    ASSERT_EQ(dead->size(), 1u);
    EXPECT_NE(dead->getObject(0)->getValue<std::string>("errors").find("hỏng"), std::string::npos);
    EXPECT_EQ(admin->post("/api/v1/jobs/" + id + "/retry").json()->getValue<int>("retried"), 1);
    EXPECT_EQ(admin->get("/api/v1/jobs?state=dead").json()->getArray("jobs")->size(), 0u);
}

TEST_F(OfficeApi, ManyClientsAtOnceAreAllAnswered) {
    read_document(kPlan);
    std::atomic<int> answered = 0;
    {
        std::vector<std::jthread> people;
        for (int i = 0; i < 40; ++i)
            people.emplace_back([&] {
                Client client(server_->port());
                if (client.get("/healthz").status == 200) ++answered;
            });
    }
    EXPECT_EQ(answered, 40);
}

TEST_F(OfficeApi, StoppingDoesNotWaitForIdleConnections) {
    Client client = stranger();
    EXPECT_EQ(client.get("/healthz").status, 200);
    server_->stop();
    EXPECT_ANY_THROW({
        Client late(server_->port());
        late.get("/healthz");
    });
}

TEST_F(OfficeApi, AnInnerErrorShowsNothingOfTheInside) {
    const auto clerk = signed_in("clerk");
    write([](store::Transaction& tx) { tx.execute("drop table opinion"); });
    const std::string id = upload(*clerk, "x");
    const Answer answer = clerk->get("/api/v1/documents/" + id);
    expect_problem(answer, 500, "internal");
    EXPECT_EQ(answer.body.find("opinion"), std::string::npos) << answer.body;
    EXPECT_NE(answer.text("detail").find("incident"), std::string::npos);
}

}  // namespace
}  // namespace vanthu::server
