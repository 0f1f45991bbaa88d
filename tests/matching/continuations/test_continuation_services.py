from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest_asyncio

from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.assignments.model import Match
from matching.challenges import service as challenges
from matching.challenges.model import Challenge, ChallengeForm
from matching.continuations import repository, service
from matching.continuations.model import Stage
from matching.delivery import service as delivery
from matching.forms import today
from matching.programmes import service as programmes
from matching.programmes.model import Mode, ProgrammeForm
from matching.teams.model import Team
from registry.people.model import Organisation
from store.actor import Actor
from store.database import Connection
from tests.matching.conftest import MakesTeam, Refuses

SOON = today() + timedelta(days=14)
BID = ApplicationForm(proposal={"en": "We go on"})


@pytest_asyncio.fixture
async def delivered(tx: Connection, lead: Actor, agreed_match: Match) -> Match:
    await delivery.deliver(tx, lead, agreed_match.id, "https://github.com/example/map")
    return agreed_match


@pytest_asyncio.fixture
async def next_phase(
    tx: Connection, officer: Actor, owner: Actor, ministry: Organisation, tainan: Organisation,
    complete_form: ChallengeForm, delivered: Match,
) -> Challenge:  # fmt: skip
    assert delivered
    form = ProgrammeForm(name={"en": "Go on"}, mode=Mode.CONTINUATION)
    made = await programmes.create(tx, officer, ministry.id, form)
    await programmes.open_applications(tx, officer, made.id)
    drafted = await challenges.draft(
        tx, owner, made.id, tainan.id, replace(complete_form, title={"en": "Dengue visits, phase 2"})
    )
    await challenges.submit(tx, owner, drafted.id)
    return await challenges.approve(tx, officer, drafted.id, "Ready")


@pytest_asyncio.fixture
async def asked(tx: Connection, officer: Actor, delivered: Match, next_phase: Challenge) -> UUID:
    return await service.ask(tx, officer, delivered.id, next_phase.id, SOON)


async def stage(tx: Connection, challenge: Challenge) -> Stage:
    found = await repository.find_of(tx, challenge.id)
    assert found is not None
    return found.stage(today())


async def test_until_the_pair_was_asked_nobody_applies(
    tx: Connection, next_phase: Challenge, team: Team, lead: Actor, refused: Refuses
) -> None:
    async with refused("CONTINUATION_NOT_ASKED"):
        await applications.apply(tx, lead, next_phase.id, team.id, BID)


async def test_the_pair_comes_first_and_others_only_after_a_no(
    tx: Connection,
    asked: UUID,
    next_phase: Challenge,
    owner: Actor,
    lead: Actor,
    make_team: MakesTeam,
    refused: Refuses,
) -> None:
    other, other_lead = await make_team("others")
    async with refused("RIGHT_OF_REFUSAL"):
        await applications.apply(tx, other_lead, next_phase.id, other.id, BID)
    await service.answer(tx, owner, asked, accepts=True, reason="")
    async with refused("REASON_MISSING"):
        await service.answer(tx, lead, asked, accepts=False, reason=" ")
    await service.answer(tx, lead, asked, accepts=False, reason="No hands")
    assert await stage(tx, next_phase) is Stage.DECLINED
    assert (await applications.apply(tx, other_lead, next_phase.id, other.id, BID)).team_id == other.id


async def test_two_yeses_keep_it_for_the_pair(
    tx: Connection, asked: UUID, next_phase: Challenge, owner: Actor, team: Team, lead: Actor, make_team: MakesTeam,
    refused: Refuses,
) -> None:  # fmt: skip
    for actor in (owner, lead):
        await service.answer(tx, actor, asked, accepts=True, reason="")
    assert await stage(tx, next_phase) is Stage.ACCEPTED
    other, other_lead = await make_team("others")
    async with refused("RIGHT_OF_REFUSAL"):
        await applications.apply(tx, other_lead, next_phase.id, other.id, BID)
    assert (await applications.apply(tx, lead, next_phase.id, team.id, BID)).team_id == team.id


async def test_a_day_that_passes_opens_it(
    tx: Connection, asked: UUID, next_phase: Challenge, owner: Actor, make_team: MakesTeam, refused: Refuses
) -> None:
    await tx.execute("update continuation set respond_by = current_date - 1 where id = $1", asked)
    assert await stage(tx, next_phase) is Stage.LAPSED
    async with refused("CONTINUATION_ANSWERED"):
        await service.answer(tx, owner, asked, accepts=True, reason="")
    other, other_lead = await make_team("others")
    assert (await applications.apply(tx, other_lead, next_phase.id, other.id, BID)).team_id == other.id


async def test_each_side_answers_once_and_nobody_else(
    tx: Connection, asked: UUID, owner: Actor, stranger: Actor, officer: Actor, refused: Refuses
) -> None:
    for actor in (stranger, officer):
        async with refused("NOT_YOUR_MATCH"):
            await service.answer(tx, actor, asked, accepts=True, reason="")
    await service.answer(tx, owner, asked, accepts=True, reason="")
    async with refused("CONTINUATION_ANSWERED"):
        await service.answer(tx, owner, asked, accepts=False, reason="Changed")


async def test_only_what_was_delivered_is_asked_about_and_once(
    tx: Connection, officer: Actor, owner: Actor, delivered: Match, next_phase: Challenge, challenge: Challenge,
    refused: Refuses,
) -> None:  # fmt: skip
    ask: Any = service.ask
    async with refused("OFFICERS_ONLY"):
        await ask(tx, owner, delivered.id, next_phase.id, SOON)
    async with refused("NO_CONTINUATIONS_HERE"):
        await ask(tx, officer, delivered.id, challenge.id, SOON)
    async with refused("DATE_PASSED"):
        await ask(tx, officer, delivered.id, next_phase.id, today() - timedelta(days=1))
    await ask(tx, officer, delivered.id, next_phase.id, SOON)
    async with refused("CONTINUATION_EXISTS"):
        await ask(tx, officer, delivered.id, next_phase.id, SOON)
