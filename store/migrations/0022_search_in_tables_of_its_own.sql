-- Search reads narrow tables of its own: a row of `software` has fifty columns, and reading past them took most of the
-- time of a search that matches much. What a record can be narrowed by is one array of numbers, counted in one pass.

create table facet_value (
    id int generated always as identity primary key,
    facet text not null,
    value text not null,
    unique (facet, value)
);
comment on table facet_value is 'every value that results can be narrowed by, under the number that the search tables have';

create table software_search (
    id uuid primary key references software on delete cascade,
    standing float8 not null,
    is_public boolean not null,
    facets int[] not null default '{}',
    slug text not null,
    words tsvector not null default ''
);
create table challenge_search (
    id uuid primary key references challenge on delete cascade,
    standing float8 not null,
    is_public boolean not null,
    facets int[] not null default '{}',
    slug text not null,
    words tsvector not null default ''
);
create table team_search (
    id uuid primary key references team on delete cascade,
    standing float8 not null,
    is_public boolean not null,
    facets int[] not null default '{}',
    slug text not null,
    words tsvector not null default ''
);
comment on column software_search.standing is 'what decides before words do, and without words: health, -1 where unknown';
comment on column challenge_search.standing is 'what decides before words do, and without words: when it was published';
comment on column team_search.standing is 'what decides before words do, and without words: when it was registered';

-- What each record says, as facet and value. What changes by itself with time (current use) or in tables of its own
-- (needs, skills, deliveries) is not here: search asks those tables.
create view software_facet as
select software.id, said.facet, said.value
from software
left join organisation on organisation.id = software.publisher_id
cross join lateral (
    select 'category', unnest(software.categories)
    union all select 'scope', unnest(software.scopes)
    union all select 'technology', unnest(software.technologies)
    union all select 'language', unnest(software.languages)
    union all select 'verdict', software.verdict
    union all select 'licence', software.licence
    union all select 'health_band', software.health_band
    union all select 'software_type', software.software_type
    union all select 'development_status', software.development_status
    union all select 'accessibility', software.accessibility
    union all select 'publisher', organisation.slug
    union all select 'country', organisation.country
    union all select 'county', organisation.place
) as said (facet, value)
where said.value is not null;

create view challenge_facet as
select challenge.id, said.facet, said.value
from challenge
join organisation on organisation.id = challenge.owner_id
join programme on programme.id = challenge.programme_id
cross join lateral (
    select 'domain', unnest(challenge.domains)
    union all select 'state', challenge.state
    union all select 'data_class', challenge.data_class
    union all select 'programme', programme.slug
    union all select 'mode', programme.mode
    union all select 'open', 'yes' where challenge.state = 'PUBLISHED' and programme.state = 'OPEN'
    union all select 'owner', organisation.slug
    union all select 'country', organisation.country
    union all select 'county', organisation.place
) as said (facet, value)
where said.value is not null;

create view team_facet as
select team.id, said.facet, said.value
from team
cross join lateral (
    select 'domain', unnest(team.domains)
    union all select 'language', unnest(team.languages)
    union all select 'country', left(team.place, 2)
    union all select 'county', team.place
) as said (facet, value)
where said.value is not null;

create function narrow_software(wanted uuid[]) returns void language sql as $$
    insert into facet_value (facet, value)
    select facet, value from software_facet where id = any(wanted)
    except
    select facet, value from facet_value
    on conflict do nothing;

    insert into software_search (id, slug, standing, is_public, facets)
    select
        software.id, software.slug, coalesce(software.health_score, -1), software.expired_at is null,
        array(
            select distinct facet_value.id
            from software_facet as said
            join facet_value using (facet, value)
            where said.id = software.id
            order by facet_value.id
        )
    from software
    where software.id = any(wanted)
    on conflict (id) do update set
        slug = excluded.slug, standing = excluded.standing, is_public = excluded.is_public, facets = excluded.facets;
$$;
comment on function narrow_software is 'Writes what some software can be narrowed and ordered by; triggers call it.';

create function narrow_challenges(wanted uuid[]) returns void language sql as $$
    insert into facet_value (facet, value)
    select facet, value from challenge_facet where id = any(wanted)
    except
    select facet, value from facet_value
    on conflict do nothing;

    insert into challenge_search (id, slug, standing, is_public, facets)
    select
        challenge.id, challenge.slug, extract(epoch from coalesce(challenge.published_at, challenge.created_at)),
        challenge.state in ('PUBLISHED', 'MATCHED', 'DELIVERED'),
        array(
            select distinct facet_value.id
            from challenge_facet as said
            join facet_value using (facet, value)
            where said.id = challenge.id
            order by facet_value.id
        )
    from challenge
    where challenge.id = any(wanted)
    on conflict (id) do update set
        slug = excluded.slug, standing = excluded.standing, is_public = excluded.is_public, facets = excluded.facets;
