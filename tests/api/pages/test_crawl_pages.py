"""Officers say where software is looked for and release what is held; anybody learns why a repository is missing."""

import pytest
from httpx import AsyncClient

from api.pages.site import NOTICE
from registry.crawls import repository, service
from registry.crawls.model import Outcome, Reason, SourceKind
from store.actor import Actor
from store.database import Connection, prepare
from store.jobs import MAX_ATTEMPTS
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

OFFICER, ACCOUNT = "officer@example.org", "https://github.com/harbour-city"
MISSING = f"{ACCOUNT}/tidal"


async def looked_for(tx: Connection) -> None:
    """An account of which one repository has no publiccode.yml of its own."""
    await prepare(tx)
    organisation = await tx.fetchval("select id from organisation where slug = 'pdis'")
    source = await service.add_source(tx, Actor.system(), SourceKind.ACCOUNT, ACCOUNT, organisation)
    crawl = await repository.open_crawl(tx, source.id)
    outcome = Outcome(
        Reason.URL_IS_ANOTHER, {"declared": "https://github.com/elsewhere/tidal", "expected": MISSING}
    )
    await repository.put_finding(tx, source.id, MISSING, "1", outcome)
    await repository.close_crawl(tx, crawl, None)


async def words(client: AsyncClient, path: str) -> str:
    answer = await client.get(path)
    assert answer.status_code == 200
    page = Markup(answer.text)
    assert page.faults == []
    return " ".join(page.words.split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "declares the address of another repository",
                "https://github.com/elsewhere/tidal",
                "Next step:",
            ),
        ),
        ("zh-Hant", ("宣告的網址屬於另一個儲存庫", "https://github.com/elsewhere/tidal", "下一步")),
    ],
)
async def test_anybody_learns_by_the_address_why_a_repository_is_missing(
    visitor: AsyncClient, connection: Connection, language: str, said: tuple[str, ...]
) -> None:
    await looked_for(connection)
    page = await words(visitor, f"/{language}/why-missing?url={MISSING}.git")
    for each in said:
        assert each in page


async def test_a_publisher_sees_everything_found_in_its_accounts(
    visitor: AsyncClient, connection: Connection
) -> None:
    await looked_for(connection)
    page = await words(visitor, "/en/publishers/pdis")
    assert "What was found in its accounts" in page
    assert MISSING in page


async def test_officers_see_how_each_crawl_went(visitor: AsyncClient, connection: Connection) -> None:
    await looked_for(connection)
    await sign_in(visitor, connection, OFFICER)
    for path in ("/en/operations", "/en/crawls"):
        page = await words(visitor, path)
        assert ACCOUNT in page
        assert "1 × Its publiccode.yml declares the address of another repository." in page


async def test_nobody_else_learns_that_the_page_exists(visitor: AsyncClient, connection: Connection) -> None:
    owner = await connection.fetchval(
        "select email from person where email like 'owner%' order by email limit 1"
    )
    await sign_in(visitor, connection, owner)
    assert (await visitor.get("/en/crawls")).status_code == 404


async def test_an_officer_adds_goes_through_and_removes_a_source(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    form = {"kind": "ACCOUNT", "url": f"{ACCOUNT}/", "organisation": ""}
    answer = await send(visitor, "/en/crawls", "/en/crawls", form)
    assert answer.status_code == 303
    source = await connection.fetchval(
        "select global_id('CrawlSource', id) from crawl_source where url = $1", ACCOUNT
    )
    for step, notice in (("now", "crawl-queued"), ("remove", "source-removed")):
        answer = await send(visitor, "/en/crawls", f"/en/crawls/{step}", {"source": source})
        assert answer.headers["location"].endswith(f"{NOTICE}={notice}")
    assert await connection.fetchval("select count(*) from crawl_source") == 0


@pytest.mark.parametrize("ticked", [True, False])
async def test_an_officer_says_whether_groups_within_a_group_are_gone_through(
    visitor: AsyncClient, connection: Connection, *, ticked: bool
) -> None:
    await sign_in(visitor, connection, OFFICER)
    form = {"kind": "ACCOUNT", "url": "https://gitlab.com/city/tides", "organisation": ""}
    await send(visitor, "/en/crawls", "/en/crawls", form | ({"subgroups": "yes"} if ticked else {}))
    stored = await connection.fetchrow("select url, includes_subgroups from crawl_source")
    assert stored is not None
    assert tuple(stored) == ("https://gitlab.com/city/tides", ticked)
    for language, without in (("en", "without the groups within it"), ("zh-Hant", "不含子群組")):
        shown = await words(visitor, f"/{language}/crawls")
        assert (without in shown) is not ticked


async def test_what_is_no_account_is_said_at_its_field(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, OFFICER)
    form = {"kind": "ACCOUNT", "url": "nothing", "organisation": ""}
    answer = await send(visitor, "/en/crawls", "/en/crawls", form)
    assert answer.status_code == 422
    assert "not the address of an account" in answer.text


@pytest.mark.parametrize("queue", ["crawl", "observe", "webhook"])
async def test_an_officer_releases_what_is_held_whatever_its_queue(
    visitor: AsyncClient, connection: Connection, queue: str
) -> None:
    row = await connection.fetchrow(
        """
        insert into job (queue, state, attempts, message) values ($1, 'held', $2, 'why')
        returning id, global_id('Job', id)
        """,
        queue,
        MAX_ATTEMPTS,
    )
    assert row is not None
    await sign_in(visitor, connection, OFFICER)
    assert "Try again" in await words(visitor, "/en/operations?state=HELD")
    answer = await send(
        visitor, "/en/operations?state=HELD", "/en/operations/release", {"job": row["global_id"]}
    )
    assert answer.status_code == 303
    assert await connection.fetchval("select state from job where id = $1", row["id"]) == "queued"
