// Two offices on one machine: a dispatch leaves one as an edXML packet, is read and registered in
// the other, and where it stands there comes back.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/e2e/service.h"

namespace vanthu {
namespace {

namespace fs = std::filesystem;

// A configuration folder with <exchange> in its office.xml.
std::string configuration(const fs::path& folder, const std::string& exchange) {
    fs::copy(fs::path(VANTHU_SOURCE_DIR) / "config", folder, fs::copy_options::recursive);
    std::ifstream in(folder / "office.xml");
    std::stringstream text;
    text << in.rdbuf();
    std::string xml = text.str();
    xml.insert(xml.rfind("<routes>"), exchange);
    std::ofstream(folder / "office.xml") << xml;
    return folder.string();
}

Poco::JSON::Object decision(const std::string& outcome) {
    Poco::JSON::Object body;
    body.set("outcome", outcome);
    body.set("opinion", "");
    return body;
}

void finish(Session& clerk, Session& reviewer, const std::string& document) {
    for (auto [session, form] :
         {std::pair{&clerk, "check_fields"}, std::pair{&reviewer, "approve"}}) {
        const auto task = session->task_on(document, form);
        const std::string outcome = std::string(form) == "approve" ? "approve" : "accept";
        ASSERT_EQ(session
                      ->post("/tasks/" + task->getValue<std::string>("id") + "/complete",
                             decision(outcome))
                      .status,
                  200);
    }
}

// Asks the program until what it prints holds `wanted`; what it printed last.
std::string when_printed(const std::vector<std::string>& command,
                         const std::map<std::string, std::string>& environment,
                         const std::string& wanted, int seconds) {
    std::string output;
    for (int tries = 0; tries < seconds * 5; ++tries) {
        output = run_program(command, environment).output;
        if (output.find(wanted) != std::string::npos) return output;
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    ADD_FAILURE() << wanted << " never came; the last answer was: " << output;
    return output;
}

TEST(Exchange, APacketGoesOutOfOneOfficeAndItsStatusComesBack) {
    TestFolder folder;
    const fs::path root = folder.path();
    const auto element = [&](const std::string& id, const std::string& name, const std::string& in,
                             const std::string& out) {
        return "<exchange organ-id=\"" + id + "\" organ-name=\"" + name + "\" in=\"" +
               (root / in).string() + "\" out=\"" + (root / out).string() + "\"/>";
    };
    const std::map<std::string, std::string> here{
        {"VANTHU_CONFIG", configuration(root / "config_a",
                                        element("H90.01", "UBND huyện A", "to_a/H90.01", "to_b"))}};
    const std::map<std::string, std::string> there{
        {"VANTHU_CONFIG", configuration(root / "config_b",
                                        element("H90.02", "UBND huyện B", "to_b/H90.02", "to_a"))}};
    Service a((root / "a").string()), b((root / "b").string());
    a.start(here);
    b.start(there);
    Session clerk_a(a, "lan", a.add_account("lan", "clerk"));
    Session reviewer_a(a, "duyet", a.add_account("duyet", "reviewer"));
    Session clerk_b(b, "minh", b.add_account("minh", "clerk"));
    Session reviewer_b(b, "hoa", b.add_account("hoa", "reviewer"));

    const std::string sent = clerk_a.upload(sample("dispatch/0013-cong-van-docx/input.docx"));
    finish(clerk_a, reviewer_a, sent);
    clerk_a.document_when(sent, {"filed"});
    const Finished sending =
        run_program({vanthu_program(), "exchange", "send", sent, "--to", "H90.02=UBND huyện B",
                     "--as", "lan", "--data", (root / "a").string()},
                    here);
    ASSERT_EQ(sending.status, 0) << sending.output;

    // It arrives by itself; the line ends with the document it became.
    const std::string listed =
        when_printed({vanthu_program(), "exchange", "list", "--data", (root / "b").string()}, there,
                     "taken", 60);
    const std::string line = listed.substr(0, listed.find('\n'));
    const std::string got = line.substr(line.rfind("  ") + 2);
    finish(clerk_b, reviewer_b, got);
    const auto filed = clerk_b.document_when(got, {"filed"});
    EXPECT_EQ(filed->getObject("register_entry")->getValue<int>("number"), 1);

    const std::string statuses = when_printed(
        {vanthu_program(), "exchange", "status", sent, "--data", (root / "a").string()}, here,
        "  06  ", 60);
    for (const char* code : {"  01  ", "  03  ", "  04  ", "  05  ", "  06  "})
        EXPECT_NE(statuses.find(code), std::string::npos) << code << " in " << statuses;
    EXPECT_EQ(statuses.find("goes back"), std::string::npos) << statuses;
}

TEST(Exchange, APacketIsReadWithoutAnOffice) {
    TestFolder folder;
    const std::string path = folder.path() + "/p.edxml";
    std::ofstream(path)
        << R"(<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope><edXMLHeader><MessageHeader>
<From><OrganId>H90</OrganId><OrganName>Sở X</OrganName></From><To><OrganId>H91</OrganId></To>
<Code><CodeNumber>5</CodeNumber><CodeNotation>QĐ-SX</CodeNotation></Code><Subject>Một việc</Subject>
</MessageHeader></edXMLHeader></edXMLEnvelope></edXML>)";
    const Finished read = run_program({vanthu_program(), "exchange", "read", path, "--json"});
    EXPECT_EQ(read.status, 0);
    EXPECT_NE(read.output.find("\"code\":\"5/QĐ-SX\""), std::string::npos) << read.output;
    std::ofstream(path) << "<a/>";
    const Finished bad = run_program({vanthu_program(), "exchange", "read", path, "--json"});
    EXPECT_EQ(bad.status, 2);
    EXPECT_NE(bad.output.find("bad_input"), std::string::npos) << bad.output;
}

}  // namespace
}  // namespace vanthu