$$;
comment on function narrow_challenges is 'Writes what some challenges can be narrowed and ordered by; triggers call it.';

create function narrow_teams(wanted uuid[]) returns void language sql as $$
    insert into facet_value (facet, value)
    select facet, value from team_facet where id = any(wanted)
    except
    select facet, value from facet_value
    on conflict do nothing;

    insert into team_search (id, slug, standing, is_public, facets)
    select
        team.id, team.slug, extract(epoch from team.created_at), true,
        array(
            select distinct facet_value.id
            from team_facet as said
            join facet_value using (facet, value)
            where said.id = team.id
            order by facet_value.id
        )
    from team
    where team.id = any(wanted)
    on conflict (id) do update set
        slug = excluded.slug, standing = excluded.standing, is_public = excluded.is_public, facets = excluded.facets;
$$;
comment on function narrow_teams is 'Writes what some teams can be narrowed and ordered by; triggers call it.';

select narrow_software(array(select id from software));
select narrow_challenges(array(select id from challenge));
select narrow_teams(array(select id from team));
update software_search set words = software.search from software where software.id = software_search.id;
update challenge_search set words = challenge.search from challenge where challenge.id = challenge_search.id;
update team_search set words = team.search from team where team.id = team_search.id;

alter table software drop column search, drop column search_text;
alter table challenge drop column search;
alter table team drop column search;

create index on software_search using gin (words);
create index on software_search using gin (facets);
create index on software_search (standing desc, id desc);
create index on challenge_search using gin (words);
create index on challenge_search (standing desc, id desc);
create index on team_search using gin (words);
create index on team_search (standing desc, id desc);

-- Words are known by what they are words of: a typo in a search for teams is not meant for a word of software.
alter table search_word add column subject text not null default 'software';
alter table search_word alter column subject drop default;
alter table search_word drop constraint search_word_pkey, add primary key (subject, word);

create function narrow_one() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'software' then
        perform narrow_software(array[new.id]);
    elsif tg_table_name = 'challenge' then
        perform narrow_challenges(array[new.id]);
    else
        perform narrow_teams(array[new.id]);
    end if;
    return null;
end
$$;
create trigger narrow_new after insert on software for each row execute function narrow_one();
create trigger narrow_changed
after update of slug, categories, scopes, technologies, languages, verdict, licence, health_band, health_score,
    software_type, development_status, accessibility, publisher_id, expired_at
on software for each row
when (
    (old.slug, old.categories, old.scopes, old.technologies, old.languages, old.verdict, old.licence, old.health_band,
        old.health_score, old.software_type, old.development_status, old.accessibility, old.publisher_id, old.expired_at)
    is distinct from
    (new.slug, new.categories, new.scopes, new.technologies, new.languages, new.verdict, new.licence, new.health_band,
        new.health_score, new.software_type, new.development_status, new.accessibility, new.publisher_id, new.expired_at)
)
execute function narrow_one();
create trigger narrow after insert or update on challenge for each row execute function narrow_one();
create trigger narrow after insert or update on team for each row execute function narrow_one();

-- Places of publishers and owners, and whether a round is open, are said of their records too.
create function narrow_those_of_organisation() returns trigger language plpgsql as $$
begin
    perform narrow_software(array(select id from software where publisher_id = new.id));
    perform narrow_challenges(array(select id from challenge where owner_id = new.id));
    insert into outbox (topic, subject_id) select 'software.changed', id from software where publisher_id = new.id;
    insert into outbox (topic, subject_id) select 'challenge.changed', id from challenge where owner_id = new.id;
    return null;
end
$$;
create trigger narrow_its_own after update of slug, country, place on organisation for each row
when ((old.slug, old.country, old.place) is distinct from (new.slug, new.country, new.place))
execute function narrow_those_of_organisation();

create function narrow_those_of_programme() returns trigger language plpgsql as $$
begin
    perform narrow_challenges(array(select id from challenge where programme_id = new.id));
    insert into outbox (topic, subject_id) select 'challenge.changed', id from challenge where programme_id = new.id;
    return null;
end
$$;
create trigger narrow_its_own after update of slug, mode, state on programme for each row
when ((old.slug, old.mode, old.state) is distinct from (new.slug, new.mode, new.state))
execute function narrow_those_of_programme();
