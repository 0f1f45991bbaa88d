"""Questions are asked and answered in public; both sides of a match write to each other; grades stay blind."""

from uuid import UUID

from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

OWNER, OFFICER = "owner@example.org", "officer@example.org"
FLOOD = "/en/challenges/which-streets-are-under-water-right-now"


async def email_of(connection: Connection, what: str) -> str:
    """Of the owner of the flooded streets, or of whoever leads the mappers of the river."""
    if what == "owner":
        sql = """
            select person.email from challenge join role_grant on organisation_id = owner_id and role = 'owner'
            join person on person.id = person_id
            where challenge.slug = 'which-streets-are-under-water-right-now' limit 1
        """
    else:
        sql = """
            select person.email from team_member join person on person.id = person_id join team on team.id = team_id
            where team.slug = 'riverbank-mappers' and is_lead limit 1
        """
    email: str = await connection.fetchval(sql)
    return email


async def ask(visitor: AsyncClient, connection: Connection) -> UUID:
    """Ask something as the lead of the mappers."""
    await sign_in(visitor, connection, await email_of(connection, "lead"))
    answer = await send(
        visitor, f"{FLOOD}/questions", f"{FLOOD}/questions", {"text.en": "Which district comes first?"}
    )
    assert answer.headers["location"] == f"{FLOOD}/questions?done=question-asked"
    found: UUID = await connection.fetchval("select id from question")
    return found


async def test_a_question_is_asked_answered_and_followed(
    visitor: AsyncClient, connection: Connection
) -> None:
    await ask(visitor, connection)
    assert "Which district comes first?" in (await visitor.get(f"{FLOOD}/questions")).text
    await sign_in(visitor, connection, await email_of(connection, "owner"))
    page = Markup((await visitor.get(f"{FLOOD}/questions")).text)
    named = page.hidden("question")
    empty = await send(
        visitor, f"{FLOOD}/questions", f"{FLOOD}/questions/answer", {"question": named, "version": "1"}
    )
    assert empty.status_code == 422
    assert f"#answer.en.{named}" in Markup(empty.text).links
    fields = {"question": named, "version": "1", f"answer.en.{named}": "The northern one."}
    answer = await send(visitor, f"{FLOOD}/questions", f"{FLOOD}/questions/answer", fields)
    assert answer.status_code == 303
    assert "The northern one." in (await visitor.get(f"{FLOOD}/questions")).text
    feed = await visitor.get("/en/feeds/challenges/which-streets-are-under-water-right-now/questions")
    assert feed.status_code == 200
    assert "The northern one." in feed.text


async def test_an_officer_hides_a_question_with_a_reason(
    visitor: AsyncClient, connection: Connection
) -> None:
    await ask(visitor, connection)
    await sign_in(visitor, connection, OFFICER)
    named = Markup((await visitor.get(f"{FLOOD}/questions")).text).hidden("question")
    fields = {"question": named, f"reason.{named}": "It names a neighbour"}
    await send(visitor, f"{FLOOD}/questions", f"{FLOOD}/questions/hide", fields)
    assert "It names a neighbour" in (await visitor.get(f"{FLOOD}/questions")).text
    await connection.execute("delete from session")
    assert "Which district" not in (await visitor.get(f"{FLOOD}/questions")).text


async def test_who_has_not_signed_in_is_told_so_and_cannot_ask(
    visitor: AsyncClient, connection: Connection
) -> None:
    page = await visitor.get(f"{FLOOD}/questions")
    assert "Sign in to ask" in page.text
    answer = await send(visitor, "/en/sign-in", f"{FLOOD}/questions", {"text.en": "Why?"})
    assert answer.status_code == 403
    assert await connection.fetchval("select count(*) from question") == 0


async def test_an_owner_shortlists_and_both_grade_blind(visitor: AsyncClient, connection: Connection) -> None:
    await connection.execute(
        """
        update programme set state = 'REVIEW', decision_on = null
        where id = (select programme_id from challenge where slug = 'which-streets-are-under-water-right-now')
        """
    )
    await connection.execute("delete from review_task")
    bid = await connection.fetchval(
        """
        select application.id from application join challenge on challenge.id = challenge_id
        join team on team.id = team_id
        where challenge.slug = 'which-streets-are-under-water-right-now' and team.slug = 'riverbank-mappers'
        """
    )
    await sign_in(visitor, connection, await email_of(connection, "owner"))
    listed = f"{FLOOD}/applications"
    page = Markup((await visitor.get(listed)).text)
    names = [
        given["value"]
        for tag, given in page.elements
        if tag == "input" and given.get("name") == "application"
    ]
    assert names
    for name in names:
        await send(visitor, listed, listed, {"application": name, "wanted": "yes"})
    assert await connection.fetchval("select shortlisted_at is not null from application where id = $1", bid)
    one = f"/en/applications/{bid}"
    bad = await send(visitor, one, one, {})
    assert "#grade" in Markup(bad.text).links
    assert (await send(visitor, one, one, {"grade": "4"})).status_code == 303
    await sign_in(visitor, connection, await email_of(connection, "lead"))
    assert "4: gladly</dd>" not in (await visitor.get(one)).text
    await send(visitor, one, one, {"grade": "5"})
    both = (await visitor.get(one)).text
    assert "4: gladly" in both
    assert "5: above all others" in both


