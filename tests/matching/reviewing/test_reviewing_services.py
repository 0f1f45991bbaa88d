from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import pytest_asyncio

from matching.applications import service as applications
from matching.applications.model import Application, ApplicationForm
from matching.challenges.model import Challenge
from matching.reviewing import service
from matching.teams.model import Team
from registry.people import service as people
from registry.people.model import Organisation
from store.actor import Actor, Role
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]
MakesTeam = Callable[..., Awaitable[tuple[Team, Actor]]]
MakesPerson = Callable[..., Awaitable[Actor]]
MakesReviewer = Callable[[str], Awaitable[Actor]]
SYSTEM = Actor.system()
BID = ApplicationForm(proposal={"en": "A map that works without a network"}, hours_offered=220)
SCORES = {"value": 5, "feasibility": 3, "reuse": 4}
ASKED = "select array_agg(person.name order by person.name) from review_task join person on person.id = reviewer_id"


@pytest_asyncio.fixture
async def bid(tx: Connection, challenge: Challenge, team: Team, lead: Actor) -> Application:
    return await applications.apply(tx, lead, challenge.id, team.id, BID)


@pytest_asyncio.fixture
async def make_reviewer(tx: Connection, make_person: MakesPerson) -> MakesReviewer:
    async def make(name: str) -> Actor:
        person = await make_person(name)
        if person.person_id is not None:
            await people.grant(tx, SYSTEM, person.person_id, Role.REVIEWER)
        return replace(person, is_reviewer=True)

    return make


async def test_reviewers_are_asked_until_each_bid_has_enough(
    tx: Connection, officer: Actor, challenge: Challenge, bid: Application, make_reviewer: MakesReviewer
) -> None:
    for name in ("ada", "ben", "cem"):
        await make_reviewer(name)
    sharing = await service.assign_reviewers(tx, officer, challenge.programme_id, 2)
    assert [application for application, _ in sharing.pairs] == [bid.id, bid.id]
    assert sharing.short == {}
    again = await service.assign_reviewers(tx, officer, challenge.programme_id, 2)
    assert again.pairs == []
    assert await tx.fetchval("select count(*) from review_task") == 2


async def test_nobody_partial_is_asked(
    tx: Connection,
    officer: Actor,
    owner: Actor,
    lead: Actor,
    tainan: Organisation,
    challenge: Challenge,
    bid: Application,
    make_reviewer: MakesReviewer,
    make_team: MakesTeam,
) -> None:
    _, rival = await make_team("rival")
    rival_team = next(iter(rival.team_ids))
    await applications.apply(tx, rival, challenge.id, rival_team, BID)
    for actor in (owner, lead, rival):
        assert actor.person_id
        await people.grant(tx, SYSTEM, actor.person_id, Role.REVIEWER)
    await make_reviewer("ada")
    sharing = await service.assign_reviewers(tx, officer, challenge.programme_id, 2)
    assert await tx.fetchval(ASKED) == ["ada", "ada"]
    assert set(sharing.short.values()) == {1}


async def test_who_is_of_an_organisation_of_somebody_in_the_team_is_not_asked(
    tx: Connection,
    officer: Actor,
    lead: Actor,
    challenge: Challenge,
    bid: Application,
    make_organisation: Callable[[str], Awaitable[Organisation]],
    make_reviewer: MakesReviewer,
) -> None:
    school = await make_organisation("School")
    colleague = await make_reviewer("colleague")
    assert lead.person_id
    assert colleague.person_id
    await people.grant(tx, SYSTEM, lead.person_id, Role.AGENCY, school.id)
    await people.grant(tx, SYSTEM, colleague.person_id, Role.AGENCY, school.id)
    sharing = await service.assign_reviewers(tx, officer, challenge.programme_id, 1)
    assert (sharing.pairs, sharing.short) == ([], {bid.id: 1})


async def test_who_is_of_an_organisation_that_the_team_named_is_not_asked_nor_heard(
    tx: Connection,
    officer: Actor,
    challenge: Challenge,
    bid: Application,
    make_organisation: Callable[[str], Awaitable[Organisation]],
    make_reviewer: MakesReviewer,
    refused: Refuses,
) -> None:
    school = await make_organisation("School")
    teacher = await make_reviewer("teacher")
    assert teacher.person_id
    await people.grant(tx, SYSTEM, teacher.person_id, Role.AGENCY, school.id)
    await tx.execute("insert into team_conflict values ($1, $2)", bid.team_id, school.id)
    assert (await service.assign_reviewers(tx, officer, challenge.programme_id, 1)).pairs == []
    async with refused("CONFLICT_OF_INTEREST"):
        await applications.review(tx, teacher, bid.id, SCORES)


