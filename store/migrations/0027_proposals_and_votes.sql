-- Proposals that look for an owner, and the public vote on those of a round.

create table proposal (
    id uuid primary key default gen_random_uuid(),
    programme_id uuid not null references programme,
    team_id uuid references team on delete set null,
    author_id uuid references person on delete set null,
    title localized not null,
    idea localized not null,
    domains text[] not null default '{}',
    state text not null default 'OPEN' check (state in ('OPEN', 'TAKEN_UP', 'WITHDRAWN')),
    state_reason text,
    challenge_id uuid unique references challenge on delete set null,
    created_at timestamptz not null default now()
);
create index on proposal (programme_id, created_at);
create index on proposal (team_id);
create index on proposal (author_id);

create table proposal_interest (
    id uuid primary key default gen_random_uuid(),
    proposal_id uuid not null references proposal on delete cascade,
    organisation_id uuid not null references organisation on delete cascade,
    note text not null default '',
    created_at timestamptz not null default now(),
    unique (proposal_id, organisation_id)
);
create index on proposal_interest (organisation_id);

create table public_vote (
    id uuid primary key default gen_random_uuid(),
    programme_id uuid not null unique references programme,
    opened_at timestamptz not null default now(),
    closes_at timestamptz not null,
    check (closes_at > opened_at)
);
comment on table public_vote is 'its end is never changed: whoever could end it early could look early';

create table ballot (
    id uuid primary key default gen_random_uuid(),
    vote_id uuid not null references public_vote,
    person_id uuid references person on delete set null,
    votes jsonb not null check (jsonb_typeof(votes) = 'object'),
    unique (vote_id, person_id)
);
create index on ballot (person_id);
comment on column ballot.person_id is
    'who may still change it; taken off the night after the vote closed, or when the person is deleted';
comment on column ballot.votes is 'proposal to a whole number of votes; each costs its square of 99 points';
