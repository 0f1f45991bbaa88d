"""A group at a GitLab is gone through as an account at GitHub is: what comes in, and why the rest does not."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from api.work.crawling import Crawls
from api.work.forge_hour import ForgeHour
from api.work.gitlabs import GitLabs
from registry.crawls import repository, service
from registry.crawls.model import Finding, Reason, Source, SourceKind
from registry.publiccode import write
from registry.software import service as catalogue
from scrapers import gitlab_groups
from scrapers.github import GitHubAccess
from scrapers.gitlab_addresses import KnownGitLabs
from scrapers.organisations import Listed
from store import jobs
from store.actor import Actor
from store.database import Database
from store.jobs import TryAgainLater
from tests.github_double import FERRY_TIMETABLE, Fault, Recording, invented
from tests.github_double.recording import blob_sha
from tests.gitlab_double import GitLabDouble, serve

OFFICER = Actor(name="an officer", is_officer=True)
HOST = "gitlab.city.example"
GROUP = f"https://{HOST}/harbour-city"
NOWHERE = GitHubAccess("http://127.0.0.1:9", timeout=1)
NOW = datetime(2026, 11, 21, tzinfo=UTC)
FERRY = next(each for each in invented(NOW) if each.full_name == FERRY_TIMETABLE)
LONG = "Tidal shows when the water of a harbour rises and falls. " * 4


def described(name: str, host: str = HOST) -> bytes:
    return write(
        {
            "name": "Tidal",
            "url": f"https://{host}/harbour-city/{name}",
            "platforms": ["web"],
            "developmentStatus": "stable",
            "softwareType": "standalone/web",
            "description": {
                "en": {"shortDescription": "Tides", "longDescription": LONG, "features": ["Map"]}
            },
            "legal": {"license": "EUPL-1.2"},
            "maintenance": {"type": "none"},
            "localisation": {"localisationReady": True, "availableLanguages": ["en"]},
        }
    )


def project(
    name: str, number: int, publiccode: bytes | None, file: str = "publiccode.yml", **more: Any
) -> Recording:
    contents = {"README.md": b"# Harbour\n"} | ({} if publiccode is None else {file: publiccode})
    tree = tuple(
        {"path": path, "sha": blob_sha(text), "size": len(text), "type": "blob"}
        for path, text in contents.items()
    )
    owner, _, last = f"harbour-city/{name}".rpartition("/")
    repo = {**FERRY.repo, "id": number, "full_name": f"{owner}/{last}", "owner": owner, "name": last, **more}
    return replace(FERRY, repo=repo, tree=tree, files=contents)


PROJECTS = (
    project("tidal", 11, described("tidal")),
    project("boats/ferry", 12, described("boats/ferry"), "publiccode.yaml"),
    project("boats/deep/buoy", 13, None),
    project("copied", 14, described("tidal")),
    project("elsewhere", 15, described("elsewhere", "gitlab.com")),
    project("old", 16, described("old"), archived=True),
    project("hidden", 17, described("hidden"), private=True),
    project("new", 18, None, default_branch=None),
    project("broken", 19, b"name: [\n"),
    project("large", 20, b"#" * (gitlab_groups.MOST_BYTES + 1)),
    project("members-only", 21, described("members-only")),
)


@pytest.fixture
def gitlab() -> GitLabDouble:
    return GitLabDouble(PROJECTS, limit=5000, page_size=3, hidden={"harbour-city/members-only"})


@pytest.fixture
def api_url(gitlab: GitLabDouble) -> Iterator[str]:
    with serve(gitlab) as address:
        yield address


async def crawled(database: Database, api_url: str, source: Source, token: str = "") -> dict[str, Finding]:
    known = KnownGitLabs({HOST: api_url}, {HOST: token} if token else {})
    async with database.transaction() as tx:
        job = await jobs.started(tx, await service.crawl_now(tx, OFFICER, source.id))
    assert job is not None
    crawls = Crawls(database, ForgeHour(database, NOWHERE), GitLabs(database, known))
    with suppress(TryAgainLater):
        await crawls.crawl(job, {"source_id": str(source.id)})
    async with database.transaction() as tx:
        await jobs.finished(tx, job.id)
        found = await repository.findings_of(tx, source.id)
    return {each.url.removeprefix(f"{GROUP}/"): each for each in found}


async def added(database: Database, url: str = GROUP, *, includes_subgroups: bool = True) -> Source:
    async with database.transaction() as tx:
        return await service.add_source(
            tx, OFFICER, SourceKind.ACCOUNT, url, includes_subgroups=includes_subgroups
        )


PUBLIC = {
    "tidal": Reason.LISTED,
    "boats/ferry": Reason.LISTED,
    "boats/deep/buoy": Reason.NO_PUBLICCODE,
    "copied": Reason.URL_IS_ANOTHER,
    "elsewhere": Reason.URL_IS_ANOTHER,
    "old": Reason.ARCHIVED,
    "new": Reason.NO_PUBLICCODE,
    "broken": Reason.INVALID,
    "large": Reason.TOO_LARGE,
    "members-only": Reason.PRIVATE,
}


@pytest.mark.parametrize("token", ["", "glpat-of-the-test"])
async def test_each_project_of_a_group_is_listed_or_has_a_reason(
    database: Database, api_url: str, token: str
) -> None:
    found = await crawled(database, api_url, await added(database), token)
    hidden = {"hidden": Reason.PRIVATE} if token else {}
    assert {name: each.reason for name, each in found.items()} == PUBLIC | hidden
    async with database.read() as connection:
        urls = await connection.fetch("select url from software order by url")
        held = await connection.fetchval("select count(*) from job where queue = 'observe'")
    assert [row["url"] for row in urls] == [f"{GROUP}/boats/ferry", f"{GROUP}/tidal"]
    assert held == 2


async def test_groups_within_are_left_out_where_the_officer_says_so(database: Database, api_url: str) -> None:
    found = await crawled(database, api_url, await added(database, includes_subgroups=False))
    assert sorted(found) == sorted(name for name in PUBLIC if "/" not in name)


async def test_a_group_within_a_group_and_a_person_are_gone_through_too(
    database: Database, gitlab: GitLabDouble, api_url: str
) -> None:
    found = await crawled(database, api_url, await added(database, f"{GROUP}/boats"))
    assert sorted(found) == ["boats/deep/buoy", "boats/ferry"]
    gitlab.people = frozenset({"harbour-city"})
    found = await crawled(database, api_url, await added(database))
    assert "tidal" in found
    assert not any("/" in name for name in found)


async def test_a_group_that_is_not_there_says_so(database: Database, api_url: str) -> None:
    source = await added(database, f"https://{HOST}/nobody")
    assert await crawled(database, api_url, source) == {}
    async with database.read() as connection:
        assert await connection.fetchval("select failure from crawl") == "NOT_FOUND"


async def test_a_project_that_moved_out_of_the_group_is_asked_for_by_its_number(
    database: Database, gitlab: GitLabDouble, api_url: str
) -> None:
    source = await added(database)
    await crawled(database, api_url, source)
    gitlab.wire.rename("harbour-city/tidal", "river-city/tidal")
    found = await crawled(database, api_url, source)
    assert (found["tidal"].reason, found["tidal"].detail) == (
        Reason.MOVED,
        {"to": f"https://{HOST}/river-city/tidal"},
    )


async def test_the_number_of_another_forge_is_not_taken_for_this_ones(
    database: Database, api_url: str
) -> None:
    async with database.transaction() as tx:
        other = await catalogue.register(tx, OFFICER, "https://github.com/other/other", observe=False)
        await tx.execute(
            "update repository set forge = 'github', forge_id = 11 where software_id = $1", other.id
        )
    found = await crawled(database, api_url, await added(database))
    assert found["tidal"].reason is Reason.LISTED
    assert found["tidal"].software_id != other.id


async def test_a_file_that_could_not_be_asked_for_leaves_the_others_judged(
    database: Database, gitlab: GitLabDouble, api_url: str
) -> None:
    gitlab.wire.fail(Fault(path="/projects/11/repository", status=502, times=1))
    found = await crawled(database, api_url, await added(database))
    assert {**{name: each.reason for name, each in found.items()}} == {**PUBLIC, "tidal": Reason.UNREACHABLE}


async def test_why_a_project_is_missing_leads_to_the_group_around_it(database: Database) -> None:
    source = await added(database)
    outside = await added(database, f"{GROUP}/boats", includes_subgroups=False)
    async with database.read() as connection:
        covering = [
            await repository.covering(connection, f"{GROUP}/{name}")
            for name in ("tidal", "boats/ferry", "boats/deep/buoy", "a/b/c")
        ]
        elsewhere = await repository.covering(connection, f"https://{HOST}/harbour-city-museum/tidal")
    assert covering == [source.id, outside.id, source.id, source.id]
    assert elsewhere is None


def test_what_github_lists_is_at_github() -> None:
    listed = Listed(
        1,
        "a/b",
        is_archived=False,
        is_fork=False,
        is_private=False,
        is_disabled=False,
        default_branch="main",
        pushed_at=None,
    )
    assert listed.url == "https://github.com/a/b"
