-- Tasks and attempts. Written in batches: one statement for each table and batch (docs/decisions/0004).

create table tasks (
    task_id      text collate "C" primary key,
    tenant       text        not null,
    session_id   text,
    status       text        not null,
    attempt      integer     not null,
    backend      text,
    tier         text,
    requested_at timestamptz not null,
    updated_at   timestamptz not null,
    ended_at     timestamptz,
    review_at    timestamptz,
    -- The task as the lifecycle knows it, as JSON. Text, because nothing here looks into it.
    document     text        not null
) with (fillfactor = 70);

create index tasks_newest on tasks (tenant, requested_at desc, task_id desc);
-- For the clock. Holds only what lives, and no column that changes, so that updates stay heap-only.
create index tasks_living on tasks (task_id) where ended_at is null;

create table attempts (
    task_id       text collate "C" not null,
    attempt       integer          not null,
    backend       text,
    tier          text,
    expected_cost numeric(20, 9)   not null,
    settled_cost  numeric(20, 9),
    outcome       text,
    dispatched_at timestamptz      not null,
    ended_at      timestamptz,
    -- TaskRouted or TaskRejected as it came: request, decision and what it was derived from.
    record        text             not null,
    primary key (task_id, attempt)
) with (fillfactor = 85);

create table results (
    task_id  text collate "C" primary key,
    ended_at timestamptz not null,
    result   text        not null
);

-- How far each input partition was applied. previous_offset fences: who did not see the last step changes nothing.
create table progress (
    topic_id        text    not null,
    partition       integer not null,
    next_offset     bigint  not null,
    previous_offset bigint  not null,
    primary key (topic_id, partition)
);

-- What the last batch of a partition publishes; read again only after a crash.
create table outbox (
    partition  integer primary key,
    written_at timestamptz not null,
    records    bytea       not null
);
alter table outbox alter column records set storage external;
-- A few rows that are written over and over: what they leave behind is cleaned up soon, or the table grows with the load.
alter table outbox set (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_cost_delay = 0,
    toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 5000,
    toast.autovacuum_vacuum_cost_delay = 0);
