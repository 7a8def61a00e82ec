-- Who may read a paper, what searches narrow by and count, words to suggest, and searches that people keep.

-- A paper without a row is open to the whole office; with rows only to those named (and to clerks, heads, admins).
create table document_right (
    document   text not null references document (id),
    kind       text not null check (kind in ('unit', 'role', 'user')),
    name       text not null check (name <> ''),
    primary key (document, kind, name)
);

-- A change of rights waits until an authorised person confirms it; one at a time for each paper.
create table rights_change (
    id         text primary key,
    document   text not null references document (id),
    rights     text not null,                      -- JSON: [{kind, name}]
    reason     text not null check (reason <> ''),
    asked_by   text not null,
    asked_at   bigint not null,
    state      text not null check (state in ('waiting', 'confirmed', 'refused')),
    decided_by text,
    decided_at bigint,
    check ((state = 'waiting') = (decided_by is null)),
    check ((decided_by is null) = (decided_at is null)),
    check (decided_by is null or decided_by <> asked_by)
);
create unique index rights_change_waiting on rights_change (document) where state = 'waiting';

-- The narrow row beside each search_text: what lists of hits are filtered by and counted by.
create table search_facet (
    id          bigint primary key,                -- search_text.id
    document    text not null unique references document (id),
    book        text not null,
    type_name   text not null,
    organ_name  text not null,
    code_key    text not null,
    issued_from text,
    issued_to   text,
    audience    text not null                      -- who may read it: tokens with a space after each
);
create index search_facet_by_day on search_facet (issued_from, issued_to);

-- Fields, book and audience as tokens with a space after each; see records/search_tokens.h.
alter table search_text add column terms text not null default '';

-- Letters-only words of all texts, for suggestions and for mistyped words. `papers` is a weight, not a count to rely on.
create table search_word (
    word   text primary key,
    papers bigint not null
);
-- Each such word under itself and under every spelling with one letter left out.
create table search_near (
    key  text not null,
    word text not null references search_word (word),
    primary key (key, word)
);

create table saved_search (
    id         text primary key,
    user_id    text not null,
    name       text not null check (name <> ''),
    query      text not null,                      -- the address's choices, as the web app writes them
    created_at bigint not null,
    unique (user_id, name)
);

-- Where the rebuilding of the index stands; no row when nothing is being rebuilt.
create table search_rebuild (
    one     bigint primary key check (one = 1),
    last_id bigint not null,
    done    bigint not null
);

insert into search_facet (id, document, book, type_name, organ_name, code_key, issued_from, issued_to, audience)
select s.id, s.document, d.book,
       coalesce((select f.text from search_field f where f.document = s.document and f.field = 'type_name'), ''),
       coalesce((select f.text from search_field f where f.document = s.document and f.field = 'organ_name'), ''),
       s.code_key, s.issued_from, s.issued_to, 'Uany '
from search_text s join document d on d.id = s.document;

insert into search_rebuild (one, last_id, done)
select 1, -9223372036854775807, 0 where exists (select 1 from search_text);

drop index search_text_by_code;
drop index search_field_by_key;
alter table search_field drop column words;
alter table search_field drop column key;
