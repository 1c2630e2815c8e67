-- Skills, agents and templates with all their versions, and the outbox of the topic "agents".

-- array_to_string is not marked immutable, because other element types than text are not.
create function words(texts text[]) returns text
    language sql immutable parallel safe
    return array_to_string(texts, ' ');

create function spaced(identifier text) returns text
    language sql immutable parallel safe
    return translate(identifier, '_-.:', '    ');

create table agents (
    agent_id           text collate "C" primary key,
    status             text        not null check (status in ('DRAFT', 'DEPLOYED', 'RETIRED')),
    latest_version     integer     not null check (latest_version >= 1),
    deployed_version   integer,
    revision           bigint      not null,
    -- Edition of the shipped data that this agent has; null as soon as somebody changes it.
    catalogue_revision integer,
    created_at         timestamptz not null,
    updated_at         timestamptz not null,
    check ((status = 'DEPLOYED') = (deployed_version is not null)),
    check (deployed_version between 1 and latest_version)
);

create table agent_versions (
    agent_id      text collate "C" not null references agents,
    version       integer     not null,
    role          text        not null,
    name          text        not null,
    description   text        not null,
    skills        text[]      not null,
    tools         text[]      not null,
    system_prompt text        not null,
    model         text,
    configuration text        not null,
    template      text,
    origin        text        not null check (origin in ('CATALOGUE', 'CLIENT')),
    created_at    timestamptz not null,
    search        tsvector generated always as (
        setweight(to_tsvector('english', name || ' ' || spaced(role)), 'A')
        || setweight(to_tsvector('english', description || ' ' || spaced(words(skills))), 'B')
        || setweight(to_tsvector('english', system_prompt), 'D')
    ) stored,
    primary key (agent_id, version)
);

create index agent_versions_search on agent_versions using gin (search);
create index agent_versions_skills on agent_versions using gin (skills);
create index agent_versions_role on agent_versions (role);

-- Skills and templates: small documents that differ only in the shape of their specification.
create table entries (
    kind               text        not null check (kind in ('SKILL', 'TEMPLATE')),
    entry_id           text collate "C" not null,
    version            integer     not null,
    latest             boolean     not null,
    name               text        not null,
    description        text        not null,
    spec               text        not null,
    origin             text        not null check (origin in ('CATALOGUE', 'CLIENT')),
    catalogue_revision integer,
    created_at         timestamptz not null,
    search             tsvector generated always as (
        setweight(to_tsvector('english', name || ' ' || spaced(entry_id)), 'A')
        || setweight(to_tsvector('english', description), 'B')
    ) stored,
    primary key (kind, entry_id, version)
);

create unique index entries_latest on entries (kind, entry_id) where latest;
create index entries_search on entries using gin (search);

-- What has to reach Kafka. A row is written in the transaction of the change that it announces.
create table outbox (
    position     bigint generated always as identity primary key,
    agent_id     text        not null,
    event_id     text        not null,
    -- AgentDeployed as JSON; null is a tombstone.
    body         text,
    traceparent  text,
    occurred_at  timestamptz not null,
    published_at timestamptz
);

create index outbox_unpublished on outbox (position) where published_at is null;
