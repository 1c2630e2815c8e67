-- What agents remember of their sessions, in the form that every model provider's can be made from.

create table conversations (
    tenant       text collate "C" not null,
    session_id   text collate "C" not null,
    -- Empty for a model that works without an agent.
    agent_id     text collate "C" not null,
    turn_count   integer          not null,
    -- JSON as text: nothing here looks into it, and jsonb refuses the NUL characters that tools may answer.
    conversation text             not null,
    updated_at   timestamptz      not null,
    primary key (tenant, session_id, agent_id)
);
