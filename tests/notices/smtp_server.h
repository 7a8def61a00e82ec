// smtp_server.h: a mail server on a local port, for the tests of notices.
//
// Speaks enough of RFC 5321 for one client at a time and keeps what it took. May be told to refuse
// the next mails, or to die after it has taken one but before it says so. With a certificate it
// wants STARTTLS first and takes no mail without.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <Poco/Net/Context.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include "tests/notices/test_certificate.h"

namespace vanthu::notices {

class SmtpServer {
public:
    explicit SmtpServer(const TestCertificate* certificate = nullptr)
        : socket_(Poco::Net::SocketAddress("127.0.0.1", 0)) {
        if (certificate != nullptr)
            tls_ = new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, certificate->key(),
                                          certificate->file(), "", Poco::Net::Context::VERIFY_NONE);
        thread_ = std::jthread([this](std::stop_token stop) {
            while (!stop.stop_requested()) {
                if (!socket_.poll(Poco::Timespan(0, 20'000), Poco::Net::Socket::SELECT_READ))
                    continue;
                Poco::Net::StreamSocket client = socket_.acceptConnection();
                try {
                    talk(client, stop);
                } catch (const Poco::Exception&) {
                    // The client did not like what it saw, and went.
                }
            }
        });
    }

    int port() const { return socket_.address().port(); }
    void refuse_next(int mails) { refuse_ = mails; }
    void hang_up_after_taking(int mails) { hang_up_ = mails; }

    std::vector<std::string> mails() const {
        const std::lock_guard lock(mutex_);
        return mails_;
    }

    // What was said before the connection was encrypted; how often somebody signed in.
    std::vector<std::string> plain_lines() const {
        const std::lock_guard lock(mutex_);
        return plain_lines_;
    }
    int signed_in() const { return signed_in_; }

private:
    void talk(Poco::Net::StreamSocket& client, const std::stop_token& stop) {
        std::string buffer, mail;
        bool data = false, encrypted = false;
        const auto say = [&](const std::string& line) {
            const std::string text = line + "\r\n";
            client.sendBytes(text.data(), static_cast<int>(text.size()));
        };
        say("220 test");
        while (!stop.stop_requested()) {
            if (!client.poll(Poco::Timespan(0, 20'000), Poco::Net::Socket::SELECT_READ)) continue;
            char bytes[4096];
            const int count = client.receiveBytes(bytes, sizeof bytes);
            if (count <= 0) return;
            buffer.append(bytes, static_cast<std::size_t>(count));
            for (std::size_t end; (end = buffer.find("\r\n")) != std::string::npos;) {
                const std::string line = buffer.substr(0, end);
                buffer.erase(0, end + 2);
                if (!encrypted && !data) {
                    const std::lock_guard lock(mutex_);
                    plain_lines_.push_back(line);
                }
                if (data && line != ".") {
                    mail += line + "\n";
                } else if (data) {
                    data = false;
                    {
                        const std::lock_guard lock(mutex_);
                        mails_.push_back(mail);
                    }
                    mail.clear();
                    if (hang_up_-- > 0) return;
                    say("250 taken");
                } else if (line.starts_with("EHLO") && encrypted) {
                    say("250-test\r\n250 AUTH PLAIN");
                } else if (line == "STARTTLS" && tls_) {
                    say("220 go on");
                    client = Poco::Net::SecureStreamSocket::attach(client, tls_);
                    encrypted = true;
                } else if (line == "STARTTLS") {
                    say("502 not here");
                } else if (line.starts_with("AUTH PLAIN")) {
                    ++signed_in_;
                    say("235 welcome");
                } else if (line.starts_with("MAIL") && tls_ && !encrypted) {
                    say("530 STARTTLS first");
                } else if (line.starts_with("MAIL") && refuse_-- > 0) {
                    say("451 later");
                } else if (line.starts_with("DATA")) {
                    data = true;
                    say("354 go on");
                } else if (line.starts_with("QUIT")) {
                    say("221 bye");
                    return;
                } else {
                    say("250 ok");
                }
            }
        }
    }

    Poco::Net::ServerSocket socket_;
    std::atomic<int> refuse_ = 0;
    std::atomic<int> hang_up_ = 0;
    std::atomic<int> signed_in_ = 0;
    Poco::Net::Context::Ptr tls_;
    mutable std::mutex mutex_;
    std::vector<std::string> mails_;
    std::vector<std::string> plain_lines_;
    std::jthread thread_;
};

}  // namespace vanthu::notices
