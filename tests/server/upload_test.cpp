#include <Poco/Net/StreamSocket.h>

#include "tests/server/office_fixture.h"

namespace vanthu::server {
namespace {

class Upload : public ServerFixture {
protected:
    std::int64_t documents() {
        std::int64_t count = 0;
        read([&](store::Transaction& tx) {
            count = tx.query_one("select count(*) as n from document")->integer("n");
        });
        return count;
    }

    static std::string form(const std::vector<std::pair<std::string, std::string>>& files) {
        std::string body =
            "--BOUNDARY\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nkhông phải tệp\r\n";
        for (const auto& [name, bytes] : files)
            body += "--BOUNDARY\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" +
                    name + "\"\r\nContent-Type: application/pdf\r\n\r\n" + bytes + "\r\n";
        return body + "--BOUNDARY--\r\n";
    }
};

const ClientHeaders kFormHeaders = {{"Content-Type", "multipart/form-data; boundary=BOUNDARY"}};

TEST_F(Upload, AFileBecomesADocumentAndAJob) {
    const auto clerk = signed_in("clerk");
    const std::string bytes("II*\0 some bytes \xff", 17);
    const Answer answer = clerk->post(
        "/api/v1/documents?book=incoming", bytes,
        {{"Content-Type", "image/tiff"}, {"X-Filename", "K%E1%BA%BF%20ho%E1%BA%A1ch.tif"}});
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer.text("state"), "received");
    EXPECT_EQ(answer.text("sha256"), sha256(bytes));
    EXPECT_EQ(answer.text("source"), "Kế hoạch.tif");
    EXPECT_EQ(answer.header("Location"), "/api/v1/documents/" + answer.text("id"));
    EXPECT_EQ(blobs_->get(sha256(bytes)), bytes);
    read([&](store::Transaction& tx) {
        EXPECT_TRUE(tx.query_one("select 1 as n from job where kind = 'process' and subject = $1",
                                 {answer.text("id")}));
        EXPECT_EQ(tx.query_one("select received_by from document")->text("received_by"), "clerk");
    });
    EXPECT_EQ(leftovers(), std::vector<std::string>());
}

TEST_F(Upload, TheSameKeyGivesTheSameDocument) {
    const auto clerk = signed_in("clerk");
    const auto send = [&](Client& client, const std::string& bytes) {
        return client.post("/api/v1/documents", bytes, {{"Idempotency-Key", "k1"}});
    };
    const Answer first = send(*clerk, "một");
    const Answer second = send(*clerk, "một");
    EXPECT_EQ(second.status, 201);
    EXPECT_EQ(first.text("id"), second.text("id"));
    EXPECT_EQ(documents(), 1);
    expect_problem(send(*clerk, "hai"), 409, "conflict");
    // Another person's key is another key.
    EXPECT_NE(send(*signed_in("admin"), "hai").text("id"), first.text("id"));
    EXPECT_EQ(documents(), 2);
}

TEST_F(Upload, TheSameContentIsTakenAgainAndSaid) {
    const auto clerk = signed_in("clerk");
    const std::string first = upload(*clerk, "cùng nội dung");
    const Answer second = clerk->post("/api/v1/documents", "cùng nội dung");
    ASSERT_EQ(second.status, 201);
    EXPECT_NE(second.text("id"), first);
    const auto same = second.json()->getArray("same_content");
    ASSERT_EQ(same->size(), 1u);
    EXPECT_EQ(same->getElement<std::string>(0), first);
}

TEST_F(Upload, AnEmptyFileIsTakenToo) {
    const auto clerk = signed_in("clerk");
    const Answer answer = clerk->post("/api/v1/documents", "");
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer.text("sha256"), sha256(""));
    EXPECT_EQ(answer.text("source"), "document");
}

TEST_F(Upload, AFileAboveTheLimitIsRefusedAndLeavesNothing) {
    const auto clerk = signed_in("clerk");
    expect_problem(clerk->post("/api/v1/documents", std::string((1 << 20) + 1, 'x')), 413,
                   "limit_exceeded");
    expect_problem(
        signed_in("clerk")->post("/api/v1/documents",
                                 form({{"a.pdf", std::string((1 << 20) + 1, 'x')}}), kFormHeaders),
        413, "limit_exceeded");
    EXPECT_EQ(documents(), 0);
    EXPECT_EQ(leftovers(), std::vector<std::string>());
    EXPECT_EQ(signed_in("clerk")->post("/api/v1/documents", std::string(1 << 20, 'x')).status, 201);
}

