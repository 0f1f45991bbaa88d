-- Who watches which software, and what its watchers were told.

create table watch (
    id uuid primary key default gen_random_uuid(),
    person_id uuid not null references person on delete cascade,
    software_id uuid not null references software on delete cascade,
    created_at timestamptz not null default now(),
    unique (person_id, software_id)
);
create index on watch (software_id);

create table alert (
    id uuid primary key default gen_random_uuid(),
    software_id uuid not null references software on delete cascade,
    kind text not null check (
        kind in ('BAND_LOST', 'POINTS_LOST', 'NEW_CAP', 'LICENCE_CHANGED', 'NEW_ADVISORY')
    ),
    key text not null default '',
    before text,
    after text,
    signals text[] not null default '{}',
    observed_at timestamptz not null,
    created_at timestamptz not null default now(),
    unique (software_id, kind, key, observed_at)
);
create index on alert (software_id, created_at desc, id desc);
comment on column alert.key is 'which cap or advisory; empty where there can be one only';
comment on column alert.signals is 'the signals that lost most, worst first';

-- One letter a watcher and alert; sent_at is null until the mail server has taken it.
create table alert_letter (
    id uuid primary key default gen_random_uuid(),
    alert_id uuid not null references alert on delete cascade,
    person_id uuid not null references person on delete cascade,
    sent_at timestamptz,
    unique (alert_id, person_id)
);
create index on alert_letter (person_id);