async def test_only_who_is_asked_scores_once_reviewers_are_assigned(
    tx: Connection,
    officer: Actor,
    challenge: Challenge,
    bid: Application,
    make_reviewer: MakesReviewer,
    refused: Refuses,
) -> None:
    asked = await make_reviewer("ada")
    await service.assign_reviewers(tx, officer, challenge.programme_id, 1)
    other = await make_reviewer("ben")
    async with refused("NOT_ASSIGNED_TO_YOU"):
        await applications.review(tx, other, bid.id, SCORES)
    assert (await applications.review(tx, asked, bid.id, SCORES)).scores == SCORES


async def test_who_scored_before_counts_as_asked(
    tx: Connection, officer: Actor, challenge: Challenge, bid: Application, make_reviewer: MakesReviewer
) -> None:
    first, _ = await make_reviewer("ada"), await make_reviewer("ben")
    await applications.review(tx, first, bid.id, SCORES)
    assert (await service.assign_reviewers(tx, officer, challenge.programme_id, 1)).pairs == []


async def test_a_declared_conflict_takes_the_task_and_the_points_away_for_good(
    tx: Connection,
    officer: Actor,
    challenge: Challenge,
    bid: Application,
    make_reviewer: MakesReviewer,
    refused: Refuses,
) -> None:
    reviewer = await make_reviewer("ada")
    await service.assign_reviewers(tx, officer, challenge.programme_id, 1)
    await make_reviewer("ben")
    await applications.review(tx, reviewer, bid.id, SCORES)
    await service.declare_conflict(tx, reviewer, bid.id)
    assert await tx.fetchval("select count(*) from review") == 0
    await service.assign_reviewers(tx, officer, challenge.programme_id, 2)
    assert await tx.fetchval(ASKED) == ["ben"]
    async with refused("CONFLICT_OF_INTEREST"):
        await applications.review(tx, reviewer, bid.id, SCORES)


async def test_a_conflict_that_comes_later_takes_the_task_away_when_reviewers_are_shared_out_anew(
    tx: Connection,
    officer: Actor,
    tainan: Organisation,
    challenge: Challenge,
    bid: Application,
    make_reviewer: MakesReviewer,
) -> None:
    reviewer = await make_reviewer("ada")
    await service.assign_reviewers(tx, officer, challenge.programme_id, 1)
    await make_reviewer("ben")
    assert reviewer.person_id
    await people.grant(tx, SYSTEM, reviewer.person_id, Role.AGENCY, tainan.id)
    await service.assign_reviewers(tx, officer, challenge.programme_id, 1)
    assert await tx.fetchval(ASKED) == ["ben"]


async def test_only_officers_assign_and_only_reviewers_declare(
    tx: Connection, owner: Actor, lead: Actor, challenge: Challenge, bid: Application, refused: Refuses
) -> None:
    for actor in (owner, lead, Actor.anonymous()):
        async with refused("OFFICERS_ONLY"):
            await service.assign_reviewers(tx, actor, challenge.programme_id, 1)
        async with refused("REVIEWERS_ONLY"):
            await service.declare_conflict(tx, actor, bid.id)


async def test_nothing_is_assigned_without_reviewers_or_with_a_number_nobody_means(
    tx: Connection, officer: Actor, challenge: Challenge, bid: Application, refused: Refuses
) -> None:
    async with refused("NO_REVIEWERS"):
        await service.assign_reviewers(tx, officer, challenge.programme_id, 1)
    for wanted in (0, 11):
        async with refused("OUT_OF_RANGE"):
            await service.assign_reviewers(tx, officer, challenge.programme_id, wanted)


async def test_an_audit_event_says_who_was_asked_what(
    tx: Connection, officer: Actor, challenge: Challenge, bid: Application, make_reviewer: MakesReviewer
) -> None:
    reviewer = await make_reviewer("ada")
    await service.assign_reviewers(tx, officer, challenge.programme_id, 2)
    after = await tx.fetchval(
        "select after from audit_event where action = 'programme.reviewers_assigned' and subject_id = $1",
        challenge.programme_id,
    )
    assert (after["asked"], after["short"]) == (
        [[str(bid.id), str(reviewer.person_id)]],
        {str(bid.id): 1},
    )
