"""The benchmark's data: one generated catalogue and one round, the same on every machine, larger by whole factors.

Ids count upwards, as time-ordered ids do: random ones would make writing a hundred times the data a matter of an hour.
"""

import asyncpg

#: Rows at scale 1, as the issue asks for them; a software has three tags and ten snapshots.
SOFTWARE = 10_000
PUBLISHERS = 500
SNAPSHOTS_EACH = 10
CHALLENGES = 400


_PUBLISHERS = """
insert into organisation (id, slug, name, kind, country, place, homepage, created_at)
select lpad(to_hex(n), 32, '0')::uuid, 'publisher-' || n,
    jsonb_build_object('en', 'Publisher ' || n, 'zh-Hant', '發布機關 ' || n),
    'LOCAL_GOVERNMENT', 'TW', 'TW-TNN', 'https://publisher-' || n || '.example.org',
    timestamptz '2024-01-01 00:00+00' + n * interval '1 minute'
from generate_series($1::int, $2::int - 1) as n
"""

_SOFTWARE = """
insert into software (id, slug, name, url, landing_url, publisher_id, localised_name, short_description,
    long_description, features, categories, scopes, platforms, technologies, languages, localisation_ready,
    software_type, development_status, software_version, release_date, maintenance_type, main_copyright_owner,
    declared_licence, licence, verdict, publiccode_version, publiccode_valid, health_score, health_band,
    health_coverage, observed_at, source, created_at, updated_at)
select lpad(to_hex(n), 32, '0')::uuid, 'software-' || n, 'Software ' || n,
    'https://github.com/example/software-' || n, 'https://software-' || n || '.example.org',
    lpad(to_hex(n % $3::int), 32, '0')::uuid,
    jsonb_build_object('en', 'Software ' || n, 'zh-Hant', '軟體 ' || n),
    jsonb_build_object('en', 'Answers question ' || n || ' of the city', 'zh-Hant', '回答城市的第 ' || n || ' 個問題'),
    jsonb_build_object('en', repeat('It answers a question that many people of the city ask. ', 8)),
    jsonb_build_object('en', jsonb_build_array('Map', 'List', 'Export')),
    array[(array['it-development', 'data-analytics', 'geographic-information-systems', 'document-management',
        'accounting'])[1 + n % 5], (array['workflow-management', 'mobile-marketing', 'data-collection'])[1 + n % 3]],
    array['local-authorities'], array['web'],
    array[(array['vue', 'postgresql', 'python', 'java', 'react', 'django', 'go'])[1 + n % 7]],
    array['zh-Hant', 'en'], true, 'standalone/web', 'stable', '1.' || n % 20, date '2026-01-01' - n % 700,
    'internal', 'Publisher ' || (n % $3::int), 'MIT', 'MIT', 'AGREE', '0.5.0', true,
    (n::bigint * 7919 % 101)::int, 'STEADY', 0.75, timestamptz '2026-11-01 00:00+00', 'benchmark',
    timestamptz '2024-01-01 00:00+00' + n * interval '1 minute', timestamptz '2026-11-01 00:00+00'
from generate_series($1::int, $2::int - 1) as n
"""

_REPOSITORIES = """
insert into repository (id, software_id, url, full_name, state, checked_at)
select lpad(to_hex(n), 32, '0')::uuid, lpad(to_hex(n), 32, '0')::uuid,
    'https://github.com/example/software-' || n, 'example/software-' || n, 'OBSERVED', timestamptz '2026-11-01 00:00+00'
from generate_series($1::int, $2::int - 1) as n
"""

_SNAPSHOTS = """
insert into health_snapshot (id, software_id, taken_at, model_version, score, coverage, band, signals)
select lpad(to_hex(n * $3::int + m), 32, '0')::uuid, lpad(to_hex(n), 32, '0')::uuid,
    timestamptz '2026-01-01 00:00+00' + m * interval '30 days', '1', ((n + m) * 7919 % 101)::int, 0.5,
    'STEADY', jsonb_build_array(jsonb_build_object('id', 'commits', 'value', m, 'unit', 'commits', 'points', 50,
        'weight', 20, 'applies', true, 'source', 'benchmark', 'explanations', '[]'::jsonb))
from generate_series($1::bigint, $2::bigint - 1) as n, generate_series(1, $3::int) as m
"""

_ROUND = """
with programme as (
    insert into programme (slug, organisation_id, name, mode, state, opens_on)
    select 'round', id, jsonb_build_object('en', 'Round'), 'THEME', 'OPEN', date '2026-10-01'
    from organisation where slug = 'publisher-0'
    returning id
), challenge as (
    insert into challenge (slug, programme_id, owner_id, state, title, created_at, published_at)
    select 'challenge-' || n, programme.id, lpad(to_hex(n % 50), 32, '0')::uuid, 'PUBLISHED',
        jsonb_build_object('en', 'Challenge ' || n), timestamptz '2026-10-01 00:00+00' + n * interval '1 minute',
        timestamptz '2026-10-02 00:00+00' + n * interval '1 minute'
    from programme, generate_series(0, $1::int - 1) as n
    returning id, created_at
), team as (
    insert into team (slug, name)
    select 'team-' || n, jsonb_build_object('en', 'Team ' || n) from generate_series(0, 99) as n
    returning id, slug
)
insert into application (challenge_id, team_id, proposal, preference)
select challenge.id, team.id, jsonb_build_object('en', 'Ours'), 1
from challenge, team where hashtext(challenge.id::text || team.id::text) % 20 = 0
"""

_OFFICER = """
with person as (
    insert into person (email, name) values ('reader@example.org', 'Reader') returning id
), role as (
    insert into role_grant (person_id, role) select id, 'officer' from person
)
insert into api_token (token_hash, person_id, name, scopes, expires_at)
select sha256($1::bytea), id, 'benchmark', array['read', 'officer'], now() + interval '1 day' from person
"""


#: Indexes that are no constraint: quicker made again than kept while rows are written.
_INDEXES = """
select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
from pg_index
where indrelid = any($1::text[]::regclass[])
    and not exists (select from pg_constraint where conindid = indexrelid)
"""
GROWING = ("organisation", "software", "repository", "health_snapshot")


async def fill(connection: "asyncpg.Connection[asyncpg.Record]", token: str) -> None:
    """Write everything at scale 1 into a migrated, empty database; `token` is an officer's API token."""
    await grow(connection, 0, 1)
    await connection.execute(_ROUND, CHALLENGES)
    await connection.execute(_OFFICER, token.encode())
    await settle(connection)


async def grow(connection: "asyncpg.Connection[asyncpg.Record]", old: int, new: int) -> None:
    """Write the software, publishers and snapshots from one scale to another."""
    indexes = await connection.fetch(_INDEXES, list(GROWING))
    async with connection.transaction():
        # What is generated refers to what is there; to check that row by row takes most of the time.
        await connection.execute("set local session_replication_role = replica")
        for index in indexes:
            await connection.execute(f"drop index {index['name']}")
        await connection.execute(_PUBLISHERS, PUBLISHERS * old, PUBLISHERS * new)
        between = (SOFTWARE * old, SOFTWARE * new)
        await connection.execute(_SOFTWARE, *between, PUBLISHERS * new)
        await connection.execute(_REPOSITORIES, *between)
        await connection.execute(_SNAPSHOTS, *between, SNAPSHOTS_EACH)
        for index in indexes:
            await connection.execute(index["definition"])


async def settle(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Let the planner know the data, and keep the housekeeping out of what is measured."""
    await connection.execute("vacuum analyze")
    await connection.execute("checkpoint")
