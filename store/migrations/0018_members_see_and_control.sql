-- Consents, what members show of themselves, barriers that only they read, and what was deleted when its time was over.

create table consent (
    id uuid primary key default gen_random_uuid(),
    person_id uuid not null references person on delete cascade,
    purpose text not null check (purpose in ('PUBLIC_NAME', 'BARRIERS', 'RECORDING')),
    subject_id uuid not null,
    text_version int not null check (text_version > 0),
    given_at timestamptz not null default now(),
    withdrawn_at timestamptz
);
comment on column consent.subject_id is 'the team whose page shows the name or whose rounds count the barrier, or the note that is recorded';
comment on column consent.text_version is 'which version of the text of this purpose they agreed to';
create unique index consent_standing on consent (person_id, purpose, subject_id) where withdrawn_at is null;
create index on consent (subject_id) where withdrawn_at is null;

alter table team_member add column shown_name text check (shown_name <> '');
comment on column team_member.shown_name is 'how they are called in this team; null where that is as everywhere';

create table member_skill (
    id uuid primary key default gen_random_uuid(),
    team_id uuid not null,
    person_id uuid not null references person on delete cascade,
    position int not null,
    concept text not null,
    level int not null check (level between 1 and 8),
    evidence text,
    evidence_url text,
    evidenced_on date,
    unique (team_id, person_id, concept),
    foreign key (team_id, person_id) references team_member on delete cascade
);

-- What a team can do: what it says as a whole, and what its members brought and take with them.
create view skill_of_team as
select id, team_id, position, concept, level, evidence, evidence_url, evidenced_on from team_skill
union all
select id, team_id, 1000 + position, concept, level, evidence, evidence_url, evidenced_on from member_skill;

create table member_barrier (
    team_id uuid not null,
    person_id uuid not null references person on delete cascade,
    barrier text not null check (barrier in ('CHILDCARE', 'TRANSPORT', 'EQUIPMENT', 'LANGUAGE')),
    said_at timestamptz not null default now(),
    primary key (team_id, person_id, barrier),
    foreign key (team_id, person_id) references team_member on delete cascade
);

-- When somebody was here last, so that accounts that nobody uses can go.
alter table person add column last_seen_on date not null default (now() at time zone 'UTC')::date;

create function see_person() returns trigger
language plpgsql as $$
begin
    update person set last_seen_on = (now() at time zone 'UTC')::date
    where id = new.person_id and last_seen_on < (now() at time zone 'UTC')::date;
    return new;
end
$$;
create trigger see_person after insert on session for each row execute function see_person();

create table retention_count (
    id uuid primary key default gen_random_uuid(),
    ran_at timestamptz not null default now(),
    rule text not null,
    rows int not null check (rows > 0)
);
comment on table retention_count is 'how many rows a rule of docs/privacy.md ended in a night; nobody is named';
create index on retention_count (ran_at desc);
