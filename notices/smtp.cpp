#include "notices/smtp.h"

#include <memory>

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/MailMessage.h>
#include <Poco/Net/MailRecipient.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureSMTPClientSession.h>
#include <Poco/Net/StringPartSource.h>
#include <Poco/Timespan.h>

#include "base/digest.h"

namespace vanthu::notices {
namespace {

namespace net = Poco::Net;

std::unique_ptr<net::SecureSMTPClientSession> connect(const SmtpSettings& settings) {
    auto session = std::make_unique<net::SecureSMTPClientSession>(
        settings.host, static_cast<Poco::UInt16>(settings.port));
    session->setTimeout(Poco::Timespan(settings.timeout_seconds, 0));
    const auto host = settings.from.substr(settings.from.find('@') + 1);
    session->login(host);
    if (settings.tls == Tls::StartTls) {
        const net::Context::Ptr context = new net::Context(net::Context::TLS_CLIENT_USE, "", "", "",
                                                           net::Context::VERIFY_STRICT, 9, true);
        if (!session->startTLS(context))
            throw net::SMTPException("the server does not offer STARTTLS");
    }
    if (!settings.user.empty())
        session->login(host, net::SMTPClientSession::AUTH_PLAIN, settings.user, settings.password);
    return session;
}

void send_one(net::SMTPClientSession& session, const SmtpSettings& settings, const Mail& mail) {
    net::MailMessage message;
    message.setSender(settings.from);
    message.addRecipient(net::MailRecipient(net::MailRecipient::PRIMARY_RECIPIENT, mail.address));
    message.setSubject(net::MailMessage::encodeWord(mail.subject, "UTF-8"));
    // The same reason has the same id, so a mail that is sent again is known as the same.
    message.set("Message-ID", "<" + sha256(mail.key).substr(0, 32) + "@" +
                                  settings.from.substr(settings.from.find('@') + 1) + ">");
    message.set("Auto-Submitted", "auto-generated");
    message.setContentType("text/plain; charset=UTF-8");
    message.setContent(mail.body, net::MailMessage::ENCODING_BASE64);
    session.sendMessage(message);
}

}  // namespace

void send(const SmtpSettings& settings, const std::vector<Mail>& mails,
          const std::function<void(const Mail&, const std::string& error)>& report) {
    std::unique_ptr<net::SecureSMTPClientSession> session;
    for (const Mail& mail : mails) {
        try {
            if (!session) session = connect(settings);
            send_one(*session, settings, mail);
        } catch (const Poco::Exception& problem) {
            session.reset();  // what state it is in is not known
            report(mail, problem.displayText());
            continue;
        }
        report(mail, {});
    }
    if (!session) return;
    try {
        session->close();
    } catch (const Poco::Exception&) {
        // Everything was taken already.
    }
}

int send_due_mail(store::Database& database, const Clock& clock, const SmtpSettings& settings) {
    std::vector<Mail> mails;
    database.read([&](store::Transaction& tx) { mails = due_mail(tx, clock.now()); });
    int sent = 0;
    send(settings, mails, [&](const Mail& mail, const std::string& error) {
        database.write([&](store::Transaction& tx) {
            if (error.empty())
                mark_sent(tx, mail.key, clock.now());
            else
                mark_failed(tx, mail, error, clock.now());
        });
        if (error.empty()) ++sent;
    });
    return sent;
}

}  // namespace vanthu::notices
