from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import pytest

from matching.challenges import service as challenges
from matching.challenges.model import Challenge, Need
from matching.roles import repository, service
from matching.roles.model import MOST_ROLES, RoleForm
from store.actor import Actor
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]
Sees = Callable[..., Awaitable[bool]]
NOBODY = Actor.anonymous()
FORM = RoleForm(title={"en": " Map maker "}, needs=(Need("maps", 3, required=True),), hours_needed=60)


async def test_an_owner_carves_a_role_which_is_as_public_as_the_challenge(
    tx: Connection, owner: Actor, officer: Actor, draft_challenge: Challenge, sees: Sees
) -> None:
    role = await service.add(tx, owner, draft_challenge.id, FORM)
    assert (role.title, role.places, role.is_open, role.version) == ({"en": "Map maker"}, 1, True, 1)
    assert not await sees(repository.VISIBLE, "challenge_role", role.id, NOBODY)
    assert await sees(repository.VISIBLE, "challenge_role", role.id, owner)
    await challenges.submit(tx, owner, draft_challenge.id)
    await challenges.approve(tx, officer, draft_challenge.id, "Ready")
    assert await sees(repository.VISIBLE, "challenge_role", role.id, NOBODY)
    actions = await tx.fetch("select action from audit_event where subject_type = 'challenge_role'")
    assert [row["action"] for row in actions] == ["challenge_role.added"]


async def test_nobody_carves_the_challenge_of_another(
    tx: Connection, stranger: Actor, lead: Actor, challenge: Challenge, refused: Refuses
) -> None:
    for actor in (NOBODY, stranger, lead):
        async with refused("NOT_YOUR_CHALLENGE"):
            await service.add(tx, actor, challenge.id, FORM)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (replace(FORM, title={"en": " "}), "TITLE_MISSING"),
        (replace(FORM, hours_needed=0), "HOURS_MISSING"),
        (replace(FORM, hours_needed=9_000), "OUT_OF_RANGE"),
        (replace(FORM, places=0), "OUT_OF_RANGE"),
        (replace(FORM, needs=(Need("maps", 9),)), "OUT_OF_RANGE"),
        (replace(FORM, needs=(Need("no-such-skill", 1),)), "UNKNOWN_CONCEPT"),
        (replace(FORM, languages=("?",)), "NOT_A_LANGUAGE_TAG"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_role_says_what_it_takes(
    tx: Connection, owner: Actor, challenge: Challenge, refused: Refuses, form: RoleForm, code: str
) -> None:
    async with refused(code):
        await service.add(tx, owner, challenge.id, form)


async def test_nobody_overwrites_what_another_wrote(
    tx: Connection, owner: Actor, challenge: Challenge, refused: Refuses
) -> None:
    role = await service.add(tx, owner, challenge.id, FORM)
    edited = await service.edit(tx, owner, role.id, RoleForm(is_open=False), role.version)
    assert (edited.is_open, edited.hours_needed, edited.version) == (False, 60, 2)
    async with refused("CONFLICT"):
        await service.edit(tx, owner, role.id, RoleForm(is_open=True), role.version)


async def test_a_challenge_is_not_carved_into_crumbs_or_after_it_ended(
    tx: Connection, owner: Actor, challenge: Challenge, refused: Refuses
) -> None:
    for _ in range(MOST_ROLES):
        role = await service.add(tx, owner, challenge.id, FORM)
    async with refused("TOO_MANY_ROLES"):
        await service.add(tx, owner, challenge.id, FORM)
    await challenges.withdraw(tx, owner, challenge.id, "Solved")
    async with refused("CHALLENGE_SETTLED"):
        await service.edit(tx, owner, role.id, FORM, role.version)
