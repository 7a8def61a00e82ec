// smtp.h: hands e-mails to the office's mail server.
//
// Plain or STARTTLS with the server's certificate checked, with or without sign-in. send returns
// when the server has taken the mail, and throws Error(Unavailable) with the server's words
// otherwise. One connection for all mails of a call. Does not decide what is sent or tried again:
// that is outbox.h.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "notices/outbox.h"

namespace vanthu::notices {

enum class Tls { No, StartTls };

struct SmtpSettings {
    std::string host;
    int port = 25;
    std::string from;
    std::string user;  // "" = no sign-in
    std::string password;
    Tls tls = Tls::No;
    int timeout_seconds = 20;
};

// Sends one after the other and reports each: an empty error means that the server took it.
void send(const SmtpSettings& settings, const std::vector<Mail>& mails,
          const std::function<void(const Mail&, const std::string& error)>& report);

// Sends what is due and marks it; how many were taken by the server.
int send_due_mail(store::Database& database, const Clock& clock, const SmtpSettings& settings);

}  // namespace vanthu::notices
