"""Releases are kept as looks see them: each once, since the first look that saw it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from uuid import UUID

import pytest

from registry.health import ReleaseFact
from registry.observations import service as observations
from registry.releases.model import seen as releases_in
from registry.software import service
from store.actor import Actor
from store.database import Connection
from tests.registry.software.looks import NOW, URL, seen

OFFICER = Actor(name="an officer", is_officer=True)
SPRING = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
FIRST = ReleaseFact("v1.0", SPRING, is_prerelease=False)
SECOND = ReleaseFact("v2.0-rc1", SPRING + timedelta(days=30), is_prerelease=True)
DRAFT = ReleaseFact("v3.0", None, is_prerelease=False)


async def looked(tx: Connection, *looks: tuple[datetime, Sequence[ReleaseFact] | None]) -> UUID:
    """An entry whose repository was looked at, at these times, with these releases."""
    software = await service.register(tx, OFFICER, URL, observe=False)
    repository: UUID = await tx.fetchval("select id from repository where software_id = $1", software.id)
    for at, releases in looks:
        found = None if releases is None else tuple(releases)
        await observations.record(tx, repository, seen({}, observed_at=at, releases=found))
    return software.id


async def kept(tx: Connection, software_id: UUID) -> list[tuple[str, datetime]]:
    rows = await tx.fetch(
        "select tag, first_seen_at from software_release where software_id = $1 order by published_at",
        software_id,
    )
    return [(row["tag"], row["first_seen_at"]) for row in rows]


async def test_a_release_is_kept_once_since_the_look_that_saw_it_first(tx: Connection) -> None:
    later = NOW + timedelta(days=1)
    row = await looked(tx, (NOW, [FIRST]), (later, [SECOND, FIRST]), (later + timedelta(days=1), [SECOND]))
    assert await kept(tx, row) == [("v1.0", NOW), ("v2.0-rc1", later)]


async def test_a_release_stays_when_the_forge_shows_it_no_longer(tx: Connection) -> None:
    row = await looked(tx, (NOW, [FIRST]), (NOW + timedelta(days=1), []), (NOW + timedelta(days=2), None))
    assert await kept(tx, row) == [("v1.0", NOW)]


async def test_a_look_that_is_taken_in_late_makes_a_release_known_since_then(tx: Connection) -> None:
    before = NOW - timedelta(days=7)
    assert await kept(tx, await looked(tx, (NOW, [FIRST]), (before, [FIRST]))) == [("v1.0", before)]


async def test_looks_that_were_stored_before_fill_the_table_as_they_would_have(tx: Connection) -> None:
    odd = ReleaseFact("desk/1%#", SPRING, is_prerelease=False)
    later = NOW + timedelta(days=1)
    await looked(tx, (NOW, [FIRST]), (later, [SECOND, FIRST, odd, DRAFT]), (later + timedelta(days=1), None))
    columns = "software_id, repository_id, tag, published_at, is_prerelease, url, first_seen_at"
    asked = f"select {columns} from software_release order by tag"  # noqa: S608 - our own columns
    stored = await tx.fetch(asked)
    assert len(stored) == 3
    await tx.execute("delete from software_release")
    written = files("store").joinpath("migrations", "0025_releases_of_software.sql").read_text()
    await tx.execute(written[written.index("insert into") : written.index("-- The log")])
    assert await tx.fetch(asked) == stored


async def test_a_draft_is_no_release(tx: Connection) -> None:
    assert await kept(tx, await looked(tx, (NOW, [DRAFT]))) == []


async def test_what_goes_with_the_entry_goes_with_its_repository_too(tx: Connection) -> None:
    row = await looked(tx, (NOW, [FIRST]))
    await tx.execute("delete from software where id = $1", row)
    assert await tx.fetchval("select count(*) from software_release") == 0


@pytest.mark.parametrize(
    ("forge", "url", "tag", "page"),
    [
        ("github", URL, "v1.0", f"{URL}/releases/tag/v1.0"),
        ("github", f"{URL}/", "desk/1 %#?", f"{URL}/releases/tag/desk/1%20%25%23%3F"),
        ("gitlab.com", "https://gitlab.com/a/b/c", "v1", "https://gitlab.com/a/b/c/-/releases/v1"),
        ("github", URL, "版本一", f"{URL}/releases/tag/%E7%89%88%E6%9C%AC%E4%B8%80"),
    ],
)
def test_the_page_of_a_release_is_below_its_repository(forge: str, url: str, tag: str, page: str) -> None:
    release = ReleaseFact(tag, SPRING, is_prerelease=False)
    (found,) = releases_in(seen({}, forge=forge, url=url, releases=(release,)))
    assert found.url == page


def test_a_tag_stands_once_and_can_be_stored() -> None:
    twice = (ReleaseFact("v\0", SPRING, is_prerelease=False), ReleaseFact("v\0", SPRING, is_prerelease=False))
    assert [each.tag for each in releases_in(seen({}, releases=twice))] == ["v\N{REPLACEMENT CHARACTER}"]
