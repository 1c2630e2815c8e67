-- Backends that had work at some time: their backlog is told as nothing where there is none, also after a restart.
-- A series that vanishes cannot be scaled on.
create table backends (
    name text collate "C" primary key
);
