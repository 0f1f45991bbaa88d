-- Who somebody is at an identity provider, tokens for programs, and keys that make a repeated write one write.

-- A session is named by its id where its holder lists and ends it; the token itself is nowhere.
alter table session add column id uuid not null default gen_random_uuid();
create unique index on session (id);

create table identity (
    issuer text not null,
    subject text not null,
    person_id uuid not null references person on delete cascade,
    linked_at timestamptz not null default now(),
    primary key (issuer, subject),
    unique (issuer, person_id)
);
create index on identity (person_id);
comment on table identity is 'OpenID Connect: a subject is unique and never given to anybody else within its issuer';

alter table role_grant add column from_claims boolean not null default false;
comment on column role_grant.from_claims is 'given by the identity provider, and taken back when it no longer says so';

create table service_account (
    id uuid primary key default gen_random_uuid(),
    organisation_id uuid references organisation on delete cascade,
    name text not null,
    created_at timestamptz not null default now(),
    disabled_at timestamptz
);
create index on service_account (organisation_id);
comment on column service_account.organisation_id is 'for whom it acts; null for the officers of the installation';

create table api_token (
    id uuid primary key default gen_random_uuid(),
    token_hash bytea not null unique,
    person_id uuid references person on delete cascade,
    service_account_id uuid references service_account on delete cascade,
    name text not null,
    scopes text[] not null check (scopes <@ array['read', 'write', 'officer'] and 'read' = any(scopes)),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    last_used_on date,
    revoked_at timestamptz,
    check (num_nonnulls(person_id, service_account_id) = 1),
    check (expires_at <= created_at + interval '366 days')
);
create index on api_token (person_id);
create index on api_token (service_account_id);

alter table audit_event add column token_id uuid, add column service_account_id uuid;
comment on column audit_event.token_id is 'the API token it was done with; null in a session';

create table idempotency_key (
    owner text not null,
    key text not null,
    place text not null,
    digest bytea not null,
    row_id uuid,
    created_at timestamptz not null default now(),
    primary key (owner, key, place)
);
create index on idempotency_key (created_at);
comment on column idempotency_key.owner is 'whose key: a person or a service account';
comment on column idempotency_key.place is 'the field of the answer, for a request with several mutations';
