#include "notices/notices.h"

#include <algorithm>

#include "base/error.h"
#include "base/id.h"
#include "base/text.h"
#include "notices/letters.h"
#include "notices/outbox.h"
#include "store/audit.h"
#include "workflow/calendar.h"
#include "workflow/engine.h"
#include "workflow/events.h"

namespace vanthu::notices {
namespace {

using workflow::Actor;
using workflow::Event;

constexpr int kTasksInDigest = 50;

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_for(const workflow::Task& task, const std::string& user,
            const std::vector<std::string>& groups) {
    return contains(task.candidate_users, user) ||
           std::any_of(groups.begin(), groups.end(), [&](const std::string& group) {
               return contains(task.candidate_groups, group);
           });
}

bool is_told(const Actor& actor, const Event& event, const workflow::Task* task) {
    if (event.kind == "process_stuck") return actor.administrator;
    const auto concerns = [&](const std::string& user, const std::vector<std::string>& groups) {
        return event.person.empty() ? task != nullptr && is_for(*task, user, groups)
                                    : event.person == user;
    };
    if (concerns(actor.user, actor.groups)) return true;
    return std::any_of(actor.stands_in_for.begin(), actor.stands_in_for.end(),
                       [&](const workflow::StandIn& absent) {
                           return (absent.process.empty() ||
                                   (task != nullptr && absent.process == task->definition_key)) &&
                                  concerns(absent.user, absent.groups);
                       });
}

void tell(store::Transaction& tx, const Actor& actor, const Event& event,
          const workflow::Task* task, const Letterhead& letterhead, Instant now) {
    Notice notice;
    notice.id = new_id();
    notice.kind = event.kind;
    notice.task = event.task;
    notice.document = event.document;
    notice.name = task != nullptr ? task->name : std::string();
    notice.detail = event.detail;
    if (task != nullptr) notice.due_at = task->due_at;
    // Whoever is asked for an opinion hears when it is wanted: the end of that day.
    if (const auto day =
            event.kind == "task_delegated" ? parse_iso_date(event.detail) : std::nullopt)
        notice.due_at = start_of_day(*day) + (24 * 60 - 1) * 60'000'000LL;
    notice.created_at = event.at;
    const auto inserted = tx.execute(
        "insert into notice (id, person, event, kind, task, document, name, detail, due_at, "
        "created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
        {notice.id, actor.user, event.sequence, notice.kind, notice.task, notice.document,
         notice.name, notice.detail, notice.due_at, notice.created_at});
    if (inserted == 0) return;
    const MailSettings settings = mail_settings(tx, actor.user);
    if (settings.address.empty() || !settings.notices) return;
    const Letter letter = letter_of(notice, letterhead);
    put_mail(tx,
             {"notice:" + std::to_string(event.sequence) + ":" + actor.user, settings.address,
              letter.subject, letter.body, 0},
             now);
}

}  // namespace

int deliver(store::Transaction& tx, const Directory& directory, const Letterhead& letterhead,
            Instant now, int limit) {
    const auto bookmark = tx.query_one("select sequence from notice_bookmark where id = 1");
    const std::int64_t from = bookmark ? bookmark->integer("sequence") : 0;
    const std::vector<Event> events = workflow::events_after(tx, from, limit);
    if (events.empty()) return 0;
    const std::vector<Actor> everybody = directory(tx);
    for (const Event& event : events) {
        std::optional<workflow::Task> task;
        if (!event.task.empty()) task = workflow::task(tx, event.task);
        // Who could have taken it need not hear of a task that is gone or taken already.
        if (task && event.person.empty() && (task->state != "open" || !task->assignee.empty()))
            continue;
        for (const Actor& actor : everybody)
            if (is_told(actor, event, task ? &*task : nullptr))
                tell(tx, actor, event, task ? &*task : nullptr, letterhead, now);
    }
    tx.execute(
        "insert into notice_bookmark (id, sequence) values (1, $1) on conflict (id) do update "
        "set sequence = excluded.sequence",
        {events.back().sequence});
    return static_cast<int>(events.size());
}

int write_digests(store::Transaction& tx, const Directory& directory, const Letterhead& letterhead,
                  int minute_of_day, Instant now) {
    const Date today = local_date(now);
    if (now < start_of_day(today) + minute_of_day * 60'000'000LL ||
        !workflow::calendar_of(tx)->is_workday(today))
        return 0;
    int written = 0;
    for (const Actor& actor : directory(tx)) {
        const MailSettings settings = mail_settings(tx, actor.user);
        if (settings.address.empty() || !settings.digest) continue;
        const auto first =
            tx.execute("insert into digest (person, day) values ($1, $2) on conflict do nothing",
                       {actor.user, iso_date(today)});
        if (first == 0) continue;
        workflow::TaskQuery query;
        query.visible_to = actor;
        query.visible_to->administrator = false;  // their own work, not everybody's
        query.limit = kTasksInDigest;
        const auto tasks = workflow::list_tasks(tx, query);
        if (tasks.empty()) continue;
        const Letter letter = digest_of(tasks, letterhead, now);
        put_mail(tx,
                 {"digest:" + iso_date(today) + ":" + actor.user, settings.address, letter.subject,
                  letter.body, 0},
                 now);
        ++written;
    }
    return written;
}

std::vector<Notice> notices_of(store::Transaction& tx, const std::string& person, Which which,
                               int limit) {
    std::vector<Notice> found;
    tx.for_each(
        "select id, kind, task, document, name, detail, due_at, created_at, read_at from notice "
        "where person = $1 and ($2 = 0 or read_at is null) order by created_at desc, id desc "
        "limit $3",
        {person, which == Which::Unread ? 1 : 0, limit}, [&](const store::Row& row) {
            found.push_back({row.text("id"), row.text("kind"), row.text("task"),
                             row.text("document"), row.text("name"), row.text("detail"),
                             row.optional_integer("due_at"), row.integer("created_at"),
                             row.optional_integer("read_at")});
        });
    return found;
}

void mark_read(store::Transaction& tx, const std::string& id, const std::string& person,
               Instant now) {
    const auto changed = tx.execute(
        "update notice set read_at = coalesce(read_at, $3) where id = $1 and person = $2",
        {id, person, now});
    if (changed == 0) throw Error(ErrorCode::NotFound, "notice " + id + " does not exist");
}

void mark_all_read(store::Transaction& tx, const std::string& person, Instant now) {
    tx.execute("update notice set read_at = $2 where person = $1 and read_at is null",
               {person, now});
}

MailSettings mail_settings(store::Transaction& tx, const std::string& person) {
    const auto row = tx.query_one(
        "select address, mail, digest from notice_setting where person = $1", {person});
    if (!row) return {};
    return {row->text("address"), row->integer("mail") == 1, row->integer("digest") == 1};
}

void save_mail_settings(store::Transaction& tx, const std::string& person,
                        const MailSettings& settings, const std::string& by, Instant now) {
    if (!settings.address.empty()) check_address(settings.address);
    tx.execute(
        "insert into notice_setting (person, address, mail, digest) values ($1, $2, $3, $4) "
        "on conflict (person) do update set address = excluded.address, mail = excluded.mail, "
        "digest = excluded.digest",
        {person, settings.address, settings.notices, settings.digest});
    store::append_audit(tx, now, by, "account.mail_settings", person);
}

}  // namespace vanthu::notices
