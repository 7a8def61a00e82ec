-- edXML packets: what came, what we said about it, what went out and what was answered. See docs/exchange.md.

-- One row per packet taken from the incoming folder; the same bytes again change nothing.
create table exchange_arrival (
    packet      text primary key check (length(packet) = 64),  -- SHA-256 of the packet; its bytes are a blob
    file        text not null,
    kind        text not null check (kind in ('dispatch', 'status')),
    state       text not null check (state in ('taken', 'incomplete', 'unknown', 'refused')),
    reason      text not null,                     -- why it is not simply taken
    from_organ  text not null,
    document_id text not null,                     -- of the dispatch it is or speaks of
    code        text not null,
    issued_date text not null,
    business    bigint not null,                   -- 0 new, 1 recall, 2 update, 3 replace
    document    text references document (id),     -- what it became, or whom it concerns
    compared_at bigint,                            -- when its data was laid beside what the paper says
    arrived_at  bigint not null,
    check (state = 'taken' or reason <> '')
);
create index exchange_arrival_by_document on exchange_arrival (document);
create index exchange_arrival_by_id on exchange_arrival (from_organ, document_id);

-- A dispatch of ours at one receiver, and the last word we have from there.
create table exchange_dispatch (
    document    text not null references document (id),
    organ       text not null,
    document_id text not null,
    sent_at     bigint not null,
    sent_by     text not null,
    status      text not null default '',
    status_at   bigint,
    primary key (document, organ)
);
create index exchange_dispatch_by_id on exchange_dispatch (document_id, organ);

-- Every word on where a dispatch stands, ours about theirs ('out') and theirs about ours ('in'), in order.
create table exchange_status (
    id          bigint primary key,
    document    text not null references document (id),
    organ       text not null,                     -- the other party
    direction   text not null check (direction in ('in', 'out')),
    code        text not null,
    description text not null,
    at          bigint not null,
    anomaly     text not null default ''           -- why it does not fit what came before
);
create index exchange_status_by_document on exchange_status (document, id);

-- Packets that wait to be put into the outgoing folder.
create table exchange_outbox (
    file       text primary key,                   -- name in the folder; never used twice
    organ      text not null,
    packet     text not null check (length(packet) = 64),
    created_at bigint not null,
    written_at bigint
);
create index exchange_outbox_waiting on exchange_outbox (created_at) where written_at is null;
