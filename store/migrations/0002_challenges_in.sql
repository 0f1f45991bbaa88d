-- Programmes, challenges, teams, and how they find each other.

create table programme (
    id uuid primary key default gen_random_uuid(),
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    organisation_id uuid not null references organisation,
    name localized not null,
    description localized not null default '{}',
    mode text not null check (mode in ('OWNER_FIRST', 'TEAM_FIRST', 'THEME', 'CONTINUATION', 'COACHED', 'OPEN_PROPOSAL')),
    state text not null default 'DRAFT' check (state in ('DRAFT', 'OPEN', 'REVIEW', 'MATCHED', 'CLOSED')),
    opens_on date,
    applications_close_on date,
    decision_on date,
    ends_on date,
    weights jsonb not null default '{}',
    rubric jsonb not null default '[]',
    source text,
    is_example boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version int not null default 1,
    check (opens_on <= applications_close_on and applications_close_on <= decision_on and decision_on <= ends_on)
);
comment on column programme.weights is 'criterion of fit to its weight; published before the programme opens';
comment on column programme.rubric is 'list of {id, name: localized, weight} that reviewers score 0 to 5';
create index on programme (created_at, id);

create table challenge (
    id uuid primary key default gen_random_uuid(),
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    programme_id uuid not null references programme,
    owner_id uuid not null references organisation,
    state text not null default 'DRAFT'
        check (state in ('DRAFT', 'SUBMITTED', 'PUBLISHED', 'MATCHED', 'DELIVERED', 'WITHDRAWN')),
    state_reason text,
    title localized not null,
    problem localized not null default '{}',
    people_affected localized not null default '{}',
    measures jsonb not null default '[]',
    domains text[] not null default '{}',
    languages text[] not null default '{}',
    hours_needed int check (hours_needed > 0),
    starts_on date,
    ends_on date,
    min_teams int not null default 0 check (min_teams >= 0),
    max_teams int not null default 1 check (max_teams >= 1 and max_teams >= min_teams),
    data_class text check (data_class in ('NONE', 'PERSONAL', 'SENSITIVE')),
    lawful_basis text,
    licence text,
    on_site boolean not null default false,
    outcome localized,
    source text,
    is_example boolean not null default false,
    created_by uuid references person on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    published_at timestamptz,
    version int not null default 1,
    search tsvector not null default '',
    check (starts_on <= ends_on)
);
comment on column challenge.measures is 'list of {name: localized, baseline, target, unit}';
comment on column challenge.domains is 'concept ids, scopes of publiccode.yml';
comment on column challenge.licence is 'SPDX expression the owner asks for';
create index on challenge (programme_id, state);
create index on challenge (owner_id);
create index on challenge (published_at desc, id desc) where published_at is not null;
create index on challenge (created_at desc, id desc);
create index on challenge using gin (search);

create table challenge_need (
    id uuid primary key default gen_random_uuid(),
    challenge_id uuid not null references challenge on delete cascade,
    position int not null,
    concept text not null,
    level int not null check (level between 1 and 8),
    required boolean not null default false,
    unique (challenge_id, concept)
);

