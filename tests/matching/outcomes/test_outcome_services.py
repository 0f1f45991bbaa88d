from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date, timedelta
from uuid import uuid4

import pytest

from matching.assignments.model import Match
from matching.forms import today
from matching.outcomes import repository, service
from store.actor import Actor
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]
Sees = Callable[..., Awaitable[bool]]
NOBODY = Actor.anonymous()
DAY = date(2026, 10, 1)


async def test_both_sides_and_officers_report_and_everybody_reads(
    tx: Connection, agreed_match: Match, owner: Actor, lead: Actor, officer: Actor, sees: Sees
) -> None:
    for number, actor in enumerate((owner, lead, officer)):
        reported = await service.report(
            tx, actor, agreed_match.id, 0, 40.5 - number, DAY + timedelta(days=number)
        )
    rows = await tx.fetch("select value from outcome_figure order by measured_on")
    assert [row["value"] for row in rows] == [40.5, 39.5, 38.5]
    assert await sees(repository.VISIBLE, "outcome_figure", reported, NOBODY)


async def test_a_figure_of_the_same_day_is_corrected(
    tx: Connection, agreed_match: Match, lead: Actor
) -> None:
    first = await service.report(tx, lead, agreed_match.id, 0, 40, DAY)
    assert await service.report(tx, lead, agreed_match.id, 0, 30, DAY) == first
    assert await tx.fetchval("select value from outcome_figure") == 30


async def test_others_and_a_match_without_terms_report_nothing(
    tx: Connection, match: Match, lead: Actor, stranger: Actor, refused: Refuses
) -> None:
    for actor in (stranger, NOBODY):
        async with refused("NOT_YOUR_MATCH"):
            await service.report(tx, actor, match.id, 0, 1, DAY)
    async with refused("MATCH_STATE"):
        await service.report(tx, lead, match.id, 0, 1, DAY)
    async with refused("UNKNOWN_MATCH"):
        await service.report(tx, lead, uuid4(), 0, 1, DAY)


@pytest.mark.parametrize("measure", [-1, 1])
async def test_only_measures_of_the_challenge_are_reported(
    tx: Connection, agreed_match: Match, lead: Actor, refused: Refuses, measure: int
) -> None:
    async with refused("UNKNOWN_MEASURE"):
        await service.report(tx, lead, agreed_match.id, measure, 1, DAY)


async def test_what_is_no_figure_or_lies_in_the_future_is_refused(
    tx: Connection, agreed_match: Match, lead: Actor, refused: Refuses
) -> None:
    for value in (float("nan"), float("inf"), 1e13):
        async with refused("NOT_A_FIGURE"):
            await service.report(tx, lead, agreed_match.id, 0, value, DAY)
    async with refused("DATE_IN_FUTURE"):
        await service.report(tx, lead, agreed_match.id, 0, 1, today() + timedelta(days=1))
