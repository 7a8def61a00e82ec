-- Who did what when: store/audit.h. Each event carries the hash of the one before it; unique, so the chain cannot fork.
create table audit_event (
    sequence integer primary key check (sequence >= 1),
    at bigint not null,
    actor text not null check (actor <> ''),
    action text not null check (action <> ''),
    subject text not null,
    detail text not null,
    previous_hash text not null unique check (length(previous_hash) = 64),
    hash text not null unique check (length(hash) = 64)
);

create index audit_event_subject on audit_event (subject, sequence);
