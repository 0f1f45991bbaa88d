"""Somebody proposes, an owner takes up, and the public votes with points that are counted without a script."""

import pytest
import pytest_asyncio
from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

OFFICER, OWNER, LEAD = "officer@example.org", "owner.city@example.org", "lead.riverbank@example.org"
ROUND = "/en/programmes/example-open"
PROPOSALS, VOTE = f"{ROUND}/proposals", f"{ROUND}/vote"
OF_ROUND = "(select id from programme where slug = 'example-open')"
BALLOTS = f"select count(*) from ballot join public_vote on public_vote.id = vote_id where programme_id = {OF_ROUND}"  # noqa: S608 - our own words


@pytest_asyncio.fixture
async def open_round(connection: Connection) -> None:
    """The demo's open round as one of open proposals, with two of them."""
    await connection.execute("update programme set mode = 'OPEN_PROPOSAL' where slug = 'example-open'")
    await connection.execute(
        """
        insert into proposal (programme_id, title, idea)
        select id, jsonb_build_object('en', title), '{"en": "We count."}'
        from programme, unnest(array['Trees', 'Benches']) as title where slug = 'example-open'
        """
    )


@pytest_asyncio.fixture
async def vote(open_round: None, connection: Connection) -> None:
    """Its vote, open until tomorrow."""
    await connection.execute(
        """
        insert into public_vote (programme_id, opened_at, closes_at)
        select id, now() - interval '2 days', now() + interval '1 day' from programme where slug = 'example-open'
        """
    )


async def fields(client: AsyncClient, connection: Connection, **votes: str) -> dict[str, str]:
    """The controls of a ballot by the titles of the proposals."""
    page = Markup((await client.get(VOTE)).text)
    names = [str(each["name"]) for each in page.controls if str(each.get("name", "")).startswith("votes.")]
    titles = await connection.fetch(
        "select global_id('Proposal', proposal.id) as id, title ->> 'en' as title from proposal"
        " join programme on programme.id = programme_id where slug = 'example-open'"
    )
    known = {row["title"]: f"votes.{row['id']}" for row in titles}
    assert set(known.values()) == set(names)
    return {known[title]: number for title, number in votes.items()}


@pytest.mark.usefixtures("vote")
async def test_more_proposals_than_a_page_are_turned_and_all_stand_on_the_ballot(
    visitor: AsyncClient, connection: Connection
) -> None:
    await connection.execute(
        """
        insert into proposal (programme_id, title, idea, created_at)
        select id, jsonb_build_object('en', 'Idea ' || number), '{"en": "We do."}', now() + number * interval '1 s'
        from programme, generate_series(1, 101) as number where slug = 'example-open'
        """
    )
    found, path = [], PROPOSALS
    for _ in range(6):  # 103 of them, twenty to a page
        page = Markup((await visitor.get(path)).text)
        found += [words for level, words in page.headings if level == 2]
        further = [each for each in page.links if each.startswith(f"{PROPOSALS}?") and "after=" in each]
        path = next((each for each in further if each != path), "")
    assert not path
    assert {"Trees", "Benches", "Idea 1", "Idea 101"} <= set(found)
    assert len([each for each in found if each.startswith("Idea ")]) == 101
    await sign_in(visitor, connection, LEAD)
    ballot = Markup((await visitor.get(VOTE)).text)
    assert sum(str(each.get("name", "")).startswith("votes.") for each in ballot.controls) == 103


@pytest.mark.usefixtures("vote")
async def test_points_are_counted_before_anything_is_cast(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, LEAD)
    ballot = await fields(visitor, connection, Trees="9", Benches="4")
    counted = await send(visitor, VOTE, VOTE, {**ballot, "count": "yes"})
    assert counted.status_code == 200
    assert "97 points used, 2 left." in Markup(counted.text).words
    over = await send(
        visitor, VOTE, VOTE, {**ballot, **await fields(visitor, connection, Benches="5"), "count": "yes"}
    )
    assert "106 points used: 7 too many." in Markup(over.text).words
    assert await connection.fetchval(BALLOTS) == 0


