-- What the four steps of a statement ask besides the problem, where a team's day is, and who is named and who guides.

alter table challenge
    add column evidence localized not null default '{}',
    add column data_involved localized not null default '{}',
    add column constraints localized not null default '{}',
    add column pilot localized not null default '{}',
    add column on_site_work localized not null default '{}',
    add column publication localized not null default '{}',
    add column budget_twd int check (budget_twd >= 0);
comment on column challenge.evidence is 'facts and figures that show the problem, and where they come from';
comment on column challenge.data_involved is 'which data there is, who holds it, in what state';
comment on column challenge.constraints is 'what a solution has to live with: law, systems, places, habits';
comment on column challenge.pilot is 'the small first trial that its owner has in mind';
comment on column challenge.on_site_work is 'what has to be done on site';
comment on column challenge.publication is 'what may be published of the work, and what may not';
comment on column challenge.budget_twd is 'money for the team, whole New Taiwan dollars; null until its owner said, 0 for none';

alter table team add column time_zone text;
comment on column team.time_zone is 'name in the tz database, such as Asia/Taipei';

alter table agreement
    add column credit_terms localized not null default '{}',
    add column mentoring_terms localized not null default '{}';
alter table agreement_version
    add column credit_terms localized not null default '{}',
    add column mentoring_terms localized not null default '{}';

create or replace function keep_agreement_version() returns trigger
language plpgsql as $$
begin
    insert into agreement_version
        (agreement_id, version, ownership, licence, content_licence, data_terms, publication_terms, credit_terms,
            mentoring_terms, written_by)
    values (new.id, new.version, new.ownership, new.licence, new.content_licence, new.data_terms,
        new.publication_terms, new.credit_terms, new.mentoring_terms, new.proposed_by);
    return new;
end
$$;
