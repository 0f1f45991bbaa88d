"""Software that came out of one another knows of each other, and says where work goes on."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from registry.health import HealthBand
from registry.observations import service as observations
from registry.publiccode import PublicCode
from registry.software import repository, service
from registry.variants.model import Turn, best_first, turn
from store.actor import Actor
from store.database import Connection
from tests.registry.software.looks import NOW, URL, seen

OFFICER = Actor(name="an officer", is_officer=True)
FORK = "https://github.com/harbour-city/river-watch"


async def registered(tx: Connection, url: str, based_on: tuple[str, ...] = ()) -> tuple[UUID, UUID]:
    metadata = PublicCode(name=url.rpartition("/")[2], is_based_on=based_on) if based_on else None
    software = await service.register(tx, OFFICER, url, metadata=metadata, observe=False)
    [held] = await repository.repositories_of(tx, software.id)
    return software.id, held.id


async def related(tx: Connection) -> set[tuple[str, str, str]]:
    rows = await tx.fetch(
        """
        select one.url as one, relation, other.url as other
        from software_variant
        join software as one on one.id = software_variant.software_id
        join software as other on other.id = software_variant.other_id
        """
    )
    return {(row["one"], row["relation"], row["other"]) for row in rows}


BOTH = {(FORK, "UPSTREAM", URL), (URL, "FORK", FORK)}


async def test_a_fork_and_what_it_was_forked_from_know_of_each_other(tx: Connection) -> None:
    await registered(tx, URL)
    _, fork = await registered(tx, FORK)
    look = seen({}, url=FORK, forge_id=8, full_name="harbour-city/river-watch", parent="Example/River-Watch")
    await observations.record(tx, fork, look)
    assert await related(tx) == BOTH


async def test_it_does_not_matter_which_of_them_comes_first(tx: Connection) -> None:
    _, fork = await registered(tx, FORK)
    look = seen({}, url=FORK, forge_id=8, full_name="harbour-city/river-watch", parent="example/river-watch")
    await observations.record(tx, fork, look)
    await registered(tx, URL)
    assert await related(tx) == BOTH


async def test_what_a_publisher_declares_counts_as_what_a_forge_tells(tx: Connection) -> None:
    await registered(tx, URL)
    await registered(tx, FORK, based_on=(f"{URL}.git",))
    assert await related(tx) == BOTH


async def test_what_was_renamed_is_found_under_the_name_it_has_now(tx: Connection) -> None:
    _, upstream = await registered(tx, URL)
    await observations.record(tx, upstream, seen({}, full_name="example/river-gauge"))
    await registered(tx, FORK, based_on=("https://github.com/example/river-gauge",))
    assert await related(tx) == BOTH


async def test_two_forks_of_what_is_not_here_are_siblings(tx: Connection) -> None:
    other = "https://github.com/other-city/river-watch"
    await registered(tx, FORK, based_on=(URL,))
    await registered(tx, other, based_on=(URL,))
    assert await related(tx) == {(FORK, "SIBLING", other), (other, "SIBLING", FORK)}


async def test_a_fork_of_a_fork_knows_the_first_of_them(tx: Connection) -> None:
    await registered(tx, URL)
    _, fork = await registered(tx, FORK)
    look = seen(
        {},
        url=FORK,
        forge_id=8,
        full_name="harbour-city/river-watch",
        parent="between/river",
        root="example/river-watch",
    )
    await observations.record(tx, fork, look)
    assert await related(tx) == BOTH


async def test_what_is_no_longer_declared_relates_nothing_any_more(tx: Connection) -> None:
    await registered(tx, URL)
    fork, held = await registered(tx, FORK)
    look = seen({}, url=FORK, forge_id=8, full_name="harbour-city/river-watch", parent="example/river-watch")
    await observations.record(tx, held, look)
    later = replace(look, parent=None, observed_at=NOW + timedelta(days=1))
    await observations.record(tx, held, later)
    assert await related(tx) == set()
    assert await tx.fetchval("select count(*) from software_origin where software_id = $1", fork) == 0


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        (HealthBand.DORMANT, HealthBand.STEADY, Turn.LIVES_ON),
        (HealthBand.DORMANT, HealthBand.THRIVING, Turn.LIVES_ON),
        (HealthBand.THRIVING, HealthBand.DORMANT, Turn.OUTLIVES),
        (HealthBand.DORMANT, HealthBand.SLOWING, None),
        (HealthBand.STEADY, HealthBand.STEADY, None),
        (HealthBand.DORMANT, HealthBand.NOT_OBSERVED, None),
        (HealthBand.NOT_OBSERVED, HealthBand.THRIVING, None),
    ],
)
def test_a_turn_is_said_only_where_one_is_alive_and_the_other_is_not(
    own: HealthBand, other: HealthBand, expected: Turn | None
) -> None:
    assert turn(own, other) is expected


@pytest.mark.parametrize("own", list(HealthBand))
@pytest.mark.parametrize("other", list(HealthBand))
def test_both_pages_say_the_same(own: HealthBand, other: HealthBand) -> None:
    opposite = {Turn.LIVES_ON: Turn.OUTLIVES, Turn.OUTLIVES: Turn.LIVES_ON, None: None}
    assert turn(other, own) is opposite[turn(own, other)]


def test_where_it_lives_on_comes_first_then_the_healthier() -> None:
    assert best_first([(None, 90), (Turn.LIVES_ON, 60), (None, None)]) == [1, 0, 2]
