from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from uuid import UUID

import pytest
import pytest_asyncio

from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.assignments.model import Match
from matching.challenges.model import Challenge, Need
from matching.fit import DataClass
from matching.interests import repository, service
from matching.interests.model import State
from matching.profiles import service as profiles
from matching.profiles.model import Profile, ProfileForm
from matching.profiles.repository import VISIBLE, VISIBLE_INTEREST
from matching.roles import service as roles
from matching.roles.model import Role, RoleForm
from matching.teams import repository as teams
from matching.teams import service as team_service
from matching.teams.model import Skill, Team
from store.actor import Actor
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]
Sees = Callable[..., Awaitable[bool]]
MakesPerson = Callable[..., Awaitable[Actor]]
Seeks = Callable[..., Awaitable[tuple[Actor, Profile]]]

FORM = ProfileForm(
    skills=(Skill("maps", 4),),
    domains=("healthcare",),
    languages=("zh-Hant",),
    hours_per_week=10,
    data_clearance=DataClass.PERSONAL,
    place="TW-TNN",
)


@pytest_asyncio.fixture
async def role(tx: Connection, owner: Actor, challenge: Challenge) -> Role:
    form = RoleForm(title={"en": "Maps"}, needs=(Need("maps", 3),), hours_needed=60, places=2)
    return await roles.add(tx, owner, challenge.id, form)


@pytest.fixture
def seek(tx: Connection, make_person: MakesPerson) -> Seeks:
    """Makes a person with a profile that passes every gate of the role."""

    async def make(name: str, **differently: object) -> tuple[Actor, Profile]:
        person = await make_person(name)
        return person, await profiles.save(tx, person, replace(FORM, **differently), 0)  # type: ignore[arg-type]  # of the form

    return make


async def state_of(tx: Connection, interest_id: UUID) -> State:
    found = await repository.find(tx, interest_id)
    assert found is not None
    return found.state


async def test_two_who_were_accepted_become_a_team_that_applies(
    tx: Connection, owner: Actor, challenge: Challenge, role: Role, seek: Seeks
) -> None:
    (mei, _), (jun, _) = await seek("mei"), await seek("jun", languages=("en", "zh-Hant"))
    first, second = [await service.show(tx, each, role.id, " I make maps ") for each in (mei, jun)]
    for each in (first, second):
        await service.accept(tx, owner, each)
    team_id = await service.form_team(tx, mei, challenge.id, {"en": "Map makers"})
    assert (await state_of(tx, first), await state_of(tx, second)) == (State.JOINED, State.ACCEPTED)
    assert [each.person_id for each in await teams.members(tx, team_id)] == [mei.person_id]
    assert await service.join(tx, jun, second) == team_id
    team = await teams.find(tx, team_id)
    assert team is not None
    assert (team.hours_per_week, team.languages) == (20, ("zh-Hant", "en"))
    assert [(each.person_id, each.is_lead) for each in await teams.members(tx, team_id)] == [
        (mei.person_id, True), (jun.person_id, False),
    ]  # fmt: skip
    brought = await tx.fetch("select concept, level from skill_of_team where team_id = $1", team_id)
    assert [tuple(each) for each in brought] == [("maps", 4), ("maps", 4)]
    speaks = replace(mei, team_ids=frozenset({team_id}))
    await applications.apply(tx, speaks, challenge.id, team_id, ApplicationForm(proposal={"en": "Maps"}))
    actions = await tx.fetch(
        "select action from audit_event where subject_type = 'role_interest' order by id"
    )
    assert [each["action"].partition(".")[2] for each in actions] == [
        "shown", "shown", "accepted", "accepted", "joined",
    ]  # fmt: skip
    await team_service.remove_member(tx, speaks, team_id, "jun@example.org")
    assert await state_of(tx, second) is State.WITHDRAWN


async def test_a_profile_is_shown_where_its_person_is_interested_and_to_those_accepted_with_them(
    tx: Connection, owner: Actor, stranger: Actor, role: Role, seek: Seeks, sees: Sees
) -> None:
    (mei, profile), (jun, _) = await seek("mei"), await seek("jun")
    first, second = [await service.show(tx, each, role.id, "") for each in (mei, jun)]

    async def seen_by(*actors: Actor) -> list[tuple[bool, bool]]:
        return [
            (
                await sees(VISIBLE_INTEREST, "role_interest", first, each),
                await sees(VISIBLE, "profile", profile.id, each),
            )
            for each in actors
        ]

    yes, no = (True, True), (False, False)
    assert await seen_by(mei, owner, jun, stranger) == [yes, yes, no, no]
    await service.accept(tx, owner, first)
    assert await seen_by(jun, stranger) == [no, no]
    await service.accept(tx, owner, second)
    assert await seen_by(jun, stranger) == [yes, no]
    await service.withdraw(tx, mei, first)
    assert await seen_by(mei, owner, jun) == [yes, (True, False), no]


