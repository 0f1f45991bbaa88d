-- Figures against the baseline, notes that everybody who spoke approves, and hours of help as credits.

create table outcome_figure (
    id uuid primary key default gen_random_uuid(),
    match_id uuid not null references match on delete cascade,
    measure int not null check (measure >= 0),
    value double precision not null,
    measured_on date not null,
    reported_by uuid references person on delete set null,
    reported_at timestamptz not null default now(),
    unique (match_id, measure, measured_on)
);
comment on column outcome_figure.measure is 'place in the challenge''s list of measures, which is fixed once it is published';

create table shared_note (
    id uuid primary key default gen_random_uuid(),
    match_id uuid not null references match on delete cascade,
    title text not null check (title <> ''),
    held_on date not null,
    created_by uuid references person on delete set null,
    created_at timestamptz not null default now(),
    published_at timestamptz
);
create index on shared_note (match_id);

create table note_part (
    id uuid primary key default gen_random_uuid(),
    note_id uuid not null references shared_note on delete cascade,
    speaker_id uuid not null references person on delete cascade,
    text text not null default '',
    approved_at timestamptz,
    version int not null default 1,
    unique (note_id, speaker_id)
);
create index on note_part (speaker_id);

create table credit (
    id uuid primary key default gen_random_uuid(),
    kind text not null check (kind in ('EARNED', 'GIVEN')),
    match_id uuid references match on delete set null,
    helper_id uuid references person on delete set null,
    helped_id uuid references person on delete set null,
    hours int not null check (hours between 1 and 200),
    worked_on date not null,
    what text not null check (what <> ''),
    claimed_at timestamptz not null default now(),
    confirmed_by uuid references person on delete set null,
    confirmed_at timestamptz,
    declined_at timestamptz,
    check (confirmed_at is null or declined_at is null)
);
comment on table credit is 'hours that somebody helped, one credit each once the other side confirmed: EARNED in a match, GIVEN from one person to another';
create index on credit (helper_id);
create index on credit (helped_id);
create index on credit (match_id);
