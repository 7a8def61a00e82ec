#include "store/audit.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/digest.h"
#include "store/migrate.h"
#include "tests/conformance/test_database.h"
#include "tests/store/refusal.h"

namespace vanthu::store {
namespace {

class Audit : public testing::Test {
protected:
    Audit() : database_(place_.open()) {
        migrate(*database_);
        database_->write([](Transaction& t) {
            append_audit(t, 10, "lan", "document.received", "d1");
            append_audit(t, 20, "lan", "field.corrected", "d1", R"({"field":"code","new":"79"})");
            append_audit(t, 30, "system", "document.received", "d2");
        });
        append("lan", "entry.registered", "d1");
    }

    void append(const std::string& actor, const std::string& action, const std::string& subject) {
        database_->write([&](Transaction& t) { append_audit(t, 40, actor, action, subject); });
    }
    void execute(const std::string& sql) {
        database_->write([&](Transaction& t) { t.execute(sql); });
    }
    AuditCheck verify() {
        AuditCheck check;
        database_->read([&](Transaction& t) { check = verify_audit(t); });
        return check;
    }
    // What somebody does who has the database and knows SQL.
    static void tamper(Transaction& t, const std::string& sql) {
        const char* of = t.dialect() == Dialect::Postgres ? " on audit_event" : "";
        for (const char* trigger :
             {"audit_event_no_update", "audit_event_no_delete", "audit_event_at_end"})
            t.execute(std::string("drop trigger ") + trigger + of);
        t.execute(sql);
    }
    AuditCheck verify_after(const std::string& tampering) {
        database_->write([&](Transaction& t) { tamper(t, tampering); });
        return verify();
    }

