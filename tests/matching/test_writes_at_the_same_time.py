"""Two people act at the same moment, on two connections that both commit."""

import asyncio
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
import pytest_asyncio

from matching.agreements import service as agreements
from matching.agreements.model import AgreementForm
from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.assignments import repository as match_rows
from matching.assignments import service as assignments
from matching.assignments.model import AssignmentState, MatchState
from matching.challenges import repository as challenge_rows
from matching.challenges import service as challenges
from matching.challenges.model import ChallengeForm, Need, State
from matching.delivery import service as delivery
from matching.programmes import service as programmes
from matching.programmes.model import Mode, ProgrammeForm
from matching.teams import service as teams
from matching.teams.model import TeamForm
from registry.people import service as people
from registry.people.model import NewOrganisation, OrganisationKind
from store.actor import Actor
from store.database import Database
from store.refusal import Refused

BID = ApplicationForm(proposal={"en": "What we would do"})
SCORES = {"value": 5, "feasibility": 3, "reuse": 4}
SYSTEM = Actor.system()


@dataclass(frozen=True)
class Round:
    """An open round with one drafted challenge and one team."""

    database: Database
    programme_id: UUID
    challenge_id: UUID
    team_id: UUID
    owner: Actor
    lead: Actor
    reviewer: Actor

    async def publish(self) -> None:
        async with self.database.transaction() as tx:
            await challenges.submit(tx, self.owner, self.challenge_id)
            await challenges.approve(tx, SYSTEM, self.challenge_id, "Ready")

    async def apply(self) -> UUID:
        async with self.database.transaction() as tx:
            return (await applications.apply(tx, self.lead, self.challenge_id, self.team_id, BID)).id


@pytest_asyncio.fixture
async def running(database: Database, complete_form: ChallengeForm, team_form: TeamForm) -> Round:
    async with database.transaction() as tx:
        new = NewOrganisation({"en": "Tainan"}, OrganisationKind.LOCAL_GOVERNMENT)
        tainan = await people.register_organisation(tx, SYSTEM, new)
        form = ProgrammeForm(name={"en": "Sandbox"}, mode=Mode.OWNER_FIRST)
        programme = await programmes.create(tx, SYSTEM, tainan.id, form)
        await programmes.open_applications(tx, SYSTEM, programme.id)
        persons = [
            await people.register_person(tx, SYSTEM, f"{name}@example.org", name, "en", is_example=True)
            for name in ("owner", "lead", "reviewer")
        ]
        owner, lead, reviewer = (Actor(person_id=each.id, name=each.name) for each in persons)
        owner = replace(owner, owner_of=frozenset({tainan.id}))
        team = await teams.register(tx, lead, team_form)
        drafted = await challenges.draft(tx, owner, programme.id, tainan.id, complete_form)
    lead = replace(lead, team_ids=frozenset({team.id}))
    reviewer = replace(reviewer, is_reviewer=True)
    return Round(database, programme.id, drafted.id, team.id, owner, lead, reviewer)


