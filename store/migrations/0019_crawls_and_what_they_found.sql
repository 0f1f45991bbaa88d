-- Where software is looked for by ourselves, each time that was done, and what became of each repository found there.

-- An account at a forge, another catalogue, or an inventory.
create table crawl_source (
    id uuid primary key default gen_random_uuid(),
    kind text not null check (kind in ('ACCOUNT', 'OPEN_CATALOG', 'CODE_JSON')),
    url text not null,
    organisation_id uuid references organisation on delete cascade,
    next_at timestamptz not null default now(),
    created_at timestamptz not null default now()
);
create unique index crawl_source_url on crawl_source (lower(url));
create index on crawl_source (organisation_id);
create index on crawl_source (next_at);

-- One time that a source was gone through; it goes on where a stopped worker left it, so it has no end until it is whole.
create table crawl (
    id uuid primary key default gen_random_uuid(),
    source_id uuid not null references crawl_source on delete cascade,
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    failure text,
    counts jsonb not null default '{}',
    check (finished_at is not null or failure is null)
);
create unique index crawl_open on crawl (source_id) where finished_at is null;
create index on crawl (source_id, started_at);

-- One repository at one source: what became of it when it was last looked at.
create table crawl_finding (
    id uuid primary key default gen_random_uuid(),
    source_id uuid not null references crawl_source on delete cascade,
    url text not null,
    upstream_id text,
    reason text not null,
    detail jsonb not null default '{}',
    digest text,
    software_id uuid references software on delete set null,
    missed int not null default 0 check (missed >= 0),
    created_at timestamptz not null default now(),
    looked_at timestamptz not null
);
comment on column crawl_finding.upstream_id is 'what the source itself numbers it with; it survives a new address';
comment on column crawl_finding.digest is 'of the metadata taken in last, so that what has not changed is not taken in again';
comment on column crawl_finding.missed is 'crawls in a row that were whole and did not find it';
create unique index crawl_finding_url on crawl_finding (source_id, lower(url));
create index on crawl_finding (source_id, upstream_id);
create index on crawl_finding (lower(url));
create index on crawl_finding (software_id);

-- What a source answered, so that an unchanged answer need not be sent again; as forge_answer, of repositories.
create table crawl_answer (
    source_id uuid not null references crawl_source on delete cascade,
    endpoint text not null,
    etag text,
    facts jsonb not null,
    primary key (source_id, endpoint)
);
