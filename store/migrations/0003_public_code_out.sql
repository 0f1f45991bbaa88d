-- Software, what was seen of it, what is known about it, who uses it.

create table software (
    id uuid primary key default gen_random_uuid(),
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name text not null,
    url text not null,
    landing_url text,
    publisher_id uuid references organisation,
    localised_name localized not null default '{}',
    short_description localized not null default '{}',
    long_description localized not null default '{}',
    features jsonb not null default '{}',
    categories text[] not null default '{}',
    scopes text[] not null default '{}',
    platforms text[] not null default '{}',
    technologies text[] not null default '{}',
    languages text[] not null default '{}',
    localisation_ready boolean,
    software_type text,
    development_status text,
    software_version text,
    release_date date,
    based_on text[] not null default '{}',
    used_by text[] not null default '{}',
    accessibility text,
    maintenance_type text,
    contract_until date,
    main_copyright_owner text,
    repository_owner text,
    depends_on jsonb not null default '{}',
    declared_licence text,
    licence text,
    licence_suggestion text,
    verdict text not null default 'UNKNOWN'
        check (verdict in ('AGREE', 'DECLARED_ONLY', 'SHIPPED_ONLY', 'CONFLICT', 'NOT_OPEN', 'UNKNOWN')),
    verdict_detail jsonb not null default '{}',
    publiccode_version text,
    publiccode_valid boolean,
    findings jsonb not null default '[]',
    health_score int check (health_score between 0 and 100),
    health_band text not null default 'NOT_OBSERVED',
    health_coverage real,
    observed_at timestamptz,
    source text,
    is_example boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    version int not null default 1,
    search tsvector not null default '',
    search_text text not null default ''
);
comment on column software.declared_licence is 'what its metadata says, word for word';
comment on column software.licence is 'the SPDX expression everyone can rely on; null while the verdict does not give one';
comment on column software.features is 'object from BCP 47 tag to list of texts';
-- Forges ignore case, so two spellings are one repository.
create unique index software_url on software (lower(url));
create index on software (publisher_id);
create index on software (created_at desc, id desc);
create index on software (name, id);
create index on software (health_score desc nulls last, id);
create index on software using gin (search);
create index on software using gin (categories);

create table repository (
    id uuid primary key default gen_random_uuid(),
    software_id uuid not null references software on delete cascade,
    url text not null,
    forge text not null default 'github',
    forge_id bigint,
    full_name text,
    state text not null default 'WAITING' check (state in ('WAITING', 'OBSERVED', 'UNREACHABLE', 'GONE')),
    state_reason text,
    checked_at timestamptz,
    unique (forge, forge_id)
);
create unique index repository_url on repository (lower(url));
create index on repository (lower(full_name));
create index on repository (software_id);

create table observation (
    id uuid primary key default gen_random_uuid(),
    repository_id uuid not null references repository on delete cascade,
    observed_at timestamptz not null,
    facts jsonb not null,
    unique (repository_id, observed_at)
);

create table health_snapshot (
    id uuid primary key default gen_random_uuid(),
    software_id uuid not null references software on delete cascade,
    observation_id uuid references observation on delete set null,
    taken_at timestamptz not null,
    model_version text not null,
    score int check (score between 0 and 100),
    coverage real not null check (coverage between 0 and 1),
    band text not null,
    signals jsonb not null,
    caps jsonb not null default '[]',
    unique (software_id, taken_at)
);

-- One software a delivery; a match may deliver several repositories.
create table delivery (
    id uuid primary key default gen_random_uuid(),
    match_id uuid not null references match,
    repository_url text not null,
    software_id uuid references software on delete set null,
    note localized not null default '{}',
    delivered_by uuid references person on delete set null,
    delivered_at timestamptz not null default now(),
    unique (match_id, repository_url)
);
create index on delivery (software_id);

create table usage (
    id uuid primary key default gen_random_uuid(),
    software_id uuid not null references software on delete cascade,
    agency_id uuid not null references organisation on delete cascade,
    since date not null,
    purpose localized not null default '{}',
    attested_by uuid references person on delete set null,
    attested_at timestamptz not null default now(),
    unique (software_id, agency_id)
);
create index on usage (agency_id);

-- Every word of the catalogue with how often it occurs, so that a typo can be forgiven.
create table search_word (
    word text primary key,
    occurrences int not null
);
