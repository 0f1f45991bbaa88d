-- What forges answered, so that an unchanged answer need not be sent again, and how often they may still be asked.

-- One endpoint of one repository: the validator to send next time, and what the answer said, as facts without names of people.
create table forge_answer (
    repository_id uuid not null references repository on delete cascade,
    endpoint text not null,
    etag text,
    facts jsonb not null,
    primary key (repository_id, endpoint)
);

-- One token (or the lack of one) at one forge, named by a digest, as the forge last reported its hour.
create table forge_account (
    name text primary key,
    request_limit int,
    remaining int,
    reset_at timestamptz,
    blocked_until timestamptz
);

-- Requests that a look has been given and has not accounted for; those of a look that died count as spent.
create table forge_lease (
    id uuid primary key default gen_random_uuid(),
    account text not null references forge_account on delete cascade,
    requests int not null check (requests > 0),
    expires_at timestamptz not null
);
create index on forge_lease (account);

-- What GitHub told us without being asked: each delivery once, kept until its job is done and for a while after.
create table forge_delivery (
    id uuid primary key default gen_random_uuid(),
    delivery text not null unique,
    event text not null,
    subject jsonb not null,
    received_at timestamptz not null default now()
);
create index on forge_delivery (received_at);
