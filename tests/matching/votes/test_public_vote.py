from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
import pytest_asyncio

from matching.programmes import service as programmes
from matching.programmes.model import Mode, Programme, ProgrammeForm
from matching.proposals import service as proposals
from matching.proposals.model import Proposal
from matching.retention.repository import end
from matching.votes import service
from matching.votes.model import PublicVote
from matching.votes.view import VOTES
from registry.people.model import Organisation
from store.actor import Actor
from store.database import Connection
from tests.matching.conftest import Refuses

MakesPerson = Callable[..., Awaitable[Actor]]
TOMORROW = timedelta(days=1)
NOBODY = Actor.anonymous()


@pytest_asyncio.fixture
async def open_round(tx: Connection, officer: Actor, ministry: Organisation) -> Programme:
    form = ProgrammeForm(name={"en": "Open"}, mode=Mode.OPEN_PROPOSAL)
    made = await programmes.create(tx, officer, ministry.id, form)
    return await programmes.open_applications(tx, officer, made.id)


@pytest_asyncio.fixture
async def listed(tx: Connection, open_round: Programme, stranger: Actor) -> list[Proposal]:
    return [
        await proposals.propose(tx, stranger, open_round.id, None, {"en": title}, {"en": "An idea"})
        for title in ("Trees", "Benches", "Maps")
    ]


@pytest_asyncio.fixture
async def vote(tx: Connection, officer: Actor, open_round: Programme, listed: list[Proposal]) -> PublicVote:
    assert listed
    return await service.open_vote(tx, officer, open_round.id, datetime.now(UTC) + TOMORROW)


async def close(tx: Connection, vote: PublicVote) -> None:
    await tx.execute(
        "update public_vote set opened_at = now() - interval '2 days', closes_at = now() where id = $1",
        vote.id,
    )


async def results(tx: Connection, vote: PublicVote) -> Any:
    """What the plan reads of a vote's results."""
    found = await tx.fetchval(
        f"select {VOTES.columns['results'].replace('{t}', 'v')} from public_vote as v where id = $1",  # noqa: S608 - our own words
        vote.id,
    )
    return found if found is None or isinstance(found, list) else orjson.loads(found)


async def test_equal_votes_share_a_rank_and_the_next_is_left_out(
    tx: Connection, vote: PublicVote, listed: list[Proposal], owner: Actor, officer: Actor
) -> None:
    trees, benches, maps = listed
    await service.cast(tx, owner, vote.id, {trees.id: 7, benches.id: 5})
    await service.cast(tx, officer, vote.id, {benches.id: 2, maps.id: 1})
    await close(tx, vote)
    told = {
        each["title"]["en"]: (each["votes"], each["rank"], each["is_tied"])
        for each in await results(tx, vote)
    }
    assert told == {"Trees": (7, 1, True), "Benches": (7, 1, True), "Maps": (1, 3, False)}


async def test_a_ballot_is_changed_until_the_vote_closes_and_counts_once(
    tx: Connection, vote: PublicVote, listed: list[Proposal], owner: Actor, refused: Refuses
) -> None:
    trees, benches, _ = listed
    await service.cast(tx, owner, vote.id, {trees.id: 9})
    await service.cast(tx, owner, vote.id, {benches.id: 4, trees.id: 0})
    await close(tx, vote)
    async with refused("VOTE_CLOSED"):
        await service.cast(tx, owner, vote.id, {trees.id: 9})
    assert [each["votes"] for each in await results(tx, vote)] == [4, 0, 0]
    assert await tx.fetchval("select count(*) from ballot") == 1


async def test_nothing_is_counted_before_the_vote_closes(
    tx: Connection, vote: PublicVote, listed: list[Proposal], owner: Actor
) -> None:
    await service.cast(tx, owner, vote.id, {listed[0].id: 3})
    assert await results(tx, vote) is None


async def test_the_audit_trail_keeps_that_somebody_voted_and_not_what(
    tx: Connection, vote: PublicVote, listed: list[Proposal], owner: Actor
) -> None:
    await service.cast(tx, owner, vote.id, {listed[0].id: 3})
    row = await tx.fetchrow(
        "select person_id, subject_id, before, after from audit_event where action = 'vote.cast'"
    )
    assert tuple(row or ()) == (owner.person_id, vote.id, None, None)


async def test_whoever_is_not_signed_in_does_not_vote(
    tx: Connection, vote: PublicVote, listed: list[Proposal], refused: Refuses
) -> None:
    for actor in (NOBODY, Actor(name="program")):
        async with refused("SIGN_IN_FIRST"):
            await service.cast(tx, actor, vote.id, {listed[0].id: 1})


async def test_no_vote_goes_to_a_proposal_that_is_not_listed(
    tx: Connection, vote: PublicVote, owner: Actor, refused: Refuses
) -> None:
    async with refused("UNKNOWN_PROPOSAL"):
        await service.cast(tx, owner, vote.id, {vote.id: 1})


async def test_proposals_stand_once_the_vote_has_begun(
    tx: Connection, vote: PublicVote, listed: list[Proposal], stranger: Actor, refused: Refuses
) -> None:
    async with refused("VOTE_BEGUN"):
        await proposals.withdraw(tx, stranger, listed[0].id, "Changed my mind")
    async with refused("VOTE_BEGUN"):
        await proposals.propose(tx, stranger, vote.programme_id, None, {"en": "Late"}, {"en": "An idea"})


@pytest.mark.parametrize("lasts", [timedelta(minutes=59), timedelta(days=91), timedelta(days=-1)])
async def test_a_vote_lasts_neither_too_short_nor_too_long(
    tx: Connection,
    officer: Actor,
    open_round: Programme,
    listed: list[Proposal],
    refused: Refuses,
    lasts: timedelta,
) -> None:
    assert listed
    async with refused("VOTE_ENDS_BADLY"):
        await service.open_vote(tx, officer, open_round.id, datetime.now(UTC) + lasts)


async def test_only_officers_open_one_vote_where_there_is_something_to_choose(
    tx: Connection,
    officer: Actor,
    owner: Actor,
    programme: Programme,
    open_round: Programme,
    refused: Refuses,
) -> None:
    ends = datetime.now(UTC) + TOMORROW
    async with refused("OFFICERS_ONLY"):
        await service.open_vote(tx, owner, open_round.id, ends)
    async with refused("NO_VOTE_HERE"):
        await service.open_vote(tx, officer, programme.id, ends)
    async with refused("NOTHING_TO_VOTE_ON"):
        await service.open_vote(tx, officer, open_round.id, ends)


async def test_voters_are_taken_off_their_ballots_once_the_vote_has_closed(
    tx: Connection, vote: PublicVote, listed: list[Proposal], owner: Actor
) -> None:
    await service.cast(tx, owner, vote.id, {listed[0].id: 3})
    assert await end(tx, "ballot-voters", timedelta(0)) == 0
    await close(tx, vote)
    before = await results(tx, vote)
    assert await end(tx, "ballot-voters", timedelta(0)) == 1
    assert await tx.fetchval("select count(*) from ballot where person_id is not null") == 0
    assert await results(tx, vote) == before
