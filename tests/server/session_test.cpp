#include "server/sessions.h"

#include "tests/server/office_fixture.h"

namespace vanthu::server {
namespace {

using Session = ServerFixture;

TEST_F(Session, SigningInGivesTheUserAndACookieThatScriptsCannotRead) {
    Client client = stranger();
    const Answer answer = client.sign_in("clerk", kPassword);
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto user = answer.json()->getObject("user");
    EXPECT_EQ(user->getValue<std::string>("id"), "clerk");
    EXPECT_EQ(user->getArray("roles")->getElement<std::string>(0), "clerk");
    EXPECT_FALSE(user->getValue<bool>("must_change_password"));
    const std::string cookie = answer.header("Set-Cookie");
    EXPECT_NE(cookie.find("vanthu_session="), std::string::npos);
    EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
    EXPECT_NE(cookie.find("SameSite=Strict"), std::string::npos);
    EXPECT_EQ(client.get("/api/v1/session").text("csrf"), client.csrf);
}

TEST_F(Session, TheDatabaseKeepsNoCookie) {
    const auto client = signed_in("clerk");
    const std::string token = client->cookie.substr(client->cookie.find('=') + 1);
    read([&](store::Transaction& tx) {
        EXPECT_FALSE(tx.query_one("select 1 as n from session where token_hash = $1", {token}));
        EXPECT_TRUE(
            tx.query_one("select 1 as n from session where token_hash = $1", {sha256(token)}));
    });
}

TEST_F(Session, AWrongPasswordAndAnUnknownNameAnswerAlike) {
    Client client = stranger();
    const Answer wrong = client.sign_in("clerk", "sai mật khẩu");
    const Answer unknown = client.sign_in("nobody", "sai mật khẩu");
    expect_problem(wrong, 401, "unauthenticated");
    EXPECT_EQ(wrong.body, unknown.body);
}

TEST_F(Session, FiveFailuresCloseTheDoorForAQuarterOfAnHour) {
    Client client = stranger();
    for (int i = 0; i < 5; ++i)
        expect_problem(client.sign_in("clerk", "sai mật khẩu"), 401, "unauthenticated");
    const Answer closed = client.sign_in("clerk", kPassword);
    expect_problem(closed, 429, "limit_exceeded");
    EXPECT_EQ(closed.header("Retry-After"), "901");
    EXPECT_EQ(client.sign_in("head", kPassword).status, 200);
    clock_.advance(15 * kMinute);
    EXPECT_EQ(client.sign_in("clerk", kPassword).status, 200);
}

TEST_F(Session, ASuccessBeginsTheCountAnew) {
    Client client = stranger();
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 4; ++i)
            client.sign_in("clerk", "sai mật khẩu");
        EXPECT_EQ(client.sign_in("clerk", kPassword).status, 200);
    }
}

TEST_F(Session, AFirstPasswordMustBeChangedBeforeAnythingElse) {
    add_account("lan", {"clerk"}, MustChange::Yes);
    Client client = stranger();
    EXPECT_TRUE(client.sign_in("lan", kPassword)
                    .json()
                    ->getObject("user")
                    ->getValue<bool>("must_change_password"));
    expect_problem(client.get("/api/v1/documents"), 403, "password_change_required");
    expect_problem(client.post("/api/v1/documents", "bytes"), 403, "password_change_required");
    EXPECT_EQ(client.get("/api/v1/session").status, 200);

    const auto change = [&](const std::string& old_password, const std::string& new_password) {
        return client.post("/api/v1/session/password",
                           R"({"old":")" + old_password + R"(","new":")" + new_password + R"("})");
    };
    expect_problem(change("không phải", "năm con trâu"), 422, "bad_input");
    expect_problem(change(kPassword, "ngắn"), 422, "bad_input");
    expect_problem(change(kPassword, kPassword), 422, "bad_input");
    const Answer changed = change(kPassword, "năm con trâu");
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_FALSE(changed.json()->getObject("user")->getValue<bool>("must_change_password"));
    EXPECT_EQ(client.get("/api/v1/documents").status, 200);
    Client again = stranger();
    expect_problem(again.sign_in("lan", kPassword), 401, "unauthenticated");
    EXPECT_EQ(again.sign_in("lan", "năm con trâu").status, 200);
}

