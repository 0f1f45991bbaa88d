"""The figures of dashboards: exact over a few rows, public rows only, each operation one statement."""

import pytest
import pytest_asyncio

from tests.schema.conftest import Ask, World

_MATCHES = """
with told as (
    update challenge set published_at = timestamptz '2096-01-01 00:00+00'
    where id = any($2::uuid[]) returning id
), made as (
    insert into match (programme_id, challenge_id, team_id, state)
    select $1, id, $3, 'AGREED' from told returning id, challenge_id
)
insert into agreement (match_id, ownership, licence, data_terms, publication_terms, accepted_by_owner_at,
    accepted_by_team_at)
select made.id, 'TEAM', 'MIT', '{"en": "-"}', '{"en": "-"}', timestamptz '2096-01-02 00:00+00',
    timestamptz '2096-01-01 00:00+00' + array_position($2::uuid[], made.challenge_id) * interval '10 days'
from made
"""

_SOFTWARE = """
with publisher as (
    insert into organisation (slug, name, kind, country, place)
    values ('tainan', '{"en": "Tainan"}', 'LOCAL_GOVERNMENT', 'TW', 'TW-TNN') returning id
), entry as (
    insert into software (slug, name, url, publisher_id, licence, verdict, health_score, health_band, created_at)
    select 'software-' || n, 'Software ' || n, 'https://example.org/' || n, publisher.id,
        case when n < 3 then 'MIT' end, case when n < 3 then 'AGREE' else 'UNKNOWN' end,
        case when n < 4 then n * 20 end, case when n < 4 then 'STEADY' else 'NOT_OBSERVED' end,
        timestamptz '2096-03-31 23:59+00' + n * interval '1 minute'
    from publisher, generate_series(1, 4) as n
    returning id, slug, publisher_id
)
insert into usage (software_id, agency_id, since, attested_at)
select entry.id, entry.publisher_id, date '2096-01-01', now() from entry where slug = 'software-2'
"""


@pytest_asyncio.fixture
async def figures(world: World) -> World:
    """Two matches, agreed after 10 and 20 days, and four software of one city."""
    async with world.database.transaction() as tx:
        await tx.execute(_MATCHES, world.programme, world.challenges[:2], world.team)
        await tx.execute(_SOFTWARE)
    return world


async def test_challenges_are_counted_once_they_are_public(ask: Ask, figures: World) -> None:
    answer = await ask(
        "{ challengeStatistics { challengesByState { state count } challengesByMode { mode count }"
        " challengesByCounty { county count } } }"
    )
    assert answer == {
        "errors": [],
        "data": {
            "challengeStatistics": {
                "challengesByState": [{"state": "PUBLISHED", "count": 3}],
                "challengesByMode": [{"mode": "OWNER_FIRST", "count": 3}],
                "challengesByCounty": [{"county": None, "count": 3}],
            }
        },
    }


async def test_nobody_is_told_of_more_than_is_public(ask: Ask, figures: World) -> None:
    asked = "{ challengeStatistics { challengesByState { state count } } }"
    assert await ask(asked, actor=figures.officer) == await ask(asked)


async def test_days_to_a_match_run_from_publication_to_the_later_acceptance(ask: Ask, figures: World) -> None:
    spread = "{ count lowerQuartile median upperQuartile }"
    answer = await ask(
        f"{{ challengeStatistics {{ daysToMatch {spread} daysToMatchByMode {{ mode spread {spread} }} }} }}"
    )
    days = {"count": 2, "lowerQuartile": 12.5, "median": 15, "upperQuartile": 17.5}
    assert answer["data"]["challengeStatistics"] == {
        "daysToMatch": days,
        "daysToMatchByMode": [{"mode": "OWNER_FIRST", "spread": days}],
    }


async def test_a_programme_has_figures_of_its_own(ask: Ask, figures: World) -> None:
    answer = await ask(
        '{ programme(slug: "round") { challengesByState { state count } daysToMatch { count median }'
        " applicationsPerChallenge { count median } } }"
    )
    assert answer["data"]["programme"] == {
        "challengesByState": [{"state": "PUBLISHED", "count": 3}],
        "daysToMatch": {"count": 2, "median": 15},
        "applicationsPerChallenge": {"count": 3, "median": 0},
    }


async def test_the_catalogue_is_counted_by_licence_band_county_and_month(ask: Ask, figures: World) -> None:
    answer = await ask(
        "{ catalogueStatistics { softwareByLicence { licence count } softwareByHealthBand { band count }"
        " softwareByCounty { county count } softwareByMonth { month count } healthScore { count median } } }"
    )
    assert answer["data"]["catalogueStatistics"] == {
        "softwareByLicence": [{"licence": "MIT", "count": 2}, {"licence": None, "count": 2}],
        "softwareByHealthBand": [{"band": "STEADY", "count": 3}, {"band": "NOT_OBSERVED", "count": 1}],
        "softwareByCounty": [{"county": "TW-TNN", "count": 4}],
        "softwareByMonth": [{"month": "2096-04-01", "count": 4}],
        "healthScore": {"count": 3, "median": 40},
    }


async def test_reuse_is_what_agencies_state_today(ask: Ask, figures: World) -> None:
    answer = await ask(
        "{ catalogueStatistics { mostReused { slug usages } usagesPerReusedSoftware { count median } } }"
    )
    assert answer["data"]["catalogueStatistics"] == {
        "mostReused": [{"slug": "software-2", "usages": 1}],
        "usagesPerReusedSoftware": {"count": 1, "median": 1},
    }


@pytest.mark.usefixtures("figures")
async def test_figures_of_both_rooms_are_one_statement(ask: Ask, statements: list[str]) -> None:
    await ask(
        "{ challengeStatistics { challengesByMonth { month count } } catalogueStatistics { mostReused { slug } } }"
    )
    assert len(statements) == 1
