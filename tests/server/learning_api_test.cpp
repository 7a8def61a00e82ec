// What corrections taught, over HTTP: seen by clerk and admin, forgotten on demand.
#include "tests/server/office_fixture.h"

namespace vanthu::server {
namespace {

class LearningApi : public ServerFixture {
protected:
    Poco::JSON::Array::Ptr lessons(Client& client, const std::string& query = "") {
        return client.get("/api/v1/lessons" + query).json()->getArray("lessons");
    }
};

TEST_F(LearningApi, ACorrectionIsListedWithItsPaperAndForgotten) {
    const std::string id =
        read_document({{"organ_name", "SỞ Y TẾ"}, {"signer_full_name", "Trân Quôc Vàn"}});
    const auto clerk = signed_in("clerk");
    ASSERT_EQ(lessons(*clerk)->size(), 0U);
    const Answer corrected =
        clerk->send("PATCH", "/api/v1/documents/" + id + "/fields",
                    R"({"fields":{"signer_full_name":"Trần Quốc Văn"}})", {{"If-Match", "*"}});
    ASSERT_EQ(corrected.status, 200) << corrected.body;
    ASSERT_EQ(lessons(*clerk)->size(), 1U);
    const auto lesson = lessons(*clerk)->getObject(0);
    EXPECT_EQ(lesson->getValue<std::string>("issuer"), "SỞ Y TẾ");
    EXPECT_EQ(lesson->getValue<std::string>("seen"), "Trân Quôc Vàn");
    EXPECT_EQ(lesson->getValue<std::string>("value"), "Trần Quốc Văn");
    EXPECT_EQ(lesson->getValue<std::string>("document"), id);
    EXPECT_EQ(lesson->getValue<std::string>("taught_by"), "clerk");

    const auto admin = signed_in("admin");
    const std::string path = "/api/v1/lessons/" + lesson->getValue<std::string>("id");
    EXPECT_EQ(signed_in("reviewer")->get("/api/v1/lessons").status, 403);
    EXPECT_EQ(signed_in("reviewer")->send("DELETE", path).status, 403);
    EXPECT_EQ(admin->send("DELETE", path).status, 204);
    EXPECT_EQ(admin->send("DELETE", path).status, 409);
    EXPECT_EQ(admin->send("DELETE", "/api/v1/lessons/none").status, 404);
    EXPECT_EQ(lessons(*clerk)->size(), 0U);
    const auto ended = lessons(*clerk, "?all=yes")->getObject(0);
    EXPECT_EQ(ended->getValue<std::string>("ended_by"), "admin");
    EXPECT_EQ(ended->getValue<std::string>("ended_how"), "forgotten");
}

}  // namespace
}  // namespace vanthu::server
