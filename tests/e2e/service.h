// service.h: the real `vanthu serve` as a child process on a free port, and a person's session with
// it over HTTP.
//
// One Service owns its data folder unless it is given one; destruction ends the process. Waiting
// always has an end and asks the service itself, never the clock alone.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>
#include <sys/types.h>

namespace vanthu {

// Runs a program of the build tree to its end; standard output, and the exit status.
struct Finished {
    int status = 0;
    std::string output;
};
Finished run_program(const std::vector<std::string>& words,
                     const std::map<std::string, std::string>& environment = {});

std::string vanthu_program();
std::string sample(const std::string& path);  // absolute path of a file under samples/

// A folder that is deleted at the end.
class TestFolder {
public:
    TestFolder();
    ~TestFolder();
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

class Service {
public:
    explicit Service(const std::string& data);
    ~Service();

    void start(
        const std::map<std::string, std::string>& environment = {});  // returns once it answers
    void stop();                                                      // SIGTERM, waits
    void kill();                                                      // SIGKILL, waits
    bool wait_for_death(int seconds);  // true when it died by itself in time
    pid_t process() const { return process_; }
    int port() const { return port_; }
    std::string url() const;

    // Makes the account; its one-time password is returned.
    std::string add_account(const std::string& name, const std::string& role);

private:
    std::string data_;
    pid_t process_ = -1;
    int port_ = 0;
};

struct Answer {
    int status = 0;
    std::string body;
    std::map<std::string, std::string> headers;

    Poco::JSON::Object::Ptr json() const;
};

// One person signed in.
class Session {
public:
    // Signs in with the one-time password and changes it.
    Session(const Service& service, const std::string& user, const std::string& one_time_password);

    Answer get(const std::string& path);
    Answer post(const std::string& path, const Poco::JSON::Object& body);
    Answer send(const std::string& method, const std::string& path, const std::string& body,
                const std::map<std::string, std::string>& headers);
    std::string upload(const std::string& file);  // the document's id

    // The open task on a document, waiting for it to appear; fails the test after `seconds`.
    Poco::JSON::Object::Ptr task_on(const std::string& document, const std::string& form_key,
                                    int seconds = 90);

    // Asks until the document's state is one of `states`; its JSON.
    Poco::JSON::Object::Ptr document_when(const std::string& id,
                                          const std::vector<std::string>& states, int seconds = 90);

private:
    int port_;
    std::string cookie_;
    std::string csrf_;
};

}  // namespace vanthu
