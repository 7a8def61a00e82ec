-- What the rounds of nominations need beside the lists themselves, which are documents. See docs/nominations.md.

-- Who was recognised, by the decision of a year: the history that delegates are chosen by.
create table nomination_recognition (
    id          bigint primary key,
    round       text not null,
    year        bigint not null check (year between 1990 and 2200),
    name        text not null check (name <> ''),
    kind        text not null,
    unit        text not null,
    birth_date  text not null,
    award       text not null,
    decision    text not null check (decision <> ''),
    recorded_at bigint not null,
    recorded_by text not null,
    unique (round, year, name, kind, unit, birth_date)
);
create index nomination_recognition_by_year on nomination_recognition (round, year);

-- Persons and units that may not be proposed now, and on what paper that rests.
create table nomination_flag (
    id          bigint primary key,
    name        text not null check (name <> ''),
    unit        text not null,
    reason      text not null check (reason <> ''),
    basis       text not null,
    until       text not null,                     -- ISO day; '' = until it is lifted
    lifted_at   bigint,
    recorded_at bigint not null,
    recorded_by text not null
);

create table nomination_session (
    id          bigint primary key,
    round       text not null,
    year        bigint not null,
    award       text not null,
    members     bigint not null check (members > 0),
    present     bigint not null check (present between 0 and members),
    held_on     text not null,
    basis       text not null,                     -- law, or the office's own rule
    percent     bigint not null check (percent between 1 and 100),
    recorded_at bigint not null,
    recorded_by text not null
);

create table nomination_vote (
    session  bigint not null references nomination_session (id),
    position bigint not null,
    nominee  text not null check (nominee <> ''),
    yes      bigint not null check (yes >= 0),
    no       bigint not null check (no >= 0),
    primary key (session, position)
);
