-- The ground: people and organisations, who is signed in, jobs, outbox, audit.

-- Stored multilingual text is an object from BCP 47 tag to text.
create domain localized as jsonb check (value is null or jsonb_typeof(value) = 'object');

create table organisation (
    id uuid primary key default gen_random_uuid(),
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name localized not null,
    kind text not null check (kind in ('MINISTRY', 'LOCAL_GOVERNMENT', 'AGENCY', 'FOUNDATION', 'COMPANY', 'COMMUNITY')),
    country text check (country ~ '^[A-Z]{2}$'),
    place text check (place ~ '^[A-Z]{2}-[A-Z0-9]{1,3}$'),
    homepage text,
    is_example boolean not null default false,
    created_at timestamptz not null default now(),
    version int not null default 1
);
comment on column organisation.place is 'ISO 3166-2 code of the county or city';

create table person (
    id uuid primary key default gen_random_uuid(),
    email text not null unique check (email = lower(email)),
    name text not null,
    language text not null default 'zh-Hant',
    is_example boolean not null default false,
    created_at timestamptz not null default now()
);

create table role_grant (
    id uuid primary key default gen_random_uuid(),
    person_id uuid not null references person on delete cascade,
    role text not null check (role in ('officer', 'reviewer', 'owner', 'agency')),
    organisation_id uuid references organisation on delete cascade,
    granted_at timestamptz not null default now(),
    unique nulls not distinct (person_id, role, organisation_id),
    check (role in ('officer', 'reviewer') or organisation_id is not null)
);
create index on role_grant (organisation_id);

create table invitation (
    token_hash bytea primary key,
    email text not null check (email = lower(email)),
    role text,
    organisation_id uuid references organisation on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    check (role is not null or organisation_id is null)
);
comment on column invitation.role is 'null lets somebody sign in without a grant, as those who register teams need none';

create table session (
    token_hash bytea primary key,
    person_id uuid not null references person on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index on session (person_id);

create table job (
    id uuid primary key default gen_random_uuid(),
    queue text not null,
    subject_id uuid,
    state text not null default 'queued' check (state in ('queued', 'running', 'done', 'held')),
    done int not null default 0,
    total int,
    message text,
    attempts int not null default 0,
    run_after timestamptz not null default now(),
    created_at timestamptz not null default now(),
    finished_at timestamptz
);
create unique index job_waiting on job (queue, subject_id) where state = 'queued' and attempts = 0;
create index on job (run_after) where state <> 'done';

create table outbox (
    id bigint generated always as identity primary key,
    topic text not null,
    subject_id uuid not null,
    put_at timestamptz not null default now(),
    handled_at timestamptz
);
create index outbox_waiting on outbox (id) where handled_at is null;

create table audit_event (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    person_id uuid,
    actor_name text not null,
    action text not null,
    subject_type text not null,
    subject_id uuid,
    before jsonb,
    after jsonb,
    request_id text
);
create index on audit_event (subject_type, subject_id);
create index on audit_event (at);
create index on audit_event (person_id);

-- The audit trail keeps that a person acted, by id, and not who that was; the address is nowhere else.
create function forget_person() returns trigger
language plpgsql as $$
begin
    update audit_event set actor_name = 'deleted person' where person_id = old.id;
    delete from invitation where email = old.email;
    return old;
end
$$;
create trigger forget_person after delete on person for each row execute function forget_person();

-- What the installation remembers about itself, such as that the demo is loaded.
create table installation (
    key text primary key,
    value jsonb not null
);

-- Relay's global id: base64 of the type's name and the row's id.
create function global_id(type_name text, id uuid) returns text
language sql immutable parallel safe
return translate(encode(convert_to(type_name || ':' || id::text, 'UTF8'), 'base64'), E'\n', '');
