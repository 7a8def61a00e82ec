-- Register books, their numbers and entries, and what search reads. See docs/on_disk.md.

create table book (
    id      text primary key,
    title   text not null,
    columns text not null                          -- JSON: [{id, title, source, separator}], in printed order
);

-- One row per book and office year; updating it is what makes two clerks queue for the next number.
create table book_counter (
    book        text not null references book (id),
    year        bigint not null check (year between 1900 and 9999),
    last_number bigint not null default 0 check (last_number >= 0),
    primary key (book, year)
);

create table register_entry (
    book          text not null,
    year          bigint not null,
    number        bigint not null check (number >= 1),
    document      text not null references document (id),
    registered_at bigint not null,
    registered_by text not null,
    printed       text not null,                   -- JSON array of texts, one per column of the book
    filed_at      bigint,
    filed_by      text,
    voided_at     bigint,
    voided_by     text,
    void_reason   text,
    primary key (book, year, number),
    foreign key (book, year) references book_counter (book, year),
    check ((filed_at is null) = (filed_by is null)),
    check ((voided_at is null) = (voided_by is null)),
    check ((voided_at is null) = (void_reason is null)),
    check (void_reason is null or void_reason <> '')
);
create unique index register_entry_once on register_entry (book, document) where voided_at is null;
create index register_entry_by_document on register_entry (document);

-- What a document is found by. `id` is its time of arrival (made unique), so that the newest come first in the order of
-- the index itself. `folded` has exactly one code point for each of `text`, so a place in one is a place in the other.
create table search_text (
    id          bigint primary key,
    document    text not null unique references document (id),
    text        text not null,                     -- NFC, pages and then field values
    folded      text not null,
    code_key    text not null,                     -- letters and digits of the code, folded
    issued_from text,                              -- first and last day the printed date may mean
    issued_to   text,
    check ((issued_from is null) = (issued_to is null))
);
create index search_text_by_code on search_text (code_key) where code_key <> '';

create table search_field (
    document text not null references document (id),
    field    text not null,
    text     text not null,                        -- as stored
    words    text not null,                        -- folded words, each with a space on both sides
    key      text not null,                        -- the same without the spaces
    primary key (document, field)
);
create index search_field_by_key on search_field (field, key);
