"""A member sees what is shown of them, says what they bring and what stands in their way, and leaves."""

from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

TEAM = "/en/teams/riverbank-mappers"
ME = f"{TEAM}/me"


async def lead_of(connection: Connection) -> str:
    email: str = await connection.fetchval(
        """
        select person.email from team_member join person on person.id = person_id join team on team.id = team_id
        where team.slug = 'riverbank-mappers' and is_lead order by joined_at limit 1
        """
    )
    return email


async def test_a_name_becomes_public_and_private_again(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, await lead_of(connection))
    stranger = AsyncClient(transport=visitor._transport, base_url=visitor.base_url, headers=visitor.headers)
    assert "Mei of the river" not in (await stranger.get(TEAM)).text
    answer = await send(visitor, ME, f"{ME}/name", {"shownName": "Mei of the river", "public": "yes"})
    assert answer.headers["location"] == f"{ME}?done=name-shown"
    assert "Mei of the river" in (await stranger.get(TEAM)).text
    await send(visitor, ME, f"{ME}/name", {"shownName": "Mei of the river"})
    assert "Mei of the river" not in (await stranger.get(TEAM)).text


async def test_skills_are_set_and_shown_as_the_teams(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, await lead_of(connection))
    version = Markup((await visitor.get(ME)).text).hidden("version")
    fields = {"skills.0.concept": "offline-forms", "skills.0.level": "2", "version": version}
    assert (await send(visitor, ME, f"{ME}/skills", fields)).status_code == 303
    other_window = await send(visitor, ME, f"{ME}/skills", {**fields, "skills.0.level": "1"})
    assert other_window.status_code == 409
    assert "Somebody else has changed this" in other_window.text
    kept = await connection.fetch("select concept, level from member_skill")
    assert [tuple(row) for row in kept] == [("offline-forms", 2)]
    assert 'value="offline-forms" selected' in (await visitor.get(ME)).text


async def test_barriers_are_kept_only_with_consent(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, await lead_of(connection))
    refused = await send(visitor, ME, f"{ME}/barriers", {"barriers": ["CHILDCARE"]})
    assert refused.status_code == 422
    assert "#agreed" in Markup(refused.text).links
    assert await connection.fetchval("select count(*) from member_barrier") == 0
    await send(visitor, ME, f"{ME}/barriers", {"barriers": ["CHILDCARE"], "agreed": "yes"})
    assert await connection.fetchval("select barrier from member_barrier") == "CHILDCARE"
    consent = await connection.fetchval("select id from consent where purpose = 'BARRIERS'")
    page = Markup((await visitor.get("/en/account")).text)
    named = [
        given["value"] for tag, given in page.elements if tag == "input" and given.get("name") == "consent"
    ]
    assert len(named) == 1
    assert consent
    back = await send(visitor, "/en/account", "/en/account/consents/withdraw", {"consent": named[0]})
    assert back.headers["location"] == "/en/account?done=consent-withdrawn"
    assert await connection.fetchval("select count(*) from member_barrier") == 0


async def test_nobody_leaves_by_mistake(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, await lead_of(connection))
    before = await connection.fetchval("select count(*) from team_member")
    answer = await send(visitor, ME, f"{ME}/leave", {})
    assert answer.status_code == 422
    assert "#sure" in Markup(answer.text).links
    assert await connection.fetchval("select count(*) from team_member") == before
    gone = await send(visitor, ME, f"{ME}/leave", {"sure": "yes"})
    assert gone.headers["location"] == f"{TEAM}?done=team-left"
    assert await connection.fetchval("select count(*) from team_member") == before - 1


async def test_the_page_is_for_members(visitor: AsyncClient, connection: Connection) -> None:
    assert (await visitor.get(ME)).headers["location"] == "/en/sign-in"
    await sign_in(visitor, connection, "officer@example.org")
    assert (await visitor.get(ME)).status_code == 403