    TestDatabase place_;
    std::unique_ptr<Database> database_;
};

TEST_F(Audit, AnUntouchedChainIsIntact) {
    const AuditCheck check = verify();
    EXPECT_TRUE(check.intact);
    EXPECT_EQ(check.events, 4);
    EXPECT_EQ(check.first_bad, 0);
    EXPECT_EQ(check.head.size(), 64u);
}

TEST_F(Audit, AnEmptyChainIsIntact) {
    const TestDatabase place;
    const auto empty = place.open();
    migrate(*empty);
    empty->read([](Transaction& t) {
        const AuditCheck check = verify_audit(t);
        EXPECT_TRUE(check.intact);
        EXPECT_EQ(check.events, 0);
        EXPECT_EQ(check.head, "");
    });
}

TEST_F(Audit, EventsOfASubjectInOrder) {
    database_->read([](Transaction& t) {
        const auto events = audit_of(t, "d1");
        ASSERT_EQ(events.size(), 3u);
        EXPECT_EQ(events[0].action, "document.received");
        EXPECT_EQ(events[0].detail, "{}");
        EXPECT_EQ(events[1].at, 20);
        EXPECT_EQ(events[1].actor, "lan");
        EXPECT_EQ(events[1].detail, R"({"field":"code","new":"79"})");
        EXPECT_EQ(events[2].sequence, 4);
        EXPECT_EQ(events[2].hash, verify_audit(t).head);
        EXPECT_TRUE(audit_of(t, "d3").empty());
    });
}

TEST_F(Audit, AnUndoneActionLeavesNoEvent) {
    EXPECT_ANY_THROW(database_->write([](Transaction& t) {
        append_audit(t, 50, "lan", "entry.void", "d1");
        throw std::runtime_error("undone");
    }));
    EXPECT_EQ(verify().events, 4);
    append("lan", "entry.void", "d1");
    EXPECT_TRUE(verify().intact);
    EXPECT_EQ(verify().events, 5);
}

TEST_F(Audit, TheDatabaseRefusesChanges) {
    for (const char* sql :
         {"update audit_event set actor = 'minh' where sequence = 2",
          "delete from audit_event where sequence = 4",
          "insert into audit_event select * from audit_event where sequence = 4 "
          "on conflict (sequence) do update set actor = 'minh'",
          "insert into audit_event select 9, at, actor, action, subject, detail, hash, "
          "previous_hash from audit_event where sequence = 4"})
        EXPECT_EQ(refusal([&] { execute(sql); }).code(), ErrorCode::Conflict) << sql;
    if (place_.dialect() == Dialect::Sqlite)
        EXPECT_EQ(refusal([&] {
                      execute(
                          "insert or replace into audit_event select sequence, at, 'minh', "
                          "action, subject, detail, previous_hash, hash from audit_event where "
                          "sequence = 4");
                  }).code(),
                  ErrorCode::Conflict);
    else
        EXPECT_EQ(refusal([&] { execute("truncate audit_event"); }).code(), ErrorCode::Conflict);
    EXPECT_TRUE(verify().intact);
}

TEST_F(Audit, EveryFieldIsUnderTheHash) {
    int tampered = 0;
    for (const char* change : {"at = 21", "actor = 'minh'", "action = 'field.correcteD'",
                               "subject = 'd2'", "detail = '{}'"}) {
        struct Undo {};
        const auto work = [&](Transaction& t) {
            tamper(t, std::string("update audit_event set ") + change + " where sequence = 2");
            const AuditCheck check = verify_audit(t);
            EXPECT_FALSE(check.intact) << change;
            EXPECT_EQ(check.first_bad, 2) << change;
            EXPECT_EQ(check.events, 4);
            throw Undo();
        };
        EXPECT_THROW(database_->write(work), Undo);
        ++tampered;
    }
    EXPECT_EQ(tampered, 5);
    EXPECT_TRUE(verify().intact);
}

TEST_F(Audit, ADeletedEventShows) {
    const AuditCheck check = verify_after("delete from audit_event where sequence = 2");
    EXPECT_FALSE(check.intact);
    EXPECT_EQ(check.first_bad, 3);
}

TEST_F(Audit, ARehashedEventBreaksTheNext) {
    const AuditCheck check = verify_after("update audit_event set hash = '" + std::string(64, 'a') +
                                          "' where sequence = 3");
    EXPECT_FALSE(check.intact);
    EXPECT_EQ(check.first_bad, 3);
}

TEST_F(Audit, TextMayNotMoveFromFieldToField) {
    append("ab", "c", "d3");
    const AuditCheck check =
        verify_after("update audit_event set actor = 'a', action = 'bc' where sequence = 5");
    EXPECT_FALSE(check.intact);
    EXPECT_EQ(check.first_bad, 5);
}

TEST_F(Audit, EventsNeedAnActorAndAnAction) {
    EXPECT_EQ(refusal([&] { append("", "document.received", "d1"); }).code(), ErrorCode::Conflict);
    EXPECT_EQ(refusal([&] { append("lan", "", "d1"); }).code(), ErrorCode::Conflict);
}

TEST_F(Audit, ManyAtOnceMakeOneChain) {
    const auto other = place_.open();
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i] {
            for (int n = 0; n < 20; ++n)
                (i % 2 == 0 ? *database_ : *other).write([&](Transaction& t) {
                    append_audit(t, 60, "lan", "task.claimed", "d" + std::to_string(i));
                });
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_TRUE(verify().intact);
    EXPECT_EQ(verify().events, 4 + 160);
}

// 0008 makes the table anew without two indexes.
TEST(AuditOfAnOldOffice, KeepsEveryEventWhenItsTableIsMadeAnew) {
    TestDatabase place;
    const auto database = place.open();
    AuditCheck before;
    database->write([&](Transaction& t) {
        const std::string own =
            t.dialect() == Dialect::Sqlite ? "0001_store.sqlite.sql" : "0001_store.postgres.sql";
        t.execute(
            "create table schema_migration (name text primary key, sha256 text not null, "
            "applied_at bigint not null)");
        for (const std::string& name : {std::string("0001_store.sql"), own})
            for (const Migration& migration : migrations()) {
                if (migration.name != name) continue;
                t.execute_script(migration.sql);
                t.execute(
                    "insert into schema_migration (name, sha256, applied_at) values ($1, $2, 0)",
                    {name, sha256(migration.sql)});
            }
        for (int i = 0; i < 5; ++i)
            append_audit(t, i, "lan", "document.received", "d" + std::to_string(i));
        before = verify_audit(t);
    });
    ASSERT_GT(migrate(*database), 0);
    database->write([&](Transaction& t) {
        append_audit(t, 9, "lan", "document.received", "d9");
        const AuditCheck after = verify_audit(t);
        EXPECT_TRUE(after.intact);
        EXPECT_EQ(before.events, 5);
        EXPECT_EQ(after.events, 6);
        EXPECT_EQ(t.query_one("select previous_hash from audit_event where sequence = 6")
                      ->text("previous_hash"),
                  before.head);
    });
    EXPECT_THROW(database->write([](Transaction& t) { t.execute("delete from audit_event"); }),
                 Error);
}

}  // namespace
}  // namespace vanthu::store
