"""A reviewer scores, an agency signs what it uses, an owner withdraws."""

import pytest
from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

REVIEWER, AGENCY, OWNER = "reviewer.one@example.org", "agency@example.org", "owner.city@example.org"
OFFICER = "officer@example.org"
TO_SCORE = "/en/applications-to-score"
CODE = "/en/catalogue/publiccodenet-standard"
STREETS = "/en/challenges/which-streets-are-under-water-right-now"
POINTS = {"scores.value": "4", "scores.feasibility": "3", "scores.reuse": "5", "comment": "Clear and small."}


async def form_to_score(client: AsyncClient, connection: Connection) -> str:
    await sign_in(client, connection, REVIEWER)
    links = Markup((await client.get(TO_SCORE)).text).links
    return next(link for link in links if link.endswith("/score"))


async def signed(client: AsyncClient, since: str) -> dict[str, str]:
    page = Markup((await client.get(CODE)).text)
    agency = next(given["value"] for tag, given in page.elements if tag == "option")
    return {"agency": agency, "since": since, "purpose": "For our own contracts."}


async def test_a_reviewer_scores_an_application(visitor: AsyncClient, connection: Connection) -> None:
    path = await form_to_score(visitor, connection)
    answer = await send(visitor, path, path, POINTS)
    assert answer.headers["location"] == f"{TO_SCORE}?done=scored"
    latest = "select comment, scores ->> 'value' from review order by submitted_at desc limit 1"
    assert tuple(await connection.fetchrow(latest) or ()) == ("Clear and small.", "4")
    assert "Scored by you" in (await visitor.get(TO_SCORE)).text


async def test_points_that_are_missing_are_asked_for_and_nothing_is_kept(
    visitor: AsyncClient, connection: Connection
) -> None:
    path = await form_to_score(visitor, connection)
    before = await connection.fetchval("select count(*) from review")
    answer = await send(visitor, path, path, {**POINTS, "scores.value": "9"})
    page = Markup(answer.text)
    assert answer.status_code == 422
    assert "#scores.value" in page.links
    assert "scores.value" in page.ids
    assert "Clear and small." in answer.text
    assert await connection.fetchval("select count(*) from review") == before


@pytest.mark.parametrize("email", [OWNER, AGENCY])
async def test_only_reviewers_score(visitor: AsyncClient, connection: Connection, email: str) -> None:
    path = await form_to_score(visitor, connection)
    await sign_in(visitor, connection, email)
    before = await connection.fetchval("select count(*) from review")
    assert (await visitor.get(TO_SCORE)).status_code == 403
    assert (await visitor.get(path)).status_code == 403
    assert (await send(visitor, "/en", path, POINTS)).status_code == 403
    assert await connection.fetchval("select count(*) from review") == before


async def test_an_agency_signs_that_it_uses_a_software_and_takes_it_back(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, AGENCY)
    answer = await send(visitor, CODE, f"{CODE}/use", await signed(visitor, "2026-03-01"))
    assert answer.headers["location"] == f"{CODE}?done=attested"
    count = "select count(*) from usage where since = '2026-03-01'"
    assert await connection.fetchval(count) == 1
    usage = Markup((await visitor.get(CODE)).text).hidden("usage")
    answer = await send(visitor, CODE, f"{CODE}/use/withdraw", {"usage": usage})
    assert answer.headers["location"] == f"{CODE}?done=usage-withdrawn"
    assert await connection.fetchval(count) == 0


@pytest.mark.parametrize("since", ["", "last spring", "2999-01-01"])
async def test_a_wrong_day_is_told_and_nothing_is_signed(
    visitor: AsyncClient, connection: Connection, since: str
) -> None:
    await sign_in(visitor, connection, AGENCY)
    before = await connection.fetchval("select count(*) from usage")
    answer = await send(visitor, CODE, f"{CODE}/use", await signed(visitor, since))
    assert answer.status_code == 422
    assert "#since" in Markup(answer.text).links
    assert "For our own contracts." in answer.text
    assert await connection.fetchval("select count(*) from usage") == before


async def test_nobody_signs_for_an_agency_of_others(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, AGENCY)
    fields = await signed(visitor, "2026-03-01")
    await sign_in(visitor, connection, OWNER)
    before = await connection.fetchval("select count(*) from usage")
    assert (await send(visitor, "/en", f"{CODE}/use", fields)).status_code == 403
    assert await connection.fetchval("select count(*) from usage") == before


async def test_an_owner_withdraws_a_challenge_with_a_reason(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OWNER)
    answer = await send(visitor, STREETS, f"{STREETS}/withdraw", {"withdrawalReason": "The budget was cut."})
    assert answer.headers["location"] == f"{STREETS}?done=withdrawn"
    row = "select state, state_reason from challenge where slug = $1"
    found = await connection.fetchrow(row, STREETS.rpartition("/")[2])
    assert tuple(found or ()) == ("WITHDRAWN", "The budget was cut.")


async def test_nothing_is_withdrawn_without_a_reason(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, OWNER)
    answer = await send(visitor, STREETS, f"{STREETS}/withdraw", {})
    assert answer.status_code == 422
    assert "#withdrawalReason" in Markup(answer.text).links
    assert await connection.fetchval("select count(*) from challenge where state = 'WITHDRAWN'") == 0


async def test_nobody_withdraws_the_challenge_of_others(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, "owner.county@example.org")
    fields = {"withdrawalReason": "I want it gone."}
    assert (await send(visitor, "/en", f"{STREETS}/withdraw", fields)).status_code == 403
    assert await connection.fetchval("select count(*) from challenge where state = 'WITHDRAWN'") == 0


@pytest.mark.parametrize(
    ("email", "path"),
    [
        (OWNER, f"{STREETS}/withdraw"),
        (AGENCY, f"{CODE}/use"),
        (AGENCY, f"{CODE}/use/withdraw"),
        (REVIEWER, "score"),
    ],
)
async def test_nothing_is_written_without_the_token(
    visitor: AsyncClient, connection: Connection, email: str, path: str
) -> None:
    await sign_in(visitor, connection, email)
    target = await form_to_score(visitor, connection) if path == "score" else path
    before = await connection.fetchval("select count(*) from audit_event")
    sent = {**POINTS, "withdrawalReason": "x", "since": "2026-03-01"}
    assert (await visitor.post(target, data=sent)).status_code == 403
    assert await connection.fetchval("select count(*) from audit_event") == before
