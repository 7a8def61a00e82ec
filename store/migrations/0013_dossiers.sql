-- Dossiers by yearly list, what is in them, and their way to the archive.

create table dossier (
    id              text primary key,
    year            bigint not null check (year between 1900 and 9999),
    notation        text not null check (notation <> ''),      -- 01.TCCB
    heading         text not null,                             -- of the list: TỔ CHỨC, CÁN BỘ
    title           text not null check (title <> ''),
    retention_years bigint check (retention_years between 1 and 100),  -- null: kept for ever
    keeper          text not null,                             -- who makes it
    unit            text not null default '',
    note            text not null default '',
    started_on      text not null,
    ended_on        text,                                      -- the work was over; set when it is closed
    state           text not null check (state in ('open', 'closed', 'transferred')),
    created_at      bigint not null,
    unique (year, notation),
    check ((state = 'open') = (ended_on is null)),
    check (ended_on is null or ended_on >= started_on)
);
create index dossier_by_state on dossier (state, ended_on);

-- A paper may lie in many dossiers; it is never copied.
create table dossier_document (
    dossier  text not null references dossier (id),
    document text not null references document (id),
    ordinal  bigint not null check (ordinal >= 1),
    added_at bigint not null,
    added_by text not null,
    primary key (dossier, document),
    unique (dossier, ordinal)
);
create index dossier_document_by_document on dossier_document (document);

create table archive_transfer (
    id          text primary key,
    giver       text not null,                                 -- unit or person
    receiver    text not null,                                 -- the archive
    note        text not null default '',
    state       text not null check (state in ('drafted', 'handed_over')),
    created_at  bigint not null,
    created_by  text not null,
    handed_at   bigint,
    received_by text,
    check ((state = 'handed_over') = (handed_at is not null)),
    check ((handed_at is null) = (received_by is null))
);

create table archive_transfer_dossier (
    transfer text not null references archive_transfer (id),
    dossier  text not null references dossier (id),
    primary key (transfer, dossier)
);
create index archive_transfer_by_dossier on archive_transfer_dossier (dossier);
