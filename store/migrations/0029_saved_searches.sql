-- Searches that somebody saved in order to be told of what is new in them; and no draft programme among public choices.

create table saved_search (
    id uuid primary key default gen_random_uuid(),
    person_id uuid not null references person on delete cascade,
    name text not null check (length(name) between 1 and 100),
    query text not null default '' check (length(query) <= 400),
    filters jsonb not null default '{}' check (jsonb_typeof(filters) = 'object'),
    created_at timestamptz not null default now(),
    unique (person_id, name)
);
comment on column saved_search.filters is 'facet to list of chosen values';

-- One letter for all that was found since the last; sent_at is null until the mail server has taken it.
create table saved_search_letter (
    id uuid primary key default gen_random_uuid(),
    saved_search_id uuid not null references saved_search on delete cascade,
    begun_at timestamptz not null default now(),
    sent_at timestamptz
);
create index on saved_search_letter (saved_search_id);

create table saved_search_find (
    id uuid primary key default gen_random_uuid(),
    saved_search_id uuid not null references saved_search on delete cascade,
    software_id uuid not null references software on delete cascade,
    found_at timestamptz not null default now(),
    letter_id uuid references saved_search_letter on delete set null,
    unique (saved_search_id, software_id)
);
create index on saved_search_find (software_id);
create index on saved_search_find (letter_id);

-- A published challenge may wait for a programme that only its officers see yet.
create or replace view challenge_facet as
select challenge.id, said.facet, said.value
from challenge
join organisation on organisation.id = challenge.owner_id
join programme on programme.id = challenge.programme_id
cross join lateral (
    select 'domain', unnest(challenge.domains)
    union all select 'state', challenge.state
    union all select 'data_class', challenge.data_class
    union all select 'programme', programme.slug where programme.state <> 'DRAFT'
    union all select 'mode', programme.mode where programme.state <> 'DRAFT'
    union all select 'open', 'yes' where challenge.state = 'PUBLISHED' and programme.state = 'OPEN'
    union all select 'owner', organisation.slug
    union all select 'country', organisation.country
    union all select 'county', organisation.place
) as said (facet, value)
where said.value is not null;

select narrow_challenges(array(select id from challenge));
