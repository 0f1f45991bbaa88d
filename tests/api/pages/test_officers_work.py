"""An officer publishes, sends back, moves a round on, pairs it and adopts the pairing."""

import re

import pytest
from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

OFFICER, OWNER, LEAD = "officer@example.org", "owner.city@example.org", "lead.riverbank@example.org"
ROUND = "/en/programmes/example-open"
OPENED = "select count(*) from audit_event where action = 'programme.opened'"


async def submitted(connection: Connection) -> str:
    """The path of a challenge that waits for an officer."""
    slug = await connection.fetchval("select slug from challenge where state = 'SUBMITTED'")
    assert slug, "the demo has a challenge that waits"
    return f"/en/challenges/{slug}"


async def state_of(connection: Connection, path: str) -> str:
    return str(
        await connection.fetchval("select state from challenge where slug = $1", path.rpartition("/")[2])
    )


async def version_of(client: AsyncClient, path: str) -> str:
    return Markup((await client.get(path)).text).hidden("version")


async def round_state(connection: Connection) -> str:
    return str(await connection.fetchval("select state from programme where slug = 'example-open'"))


async def paired(client: AsyncClient, connection: Connection) -> str:
    """A proposal for the open round; gives its global id."""
    await sign_in(client, connection, OFFICER)
    await send(client, ROUND, f"{ROUND}/review", {})
    answer = await send(client, f"{ROUND}/report", f"{ROUND}/report/propose", {"objective": "STABLE"})
    assert answer.headers["location"] == f"{ROUND}/report?done=proposed"
    return Markup((await client.get(f"{ROUND}/report")).text).hidden("assignment")


async def test_what_waits_for_an_officer_stands_on_one_page(
    visitor: AsyncClient, connection: Connection
) -> None:
    path = await submitted(connection)
    await sign_in(visitor, connection, OFFICER)
    answer = await visitor.get("/en/waiting")
    links = Markup(answer.text).links
    assert path in links
    assert ROUND in links
    assert "no day set" not in answer.text, "the round says until when teams can apply"


async def test_nothing_waits_for_somebody_who_has_not_signed_in(reader: AsyncClient) -> None:
    answer = await reader.get("/en/waiting")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/sign-in")


async def test_an_officer_publishes_a_challenge(visitor: AsyncClient, connection: Connection) -> None:
    path = await submitted(connection)
    await sign_in(visitor, connection, OFFICER)
    sent = {"version": await version_of(visitor, path), "releaseReason": "The trees are counted"}
    answer = await send(visitor, path, f"{path}/publish", sent)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?done=published")
    assert await state_of(connection, path) == "PUBLISHED"
    assert "The challenge is published" in (await visitor.get(answer.headers["location"])).text
    visitor.cookies.clear()
    told = Markup((await visitor.get(path)).text).words
    assert "Released by" in told
    assert "The trees are counted" in told


async def test_nothing_is_published_without_a_reason(visitor: AsyncClient, connection: Connection) -> None:
    path = await submitted(connection)
    await sign_in(visitor, connection, OFFICER)
    answer = await send(visitor, path, f"{path}/publish", {"version": await version_of(visitor, path)})
    assert answer.status_code == 422
    assert "#releaseReason" in Markup(answer.text).links
    assert await state_of(connection, path) == "SUBMITTED"


async def test_an_officer_reads_what_stands_in_the_way_item_by_item(
    visitor: AsyncClient, connection: Connection
) -> None:
    path = await submitted(connection)
    await connection.execute("update challenge set ai_risk = 'UNACCEPTABLE' where state = 'SUBMITTED'")
    await sign_in(visitor, connection, OFFICER)
    page = Markup((await visitor.get(path)).text)
    assert "What is missing before it can be published" in page.words
    assert "whose risk is unacceptable is not published here" in page.words
    assert "Why do you release it?" not in page.words


async def test_an_officer_publishes_only_what_was_read(visitor: AsyncClient, connection: Connection) -> None:
    path = await submitted(connection)
    await sign_in(visitor, connection, OFFICER)
    read = await version_of(visitor, path)
    await connection.execute("update challenge set version = version + 1 where state = 'SUBMITTED'")
    answer = await send(visitor, path, f"{path}/publish", {"version": read, "releaseReason": "Ready"})
    assert answer.status_code == 409
    assert "Somebody else has changed this" in answer.text
    assert await state_of(connection, path) == "SUBMITTED"


