-- What papers have to do with one another, and which are frozen.

create table document_link (
    id            text primary key,
    from_document text not null references document (id),
    kind          text not null check (kind in ('cites', 'answers', 'replaces', 'amends', 'attached_to', 'same_content',
                                                'same_code', 'same_text')),
    to_document   text references document (id),   -- null until the paper that is named has arrived
    code          text not null,                   -- as the paper names the other, "" when it does not
    code_key      text not null,
    organ         text not null,                   -- folded, "" = not said
    day           text not null,                   -- as far as it is said: 2022-04-21, 2022-04, 2022, ""
    made_by       text not null,                   -- 'system', or the person who drew it
    made_at       bigint not null,
    check (to_document is not null or code_key <> ''),
    check (to_document is null or to_document <> from_document)
);
create index document_link_from on document_link (from_document);
create index document_link_to on document_link (to_document) where to_document is not null;
create index document_link_waiting on document_link (code_key) where to_document is null;

-- Sketch of a text (records/sketch.h): the same text read twice gives nearly the same one. A band is a part of it.
create table text_sketch (
    document text primary key references document (id),
    sketch   text not null
);
create table text_band (
    band     text not null,
    document text not null references document (id),
    primary key (band, document)
);
create index text_band_by_document on text_band (document);

-- Recalled by its sender: nothing of it changes any more, nothing is deleted.
create table frozen_document (
    document text primary key references document (id),
    reason   text not null check (reason <> ''),
    at       bigint not null,
    by_user  text not null
);
