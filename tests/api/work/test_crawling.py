"""A source is gone through: what comes into the catalogue, why the rest does not, and what that costs."""

import base64
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest

from api.work.crawling import Crawls, fetch_of_catalogues
from api.work.forge_hour import ForgeHour
from api.work.gitlabs import GitLabs
from api.work.worker import Worker
from registry.crawls import repository, service
from registry.crawls.model import Finding, Reason, Source, SourceKind
from registry.publiccode import write
from registry.software import repository as software
from registry.software import service as catalogue
from scrapers.failures import BLOCKED, NOT_FOUND, Gone, Unreachable
from scrapers.github import GitHubAccess
from scrapers.gitlab_addresses import GITLAB_COM
from scrapers.memory import Memory
from scrapers.organisations import repositories
from scrapers.public_files import Fetch
from store import jobs
from store.actor import Actor
from store.database import Database
from store.jobs import TryAgainLater
from tests.github_double import EMPTY_START, FERRY_TIMETABLE, Double, Fault, Recording, invented, serve
from tests.github_double.recording import blob_sha

OFFICER = Actor(name="an officer", is_officer=True)
NOW = datetime.now(UTC)
FERRY = f"https://github.com/{FERRY_TIMETABLE}"
DEMO = "https://github.com/commonfield-demo"
LONG = "Tidal shows when the water of a harbour rises and falls. " * 4
TIDAL: Mapping[str, Any] = {
    "name": "Tidal",
    "url": "https://github.com/harbour-city/tidal",
    "platforms": ["web"],
    "developmentStatus": "stable",
    "softwareType": "standalone/web",
    "description": {"en": {"shortDescription": "Tides", "longDescription": LONG, "features": ["Map"]}},
    "legal": {"license": "EUPL-1.2"},
    "maintenance": {"type": "none"},
    "localisation": {"localisationReady": True, "availableLanguages": ["en"]},
}


def harbour(
    name: str, number: int, publiccode: bytes | None, file: str = "publiccode.yml", **more: Any
) -> Recording:
    """A repository of an invented city, with this publiccode.yml in its root."""
    ferry = next(each for each in invented(NOW) if each.full_name == FERRY_TIMETABLE)
    contents = {"README.md": b"# Harbour\n"} | ({} if publiccode is None else {file: publiccode})
    tree = tuple(
        {"path": path, "sha": blob_sha(text), "size": len(text), "type": "blob"}
        for path, text in contents.items()
    )
    repo = {
        **ferry.repo,
        "id": number,
        "full_name": f"harbour-city/{name}",
        "owner": "harbour-city",
        "name": name,
    }
    return replace(ferry, repo={**repo, **more}, tree=tree, files=contents)


@pytest.fixture(scope="module")
def double() -> Double:
    return Double(invented(NOW), anonymous_limit=5000)


@pytest.fixture(scope="module")
def api_url(double: Double) -> Iterator[str]:
    with serve(double=double) as address:
        yield address


@pytest.fixture
def access(double: Double, api_url: str) -> GitHubAccess:
    double.restore()
    return GitHubAccess(api_url)


async def added(database: Database, url: str, kind: SourceKind = SourceKind.ACCOUNT) -> Source:
    async with database.transaction() as tx:
        return await service.add_source(tx, OFFICER, kind, url)


async def crawled(
    database: Database, access: GitHubAccess, source: Source, fetch: Fetch = fetch_of_catalogues
) -> dict[str, Finding]:
    """Go through a source and give what was found, by the end of its address; a crawl that failed is tried later."""
    async with database.transaction() as tx:
        job = await jobs.started(tx, await service.crawl_now(tx, OFFICER, source.id))
    assert job is not None
    with suppress(TryAgainLater):
        await Crawls(database, ForgeHour(database, access), GitLabs(database, GITLAB_COM), fetch).crawl(
            job, {"source_id": str(source.id)}
        )
    async with database.transaction() as tx:
        await jobs.finished(tx, job.id)
        return {each.url.rpartition("/")[2]: each for each in await repository.findings_of(tx, source.id)}


async def names(database: Database) -> list[str]:
    async with database.read() as connection:
        return [row["url"] for row in await connection.fetch("select url from software order by url")]


