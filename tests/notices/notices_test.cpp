#include "notices/notices.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include <Poco/Base64Decoder.h>

#include "notices/outbox.h"
#include "notices/smtp.h"
#include "tests/notices/smtp_server.h"
#include "tests/notices/test_certificate.h"
#include "tests/workflow/office.h"
#include "workflow/absences.h"

namespace vanthu::notices {
namespace {

using workflow::Actor;
using workflow::Diagram;
using workflow::kAdmin;
using workflow::kLan;
using workflow::kMinh;
using workflow::refusal;
using workflow::Task;

const Letterhead kLetterhead{"UBND xã", "https://vanthu.xa.vn"};

class Notices : public testing::Test {
protected:
    void SetUp() override {
        office.now = parse_rfc3339("2026-03-16T09:00:00+07:00").value();
        office.deploy(Diagram("p").start("s").user("a").end("e").way({"s", "a", "e"}).xml());
    }

    std::vector<Actor> everybody(store::Transaction& tx) {
        std::vector<Actor> actors;
        for (const Actor& actor : {kLan, kMinh, kAdmin, Actor{"vinh", {}}})
            actors.push_back(workflow::with_absent(
                tx, actor,
                [](const std::string& user) {
                    return user == "lan" ? kLan.groups : std::vector<std::string>();
                },
                office.now));
        return actors;
    }

    int deliver() {
        return office.step([&](store::Transaction& tx) {
            return notices::deliver(
                tx, [this](store::Transaction& inner) { return everybody(inner); }, kLetterhead,
                office.now);
        });
    }

    int digests() {
        return office.step([&](store::Transaction& tx) {
            return write_digests(
                tx, [this](store::Transaction& inner) { return everybody(inner); }, kLetterhead,
                7 * 60 + 30, office.now);
        });
    }

    std::vector<Notice> notices(const std::string& person, Which which = Which::All) {
        return office.step([&](store::Transaction& tx) { return notices_of(tx, person, which); });
    }

    void address(const std::string& person) {
        office.step([&](store::Transaction& tx) {
            save_mail_settings(tx, person, {person + "@xa.vn", true, true}, "admin", office.now);
        });
    }

    SmtpSettings smtp() { return {"127.0.0.1", server.port(), "vanthu@xa.vn", "", "", Tls::No, 5}; }

    int send_mail() {
        const auto database = office.another();
        FixedClock clock(office.now);
        return send_due_mail(*database, clock, smtp());
    }

    std::string body_of(const std::string& mail) {
        std::istringstream encoded(mail.substr(mail.find("\n\n") + 2));
        Poco::Base64Decoder decoder(encoded);
        return {std::istreambuf_iterator<char>(decoder), {}};
    }

