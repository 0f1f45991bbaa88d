-- Who is told of what happens here, what they have still to be told, and how telling them went.

create table webhook (
    id uuid primary key default gen_random_uuid(),
    address text not null,
    events text[] not null check (cardinality(events) > 0),
    organisation_id uuid references organisation on delete cascade,
    secret text not null,
    state text not null default 'ACTIVE' check (state in ('ACTIVE', 'DISABLED')),
    failures int not null default 0,
    last_failure text,
    created_by uuid references person on delete cascade,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on column webhook.organisation_id is 'null for those of the installation, which officers keep';
comment on column webhook.secret is 'key of the signatures; as it is, because each delivery is signed with it';
comment on column webhook.failures is 'attempts in a row that failed';
create index on webhook (organisation_id);
create index on webhook (created_by);

-- What was audited and has not been looked at for webhooks; there is nothing in it while nobody wants to be told.
create table webhook_event (
    audit_event_id bigint primary key references audit_event on delete cascade
);

create table webhook_delivery (
    id uuid primary key default gen_random_uuid(),
    webhook_id uuid not null references webhook on delete cascade,
    event text not null,
    subject_type text not null,
    subject_id uuid,
    occurred_at timestamptz not null,
    body text,
    state text not null default 'WAITING' check (state in ('WAITING', 'DELIVERED', 'FAILED', 'DROPPED')),
    attempts int not null default 0,
    response_status int,
    duration_ms int,
    failure text,
    created_at timestamptz not null default now(),
    attempted_at timestamptz
);
comment on column webhook_delivery.body is 'what is sent, the same at every attempt; null before the first';
create index on webhook_delivery (webhook_id, created_at desc, id desc);
create index on webhook_delivery (created_at);

-- No writer can forget to tell: whatever is audited is looked at, in the transaction that did it.
create function note_event_for_webhooks() returns trigger
language plpgsql as $$
begin
    if exists (select from webhook where state = 'ACTIVE') then
        insert into webhook_event (audit_event_id) values (new.id);
        perform pg_notify('commonfield_outbox', 'webhooks');
    end if;
    return null;
end
$$;
create trigger note_event_for_webhooks after insert on audit_event
    for each row execute function note_event_for_webhooks();
