// notices.h: tells people what the workflow has for them: in the web app, by e-mail, once a day.
//
// deliver reads the workflow's events behind a bookmark and writes one notice per event and person;
// a second call, or one after a crash, tells nobody twice. E-mails go into the outbox of outbox.h
// in the same transaction. They name tasks and dates, never what a paper says. Inside the caller's
// transaction. Does not know accounts: the caller says who there is.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/sql.h"
#include "workflow/tasks.h"

namespace vanthu::notices {

// Everybody who may sign in, with their groups and those they stand in for today.
using Directory = std::function<std::vector<workflow::Actor>(store::Transaction&)>;

struct Notice {
    std::string id;
    std::string kind;  // as workflow::Event
    std::string task;
    std::string document;
    std::string name;  // of the task
    std::string detail;
    std::optional<Instant> due_at;
    Instant created_at = 0;
    std::optional<Instant> read_at;
};

struct Letterhead {
    std::string office;
    std::string url;  // of the web app, without a slash at the end; "" = no links
};

// Tells of at most `limit` events; how many there were.
int deliver(store::Transaction&, const Directory& directory, const Letterhead& letterhead,
            Instant now, int limit = 200);

// Puts today's digest for everybody who wants one and has open tasks into the outbox, once a
// working day after that minute of the day; how many were written.
int write_digests(store::Transaction&, const Directory& directory, const Letterhead& letterhead,
                  int minute_of_day, Instant now);

enum class Which { All, Unread };

// Newest first.
std::vector<Notice> notices_of(store::Transaction&, const std::string& person, Which which,
                               int limit = 100);
// Error(NotFound) when it is not theirs.
void mark_read(store::Transaction&, const std::string& id, const std::string& person, Instant now);
void mark_all_read(store::Transaction&, const std::string& person, Instant now);

struct MailSettings {
    std::string address;  // "" = no e-mail
    bool notices = true;
    bool digest = true;
};
MailSettings mail_settings(store::Transaction&, const std::string& person);
// Error(BadInput) for what is no address.
void save_mail_settings(store::Transaction&, const std::string& person,
                        const MailSettings& settings, const std::string& by, Instant now);

}  // namespace vanthu::notices
