#include "tests/e2e/service.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <Poco/JSON/Parser.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>

namespace vanthu {
namespace fs = std::filesystem;
namespace {

constexpr auto kAsk = std::chrono::milliseconds(50);

// Starts a program with its standard output on a pipe.
pid_t spawn(const std::vector<std::string>& words,
            const std::map<std::string, std::string>& environment, int& output) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        for (const auto& [name, value] : environment)
            ::setenv(name.c_str(), value.c_str(), 1);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    output = ends[0];
    return child;
}

std::string read_line(int descriptor) {
    std::string line;
    char c = 0;
    while (::read(descriptor, &c, 1) == 1 && c != '\n')
        line += c;
    return line;
}

// Calls `done` until it says true or the time is over.
template <class Done>
bool ask_until(int seconds, Done done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    while (std::chrono::steady_clock::now() < end) {
        if (done()) return true;
        std::this_thread::sleep_for(kAsk);
    }
    return false;
}

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

}  // namespace

std::string vanthu_program() {
    return std::string(VANTHU_BINARY_DIR) + "/bin/vanthu";
}

std::string sample(const std::string& path) {
    return std::string(VANTHU_SOURCE_DIR) + "/samples/" + path;
}

Finished run_program(const std::vector<std::string>& words,
                     const std::map<std::string, std::string>& environment) {
    int output = -1;
    const pid_t child = spawn(words, environment, output);
    Finished finished;
    char chunk[4096];
    ssize_t n = 0;
    while ((n = ::read(output, chunk, sizeof chunk)) > 0)
        finished.output.append(chunk, static_cast<std::size_t>(n));
    ::close(output);
    int status = 0;
    ::waitpid(child, &status, 0);
    finished.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return finished;
}

TestFolder::TestFolder() {
    std::string pattern = (fs::temp_directory_path() / "vanthu-e2e-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    path_ = pattern;
}

TestFolder::~TestFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

Service::Service(const std::string& data) : data_(data) {}

Service::~Service() {
    kill();
}

void Service::start(const std::map<std::string, std::string>& environment) {
    int output = -1;
    process_ =
        spawn({vanthu_program(), "serve", "--port", "0", "--data", data_}, environment, output);
    // "serving http://127.0.0.1:PORT" is printed when it answers.
    for (std::string line = read_line(output); !line.empty(); line = read_line(output)) {
        const auto colon = line.rfind(':');
        if (line.rfind("serving http://", 0) == 0 && colon != std::string::npos) {
            port_ = std::stoi(line.substr(colon + 1));
            break;
        }
    }
    ::close(output);
    if (port_ == 0) throw std::runtime_error("the service did not start");
}

void Service::stop() {
    if (process_ < 0) return;
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
    port_ = 0;
}

void Service::kill() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
    port_ = 0;
}

bool Service::wait_for_death(int seconds) {
    const bool dead =
        ask_until(seconds, [&] { return ::waitpid(process_, nullptr, WNOHANG) == process_; });
    if (dead) {
        process_ = -1;
        port_ = 0;
    }
    return dead;
}

std::string Service::url() const {
    return "http://127.0.0.1:" + std::to_string(port_);
}

std::string Service::add_account(const std::string& name, const std::string& role) {
    const Finished done = run_program(
        {vanthu_program(), "user", "add", name, "--role", role, "--name", name, "--data", data_});
    // "account NAME password PASSWORD"
    std::istringstream words(done.output);
    std::string account, who, label, password;
    words >> account >> who >> label >> password;
    if (done.status != 0 || password.empty())
        throw std::runtime_error("no account: " + done.output);
    return password;
}

Poco::JSON::Object::Ptr Answer::json() const {
    try {
        return Poco::JSON::Parser().parse(body).extract<Poco::JSON::Object::Ptr>();
    } catch (const Poco::Exception&) {
        throw std::runtime_error("status " + std::to_string(status) +
                                 ", not a JSON object: " + body.substr(0, 300));
    }
}

