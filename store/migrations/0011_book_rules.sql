-- Rules of the books, closed years, and what a clerk types into an entry.

alter table book add column rules text not null default '{}';       -- JSON: per, terms, of, types, secret, repeated, ...

alter table book_counter add column closed_at bigint;
alter table book_counter add column closed_by text check ((closed_at is null) = (closed_by is null));

alter table register_entry add column typed text not null default '{}';  -- JSON: column id to text
alter table register_entry add column copy bigint not null default 0;    -- in a book that takes a paper several times
alter table register_entry add column dated_on text;                     -- the day it should have been entered
alter table register_entry add column late_reason text check ((dated_on is null) = (late_reason is null));

drop index register_entry_once;
create unique index register_entry_once on register_entry (book, document, copy) where voided_at is null;