async def test_an_officer_sends_a_challenge_back_with_a_reason(
    visitor: AsyncClient, connection: Connection
) -> None:
    path = await submitted(connection)
    await sign_in(visitor, connection, OFFICER)
    answer = await send(visitor, path, f"{path}/send-back", {"reason": "Say how many trees."})
    assert answer.headers["location"] == f"{path}?done=sent-back"
    row = await connection.fetchrow(
        "select state, state_reason from challenge where slug = $1", path.rpartition("/")[2]
    )
    assert tuple(row or ()) == ("DRAFT", "Say how many trees.")


async def test_nothing_is_sent_back_without_a_reason(visitor: AsyncClient, connection: Connection) -> None:
    path = await submitted(connection)
    await sign_in(visitor, connection, OFFICER)
    answer = await send(visitor, path, f"{path}/send-back", {"reason": " "})
    assert answer.status_code == 422
    assert "#reason" in Markup(answer.text).links
    assert await state_of(connection, path) == "SUBMITTED"


@pytest.mark.parametrize("step", ["publish", "send-back"])
async def test_an_owner_cannot_decide_about_their_own_challenge(
    visitor: AsyncClient, connection: Connection, step: str
) -> None:
    path = await submitted(connection)
    await sign_in(visitor, connection, OWNER)
    seen = await visitor.get(path)
    assert "Publish the challenge" not in seen.text
    version = await connection.fetchval("select version::text from challenge where state = 'SUBMITTED'")
    answer = await send(visitor, path, f"{path}/{step}", {"version": version, "reason": "I like it"})
    assert answer.status_code == 403
    assert await state_of(connection, path) == "SUBMITTED"


async def test_a_team_is_not_told_that_the_challenge_is_there(
    visitor: AsyncClient, connection: Connection
) -> None:
    path = await submitted(connection)
    await sign_in(visitor, connection, LEAD)
    answer = await send(visitor, "/en", f"{path}/publish", {"version": "1"})
    assert answer.status_code == 404
    assert await state_of(connection, path) == "SUBMITTED"


@pytest.mark.parametrize("step", ["publish", "send-back"])
async def test_no_decision_without_the_token_of_the_page(
    visitor: AsyncClient, connection: Connection, step: str
) -> None:
    path = await submitted(connection)
    await sign_in(visitor, connection, OFFICER)
    fields = {"version": await version_of(visitor, path), "reason": "x"}
    assert (await visitor.post(f"{path}/{step}", data=fields)).status_code == 403
    assert await state_of(connection, path) == "SUBMITTED"


async def test_an_officer_moves_a_round_from_draft_to_closed(
    visitor: AsyncClient, connection: Connection
) -> None:
    await connection.execute("update programme set state = 'DRAFT' where slug = 'example-open'")
    await sign_in(visitor, connection, OFFICER)
    for step, state in (("open", "OPEN"), ("review", "REVIEW"), ("close", "CLOSED")):
        answer = await send(visitor, "/en/waiting", f"{ROUND}/{step}", {})
        assert answer.status_code == 303
        assert await round_state(connection) == state


async def test_a_round_is_not_opened_twice(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, OFFICER)
    before = await connection.fetchval(OPENED)
    answer = await send(visitor, ROUND, f"{ROUND}/open", {})
    assert answer.status_code == 422
    assert "Nothing was saved" in answer.text
    assert await connection.fetchval(OPENED) == before


async def test_a_step_that_there_is_not_is_not_found(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, OFFICER)
    assert (await send(visitor, ROUND, f"{ROUND}/burn", {})).status_code == 404


async def test_only_officers_move_a_round(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, OWNER)
    assert (await send(visitor, ROUND, f"{ROUND}/review", {})).status_code == 403
    assert await round_state(connection) == "OPEN"


