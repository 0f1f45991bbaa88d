"""What officers watch over: the board, the jobs, the audit trail; and what nobody else sees of it."""

import re
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from api.pages.deeds import DEEDS
from api.pages.operations import waits
from store.database import Connection
from tests.api.pages.conftest import sign_in
from tests.api.pages.markup import Markup

OFFICER, OWNER = "officer@example.org", "owner-county@example.org"
PAGES = (
    "/en/board",
    "/en/operations",
    "/en/audit",
    "/zh-Hant/board",
    "/zh-Hant/operations",
    "/zh-Hant/audit",
)


@pytest.mark.parametrize("path", PAGES)
async def test_a_stranger_is_asked_to_sign_in(reader: AsyncClient, path: str) -> None:
    answer = await reader.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("/sign-in")


async def test_others_do_not_learn_that_the_pages_exist(visitor: AsyncClient, connection: Connection) -> None:
    email = await connection.fetchval(
        "select email from person where email <> $1 and email like 'owner%' limit 1", OFFICER
    )
    await sign_in(visitor, connection, email)
    assert [(await visitor.get(path)).status_code for path in PAGES] == [404] * len(PAGES)


async def test_an_officer_sees_what_waits_the_jobs_and_who_did_what(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    shown = [Markup((await visitor.get(path)).text) for path in PAGES[:3]]
    board, operations, audit = (page.words for page in shown)
    assert "Challenges to publish or send back" in board
    assert "entries have not been looked at yet" in operations
    assert "Signed in" in audit


async def test_the_audit_trail_narrows_to_one_action(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, OFFICER)
    page = Markup((await visitor.get("/en/audit?action=person.signed_in")).text)
    actions = {link.partition("action=")[2] for link in page.links if "/audit?action=" in link}
    assert actions == {"person.signed_in"}


def test_what_waits_for_nobody_is_left_out() -> None:
    programme = {"slug": "p", "state": "OPEN", "matches": {"nodes": []}}
    assert waits(programme, []) == []


@pytest.mark.parametrize(("state", "waiting"), [("OPEN", 2), ("REVIEW", 0), ("MATCHED", 0)])
def test_what_is_not_published_waits_only_while_its_round_is_open(state: str, waiting: int) -> None:
    programme = {"slug": "p", "state": state, "matches": {"nodes": []}}
    challenges: list[dict[str, Any]] = [
        {"state": each, "applications": {"nodes": []}} for each in ("DRAFT", "SUBMITTED")
    ]
    found = waits(programme, challenges)
    assert (
        sum(each.what in {"Drafts to submit", "Challenges to publish or send back"} for each in found)
        == waiting
    )


def test_an_agreement_waits_for_the_side_that_has_not_accepted() -> None:
    agreement = {"acceptedByOwnerAt": "2026-11-01T00:00:00Z", "acceptedByTeamAt": None}
    matches = [{"state": "AGREEING", "agreement": agreement}, {"state": "AGREED", "agreement": agreement}]
    programme = {"slug": "p", "state": "MATCHED", "matches": {"nodes": matches}}
    assert [(each.whom, each.what, each.count) for each in waits(programme, [])] == [
        ("Teams", "Agreements to accept", 1),
        ("Teams", "Code to deliver", 1),
    ]


def test_every_action_that_is_audited_is_said_in_words() -> None:
    room = Path(__file__).resolve().parents[3]
    audited = {
        name
        for path in (
            each for floor in ("matching", "registry", "api") for each in (room / floor).rglob("*.py")
        )
        if "audit.record(" in (text := path.read_text(encoding="utf-8"))
        for name in re.findall(r'"([a-z_]+\.[a-z_]+)"', text)
    }
    assert {each.upper() for each in audited} <= set(DEEDS)
