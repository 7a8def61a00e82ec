-- What people are told, in the web app and by e-mail. See docs/workflow.md, "Notices".

create table notice_bookmark (
    id       bigint primary key check (id = 1),
    sequence bigint not null                       -- workflow events up to here have been told
);

create table notice (
    id         text primary key,
    person     text not null,
    event      bigint not null,
    kind       text not null,
    task       text not null,
    document   text not null,
    name       text not null,                      -- of the task or process
    detail     text not null,
    due_at     bigint,
    created_at bigint not null,
    read_at    bigint,
    unique (event, person)                         -- everybody is told of an event once
);
create index notice_by_person on notice (person, created_at);

create table notice_setting (
    person  text primary key,
    address text not null,                         -- e-mail; '' = none
    mail    bigint not null check (mail in (0, 1)),
    digest  bigint not null check (digest in (0, 1))
);

-- E-mails to be sent, and those that were. The key says what each is for; there is one for each reason.
create table mail (
    key        text primary key,
    address    text not null check (address <> ''),
    subject    text not null,
    body       text not null,
    state      text not null check (state in ('waiting', 'sent', 'dead')),
    attempt    bigint not null,
    next_at    bigint not null,
    created_at bigint not null,
    ended_at   bigint,
    error      text not null default '',
    check ((state = 'waiting') = (ended_at is null))
);
create index mail_due on mail (next_at) where state = 'waiting';

create table digest (
    person text not null,
    day    text not null,
    primary key (person, day)
);
