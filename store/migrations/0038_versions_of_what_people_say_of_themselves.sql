-- What one person edits in two windows must not be lost either: profiles and the skills of members count their edits.

alter table profile add column version integer not null default 1;
alter table team_member add column skills_version integer not null default 1;
