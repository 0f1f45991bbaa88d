"""Themes, continuations and coaching on pages: who is shown which form, and what it does."""

import pytest
import pytest_asyncio
from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

OFFICER, OWNER, LEAD = "officer@example.org", "owner.city@example.org", "lead.riverbank@example.org"
ROUND = "/en/programmes/example-open"
LEADS_OF = """
    select person.email from team_member join person on person.id = team_member.person_id
    where team_member.team_id = $1 and team_member.is_lead
"""

COMMITMENTS = """
    select count(*) from theme_commitment join theme on theme.id = theme_id
    join programme on programme.id = programme_id where programme.slug = 'example-open'
"""


async def make(connection: Connection, mode: str, state: str = "OPEN") -> None:
    await connection.execute(
        "update programme set mode = $1, state = $2 where slug = 'example-open'", mode, state
    )


async def test_an_officer_writes_themes_down_and_owner_and_team_commit(
    visitor: AsyncClient, connection: Connection
) -> None:
    await make(connection, "THEME", "DRAFT")
    themes = f"{ROUND}/themes"
    await sign_in(visitor, connection, OFFICER)
    version = Markup((await visitor.get(themes)).text).hidden("version")
    wrong = await send(visitor, themes, themes, {"names.0.en": "x" * 300, "version": version})
    assert wrong.status_code == 422
    assert "#names.0.en" in Markup(wrong.text).links
    named = {"version": version, "names.0.en": "Care", "names.0.zh-Hant": "照顧", "names.1.en": "Water"}
    assert (await send(visitor, themes, themes, named)).headers["location"] == f"{themes}?done=themes-saved"
    late = await send(visitor, themes, themes, {"version": version, "names.0.en": "Nothing else"})
    assert (late.status_code, "Somebody else has changed this" in late.text) == (409, True)
    await make(connection, "THEME")
    for email, kind, table in ((OWNER, "organisation", "role_grant"), (LEAD, "team", "team_member")):
        await sign_in(visitor, connection, email)
        page = Markup((await visitor.get(themes)).text)
        sent = {
            "theme": await connection.fetchval(
                "select global_id('Theme', id) from theme where name ->> 'en' = 'Care'"
            ),
            kind: page.hidden(kind),
        }
        assert (await send(visitor, themes, f"{ROUND}/commit", sent)).status_code == 303, table
    assert await connection.fetchval(COMMITMENTS) == 2
    shown = await visitor.get(themes)
    assert f"{ROUND}/commit/withdraw" in shown.text
    relied_on = await send(visitor, themes, f"{ROUND}/commit/withdraw", sent)
    assert (relied_on.status_code, "stands by this commitment" in relied_on.text) == (422, True)
    await connection.execute("update application set state = 'WITHDRAWN' where state = 'SUBMITTED'")
    withdrawn = await send(visitor, themes, f"{ROUND}/commit/withdraw", sent)
    assert withdrawn.headers["location"] == f"{themes}?done=commitment-withdrawn"
    assert await connection.fetchval(COMMITMENTS) == 1


@pytest_asyncio.fixture
async def delivered(connection: Connection) -> str:
    """A delivered match whose owner has a published challenge in the open round; gives that challenge's id."""
    await make(connection, "CONTINUATION")
    await connection.execute(
        """
        update match set state = 'DELIVERED' where id = (
            select match.id from match join challenge on challenge.id = match.challenge_id
            join programme on programme.id = match.programme_id
            where programme.slug = 'example-past' and match.state <> 'ENDED' order by match.id limit 1
        )
        """
    )
    found: str = await connection.fetchval(
        """
        update challenge set owner_id = (
            select done.owner_id from match join challenge as done on done.id = match.challenge_id
            join programme on programme.id = match.programme_id
            where match.state = 'DELIVERED' and programme.slug = 'example-past' limit 1
        )
        where id = (
            select challenge.id from challenge join programme on programme.id = challenge.programme_id
            where programme.slug = 'example-open' and challenge.state = 'PUBLISHED' order by challenge.id limit 1
        )
        returning global_id('Challenge', id)
        """
    )
    return found


