-- Cells of read tables that a person changed or agreed to; they stand whatever a later reading finds. See docs/tables.md.

create table table_correction (
    document     text not null references document (id) on delete cascade,
    table_id     text not null,
    row_number   bigint not null check (row_number >= 1),
    column_id    text not null,
    before       text not null,                    -- what was read there
    text         text not null,
    corrected_at bigint not null,
    corrected_by text not null,
    primary key (document, table_id, row_number, column_id)
);
