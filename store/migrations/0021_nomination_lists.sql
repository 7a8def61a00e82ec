-- Which round, year and submitter a list belongs to, and whether it counts. See docs/nominations.md.

create table nomination_list (
    document   text primary key references document (id) on delete cascade,
    round      text not null,                      -- '' = not known yet
    year       bigint not null,                    -- 0 = not known yet
    submitter  text not null,
    sent_on    text not null,                      -- ISO day; '' = as the paper says
    standing   text not null check (standing in ('counted', 'waiting', 'replaced', 'refused')),
    reason     text not null,                      -- why it waits; what a person wrote
    decided_by text not null,                      -- '' = matched by its round's rules
    decided_at bigint not null
);
create index nomination_list_by_round on nomination_list (round, year, standing);

-- Which row of which list was voted on: two of one name are two.
alter table nomination_vote add column document text not null default '';
alter table nomination_vote add column row_number bigint not null default 0;

-- Where delegates tie at the cut, a person chose, with the reason.
create table nomination_delegate (
    id          bigint primary key,
    round       text not null,
    name        text not null check (name <> ''),
    kind        text not null,
    unit        text not null,
    reason      text not null check (reason <> ''),
    recorded_at bigint not null,
    recorded_by text not null,
    unique (round, name, kind, unit)
);

-- The rounds and laws an office works with, as config/rounds/ has them; written anew at each start.
create table nomination_round (
    file text primary key,
    xml  text not null
);
