"""Officers ask local governments and compare what they say; a topic becomes a draft or evidence for policy."""

import csv
import io

from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

OFFICER, LEAD = "officer@example.org", "lead.riverbank@example.org"
OWNER = """
    select person.email from role_grant
    join person on person.id = role_grant.person_id
    join organisation on organisation.id = role_grant.organisation_id
    where role_grant.role = 'owner' and organisation.kind = 'LOCAL_GOVERNMENT' order by person.email limit 1
"""
PAGE = "/en/surveys/needs-of-spring"
ANSWERS = "from survey_answer where survey_id = (select id from survey where slug = 'needs-of-spring')"


async def begun(client: AsyncClient, connection: Connection) -> str:
    """A survey, and who answers it."""
    await sign_in(client, connection, OFFICER)
    sent = {"title.en": "Needs of spring", "closesOn": "2097-01-01"}
    wrong = await send(client, "/en/surveys", "/en/surveys", {**sent, "closesOn": ""})
    assert (wrong.status_code, "#closesOn" in Markup(wrong.text).links) == (422, True)
    answer = await send(client, "/en/surveys", "/en/surveys", sent)
    assert answer.headers["location"] == "/en/surveys?done=survey-begun"
    email: str = await connection.fetchval(OWNER)
    return email


async def answered(client: AsyncClient, connection: Connection) -> str:
    """A survey that a local government has answered with two topics; gives who answered."""
    email = await begun(client, connection)
    await sign_in(client, connection, email)
    page = Markup((await client.get(PAGE)).text)
    sent = {
        "organisation": page.hidden("organisation"), "needs": "Fewer forms", "readiness.URGENT_NEED": "PARTLY",
        "topics.0.title": "Trees", "topics.0.problem": "Nobody counts them", "topics.1.title": "=Law",
    }  # fmt: skip
    empty = await send(client, PAGE, PAGE, {**sent, "needs": ""})
    assert (empty.status_code, "#needs" in Markup(empty.text).links) == (422, True)
    assert (await send(client, PAGE, PAGE, sent)).headers["location"] == f"{PAGE}?done=survey-answered"
    return email


async def test_who_speaks_for_several_local_governments_chooses_for_which_one_they_answer(
    visitor: AsyncClient, connection: Connection
) -> None:
    email = await answered(visitor, connection)
    await connection.execute(
        f"delete from role_grant where organisation_id not in (select organisation_id {ANSWERS})"  # noqa: S608 - our own words
        " and person_id = (select id from person where email = $1)",
        email,
    )
    other = await connection.fetchval(
        """
        insert into role_grant (person_id, role, organisation_id)
        select person.id, 'owner', organisation.id from person, organisation
        where person.email = $1 and organisation.kind = 'LOCAL_GOVERNMENT' and not exists
            (select from role_grant where person_id = person.id and organisation_id = organisation.id)
        order by organisation.slug limit 1
        returning global_id('Organisation', organisation_id)
        """,
        email,
    )
    page = Markup((await visitor.get(PAGE)).text)
    assert page.hidden("organisation") == other, "the one that has not answered stands first"
    assert "Fewer forms" not in (await visitor.get(PAGE)).text.partition("<form")[2]
    (first,) = [each for each in page.links if "?for=" in each]
    again = await visitor.get(first.partition("#")[0])
    assert Markup(again.text).hidden("organisation") != other
    assert "Fewer forms" in again.text
    empty = await send(visitor, PAGE, PAGE, {"organisation": other, "needs": ""})
    assert (empty.status_code, Markup(empty.text).hidden("organisation")) == (422, other)
    assert (await send(visitor, PAGE, PAGE, {"organisation": other, "needs": "A map"})).status_code == 303
    assert await connection.fetchval(f"select count(*) {ANSWERS}") == 2


async def test_answers_stand_side_by_side_for_officers_only(
    visitor: AsyncClient, connection: Connection
) -> None:
    await answered(visitor, connection)
    await sign_in(visitor, connection, OFFICER)
    compared = Markup((await visitor.get(PAGE)).text).words
    assert "The answers compared" in compared
    assert "Fewer forms" in compared
    await sign_in(visitor, connection, LEAD)
    others = (await visitor.get(PAGE)).text
    assert "Fewer forms" not in others
    assert "1 has answered." in others


async def test_a_topic_becomes_the_draft_of_whoever_named_it(
    visitor: AsyncClient, connection: Connection
) -> None:
    await answered(visitor, connection)
    named = {
        "topic": await connection.fetchval(
            "select global_id('SurveyTopic', id) from survey_topic where title = 'Trees'"
        ),
        "programme": await connection.fetchval(
            "select global_id('Programme', id) from programme where slug = 'example-open'"
        ),
    }
    answer = await send(visitor, PAGE, f"{PAGE}/draft", named)
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].endswith("/edit")
    assert await connection.fetchval(
        "select challenge_id is not null from survey_topic where title = 'Trees'"
    )


async def test_what_no_programme_meets_is_exported_as_evidence_and_not_as_formulas(
    visitor: AsyncClient, connection: Connection
) -> None:
    email = await answered(visitor, connection)
    await sign_in(visitor, connection, OFFICER)
    topic = await connection.fetchval(
        "select global_id('SurveyTopic', id) from survey_topic where title = '=Law'"
    )
    kept = await send(visitor, PAGE, f"{PAGE}/judge", {"topic": topic, "reason": "Needs a law"})
    assert kept.headers["location"] == f"{PAGE}?done=topic-judged"
    sheet = await visitor.get(f"{PAGE}/evidence")
    assert sheet.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(sheet.text.lstrip("\ufeff"))))
    assert [row[2:] for row in rows] == [["topic", "problem", "reason"], ["'=Law", "", "Needs a law"]]
    await sign_in(visitor, connection, email)
    assert (await visitor.get(f"{PAGE}/evidence")).status_code == 403