async def test_each_repository_of_an_account_is_listed_or_has_a_reason(
    database: Database, access: GitHubAccess
) -> None:
    source = await added(database, DEMO)
    found = await crawled(database, access, source)
    assert {name: each.reason for name, each in found.items()} == {
        "busy-registry": Reason.NO_PUBLICCODE,
        "empty-start": Reason.NO_PUBLICCODE,
        "ferry-timetable": Reason.LISTED,
        "library-queue": Reason.NO_PUBLICCODE,
        "parade-map": Reason.NO_PUBLICCODE,
        "tram-alerts": Reason.ARCHIVED,
    }
    assert await names(database) == [FERRY]


async def test_what_is_listed_leads_to_its_entry_which_says_where_it_was_found(
    database: Database, access: GitHubAccess
) -> None:
    found = await crawled(database, access, await added(database, DEMO))
    async with database.read() as connection:
        entry = await software.find_by_address(connection, FERRY)
    assert entry is not None
    assert found["ferry-timetable"].software_id == entry.id
    assert entry.source == f"{FERRY}/blob/HEAD/publiccode.yml"


@pytest.mark.parametrize(
    ("name", "publiccode", "more", "reason"),
    [
        ("another", write({**TIDAL, "url": "https://github.com/elsewhere/tidal"}), {}, Reason.URL_IS_ANOTHER),
        (
            "copy",
            write({**TIDAL, "url": "https://github.com/elsewhere/tidal"}),
            {"fork": True},
            Reason.FORK_OF,
        ),
        ("broken", b"name: [", {}, Reason.INVALID),
        ("addressless", write({**TIDAL, "url": None}), {}, Reason.INVALID),
        ("huge", b"#" * (512 * 1024 + 1), {}, Reason.TOO_LARGE),
        ("old", write(TIDAL), {"archived": True}, Reason.ARCHIVED),
    ],
)
async def test_a_repository_that_does_not_come_in_says_why(
    database: Database,
    double: Double,
    access: GitHubAccess,
    name: str,
    publiccode: bytes,
    more: Any,
    reason: Reason,
) -> None:
    double.add(harbour(name, 9001, publiccode, **more))
    found = await crawled(database, access, await added(database, "https://github.com/harbour-city"))
    assert found[name].reason is reason
    assert await names(database) == []


async def test_the_other_spelling_of_the_file_counts_as_well(
    database: Database, double: Double, access: GitHubAccess
) -> None:
    double.add(harbour("tidal", 9001, write(TIDAL), "publiccode.yaml"))
    found = await crawled(database, access, await added(database, "https://github.com/harbour-city"))
    assert found["tidal"].reason is Reason.LISTED


async def test_a_fork_that_declares_itself_is_software_of_its_own(
    database: Database, double: Double, access: GitHubAccess
) -> None:
    double.add(harbour("tidal", 9001, write(TIDAL), fork=True))
    found = await crawled(database, access, await added(database, "https://github.com/harbour-city"))
    assert found["tidal"].reason is Reason.LISTED


async def test_a_file_that_names_the_old_address_of_its_repository_comes_in(
    database: Database, double: Double, access: GitHubAccess
) -> None:
    double.add(harbour("tides", 9001, write({**TIDAL, "url": "https://github.com/harbour-city/tides"})))
    double.rename("harbour-city/tides", "harbour-city/tidal")
    found = await crawled(database, access, await added(database, "https://github.com/harbour-city"))
    assert found["tidal"].reason is Reason.LISTED
    assert await names(database) == ["https://github.com/harbour-city/tidal"]


async def test_an_unchanged_account_costs_one_request(
    database: Database, double: Double, access: GitHubAccess
) -> None:
    source = await added(database, DEMO)
    before = await crawled(database, access, source)
    double.asked.clear()
    after = await crawled(database, access, source)
    assert [(each.path, each.status) for each in double.asked] == [("/users/commonfield-demo/repos", 304)]
    assert {name: each.reason for name, each in after.items()} == {
        name: each.reason for name, each in before.items()
    }
    assert all(after[name].looked_at > before[name].looked_at for name in before)


async def test_a_repository_that_was_pushed_to_is_looked_into_again(
    database: Database, double: Double, access: GitHubAccess
) -> None:
    double.add(harbour("tidal", 9001, None))
    source = await added(database, "https://github.com/harbour-city")
    assert (await crawled(database, access, source))["tidal"].reason is Reason.NO_PUBLICCODE
    double.add(harbour("tidal", 9001, write(TIDAL), pushed_at=NOW.isoformat()))
    assert (await crawled(database, access, source))["tidal"].reason is Reason.LISTED