async def test_of_two_people_who_edit_at_once_one_is_told(running: Round) -> None:
    async def edit(hours: int) -> int:
        async with running.database.transaction() as tx:
            form = ChallengeForm(hours_needed=hours)
            return (await challenges.edit(tx, running.owner, running.challenge_id, form, 1)).version

    outcomes = await asyncio.gather(edit(100), edit(200), return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["Refused", "int"]
    async with running.database.read() as connection:
        stored = await challenge_rows.find(connection, running.challenge_id)
    assert stored is not None
    assert (stored.version, stored.hours_needed) == (2, 100 if outcomes[0] == 2 else 200)


async def test_whoever_waits_for_an_edit_does_not_take_it_back(running: Round) -> None:
    needs = (Need("accessibility", 4, required=True),)
    async with running.database.transaction() as tx:
        await challenges.edit(tx, running.owner, running.challenge_id, ChallengeForm(needs=needs), 1)

        async def submit() -> None:
            async with running.database.transaction() as other:
                await challenges.submit(other, running.owner, running.challenge_id)

        waiting = asyncio.create_task(submit())
        await asyncio.sleep(0.2)
        assert not waiting.done()
    await waiting
    async with running.database.read() as connection:
        stored = await challenge_rows.find(connection, running.challenge_id)
    assert stored is not None
    assert (stored.state, stored.needs) == (State.SUBMITTED, needs)


async def test_of_two_members_who_apply_at_once_one_is_told(running: Round) -> None:
    await running.publish()
    outcomes = await asyncio.gather(running.apply(), running.apply(), return_exceptions=True)
    refusals = [each for each in outcomes if isinstance(each, Refused)]
    assert [problem.code for each in refusals for problem in each.problems] == ["ALREADY_APPLIED"]
    async with running.database.read() as connection:
        assert await connection.fetchval("select count(*) from application") == 1


async def test_a_round_is_decided_once_even_when_two_officers_decide(running: Round) -> None:
    await running.publish()
    await running.apply()
    async with running.database.transaction() as tx:
        await programmes.start_review(tx, SYSTEM, running.programme_id)
        proposals = [await assignments.propose(tx, SYSTEM, running.programme_id) for _ in range(2)]

    async def adopt(assignment_id: UUID) -> None:
        async with running.database.transaction() as tx:
            await assignments.adopt(tx, SYSTEM, assignment_id)

    outcomes = await asyncio.gather(*(adopt(each.id) for each in proposals), return_exceptions=True)
    refusals = [each for each in outcomes if isinstance(each, Refused)]
    assert [problem.code for each in refusals for problem in each.problems] == ["ANOTHER_ADOPTED"]
    async with running.database.read() as connection:
        stored = await match_rows.of_programme(connection, running.programme_id)
        matches = await match_rows.matches_of_programme(connection, running.programme_id)
    assert sorted(each.state for each in stored) == [AssignmentState.ADOPTED, AssignmentState.DISCARDED]
    assert [each.state for each in matches] == [MatchState.AGREEING]


@pytest.mark.parametrize("first", ["review", "adopt"])
async def test_reviewing_and_adopting_at_once_do_not_wait_for_each_other(running: Round, first: str) -> None:
    await running.publish()
    bid = await running.apply()
    async with running.database.transaction() as tx:
        await programmes.start_review(tx, SYSTEM, running.programme_id)
        proposed = await assignments.propose(tx, SYSTEM, running.programme_id)

    async def review() -> None:
        async with running.database.transaction() as tx:
            await applications.review(tx, running.reviewer, bid, SCORES)

    async def adopt() -> None:
        async with running.database.transaction() as tx:
            await assignments.adopt(tx, SYSTEM, proposed.id)

    acts = (review(), adopt()) if first == "review" else (adopt(), review())
    outcomes = await asyncio.gather(*acts, return_exceptions=True)
    refusals = [each for each in outcomes if each is not None]
    assert all(isinstance(each, Refused) for each in refusals)
    assert len(refusals) <= 1  # the later one is told that the round was decided, or changed, before


async def test_both_sides_may_accept_at_once(running: Round, terms: AgreementForm) -> None:
    await running.publish()
    await running.apply()
    async with running.database.transaction() as tx:
        await programmes.start_review(tx, SYSTEM, running.programme_id)
        proposed = await assignments.propose(tx, SYSTEM, running.programme_id)
        await assignments.adopt(tx, SYSTEM, proposed.id)
        (match,) = await match_rows.matches_of_programme(tx, running.programme_id)
        agreement = await agreements.propose(tx, running.lead, match.id, terms)

    async def accept(actor: Actor) -> None:
        async with running.database.transaction() as tx:
            await agreements.accept(tx, actor, agreement.id, 1)

    await asyncio.gather(accept(running.owner), accept(running.lead))
    async with running.database.read() as connection:
        agreed = await match_rows.find_match(connection, match.id)
    assert agreed is not None
    assert agreed.state is MatchState.AGREED


async def test_two_teams_of_a_challenge_may_deliver_at_once(running: Round, team_form: TeamForm) -> None:
    await running.publish()
    matches = []
    async with running.database.transaction() as tx:
        other = await teams.register(tx, SYSTEM, team_form)
        await challenges.move(tx, SYSTEM, running.challenge_id, State.MATCHED)
        for team_id in (running.team_id, other.id):
            made = await match_rows.insert_match(
                tx, running.challenge_id, team_id, None, MatchState.AGREED, None
            )
            matches.append(made)

    async def deliver_the_other() -> None:
        async with running.database.transaction() as tx:
            await delivery.deliver(tx, SYSTEM, matches[1].id, "https://github.com/example-org/two")

    async with running.database.transaction() as tx:
        await delivery.deliver(tx, SYSTEM, matches[0].id, "https://github.com/example-org/one")
        waiting = asyncio.create_task(deliver_the_other())
        await asyncio.sleep(0.2)
        assert not waiting.done()
    await waiting
    async with running.database.read() as connection:
        stored = await match_rows.matches_of_programme(connection, running.programme_id)
        challenge = await challenge_rows.find(connection, running.challenge_id)
    assert [each.state for each in stored] == [MatchState.DELIVERED, MatchState.DELIVERED]
    assert challenge is not None
    assert challenge.state is State.DELIVERED
