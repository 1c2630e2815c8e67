-- The oldest entries of a chain may go, if the chain itself says so (docs/decisions/0025-the-chain-says-what-was-pruned.md).

-- By what setting; the version before leaves it out.
alter table audit_starts add column setting text not null default 'by hand';

-- The entry that says so: entries 1 to through were pruned, and the last of them had this hash.
create function append_audit_pruning(chain text, through bigint, anchor text, setting text, pruner text) returns void
    language plpgsql as $$
declare
    head      session.audit_heads;
    moment    timestamptz := clock_timestamp();
    told      text := to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
    id        text := 'audit-prune:' || chain || ':' || through;
    -- Nothing in the canonical form needs an escape.
    who       text := left(regexp_replace(pruner, '[^A-Za-z0-9 ._:@/-]', '?', 'g'), 64);
    why       text := left(regexp_replace(setting, '[^A-Za-z0-9 ._:@/-]', '?', 'g'), 64);
    canonical text;
    link      text;
begin
    select * into head from session.audit_heads h where h.tenant = chain for update;
    canonical := '{"action":"audit.prune","actor":"' || who || '","at":"' || told || '","channel":"service","choice":"' || why
        || '","entryId":"' || id || '","operator":false,"phase":"done","recordedAt":"' || told || '","requestId":"' || id
        || '","sequence":' || head.sequence + 1 || ',"subjectId":"' || through || ':' || anchor
        || '","subjectType":"audit","tenant":"' || chain || '","version":1}';
    link := encode(sha256(convert_to(head.hash || E'\n' || canonical, 'UTF8')), 'hex');
    insert into session.audit (tenant, sequence, entry_id, at, actor, action, subject_id, entry, previous, hash)
        values (chain, head.sequence + 1, id, moment, who, 'audit.prune', through || ':' || anchor, canonical, head.hash, link);
    update session.audit_heads h set sequence = head.sequence + 1, hash = link, at = moment where h.tenant = chain;
end $$;
revoke execute on function append_audit_pruning(text, bigint, text, text, text) from public;

-- Chains that were pruned before get theirs now.
select append_audit_pruning(tenant, sequence, hash, setting, pruned_by) from audit_starts order by tenant;

-- DELETE is refused as before, but of entries that are older than the topics they were made from, and that an entry of the same
-- chain says to be pruned. That entry is in the chain of hashes: who would lift the bar leaves it behind.
create function refuse_removal_from_audit() returns trigger language plpgsql as $$
declare
    chain record;
begin
    for chain in select g.tenant, max(g.sequence) as through, max(g.at) as youngest from gone g group by g.tenant loop
        if chain.youngest > now() - interval '31 days' or not exists (
            select from session.audit_starts s
            join session.audit w on w.subject_id = s.sequence || ':' || s.hash
            where s.tenant = chain.tenant and s.sequence >= chain.through
                and w.tenant = s.tenant and w.action = 'audit.prune' and w.sequence > s.sequence
        ) or exists (
            select from gone g join session.audit_starts s on s.tenant = g.tenant and s.sequence = g.sequence
            where g.tenant = chain.tenant and g.hash <> s.hash
        ) then
            raise exception 'the audit trail is append-only: % of % is refused', tg_op, tg_table_name
                using errcode = 'insufficient_privilege';
        end if;
    end loop;
    return null;
end $$;
drop trigger audit_append_only on audit;
create trigger audit_append_only before update or truncate on audit
    for each statement execute function refuse_change_of_audit();
alter table audit enable always trigger audit_append_only;
create trigger audit_removal after delete on audit referencing old table as gone
    for each statement execute function refuse_removal_from_audit();
alter table audit enable always trigger audit_removal;

-- By session-service where SIGNALBOX_AUDIT_RETENTION is set, or by hand, by the owner of the tables or whom the owner lets: entries 1
-- to through of a chain go, in one step with the entry that says so. What is younger than the topics it was made from stays, or it
-- could be written a second time.
drop function prune_audit(text, bigint, interval);
create function prune_audit(chain text, through bigint, setting text default 'by hand', pruner text default session_user)
    returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    last   session.audit;
    pruned bigint;
begin
    -- Writers of the chain wait.
    perform from session.audit_heads h where h.tenant = chain for update;
    select * into last from session.audit a where a.tenant = chain and a.sequence = through;
    if not found then
        raise exception 'the chain of % has no entry %', chain, through;
    end if;
    if exists (select from session.audit a
               where a.tenant = chain and a.sequence <= through and a.at > now() - interval '31 days') then
        raise exception 'there are entries among them that are younger than 31 days';
    end if;
    perform session.append_audit_pruning(chain, through, last.hash, setting, pruner);
    insert into session.audit_starts (tenant, sequence, hash, setting, pruned_by) values (chain, through, last.hash, setting, pruner)
        on conflict (tenant) do update set sequence = excluded.sequence, hash = excluded.hash, setting = excluded.setting,
            pruned_at = now(), pruned_by = excluded.pruned_by;
    delete from session.audit a where a.tenant = chain and a.sequence <= through;
    get diagnostics pruned = row_count;
    return pruned;
end $$;
revoke execute on function prune_audit(text, bigint, text, text) from public;