async def test_what_a_forge_failed_to_send_is_asked_for_again(
    database: Database, double: Double, access: GitHubAccess
) -> None:
    double.add(harbour("tidal", 9001, write(TIDAL)))
    double.fail(Fault(path="/contents", status=502))
    source = await added(database, "https://github.com/harbour-city")
    failed = (await crawled(database, access, source))["tidal"]
    assert (failed.reason, failed.detail) == (Reason.UNREACHABLE, {"reason": "HTTP_502"})
    double.heal()
    assert (await crawled(database, access, source))["tidal"].reason is Reason.LISTED


async def test_a_repository_that_was_taken_down_is_not_said_to_lack_the_file(
    database: Database, double: Double, access: GitHubAccess
) -> None:
    double.add(harbour("tidal", 9001, write(TIDAL)))
    double.fail(Fault(path="/contents", status=451))
    source = await added(database, "https://github.com/harbour-city")
    taken_down = (await crawled(database, access, source))["tidal"]
    assert (taken_down.reason, taken_down.detail) == (Reason.UNREACHABLE, {"reason": BLOCKED})


def test_what_begins_a_new_page_is_found_though_the_full_page_before_is_as_it_was(
    double: Double, access: GitHubAccess
) -> None:
    for number in range(100):
        double.add(harbour(f"a{number:02}", 9100 + number, None))
    first = Memory()
    assert len(repositories("https://github.com/harbour-city", access, first).repositories) == 100
    double.add(harbour("z", 9300, None))
    again = repositories("https://github.com/harbour-city", access, Memory(first.learned))
    assert double.asked[-2].status == 304
    assert [len(again.repositories), again.repositories[-1].full_name] == [101, "harbour-city/z"]


async def test_a_spent_hour_puts_the_rest_off_and_loses_nothing(
    database: Database, double: Double, access: GitHubAccess
) -> None:
    for number in range(9):
        double.add(harbour(f"tidal-{number}", 9001 + number, None))
    double.fail(Fault(path="/contents", status=429, retry_after=1200, after=5))
    source = await added(database, "https://github.com/harbour-city")
    found = await crawled(database, access, source)
    assert [each.reason for each in found.values()] == [Reason.NO_PUBLICCODE] * 5
    async with database.transaction() as tx:
        [waiting] = await tx.fetch(
            "select run_after - now() as wait from job where queue = 'crawl' and state = 'queued'"
        )
        assert timedelta(minutes=19) < waiting["wait"] <= timedelta(minutes=20)
        await tx.execute("update forge_account set blocked_until = null")
        await tx.execute("delete from job where queue = 'crawl' and state = 'queued'")
    double.heal()
    double.asked.clear()
    assert len(await crawled(database, access, source)) == 9
    assert [each.path for each in double.asked if each.path.endswith("/contents")] == [
        f"/repositories/{number}/contents" for number in range(9006, 9010)
    ]


async def test_a_repository_that_left_its_account_is_followed_or_said_to_be_gone(
    database: Database, double: Double, access: GitHubAccess
) -> None:
    for number, name in enumerate(("stays", "leaves", "ends"), 9001):
        url = f"https://github.com/harbour-city/{name}"
        double.add(harbour(name, number, write({**TIDAL, "url": url, "name": name})))
    source = await added(database, "https://github.com/harbour-city")
    await crawled(database, access, source)
    double.rename("harbour-city/leaves", "other-city/arrives")
    double.remove("harbour-city/ends")
    found = await crawled(database, access, source)
    assert {name: (each.reason, dict(each.detail)) for name, each in found.items()} == {
        "stays": (Reason.LISTED, {}),
        "leaves": (Reason.MOVED, {"to": "https://github.com/other-city/arrives"}),
        "ends": (Reason.UNREACHABLE, {"reason": NOT_FOUND}),
    }
    assert len(await names(database)) == 3


async def test_an_account_that_is_not_there_is_told_as_such_and_not_asked_for_again(
    database: Database, access: GitHubAccess
) -> None:
    source = await added(database, "https://github.com/nobody-at-all")
    assert await crawled(database, access, source) == {}
    async with database.read() as connection:
        row = await connection.fetchrow(
            "select failure, finished_at from crawl where source_id = $1", source.id
        )
    assert row is not None
    assert row["failure"] == NOT_FOUND


