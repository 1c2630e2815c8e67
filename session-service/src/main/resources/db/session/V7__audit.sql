-- Who did what: one chain of hashes for each tenant (docs/operations/audit.md). Written once, never changed.
create table audit (
    -- The order of writing, over all tenants; says nothing that is hashed.
    position   bigint generated always as identity,
    tenant     text collate "C" not null,
    sequence   bigint           not null check (sequence > 0),
    entry_id   text collate "C" not null,
    at         timestamptz      not null,
    actor      text             not null,
    action     text             not null,
    subject_id text             collate "C",
    -- The canonical form, as it was hashed.
    entry      text             not null,
    previous   text collate "C" not null,
    hash       text collate "C" not null,
    -- Two writers cannot both write the next entry.
    primary key (tenant, sequence),
    -- What is delivered again is no second entry.
    unique (entry_id)
);
create unique index audit_newest on audit (position);
create index audit_of_subject on audit (subject_id) where subject_id is not null;

-- The last entry of each chain. Its row is what writers wait for each other at.
create table audit_heads (
    tenant   text collate "C" primary key,
    sequence bigint           not null,
    hash     text             not null,
    at       timestamptz      not null
) with (fillfactor = 50);

-- Heads that were published to audit-events, for whoever keeps them elsewhere.
create table audit_checkpoints (
    tenant   text collate "C" not null,
    sequence bigint           not null,
    hash     text             not null,
    at       timestamptz      not null,
    primary key (tenant, sequence)
);

-- Where chains begin whose first entries an operator pruned after an export.
create table audit_starts (
    tenant    text collate "C" primary key,
    sequence  bigint           not null,
    hash      text             not null,
    pruned_at timestamptz      not null default now(),
    pruned_by text             not null default session_user
);

create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail is append-only: % of % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;

create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function refuse_change_of_audit();
alter table audit enable always trigger audit_append_only;
create trigger audit_checkpoints_append_only before update or delete or truncate on audit_checkpoints
    for each statement execute function refuse_change_of_audit();
alter table audit_checkpoints enable always trigger audit_checkpoints_append_only;

-- For operators, by hand, after an export: only the owner of the table can. What is younger than the topics it was made from
-- stays, or it could be written a second time; so does the last entry.
create function prune_audit(chain text, through bigint, older_than interval default '31 days') returns bigint
    language plpgsql as $$
declare
    last   session.audit;
    pruned bigint;
begin
    if (select count(*) from session.audit_heads h where h.tenant = chain and h.sequence > through) = 0 then
        raise exception 'the chain of % does not go on after entry %', chain, through;
    end if;
    select * into last from session.audit a where a.tenant = chain and a.sequence = through;
    if not found then
        raise exception 'the chain of % has no entry %', chain, through;
    end if;
    if exists (select from session.audit a
               where a.tenant = chain and a.sequence <= through and a.at > now() - older_than) then
        raise exception 'there are entries among them that are younger than %', older_than;
    end if;
    insert into session.audit_starts (tenant, sequence, hash) values (chain, through, last.hash)
        on conflict (tenant) do update set sequence = excluded.sequence, hash = excluded.hash,
            pruned_at = excluded.pruned_at, pruned_by = excluded.pruned_by;
    alter table session.audit disable trigger audit_append_only;
    delete from session.audit a where a.tenant = chain and a.sequence <= through;
    get diagnostics pruned = row_count;
    alter table session.audit enable always trigger audit_append_only;
    return pruned;
end $$;
