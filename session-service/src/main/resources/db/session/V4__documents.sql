-- What follows from changes of documents (class Documents): published after the change, in its order, then removed.

create table publications (
    position bigint generated always as identity primary key,
    records  bytea not null
);
alter table publications alter column records set storage external;
alter table publications set (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0);

-- Documents of one kind. The columns are what is searched by; the rest is JSON as text, because nothing here looks into it.
create table sessions (
    id         text collate "C" primary key,
    tenant     text collate "C" not null,
    status     text             not null,
    created_at timestamptz      not null,
    due_at     timestamptz,
    document   text             not null
);
create index sessions_newest on sessions (tenant, created_at desc, id desc);
create index sessions_due on sessions (due_at) where due_at is not null;

create table workflows (like sessions including all);
create table approvals (like sessions including all);
create table webhooks (like sessions including all);
create table deliveries (like sessions including all);