async def test_a_crawl_counts_what_it_found(database: Database, access: GitHubAccess) -> None:
    source = await added(database, DEMO)
    await crawled(database, access, source)
    async with database.read() as connection:
        counts = await connection.fetchval("select counts from crawl where source_id = $1", source.id)
    assert counts == {"ARCHIVED": 1, "LISTED": 1, "NO_PUBLICCODE": 4}


async def test_an_empty_repository_has_no_file_and_stops_nothing(
    database: Database, access: GitHubAccess
) -> None:
    found = await crawled(database, access, await added(database, DEMO))
    assert found[EMPTY_START.partition("/")[2]].detail == {}


async def test_an_officer_s_entry_is_not_taken_from_its_publisher(
    database: Database, double: Double, access: GitHubAccess
) -> None:
    double.add(harbour("tidal", 9001, write(TIDAL)))
    async with database.transaction() as tx:
        owner = await tx.fetchval(
            "insert into organisation (slug, name, kind) values ('a', '{}', 'AGENCY') returning id"
        )
        other = await tx.fetchval(
            "insert into organisation (slug, name, kind) values ('b', '{}', 'AGENCY') returning id"
        )
        await catalogue.register(tx, OFFICER, str(TIDAL["url"]), publisher_id=owner, observe=False)
        source = await service.add_source(
            tx, OFFICER, SourceKind.ACCOUNT, "https://github.com/harbour-city", other
        )
    await crawled(database, access, source)
    async with database.read() as connection:
        entry = await software.find_by_address(connection, str(TIDAL["url"]))
    assert entry is not None
    assert entry.publisher_id == owner
    assert entry.metadata.licence == "EUPL-1.2"


class Upstream:
    """Another catalogue, as it answers."""

    def __init__(self, **entries: Mapping[str, Any]) -> None:
        self.entries = {
            name: {"url": each["url"], "publiccodeYml": write(dict(each)).decode()}
            for name, each in entries.items()
        }
        self.publishers: list[Mapping[str, Any]] = []
        self.is_down = False
        self.asked: list[str] = []

    async def __call__(self, url: str) -> bytes:
        self.asked.append(url)
        if self.is_down:
            raise Unreachable("HTTP_502")
        if "/publishers" in url:
            return orjson.dumps({"data": self.publishers, "links": {"prev": None, "next": None}})
        if not url.startswith("https://catalogue.example.org/v1/software?"):
            raise Gone(NOT_FOUND)
        listed = [{"id": name, **each} for name, each in self.entries.items()]
        after = parse_qs(urlsplit(url).query).get("page[after]", ["MA=="])
        place = int(base64.b64decode(after[0]))
        more = place + 2 < len(listed)
        cursor = base64.b64encode(str(place + 2).encode()).decode()
        following = f"http://10.0.0.1/inside?page[after]={cursor}" if more else None
        return orjson.dumps({"data": listed[place : place + 2], "links": {"prev": None, "next": following}})


def tidal(name: str, **more: Any) -> Mapping[str, Any]:
    return {**TIDAL, "name": name, "url": f"https://github.com/harbour-city/{name}", **more}


@pytest.fixture
def nowhere() -> GitHubAccess:
    return GitHubAccess("http://127.0.0.1:9")


async def gone_through(
    database: Database, access: GitHubAccess, upstream: Upstream, source: Source
) -> dict[str, Finding]:
    return await crawled(database, access, source, upstream)


async def catalogue_of(database: Database) -> Source:
    return await added(database, "https://catalogue.example.org/v1", SourceKind.OPEN_CATALOG)


async def test_entries_of_another_catalogue_come_in_with_their_source(
    database: Database, nowhere: GitHubAccess
) -> None:
    upstream = Upstream(a=tidal("a"), b=tidal("b"), c=tidal("c"), d=tidal("d"), e=tidal("e"))
    found = await gone_through(database, nowhere, upstream, await catalogue_of(database))
    assert {name: each.reason for name, each in found.items()} == dict.fromkeys("abcde", Reason.LISTED)
    async with database.read() as connection:
        entry = await software.find_by_address(connection, "https://github.com/harbour-city/e")
    assert entry is not None
    assert entry.source == "https://catalogue.example.org/v1/software/e"


