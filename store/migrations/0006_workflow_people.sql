-- Working time, absences, who may sign, tasks on hold, and what the steps tell others. See docs/workflow.md.

create table work_calendar (
    id       bigint primary key check (id = 1),
    digest   text not null check (length(digest) = 64),
    data     text not null,                        -- workflow/calendar.h
    saved_at bigint not null
);

-- On hold while an answer is awaited: its clock stands still.
alter table task add column held_at bigint;
alter table task add column held_reason text not null default '' check ((held_reason <> '') = (held_at is not null));
-- As drawn: lead, support or know; agency, unit or handler; whose signature it gives; how long before the end to remind.
alter table task add column role text not null default '';
alter table task add column level text not null default '';
alter table task add column signs_for text not null default '';

alter table opinion add column on_behalf_of text not null default '';   -- the absent person the writer stood in for
alter table opinion add column signed_as text not null default '';      -- KT, TL, TUQ; '' = in one's own name, or no signature
alter table opinion add column role text not null default '';
alter table opinion add column level text not null default '';
alter table opinion add column assigned text not null default '{}';     -- JSON: lead, support, know, due

-- A deputy does the work of an absent person from the first to the last day.
create table absence (
    id         text primary key,
    person     text not null,
    deputy     text not null,
    process    text not null default '',           -- key of one process; '' = all
    first_day  text not null,                      -- ISO
    last_day   text not null,
    made_by    text not null,
    made_at    bigint not null,
    ended_at   bigint,
    check (person <> deputy),
    check (first_day <= last_day)
);
create index absence_by_deputy on absence (deputy, last_day);
create index absence_by_person on absence (person, last_day);

-- Who may sign for whom: ký thay (KT), thừa lệnh (TL), thừa ủy quyền (TUQ).
create table signing_authority (
    id         text primary key,
    person     text not null,
    signs_for  text not null,                      -- a group or a user, as the diagrams say
    form       text not null check (form in ('KT', 'TL', 'TUQ')),
    basis      text not null check (basis <> ''),  -- the decision that grants it
    first_day  text not null,
    last_day   text not null,                      -- 9999-12-31 = until revoked
    made_by    text not null,
    made_at    bigint not null,
    ended_at   bigint,
    check (first_day <= last_day)
);
create index signing_authority_by_person on signing_authority (person, signs_for);

-- What happened that somebody may want to hear of, in order; notices/ reads it behind its own bookmark.
create table workflow_event (
    sequence bigint primary key,
    kind     text not null check (kind in ('task_created', 'task_assigned', 'task_delegated', 'task_resolved', 'task_reminder',
                                           'task_overdue', 'process_stuck')),
    instance text not null references process_instance (id),
    document text not null,
    task     text not null,                        -- '' when it is about the whole process
    person   text not null,                        -- whom it is for; '' = all who may take the task
    detail   text not null default '',
    at       bigint not null
);

-- A reminder stands on its task's token like a boundary timer; a task's own timer waits with it while it is held.
alter table timer add column task text not null default '';
alter table timer add column held_at bigint;
create index timer_due on timer (due_at) where held_at is null;

-- Work lists by due date, by age, and by process and step, each a walk along an index.
alter table task_candidate add column process text not null default '';
alter table task_candidate add column node text not null default '';
update task_candidate set process = (select definition_key from task where task.id = task_candidate.task),
                          node = (select node from task where task.id = task_candidate.task);
create index task_candidate_by_due on task_candidate (kind, name, due_order, created_at, task);
create index task_candidate_by_age on task_candidate (kind, name, created_at, task);
create index task_candidate_by_step on task_candidate (kind, name, process, node, priority, due_order, created_at, task);
