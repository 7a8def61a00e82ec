-- What clerks' corrections taught, by issuer. See docs/learning.md.

-- One row for each thing learnt; the same correction of a later paper raises `times`. Nothing is deleted when a person
-- forgets it, so that it can be seen why a value was once offered.
create table lesson (
    id         text primary key,
    issuer     text not null,                      -- organ_name as it stood after the correction
    issuer_key text not null check (issuer_key <> ''),
    field      text not null,
    seen       text not null,                      -- as it had been read, '' = nothing was read
    seen_key   text not null,
    value      text not null,                      -- as the clerk put it, '' = belongs to no such field
    document   text not null references document (id),   -- the paper that taught it last
    times      bigint not null default 1 check (times > 0),
    taught_by  text not null,
    taught_at  bigint not null,
    ended_at   bigint,
    ended_by   text,
    ended_how  text check (ended_how in ('forgotten', 'overruled')),
    check ((ended_at is null) = (ended_by is null)),
    check ((ended_at is null) = (ended_how is null))
);
create unique index lesson_once on lesson (issuer_key, field, seen_key, value) where ended_at is null;
create index lesson_by_field on lesson (field, taught_at) where ended_at is null;
create index lesson_by_document on lesson (document);
