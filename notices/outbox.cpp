#include "notices/outbox.h"

#include <algorithm>

#include "base/error.h"

namespace vanthu::notices {
namespace {

constexpr std::int64_t kFirstPause = 60'000'000;  // 1 minute
constexpr int kAttempts = 10;

}  // namespace

void check_address(const std::string& address) {
    const auto at = address.find('@');
    const bool plain = std::all_of(address.begin(), address.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '-' || c == '_' || c == '+' || c == '@';
    });
    if (!plain || address.size() > 254 || at == std::string::npos || at == 0 ||
        at + 1 == address.size() || address.find('@', at + 1) != std::string::npos)
        throw Error(ErrorCode::BadInput, "\"" + address + "\" is no e-mail address");
}

void put_mail(store::Transaction& tx, const Mail& mail, Instant now) {
    tx.execute(
        "insert into mail (key, address, subject, body, state, attempt, next_at, created_at) "
        "values ($1, $2, $3, $4, 'waiting', 0, $5, $5) on conflict do nothing",
        {mail.key, mail.address, mail.subject, mail.body, now});
}

std::vector<Mail> due_mail(store::Transaction& tx, Instant now, int limit) {
    std::vector<Mail> mails;
    tx.for_each(
        "select key, address, subject, body, attempt from mail "
        "where state = 'waiting' and next_at <= $1 order by next_at, key limit $2",
        {now, limit}, [&](const store::Row& row) {
            mails.push_back({row.text("key"), row.text("address"), row.text("subject"),
                             row.text("body"), static_cast<int>(row.integer("attempt"))});
        });
    return mails;
}

void mark_sent(store::Transaction& tx, const std::string& key, Instant now) {
    tx.execute(
        "update mail set state = 'sent', attempt = attempt + 1, ended_at = $2 "
        "where key = $1 and state = 'waiting'",
        {key, now});
}

void mark_failed(store::Transaction& tx, const Mail& mail, const std::string& error, Instant now) {
    if (mail.attempt + 1 >= kAttempts) {
        tx.execute(
            "update mail set state = 'dead', attempt = attempt + 1, ended_at = $2, error = $3 "
            "where key = $1 and state = 'waiting'",
            {mail.key, now, error});
        return;
    }
    tx.execute(
        "update mail set attempt = attempt + 1, next_at = $2, error = $3 "
        "where key = $1 and state = 'waiting'",
        {mail.key, now + (kFirstPause << mail.attempt), error});
}

}  // namespace vanthu::notices
