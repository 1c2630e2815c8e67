-- Money of sessions and workflows: spent + reserved never exceeds the cap (class Ledger, docs/sessions.md).
create table accounts (
    tenant     text collate "C" not null,
    session_id text collate "C" not null,
    -- session: counts against the tenant's limit of sessions; workflow: does not.
    kind       text             not null,
    cap        numeric(20, 9),
    spent      numeric(20, 9)   not null default 0,
    reserved   numeric(20, 9)   not null default 0,
    -- Paid beyond the cap: charged to nobody.
    overrun    numeric(20, 9)   not null default 0,
    closed     boolean          not null default false,
    warned     boolean          not null default false,
    opened_at  timestamptz      not null,
    primary key (tenant, session_id),
    check (spent >= 0 and reserved >= 0 and (cap is null or spent + reserved <= cap))
) with (fillfactor = 70);
create index accounts_open on accounts (tenant, kind) where not closed;

-- What was set aside for an attempt, and what it cost.
create table reservations (
    task_id    text collate "C" not null,
    attempt    integer          not null,
    tenant     text collate "C" not null,
    session_id text collate "C" not null,
    -- Empty for a program, or for a model without an agent.
    agent_id   text             not null,
    amount     numeric(20, 9)   not null,
    settled    numeric(20, 9),
    changed_at timestamptz      not null,
    primary key (task_id, attempt)
) with (fillfactor = 85);
create index reservations_of_session on reservations (tenant, session_id);

-- What was charged beside attempts, each source as a sum since its beginning: charged again it changes nothing.
create table charges (
    tenant     text collate "C" not null,
    session_id text collate "C" not null,
    source     text             not null,
    amount     numeric(20, 9)   not null,
    primary key (tenant, session_id, source)
) with (fillfactor = 70);

-- Messages to agents, until a task takes them along and after.
create table session_messages (
    tenant     text collate "C" not null,
    session_id text collate "C" not null,
    message_id bigint           not null,
    sender     text,
    receiver   text             not null,
    text       text             not null,
    sent_at    timestamptz      not null,
    -- The task that took it along.
    task_id    text,
    primary key (tenant, session_id, message_id)
);

-- Sandboxes that sessions hold, with their owners: documents like the others.
create table holds (like sessions including all);
