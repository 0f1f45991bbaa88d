"""Owner and officer are shown what is weak in a challenge; others are not."""

from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import sign_in
from tests.api.pages.markup import Markup

OFFICER = "officer@example.org"
TITLE = "update challenge set title = '{\"en\": \"A chatbot for residents\"}' where state = 'SUBMITTED' returning slug"
OWNER = """
    select person.email from challenge
    join role_grant on role_grant.organisation_id = challenge.owner_id and role_grant.role = 'owner'
    join person on person.id = role_grant.person_id
    where challenge.state = 'SUBMITTED' limit 1
"""


async def test_the_officer_who_decides_reads_the_advice(visitor: AsyncClient, connection: Connection) -> None:
    path = f"/en/challenges/{await connection.fetchval(TITLE)}"
    await sign_in(visitor, connection, OFFICER)
    assert "The title names a solution" in (await visitor.get(path)).text


async def test_the_owner_is_led_to_the_field(visitor: AsyncClient, connection: Connection) -> None:
    path = f"/en/challenges/{await connection.fetchval(TITLE)}/edit"
    await sign_in(visitor, connection, await connection.fetchval(OWNER))
    page = await visitor.get(path)
    assert "Worth another look" in page.text
    assert any(link.endswith("#title.en") for link in Markup(page.text).links)


async def test_a_reader_is_shown_no_advice(visitor: AsyncClient, connection: Connection) -> None:
    public = "update challenge set title = '{\"en\": \"A chatbot\"}' where state = 'PUBLISHED' returning slug"
    page = await visitor.get(f"/en/challenges/{await connection.fetchval(public)}")
    assert page.status_code == 200
    assert "names a solution" not in page.text
