"""A project of a GitLab is registered, looked at, scored, and followed, as a repository of GitHub is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_address

import httpx
import pytest

from api.settings import WrongSettings, read_settings
from api.work.gitlabs import GitLabs
from api.work.worker import Worker
from registry.health import HealthBand
from registry.software import repository, service
from registry.software.model import RepositoryState, Software
from scrapers.failures import NotSupported, Unreachable
from scrapers.github import GitHubAccess
from scrapers.gitlab_addresses import GITLAB_COM, KnownGitLabs, known_gitlabs
from scrapers.gitlab_probe import MOST_BYTES, probe
from scrapers.public_addresses import NotPublic, Pinned
from store.actor import Actor
from store.database import Database
from tests.github_double import FLOOD_REPORT, invented
from tests.gitlab_double import GitLabDouble, serve

OFFICER = Actor(name="an officer", is_officer=True)
HOST = "gitlab.city.example"
URL = f"https://{HOST}/{FLOOD_REPORT}"
NOWHERE = GitHubAccess("http://127.0.0.1:9", timeout=1)
PINNED = Pinned("https://203.0.113.7:443/api/v4", HOST, HOST)


@pytest.fixture
def gitlab() -> GitLabDouble:
    return GitLabDouble(invented(datetime.now(UTC)), limit=5000)


@pytest.fixture
def known(gitlab: GitLabDouble) -> Iterator[KnownGitLabs]:
    with serve(gitlab) as api_url:
        yield KnownGitLabs({HOST: api_url, "other.example": api_url}, {HOST: "glpat-of-the-test"})


async def looked_at(database: Database, known: KnownGitLabs, url: str) -> Software:
    async with database.transaction() as tx:
        software = await service.register(tx, OFFICER, url)
    await Worker(database, NOWHERE, gitlabs=known).drain()
    async with database.read() as connection:
        seen = await repository.find(connection, software.id)
    assert seen is not None
    return seen


async def test_a_registered_project_is_looked_at_and_scored(database: Database, known: KnownGitLabs) -> None:
    software = await looked_at(database, known, f"{URL}/-/tree/main")
    async with database.read() as connection:
        [found] = await repository.repositories_of(connection, software.id)
    assert (software.url, found.state, found.forge, found.full_name) == (
        URL,
        RepositoryState.OBSERVED,
        HOST,
        FLOOD_REPORT,
    )
    assert software.health_band is HealthBand.THRIVING
    assert software.licence == "MIT"


async def test_an_unchanged_project_is_not_stored_twice(
    database: Database, known: KnownGitLabs, gitlab: GitLabDouble
) -> None:
    await looked_at(database, known, URL)
    gitlab.wire.asked.clear()
    worker = Worker(database, NOWHERE, gitlabs=known)
    await worker.look_at_all()
    await worker.drain()
    async with database.read() as connection:
        counts = await connection.fetchrow(
            "select (select count(*) from observation), (select count(*) from health_snapshot)"
        )
    assert tuple(counts) == (1, 2)
    assert {each.status for each in gitlab.wire.asked} == {304}


async def test_projects_of_two_hosts_may_have_the_same_number(
    database: Database, known: KnownGitLabs
) -> None:
    for host in (HOST, "other.example"):
        software = await looked_at(database, known, f"https://{host}/{FLOOD_REPORT}")
        async with database.read() as connection:
            [found] = await repository.repositories_of(connection, software.id)
        assert (found.state, found.forge) == (RepositoryState.OBSERVED, host)


async def test_a_moved_project_is_one_entry_by_either_address(
    database: Database, known: KnownGitLabs, gitlab: GitLabDouble
) -> None:
    software = await looked_at(database, known, URL)
    gitlab.wire.rename(FLOOD_REPORT, "harbour-district/water-watch")
    worker = Worker(database, NOWHERE, gitlabs=known)
    await worker.look_at_all()
    await worker.drain()
    async with database.read() as connection:
        again = await repository.find_by_address(connection, f"https://{HOST}/harbour-district/water-watch")
        elsewhere = await repository.find_by_address(
            connection, "https://github.com/harbour-district/water-watch"
        )
    assert again is not None
    assert (again.id, elsewhere) == (software.id, None)


async def test_the_same_project_under_two_addresses_is_refused_its_second_place(
    database: Database, known: KnownGitLabs, gitlab: GitLabDouble
) -> None:
    await looked_at(database, known, URL)
    gitlab.wire.rename(FLOOD_REPORT, "harbour-district/water-watch")
    second = await looked_at(database, known, f"https://{HOST}/harbour-district/water-watch")
    async with database.read() as connection:
        [found] = await repository.repositories_of(connection, second.id)
    assert (found.state, found.state_reason) == (RepositoryState.UNREACHABLE, "DUPLICATE")


async def test_a_project_that_was_deleted_stays_with_what_was_known(
    database: Database, known: KnownGitLabs, gitlab: GitLabDouble
) -> None:
    software = await looked_at(database, known, URL)
    recording = gitlab.wire.named(*FLOOD_REPORT.split("/"))
    assert recording is not None
    gitlab.wire.add(replace(recording, repo={**recording.repo, "private": True}))
    worker = Worker(database, NOWHERE, gitlabs=replace(known, tokens={}))
    await worker.look_at_all()
    await worker.drain()
    async with database.read() as connection:
        [found] = await repository.repositories_of(connection, software.id)
        still = await repository.find(connection, software.id)
    assert (found.state, found.state_reason) == (RepositoryState.GONE, "NOT_FOUND")
    assert still is not None
    assert (still.health_score, still.licence, still.observed_at) == (
        5,
        software.licence,
        software.observed_at,
    )


class Found:
    """A resolver and a prober that note what they were asked for."""

    def __init__(self, *, is_gitlab: bool) -> None:
        self.is_gitlab = is_gitlab
        self.asked: list[str] = []

    async def look_up(self, url: str) -> Pinned:
        if "inside" in url:
            raise NotPublic(url)
        return PINNED

    async def probe(self, pinned: Pinned) -> bool:
        self.asked.append(pinned.host)
        return self.is_gitlab


async def test_a_host_nobody_named_is_asked_once_whether_it_is_one(database: Database) -> None:
    found = Found(is_gitlab=True)
    gitlabs = GitLabs(database, GITLAB_COM, found.look_up, found.probe)
    for _ in range(2):
        hour = await gitlabs.hour_of(HOST, is_seen=False)
    assert found.asked == [HOST]
    assert hour._access.pinned == PINNED


async def test_a_host_that_is_none_or_not_public_is_not_supported(database: Database) -> None:
    found = Found(is_gitlab=False)
    gitlabs = GitLabs(database, GITLAB_COM, found.look_up, found.probe)
    for host in (HOST, "inside.example"):
        with pytest.raises(NotSupported):
            await gitlabs.hour_of(host, is_seen=False)
    assert found.asked == [HOST]


async def test_a_host_where_something_was_seen_is_only_down_when_its_name_is_gone(database: Database) -> None:
    found = Found(is_gitlab=False)
    gitlabs = GitLabs(database, GITLAB_COM, found.look_up, found.probe)
    with pytest.raises(Unreachable):
        await gitlabs.hour_of("inside.example", is_seen=True)
    await gitlabs.hour_of(HOST, is_seen=True)
    assert found.asked == []


@pytest.mark.parametrize(
    ("status", "content", "expected"),
    [
        (401, b'{"message":"401 Unauthorized"}', True),
        (200, b"<html>", False),
        (401, b'{"message":"' + b"x" * MOST_BYTES + b'"}', False),
        (302, b"", False),
    ],
)
async def test_a_probe_asks_the_machine_that_was_looked_up_and_judges_little(
    status: int, content: bytes, *, expected: bool
) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(status, content=content, headers={"Location": "http://127.0.0.1/"})

    assert await probe(PINNED, httpx.MockTransport(answer)) is expected
    assert [(each.url.host, each.url.path, each.headers["host"]) for each in asked] == [
        (str(ip_address("203.0.113.7")), "/api/v4/version", HOST)
    ]


def test_settings_name_hosts_and_their_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "COMMONFIELD_GITLAB_HOSTS", "gitlab.opencode.de, git.city.example=https://in.city.example/api/v4"
    )
    monkeypatch.setenv("COMMONFIELD_GITLAB_TOKENS", "gitlab.com=one,git.city.example=other")
    settings = read_settings()
    assert settings.gitlabs.apis == {
        "gitlab.com": "https://gitlab.com/api/v4",
        "gitlab.opencode.de": "https://gitlab.opencode.de/api/v4",
        "git.city.example": "https://in.city.example/api/v4",
    }
    assert settings.gitlabs.tokens == {"gitlab.com": "one", "git.city.example": "other"}
    assert "other" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COMMONFIELD_GITLAB_HOSTS", "https://gitlab.opencode.de"),
        ("COMMONFIELD_GITLAB_HOSTS", "gitlab.opencode.de=ftp://x"),
        ("COMMONFIELD_GITLAB_TOKENS", "secret"),
        ("COMMONFIELD_GITLAB_TOKENS", "unknown.example=secret"),
    ],
)
def test_what_cannot_be_used_is_said_without_showing_tokens(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSettings, match=name) as refusal:
        read_settings()
    assert "secret" not in str(refusal.value)


def test_gitlab_com_is_known_without_any_setting() -> None:
    assert known_gitlabs("", "") == GITLAB_COM