TEST_F(Session, ChangingThePasswordEndsTheOtherSessions) {
    const auto here = signed_in("clerk");
    const auto elsewhere = signed_in("clerk");
    ASSERT_EQ(here->post("/api/v1/session/password",
                         std::string(R"({"old":")") + kPassword + R"(","new":"năm con trâu"})")
                  .status,
              200);
    EXPECT_EQ(here->get("/api/v1/session").status, 200);
    expect_problem(elsewhere->get("/api/v1/session"), 401, "unauthenticated");
}

TEST_F(Session, ChangesNeedTheCsrfToken) {
    const auto client = signed_in("clerk");
    const std::string token = client->csrf;
    for (const std::string& wrong : {std::string(), std::string("0123"), signed_in("head")->csrf}) {
        client->csrf = wrong;
        expect_problem(client->post("/api/v1/documents", "bytes"), 403, "forbidden");
        expect_problem(client->send("DELETE", "/api/v1/session"), 403, "forbidden");
    }
    client->csrf = token;
    EXPECT_EQ(client->send("DELETE", "/api/v1/session").status, 204);
    expect_problem(client->get("/api/v1/session"), 401, "unauthenticated");
}

TEST_F(Session, AnotherSitesPageChangesNothing) {
    Client client = stranger();
    expect_problem(client.post("/api/v1/session", R"({"user":"clerk","password":"x"})",
                               {{"Sec-Fetch-Site", "cross-site"}}),
                   403, "forbidden");
    expect_problem(client.post("/api/v1/session", R"({"user":"clerk","password":"x"})",
                               {{"Content-Type", "text/plain"}}),
                   415, "unsupported_format");
}

TEST_F(Session, ASessionEndsTwelveHoursAfterItsLastUse) {
    const auto client = signed_in("clerk");
    clock_.advance(11 * 60 * kMinute);
    EXPECT_EQ(client->get("/api/v1/session").status, 200);
    clock_.advance(11 * 60 * kMinute);
    EXPECT_EQ(client->get("/api/v1/session").status, 200);
    clock_.advance(12 * 60 * kMinute);
    expect_problem(client->get("/api/v1/session"), 401, "unauthenticated");
}

TEST_F(Session, DisablingAnAccountEndsItsSessionsAndTokens) {
    const auto client = signed_in("clerk");
    Client script = stranger();
    std::string token;
    write([&](store::Transaction& tx) {
        token = create_api_token(tx, "clerk", "thử", std::nullopt, "admin", clock_.now());
    });
    const ClientHeaders bearer = {{"Authorization", "Bearer " + token}};
    EXPECT_EQ(script.get("/api/v1/documents", bearer).status, 200);
    write([&](store::Transaction& tx) {
        set_standing(tx, "clerk", Standing::Disabled, "admin", clock_.now());
    });
    expect_problem(client->get("/api/v1/documents"), 401, "unauthenticated");
    expect_problem(script.get("/api/v1/documents", bearer), 401, "unauthenticated");
    expect_problem(script.sign_in("clerk", kPassword), 401, "unauthenticated");
}

TEST_F(Session, ABearerTokenNeedsNoCsrfTokenAndExpires) {
    std::string token;
    write([&](store::Transaction& tx) {
        token = create_api_token(tx, "clerk", "thử", kMorning + kMinute, "admin", clock_.now());
    });
    Client script = stranger();
    const ClientHeaders bearer = {{"Authorization", "Bearer " + token}};
    EXPECT_EQ(script.post("/api/v1/documents", "bytes", bearer).status, 201);
    expect_problem(script.get("/api/v1/documents", {{"Authorization", "Bearer " + token + "x"}}),
                   401, "unauthenticated");
    clock_.advance(kMinute);
    expect_problem(script.get("/api/v1/documents", bearer), 401, "unauthenticated");
}

TEST_F(Session, WithoutASessionEverythingIsRefused) {
    Client client = stranger();
    for (const char* path : {"/api/v1/documents", "/api/v1/tasks", "/api/v1/books",
                             "/api/v1/search?q=a", "/api/v1/users", "/api/v1/forms", "/api/v1/jobs",
                             "/api/v1/documents/x/files/original", "/api/v1/session"})
        expect_problem(client.get(path), 401, "unauthenticated");
    EXPECT_EQ(client.get("/healthz").status, 200);
    EXPECT_EQ(client.get("/readyz").status, 200);
}

TEST_F(Session, RolesOpenOnlyTheirOwnDoors) {
    const auto archivist = signed_in("archivist");
    expect_problem(archivist->post("/api/v1/documents", "bytes"), 403, "forbidden");
    expect_problem(archivist->get("/api/v1/jobs"), 403, "forbidden");
    expect_problem(archivist->get("/api/v1/audit/verify"), 403, "forbidden");
    expect_problem(archivist->post("/api/v1/processes", "<x/>"), 403, "forbidden");
    EXPECT_EQ(archivist->get("/api/v1/books").status, 200);
    const auto admin = signed_in("admin");
    EXPECT_EQ(admin->get("/api/v1/jobs").status, 200);
    EXPECT_TRUE(admin->get("/api/v1/audit/verify").json()->getValue<bool>("intact"));
    EXPECT_EQ(admin->post("/api/v1/documents", "bytes").status, 201);
}

}  // namespace
}  // namespace vanthu::server
