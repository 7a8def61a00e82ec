#include <dirent.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "tests/e2e/service.h"

namespace vanthu {
namespace {

// The page workers of a service: children of its process.
std::vector<pid_t> children_of(pid_t parent) {
    std::vector<pid_t> children;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        std::ifstream stat(entry.path() / "stat");
        std::string pid, name, state;
        pid_t above = 0;
        if (stat >> pid >> name >> state >> above && above == parent &&
            name.find("vanthu") != std::string::npos)
            children.push_back(std::stoi(pid));
    }
    return children;
}

Poco::JSON::Object accept() {
    Poco::JSON::Object body;
    body.set("outcome", "accept");
    return body;
}

// Asks until the document is being recognised.
void wait_for_recognition(Session& clerk, const std::string& document) {
    for (int i = 0; i < 2000; ++i) {
        const auto json = clerk.get("/documents/" + document).json();
        if (!json->isNull("progress") &&
            json->getObject("progress")->getValue<std::string>("stage") == "recognise")
            return;
        ASSERT_NE(json->getValue<std::string>("state"), "needs_check")
            << "too quick to be killed while reading";
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    FAIL() << "the document was never being recognised";
}

void expect_registered_once(Session& clerk, const std::string& document) {
    const auto check = clerk.task_on(document, "check_fields", 120);
    EXPECT_EQ(
        clerk.post("/tasks/" + check->getValue<std::string>("id") + "/complete", accept()).status,
        200);
    const auto after = clerk.document_when(document, {"in_workflow"}, 60);
    const int year = after->getObject("register_entry")->getValue<int>("year");
    const auto entries = clerk.get("/books/incoming/" + std::to_string(year) + "/entries")
                             .json()
                             ->getArray("entries");
    ASSERT_EQ(entries->size(), 1U);
    EXPECT_EQ(entries->getObject(0)->getValue<std::string>("document"), document);
    EXPECT_EQ(entries->getObject(0)->getValue<int>("number"), 1);
}

TEST(Kill, ServiceKilledMidRecognitionRegistersTheDocumentExactlyOnce) {
    TestFolder data;
    Service service(data.path());
    service.start();
    const std::string password = service.add_account("lan", "clerk");
    std::string document;
    {
        Session clerk(service, "lan", password);
        document = clerk.upload(sample("dispatch/0002-hung-yen-79-scan/input.tif"));
        wait_for_recognition(clerk, document);
    }
    service.kill();
    service.start();
    const std::string fresh =
        run_program({vanthu_program(), "user", "passwd", "lan", "--data", data.path()}).output;
    Session clerk(service, "lan",
                  fresh.substr(fresh.rfind(' ') + 1, fresh.find('\n') - fresh.rfind(' ') - 1));
    expect_registered_once(clerk, document);
    EXPECT_EQ(run_program({vanthu_program(), "audit", "verify", "--data", data.path()}).status, 0);
}

TEST(Kill, PageWorkerKilledMidRecognitionIsReplaced) {
    TestFolder data;
    Service service(data.path());
    service.start();
    Session clerk(service, "lan", service.add_account("lan", "clerk"));
    const std::string document = clerk.upload(sample("dispatch/0002-hung-yen-79-scan/input.tif"));
    wait_for_recognition(clerk, document);
    const auto workers = children_of(service.process());
    ASSERT_FALSE(workers.empty());
    for (const pid_t worker : workers)
        ::kill(worker, SIGKILL);
    expect_registered_once(clerk, document);
}

// Every commit boundary of the way, one kill each; see base/failpoint.h.
class KillAt : public ::testing::TestWithParam<const char*> {};

TEST_P(KillAt, LosesNothingAndDoublesNothing) {
    TestFolder data;
    Service service(data.path());
    service.start();
    const std::string password = service.add_account("lan", "clerk");
    service.stop();
    service.start({{"VANTHU_FAILPOINT", GetParam()}});
    std::string document;
    try {
        Session clerk(service, "lan", password);
        document = clerk.upload(sample("dispatch/0013-cong-van-docx/input.docx"));
        const auto check = clerk.task_on(document, "check_fields", 60);
        clerk.post("/tasks/" + check->getValue<std::string>("id") + "/complete", accept());
    } catch (const std::exception&) {
        // the service died under us: that is the point
    }
    ASSERT_TRUE(service.wait_for_death(60)) << "the failpoint was never passed";
    service.start();
    const std::string fresh =
        run_program({vanthu_program(), "user", "passwd", "lan", "--data", data.path()}).output;
    Session clerk(service, "lan",
                  fresh.substr(fresh.rfind(' ') + 1, fresh.find('\n') - fresh.rfind(' ') - 1));
    if (document.empty()) {
        // The upload was never acknowledged; the clerk tries again, and what may have been stored
        // is one of two papers.
        document = clerk.upload(sample("dispatch/0013-cong-van-docx/input.docx"));
    }
    const auto state = clerk.document_when(document, {"needs_check", "in_workflow"}, 90)
                           ->getValue<std::string>("state");
    if (state == "needs_check") {
        const auto tasks = clerk.get("/tasks?scope=mine&state=open").json()->getArray("tasks");
        for (unsigned i = 0; i < tasks->size(); ++i)
            if (tasks->getObject(i)->getValue<std::string>("document") == document)
                clerk.post(
                    "/tasks/" + tasks->getObject(i)->getValue<std::string>("id") + "/complete",
                    accept());
    }
    const auto registered = clerk.document_when(document, {"in_workflow"}, 60);
    EXPECT_EQ(registered->getObject("register_entry")->getValue<int>("number"), 1);
    EXPECT_EQ(run_program({vanthu_program(), "audit", "verify", "--data", data.path()}).status, 0);
}

INSTANTIATE_TEST_SUITE_P(EveryCommitBoundary, KillAt,
                         ::testing::Values("receive.before_commit", "checkpoint.before_commit",
                                           "checkpoint.after_commit", "process.completed",
                                           "service_task.before_commit",
                                           "service_task.after_commit"));

}  // namespace
}  // namespace vanthu
