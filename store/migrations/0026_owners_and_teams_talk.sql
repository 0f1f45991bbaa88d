-- Shortlists and mutual grades, questions, messages, reminders, every version of the terms, and whether it is in service.

alter table application add column shortlisted_at timestamptz;

create table mutual_grade (
    id uuid primary key default gen_random_uuid(),
    application_id uuid not null references application on delete cascade,
    side text not null check (side in ('OWNER', 'TEAM')),
    grade int not null check (grade between 1 and 5),
    graded_by uuid references person on delete set null,
    graded_at timestamptz not null default now(),
    unique (application_id, side)
);
comment on table mutual_grade is 'what owner and team of a shortlisted bid think of working together, 5 best';

create table question (
    id uuid primary key default gen_random_uuid(),
    challenge_id uuid not null references challenge on delete cascade,
    asked_by uuid references person on delete set null,
    text localized not null,
    asked_at timestamptz not null default now(),
    answer localized,
    answered_by uuid references person on delete set null,
    answered_at timestamptz,
    hidden_by uuid references person on delete set null,
    hidden_at timestamptz,
    hidden_reason text,
    version int not null default 1
);
create index on question (challenge_id, asked_at);
create index on question (asked_by);

create table match_message (
    id uuid primary key default gen_random_uuid(),
    match_id uuid not null references match on delete cascade,
    sent_by uuid references person on delete set null,
    side text not null check (side in ('OWNER', 'TEAM', 'OFFICER')),
    text text not null,
    sent_at timestamptz not null default now()
);
create index on match_message (match_id, sent_at);
create index on match_message (sent_by);

create table reminder (
    id uuid primary key default gen_random_uuid(),
    person_id uuid not null references person on delete cascade,
    kind text not null,
    subject_id uuid not null,
    due_on date not null,
    begun_at timestamptz not null default now(),
    sent_at timestamptz,
    unique (person_id, kind, subject_id, due_on)
);
comment on table reminder is 'that somebody was written to once about a step and its day';

create table agreement_version (
    id uuid primary key default gen_random_uuid(),
    agreement_id uuid not null references agreement on delete cascade,
    version int not null,
    ownership text not null check (ownership in ('TEAM', 'OWNER', 'JOINT')),
    licence text not null,
    content_licence text,
    data_terms localized not null,
    publication_terms localized not null,
    written_by uuid references person on delete set null,
    written_at timestamptz not null default now(),
    unique (agreement_id, version)
);
insert into agreement_version
    (agreement_id, version, ownership, licence, content_licence, data_terms, publication_terms, written_by, written_at)
select id, version, ownership, licence, content_licence, data_terms, publication_terms, proposed_by, updated_at
from agreement;

-- No terms are written without being kept, whoever writes them.
create function keep_agreement_version() returns trigger
language plpgsql as $$
begin
    insert into agreement_version
        (agreement_id, version, ownership, licence, content_licence, data_terms, publication_terms, written_by)
    values (new.id, new.version, new.ownership, new.licence, new.content_licence, new.data_terms,
        new.publication_terms, new.proposed_by);
    return new;
end
$$;
create trigger keep_first_version after insert on agreement
    for each row execute function keep_agreement_version();
create trigger keep_version after update on agreement
    for each row when (new.version > old.version) execute function keep_agreement_version();

create table service_check (
    id uuid primary key default gen_random_uuid(),
    delivery_id uuid not null references delivery on delete cascade,
    months int not null check (months in (3, 6, 12)),
    asked_on date not null,
    is_in_service boolean,
    since date,
    note localized,
    answered_by uuid references person on delete set null,
    answered_at timestamptz,
    unique (delivery_id, months),
    check ((answered_at is null) = (is_in_service is null)),
    check (since is null or is_in_service)
);
comment on table service_check is 'asked of the owner 3, 6 and 12 months after a delivery: is it really in service';
