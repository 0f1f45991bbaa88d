-- What each member of a team may show of a delivery: signed when it is downloaded, always with the same words.

create table credential (
    id uuid primary key default gen_random_uuid(),
    match_id uuid not null references match on delete cascade,
    person_id uuid not null references person on delete cascade,
    issued_at timestamptz not null default date_trunc('second', now()),
    unique (match_id, person_id)
);
comment on column credential.issued_at is 'when the first code was delivered; whole seconds, as a signature says them';
create index on credential (person_id);
