-- Documents, their fields, the stages they went through, and the queue of work. See docs/on_disk.md.

create table document (
    id              text primary key,
    source          text not null,                 -- file name as given
    original        text not null check (length(original) = 64),
    size            bigint not null,
    media_type      text not null default '',
    state           text not null check (state in ('received', 'processing', 'needs_check', 'in_workflow', 'filed',
                                                   'returned', 'quarantined', 'failed')),
    book            text not null,
    form            text not null default 'unknown',
    form_version    bigint not null default 0,
    form_confidence double precision not null default 0,
    secrecy_decided bigint not null default 0 check (secrecy_decided in (0, 1)),
    revision        bigint not null default 0,
    received_at     bigint not null,
    received_by     text not null,
    updated_at      bigint not null,
    idempotency_key text unique,
    snapshot        text,                          -- blob of the pages; null before the first checkpoint
    facts           text not null default '{}',    -- JSON: tables, citations, tasks, signatures, issues, timings
    -- nothing derived from a secret paper, or from one not yet looked at, may be kept
    check (snapshot is null or (secrecy_decided = 1 and state <> 'quarantined'))
);
create index document_by_state on document (state, received_at);
create index document_by_original on document (original);
create index document_by_age on document (received_at);

create table field (
    document   text not null references document (id),
    id         text not null,
    text       text not null,                      -- as seen
    normal     text not null,                      -- as stored
    list       text not null default '[]',         -- JSON array, for list fields
    candidates text not null default '[]',         -- JSON array, best first
    state      text not null check (state in ('missing', 'needs_review', 'extracted', 'verified', 'corrected')),
    confidence double precision not null,
    stage      text not null,
    rule       text not null,
    page       bigint not null default 0,
    box_left   bigint not null default 0,
    box_top    bigint not null default 0,
    box_right  bigint not null default 0,
    box_bottom bigint not null default 0,
    changed_by text not null default '',
    primary key (document, id),
    -- a final value is a person's, and a person's value is final
    check ((state in ('verified', 'corrected')) = (changed_by <> ''))
);
create index field_by_value on field (id, normal);

create table stage_run (
    document     text not null references document (id),
    step         bigint not null,                  -- place in the pipeline, from 0
    stage        text not null,
    input_digest text not null,
    outcome      text not null check (outcome in ('done', 'skipped')),
    milliseconds double precision not null,
    ended_at     bigint not null,
    primary key (document, step)
);

create table job (
    id           bigint primary key,
    kind         text not null,
    subject      text not null,
    args         text not null default '{}',
    state        text not null check (state in ('ready', 'running', 'done', 'dead', 'cancelled')),
    priority     bigint not null,
    run_at       bigint not null,
    attempt      bigint not null default 0,
    max_attempts bigint not null,
    lease_owner  text,
    lease_until  bigint,
    errors       text not null default '',
    created_at   bigint not null,
    ended_at     bigint,
    check ((state = 'running') = (lease_until is not null)),
    check ((state in ('done', 'dead', 'cancelled')) = (ended_at is not null))
);
create unique index job_once on job (kind, subject) where state in ('ready', 'running');
create index job_due on job (priority, run_at, id) where state in ('ready', 'running');
create index job_by_subject on job (subject);