async def test_the_next_page_is_asked_for_at_the_catalogue_wherever_its_answer_points(
    database: Database, nowhere: GitHubAccess
) -> None:
    upstream = Upstream(a=tidal("a"), b=tidal("b"), c=tidal("c"))
    await gone_through(database, nowhere, upstream, await catalogue_of(database))
    assert all(each.startswith("https://catalogue.example.org/v1/") for each in upstream.asked)


async def test_what_a_catalogue_lists_no_more_is_marked_after_two_whole_crawls_and_never_deleted(
    database: Database, nowhere: GitHubAccess
) -> None:
    source, upstream = await catalogue_of(database), Upstream(a=tidal("a"), b=tidal("b"))
    await gone_through(database, nowhere, upstream, source)
    del upstream.entries["b"]
    assert (await gone_through(database, nowhere, upstream, source))["b"].reason is Reason.LISTED
    upstream.is_down = True
    assert (await gone_through(database, nowhere, upstream, source))["b"].reason is Reason.LISTED
    upstream.is_down = False
    lost = (await gone_through(database, nowhere, upstream, source))["b"]
    assert lost.reason is Reason.NOT_LISTED
    assert lost.software_id is not None
    assert len(await names(database)) == 2


async def test_what_a_catalogue_lists_again_is_listed_again(
    database: Database, nowhere: GitHubAccess
) -> None:
    source, upstream = await catalogue_of(database), Upstream(a=tidal("a"))
    await gone_through(database, nowhere, upstream, source)
    kept = upstream.entries.pop("a")
    for _ in range(3):
        lost = (await gone_through(database, nowhere, upstream, source))["a"]
    assert (lost.reason, lost.missed) == (Reason.NOT_LISTED, 3)
    upstream.entries["a"] = kept
    found = (await gone_through(database, nowhere, upstream, source))["a"]
    assert (found.reason, found.missed) == (Reason.LISTED, 0)


async def test_two_entries_of_one_repository_are_one_software(
    database: Database, nowhere: GitHubAccess
) -> None:
    upstream = Upstream(a=tidal("a"), b=tidal("a"))
    upstream.entries["b"]["url"] = "https://github.com/Harbour-City/A.git"
    await gone_through(database, nowhere, upstream, await catalogue_of(database))
    assert await names(database) == ["https://github.com/harbour-city/a"]


async def test_an_alias_of_a_repository_is_the_same_software(
    database: Database, nowhere: GitHubAccess
) -> None:
    upstream = Upstream(a=tidal("a"), b=tidal("b"))
    upstream.entries["b"]["aliases"] = ["https://github.com/harbour-city/a"]  # type: ignore[assignment]  # as JSON has it
    found = await gone_through(database, nowhere, upstream, await catalogue_of(database))
    assert found["b"].reason is Reason.DUPLICATE
    assert await names(database) == ["https://github.com/harbour-city/a"]


async def test_an_entry_that_moved_at_its_catalogue_moves_here(
    database: Database, nowhere: GitHubAccess
) -> None:
    source, upstream = await catalogue_of(database), Upstream(a=tidal("a"))
    before = (await gone_through(database, nowhere, upstream, source))["a"]
    upstream.entries = Upstream(a=tidal("there")).entries
    found = await gone_through(database, nowhere, upstream, source)
    assert (found["a"].reason, found["a"].detail) == (
        Reason.MOVED,
        {"to": "https://github.com/harbour-city/there"},
    )
    assert (found["there"].reason, found["there"].software_id) == (Reason.LISTED, before.software_id)
    assert await names(database) == ["https://github.com/harbour-city/there"]


async def test_what_a_catalogue_says_does_not_go_over_what_was_registered_here(
    database: Database, nowhere: GitHubAccess
) -> None:
    async with database.transaction() as tx:
        await catalogue.import_publiccode(tx, OFFICER, write(tidal("a")), "here.yml", observe=False)
    upstream = Upstream(a=tidal("a", legal={"license": "MIT"}))
    found = await gone_through(database, nowhere, upstream, await catalogue_of(database))
    async with database.read() as connection:
        entry = await software.find_by_address(connection, "https://github.com/harbour-city/a")
    assert entry is not None
    assert (found["a"].reason, entry.metadata.licence, entry.source) == (
        Reason.LISTED,
        "EUPL-1.2",
        "here.yml",
    )


