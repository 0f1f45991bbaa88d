"""Saving a search from the catalogue, following it, and deleting it."""

import re

from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in

SEARCH = "/en/catalogue?query=dengue&verdict=AGREE"


async def somebody(client: AsyncClient, connection: Connection) -> None:
    email: str = await connection.fetchval("select email from person where is_example order by email limit 1")
    await sign_in(client, connection, email)


async def test_a_search_is_saved_from_its_page_and_deleted_again(
    visitor: AsyncClient, connection: Connection
) -> None:
    await somebody(visitor, connection)
    fields = {"name": "Dengue, licence settled", "query": "dengue", "verdict": "AGREE"}
    answer = await send(visitor, SEARCH, "/en/searches", fields)
    assert answer.status_code == 303
    shown = (await visitor.get(answer.headers["location"])).text
    assert "The search is saved." in shown
    assert 'href="/en/catalogue?query=dengue&amp;verdict=AGREE">Dengue, licence settled</a>' in shown
    [delete] = re.findall(r'action="(/en/searches/[^"]+/delete)"', shown)
    assert (await send(visitor, "/en/watching", delete, {})).status_code == 303
    assert await connection.fetchval("select count(*) from saved_search") == 0


async def test_what_is_new_in_a_saved_search_is_shown_in_both_languages(
    visitor: AsyncClient, connection: Connection
) -> None:
    await somebody(visitor, connection)
    await send(visitor, SEARCH, "/en/searches", {"name": "Dengue", "query": "dengue"})
    slug: str = await connection.fetchval(
        """
        with found as (
            insert into saved_search_find (saved_search_id, software_id)
            select saved_search.id, software.id
            from saved_search, (select id from software order by slug limit 1) as software
            returning software_id
        )
        select slug from software join found on found.software_id = software.id
        """
    )
    for language in ("en", "zh-Hant"):
        page = (await visitor.get(f"/{language}/watching")).text
        assert f'href="/{language}/catalogue/{slug}"' in page


async def test_a_search_without_a_name_is_asked_for_one_and_keeps_its_choices(
    visitor: AsyncClient, connection: Connection
) -> None:
    await somebody(visitor, connection)
    answer = await send(visitor, SEARCH, "/en/searches", {"name": " ", "query": "dengue", "verdict": "AGREE"})
    assert answer.status_code == 422
    assert "Give the search a name" in answer.text
    assert 'name="verdict" value="AGREE"' in answer.text
    assert await connection.fetchval("select count(*) from saved_search") == 0


async def test_whoever_is_not_signed_in_is_offered_the_feed_alone(visitor: AsyncClient) -> None:
    page = (await visitor.get(SEARCH)).text
    assert 'id="save"' not in page
    [feed] = re.findall(r'href="(/en/feeds/software\?[^"]+)"', page)
    answer = await visitor.get(feed.replace("&amp;", "&"))
    assert answer.status_code == 200
    assert "civic-tech-experimental-field-dengue-backend" in answer.text
    assert "publiccodenet-standard" not in answer.text


async def test_a_form_from_elsewhere_saves_nothing(visitor: AsyncClient, connection: Connection) -> None:
    await somebody(visitor, connection)
    assert (await visitor.post("/en/searches", data={"name": "Dengue"})).status_code == 403
    assert await connection.fetchval("select count(*) from saved_search") == 0