async def test_an_officer_asks_the_pair_and_the_team_says_no_with_a_reason(
    visitor: AsyncClient, connection: Connection, delivered: str
) -> None:
    path = f"{ROUND}/continuations"
    await sign_in(visitor, connection, OFFICER)
    match = await connection.fetchrow(
        """
        select global_id('Match', match.id) as id, match.team_id from match
        join programme on programme.id = match.programme_id
        where match.state = 'DELIVERED' and programme.slug = 'example-past'
        """
    )
    assert match is not None
    missing = await send(visitor, path, path, {"match": match["id"], "challenge": delivered})
    assert missing.status_code == 422
    sent = {"match": match["id"], "challenge": delivered, "respondBy": "2097-01-01"}
    assert (await send(visitor, path, path, sent)).headers["location"] == f"{path}?done=pair-asked"
    await sign_in(visitor, connection, await connection.fetchval(LEADS_OF, match["team_id"]))
    asked = Markup((await visitor.get(path)).text).hidden("continuation")
    no = {"continuation": asked, "accepts": "no", "reason": ""}
    assert (await send(visitor, path, f"{ROUND}/answer", no)).status_code == 422
    said = await send(visitor, path, f"{ROUND}/answer", {**no, "reason": "No hands"})
    assert said.headers["location"] == f"{path}?done=pair-answered"
    page = Markup((await visitor.get(path)).text)
    assert "No hands" in page.words
    assert "Every team may apply." in page.words
    visitor.cookies.clear()
    assert "No hands" not in (await visitor.get(path)).text


async def test_a_coach_is_assigned_writes_and_is_read(visitor: AsyncClient, connection: Connection) -> None:
    match = await connection.fetchrow(
        "select id::text, team_id from match where state in ('AGREEING', 'AGREED') order by id limit 1"
    )
    assert match is not None
    path = f"/en/matches/{match['id']}/coaching"
    await sign_in(visitor, connection, OFFICER)
    reviewer = await connection.fetchval(
        "select email from person join role_grant on role_grant.person_id = person.id where role = 'reviewer' limit 1"
    )
    unknown = await send(
        visitor, path, f"/en/matches/{match['id']}/assign-coach", {"email": "no@example.org"}
    )
    assert unknown.status_code == 422
    assert "#email" in Markup(unknown.text).links
    sent = await send(visitor, path, f"/en/matches/{match['id']}/assign-coach", {"email": reviewer})
    assert sent.headers["location"] == f"{path}?done=coach-assigned"
    await sign_in(visitor, connection, reviewer)
    assert path in Markup((await visitor.get("/en/waiting")).text).links
    coaching = Markup((await visitor.get(path)).text).hidden("coaching")
    entry = {
        "coaching": coaching,
        "kind": "ADVICE",
        "words": "Ask for test data",
        "minutes": "30",
        "heldOn": "2026-01-05",
    }
    wrong = await send(visitor, path, path, {**entry, "minutes": "half"})
    assert wrong.status_code == 422
    assert (await send(visitor, path, path, entry)).headers["location"] == f"{path}?done=coach-wrote"
    await send(visitor, path, path, {**entry, "kind": "NOTE", "words": "They are late"})
    await sign_in(visitor, connection, await connection.fetchval(LEADS_OF, match["team_id"]))
    read = Markup((await visitor.get(path)).text).words
    assert "Ask for test data" in read
    assert "60 minutes in all" in read
    assert "They are late" not in read


@pytest.mark.parametrize("path", ["themes", "continuations"])
async def test_a_round_of_another_mode_has_no_such_page(reader: AsyncClient, path: str) -> None:
    assert (await reader.get(f"{ROUND}/{path}")).status_code == 404


async def test_a_pair_without_a_coach_has_no_page_for_others(reader: AsyncClient) -> None:
    assert (await reader.get("/en/matches/00000000-0000-0000-0000-000000000000/coaching")).status_code == 404