@pytest.mark.usefixtures("vote")
async def test_a_ballot_is_cast_shown_again_and_counted_after_the_vote_only(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, LEAD)
    answer = await send(visitor, VOTE, VOTE, await fields(visitor, connection, Trees="7", Benches="7"))
    assert answer.headers["location"] == f"{VOTE}?done=voted"
    assert "This is the ballot that you cast." in Markup((await visitor.get(VOTE)).text).words
    await sign_in(visitor, connection, OFFICER)
    during = Markup((await visitor.get(VOTE)).text).words
    assert "0 points used, 99 left." in during
    assert "ballot was cast" not in during
    await connection.execute(f"update public_vote set closes_at = now() where programme_id = {OF_ROUND}")  # noqa: S608 - our own words
    after = Markup((await visitor.get(VOTE)).text).words
    assert "1 ballot was cast." in after
    assert "Fewer than 5 people voted" in after
    assert after.count("(tied)") == 2


@pytest.mark.usefixtures("vote")
async def test_too_many_points_are_refused_and_nothing_is_kept(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, LEAD)
    answer = await send(visitor, VOTE, VOTE, await fields(visitor, connection, Trees="9", Benches="9"))
    assert answer.status_code == 422
    assert "These votes cost 162 points" in answer.text
    odd = await send(visitor, VOTE, VOTE, await fields(visitor, connection, Trees="-1"))
    assert odd.status_code == 422
    assert await connection.fetchval(BALLOTS) == 0


@pytest.mark.usefixtures("open_round")
async def test_an_officer_opens_the_vote_until_the_end_of_a_day(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, OFFICER)
    wrong = await send(visitor, VOTE, f"{ROUND}/open-vote", {"lastDay": "2001-01-01"})
    assert wrong.status_code == 422
    assert "#lastDay" in Markup(wrong.text).links
    day = str(await connection.fetchval("select (current_date + 20)::text"))
    answer = await send(visitor, VOTE, f"{ROUND}/open-vote", {"lastDay": day})
    assert answer.headers["location"] == f"{VOTE}?done=vote-opened"
    closes = await connection.fetchval(
        f"select (closes_at at time zone 'Asia/Taipei')::text from public_vote where programme_id = {OF_ROUND}"  # noqa: S608 - our own words
    )
    assert closes == str(await connection.fetchval("select (current_date + 21)::timestamp::text"))


@pytest.mark.usefixtures("open_round")
async def test_somebody_proposes_and_an_owner_takes_it_up(
    visitor: AsyncClient, connection: Connection
) -> None:
    await sign_in(visitor, connection, LEAD)
    empty = await send(visitor, PROPOSALS, PROPOSALS, {"title.en": "Ramps"})
    assert empty.status_code == 422
    assert "#idea.en" in Markup(empty.text).links
    sent = {"title.en": "Ramps", "idea.en": "A map of ramps", "domains": ["welfare"]}
    answer = await send(visitor, PROPOSALS, PROPOSALS, sent)
    assert answer.headers["location"] == f"{PROPOSALS}?done=proposed-idea"
    await sign_in(visitor, connection, OWNER)
    named = {
        "proposal": await connection.fetchval(
            "select global_id('Proposal', id) from proposal where title ->> 'en' = 'Ramps'"
        ),
        "organisation": await connection.fetchval(
            """
            select global_id('Organisation', organisation_id) from role_grant
            join person on person.id = person_id where email = $1 and role = 'owner' limit 1
            """,
            OWNER,
        ),
    }
    assert (await send(visitor, PROPOSALS, f"{ROUND}/take-up", named)).status_code == 422
    shown = await send(visitor, PROPOSALS, f"{ROUND}/interest", {**named, "note": "We have ramps"})
    assert shown.headers["location"] == f"{PROPOSALS}?done=interest-shown"
    taken = await send(visitor, PROPOSALS, f"{ROUND}/take-up", named)
    assert taken.headers["location"] == "/en/challenges/ramps/edit"
    assert "We have ramps" in Markup((await visitor.get(PROPOSALS)).text).words


@pytest.mark.parametrize("path", ["proposals", "vote"])
async def test_a_round_of_another_mode_has_neither(reader: AsyncClient, path: str) -> None:
    assert (await reader.get(f"{ROUND}/{path}")).status_code == 404


@pytest.mark.usefixtures("vote")
async def test_whoever_has_not_signed_in_reads_and_does_not_vote(visitor: AsyncClient) -> None:
    page = Markup((await visitor.get(VOTE)).text)
    assert "Sign in to vote" in page.words
    assert (await send(visitor, "/en/sign-in", VOTE, {})).status_code == 403