async def test_whom_an_owner_invites_answers_for_themselves(
    tx: Connection, owner: Actor, role: Role, seek: Seeks, refused: Refuses
) -> None:
    mei, profile = await seek("mei")
    async with refused("UNKNOWN_PROFILE"):  # does not want to be found
        await service.invite(tx, owner, role.id, profile.id, "")
    await profiles.let_be_found(tx, mei, 1)
    invited = await service.invite(tx, owner, role.id, profile.id, "Would you?")
    async with refused("INTEREST_EXISTS"):
        await service.invite(tx, owner, role.id, profile.id, "")
    async with refused("NOT_YOURS_TO_ANSWER"):
        await service.accept(tx, owner, invited)
    await service.accept(tx, mei, invited)
    assert await state_of(tx, invited) is State.ACCEPTED


async def test_who_does_not_pass_a_gate_is_told_which(
    tx: Connection, owner: Actor, role: Role, seek: Seeks, refused: Refuses
) -> None:
    (uncleared, _) = await seek("uncleared", data_clearance=DataClass.NONE)
    async with refused("GATE_DATA_CLEARANCE"):
        await service.show(tx, uncleared, role.id, "")
    (busy, _) = await seek("busy", hours_per_week=1)
    async with refused("GATE_HOURS"):
        await service.show(tx, busy, role.id, "")
    await profiles.save(tx, owner, FORM, 0)
    async with refused("GATE_CONFLICT_OF_INTEREST"):
        await service.show(tx, owner, role.id, "")


async def test_only_the_owner_answers_with_a_reason_and_nobody_presses(
    tx: Connection, owner: Actor, officer: Actor, stranger: Actor, role: Role, seek: Seeks, refused: Refuses
) -> None:
    mei, _ = await seek("mei")
    interest = await service.show(tx, mei, role.id, "")
    for actor in (stranger, officer):
        async with refused("UNKNOWN_INTEREST"):
            await service.accept(tx, actor, interest)
    async with refused("NOT_YOURS_TO_ANSWER"):
        await service.accept(tx, mei, interest)
    async with refused("REASON_MISSING"):
        await service.decline(tx, owner, interest, " ")
    await service.decline(tx, owner, interest, "We need somebody on site")
    async with refused("INTEREST_STATE"):
        await service.accept(tx, owner, interest)
    async with refused("INTEREST_EXISTS"):
        await service.show(tx, mei, role.id, "")


async def test_no_more_people_than_were_looked_for_are_taken(
    tx: Connection, owner: Actor, role: Role, seek: Seeks, refused: Refuses
) -> None:
    shown = [await service.show(tx, (await seek(each))[0], role.id, "") for each in ("mei", "jun", "lin")]
    for each in shown[:2]:
        await service.accept(tx, owner, each)
    async with refused("ROLE_FILLED"):
        await service.accept(tx, owner, shown[2])


async def test_nobody_forms_or_joins_a_team_without_being_accepted_and_asked(
    tx: Connection, owner: Actor, challenge: Challenge, role: Role, seek: Seeks, refused: Refuses
) -> None:
    (mei, _), (jun, _) = await seek("mei"), await seek("jun")
    first, second = [await service.show(tx, each, role.id, "") for each in (mei, jun)]
    async with refused("NOT_ACCEPTED"):
        await service.form_team(tx, mei, challenge.id, {"en": "Us"})
    for each in (first, second):
        await service.accept(tx, owner, each)
    async with refused("NO_TEAM_ASKS"):
        await service.join(tx, jun, second)
    await service.form_team(tx, mei, challenge.id, {"en": "Us"})
    async with refused("UNKNOWN_INTEREST"):
        await service.join(tx, mei, second)
    async with refused("ASKED_ALREADY"):
        await service.form_team(tx, jun, challenge.id, {"en": "Others"})
    async with refused("INTEREST_STATE"):
        await service.withdraw(tx, mei, first)


async def test_the_team_at_work_takes_in_whom_the_owner_accepted(
    tx: Connection, owner: Actor, match: Match, team: Team, lead: Actor, make_person: MakesPerson, seek: Seeks,
    refused: Refuses,
) -> None:  # fmt: skip
    await tx.execute("update programme set state = 'OPEN'")
    await tx.execute("update challenge set state = 'PUBLISHED'")
    role = await roles.add(tx, owner, match.challenge_id, RoleForm(title={"en": "Maps"}, hours_needed=20))
    mei, _ = await seek("mei")
    interest = await service.show(tx, mei, role.id, "")
    await service.accept(tx, owner, interest)
    await tx.execute("update challenge set state = 'MATCHED'")
    other = await make_person("other", team_ids=frozenset({UUID(int=1)}))
    async with refused("UNKNOWN_INTEREST"):
        await service.offer_place(tx, other, interest, UUID(int=1))
    async with refused("LEADS_ONLY"):
        await service.offer_place(tx, replace(other, team_ids=frozenset({team.id})), interest, team.id)
    await service.offer_place(tx, lead, interest, team.id)
    async with refused("ASKED_ALREADY"):
        await service.offer_place(tx, lead, interest, team.id)
    assert await service.join(tx, mei, interest) == team.id
    stronger = await teams.find(tx, team.id)
    assert stronger is not None
    assert stronger.hours_per_week == 30
