-- What was only reported has no figures that nobody reported: null, and no weights and rubric at all.

alter table team
    alter column capacity drop not null,
    alter column data_clearance drop not null,
    alter column remote_ok drop not null;
alter table team_skill alter column level drop not null;
alter table challenge
    alter column min_teams drop not null,
    alter column max_teams drop not null,
    alter column on_site drop not null;
alter table challenge_need
    alter column required drop not null;

update programme set weights = '{}', rubric = '[]' where source is not null;
update team_skill set level = null
from team where team.id = team_skill.team_id and team.source is not null and team.version = 1;
update team set capacity = null, data_clearance = null, remote_ok = null where source is not null and version = 1;
update challenge_need set required = null
from challenge where challenge.id = challenge_need.challenge_id and challenge.source is not null;
update challenge set min_teams = null, max_teams = null, on_site = null where source is not null;

alter table team add constraint team_says_what_fit_needs
    check (source is not null or (capacity is not null and data_clearance is not null and remote_ok is not null));
alter table challenge add constraint challenge_says_what_fit_needs
    check (source is not null or (min_teams is not null and max_teams is not null and on_site is not null));

comment on column team_skill.level is 'null where only the skill was shown, not how well';
comment on column challenge_need.required is 'null where the reports do not say';
comment on column programme.weights is
    'criterion of fit to its weight; published before the programme opens; empty where it was only reported';
