-- People without a team: challenges are carved into roles, people say what they can do, and both find each other.

alter table consent drop constraint consent_purpose_check;
alter table consent add constraint consent_purpose_check check (
    purpose in ('PUBLIC_NAME', 'BARRIERS', 'RECORDING', 'FOUND_BY_OWNERS')
) not valid;
alter table consent validate constraint consent_purpose_check;

create table challenge_role (
    id uuid primary key default gen_random_uuid(),
    challenge_id uuid not null references challenge on delete cascade,
    title localized not null,
    task localized not null default '{}',
    needs jsonb not null default '[]' check (jsonb_typeof(needs) = 'array'),
    languages text[] not null default '{}',
    hours_needed int not null check (hours_needed > 0),
    on_site boolean not null default false,
    places int not null default 1 check (places between 1 and 20),
    is_open boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version int not null default 1
);
create index on challenge_role (challenge_id, created_at);
create index on challenge_role (created_at desc, id);
comment on column challenge_role.hours_needed is 'the work of one person over the whole challenge';
comment on column challenge_role.places is 'how many people can take it';

create table profile (
    id uuid primary key default gen_random_uuid(),
    person_id uuid not null unique references person on delete cascade,
    shown_name text check (shown_name <> ''),
    about localized not null default '{}',
    skills jsonb not null default '[]' check (jsonb_typeof(skills) = 'array'),
    domains text[] not null default '{}',
    languages text[] not null default '{}',
    hours_per_week int check (hours_per_week between 1 and 168),
    available_from date,
    available_until date,
    data_clearance text not null default 'NONE' check (data_clearance in ('NONE', 'PERSONAL', 'SENSITIVE')),
    place text,
    remote_ok boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on table profile is 'what somebody without a team says of themselves; seen by others only as they agreed';
create index on profile (updated_at);

create table profile_conflict (
    profile_id uuid not null references profile on delete cascade,
    organisation_id uuid not null references organisation on delete cascade,
    primary key (profile_id, organisation_id)
);
create index on profile_conflict (organisation_id);

create table role_interest (
    id uuid primary key default gen_random_uuid(),
    role_id uuid not null references challenge_role on delete cascade,
    profile_id uuid not null references profile on delete cascade,
    state text not null check (
        state in ('INTERESTED', 'INVITED', 'ACCEPTED', 'JOINED', 'DECLINED', 'WITHDRAWN')
    ),
    note text not null default '',
    reason text,
    team_id uuid references team on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (role_id, profile_id)
);
create index on role_interest (profile_id);
create index on role_interest (team_id);
comment on column role_interest.team_id is 'the team that they are asked to join, or have joined';
