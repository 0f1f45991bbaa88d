-- What software is made of: the bill of materials that its forge or its publisher gives, with the licence of each part.

create table sbom (
    id uuid primary key default gen_random_uuid(),
    software_id uuid not null references software on delete cascade,
    source text not null check (source in ('FORGE', 'UPLOADED')),
    format text not null,
    name text,
    created text,
    sha256 text not null,
    document bytea not null check (octet_length(document) <= 8388608),
    seen_at timestamptz not null,
    outbound text,
    component_count int not null,
    finding_count int not null,
    findings jsonb not null default '[]',
    unique (software_id, source)
);
comment on column sbom.created is 'when it was made, as it says';
comment on column sbom.outbound is 'the licence of the software that its parts were held against';

-- Each licence in it once, with the answer whether it goes with that of the software; rank 0 is what to act on first.
create table sbom_licence (
    sbom_id uuid not null references sbom on delete cascade,
    licence text not null,
    components int not null,
    rank smallint not null,
    compatibility jsonb not null,
    primary key (sbom_id, licence)
);
comment on column sbom_licence.licence is 'empty where no licence is told';

create table sbom_component (
    id uuid primary key default gen_random_uuid(),
    sbom_id uuid not null references sbom on delete cascade,
    position int not null,
    reference text not null,
    name text not null,
    version text,
    purl text,
    supplier text,
    declared text,
    concluded text,
    licence text not null,
    unique (sbom_id, position)
);

-- When the forge of a repository was asked for its bill, so that it is asked once a week only.
create table sbom_request (
    repository_id uuid primary key references repository on delete cascade,
    asked_at timestamptz not null,
    etag text,
    problem text
);