async def test_what_changes_at_a_catalogue_changes_in_what_came_from_it(
    database: Database, nowhere: GitHubAccess
) -> None:
    source = await catalogue_of(database)
    await gone_through(database, nowhere, Upstream(a=tidal("a")), source)
    await gone_through(database, nowhere, Upstream(a=tidal("a", legal={"license": "MIT"})), source)
    async with database.read() as connection:
        entry = await software.find_by_address(connection, "https://github.com/harbour-city/a")
    assert entry is not None
    assert entry.metadata.licence == "MIT"


async def test_the_accounts_of_known_publishers_become_sources(
    database: Database, nowhere: GitHubAccess
) -> None:
    async with database.transaction() as tx:
        known = await tx.fetchval(
            "insert into organisation (slug, name, kind) values ('h', $1, 'AGENCY') returning id",
            {"en": "Harbour City"},
        )
    upstream = Upstream(a=tidal("a"))
    upstream.publishers = [
        {
            "description": "Harbour City",
            "codeHosting": [{"url": "https://github.com/harbour-city", "group": True}],
        },
        {
            "description": "Nobody we know",
            "codeHosting": [{"url": "https://github.com/else-where", "group": True}],
        },
    ]
    await gone_through(database, nowhere, upstream, await catalogue_of(database))
    async with database.read() as connection:
        rows = await connection.fetch("select url, organisation_id from crawl_source where kind = 'ACCOUNT'")
    assert [tuple(row) for row in rows] == [("https://github.com/harbour-city", known)]


async def test_an_inventory_gives_its_open_releases_and_says_what_is_not_told(
    database: Database, nowhere: GitHubAccess
) -> None:
    async def inventory(_: str) -> bytes:
        open_source = {
            "name": "Tide tables",
            "description": "Tides",
            "repositoryURL": "https://github.com/harbour-city/tables",
        }
        return orjson.dumps({"version": "2.0", "releases": [open_source, {"name": "Kept inside"}]})

    source = await added(database, "https://harbour.example.org/code.json", SourceKind.CODE_JSON)
    await crawled(database, nowhere, source, inventory)
    async with database.read() as connection:
        found = {each.url: each.reason for each in await repository.findings_of(connection, source.id)}
    assert found == {
        "https://github.com/harbour-city/tables": Reason.LISTED,
        "https://harbour.example.org/code.json#Kept inside": Reason.PRIVATE,
    }


async def test_a_worker_goes_through_what_is_due_tells_how_far_it_is_and_comes_back_in_a_week(
    database: Database, access: GitHubAccess
) -> None:
    source = await added(database, DEMO)
    async with database.transaction() as tx:
        await tx.execute("delete from job")
        await tx.execute("delete from pgqueuer")
        await tx.execute("update crawl_source set next_at = now() - interval '1 hour'")
    worker = Worker(database, access)
    assert await worker.crawl_what_is_due() == 1
    assert await worker.crawl_what_is_due() == 0
    await worker.drain()
    async with database.read() as connection:
        job = await connection.fetchrow("select state, done, total from job where queue = 'crawl'")
        next_at = await connection.fetchval(
            "select next_at - now() from crawl_source where id = $1", source.id
        )
    assert job is not None
    assert tuple(job) == ("done", 6, 6)
    assert timedelta(days=6.4) < next_at < timedelta(days=7.6)


async def test_a_catalogue_that_keeps_failing_is_held_and_says_why(
    database: Database, nowhere: GitHubAccess
) -> None:
    source, upstream = await catalogue_of(database), Upstream()
    upstream.is_down = True
    async with database.transaction() as tx:
        await tx.execute("update job set attempts = $1", jobs.MAX_ATTEMPTS - 1)
        job = await jobs.started(tx, await tx.fetchval("select id from job"))
    assert job is not None
    crawls = Crawls(database, ForgeHour(database, nowhere), GitLabs(database, GITLAB_COM), upstream)
    with pytest.raises(TryAgainLater):
        await crawls.crawl(job, {"source_id": str(source.id)})
    async with database.read() as connection:
        assert await connection.fetchval("select failure from crawl") == "HTTP_502"
