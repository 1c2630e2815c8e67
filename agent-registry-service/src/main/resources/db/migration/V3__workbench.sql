-- The workbench: what versions need and prove, pipelines, trials, evidence, granted proposals.

alter table agent_versions
    add column emoji       text,
    add column created_by  text,
    -- Program, environment and tests, as JSON.
    add column workbench   text not null default '{}',
    add column deployed_at timestamptz,
    drop constraint agent_versions_origin_check,
    add constraint agent_versions_origin_check check (origin in ('CATALOGUE', 'CLIENT', 'GENERATED', 'PROPOSAL'));

alter table agents
    -- What a roll-back goes back to.
    add column previous_version    integer,
    add column canary_version      integer,
    add column canary_share        double precision,
    add column canary_minimum_runs integer,
    add check ((canary_version is null) = (canary_share is null)),
    add check ((canary_version is null) = (canary_minimum_runs is null)),
    add check (canary_version is null or status = 'DEPLOYED');

update agent_versions v set deployed_at = v.created_at
from agents a where a.agent_id = v.agent_id and a.deployed_version = v.version;

create table pipelines (
    agent_id   text collate "C" not null references agents,
    version    integer     not null,
    stage      text        not null,
    state      text        not null check (state in ('RUNNING', 'WAITING', 'FAILED', 'DONE')),
    step       text        not null,
    -- When to look at it again.
    due_at     timestamptz,
    message    text        not null,
    -- The whole pipeline as JSON: its plan, its tests, what happened when.
    document   text        not null,
    started_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (agent_id, version)
);

create index pipelines_due on pipelines (due_at) where state = 'RUNNING';

-- Whose task it is: identifiers of agents may be too long, or hold colons, to be read out of the task's.
create table workbench_tasks (
    task_id  text collate "C" primary key,
    agent_id text    not null,
    version  integer not null
);

create table evidence (
    agent_id       text collate "C" not null,
    version        integer          not null,
    task_class     text             not null,
    -- Whether the runs were the workbench's own.
    validation     boolean          not null,
    runs           bigint           not null,
    successes      bigint           not null,
    costs          double precision not null,
    cost_squares   double precision not null,
    timed          bigint           not null,
    seconds        double precision not null,
    second_squares double precision not null,
    primary key (agent_id, version, task_class, validation)
);

-- Which runs are in it: the end of a task may be told again.
create table evidence_seen (
    task_id text collate "C" not null,
    attempt integer     not null,
    seen_at timestamptz not null,
    primary key (task_id, attempt)
);

create index evidence_seen_at on evidence_seen (seen_at);

-- How many runs routers were told of.
create table evidence_told (
    agent_id text collate "C" primary key,
    runs     bigint not null
);

create table granted_proposals (
    approval_id text collate "C" primary key,
    agent_id    text not null
);
