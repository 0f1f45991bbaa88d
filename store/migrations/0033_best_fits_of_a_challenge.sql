-- The teams that suit a challenge best are kept, so that nobody waits while thousands are compared.

create table best_fits (
    challenge_id uuid primary key references challenge on delete cascade,
    challenge_version int not null,
    weights jsonb not null,
    computed_at timestamptz not null
);
comment on table best_fits is 'of which challenge, as it then was and was weighed, the best teams are kept';

create table best_fit (
    challenge_id uuid not null references best_fits on delete cascade,
    team_id uuid not null references team on delete cascade,
    passed boolean not null,
    score double precision not null check (score between 0 and 1),
    computed_at timestamptz not null,
    primary key (challenge_id, team_id)
);
comment on column best_fit.score is 'what everybody may be told: without conflicts of interest and the team''s own ranking';
create index on best_fit (team_id);
