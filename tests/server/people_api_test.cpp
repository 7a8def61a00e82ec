// What people do with tasks beside deciding, deputies, rights to sign, notices, and processes that
// need help: over HTTP.
#include <gtest/gtest.h>

#include "notices/notices.h"
#include "server/actors.h"
#include "tests/server/office_fixture.h"

namespace vanthu::server {
namespace {

const std::vector<std::pair<std::string, std::string>> kPaper = {{"code", "79/KH-UBND"},
                                                                 {"subject", "Kế hoạch"}};

class PeopleApi : public ServerFixture {
protected:
    std::string task_path(Client& client, const std::string& document) {
        const auto tasks =
            client.get("/api/v1/tasks?scope=all&document=" + document).json()->getArray("tasks");
        return "/api/v1/tasks/" + tasks->getObject(0)->getValue<std::string>("id");
    }

    std::string instance_path(Client& client, const std::string& document) {
        return "/api/v1/instances/" + client.get("/api/v1/documents/" + document)
                                          .json()
                                          ->getArray("workflow")
                                          ->getObject(0)
                                          ->getValue<std::string>("id");
    }
};

TEST_F(PeopleApi, TasksAreReassignedHeldAndSpokenAbout) {
    const std::string id = read_document(kPaper);
    const auto clerk = signed_in("clerk"), head = signed_in("head");
    const std::string path = task_path(*clerk, id);
    expect_problem(clerk->post(path + "/reassign", R"({"to":"clerk"})"), 403, "forbidden");
    expect_problem(head->post(path + "/reassign", R"({"to":"nobody"})"), 422, "bad_input");
    EXPECT_EQ(head->post(path + "/reassign", R"({"to":"clerk"})").text("assignee"), "clerk");
    EXPECT_EQ(clerk->post(path + "/hold", R"({"reason":"Chờ phụ lục"})").text("held_reason"),
              "Chờ phụ lục");
    expect_problem(clerk->post(path + "/complete", R"({"outcome":"accept"})"), 409, "conflict");
    EXPECT_TRUE(clerk->post(path + "/resume").json()->isNull("held_at"));
    EXPECT_EQ(clerk->post(path + "/opinion", R"({"opinion":"Thiếu chữ ký"})").text("state"),
              "open");
    const auto slip = clerk->get("/api/v1/documents/" + id + "/slip").json();
    EXPECT_EQ(slip->getValue<std::string>("code"), "79/KH-UBND");
    EXPECT_EQ(slip->getArray("other")->getObject(0)->getValue<std::string>("text"), "Thiếu chữ ký");
    EXPECT_EQ(slip->getArray("other")->getObject(0)->getValue<std::string>("day"), "2026-03-14");
    EXPECT_EQ(slip->getValue<std::string>("printed_on"), "2026-03-14");
    EXPECT_TRUE(slip->isNull("arrival_number"));
}

TEST_F(PeopleApi, ADeputyWorksWhileTheClerkIsAway) {
    const std::string id = read_document(kPaper);
    const auto clerk = signed_in("clerk"), archivist = signed_in("archivist");
    const std::string absence =
        R"({"person":"clerk","deputy":"archivist","first_day":"2026-03-14","last_day":"2026-03-20"})";
    expect_problem(archivist->post("/api/v1/absences", absence), 403, "forbidden");
    const Answer entered = clerk->post("/api/v1/absences", absence);
    ASSERT_EQ(entered.status, 201) << entered.body;
    EXPECT_EQ(archivist->get("/api/v1/tasks").json()->getArray("tasks")->size(), 1u);
    EXPECT_EQ(archivist->post(task_path(*archivist, id) + "/claim").status, 200);
    EXPECT_EQ(clerk->get("/api/v1/absences").json()->getArray("absences")->size(), 1u);
    EXPECT_EQ(clerk->post("/api/v1/absences/" + entered.text("id") + "/end").status, 204);
    EXPECT_EQ(clerk->get("/api/v1/absences").json()->getArray("absences")->size(), 0u);
}

TEST_F(PeopleApi, RightsToSignAreTheAdministratorsToEnter) {
    const std::string right =
        R"({"person":"reviewer","signs_for":"head","form":"KT","basis":"QĐ 10","first_day":"2026-01-01"})";
    expect_problem(signed_in("head")->post("/api/v1/signing-authorities", right), 403, "forbidden");
    const auto admin = signed_in("admin");
    const Answer entered = admin->post("/api/v1/signing-authorities", right);
    ASSERT_EQ(entered.status, 201) << entered.body;
    const auto rights =
        admin->get("/api/v1/signing-authorities").json()->getArray("signing_authorities");
    EXPECT_EQ(rights->getObject(0)->getValue<std::string>("form"), "KT");
    EXPECT_EQ(admin->post("/api/v1/signing-authorities/" + entered.text("id") + "/end").status,
              204);
}

TEST_F(PeopleApi, NoticesAreReadByTheirPerson) {
    read_document(kPaper);
    write([&](store::Transaction& tx) {
        notices::deliver(
            tx, [&](store::Transaction& inner) { return all_actors(inner, clock_.now()); }, {},
            clock_.now());
    });
    const auto clerk = signed_in("clerk");
    const auto unread = [&] {
        return clerk->get("/api/v1/notices?unread=true").json()->getArray("notices");
    };
    ASSERT_EQ(unread()->size(), 1u);
    const std::string path =
        "/api/v1/notices/" + unread()->getObject(0)->getValue<std::string>("id") + "/read";
    expect_problem(signed_in("archivist")->post(path), 404, "not_found");
    EXPECT_EQ(clerk->post(path).status, 204);
    EXPECT_EQ(unread()->size(), 0u);
    EXPECT_EQ(clerk->post("/api/v1/notices/read").status, 204);
    expect_problem(clerk->post("/api/v1/notices/settings", R"({"address":"no address"})"), 422,
                   "bad_input");
    EXPECT_EQ(clerk->post("/api/v1/notices/settings", R"({"address":"lan@xa.vn"})").status, 200);
    EXPECT_EQ(clerk->get("/api/v1/notices/settings").text("address"), "lan@xa.vn");
}

TEST_F(PeopleApi, ProcessesAreMovedAndWithdrawn) {
    const std::string id = read_document(kPaper);
    const auto admin = signed_in("admin");
    const std::string bpmn = read_file(VANTHU_SOURCE_DIR "/config/workflows/incoming.bpmn");
    ASSERT_EQ(admin->post("/api/v1/processes", bpmn + "<!-- another -->").status, 201);
    const std::string path = instance_path(*admin, id);
    EXPECT_EQ(admin->post(path + "/move", R"({"version":2,"dry_run":true})")
                  .json()
                  ->getArray("problems")
                  ->size(),
              0u);
    EXPECT_EQ(
        admin->post(path + "/move", R"({"version":2})").json()->getValue<int>("definition_version"),
        2);
    expect_problem(admin->post(path + "/move", R"({"version":9})"), 404, "not_found");
    expect_problem(admin->post(path + "/resume"), 409, "conflict");
    expect_problem(signed_in("clerk")->post(path + "/withdraw", R"({"reason":"Gửi nhầm"})"), 403,
                   "forbidden");
    EXPECT_EQ(signed_in("head")->post(path + "/withdraw", R"({"reason":"Gửi nhầm"})").text("state"),
              "withdrawn");
}

}  // namespace
}  // namespace vanthu::server
