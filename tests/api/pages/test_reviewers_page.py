"""Officers share applications out, reviewers find theirs, and may say that they are partial."""

import pytest
from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

OFFICER, REVIEWER = "officer@example.org", "reviewer.one@example.org"
PAGE = "/en/programmes/example-open/reviewers"
TO_SCORE = "/en/applications-to-score"
TASKS = "select count(*) from review_task"
MINE = "select count(*) from review_task join person on person.id = reviewer_id where email = $1"


async def links_to_score(client: AsyncClient) -> list[str]:
    links = Markup((await client.get(TO_SCORE)).text).links
    return [link for link in links if link.endswith("/score")]


async def test_an_officer_shares_out_and_reviewers_find_theirs(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    answer = await send(visitor, PAGE, f"{PAGE}/assign", {"perApplication": "1"})
    assert answer.headers["location"] == f"{PAGE}?done=reviewers-assigned"
    tasks = await connection.fetchval(TASKS)
    assert tasks > 0
    assert (await visitor.get(PAGE)).text.count("not handed in yet") == tasks
    await sign_in(visitor, connection, REVIEWER)
    unasked = """
        select count(*) from application
        join challenge on challenge.id = application.challenge_id
        join programme on programme.id = challenge.programme_id
        where application.state = 'SUBMITTED' and programme.state in ('OPEN', 'REVIEW')
            and not exists (select from review_task where application_id = application.id)
    """
    expected = await connection.fetchval(MINE, REVIEWER) + await connection.fetchval(unasked)
    scored_already = """
        select count(*) from review join person on person.id = reviewer_id
        where email = $1 and exists (select from review_task where application_id = review.application_id)
            and not exists (
                select from review_task
                where application_id = review.application_id and reviewer_id = person.id
            )
    """
    assert len(await links_to_score(visitor)) == expected
    assert await connection.fetchval(scored_already, REVIEWER) == 0


async def test_a_number_nobody_means_is_told_at_its_field(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    for wanted in ("many", "0", ""):
        answer = await send(visitor, PAGE, f"{PAGE}/assign", {"perApplication": wanted})
        assert answer.status_code == 422
        assert "#perApplication" in Markup(answer.text).links
    assert await connection.fetchval(TASKS) == 0


@pytest.mark.parametrize("email", [REVIEWER, "owner.city@example.org"])
async def test_who_is_no_officer_sees_and_shares_out_nothing(
    visitor: AsyncClient, connection: Connection, email: str
) -> None:
    await sign_in(visitor, connection, email)
    assert (await visitor.get(PAGE)).status_code == 403
    answer = await send(visitor, "/en", f"{PAGE}/assign", {"perApplication": "1"})
    assert answer.status_code == 403
    assert await connection.fetchval(TASKS) == 0


async def test_a_reviewer_who_is_partial_is_not_asked_any_more(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, REVIEWER)
    (path, *others) = await links_to_score(visitor)
    answer = await send(visitor, path, path.replace("/score", "/partial"), {})
    assert answer.headers["location"] == f"{TO_SCORE}?done=declared-partial"
    assert await links_to_score(visitor) == others
    answer = await send(
        visitor, others[0], path, {"scores.value": "4", "scores.feasibility": "3", "scores.reuse": "5"}
    )
    assert answer.status_code == 422


async def test_the_page_says_where_reviewers_are_far_apart(
    visitor: AsyncClient, connection: Connection
) -> None:
    await connection.execute(
        """
        with bid as (
            select application.id from application join challenge on challenge.id = application.challenge_id
            join programme on programme.id = challenge.programme_id
            where programme.slug = 'example-open' and application.state = 'SUBMITTED'
                and not exists (select from review where application_id = application.id)
            order by application.created_at limit 1
        )
        insert into review (application_id, reviewer_id, scores)
        select bid.id, person.id, jsonb_build_object('value', points, 'feasibility', points, 'reuse', points)
        from bid, (values ('officer@example.org', 1), ('reviewer.one@example.org', 5)) as each (email, points)
        join person using (email)
        """
    )
    await sign_in(visitor, connection, OFFICER)
    shown = (await visitor.get(PAGE)).text
    assert "3 of 5 on average, from 1 to 5." in shown
    assert shown.count("Far apart: let the reviewers talk") == 1