TEST_F(Upload, AConnectionThatBreaksLeavesNothing) {
    const auto clerk = signed_in("clerk");
    Poco::Net::StreamSocket socket(
        Poco::Net::SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(server_->port())));
    const std::string head =
        "POST /api/v1/documents HTTP/1.1\r\nHost: x\r\nCookie: " + clerk->cookie +
        "\r\nX-CSRF-Token: " + clerk->csrf + "\r\nContent-Length: 1000\r\n\r\nonly this";
    socket.sendBytes(head.data(), static_cast<int>(head.size()));
    socket.shutdownSend();
    std::string answer;
    char block[4096];
    for (int n = socket.receiveBytes(block, sizeof block); n > 0;
         n = socket.receiveBytes(block, sizeof block))
        answer.append(block, static_cast<std::size_t>(n));
    EXPECT_NE(answer.find(" 422 "), std::string::npos) << answer;
    EXPECT_EQ(documents(), 0);
    EXPECT_EQ(leftovers(), std::vector<std::string>());
}

TEST_F(Upload, ABodyOfUnknownLengthIsRefused) {
    const auto clerk = signed_in("clerk");
    Poco::Net::StreamSocket socket(
        Poco::Net::SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(server_->port())));
    const std::string head =
        "POST /api/v1/documents HTTP/1.1\r\nHost: x\r\nCookie: " + clerk->cookie +
        "\r\nX-CSRF-Token: " + clerk->csrf +
        "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    socket.sendBytes(head.data(), static_cast<int>(head.size()));
    char block[4096];
    const int n = socket.receiveBytes(block, sizeof block);
    EXPECT_NE(std::string(block, static_cast<std::size_t>(std::max(n, 0))).find(" 411 "),
              std::string::npos);
    EXPECT_EQ(documents(), 0);
}

TEST_F(Upload, AFormMayCarrySeveralFiles) {
    const auto clerk = signed_in("clerk");
    const Answer answer = clerk->post(
        "/api/v1/documents",
        form({{"Kế hoạch %22A%22.pdf", "một"}, {"C:\\\\temp\\\\b.pdf", "hai"}}), kFormHeaders);
    ASSERT_EQ(answer.status, 201) << answer.body;
    const auto list = answer.json()->getArray("documents");
    ASSERT_EQ(list->size(), 2u);
    EXPECT_EQ(list->getObject(0)->getValue<std::string>("source"), "Kế hoạch \"A\".pdf");
    EXPECT_EQ(list->getObject(0)->getValue<std::string>("sha256"), sha256("một"));
    EXPECT_EQ(list->getObject(1)->getValue<std::string>("source"), "b.pdf");
}

TEST_F(Upload, AFormWithoutFilesOrWithoutEndIsRefused) {
    const auto clerk = signed_in("clerk");
    expect_problem(clerk->post("/api/v1/documents", form({}), kFormHeaders), 422, "bad_input");
    expect_problem(signed_in("clerk")->post("/api/v1/documents", "no form at all", kFormHeaders),
                   422, "bad_input");
    expect_problem(signed_in("clerk")->post("/api/v1/documents", "x",
                                            {{"Content-Type", "multipart/form-data"}}),
                   422, "bad_input");
    EXPECT_EQ(documents(), 0);
}

TEST_F(Upload, FileNamesArePlain) {
    const auto clerk = signed_in("clerk");
    const auto source_of = [&](const std::string& name) {
        return clerk->post("/api/v1/documents", "x", {{"X-Filename", name}}).text("source");
    };
    EXPECT_EQ(source_of("..%2F..%2Fetc%2Fpasswd"), "passwd");
    EXPECT_EQ(source_of("a%0d%0aSet-Cookie:x.tif"), "aSet-Cookie:x.tif");
    EXPECT_EQ(source_of(".."), "document");
    EXPECT_EQ(source_of(std::string(400, 'a') + ".tif").size(), 255u);
    expect_problem(clerk->post("/api/v1/documents", "x", {{"X-Filename", "%ff%fe"}}), 422,
                   "bad_input");
}

TEST_F(Upload, AnUnknownBookIsRefused) {
    expect_problem(signed_in("clerk")->post("/api/v1/documents?book=incomming", "x"), 404,
                   "not_found");
    EXPECT_EQ(documents(), 0);
}

}  // namespace
}  // namespace vanthu::server
