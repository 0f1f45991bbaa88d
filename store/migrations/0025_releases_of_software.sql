-- Releases that looks at repositories have seen, each once, kept when the forge no longer shows it on its first page.

create table software_release (
    id uuid primary key default gen_random_uuid(),
    software_id uuid not null references software on delete cascade,
    repository_id uuid not null references repository on delete cascade,
    tag text not null,
    published_at timestamptz not null,
    is_prerelease boolean not null,
    url text not null,
    first_seen_at timestamptz not null,
    unique (repository_id, tag)
);
comment on column software_release.url is 'its page at the forge, by the address that the repository had then';
comment on column software_release.first_seen_at is 'of the oldest look that saw it';
create index on software_release (software_id, published_at desc, id desc);

-- What was seen before this table was there. A tag of git has no space, so only what addresses read otherwise is written
-- another way.
insert into software_release (software_id, repository_id, tag, published_at, is_prerelease, url, first_seen_at)
select distinct on (repository.id, release ->> 'tag')
    repository.software_id, repository.id, release ->> 'tag', (release ->> 'published_at')::timestamptz,
    coalesce((release ->> 'prerelease')::boolean, false),
    rtrim(observation.facts ->> 'url', '/')
        || case when observation.facts ->> 'forge' = 'github' then '/releases/tag/' else '/-/releases/' end
        || replace(replace(replace(release ->> 'tag', '%', '%25'), '#', '%23'), '?', '%3F'),
    observation.observed_at
from observation
join repository on repository.id = observation.repository_id
cross join lateral jsonb_array_elements(
    case jsonb_typeof(observation.facts -> 'releases') when 'array' then observation.facts -> 'releases' else '[]' end
) as release
where release ->> 'tag' <> '' and release ->> 'published_at' is not null
order by repository.id, release ->> 'tag', observation.observed_at;

-- The log of a webhook shows when a message is tried again: that is when its job may start.
create index on job (subject_id) where state = 'queued' and subject_id is not null;
