"""Watching a software from its page, and being told on the list of what one watches."""

import re

from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in


async def a_software(client: AsyncClient) -> str:
    found = re.search(r'href="(/en/catalogue/[\w-]+)"', (await client.get("/en/catalogue")).text)
    assert found is not None
    return found[1]


async def somebody(client: AsyncClient, connection: Connection) -> None:
    email: str = await connection.fetchval("select email from person where is_example order by email limit 1")
    await sign_in(client, connection, email)


async def test_whoever_is_signed_in_watches_and_stops(visitor: AsyncClient, connection: Connection) -> None:
    await somebody(visitor, connection)
    software = await a_software(visitor)
    answer = await send(visitor, software, f"{software}/watch", {})
    assert answer.status_code == 303
    shown = (await visitor.get(answer.headers["location"])).text
    assert "You watch this software." in shown
    assert "1 person watches it." in shown
    assert software in (await visitor.get("/en/watching")).text
    await send(visitor, software, f"{software}/unwatch", {})
    assert await connection.fetchval("select count(*) from watch") == 0
    assert "You do not watch any software yet." in (await visitor.get("/en/watching")).text


async def test_what_watchers_were_told_is_shown_with_its_reason(
    visitor: AsyncClient, connection: Connection
) -> None:
    await somebody(visitor, connection)
    software = await a_software(visitor)
    await send(visitor, software, f"{software}/watch", {})
    await connection.execute(
        """
        insert into alert (software_id, kind, key, observed_at)
        select id, 'NEW_CAP', 'CAP_ARCHIVED', now() from software where slug = $1
        """,
        software.rsplit("/", 1)[1],
    )
    for language, told in (("en", "archived the repository"), ("zh-Hant", "已封存")):
        assert told in (await visitor.get(f"/{language}/watching")).text
        assert told in (await visitor.get(software.replace("/en/", f"/{language}/"))).text


async def test_a_reader_who_is_not_signed_in_is_shown_no_button(visitor: AsyncClient) -> None:
    software = await a_software(visitor)
    assert f"{software}/watch" not in (await visitor.get(software)).text
    assert (await visitor.get("/en/watching")).headers["location"].endswith("/sign-in")


async def test_a_form_from_elsewhere_watches_nothing(visitor: AsyncClient, connection: Connection) -> None:
    await somebody(visitor, connection)
    software = await a_software(visitor)
    assert (await visitor.post(f"{software}/watch", data={"form_token": "made-up"})).status_code == 403
    assert await connection.fetchval("select count(*) from watch") == 0
