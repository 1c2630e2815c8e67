-- How classes of routes do: exponentially decayed sums as of updated_at (class DecayedStatistics, docs/learning.md).

create table route_statistics (
    route_class      text collate "C" primary key,
    successes        double precision not null,
    failures         double precision not null,
    verified         double precision not null,
    observations     bigint           not null,
    run_seconds      double precision not null,
    start_up_seconds double precision not null,
    cost             double precision not null,
    expected_cost    double precision not null,
    recent_successes double precision not null,
    recent_failures  double precision not null,
    updated_at       timestamptz      not null,
    version          bigint           not null default 1,
    published        bigint           not null default 0
) with (fillfactor = 50);
-- A few rows that every batch writes: what they leave behind is cleaned up soon.
alter table route_statistics set (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0);

-- Under 1e-9 is nothing, and no factor is under 2^-60: PostgreSQL has an error for underflow.
create function decayed(value double precision, age interval, half_life double precision)
    returns double precision language sql immutable parallel safe as $$
    select case when value < 1e-9 then 0
        else value * power(0.5::double precision,
            least(greatest(extract(epoch from age)::double precision, 0) / half_life, 60)) end
$$;

-- Two sums of two moments as one, of the later moment.
create function decayed_sum(a double precision, a_at timestamptz, b double precision, b_at timestamptz,
        half_life double precision)
    returns double precision language sql immutable parallel safe as $$
    select session.decayed(a, b_at - a_at, half_life) + session.decayed(b, a_at - b_at, half_life)
$$;
