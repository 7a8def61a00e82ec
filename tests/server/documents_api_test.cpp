#include "base/text.h"
#include "tests/server/office_fixture.h"

namespace vanthu::server {
namespace {

using DocumentsApi = ServerFixture;

const std::vector<std::pair<std::string, std::string>> kPlan = {{"code", "79/KH-UBND"},
                                                                {"code_number", "79"},
                                                                {"code_notation", "KH-UBND"},
                                                                {"subject", "Bồi dưỡng điển hình"},
                                                                {"organ_name", "ỦY BAN NHÂN DÂN"},
                                                                {"issued_date", "2022-04-21"}};

std::vector<std::string> ids(const Answer& answer) {
    std::vector<std::string> found;
    const auto list = answer.json()->getArray("documents");
    for (unsigned i = 0; i < list->size(); ++i)
        found.push_back(list->getObject(i)->getValue<std::string>("id"));
    return found;
}

TEST_F(DocumentsApi, AListRowHasTheFieldsOfTheWorkList) {
    const std::string id = read_document(kPlan);
    const auto clerk = signed_in("clerk");
    const Answer answer = clerk->get("/api/v1/documents");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto row = answer.json()->getArray("documents")->getObject(0);
    EXPECT_EQ(row->getValue<std::string>("id"), id);
    EXPECT_EQ(row->getValue<std::string>("state"), "needs_check");
    EXPECT_EQ(row->getValue<std::string>("received_at"), "2026-03-14T01:01:00.000000Z");
    EXPECT_EQ(row->getObject("fields")->getValue<std::string>("code"), "79/KH-UBND");
    EXPECT_EQ(row->getObject("fields")->getValue<std::string>("issued_date"), "2022-04-21");
    EXPECT_TRUE(row->isNull("entry"));
    EXPECT_TRUE(row->isNull("progress"));
    EXPECT_EQ(row->getValue<int>("issues"), 0);
}

TEST_F(DocumentsApi, ListsGoNewestFirstInPagesAndByState) {
    std::vector<std::string> all;
    for (int i = 0; i < 5; ++i)
        all.insert(all.begin(), read_document({}));
    const auto clerk = signed_in("clerk");
    const Answer first = clerk->get("/api/v1/documents?limit=2");
    EXPECT_EQ(ids(first), (std::vector<std::string>{all[0], all[1]}));
    const Answer second = clerk->get("/api/v1/documents?limit=3&after=" + first.text("next"));
    EXPECT_EQ(ids(second), (std::vector<std::string>{all[2], all[3], all[4]}));
    EXPECT_TRUE(second.json()->isNull("next"));
    const std::string fresh = upload(*clerk, "mới");
    EXPECT_EQ(ids(clerk->get("/api/v1/documents?state=received")), std::vector<std::string>{fresh});
    EXPECT_EQ(ids(clerk->get("/api/v1/documents?state=received,needs_check")).size(), 6u);
    expect_problem(clerk->get("/api/v1/documents?state=recieved"), 422, "bad_input");
    expect_problem(clerk->get("/api/v1/documents?limit=0"), 422, "bad_input");
    expect_problem(clerk->get("/api/v1/documents?limit=abc"), 422, "bad_input");
}

TEST_F(DocumentsApi, AnUnchangedListCostsNoBody) {
    read_document(kPlan);
    const auto clerk = signed_in("clerk");
    const Answer first = clerk->get("/api/v1/documents");
    const Answer second =
        clerk->get("/api/v1/documents", {{"If-None-Match", first.header("ETag")}});
    EXPECT_EQ(second.status, 304);
    EXPECT_EQ(second.body, "");
    read_document(kPlan);
    EXPECT_EQ(clerk->get("/api/v1/documents", {{"If-None-Match", first.header("ETag")}}).status,
              200);
}

TEST_F(DocumentsApi, ADocumentShowsEverythingThatBelongsToIt) {
    const std::string id = read_document(kPlan, "Căn cứ Luật\n");
    const auto clerk = signed_in("clerk");
    const Answer answer = clerk->get("/api/v1/documents/" + id);
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto document = answer.json();
    EXPECT_EQ(document->getValue<std::string>("state"), "needs_check");
    EXPECT_EQ(
        document->getObject("fields")->getObject("code_number")->getValue<std::string>("value"),
        "79");
    EXPECT_TRUE(starts_with(
        document->getArray("pages")->getObject(0)->getValue<std::string>("text"), "Căn cứ Luật"));
    EXPECT_EQ(document->getArray("workflow_tasks")->getObject(0)->getValue<std::string>("form_key"),
              "check_fields");
    EXPECT_EQ(document->getArray("workflow")
                  ->getObject(0)
                  ->getArray("active_nodes")
                  ->getElement<std::string>(0),
              "check");
    EXPECT_GE(document->getArray("history")->size(), 1u);
    EXPECT_TRUE(document->isNull("register_entry"));
    EXPECT_TRUE(document->isNull("error"));
    EXPECT_EQ(answer.header("ETag"),
              "\"" + std::to_string(document->getValue<int>("revision")) + "\"");
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
}

TEST_F(DocumentsApi, AMissingDocumentIsAProblem) {
    const auto clerk = signed_in("clerk");
    for (const char* path :
         {"/api/v1/documents/none", "/api/v1/documents/none/history",
          "/api/v1/documents/none/pages/1/text", "/api/v1/documents/none/files/original",
          "/api/v1/instances/none", "/api/v1/nothing"})
        expect_problem(clerk->get(path), 404, "not_found");
    const Answer wrong_method = clerk->send("PUT", "/api/v1/documents");
    expect_problem(wrong_method, 405, "method_not_allowed");
    EXPECT_EQ(wrong_method.header("Allow"), "POST, GET");
}

TEST_F(DocumentsApi, ACorrectionIsKeptAuditedAndFound) {
    const std::string id = read_document(kPlan);
    const auto clerk = signed_in("clerk");
    const std::string tag = clerk->get("/api/v1/documents/" + id).header("ETag");
    const Answer answer = clerk->send(
        "PATCH", "/api/v1/documents/" + id + "/fields",
        R"({"fields":{"subject":"Khen thưởng đột xuất","to_places":["Như trên","Sở Nội vụ"],"organ_name":null}})",
        {{"If-Match", tag}});
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto fields = answer.json()->getObject("fields");
    EXPECT_EQ(fields->getObject("subject")->getValue<std::string>("value"), "Khen thưởng đột xuất");
    EXPECT_EQ(fields->getObject("subject")->getValue<std::string>("state"), "corrected");
    EXPECT_EQ(fields->getObject("to_places")->getArray("value")->getElement<std::string>(1),
              "Sở Nội vụ");
    EXPECT_TRUE(fields->getObject("organ_name")->isNull("value"));
    EXPECT_NE(answer.header("ETag"), tag);
    EXPECT_EQ(clerk->get("/api/v1/search?q=khen+thuong+dot+xuat").json()->getValue<int>("total"),
              1);
    EXPECT_EQ(clerk->get("/api/v1/search?q=boi+duong").json()->getValue<int>("total"), 0);
    const auto history =
        clerk->get("/api/v1/documents/" + id + "/history").json()->getArray("events");
    bool corrected = false;
    for (unsigned i = 0; i < history->size(); ++i)
        corrected = corrected || history->getObject(i)->getObject("detail")->optValue<std::string>(
                                     "before", "") == "Bồi dưỡng điển hình";
    EXPECT_TRUE(corrected);
}

TEST_F(DocumentsApi, AStaleCorrectionIsRefused) {
    const std::string id = read_document(kPlan);
    const auto clerk = signed_in("clerk");
    const std::string path = "/api/v1/documents/" + id + "/fields";
    const std::string tag = clerk->get("/api/v1/documents/" + id).header("ETag");
    const auto patch = [&](const std::string& body, const ClientHeaders& headers) {
        return clerk->send("PATCH", path, body, headers);
    };
    EXPECT_EQ(patch(R"({"fields":{"subject":"Một"}})", {{"If-Match", tag}}).status, 200);
    expect_problem(patch(R"({"fields":{"subject":"Hai"}})", {{"If-Match", tag}}), 409, "conflict");
    expect_problem(patch(R"({"fields":{"subject":"Hai"}})", {}), 428, "bad_input");
    expect_problem(patch(R"({"fields":{"subject":"Hai"}})", {{"If-Match", "\"x\""}}), 422,
                   "bad_input");
    EXPECT_EQ(clerk->get("/api/v1/documents/" + id)
                  .json()
                  ->getObject("fields")
                  ->getObject("subject")
                  ->getValue<std::string>("value"),
              "Một");
}

TEST_F(DocumentsApi, WhatIsNoCorrectionIsRefusedAsAWhole) {
    const std::string id = read_document(kPlan);
    const auto clerk = signed_in("clerk");
    const auto patch = [&](const std::string& body) {
        return clerk->send("PATCH", "/api/v1/documents/" + id + "/fields", body,
                           {{"If-Match", "*"}});
    };
    expect_problem(patch(R"({"fields":{}})"), 422, "bad_input");
    expect_problem(patch(R"({})"), 422, "bad_input");
    expect_problem(patch(R"({"fields":{"subject":["a"]}})"), 422, "bad_input");
    expect_problem(patch(R"({"fields":{"subject":{"value":"a"}}})"), 422, "bad_input");
    expect_problem(patch(R"({"fields":{"issued_place":"Hà Nội","subjekt":"a"}})"), 404,
                   "not_found");
    expect_problem(patch(R"({"fields":)"), 422, "bad_input");
    EXPECT_FALSE(
        clerk->get("/api/v1/documents/" + id).json()->getObject("fields")->has("issued_place"));
    const auto reviewer = signed_in("reviewer");
    expect_problem(reviewer->send("PATCH", "/api/v1/documents/" + id + "/fields",
                                  R"({"fields":{"subject":"a"}})", {{"If-Match", "*"}}),
                   403, "forbidden");
}

TEST_F(DocumentsApi, PagesAndTheOriginalAreServedAsTheyAre) {
    const std::string id = read_document(kPlan, "dòng một");
    const auto clerk = signed_in("clerk");
    const std::string path = "/api/v1/documents/" + id;
    const Answer image = clerk->get(path + "/pages/1/image?width=1200");
    EXPECT_EQ(image.status, 200);
    EXPECT_EQ(image.header("Content-Type"), "image/png");
    EXPECT_EQ(image.body, "\x89PNG image");
    EXPECT_EQ(clerk->get(path + "/pages/1/image", {{"If-None-Match", image.header("ETag")}}).status,
              304);
    expect_problem(clerk->get(path + "/pages/2/image"), 404, "not_found");
    expect_problem(clerk->get(path + "/pages/x/image"), 404, "not_found");
    const auto line = clerk->get(path + "/pages/1/text")
                          .json()
                          ->getArray("blocks")
                          ->getObject(0)
                          ->getArray("lines")
                          ->getObject(0);
    EXPECT_EQ(line->getValue<std::string>("text"), "dòng một");
    EXPECT_EQ(line->getArray("box")->getElement<int>(3), 4);
    const Answer original = clerk->get(path + "/files/original");
    EXPECT_EQ(original.body.substr(0, 9), "bytes of ");
    EXPECT_EQ(original.header("Content-Disposition"),
              "attachment; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch%2079.tif");
    EXPECT_EQ(original.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(clerk->send("HEAD", path + "/files/original").body, "");
}

TEST_F(DocumentsApi, OfAQuarantinedPaperNothingIsShown) {
    const std::string id = read_document(kPlan, "nội dung mật");
    const std::string path = "/api/v1/documents/" + id;
    const auto clerk = signed_in("clerk");
    ASSERT_EQ(clerk
                  ->send("PATCH", path + "/fields", R"({"fields":{"subject":"điều bí mật"}})",
                         {{"If-Match", "*"}})
                  .status,
              200);
    quarantine(id);
    const Answer listed = clerk->get("/api/v1/documents?state=quarantined");
    ASSERT_EQ(ids(listed), std::vector<std::string>{id});
    EXPECT_EQ(listed.body.find("UBND"), std::string::npos);
    const Answer shown = clerk->get(path);
    EXPECT_EQ(shown.status, 200);
    EXPECT_EQ(shown.json()->getObject("fields")->size(), 0u);
    for (const std::string& body : {shown.body, clerk->get(path + "/history").body})
        for (const char* secret : {"nội dung mật", "điều bí mật", "UBND"})
            EXPECT_EQ(body.find(secret), std::string::npos) << secret;
    expect_problem(clerk->send("PATCH", path + "/fields", R"({"fields":{"subject":"a"}})",
                               {{"If-Match", "*"}}),
                   403, "forbidden");
    expect_problem(clerk->get(path + "/files/original"), 403, "forbidden");
    expect_problem(clerk->get(path + "/pages/1/text"), 403, "forbidden");
    expect_problem(clerk->get(path + "/pages/1/image"), 403, "forbidden");

    const auto head = signed_in("head");
    EXPECT_TRUE(ids(head->get("/api/v1/documents")).empty());
    expect_problem(head->get(path), 404, "not_found");
    expect_problem(head->get(path + "/history"), 404, "not_found");
    expect_problem(head->get(path + "/files/original"), 404, "not_found");
    EXPECT_EQ(head->get("/api/v1/search?q=noi+dung+mat").json()->getValue<int>("total"), 0);
    EXPECT_EQ(head->get("/api/v1/tasks?scope=all").body.find("Bồi dưỡng"), std::string::npos);
}

TEST_F(DocumentsApi, OnlyWhatWaitsOrFailedIsReadAgain) {
    const std::string id = read_document(kPlan);
    const auto clerk = signed_in("clerk");
    EXPECT_EQ(clerk->post("/api/v1/documents/" + id + "/reprocess").status, 202);
    expect_problem(clerk->post("/api/v1/documents/" + id + "/reprocess"), 409, "conflict");
}

TEST_F(DocumentsApi, AFailedDocumentSaysWhy) {
    const auto clerk = signed_in("clerk");
    const std::string id = upload(*clerk, "hỏng");
    write([&](store::Transaction& tx) {
        pipeline::Document document = pipeline::load_document(tx, id);
        document.issues.push_back(
            {pipeline::Severity::Error, "bad_input", "", "trang 1: tệp bị hỏng"});
        pipeline::save_findings(tx, document, "", clock_.now());
        pipeline::set_state(tx, id, pipeline::DocumentState::Failed, clock_.now());
    });
    for (const auto& object :
         {clerk->get("/api/v1/documents/" + id).json(),
          clerk->get("/api/v1/documents").json()->getArray("documents")->getObject(0)}) {
        ASSERT_FALSE(object->isNull("error"));
        EXPECT_EQ(object->getObject("error")->getValue<std::string>("code"), "bad_input");
    }
    EXPECT_EQ(clerk->get("/api/v1/documents/" + id + "/files/original").body, "hỏng");
}

}  // namespace
}  // namespace vanthu::server