async def test_the_list_of_who_applied_is_not_for_others(
    visitor: AsyncClient, connection: Connection
) -> None:
    assert (await visitor.get(f"{FLOOD}/applications")).status_code == 403
    await sign_in(visitor, connection, await email_of(connection, "lead"))
    assert (await visitor.get(f"{FLOOD}/applications")).status_code == 403


async def match_of_demo(connection: Connection) -> tuple[UUID, str]:
    """A match of the demo's own rounds, and who leads its team."""
    row = await connection.fetchrow(
        """
        select match.id, person.email from match join team_member on team_member.team_id = match.team_id
        join person on person.id = team_member.person_id
        join programme on programme.id = match.programme_id
        where programme.source is null and is_lead order by match.created_at limit 1
        """
    )
    assert row is not None
    return row["id"], row["email"]


async def test_messages_stay_between_both_sides(visitor: AsyncClient, connection: Connection) -> None:
    match, lead = await match_of_demo(connection)
    path = f"/en/matches/{match}"
    await sign_in(visitor, connection, lead)
    empty = await send(visitor, path, f"{path}/messages", {"message": " "})
    assert empty.status_code == 422
    assert "#message" in Markup(empty.text).links
    await send(visitor, path, f"{path}/messages", {"message": "Shall we meet on Tuesday?"})
    assert "Shall we meet on Tuesday?" in (await visitor.get(path)).text
    await connection.execute("delete from session")
    assert "Shall we meet" not in (await visitor.get(path)).text


async def test_versions_of_terms_are_compared(visitor: AsyncClient, connection: Connection) -> None:
    match, lead = await match_of_demo(connection)
    await connection.execute(
        "update agreement set version = version + 1, licence = 'EUPL-1.2' where match_id = $1", match
    )
    await sign_in(visitor, connection, lead)
    page = await visitor.get(f"/en/matches/{match}/terms")
    assert page.status_code == 200
    assert "<ins>" in page.text
    assert "<del>" in page.text
    assert "EUPL" in page.text
    await connection.execute("delete from session")
    assert (await visitor.get(f"/en/matches/{match}/terms")).status_code == 404


async def test_an_owner_says_whether_it_is_in_service_and_everybody_reads_it(
    visitor: AsyncClient, connection: Connection
) -> None:
    row = await connection.fetchrow(
        """
        insert into service_check (delivery_id, months, asked_on)
        select delivery.id, 3, current_date from delivery join match on match.id = match_id
        join challenge on challenge.id = challenge_id
        join role_grant on role_grant.organisation_id = challenge.owner_id and role = 'owner'
        where software_id is not null limit 1
        returning id, delivery_id
        """
    )
    assert row is not None
    owner = await connection.fetchval(
        """
        select person.email from delivery
        join match on match.id = match_id join challenge on challenge.id = challenge_id
        join role_grant on role_grant.organisation_id = challenge.owner_id and role = 'owner'
        join person on person.id = person_id where delivery.id = $1 limit 1
        """,
        row["delivery_id"],
    )
    path = f"/en/service-checks/{row['id']}"
    assert (await visitor.get(path)).status_code == 404
    await sign_in(visitor, connection, owner)
    assert f"/service-checks/{row['id']}" in (await visitor.get("/en/waiting")).text
    missing = await send(visitor, path, path, {"since": "2026-01-05"})
    assert missing.status_code == 422
    assert "#inService" in Markup(missing.text).links
    assert (await send(visitor, path, path, {"inService": "yes", "since": "2026-01-05"})).status_code == 303
    slug = await connection.fetchval(
        "select slug from software join delivery on software_id = software.id where delivery.id = $1",
        row["delivery_id"],
    )
    await connection.execute("delete from session")
    said = 'since <time datetime="2026-01-05">'
    assert f"In service {said}" in (await visitor.get(f"/en/catalogue/{slug}")).text
    assert '自 <time datetime="2026-01-05">' in (await visitor.get(f"/zh-Hant/catalogue/{slug}")).text


async def test_a_statement_of_use_is_renewed_in_its_own_words(
    visitor: AsyncClient, connection: Connection
) -> None:
    row = await connection.fetchrow(
        """
        with signed as (
            insert into usage (software_id, agency_id, since, attested_at)
            select software.id, role_grant.organisation_id, '2025-12-01', now() - interval '350 days'
            from software, role_grant where role_grant.role in ('agency', 'owner') order by software.slug limit 1
            on conflict (software_id, agency_id) do update set attested_at = excluded.attested_at
            returning id, software_id, agency_id
        )
        select signed.id, software.slug, person.email from signed join software on software.id = software_id
        join role_grant on organisation_id = agency_id join person on person.id = person_id limit 1
        """
    )
    assert row is not None
    await sign_in(visitor, connection, row["email"])
    assert f"/catalogue/{row['slug']}#usages" in (await visitor.get("/en/waiting")).text
    path = f"/en/catalogue/{row['slug']}"
    before = await connection.fetchrow("select since, purpose from usage where id = $1", row["id"])
    page = Markup((await visitor.get(path)).text)
    answer = await send(visitor, path, f"{path}/use/renew", {"usage": page.hidden("usage")})
    assert answer.headers["location"] == f"{path}?done=usage-renewed"
    after = await connection.fetchrow(
        "select since, purpose, attested_at > now() - interval '1 hour' as is_new from usage where id = $1",
        row["id"],
    )
    assert after is not None
    assert before is not None
    assert (after["since"], after["purpose"], after["is_new"]) == (before["since"], before["purpose"], True)
