"""Several repositories are one software: each has a health of its own, and the main one decides the score."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest

from registry.health import HealthBand
from registry.observations import service as observations
from registry.repositories import service as repositories
from registry.software import repository, service
from registry.software.model import Repository, Software
from store.actor import Actor
from store.database import Connection
from store.refusal import Refused
from tests.registry.software.looks import FILE, MIT_TEXT, NOW, URL, seen

OFFICER = Actor(name="an officer", is_officer=True)
STRANGER = Actor(person_id=UUID(int=1), name="a stranger")
MORE = "https://github.com/example/river-watch-app"


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert [problem.code for problem in caught.value.problems] == [code]


async def with_two(tx: Connection) -> tuple[Software, Repository, Repository]:
    software = await service.register(tx, OFFICER, URL, observe=False)
    more = await repositories.add_repository(tx, OFFICER, software.id, f"{MORE}.git")
    main = next(each for each in await repository.repositories_of(tx, software.id) if each.url == URL)
    return software, main, more


async def test_a_repository_that_was_added_is_looked_at_soon(tx: Connection) -> None:
    software, _, more = await with_two(tx)
    assert more.url == MORE
    assert more.software_id == software.id
    assert await tx.fetchval("select subject_id from job where queue = 'observe'") == more.id


async def test_the_score_comes_from_the_main_repository_and_each_has_its_own(tx: Connection) -> None:
    software, main, more = await with_two(tx)
    texts = {"LICENSE": MIT_TEXT, "publiccode.yml": FILE}
    scored = await observations.record(tx, main.id, seen(texts))
    dead = seen(
        {},
        url=MORE,
        forge_id=8,
        full_name="example/river-watch-app",
        commits=(),
        observed_at=NOW + timedelta(hours=1),
    )
    after = await observations.record(tx, more.id, dead)
    assert (after.health_score, after.metadata.licence) == (scored.health_score, "MIT")
    assert await tx.fetchval("select count(*) from health_snapshot where software_id = $1", software.id) == 1
    bands = dict(await tx.fetch("select url, health_band from repository"))
    assert bands[URL] == scored.health_band
    assert bands[MORE] not in {scored.health_band, HealthBand.NOT_OBSERVED}


async def test_the_address_of_any_of_them_leads_to_the_software(tx: Connection) -> None:
    software, _, _ = await with_two(tx)
    found = await repository.find_by_address(tx, MORE)
    assert found is not None
    assert found.id == software.id


async def test_a_repository_that_was_removed_may_be_software_of_its_own(tx: Connection) -> None:
    software, _, more = await with_two(tx)
    await repositories.remove_repository(tx, OFFICER, more.id)
    other = await service.register(tx, OFFICER, MORE, observe=False)
    assert other.id != software.id


async def test_the_main_repository_is_not_removed(tx: Connection) -> None:
    software, main, _ = await with_two(tx)
    with refused("MAIN_REPOSITORY"):
        await repositories.remove_repository(tx, OFFICER, main.id)
    assert len(await repository.repositories_of(tx, software.id)) == 2


async def test_what_belongs_to_another_software_is_not_taken_from_it(tx: Connection) -> None:
    software, _, _ = await with_two(tx)
    other = await service.register(tx, OFFICER, "https://github.com/example/other", observe=False)
    with refused("REPOSITORY_TAKEN"):
        await repositories.add_repository(tx, OFFICER, other.id, MORE)
    assert len(await repository.repositories_of(tx, software.id)) == 2


async def test_a_stranger_adds_and_removes_nothing(tx: Connection) -> None:
    software, _, more = await with_two(tx)
    with refused("NOT_YOUR_SOFTWARE"):
        await repositories.add_repository(tx, STRANGER, software.id, "https://github.com/example/third")
    with refused("NOT_YOUR_SOFTWARE"):
        await repositories.remove_repository(tx, STRANGER, more.id)
    assert len(await repository.repositories_of(tx, software.id)) == 2


async def test_a_software_has_a_bounded_number_of_repositories(tx: Connection) -> None:
    software, _, _ = await with_two(tx)
    for number in range(repositories.MOST - 2):
        await repositories.add_repository(
            tx, OFFICER, software.id, f"https://github.com/example/part-{number}"
        )
    with refused("TOO_MANY_REPOSITORIES"):
        await repositories.add_repository(tx, OFFICER, software.id, "https://github.com/example/last")
    assert len(await repository.repositories_of(tx, software.id)) == repositories.MOST