async def test_a_round_stays_where_it_is_without_the_token(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    assert (await visitor.post(f"{ROUND}/review")).status_code == 403
    assert await round_state(connection) == "OPEN"


async def test_an_officer_pairs_a_round_and_adopts_the_pairing(
    visitor: AsyncClient, connection: Connection
) -> None:
    proposal = await paired(visitor, connection)
    answer = await send(visitor, f"{ROUND}/report", f"{ROUND}/report/adopt", {"assignment": proposal})
    assert answer.headers["location"] == f"{ROUND}/report?done=adopted"
    assert await round_state(connection) == "MATCHED"
    answers = await connection.fetchval("select count(*) from application where state = 'SUBMITTED'")
    assert answers == 0
    assert await connection.fetchval(
        "select count(*) from match where created_at > now() - interval '1 minute'"
    )


async def test_the_report_says_where_a_grade_ranked(visitor: AsyncClient, connection: Connection) -> None:
    await paired(visitor, connection)
    assert "Applications ranked by a grade" not in (await visitor.get(f"{ROUND}/report")).text
    await connection.execute(
        "update application set shortlisted_at = now() from challenge join programme on programme.id = programme_id"
        " where challenge.id = challenge_id and programme.slug = 'example-open' and application.state = 'SUBMITTED'"
    )
    await connection.execute(
        "insert into mutual_grade (application_id, side, grade)"
        " select id, 'OWNER', 5 from application where shortlisted_at is not null"
    )
    await send(visitor, f"{ROUND}/report", f"{ROUND}/report/propose", {"objective": "STABLE"})
    report = (await visitor.get(f"{ROUND}/report")).text
    assert "Applications ranked by a grade" in report
    assert "1, by grade 5" in report


async def test_a_pairing_is_not_adopted_when_something_changed_since(
    visitor: AsyncClient, connection: Connection
) -> None:
    proposal = await paired(visitor, connection)
    await connection.execute(
        "update application set state = 'WITHDRAWN'"
        " where id = (select min(id::text)::uuid from application where state = 'SUBMITTED')"
    )
    answer = await send(visitor, f"{ROUND}/report", f"{ROUND}/report/adopt", {"assignment": proposal})
    assert answer.status_code == 422
    assert await round_state(connection) == "REVIEW"


async def test_an_open_round_is_not_paired(visitor: AsyncClient, connection: Connection) -> None:
    await sign_in(visitor, connection, OFFICER)
    before = await connection.fetchval("select count(*) from cohort_assignment")
    answer = await send(visitor, ROUND, f"{ROUND}/report/propose", {"objective": "STABLE"})
    assert answer.status_code == 422
    assert await connection.fetchval("select count(*) from cohort_assignment") == before


@pytest.mark.parametrize(("step", "fields"), [("propose", {}), ("adopt", {"assignment": "own"})])
async def test_only_officers_pair_and_adopt(
    visitor: AsyncClient, connection: Connection, step: str, fields: dict[str, str]
) -> None:
    proposal = await paired(visitor, connection)
    await sign_in(visitor, connection, LEAD)
    before = await connection.fetchval("select count(*) from cohort_assignment")
    sent = {"assignment": proposal} if fields else {}
    answer = await send(visitor, "/en", f"{ROUND}/report/{step}", sent)
    assert answer.status_code == 403
    assert await connection.fetchval("select count(*) from cohort_assignment") == before
    assert await round_state(connection) == "REVIEW"


async def test_an_officer_sees_what_would_come_out_otherwise_and_keeps_nothing(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    await send(visitor, ROUND, f"{ROUND}/review", {})
    form = Markup((await visitor.get(f"{ROUND}/report/what-if")).text)
    assert form.faults == []
    assert [each for each in form.controls if each.get("id") not in form.labelled] == []
    kept = await connection.fetchval("select count(*) from cohort_assignment")
    answer = await visitor.get(f"{ROUND}/report/what-if?SKILLS=0&DOMAIN=1")
    assert (answer.status_code, "Side by side" in answer.text) == (200, True)
    assert await connection.fetchval("select count(*) from cohort_assignment") == kept


async def test_an_officer_adopts_what_would_come_out_otherwise_with_a_reason(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    await send(visitor, ROUND, f"{ROUND}/review", {})
    shown = (await visitor.get(f"{ROUND}/report/what-if?SKILLS=0&DOMAIN=1")).text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown))
    sent = {name: value for name, value in fields.items() if name != "form_token"}
    at = f"{ROUND}/report/what-if"
    refused = await send(visitor, at, at, {**sent, "reason": " "})
    assert (refused.status_code, Markup(refused.text).faults) == (422, [])
    assert await round_state(connection) == "REVIEW"
    assert (await send(visitor, at, at, {**sent, "reason": "The field decides"})).status_code == 303
    assert await round_state(connection) == "MATCHED"
    report = (await visitor.get(f"{ROUND}/report")).text
    assert "The field decides" in report
    assert "Is it fair?" in report


@pytest.mark.parametrize("email", [OWNER, LEAD])
async def test_what_would_come_out_otherwise_is_for_officers(
    visitor: AsyncClient, connection: Connection, email: str
) -> None:
    await sign_in(visitor, connection, OFFICER)
    await send(visitor, ROUND, f"{ROUND}/review", {})
    await sign_in(visitor, connection, email)
    assert (await visitor.get(f"{ROUND}/report/what-if")).status_code == 404


async def test_a_weight_that_is_no_number_is_a_wrong_address(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    await send(visitor, ROUND, f"{ROUND}/review", {})
    assert (await visitor.get(f"{ROUND}/report/what-if?SKILLS=nan")).status_code == 400
