from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from matching.agreements.model import Side
from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.challenges.model import Challenge
from matching.forms import today
from matching.grading import repository, service
from matching.grading.model import Grades
from matching.programmes import service as programmes
from matching.teams.model import Team
from store.actor import Actor
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]
Sees = Callable[..., Awaitable[bool]]


@pytest_asyncio.fixture
async def bid(tx: Connection, officer: Actor, challenge: Challenge, team: Team, lead: Actor) -> UUID:
    """The mappers' application for Tainan's challenge, in a round under review."""
    made = await applications.apply(
        tx, lead, challenge.id, team.id, ApplicationForm(proposal={"en": "A map"})
    )
    await programmes.start_review(tx, officer, challenge.programme_id)
    return made.id


@pytest_asyncio.fixture
async def shortlisted(tx: Connection, owner: Actor, bid: UUID) -> UUID:
    await service.shortlist(tx, owner, bid, is_shortlisted=True)
    return bid


async def test_only_the_owner_shortlists_and_only_under_review(
    tx: Connection,
    owner: Actor,
    officer: Actor,
    lead: Actor,
    bid: UUID,
    challenge: Challenge,
    refused: Refuses,
) -> None:
    for actor in (officer, lead, Actor.anonymous()):
        async with refused("NOT_YOUR_CHALLENGE"):
            await service.shortlist(tx, actor, bid, is_shortlisted=True)
    async with refused("UNKNOWN_APPLICATION"):
        await service.shortlist(tx, owner, uuid4(), is_shortlisted=True)
    await tx.execute("update programme set decision_on = $1", today() - timedelta(days=1))
    async with refused("GRADING_CLOSED"):
        await service.shortlist(tx, owner, bid, is_shortlisted=True)


async def test_what_no_reviewer_has_read_is_not_shortlisted(
    tx: Connection, owner: Actor, officer: Actor, bid: UUID, refused: Refuses
) -> None:
    task = "insert into review_task (application_id, reviewer_id) values ($1, $2)"
    await tx.execute(task, bid, officer.person_id)
    async with refused("REVIEW_MISSING"):
        await service.shortlist(tx, owner, bid, is_shortlisted=True)
    await tx.execute(
        "insert into review (application_id, reviewer_id, scores) values ($1, $2, '{}')",
        bid,
        officer.person_id,
    )
    await service.shortlist(tx, owner, bid, is_shortlisted=True)
    assert await tx.fetchval("select shortlisted_at is not null from application where id = $1", bid)


async def test_neither_side_sees_the_others_grade_before_both_gave_theirs(
    tx: Connection, owner: Actor, lead: Actor, officer: Actor, shortlisted: UUID, sees: Sees
) -> None:
    by_owner = await service.grade(tx, owner, shortlisted, 4)
    assert [await sees(repository.VISIBLE, "mutual_grade", by_owner.id, each) for each in (owner, lead, officer)] == [
        True, False, True,
    ]  # fmt: skip
    by_team = await service.grade(tx, lead, shortlisted, 5)
    for given in (by_owner, by_team):
        for actor in (owner, lead):
            assert await sees(repository.VISIBLE, "mutual_grade", given.id, actor)


async def test_after_the_day_of_the_decision_the_one_that_was_given_is_seen(
    tx: Connection, owner: Actor, lead: Actor, stranger: Actor, shortlisted: UUID, sees: Sees
) -> None:
    given = await service.grade(tx, owner, shortlisted, 2)
    await tx.execute("update programme set decision_on = $1", today() - timedelta(days=1))
    assert await sees(repository.VISIBLE, "mutual_grade", given.id, lead)
    assert not await sees(repository.VISIBLE, "mutual_grade", given.id, stranger)


async def test_a_grade_may_be_changed_until_both_have_spoken(
    tx: Connection, owner: Actor, lead: Actor, shortlisted: UUID, refused: Refuses
) -> None:
    await service.grade(tx, owner, shortlisted, 2)
    changed = await service.grade(tx, owner, shortlisted, 3)
    assert (changed.grade, changed.side) == (3, Side.OWNER)
    await service.grade(tx, lead, shortlisted, 5)
    for actor in (owner, lead):
        async with refused("GRADES_OPENED"):
            await service.grade(tx, actor, shortlisted, 1)


@pytest.mark.parametrize("points", [0, 6])
async def test_grades_run_from_one_to_five(
    tx: Connection, owner: Actor, shortlisted: UUID, refused: Refuses, points: int
) -> None:
    async with refused("OUT_OF_RANGE"):
        await service.grade(tx, owner, shortlisted, points)


async def test_whoever_is_on_neither_or_both_sides_does_not_grade(
    tx: Connection,
    owner: Actor,
    lead: Actor,
    stranger: Actor,
    officer: Actor,
    shortlisted: UUID,
    refused: Refuses,
) -> None:
    for actor in (stranger, officer, Actor.anonymous()):
        async with refused("NOT_YOUR_APPLICATION"):
            await service.grade(tx, actor, shortlisted, 3)
    async with refused("CONFLICT_OF_INTEREST"):
        await service.grade(tx, replace(owner, team_ids=lead.team_ids), shortlisted, 3)


async def test_only_what_is_shortlisted_is_graded(
    tx: Connection, owner: Actor, bid: UUID, refused: Refuses
) -> None:
    async with refused("NOT_SHORTLISTED"):
        await service.grade(tx, owner, bid, 3)


async def test_leaving_the_shortlist_takes_the_grades_away(
    tx: Connection, owner: Actor, shortlisted: UUID
) -> None:
    await service.grade(tx, owner, shortlisted, 3)
    await service.shortlist(tx, owner, shortlisted, is_shortlisted=False)
    assert await tx.fetchval("select count(*) from mutual_grade") == 0


async def test_a_round_gives_its_grades_by_application(
    tx: Connection, owner: Actor, lead: Actor, challenge: Challenge, shortlisted: UUID
) -> None:
    assert await repository.of_programme(tx, challenge.programme_id) == {shortlisted: Grades(None, None)}
    await service.grade(tx, owner, shortlisted, 4)
    await service.grade(tx, lead, shortlisted, 5)
    assert await repository.of_programme(tx, challenge.programme_id) == {shortlisted: Grades(4, 5)}


async def test_the_audit_trail_does_not_tell_a_blind_grade(
    tx: Connection, owner: Actor, shortlisted: UUID
) -> None:
    await service.grade(tx, owner, shortlisted, 4)
    after = await tx.fetchval("select after::text from audit_event where action = 'mutual_grade.given'")
    assert "4" not in after.replace(str(shortlisted), "")