    workflow::Office office;
    SmtpServer server;
};

TEST_F(Notices, EverybodyWhoMayTakeATaskIsToldOnce) {
    office.start("p");
    EXPECT_EQ(deliver(), 1);
    EXPECT_EQ(deliver(), 0);
    ASSERT_EQ(notices("lan").size(), 1u);
    EXPECT_EQ(notices("lan")[0].kind, "task_created");
    EXPECT_EQ(notices("lan")[0].document, "paper");
    EXPECT_EQ(notices("minh").size(), 1u);
    EXPECT_TRUE(notices("admin").empty());
    EXPECT_TRUE(notices("vinh").empty());
}

TEST_F(Notices, ACrashBeforeTheCommitTellsNobodyTwice) {
    office.start("p");
    EXPECT_THROW(office.step([&](store::Transaction& tx) {
        notices::deliver(
            tx, [this](store::Transaction& inner) { return everybody(inner); }, kLetterhead,
            office.now);
        throw std::runtime_error("power cut");
    }),
                 std::runtime_error);
    EXPECT_TRUE(notices("lan").empty());
    deliver();
    EXPECT_EQ(notices("lan").size(), 1u);
}

TEST_F(Notices, DeputiesAreToldToo) {
    office.step([&](store::Transaction& tx) {
        workflow::add_absence(tx, {"", "lan", "vinh", "", "2026-03-16", "2026-03-20"}, "admin",
                              office.now);
    });
    office.start("p");
    deliver();
    EXPECT_EQ(notices("vinh").size(), 1u);
}

TEST_F(Notices, WhoIsGivenATaskIsTold) {
    office.start("p");
    deliver();
    const Task task = office.open_task("a");
    office.step([&](store::Transaction& tx) {
        workflow::reassign(tx, task.id, kAdmin, "vinh", office.now);
    });
    deliver();
    ASSERT_EQ(notices("vinh").size(), 1u);
    EXPECT_EQ(notices("vinh")[0].kind, "task_assigned");
    EXPECT_EQ(notices("lan").size(), 1u);
}

TEST_F(Notices, WhoIsAskedForAnOpinionHearsUntilWhen) {
    office.start("p");
    const Task task = office.open_task("a");
    office.step([&](store::Transaction& tx) {
        workflow::delegate(tx, task.id, kLan, "vinh", office.now, "2026-03-18");
    });
    deliver();
    ASSERT_EQ(notices("vinh").size(), 1u);
    EXPECT_EQ(notices("vinh")[0].kind, "task_delegated");
    EXPECT_EQ(notices("vinh")[0].due_at, parse_rfc3339("2026-03-18T23:59:00+07:00"));
}

TEST_F(Notices, ReadNoticesAreRead) {
    office.start("p");
    deliver();
    const std::string id = notices("lan")[0].id;
    EXPECT_EQ(
        refusal([&] {
            office.step([&](store::Transaction& tx) { mark_read(tx, id, "minh", office.now); });
        }),
        ErrorCode::NotFound);
    office.step([&](store::Transaction& tx) { mark_read(tx, id, "lan", office.now); });
    EXPECT_TRUE(notices("lan", Which::Unread).empty());
    EXPECT_EQ(notices("lan").size(), 1u);
    office.step([&](store::Transaction& tx) { mark_all_read(tx, "minh", office.now); });
    EXPECT_TRUE(notices("minh", Which::Unread).empty());
}

TEST_F(Notices, MailGoesOutOncePerEventAndPerson) {
    address("lan");
    office.start("p");
    deliver();
    EXPECT_EQ(send_mail(), 1);
    EXPECT_EQ(send_mail(), 0);
    deliver();
    EXPECT_EQ(send_mail(), 0);
    ASSERT_EQ(server.mails().size(), 1u);
    const std::string mail = server.mails()[0];
    EXPECT_NE(mail.find("To: <lan@xa.vn>"), std::string::npos) << mail;
    EXPECT_NE(mail.find("From: vanthu@xa.vn"), std::string::npos) << mail;
    EXPECT_NE(body_of(mail).find("Việc mới: a"), std::string::npos) << body_of(mail);
    EXPECT_NE(body_of(mail).find("https://vanthu.xa.vn/documents/paper"), std::string::npos);
}

TEST_F(Notices, ARefusedMailIsTriedAgainLater) {
    address("lan");
    office.start("p");
    deliver();
    server.refuse_next(1);
    EXPECT_EQ(send_mail(), 0);
    EXPECT_EQ(send_mail(), 0) << "not before its minute";
    office.now += 61'000'000;
    EXPECT_EQ(send_mail(), 1);
    EXPECT_EQ(server.mails().size(), 1u);
}

TEST_F(Notices, ALostAnswerRepeatsTheMailUnderTheSameId) {
    address("lan");
    office.start("p");
    deliver();
    server.hang_up_after_taking(1);
    EXPECT_EQ(send_mail(), 0);
    office.now += 61'000'000;
    EXPECT_EQ(send_mail(), 1);
    std::set<std::string> ids;
    for (const std::string& mail : server.mails()) {
        const auto at = mail.find("Message-ID: ");
        ASSERT_NE(at, std::string::npos) << mail;
        ids.insert(mail.substr(at, mail.find('\n', at) - at));
    }
    EXPECT_EQ(server.mails().size(), 2u);
    EXPECT_EQ(ids.size(), 1u);
}

TEST_F(Notices, AMailThatIsNeverTakenIsKeptAsDead) {
    address("lan");
    office.start("p");
    deliver();
    server.refuse_next(1000);
    for (int i = 0; i < 12; ++i) {
        send_mail();
        office.now += 24 * 3'600'000'000LL;
    }
    EXPECT_EQ(office.count("mail where state = 'dead' and attempt = 10 and error <> ''"), 1);
    EXPECT_TRUE(server.mails().empty());
}

// STARTTLS with a certificate made for the test, as an office's own mail server has one.
class TlsNotices : public Notices {
protected:
    void SetUp() override {
        Notices::SetUp();
        address("lan");
        office.start("p");
        deliver();
    }
    void trust(const std::string& file) {
        ASSERT_EQ(::setenv("SSL_CERT_FILE", file.c_str(), 1), 0);
    }
    void TearDown() override { ::unsetenv("SSL_CERT_FILE"); }

