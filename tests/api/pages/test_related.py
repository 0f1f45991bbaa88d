"""A software's page says where work goes on, which repositories it has, and what others' badges would say."""

import pytest
from httpx import AsyncClient

from registry.software import service
from registry.variants import service as variants
from store.actor import Actor
from store.database import Connection, prepare
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

OFFICER = "officer@example.org"
UPSTREAM, FORK = "https://github.com/example/river-watch", "https://github.com/harbour-city/river-watch"


async def words(client: AsyncClient, path: str) -> str:
    answer = await client.get(path)
    assert answer.status_code == 200
    page = Markup(answer.text)
    assert page.faults == []
    return " ".join(page.words.split())


async def variants_of(connection: Connection, upstream: str, fork: str) -> tuple[str, str]:
    """A software and its fork, in these bands; their pages."""
    await prepare(connection)
    slugs = []
    for url, band in ((UPSTREAM, upstream), (FORK, fork)):
        async with connection.transaction():
            made = await service.register(connection, Actor.system(), url, observe=False)
            await connection.execute("update software set health_band = $2 where id = $1", made.id, band)
            forked = [UPSTREAM] if url == FORK else []
            await connection.execute("update repository set forked_from = $2 where url = $1", url, forked)
            await variants.relate(connection, made.id)
            slugs.append(made.slug)
    return slugs[0], slugs[1]


@pytest.mark.parametrize(
    ("language", "stopped", "goes_on"),
    [
        ("en", "Work on this one has stopped", "Work goes on here"),
        ("zh-Hant", "開發已停止", "這個軟體仍在開發"),
    ],
)
async def test_where_work_goes_on_is_said_on_both_pages(
    visitor: AsyncClient, connection: Connection, language: str, stopped: str, goes_on: str
) -> None:
    upstream, fork = await variants_of(connection, "DORMANT", "STEADY")
    assert stopped in await words(visitor, f"/{language}/catalogue/{upstream}")
    assert goes_on in await words(visitor, f"/{language}/catalogue/{fork}")
    page = Markup((await visitor.get(f"/{language}/catalogue/{upstream}")).text)
    assert f"/{language}/catalogue/{fork}" in page.links


async def test_variants_that_both_live_are_listed_without_a_warning(
    visitor: AsyncClient, connection: Connection
) -> None:
    upstream, fork = await variants_of(connection, "STEADY", "THRIVING")
    page = await words(visitor, f"/en/catalogue/{upstream}")
    assert "Came out of this one" in page
    assert "Work" not in page.partition("Can we reuse this?")[0]
    assert "Where this one came from" in await words(visitor, f"/en/catalogue/{fork}")


async def test_an_officer_adds_a_repository_and_takes_it_out(
    visitor: AsyncClient, connection: Connection
) -> None:
    slug, _ = await variants_of(connection, "STEADY", "STEADY")
    await sign_in(visitor, connection, OFFICER)
    page = f"/en/catalogue/{slug}"
    more = "https://github.com/example/river-watch-app"
    assert (await send(visitor, page, f"{page}/repositories", {"url": more})).status_code == 303
    row = await connection.fetchval("select global_id('Repository', id) from repository where url = $1", more)
    assert "Decides the score" in await words(visitor, page)
    assert (await send(visitor, page, f"{page}/repositories/remove", {"repository": row})).status_code == 303
    assert await connection.fetchval("select count(*) from repository where url = $1", more) == 0


async def test_a_repository_of_another_software_is_refused_at_its_field(
    visitor: AsyncClient, connection: Connection
) -> None:
    slug, _ = await variants_of(connection, "STEADY", "STEADY")
    await sign_in(visitor, connection, OFFICER)
    answer = await send(visitor, f"/en/catalogue/{slug}", f"/en/catalogue/{slug}/repositories", {"url": FORK})
    assert answer.status_code == 422
    assert "belongs to" in answer.text


async def test_readers_are_shown_no_form_that_they_may_not_send(
    visitor: AsyncClient, connection: Connection
) -> None:
    slug, _ = await variants_of(connection, "STEADY", "STEADY")
    assert "Add the repository" not in await words(visitor, f"/en/catalogue/{slug}")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "openCode: actively maintained (level 1)",
                "Not known here:",
                "issues of three months",
                "(6 of 10)",
            ),
        ),
        ("zh-Hant", ("openCode：持續維護（第 1 級）", "本站無從得知", "三個月內的議題", "10 分中的 6 分")),
    ],
)
async def test_what_others_badges_would_say_is_told_with_why(
    visitor: AsyncClient, connection: Connection, language: str, said: tuple[str, ...]
) -> None:
    slug, _ = await variants_of(connection, "STEADY", "STEADY")
    checks = [
        {
            "scheme": "OPENCODE",
            "id": "maintained-1",
            "decision": "NOT_DECIDED",
            "points": None,
            "conditions": ["OPENCODE_REACTION"],
        },
        {
            "scheme": "SCORECARD",
            "id": "License",
            "decision": "NO",
            "points": 6,
            "conditions": ["SCORECARD_LICENSE"],
        },
    ]
    await connection.execute(
        """
        insert into health_snapshot (software_id, taken_at, model_version, coverage, band, signals, checks)
        select id, now(), '2', 1, 'STEADY', '[]', $2 from software where slug = $1
        """,
        slug,
        checks,
    )
    page = await words(visitor, f"/{language}/catalogue/{slug}")
    for each in said:
        assert each in page


async def test_what_its_source_lists_no_more_is_said(visitor: AsyncClient, connection: Connection) -> None:
    slug, _ = await variants_of(connection, "STEADY", "STEADY")
    await connection.execute(
        """
        with source as (
            insert into crawl_source (kind, url) values ('OPEN_CATALOG', 'https://catalogue.example.org/v1')
            returning id
        )
        insert into crawl_finding (source_id, url, reason, software_id, looked_at)
        select source.id, software.url, 'NOT_LISTED', software.id, now() from source, software where slug = $1
        """,
        slug,
    )
    page = await words(visitor, f"/en/catalogue/{slug}")
    assert "does not list it any more" in page
    assert "https://catalogue.example.org/v1" in page
