"""Figures against the baseline, notes by consent, and hours that both sides confirm, on their pages."""

from typing import NamedTuple
from uuid import UUID

import pytest_asyncio
from httpx import AsyncClient

from api.pages.outcomes import progress
from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup


class Pair(NamedTuple):
    id: UUID
    path: str
    challenge: str
    owner: str
    lead: str


@pytest_asyncio.fixture
async def pair(connection: Connection) -> Pair:
    """A pair at work in one of the demo's own rounds, and who speaks for its sides."""
    row = await connection.fetchrow(
        """
        select match.id, challenge.slug, owner.email as owner, lead.email as lead
        from match
        join challenge on challenge.id = match.challenge_id
        join role_grant on role_grant.organisation_id = challenge.owner_id and role_grant.role = 'owner'
        join person owner on owner.id = role_grant.person_id
        join team_member on team_member.team_id = match.team_id and team_member.is_lead
        join person lead on lead.id = team_member.person_id
        join programme on programme.id = match.programme_id
        where match.state in ('AGREED', 'DELIVERED') and programme.source is null
        order by match.id limit 1
        """
    )
    assert row is not None, "the demo has a pair at work"
    await connection.execute(
        """
        update challenge set measures = '[{"name": {"en": "Hours"}, "baseline": 48, "target": 8, "unit": "h"}]'
        where slug = $1
        """,
        row["slug"],
    )
    return Pair(row["id"], f"/en/matches/{row['id']}", row["slug"], row["owner"], row["lead"])


async def test_a_figure_stands_beside_its_baseline_everywhere(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    path = f"{pair.path}/outcomes"
    await sign_in(visitor, connection, pair.lead)
    bad = await send(visitor, path, path, {"measure": "0", "value": "many", "measuredOn": "2026-10-01"})
    assert bad.status_code == 422
    assert "#value" in Markup(bad.text).links
    fields = {"measure": "0", "value": "28", "measuredOn": "2026-10-01"}
    assert (await send(visitor, path, path, fields)).headers["location"] == f"{path}?done=outcome-reported"
    await connection.execute("delete from session")
    for shown in (path, f"/en/challenges/{pair.challenge}"):
        page = (await visitor.get(shown)).text
        assert "50%" in page, shown
        assert "1 October 2026" in page, shown


def test_the_way_gone_is_counted_from_the_last_figure() -> None:
    measures = [
        {"name": {}, "baseline": 48, "target": 8, "unit": "h"},
        {"name": {}, "baseline": None, "target": 8, "unit": ""},
        {"name": {}, "baseline": 5, "target": 5, "unit": ""},
    ]
    figures = [
        {"measure": 0, "value": 18, "measuredOn": "2026-10-02"},
        {"measure": 0, "value": 58, "measuredOn": "2026-09-02"},
        {"measure": 1, "value": 4, "measuredOn": "2026-10-02"},
        {"measure": 2, "value": 4, "measuredOn": "2026-10-02"},
    ]
    assert [row["share"] for row in progress(measures, figures)] == [0.75, None, None]


async def test_a_note_is_agreed_to_written_approved_and_published(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    path = f"{pair.path}/notes"
    await sign_in(visitor, connection, pair.lead)
    await send(visitor, path, path, {"title": "First meeting", "heldOn": "2026-10-01"})
    note = Markup((await visitor.get(path)).text).hidden("note")
    unasked = await send(visitor, path, f"{path}/join", {"note": note})
    assert unasked.status_code == 422
    assert f"#agreed.{note}" in Markup(unasked.text).links
    await send(visitor, path, f"{path}/join", {"note": note, f"agreed.{note}": "yes"})
    part = Markup((await visitor.get(path)).text).hidden("part")
    await send(
        visitor, path, f"{path}/write", {"part": part, "version": "1", f"text.{part}": "We begin with maps"}
    )
    await connection.execute("delete from session")
    assert "We begin with maps" not in (await visitor.get(path)).text
    await sign_in(visitor, connection, pair.lead)
    assert Markup((await visitor.get(path)).text).hidden("approve") == "yes"
    await send(visitor, path, f"{path}/write", {"part": part, "version": "2", "approve": "yes"})
    assert (await send(visitor, path, f"{path}/publish", {"note": note})).status_code == 303
    await connection.execute("delete from session")
    assert "We begin with maps" in (await visitor.get(path)).text


async def test_hours_are_told_confirmed_and_taken_away(
    visitor: AsyncClient, connection: Connection, pair: Pair
) -> None:
    await sign_in(visitor, connection, pair.lead)
    page = Markup((await visitor.get("/en/credits")).text)
    options = [given["value"] for tag, given in page.elements if tag == "option" and given.get("value")]
    told = {"match": options[0], "hours": "3", "workedOn": "2026-10-01", "what": "=Drew maps"}
    bad = await send(visitor, "/en/credits", "/en/credits", {**told, "hours": "x"})
    assert "#hours" in Markup(bad.text).links
    assert (await send(visitor, "/en/credits", "/en/credits", told)).status_code == 303
    owner = await connection.fetchval(
        """
        select person.email from credit join match on match.id = match_id join challenge on challenge.id = challenge_id
        join role_grant on role_grant.organisation_id = owner_id and role = 'owner'
        join person on person.id = person_id limit 1
        """
    )
    await sign_in(visitor, connection, owner)
    credit = Markup((await visitor.get("/en/credits")).text).hidden("credit")
    await send(visitor, "/en/credits", "/en/credits/settle", {"credit": credit, "confirmed": "yes"})
    await sign_in(visitor, connection, pair.lead)
    assert "Confirmed" in (await visitor.get("/en/credits")).text
    table = await visitor.get("/en/credits.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.text.splitlines()[1].startswith("2026-10-01,EARNED,'=Drew maps,3,True,")
    assert table.text.splitlines()[1].endswith(",3")


async def test_the_ledger_is_ones_own(visitor: AsyncClient) -> None:
    assert (await visitor.get("/en/credits")).headers["location"] == "/en/sign-in"
    assert (await visitor.get("/en/credits.csv")).status_code == 403
