from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from matching.challenges.model import Challenge
from matching.consents import service as consents
from matching.profiles import repository, service
from matching.profiles.model import ProfileForm
from matching.roles import service as roles
from matching.roles.model import RoleForm
from matching.teams.model import Skill
from store.actor import Actor
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]
Sees = Callable[..., Awaitable[bool]]
NOBODY = Actor.anonymous()
FORM = ProfileForm(shown_name=" Mei ", skills=(Skill("maps", 3, "A map", None, date(2026, 5, 1)),))


async def test_a_profile_is_private_until_its_person_agrees_to_be_found(
    tx: Connection,
    lead: Actor,
    owner: Actor,
    stranger: Actor,
    officer: Actor,
    challenge: Challenge,
    sees: Sees,
) -> None:
    profile = await service.save(tx, lead, FORM, 0)
    assert (profile.shown_name, profile.skills) == ("Mei", FORM.skills)
    await roles.add(tx, owner, challenge.id, RoleForm(title={"en": "Maps"}, hours_needed=9))

    async def seen_by() -> list[bool]:
        actors = (NOBODY, lead, owner, stranger, officer)
        return [await sees(repository.VISIBLE, "profile", profile.id, each) for each in actors]

    assert await seen_by() == [False, True, False, False, False]
    await service.let_be_found(tx, lead, 1)
    assert await seen_by() == [False, True, True, False, True]  # the stranger's organisation looks for nobody
    consent: UUID = await tx.fetchval("select id from consent where subject_id = $1", profile.id)
    await consents.withdraw(tx, lead, consent)
    assert await seen_by() == [False, True, False, False, False]


async def test_what_is_left_out_of_a_form_stays(tx: Connection, lead: Actor) -> None:
    await service.save(tx, lead, FORM, 0)
    profile = await service.save(tx, lead, ProfileForm(hours_per_week=8), 1)
    assert (profile.shown_name, profile.hours_per_week) == ("Mei", 8)
    assert await tx.fetchval("select count(*) from profile") == 1


async def test_nobody_who_is_nobody_has_a_profile_and_no_token_agrees(
    tx: Connection, lead: Actor, refused: Refuses
) -> None:
    async with refused("SIGN_IN_FIRST"):
        await service.save(tx, NOBODY, FORM, 0)
    async with refused("PROFILE_MISSING"):
        await service.let_be_found(tx, lead, 1)
    await service.save(tx, lead, FORM, 0)
    async with refused("SESSION_NEEDED"):
        await service.let_be_found(tx, replace(lead, token_id=UUID(int=1)), 1)
    async with refused("TEXT_OUTDATED"):
        await service.let_be_found(tx, lead, 9)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (ProfileForm(skills=(Skill("maps", None),)), "NOT_SAID"),
        (ProfileForm(skills=(Skill("maps", 9),)), "OUT_OF_RANGE"),
        (ProfileForm(hours_per_week=169), "OUT_OF_RANGE"),
        (ProfileForm(place="Nowhere"), "PLACE_MALFORMED"),
        (ProfileForm(conflicts=frozenset({UUID(int=1)})), "UNKNOWN_ORGANISATION"),
        (
            ProfileForm(available_from=date(2026, 5, 2), available_until=date(2026, 5, 1)),
            "DATES_OUT_OF_ORDER",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_profile_says_what_can_be_compared(
    tx: Connection, lead: Actor, refused: Refuses, form: ProfileForm, code: str
) -> None:
    async with refused(code):
        await service.save(tx, lead, form, 0)


async def test_who_leaves_takes_the_profile_and_the_consent_along(
    tx: Connection, lead: Actor, refused: Refuses
) -> None:
    await service.save(tx, lead, FORM, 0)
    await service.let_be_found(tx, lead, 1)
    await service.delete(tx, lead)
    assert await tx.fetchval("select count(*) from profile") == 0
    assert await tx.fetchval("select count(*) from consent where withdrawn_at is null") == 0
    async with refused("PROFILE_MISSING"):
        await service.delete(tx, lead)
