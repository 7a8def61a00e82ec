#include <gtest/gtest.h>

#include "tests/e2e/service.h"

namespace vanthu {
namespace {

std::string field(const Poco::JSON::Object::Ptr& document, const std::string& id) {
    const auto fields = document->getObject("fields");
    if (!fields->has(id) || fields->getObject(id)->isNull("value")) return {};
    return fields->getObject(id)->getValue<std::string>("value");
}

Poco::JSON::Object decision(const std::string& outcome, const std::string& opinion = "") {
    Poco::JSON::Object body;
    body.set("outcome", outcome);
    body.set("opinion", opinion);
    return body;
}

class OfficeOverHttp : public ::testing::Test {
protected:
    TestFolder data;
    Service service{data.path()};

    void check_and_approve(Session& clerk, Session& reviewer, const std::string& document) {
        const auto check = clerk.task_on(document, "check_fields");
        EXPECT_EQ(clerk
                      .post("/tasks/" + check->getValue<std::string>("id") + "/complete",
                            decision("accept"))
                      .status,
                  200);
        const auto approve = reviewer.task_on(document, "approve", 30);
        EXPECT_EQ(reviewer
                      .post("/tasks/" + approve->getValue<std::string>("id") + "/complete",
                            decision("approve", "Đồng ý, giao Phòng Nội vụ"))
                      .status,
                  200);
    }
};

TEST_F(OfficeOverHttp, ScanPdfAndDocxTravelFromTheClerkToTheRegister) {
    service.start();
    Session clerk(service, "lan", service.add_account("lan", "clerk"));
    Session reviewer(service, "duyet", service.add_account("duyet", "reviewer"));
    Session archivist(service, "tru", service.add_account("tru", "archivist"));

    const std::vector<std::string> documents = {
        clerk.upload(sample("dispatch/0002-hung-yen-79-scan/input.tif")),
        clerk.upload(sample("dispatch/0012-cam-lam-2258-signed/input.pdf")),
        clerk.upload(sample("dispatch/0013-cong-van-docx/input.docx"))};
    for (const std::string& document : documents)
        check_and_approve(clerk, reviewer, document);

    std::vector<int> numbers;
    for (const std::string& document : documents) {
        const auto filed = archivist.document_when(document, {"filed"});
        const auto entry = filed->getObject("register_entry");
        EXPECT_EQ(entry->getValue<std::string>("book"), "incoming");
        numbers.push_back(entry->getValue<int>("number"));
        for (const std::string& name : filed->getObject("fields")->getNames()) {
            const auto state =
                filed->getObject("fields")->getObject(name)->getValue<std::string>("state");
            EXPECT_TRUE(state == "verified" || state == "corrected" || state == "missing")
                << name << " is " << state;
        }
        ASSERT_EQ(filed->getArray("opinions")->size(), 1U);
        EXPECT_EQ(filed->getArray("opinions")->getObject(0)->getValue<std::string>("text"),
                  "Đồng ý, giao Phòng Nội vụ");
    }
    std::sort(numbers.begin(), numbers.end());
    EXPECT_EQ(numbers, (std::vector<int>{1, 2, 3}));

    const auto scan = archivist.get("/documents/" + documents[0]).json();
    EXPECT_EQ(field(scan, "code"), "79/KH-UBND");
    EXPECT_EQ(field(scan, "issued_date"), "2022-04-21");
    EXPECT_EQ(field(scan, "signer_full_name"), "Trần Quốc Văn");

    for (const char* query : {"boi+duong+dien+hinh", "79%2FKH-UBND"}) {
        const auto result = archivist.get(std::string("/search?q=") + query).json();
        ASSERT_GE(result->getValue<int>("total"), 1) << query;
        bool found = false;
        for (unsigned i = 0; i < result->getArray("hits")->size(); ++i)
            found = found || result->getArray("hits")->getObject(i)->getValue<std::string>("id") ==
                                 documents[0];
        EXPECT_TRUE(found) << query;
    }
    EXPECT_EQ(run_program({vanthu_program(), "audit", "verify", "--data", data.path()}).status, 0);
}

TEST_F(OfficeOverHttp, ReturnedByTheClerkNeverGetsANumber) {
    service.start();
    Session clerk(service, "lan", service.add_account("lan", "clerk"));
    const auto document = clerk.upload(sample("dispatch/0013-cong-van-docx/input.docx"));
    const auto check = clerk.task_on(document, "check_fields");
    EXPECT_EQ(clerk
                  .post("/tasks/" + check->getValue<std::string>("id") + "/complete",
                        decision("return", "gửi nhầm"))
                  .status,
              200);
    EXPECT_TRUE(clerk.document_when(document, {"returned"})->isNull("register_entry"));
}

TEST_F(OfficeOverHttp, SecondArrivalOfTheSameFileIsItsOwnDocumentAndTheClerkIsTold) {
    service.start();
    Session clerk(service, "lan", service.add_account("lan", "clerk"));
    const auto first = clerk.upload(sample("dispatch/0013-cong-van-docx/input.docx"));
    clerk.task_on(first, "check_fields");
    const auto second = clerk.upload(sample("dispatch/0013-cong-van-docx/input.docx"));
    EXPECT_NE(first, second);
    clerk.task_on(second, "check_fields");
    const auto issues = clerk.get("/documents/" + second).json()->getArray("issues");
    bool told = false;
    for (unsigned i = 0; i < issues->size(); ++i)
        told = told || (issues->getObject(i)->getValue<std::string>("code") == "same_content" &&
                        issues->getObject(i)->getValue<std::string>("detail").find(first) != std::string::npos);
    EXPECT_TRUE(told);
}

TEST_F(OfficeOverHttp, BadFilesGetASentenceAndTheQueueGoesOn) {
    service.start();
    Session clerk(service, "lan", service.add_account("lan", "clerk"));
    const std::vector<std::pair<std::string, std::string>> bad = {
        {"hostile/empty.pdf", "bad_input"},
        {"hostile/text-named.docx", "unsupported_format"},
        {"hostile/truncated.tif", "bad_input"},
        {"hostile/needs-password.pdf", "needs_password"},
        {"hostile/zip-bomb.docx", "limit_exceeded"}};
    std::vector<std::string> ids;
    for (const auto& [file, code] : bad)
        ids.push_back(clerk.upload(sample(file)));
    const auto good = clerk.upload(sample("dispatch/0013-cong-van-docx/input.docx"));
    for (std::size_t i = 0; i < bad.size(); ++i) {
        const auto failed = clerk.document_when(ids[i], {"failed"});
        const auto issues = failed->getArray("issues");
        ASSERT_GE(issues->size(), 1U) << bad[i].first;
        EXPECT_EQ(issues->getObject(0)->getValue<std::string>("code"), bad[i].second)
            << bad[i].first << ": " << issues->getObject(0)->getValue<std::string>("detail");
        EXPECT_FALSE(issues->getObject(0)->getValue<std::string>("detail").empty());
        EXPECT_EQ(clerk.get("/documents/" + ids[i] + "/files/original").status, 200)
            << bad[i].first;
    }
    clerk.task_on(good, "check_fields");
}

}  // namespace
}  // namespace vanthu
