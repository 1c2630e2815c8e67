-- Records that nobody could read or handle, taken in from the topics that end with -dlq (docs/operations/dead-letters.md).

create table dead_letters (
    -- Topic, partition and offset of the letter, and the topic's id where an earlier topic of that name had one as well.
    id               text collate "C" primary key,
    letter_topic_id  text             not null,
    letter_partition integer          not null,
    letter_offset    bigint           not null,
    -- Where the record came from.
    topic            text collate "C" not null,
    source_partition integer,
    source_offset    bigint,
    service          text             not null,
    reason           text             not null,
    died_at          timestamptz      not null,
    taken_in_at      timestamptz      not null,
    task_id          text collate "C",
    -- The letter whose replay ended here.
    replay_of        text collate "C",
    -- Topic, key and headers as the outbox writes them: neither need be text that PostgreSQL takes.
    record           bytea            not null,
    -- Of the value, in bytes; -1 where there is none.
    size             integer          not null,
    -- Absent also where it is too large to be kept here: it is read from Kafka.
    value            bytea,
    state            text             not null check (state in ('open', 'replayed', 'discarded')),
    replays          integer          not null default 0,
    changed_at       timestamptz,
    changed_by       text,
    note             text
);
alter table dead_letters alter column value set storage external;
create index dead_letters_newest on dead_letters (died_at desc, id desc);
create index dead_letters_states on dead_letters (topic, state);
create index dead_letters_oldest on dead_letters (taken_in_at);
