// The command line through a running service, and an office copied while it runs.
#include <sys/stat.h>

#include <fstream>

#include <Poco/JSON/Parser.h>
#include <gtest/gtest.h>

#include "tests/e2e/service.h"

namespace vanthu {
namespace {

using Poco::JSON::Object;

Object::Ptr parsed(const Finished& finished) {
    EXPECT_EQ(finished.status, 0) << finished.output;
    return Poco::JSON::Parser().parse(finished.output).extract<Object::Ptr>();
}

class CommandLine : public ::testing::Test {
protected:
    CommandLine() : service_(data_.path()) {
        for (const char* role : {"clerk", "reviewer"})
            service_.add_account(role, role);
        service_.start();
    }

    std::string token(const std::string& user) {
        const Finished made =
            run_program({vanthu_program(), "user", "token", user, "--data", data_.path()});
        EXPECT_EQ(made.output.rfind("account " + user + " token ", 0), 0u) << made.output;
        return made.output.substr(made.output.rfind(' ') + 1);
    }

    Finished remotely(std::vector<std::string> words, const std::string& token) {
        words.insert(words.begin(), vanthu_program());
        words.insert(words.end(), {"--server", service_.url()});
        return run_program(words, {{"VANTHU_TOKEN", token}});
    }

    Finished beside(std::vector<std::string> words) {
        words.insert(words.begin(), vanthu_program());
        words.insert(words.end(), {"--data", data_.path()});
        return run_program(words);
    }

    TestFolder data_, copy_;
    Service service_;
};

TEST_F(CommandLine, TheServiceAnswersAsTheFolderDoes) {
    const std::string clerk = token("clerk"), reviewer = token("reviewer");
    const std::string paper = sample("dispatch/0013-cong-van-docx/input.docx");
    const auto taken = parsed(remotely({"intake", paper, "--wait", "--json"}, clerk));
    const std::string id = taken->getValue<std::string>("id");
    EXPECT_EQ(taken->getValue<std::string>("source"), paper);

    EXPECT_EQ(remotely({"correct", id, "issued_place=Bình Minh", "--as", "clerk"}, clerk).status,
              0);
    for (const char* words : {"show", "search", "tasks"}) {
        std::vector<std::string> command{words};
        if (command[0] == "show") command.push_back(id);
        if (command[0] == "search")
            command.insert(command.end(), {"quy thi dua", "--field", "type_name=Công văn"});
        command.push_back("--json");
        EXPECT_EQ(remotely(command, clerk).output, beside(command).output) << words;
    }
    EXPECT_NE(remotely({"show", id}, clerk).output.find("Bình Minh"), std::string::npos);

    const auto tasks =
        parsed(remotely({"tasks", "--user", "clerk", "--json"}, clerk))->getArray("tasks");
    ASSERT_EQ(tasks->size(), 1u);
    const std::string task = tasks->getObject(0)->getValue<std::string>("id");
    EXPECT_EQ(remotely({"task", "complete", task, "--outcome", "accept"}, reviewer).status, 3)
        << "it is not the reviewer's";
    const auto done =
        parsed(remotely({"task", "complete", task, "--outcome", "accept", "--json"}, clerk));
    EXPECT_EQ(done->getValue<std::string>("state"), "completed");
}

TEST_F(CommandLine, WhatIsWrongIsSaidInASentence) {
    const Finished stranger = remotely({"tasks"}, "no-such-token");
    EXPECT_EQ(stranger.status, 3) << stranger.output;
    EXPECT_EQ(remotely({"tasks"}, "").status, 3);
    const std::string clerk = token("clerk");
    EXPECT_EQ(remotely({"tasks", "--user", "reviewer"}, clerk).status, 3)
        << "the token is the clerk's";
    EXPECT_EQ(remotely({"show", "01m7z4zvf44zjq8admgt"}, clerk).status, 3);
    EXPECT_EQ(remotely({"intake", sample("hostile/no-such-file.tif")}, clerk).status, 3);
    const std::string url = service_.url();
    service_.stop();
    EXPECT_EQ(
        run_program({vanthu_program(), "tasks", "--server", url}, {{"VANTHU_TOKEN", clerk}}).status,
        4);
}

TEST_F(CommandLine, AnOfficeIsBackedUpWhileItRunsAndRestoredElsewhere) {
    const std::string clerk = token("clerk");
    const auto taken = parsed(remotely(
        {"intake", sample("dispatch/0013-cong-van-docx/input.docx"), "--wait", "--json"}, clerk));
    const std::string id = taken->getValue<std::string>("id");
    const Finished made = beside({"backup", copy_.path() + "/nightly"});
    EXPECT_EQ(made.status, 0) << made.output;
    EXPECT_EQ(
        run_program({vanthu_program(), "backup", copy_.path() + "/nightly", "--verify"}).status, 0);

    const std::string elsewhere = copy_.path() + "/office";
    const Finished back =
        run_program({vanthu_program(), "restore", copy_.path() + "/nightly", "--data", elsewhere});
    ASSERT_EQ(back.status, 0) << back.output;
    EXPECT_NE(back.output.find("1 documents with their originals"), std::string::npos)
        << back.output;
    EXPECT_EQ(run_program({vanthu_program(), "show", id, "--json", "--data", elsewhere}).output,
              beside({"show", id, "--json"}).output);
    EXPECT_EQ(
        run_program({vanthu_program(), "restore", copy_.path() + "/nightly", "--data", elsewhere})
            .status,
        3)
        << "an office is there";
}

}  // namespace
}  // namespace vanthu
