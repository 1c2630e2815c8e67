-- Named routing policies with all their versions. A withdrawn one keeps its rows, so that name@version never means two things.

create table policies (
    name           text collate "C" primary key,
    state          text        not null check (state in ('ACTIVE', 'SHADOW', 'DRAFT')),
    withdrawn      boolean     not null,
    description    text        not null,
    latest_version integer     not null check (latest_version >= 1),
    revision       bigint      not null,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    check (not withdrawn or state = 'DRAFT')
);

-- At most one decides, whoever else is activating another at the same time.
create unique index policies_active on policies (state) where state = 'ACTIVE';

create table policy_versions (
    name       text collate "C" not null references policies,
    version    integer     not null,
    -- What differs from the shipped policy, as JSON.
    parameters text        not null,
    created_at timestamptz not null,
    primary key (name, version)
);

-- The outbox carries more than agents now; agent_id is the record's key, whatever the topic.
alter table outbox add column topic text not null default 'agents';
