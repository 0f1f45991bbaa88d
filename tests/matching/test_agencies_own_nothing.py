"""Whoever may sign an agency's usage statements does not act for it in anything else."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import pytest

from matching.agreements import service as agreements
from matching.agreements.model import AgreementForm, Ownership
from matching.assignments.model import Match
from matching.challenges import repository
from matching.challenges import service as challenges
from matching.challenges.model import Challenge, ChallengeForm
from matching.delivery import service as delivery
from matching.delivery.model import MilestoneForm
from matching.programmes.model import Programme
from registry.people.model import Organisation
from store.actor import Actor
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]


@pytest.fixture
def agency(stranger: Actor, owner: Actor) -> Actor:
    """Somebody who signs usage statements for the very organisation that owns the challenges."""
    return replace(stranger, agency_for=owner.owner_of)


async def test_they_draft_no_challenge(
    tx: Connection, agency: Actor, tainan: Organisation, programme: Programme, refused: Refuses
) -> None:
    async with refused("NOT_YOUR_ORGANISATION"):
        await challenges.draft(tx, agency, programme.id, tainan.id, ChallengeForm(title={"en": "Title"}))
    assert await tx.fetchval("select count(*) from challenge") == 0


async def test_they_change_and_submit_no_challenge(
    tx: Connection, agency: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    form = ChallengeForm(title={"en": "Title"})
    async with refused("NOT_YOUR_CHALLENGE"):
        await challenges.edit(tx, agency, draft_challenge.id, form, draft_challenge.version)
    async with refused("NOT_YOUR_CHALLENGE"):
        await challenges.submit(tx, agency, draft_challenge.id)
    assert await repository.find(tx, draft_challenge.id) == draft_challenge


async def test_they_propose_no_terms(tx: Connection, agency: Actor, match: Match, refused: Refuses) -> None:
    terms = AgreementForm(ownership=Ownership.OWNER)
    async with refused("NOT_YOUR_MATCH"):
        await agreements.propose(tx, agency, match.id, terms)
    assert await tx.fetchval("select count(*) from agreement") == 0


async def test_they_set_no_milestones(
    tx: Connection, agency: Actor, agreed_match: Match, refused: Refuses
) -> None:
    async with refused("NOT_YOUR_MATCH"):
        await delivery.add_milestone(tx, agency, agreed_match.id, MilestoneForm(title={"en": "First map"}))
    assert await tx.fetchval("select count(*) from milestone") == 0
