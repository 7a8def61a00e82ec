// The pages of register, dossiers, exchange and the stamped copy by clicking; the copy is a PDF of
// its own with the stamp on it, and the original keeps its bytes.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/e2e/service.h"

namespace vanthu {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

// A configuration folder whose office takes part in the exchange.
std::string configuration(const fs::path& root) {
    const fs::path folder = root / "config";
    fs::copy(fs::path(VANTHU_SOURCE_DIR) / "config", folder, fs::copy_options::recursive);
    std::string xml = bytes_of(folder / "office.xml");
    xml.insert(xml.rfind("<routes>"),
               "<exchange organ-id=\"H90.01\" organ-name=\"UBND huyện A\" in=\"" +
                   (root / "in").string() + "\" out=\"" + (root / "out").string() + "\"/>");
    std::ofstream(folder / "office.xml") << xml;
    return folder.string();
}

void finish(Session& clerk, Session& reviewer, const std::string& document) {
    Poco::JSON::Object body;
    body.set("outcome", "accept");
    const auto check = clerk.task_on(document, "check_fields");
    ASSERT_EQ(clerk.post("/tasks/" + check->getValue<std::string>("id") + "/complete", body).status,
              200);
    body.set("outcome", "approve");
    const auto approve = reviewer.task_on(document, "approve");
    ASSERT_EQ(
        reviewer.post("/tasks/" + approve->getValue<std::string>("id") + "/complete", body).status,
        200);
}

TEST(RegisterPages, AreUsedByClickingAndTheStampIsOnACopy) {
    TestFolder folder;
    const fs::path root = folder.path();
    fs::create_directories(root / "in");  // the service may not have come to it yet
    Service office((root / "office").string());
    office.start({{"VANTHU_CONFIG", configuration(root)}});
    Session clerk(office, "lan", office.add_account("lan", "clerk"));
    Session reviewer(office, "duyet", office.add_account("duyet", "reviewer"));
    const std::string password = office.add_account("quan", "admin");
    Session admin(office, "quan", password);
    std::ofstream(root / "in" / "bad.edxml") << "<a/>";
    const std::string file = sample("dispatch/0012-cam-lam-2258-signed/input.pdf");
    const std::string paper = clerk.upload(file);
    finish(clerk, reviewer, paper);
    clerk.document_when(paper, {"filed"});

    const fs::path printed = root / "stamped.pdf";
    const Finished done =
        run_program({"/usr/bin/env", "node",
                     std::string(VANTHU_SOURCE_DIR) + "/tests/browser/register_pages.mjs", paper,
                     printed.string()},
                    {{"VANTHU_URL", office.url()},
                     {"VANTHU_USER", "quan"},
                     {"VANTHU_PASSWORD", "quan mật khẩu của tôi 42"}});
    ASSERT_EQ(done.status, 0) << done.output;

    const Finished words = run_program({"/usr/bin/env", "pdftotext", printed.string(), "-"});
    ASSERT_EQ(words.status, 0);
    for (const char* text : {"ĐẾN", "Số: 01", "Ngày:", "Chuyển:", "In từ hệ thống Vanthu"})
        EXPECT_NE(words.output.find(text), std::string::npos) << text << " in " << words.output;
    EXPECT_EQ(clerk.get("/documents/" + paper + "/files/original").body, bytes_of(file))
        << "the original keeps its bytes";
}

TEST(RegisterPages, LinksAndRightsByCommand) {
    TestFolder folder;
    const std::string data = folder.path() + "/office";
    Service office(data);
    office.start();
    Session clerk(office, "lan", office.add_account("lan", "clerk"));
    office.add_account("hung", "head");
    office.add_account("duyet", "reviewer");
    const std::string first = clerk.upload(sample("dispatch/0013-cong-van-docx/input.docx"));
    const std::string second = clerk.upload(sample("dispatch/0001-hung-yen-79-docx/input.docx"));
    const auto run = [&](std::vector<std::string> words) {
        words.insert(words.begin(), vanthu_program());
        words.insert(words.end(), {"--data", data});
        return run_program(words);
    };
    const Finished drawn = run({"link", "add", first, "answers", second, "--as", "lan"});
    ASSERT_EQ(drawn.status, 0) << drawn.output;
    EXPECT_NE(run({"link", "list", second}).output.find("is named by: answers"), std::string::npos);
    const std::string id = drawn.output.substr(0, drawn.output.find('\n'));
    EXPECT_EQ(run({"link", "remove", id, "--as", "lan"}).status, 0);
    EXPECT_EQ(run({"link", "remove", id, "--as", "lan"}).status, 3);
    EXPECT_EQ(run({"link", "add", first, "likes", second, "--as", "lan"}).status, 2);

    EXPECT_NE(run({"rights", "show", first}).output.find("open to the whole office"),
              std::string::npos);
    EXPECT_EQ(
        run({"rights", "ask", first, "role=head", "--reason", "nhân sự", "--as", "duyet"}).status,
        3);
    const Finished asked =
        run({"rights", "ask", first, "role=head", "--reason", "nhân sự", "--as", "lan"});
    ASSERT_EQ(asked.status, 0) << asked.output;
    const std::string change = asked.output.substr(0, asked.output.find(' '));
    EXPECT_NE(run({"rights", "changes"}).output.find(change), std::string::npos);
    EXPECT_EQ(run({"rights", "confirm", change, "--as", "lan"}).status, 3)
        << "whoever asked does not decide";
    EXPECT_EQ(run({"rights", "confirm", change, "--as", "hung"}).status, 0);
    EXPECT_NE(run({"rights", "show", first}).output.find("role=head"), std::string::npos);
}

}  // namespace
}  // namespace vanthu
