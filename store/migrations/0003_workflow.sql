-- Deployed diagrams, the papers that travel through them, and the steps that wait for a person. See docs/workflow.md.

create table process_definition (
    key         text not null,                     -- id of the BPMN process
    version     bigint not null check (version > 0),
    name        text not null,
    version_tag text not null,
    digest      text not null check (length(digest) = 64),
    file        text not null,
    xml         text not null,                     -- the deployed bytes
    deployed_at bigint not null,
    deployed_by text not null,
    primary key (key, version)
);

create table process_instance (
    id                 text primary key,
    definition_key     text not null,
    definition_version bigint not null,
    document           text not null,
    state              text not null check (state in ('running', 'stuck', 'ended', 'withdrawn')),
    reason             text not null,              -- why it is stuck or was withdrawn
    variables          text not null,              -- JSON object
    revision           bigint not null,            -- raised by every step; a step on a stale one is refused
    started_at         bigint not null,
    started_by         text not null,
    ended_at           bigint,
    foreign key (definition_key, definition_version) references process_definition (key, version),
    check ((state in ('ended', 'withdrawn')) = (ended_at is not null)),
    check ((state in ('stuck', 'withdrawn')) = (reason <> ''))
);
create unique index process_instance_once on process_instance (document, definition_key)
    where state in ('running', 'stuck');
create index process_instance_by_document on process_instance (document);

-- Where the paper stands. A token that moves on is deleted and a new one is made: its id names one stay at one node.
create table token (
    id         text primary key,
    instance   text not null references process_instance (id),
    node       text not null,                      -- BPMN element id
    via        text not null,                      -- the flow it came by
    state      text not null check (state in ('task', 'job', 'timer', 'join', 'stuck')),  -- what it waits for
    reason     text not null,                      -- why it is stuck
    round      text not null,                      -- JSON of a task given to several, else empty
    created_at bigint not null,
    check ((state = 'stuck') = (reason <> ''))
);
create index token_by_instance on token (instance);

create table timer (
    id       text primary key,
    instance text not null references process_instance (id),
    token    text not null references token (id) on delete cascade,
    node     text not null,                        -- the catching or boundary event
    due_at   bigint not null
);
create index timer_by_token on timer (token);

create table task (
    id               text primary key,
    instance         text not null references process_instance (id),
    token            text not null,                -- gone once the task is closed
    document         text not null,
    definition_key   text not null,
    definition_version bigint not null,
    node             text not null,
    name             text not null,
    form_key         text not null,
    outcomes         text not null,                -- one a line, as are the next two
    candidate_groups text not null,
    candidate_users  text not null,
    item             text not null,                -- which one, of a task given to several
    assignee         text not null,                -- '' = nobody holds it
    owner            text not null,
    delegation       text not null check (delegation in ('', 'pending', 'resolved')),
    state            text not null check (state in ('open', 'completed', 'cancelled')),
    priority         bigint not null,
    due_at           bigint,
    due_order        bigint not null,              -- due_at, or the end of time: no date sorts last
    created_at       bigint not null,
    completed_at     bigint,
    completed_by     text not null,
    outcome          text not null,
    revision         bigint not null,
    check ((state = 'open') = (completed_at is null)),
    check ((state = 'completed') = (completed_by <> '')),
    check ((delegation = '') = (owner = '')),
    check (delegation <> 'pending' or assignee <> ''),
    check (due_at is null or due_at = due_order)
);
create index task_in_order on task (state, priority, due_order, created_at, id);
create index task_by_document on task (document);
create index task_by_instance on task (instance, state);
create index task_by_token on task (token);
create index task_by_completer on task (completed_by, priority, due_order, created_at, id);

-- Who sees an open task on the work list: its holder, or while nobody holds it every candidate. In the order of the list,
-- so that one person's page of it is a walk along the index.
create table task_candidate (
    kind       text not null check (kind in ('holder', 'user', 'group')),
    name       text not null,
    priority   bigint not null,
    due_order  bigint not null,
    created_at bigint not null,
    task       text not null references task (id),
    primary key (kind, name, priority, due_order, created_at, task)
);
create index task_candidate_by_task on task_candidate (task);

create table opinion (
    instance  text not null references process_instance (id),
    position  bigint not null,                     -- from 1, in the order they were given
    document  text not null,
    task      text not null references task (id),
    node_name text not null,
    user_id   text not null,
    outcome   text not null,
    text      text not null,
    at        bigint not null,
    primary key (instance, position)
);
create index opinion_by_document on opinion (document);