Session::Session(const Service& service, const std::string& user,
                 const std::string& one_time_password)
    : port_(service.port()) {
    Poco::JSON::Object credentials;
    credentials.set("user", user);
    credentials.set("password", one_time_password);
    const Answer signed_in = post("/session", credentials);
    if (signed_in.status != 200) throw std::runtime_error("sign-in: " + signed_in.body);
    csrf_ = signed_in.json()->getValue<std::string>("csrf");
    Poco::JSON::Object change;
    change.set("old", one_time_password);
    change.set("new", user + " mật khẩu của tôi 42");
    const Answer changed = post("/session/password", change);
    if (changed.status != 200) throw std::runtime_error("change of password: " + changed.body);
    if (changed.json()->has("csrf")) csrf_ = changed.json()->getValue<std::string>("csrf");
}

Answer Session::send(const std::string& method, const std::string& path, const std::string& body,
                     const std::map<std::string, std::string>& headers) {
    Poco::Net::HTTPClientSession http("127.0.0.1", static_cast<Poco::UInt16>(port_));
    Poco::Net::HTTPRequest request(method, "/api/v1" + path, Poco::Net::HTTPMessage::HTTP_1_1);
    if (!cookie_.empty()) request.set("Cookie", cookie_);
    if (!csrf_.empty()) request.set("X-CSRF-Token", csrf_);
    for (const auto& [name, value] : headers)
        request.set(name, value);
    request.setContentLength64(static_cast<Poco::Int64>(body.size()));
    http.sendRequest(request) << body;
    Poco::Net::HTTPResponse response;
    std::istream& in = http.receiveResponse(response);
    Answer answer;
    answer.status = response.getStatus();
    Poco::StreamCopier::copyToString(in, answer.body);
    for (const auto& [name, value] : response)
        answer.headers[name] = value;
    if (const auto set = response.find("Set-Cookie"); set != response.end())
        cookie_ = set->second.substr(0, set->second.find(';'));
    return answer;
}

Answer Session::get(const std::string& path) {
    return send("GET", path, "", {});
}

Answer Session::post(const std::string& path, const Poco::JSON::Object& body) {
    std::ostringstream text;
    body.stringify(text);
    return send("POST", path, text.str(), {{"Content-Type", "application/json"}});
}

std::string Session::upload(const std::string& file) {
    std::string name;
    Poco::URI::encode(fs::path(file).filename().string(), "", name);
    const Answer answer =
        send("POST", "/documents", read_file(file),
             {{"X-Filename", name}, {"Content-Type", "application/octet-stream"}});
    if (answer.status != 201) throw std::runtime_error("upload: " + answer.body);
    return answer.json()->getValue<std::string>("id");
}

Poco::JSON::Object::Ptr Session::task_on(const std::string& document, const std::string& form_key,
                                         int seconds) {
    Poco::JSON::Object::Ptr found;
    ask_until(seconds, [&] {
        const auto tasks = get("/tasks?scope=mine&state=open&limit=200").json()->getArray("tasks");
        for (unsigned i = 0; i < tasks->size(); ++i) {
            const auto task = tasks->getObject(i);
            if (task->getValue<std::string>("document") == document &&
                task->getValue<std::string>("form_key") == form_key)
                found = task;
        }
        return !found.isNull();
    });
    if (found.isNull())
        throw std::runtime_error("no task " + form_key + " on " + document + ": " +
                                 get("/documents/" + document).body);
    return found;
}

Poco::JSON::Object::Ptr Session::document_when(const std::string& id,
                                               const std::vector<std::string>& states,
                                               int seconds) {
    Poco::JSON::Object::Ptr document;
    const bool reached = ask_until(seconds, [&] {
        document = get("/documents/" + id).json();
        const auto state = document->getValue<std::string>("state");
        return std::find(states.begin(), states.end(), state) != states.end();
    });
    if (!reached)
        throw std::runtime_error("document " + id + " stays " +
                                 document->getValue<std::string>("state"));
    return document;
}

}  // namespace vanthu
