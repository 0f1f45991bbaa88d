from datetime import UTC, datetime, timedelta

import pytest_asyncio

from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.challenges import service as challenges
from matching.challenges.model import Challenge, ChallengeForm
from matching.programmes import service as programmes
from matching.programmes.model import Mode, Programme, ProgrammeForm
from matching.proposals import service
from matching.proposals.model import MOST_A_PERSON, Proposal, State
from matching.teams.model import Team
from matching.votes import service as votes
from registry.people.model import Organisation
from store.actor import Actor
from store.database import Connection
from tests.matching.conftest import MakesTeam, Refuses

TITLE, IDEA = {"en": "A map of trees"}, {"en": "We count the trees and show them"}


async def opened(tx: Connection, officer: Actor, ministry: Organisation, mode: Mode) -> Programme:
    made = await programmes.create(tx, officer, ministry.id, ProgrammeForm(name={"en": "Round"}, mode=mode))
    return await programmes.open_applications(tx, officer, made.id)


@pytest_asyncio.fixture
async def teams_first(tx: Connection, officer: Actor, ministry: Organisation) -> Programme:
    return await opened(tx, officer, ministry, Mode.TEAM_FIRST)


@pytest_asyncio.fixture
async def offered(tx: Connection, teams_first: Programme, team: Team, lead: Actor) -> Proposal:
    return await service.propose(tx, lead, teams_first.id, team.id, TITLE, IDEA, ("environment",))


@pytest_asyncio.fixture
async def taken_up(
    tx: Connection,
    offered: Proposal,
    owner: Actor,
    officer: Actor,
    tainan: Organisation,
    complete_form: ChallengeForm,
) -> Challenge:
    """The proposal as Tainan's published challenge."""
    await service.show_interest(tx, owner, offered.id, tainan.id, "We have these trees")
    drafted = await service.take_up(tx, owner, offered.id, tainan.id)
    await challenges.edit(tx, owner, drafted.id, complete_form, drafted.version)
    await challenges.submit(tx, owner, drafted.id)
    return await challenges.approve(tx, officer, drafted.id, "Ready")


async def test_a_proposal_becomes_the_draft_of_an_interested_owner(
    tx: Connection, offered: Proposal, owner: Actor, tainan: Organisation, refused: Refuses
) -> None:
    async with refused("INTEREST_FIRST"):
        await service.take_up(tx, owner, offered.id, tainan.id)
    await service.show_interest(tx, owner, offered.id, tainan.id, "")
    drafted = await service.take_up(tx, owner, offered.id, tainan.id)
    assert (drafted.title, drafted.problem, drafted.domains) == (TITLE, IDEA, ("environment",))
    row = await tx.fetchrow("select state, challenge_id from proposal where id = $1", offered.id)
    assert tuple(row or ()) == (State.TAKEN_UP, drafted.id)
    async with refused("PROPOSAL_STATE"):
        await service.take_up(tx, owner, offered.id, tainan.id)


async def test_where_teams_come_first_no_challenge_begins_without_a_proposal(
    tx: Connection, teams_first: Programme, owner: Actor, tainan: Organisation, refused: Refuses
) -> None:
    async with refused("PROPOSAL_FIRST"):
        await challenges.draft(tx, owner, teams_first.id, tainan.id, ChallengeForm(title=TITLE))


async def test_only_the_team_that_proposed_applies_for_what_came_of_it(
    tx: Connection, taken_up: Challenge, team: Team, lead: Actor, make_team: MakesTeam, refused: Refuses
) -> None:
    other, other_lead = await make_team("others")
    bid = ApplicationForm(proposal={"en": "We count"})
    async with refused("PROPOSED_BY_OTHERS"):
        await applications.apply(tx, other_lead, taken_up.id, other.id, bid)
    assert (await applications.apply(tx, lead, taken_up.id, team.id, bid)).team_id == team.id


async def test_in_an_open_round_anybody_proposes_and_any_team_applies(
    tx: Connection, officer: Actor, owner: Actor, stranger: Actor, ministry: Organisation, tainan: Organisation,
    complete_form: ChallengeForm, team: Team, lead: Actor,
) -> None:  # fmt: skip
    programme = await opened(tx, officer, ministry, Mode.OPEN_PROPOSAL)
    made = await service.propose(tx, stranger, programme.id, None, TITLE, IDEA)
    await service.show_interest(tx, owner, made.id, tainan.id, "")
    drafted = await service.take_up(tx, owner, made.id, tainan.id)
    await challenges.edit(tx, owner, drafted.id, complete_form, drafted.version)
    await challenges.submit(tx, owner, drafted.id)
    await challenges.approve(tx, officer, drafted.id, "Ready")
    bid = ApplicationForm(proposal={"en": "We count"})
    assert (await applications.apply(tx, lead, drafted.id, team.id, bid)).challenge_id == drafted.id


async def test_nothing_is_taken_up_while_the_public_votes(
    tx: Connection, officer: Actor, owner: Actor, stranger: Actor, ministry: Organisation, tainan: Organisation,
    refused: Refuses,
) -> None:  # fmt: skip
    programme = await opened(tx, officer, ministry, Mode.OPEN_PROPOSAL)
    made = [await service.propose(tx, stranger, programme.id, None, TITLE, IDEA) for _ in range(2)]
    await service.show_interest(tx, owner, made[0].id, tainan.id, "")
    await votes.open_vote(tx, officer, programme.id, datetime.now(UTC) + timedelta(days=1))
    async with refused("VOTE_NOT_CLOSED"):
        await service.take_up(tx, owner, made[0].id, tainan.id)


async def test_who_may_propose_depends_on_the_round(
    tx: Connection, programme: Programme, teams_first: Programme, team: Team, lead: Actor, stranger: Actor,
    refused: Refuses,
) -> None:  # fmt: skip
    async with refused("NO_PROPOSALS_HERE"):
        await service.propose(tx, lead, programme.id, team.id, TITLE, IDEA)
    async with refused("TEAM_NEEDED"):
        await service.propose(tx, lead, teams_first.id, None, TITLE, IDEA)
    async with refused("NOT_YOUR_TEAM"):
        await service.propose(tx, stranger, teams_first.id, team.id, TITLE, IDEA)
    async with refused("SIGN_IN_FIRST"):
        await service.propose(tx, Actor.anonymous(), teams_first.id, team.id, TITLE, IDEA)
    async with refused("TITLE_MISSING", "IDEA_MISSING"):
        await service.propose(tx, lead, teams_first.id, team.id, {}, {"en": " "})


async def test_one_person_does_not_fill_the_list(
    tx: Connection, teams_first: Programme, team: Team, lead: Actor, refused: Refuses
) -> None:
    for _ in range(MOST_A_PERSON):
        await service.propose(tx, lead, teams_first.id, team.id, TITLE, IDEA)
    async with refused("TOO_MANY_PROPOSALS"):
        await service.propose(tx, lead, teams_first.id, team.id, TITLE, IDEA)


async def test_a_proposal_is_taken_back_by_its_own_and_away_by_officers(
    tx: Connection, offered: Proposal, lead: Actor, stranger: Actor, refused: Refuses
) -> None:
    async with refused("NOT_YOUR_PROPOSAL"):
        await service.withdraw(tx, stranger, offered.id, "No")
    async with refused("REASON_MISSING"):
        await service.withdraw(tx, lead, offered.id, " ")
    back = await service.withdraw(tx, lead, offered.id, "No time")
    assert (back.state, back.state_reason) == (State.WITHDRAWN, "No time")
