#include "server/static_files.h"

#include <Poco/Net/StreamSocket.h>

#include "tests/server/office_fixture.h"

namespace vanthu::server {
namespace {

class StaticFiles : public ServerFixture {
protected:
    // As typed, without a client's own tidying of the address.
    std::string raw_get(const std::string& target) {
        Poco::Net::StreamSocket socket(
            Poco::Net::SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(server_->port())));
        const std::string request =
            "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        socket.sendBytes(request.data(), static_cast<int>(request.size()));
        std::string answer;
        char block[4096];
        for (int n = socket.receiveBytes(block, sizeof block); n > 0;
             n = socket.receiveBytes(block, sizeof block))
            answer.append(block, static_cast<std::size_t>(n));
        return answer;
    }
};

TEST_F(StaticFiles, TheAppIsServedUnderAStrictPolicy) {
    Client client = stranger();
    const Answer page = client.get("/");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.header("Cache-Control"), "no-cache");
    const std::string policy = page.header("Content-Security-Policy");
    EXPECT_NE(policy.find("default-src 'self'"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(client.get("/", {{"If-None-Match", page.header("ETag")}}).status, 304);
}

TEST_F(StaticFiles, HashedNamesAreCachedForGood) {
    Client client = stranger();
    const Answer script = client.get("/assets/app-1a2b.js");
    EXPECT_EQ(script.header("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_NE(script.header("Cache-Control").find("immutable"), std::string::npos);
    EXPECT_EQ(script.body, "export {};");
}

TEST_F(StaticFiles, PagesOfTheAppGiveItsIndexAndMissingFilesAProblem) {
    Client client = stranger();
    EXPECT_EQ(client.get("/documents/01abc/check").body, client.get("/").body);
    EXPECT_EQ(client.get("/assets/app-0000.js").status, 404);
    EXPECT_EQ(client.get("/assets/").body, client.get("/").body);
    expect_problem(client.post("/anything", ""), 405, "method_not_allowed");
}

TEST_F(StaticFiles, NothingOutsideTheFolderIsServed) {
    std::filesystem::create_symlink(folder_ / "secret.txt", folder_ / "web" / "link.txt");
    put_file("web/.hidden.txt", "outside of the web folder");
    for (const char* target :
         {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt",
          "/assets/..%5c..%5csecret.txt", "//secret.txt", "/link.txt", "/.hidden.txt",
          "/%00secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/./../secret.txt"}) {
        const std::string answer = raw_get(target);
        EXPECT_EQ(answer.find("outside of the web folder"), std::string::npos) << target;
        EXPECT_EQ(answer.find(" 200 "), std::string::npos) << target << answer;
    }
    const std::string absolute = raw_get("/" + (folder_ / "secret.txt").string());
    EXPECT_EQ(absolute.find("outside of the web folder"), std::string::npos);
}

TEST_F(StaticFiles, AnUnbuiltAppSaysHowToBuildIt) {
    std::filesystem::remove_all(folder_ / "web");
    Client client = stranger();
    const Answer answer = client.get("/");
    expect_problem(answer, 404, "not_found");
    EXPECT_NE(answer.text("detail").find("run.sh"), std::string::npos);
}

}  // namespace
}  // namespace vanthu::server
