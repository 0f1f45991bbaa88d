-- Who is asked to score which application, and who said that they cannot be impartial about one.

create table review_task (
    id uuid primary key default gen_random_uuid(),
    application_id uuid not null references application on delete cascade,
    reviewer_id uuid not null references person on delete cascade,
    assigned_by uuid references person on delete set null,
    assigned_at timestamptz not null default now(),
    unique (application_id, reviewer_id)
);
create index on review_task (reviewer_id);

create table review_conflict (
    application_id uuid not null references application on delete cascade,
    reviewer_id uuid not null references person on delete cascade,
    declared_at timestamptz not null default now(),
    primary key (application_id, reviewer_id)
);
create index on review_conflict (reviewer_id);
