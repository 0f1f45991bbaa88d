-- Where repositories were forked from, how each repository of a software does, which software are variants of each
-- other, and which conditions of others' badges a look decided.

alter table repository
    add column forked_from text[] not null default '{}',
    add column health_score int check (health_score between 0 and 100),
    add column health_band text not null default 'NOT_OBSERVED',
    add column health_coverage real;
comment on column repository.forked_from is 'addresses of its parent and of the first repository of its forks, as its forge tells them';

alter table health_snapshot add column checks jsonb not null default '[]';

-- Addresses that a software says, or is seen, to come from, in lower case; they need not be in the catalogue.
create table software_origin (
    software_id uuid not null references software on delete cascade,
    address text not null,
    primary key (software_id, address)
);
create index on software_origin (address);

-- Both ways: what is upstream of one is a fork for the other.
create table software_variant (
    id uuid primary key default gen_random_uuid(),
    software_id uuid not null references software on delete cascade,
    other_id uuid not null references software on delete cascade,
    relation text not null check (relation in ('UPSTREAM', 'FORK', 'SIBLING')),
    unique (software_id, other_id),
    check (software_id <> other_id)
);
create index on software_variant (other_id);

insert into software_origin (software_id, address)
select distinct id, lower(regexp_replace(each, '(\.git)?/?$', ''))
from software, unnest(based_on) as each
where each ~ '^https?://[^/]+/.';
