-- The chain cannot fork without these two: numbers have no gap, each number stands once, and verify_audit compares each
-- hash with the one before it. Hashes land all over an index, which made each step of an office with many papers wait for
-- pages that are never looked at.

create table audit_chain (
    sequence integer primary key check (sequence >= 1),
    at bigint not null,
    actor text not null check (actor <> ''),
    action text not null check (action <> ''),
    subject text not null,
    detail text not null,
    previous_hash text not null check (length(previous_hash) = 64),
    hash text not null check (length(hash) = 64)
);
insert into audit_chain select sequence, at, actor, action, subject, detail, previous_hash, hash from audit_event
order by sequence;
drop table audit_event;
alter table audit_chain rename to audit_event;

create index audit_event_subject on audit_event (subject, sequence);

create trigger audit_event_no_update before update on audit_event
begin
    select raise(abort, 'audit events are never changed');
end;

create trigger audit_event_no_delete before delete on audit_event
begin
    select raise(abort, 'audit events are never deleted');
end;

create trigger audit_event_at_end before insert on audit_event
when new.sequence <> (select coalesce(max(sequence), 0) + 1 from audit_event)
begin
    select raise(abort, 'audit events are only appended');
end;
