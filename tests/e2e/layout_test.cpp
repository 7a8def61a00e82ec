// Drafts of outgoing papers meet the layout check before any person does: errors send them back to
// the drafter with the list, warnings go along.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/e2e/service.h"

namespace vanthu {
namespace {

std::string upload_draft(Session& clerk, const std::string& file) {
    std::ifstream in(sample(file), std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    const Answer taken =
        clerk.send("POST", "/documents?book=outgoing", bytes.str(),
                   {{"X-Filename", "du-thao.docx"}, {"Content-Type", "application/octet-stream"}});
    EXPECT_EQ(taken.status, 201) << taken.body;
    return taken.json()->getValue<std::string>("id");
}

// How many findings of the layout check a document carries, by severity.
std::map<std::string, int> findings(Session& person, const std::string& document) {
    std::map<std::string, int> found;
    const auto issues = person.get("/documents/" + document).json()->getArray("issues");
    for (unsigned i = 0; i < issues->size(); ++i) {
        const auto issue = issues->getObject(i);
        if (issue->getValue<std::string>("code").starts_with("layout_"))
            ++found[issue->getValue<std::string>("severity")];
    }
    return found;
}

Answer decide(Session& person, const Poco::JSON::Object::Ptr& task, const std::string& outcome) {
    Poco::JSON::Object body;
    body.set("outcome", outcome);
    body.set("opinion", "Mẫu riêng của ngành");
    return person.post("/tasks/" + task->getValue<std::string>("id") + "/complete", body);
}

TEST(LayoutOfDrafts, ErrorsReturnToTheDrafterAndWarningsGoOn) {
    TestFolder folder;
    Service office(folder.path() + "/office");
    office.start();
    Session clerk(office, "lan", office.add_account("lan", "clerk"));
    Session reviewer(office, "duyet", office.add_account("duyet", "reviewer"));

    // No number, no place and date: parts that must be there.
    const std::string wrong = upload_draft(clerk, "dispatch/0007-lam-dong-docx/input.docx");
    auto redraft = clerk.task_on(wrong, "approve");
    EXPECT_EQ(redraft->getValue<std::string>("node"), "redraft");
    const auto told = findings(clerk, wrong);
    EXPECT_GE(told.at("error"), 2);

    // Handed in unchanged it comes back, and nothing is told twice.
    ASSERT_EQ(decide(clerk, redraft, "submit").status, 200);
    redraft = clerk.task_on(wrong, "approve");
    EXPECT_EQ(redraft->getValue<std::string>("node"), "redraft");
    EXPECT_EQ(findings(clerk, wrong), told);

    // A person who knows better than the rules says so and answers for it.
    ASSERT_EQ(decide(clerk, redraft, "insist").status, 200);
    EXPECT_EQ(reviewer.task_on(wrong, "approve")->getValue<std::string>("node"), "content");

    // One line that should be italic stops nobody.
    const std::string nearly = upload_draft(clerk, "dispatch/0005-hung-yen-90-docx/input.docx");
    EXPECT_EQ(reviewer.task_on(nearly, "approve")->getValue<std::string>("node"), "content");
    EXPECT_EQ(findings(clerk, nearly), (std::map<std::string, int>{{"warning", 1}}));
}

}  // namespace
}  // namespace vanthu
