-- What rounds by theme, continuations and coached rounds demand before two are paired or agree.

create table theme (
    id uuid primary key default gen_random_uuid(),
    programme_id uuid not null references programme,
    position int not null,
    name localized not null,
    unique (programme_id, position)
);

create table theme_commitment (
    id uuid primary key default gen_random_uuid(),
    theme_id uuid not null references theme on delete cascade,
    organisation_id uuid references organisation on delete cascade,
    team_id uuid references team on delete cascade,
    created_at timestamptz not null default now(),
    unique nulls not distinct (theme_id, organisation_id, team_id),
    check (num_nonnulls(organisation_id, team_id) = 1)
);
create index on theme_commitment (organisation_id);
create index on theme_commitment (team_id);

create table continuation (
    id uuid primary key default gen_random_uuid(),
    match_id uuid not null references match,
    challenge_id uuid not null unique references challenge,
    respond_by date not null,
    owner_answer boolean,
    owner_reason text,
    team_answer boolean,
    team_reason text,
    created_at timestamptz not null default now()
);
create index on continuation (match_id);
comment on table continuation is 'the next phase of a delivered match, which is asked of the same pair first';
comment on column continuation.respond_by is 'the last day on which the pair may answer; whoever did not has let it lapse';

create table coaching (
    id uuid primary key default gen_random_uuid(),
    match_id uuid not null references match,
    person_id uuid not null references person on delete cascade,
    created_at timestamptz not null default now(),
    unique (match_id, person_id)
);
create index on coaching (person_id);

create table coaching_entry (
    id uuid primary key default gen_random_uuid(),
    coaching_id uuid not null references coaching on delete cascade,
    kind text not null check (kind in ('NOTE', 'ADVICE')),
    words text not null,
    minutes int not null default 0 check (minutes between 0 and 1440),
    held_on date not null,
    created_at timestamptz not null default now()
);
create index on coaching_entry (coaching_id, held_on);
comment on column coaching_entry.kind is 'a note is between the coach and the officers; advice is read by both sides too';