create table team (
    id uuid primary key default gen_random_uuid(),
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name localized not null,
    about localized not null default '{}',
    domains text[] not null default '{}',
    languages text[] not null default '{}',
    hours_per_week int check (hours_per_week > 0),
    available_from date,
    available_until date,
    capacity int not null default 1 check (capacity between 1 and 20),
    data_clearance text not null default 'NONE' check (data_clearance in ('NONE', 'PERSONAL', 'SENSITIVE')),
    refused_licences text[] not null default '{}',
    place text check (place ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
    remote_ok boolean not null default true,
    homepage text,
    source text,
    is_example boolean not null default false,
    created_by uuid references person on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version int not null default 1,
    search tsvector not null default '',
    check (available_from <= available_until)
);
comment on column team.source is 'where the facts about a real team were read; null for teams that registered themselves';
create index on team (created_at desc, id desc);
create index on team using gin (search);

create table team_skill (
    id uuid primary key default gen_random_uuid(),
    team_id uuid not null references team on delete cascade,
    position int not null,
    concept text not null,
    level int not null check (level between 1 and 8),
    evidence text,
    evidence_url text,
    evidenced_on date,
    unique (team_id, concept)
);

create table team_member (
    team_id uuid not null references team on delete cascade,
    person_id uuid not null references person on delete cascade,
    is_lead boolean not null default false,
    joined_at timestamptz not null default now(),
    primary key (team_id, person_id)
);
create index on team_member (person_id);

create table team_conflict (
    team_id uuid not null references team on delete cascade,
    organisation_id uuid not null references organisation on delete cascade,
    primary key (team_id, organisation_id)
);

create table application (
    id uuid primary key default gen_random_uuid(),
    challenge_id uuid not null references challenge,
    team_id uuid not null references team,
    state text not null default 'SUBMITTED'
        check (state in ('SUBMITTED', 'WITHDRAWN', 'MATCHED', 'NOT_MATCHED')),
    proposal localized not null,
    preference int not null check (preference between 1 and 99),
    hours_offered int check (hours_offered > 0),
    created_by uuid references person on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version int not null default 1,
    unique (challenge_id, team_id)
);
comment on column application.preference is 'the team''s rank of this challenge: 1 is its first choice; equal ranks are ties';
create index on application (team_id);

create table review (
    id uuid primary key default gen_random_uuid(),
    application_id uuid not null references application on delete cascade,
    reviewer_id uuid references person on delete set null,
    scores jsonb not null,
    comment text not null default '',
    submitted_at timestamptz not null default now(),
    unique (application_id, reviewer_id)
);
comment on column review.reviewer_id is 'null when the person was deleted: the scores stand without them';
comment on column review.scores is 'rubric id to points, 0 to 5';

create table cohort_assignment (
    id uuid primary key default gen_random_uuid(),
    programme_id uuid not null references programme,
    objective text not null,
    state text not null default 'PROPOSED' check (state in ('PROPOSED', 'ADOPTED', 'DISCARDED')),
    input jsonb not null,
    solution jsonb not null,
    report jsonb not null,
    solver_version text not null,
    created_by uuid references person on delete set null,
    created_at timestamptz not null default now(),
    adopted_by uuid references person on delete set null,
    adopted_at timestamptz
);
create index on cohort_assignment (programme_id, created_at desc);
create unique index one_adopted_assignment on cohort_assignment (programme_id) where state = 'ADOPTED';

create table match (
    id uuid primary key default gen_random_uuid(),
    programme_id uuid not null references programme,
    challenge_id uuid not null references challenge,
    team_id uuid not null references team,
    assignment_id uuid references cohort_assignment,
    state text not null default 'AGREEING' check (state in ('AGREEING', 'AGREED', 'DELIVERED', 'ENDED')),
    fit jsonb,
    created_at timestamptz not null default now(),
    version int not null default 1,
    unique (challenge_id, team_id)
);
create index on match (programme_id);
create index on match (team_id);

create table agreement (
    id uuid primary key default gen_random_uuid(),
    match_id uuid not null unique references match on delete cascade,
    ownership text not null check (ownership in ('TEAM', 'OWNER', 'JOINT')),
    licence text not null,
    content_licence text,
    data_terms localized not null,
    publication_terms localized not null,
    proposed_by uuid references person on delete set null,
    accepted_by_owner_at timestamptz,
    accepted_by_owner uuid references person on delete set null,
    accepted_by_team_at timestamptz,
    accepted_by_team uuid references person on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version int not null default 1
);
comment on column agreement.licence is 'SPDX expression of the code that is delivered';

create table milestone (
    id uuid primary key default gen_random_uuid(),
    match_id uuid not null references match on delete cascade,
    position int not null,
    title localized not null,
    due_on date,
    reached_on date,
    note text,
    version int not null default 1
);
create index on milestone (match_id);
