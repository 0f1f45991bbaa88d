-- What local governments say before a round: what they need, how ready they are, and topics that may become challenges.

create table survey (
    id uuid primary key default gen_random_uuid(),
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    title localized not null,
    closes_on date not null,
    created_at timestamptz not null default now()
);

create table survey_answer (
    id uuid primary key default gen_random_uuid(),
    survey_id uuid not null references survey on delete cascade,
    organisation_id uuid not null references organisation on delete cascade,
    needs text not null,
    readiness jsonb not null default '{}' check (jsonb_typeof(readiness) = 'object'),
    answered_by uuid references person on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (survey_id, organisation_id)
);
create index on survey_answer (organisation_id);
create index on survey_answer (answered_by);

create table survey_topic (
    id uuid primary key default gen_random_uuid(),
    answer_id uuid not null references survey_answer on delete cascade,
    position int not null,
    title text not null,
    problem text not null default '',
    outside_reason text,
    challenge_id uuid references challenge on delete set null,
    created_at timestamptz not null default now()
);
create index on survey_topic (answer_id, position);
comment on column survey_topic.outside_reason is
    'why no programme of ours can meet the need; such topics are kept as evidence for policy';
