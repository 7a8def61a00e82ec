// Books, rights, links and dossiers over HTTP.
#include "records/search.h"
#include "tests/server/office_fixture.h"

namespace vanthu::server {
namespace {

class RecordsApi : public ServerFixture {
protected:
    std::string registered(const std::vector<std::pair<std::string, std::string>>& fields) {
        const std::string id = read_document(fields, "nội dung");
        write([&](store::Transaction& tx) {
            records::register_document(tx, "incoming", pipeline::load_document(tx, id), "clerk",
                                       kMorning);
        });
        return id;
    }

    // Two people change who may read a paper.
    void limit(const std::string& id, const std::string& right) {
        const Answer asked =
            signed_in("clerk")->post("/api/v1/documents/" + id + "/rights",
                                     R"({"rights":[)" + right + R"(],"reason":"nhân sự"})");
        EXPECT_EQ(asked.status, 201) << asked.body;
        EXPECT_EQ(signed_in("head")
                      ->post("/api/v1/rights-changes/" + asked.text("id") + "/confirm")
                      .status,
                  200);
    }
};

TEST_F(RecordsApi, AnEntryIsVoidedWithAReasonByAClerk) {
    registered({{"subject", "Kế hoạch"}});
    const auto clerk = signed_in("clerk");
    expect_problem(clerk->post("/api/v1/books/incoming/2026/entries/1/void"), 422, "bad_input");
    expect_problem(signed_in("reviewer")
                       ->post("/api/v1/books/incoming/2026/entries/1/void", R"({"reason":"x"})"),
                   403, "forbidden");
    const Answer answer =
        clerk->post("/api/v1/books/incoming/2026/entries/1/void", R"({"reason":"nhầm"})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.text("void_reason"), "nhầm");
    EXPECT_EQ(answer.text("voided_by"), "clerk");
}

TEST_F(RecordsApi, EntriesAreMadeAndFilledByHand) {
    const std::string id = read_document({{"code", "5/CV"}});
    const auto clerk = signed_in("clerk");
    const Answer made =
        clerk->post("/api/v1/books/copies/entries",
                    R"({"document":")" + id + R"(","typed":{"kind":"SY","copies":"2"}})");
    EXPECT_EQ(made.status, 201) << made.body;
    const Answer filled = clerk->send("PATCH", "/api/v1/books/copies/2026/entries/1",
                                      R"({"typed":{"receiver":"Sở Tài chính"}})");
    EXPECT_EQ(filled.status, 200) << filled.body;
    EXPECT_EQ(filled.json()->getArray("columns")->getElement<std::string>(6), "Sở Tài chính");
    expect_problem(clerk->post("/api/v1/books/copies/2026/close"), 409, "conflict");
}

TEST_F(RecordsApi, ABookIsPrinted) {
    registered({{"subject", "Kế hoạch"}});
    const Answer pdf = signed_in("archivist")->get("/api/v1/books/incoming/2026/entries.pdf");
    EXPECT_EQ(pdf.status, 200) << pdf.body;
    EXPECT_EQ(pdf.header("Content-Type"), "application/pdf");
    EXPECT_EQ(pdf.body.substr(0, 5), "%PDF-");
    expect_problem(signed_in("reviewer")->get("/api/v1/books/incoming/2026/entries.pdf"), 403,
                   "forbidden");
    EXPECT_EQ(signed_in("clerk")->get("/api/v1/books/follow_up/2026/entries.pdf").status, 200);
}

TEST_F(RecordsApi, TheBookOfSecretsIsForClerksAlone) {
    const std::string id = read_document({{"subject", "mật"}});
    quarantine(id);
    const auto clerk = signed_in("clerk");
    const Answer made =
        clerk->post("/api/v1/books/secret/entries", R"({"document":")" + id + R"("})");
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(clerk->get("/api/v1/books/secret/2026/entries").status, 200);
    expect_problem(signed_in("head")->get("/api/v1/books/secret/2026/entries"), 404, "not_found");
    EXPECT_EQ(signed_in("head")->get("/api/v1/books").body.find("\"secret\",\"title\""),
              std::string::npos);
}

TEST_F(RecordsApi, WhatOneMayNotReadIsNotThere) {
    add_account("lan", {"archivist"});
    add_account("hoa", {"archivist"});
    const std::string id = registered({{"subject", "Nhân sự cấp cao"}, {"code", "7/QĐ"}});
    limit(id, R"({"kind":"user","name":"hoa"})");
    const auto lan = signed_in("lan"), hoa = signed_in("hoa");
    for (const char* part : {"", "/history", "/pages/1/text", "/pages/1/image", "/files/original",
                             "/links", "/rights", "/slip", "/slip.pdf"}) {
        expect_problem(lan->get("/api/v1/documents/" + id + part), 404, "not_found");
        EXPECT_EQ(hoa->get("/api/v1/documents/" + id + part).status, 200) << part;
    }
    EXPECT_EQ(lan->get("/api/v1/search?q=nhan+su").json()->getValue<int>("total"), 0);
    EXPECT_EQ(hoa->get("/api/v1/search?q=nhan+su").json()->getValue<int>("total"), 1);
    EXPECT_EQ(lan->get("/api/v1/documents").body.find(id), std::string::npos);
    const Answer book = lan->get("/api/v1/books/incoming/2026/entries");
    EXPECT_EQ(book.body.find("Nhân sự"), std::string::npos);
    EXPECT_EQ(book.json()->getArray("entries")->size(), 1u);
    EXPECT_EQ(lan->get("/api/v1/search/suggestions?q=nha").body.find("nhan"), std::string::npos);
    EXPECT_NE(hoa->get("/api/v1/search/suggestions?q=nha").body.find("nhan"), std::string::npos);
}

TEST_F(RecordsApi, AChangeOfRightsWaitsForASecondPerson) {
    const std::string id = read_document({{"subject", "Kế hoạch"}});
    const auto head = signed_in("head");
    const Answer asked =
        head->post("/api/v1/documents/" + id + "/rights", R"({"rights":[],"reason":"x"})");
    expect_problem(head->post("/api/v1/rights-changes/" + asked.text("id") + "/confirm"), 403,
                   "forbidden");
    EXPECT_EQ(head->get("/api/v1/documents/" + id + "/rights")
                  .json()
                  ->getObject("waiting")
                  ->getValue<std::string>("asked_by"),
              "head");
    EXPECT_EQ(head->get("/api/v1/rights-changes").json()->getArray("changes")->size(), 1u);
    EXPECT_EQ(
        signed_in("admin")->post("/api/v1/rights-changes/" + asked.text("id") + "/refuse").status,
        200);
}

TEST_F(RecordsApi, LinksAndRecall) {
    const std::string a = read_document({{"code", "1/CV"}}), b = read_document({{"code", "2/CV"}});
    const auto clerk = signed_in("clerk");
    const Answer drawn = clerk->post("/api/v1/documents/" + b + "/links",
                                     R"({"kind":"answers","to":")" + a + R"("})");
    EXPECT_EQ(drawn.status, 201) << drawn.body;
    const auto links = clerk->get("/api/v1/documents/" + a + "/links").json()->getArray("links");
    ASSERT_EQ(links->size(), 1u);
    EXPECT_EQ(links->getObject(0)->getValue<std::string>("document"), b);
    EXPECT_EQ(clerk->send("DELETE", "/api/v1/links/" + drawn.text("id")).status, 204);
    EXPECT_EQ(clerk->post("/api/v1/documents/" + a + "/recall", R"({"reason":"thu hồi"})").status,
              204);
    expect_problem(clerk->send("PATCH", "/api/v1/documents/" + a + "/fields",
                               R"({"fields":{"code":"3/CV"}})", {{"If-Match", "*"}}),
                   409, "conflict");
    EXPECT_EQ(clerk->get("/api/v1/documents/" + a + "/rights").text("recalled"), "thu hồi");
}

TEST_F(RecordsApi, SearchesAreKeptByEachPerson) {
    const auto clerk = signed_in("clerk"), head = signed_in("head");
    const Answer kept =
        clerk->post("/api/v1/searches", R"({"name":"Thi đua","query":"?q=thi+dua"})");
    EXPECT_EQ(kept.status, 201) << kept.body;
    EXPECT_EQ(clerk->get("/api/v1/searches").json()->getArray("searches")->size(), 1u);
    EXPECT_EQ(head->get("/api/v1/searches").json()->getArray("searches")->size(), 0u);
    expect_problem(head->send("DELETE", "/api/v1/searches/" + kept.text("id")), 404, "not_found");
    EXPECT_EQ(clerk->send("DELETE", "/api/v1/searches/" + kept.text("id")).status, 204);
}

TEST_F(RecordsApi, FacetsAndOrderAreAskedFor) {
    read_document({{"type_name", "Kế hoạch"}, {"subject", "thi đua"}});
    const auto clerk = signed_in("clerk");
    const auto found = clerk->get("/api/v1/search?q=thi+dua&facets=yes&order=ranked").json();
    EXPECT_EQ(found->getArray("facets")->size(), 4u);
    EXPECT_FALSE(found->getValue<bool>("more"));
    expect_problem(clerk->get("/api/v1/search?q=x&order=best"), 422, "bad_input");
}

TEST_F(RecordsApi, ADossierGoesItsWay) {
    const std::string id = read_document({{"code", "1/CV"}, {"subject", "Khen thưởng"}});
    const auto reviewer = signed_in("reviewer"), archivist = signed_in("archivist");
    const Answer opened =
        reviewer->post("/api/v1/dossiers",
                       R"({"title":"Khen thưởng 2026","heading":"THI ĐUA","retention":"20 năm"})");
    EXPECT_EQ(opened.status, 201) << opened.body;
    EXPECT_EQ(opened.text("notation"), "01.TD");
    const std::string path = "/api/v1/dossiers/" + opened.text("id");
    EXPECT_EQ(reviewer->post(path + "/documents", R"({"document":")" + id + R"("})").status, 204);
    EXPECT_EQ(reviewer->get(path).json()->getArray("papers")->size(), 1u);
    EXPECT_EQ(reviewer->get("/api/v1/dossiers?document=" + id).json()->getArray("dossiers")->size(),
              1u);
    EXPECT_EQ(reviewer->get(path + "/contents.pdf").body.substr(0, 5), "%PDF-");
    EXPECT_EQ(reviewer->get("/api/v1/dossiers/list.pdf?year=2026").body.substr(0, 5), "%PDF-");
    EXPECT_EQ(reviewer->post(path + "/close").text("state"), "closed");
    expect_problem(reviewer->send("DELETE", path + "/documents/" + id), 409, "conflict");
    const Answer drafted = archivist->post(
        "/api/v1/transfers", R"({"giver":"Phòng Nội vụ","receiver":"Lưu trữ","dossiers":[")" +
                                 opened.text("id") + R"("]})");
    EXPECT_EQ(drafted.status, 201) << drafted.body;
    const std::string transfer = "/api/v1/transfers/" + drafted.text("id");
    EXPECT_EQ(archivist->post(transfer + "/hand-over", R"({"received_by":"Bà Hoa"})").text("state"),
              "handed_over");
    EXPECT_EQ(archivist->get(transfer + "/minutes.pdf").body.substr(0, 5), "%PDF-");
    EXPECT_EQ(archivist->get(transfer + "/list.pdf").body.substr(0, 5), "%PDF-");
    EXPECT_EQ(archivist->get("/api/v1/transfers").json()->getArray("transfers")->size(), 1u);
}

}  // namespace
}  // namespace vanthu::server
