// outbox.h: e-mails that wait to be sent.
//
// A mail is put in inside the transaction of what it tells of, under a key that names the reason:
// the same reason again changes nothing. It is sent outside any transaction and then marked; when
// the program dies between the two it is sent again under the same Message-ID, by which mail
// programs know it as the same. Tried again later (1 minute doubling) ten times, then dead and
// kept.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "store/sql.h"

namespace vanthu::notices {

struct Mail {
    std::string key;
    std::string address;
    std::string subject;
    std::string body;
    int attempt = 0;
};

// Error(BadInput) unless the text is one plain address.
void check_address(const std::string& address);

void put_mail(store::Transaction&, const Mail& mail, Instant now);
std::vector<Mail> due_mail(store::Transaction&, Instant now, int limit = 50);
void mark_sent(store::Transaction&, const std::string& key, Instant now);
void mark_failed(store::Transaction&, const Mail& mail, const std::string& error, Instant now);

}  // namespace vanthu::notices