    int send_mail(SmtpServer& to, const std::string& user = {}) {
        const auto database = office.another();
        FixedClock clock(office.now);
        return send_due_mail(*database, clock,
                             {"127.0.0.1", to.port(), "vanthu@xa.vn", user,
                              user.empty() ? "" : "mật khẩu", Tls::StartTls, 5});
    }

    std::string last_error() {
        return office.step([](store::Transaction& tx) {
            return tx.query_one("select max(error) as error from mail")->text("error");
        });
    }

    TestCertificate certificate;
};

TEST_F(TlsNotices, MailAndPasswordGoEncrypted) {
    SmtpServer secure(&certificate);
    trust(certificate.file());
    EXPECT_EQ(send_mail(secure, "vanthu"), 1) << last_error();
    ASSERT_EQ(secure.mails().size(), 1u);
    EXPECT_EQ(secure.plain_lines(), (std::vector<std::string>{"EHLO xa.vn", "STARTTLS"}))
        << "nothing but the greeting is said before the connection is encrypted";
    EXPECT_EQ(secure.signed_in(), 1);
}

TEST_F(TlsNotices, AServerNobodyVouchesForGetsNothing) {
    SmtpServer secure(&certificate);
    const TestCertificate other;
    trust(other.file());
    EXPECT_EQ(send_mail(secure), 0);
    EXPECT_TRUE(secure.mails().empty());
    EXPECT_EQ(office.count("mail where state = 'waiting' and attempt = 1 and error <> ''"), 1);
}

TEST_F(TlsNotices, AServerWithoutEncryptionGetsNothing) {
    EXPECT_EQ(send_mail(server), 0);
    EXPECT_TRUE(server.mails().empty());
    EXPECT_EQ(office.count("mail where error like '%STARTTLS%'"), 1);
}

TEST_F(Notices, TheDigestComesOnceAWorkingDay) {
    address("lan");
    office.start("p");
    office.now = parse_rfc3339("2026-03-16T07:00:00+07:00").value();
    EXPECT_EQ(digests(), 0) << "too early";
    office.now = parse_rfc3339("2026-03-16T07:31:00+07:00").value();
    EXPECT_EQ(digests(), 1);
    EXPECT_EQ(digests(), 0);
    EXPECT_EQ(send_mail(), 1);
    EXPECT_NE(body_of(server.mails()[0]).find("Bạn có 1 việc"), std::string::npos);
    office.now = parse_rfc3339("2026-03-21T08:00:00+07:00").value();
    EXPECT_EQ(digests(), 0) << "a Saturday";
}

TEST_F(Notices, AddressesAreChecked) {
    for (const char* bad : {"lan", "@xa.vn", "lan@", "a@b@c", "lan@xa.vn\r\nBcc: x@y.z", "a b@c"})
        EXPECT_EQ(refusal([&] { check_address(bad); }), ErrorCode::BadInput) << bad;
    check_address("nguyen.thi-lan+so@hungyen.gov.vn");
}

}  // namespace
}  // namespace vanthu::notices
