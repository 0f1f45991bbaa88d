from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import date

import orjson
import pytest

from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.assignments.gathering import gather
from matching.challenges.model import Challenge
from matching.consents import repository as consent_rows
from matching.consents import service as consents
from matching.consents.model import TEXTS, Purpose, current_version
from matching.fits import repository as facts
from matching.members import repository, service
from matching.members.model import Barrier
from matching.programmes import service as programmes
from matching.teams import service as teams
from matching.teams.model import Skill, Team, TeamForm
from matching.teams.repository import VISIBLE_MEMBER
from store.actor import Actor
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]
MakesPerson = Callable[..., Awaitable[Actor]]
NOBODY = Actor.anonymous()
OFFLINE = Skill("offline-forms", 3, "Forms of a clinic", None, date(2026, 4, 1))
MEMBER = "(select md5(m.team_id::text || m.person_id::text)::uuid as id, m.* from team_member as m)"


@pytest.fixture
def joins(
    tx: Connection, team: Team, lead: Actor, make_person: MakesPerson
) -> Callable[[str], Awaitable[Actor]]:
    """Takes somebody into the mappers."""

    async def join(name: str) -> Actor:
        person = await make_person(name)
        await teams.add_member(tx, lead, team.id, f"{name}@example.org")
        return replace(person, team_ids=frozenset({team.id}))

    return join


async def concepts(tx: Connection, team: Team) -> list[str]:
    """What fit counts as the team's skills."""
    (found,) = await facts.team_facts(tx, [team.id])
    return sorted(each.concept for each in found.skills)


async def test_what_a_member_brings_counts_as_the_teams_until_they_leave(
    tx: Connection, team: Team, joins: Callable[[str], Awaitable[Actor]]
) -> None:
    mei = await joins("mei")
    await service.set_skills(tx, mei, team.id, [OFFLINE], 1)
    assert await concepts(tx, team) == ["maps", "offline-forms"]
    await teams.remove_member(tx, mei, team.id, "mei@example.org")
    assert await concepts(tx, team) == ["maps"]
    assert await tx.fetchval("select count(*) from member_skill") == 0


async def test_what_one_member_takes_away_another_still_brings(
    tx: Connection, team: Team, joins: Callable[[str], Awaitable[Actor]]
) -> None:
    mei, lin = await joins("mei"), await joins("lin")
    await service.set_skills(tx, mei, team.id, [OFFLINE], 1)
    await service.set_skills(tx, lin, team.id, [OFFLINE], 1)
    await teams.remove_member(tx, mei, team.id, "mei@example.org")
    assert await concepts(tx, team) == ["maps", "offline-forms"]


async def test_editing_the_team_leaves_what_members_brought(
    tx: Connection, team: Team, lead: Actor, joins: Callable[[str], Awaitable[Actor]]
) -> None:
    mei = await joins("mei")
    await service.set_skills(tx, mei, team.id, [OFFLINE], 1)
    form = TeamForm(skills=())
    await teams.edit(tx, lead, team.id, form, team.version)
    assert await concepts(tx, team) == ["offline-forms"]


async def test_nobody_speaks_for_a_member(
    tx: Connection, team: Team, officer: Actor, stranger: Actor, refused: Refuses
) -> None:
    for actor in (officer, stranger, NOBODY, replace(officer, team_ids=frozenset({team.id}))):
        async with refused("NOT_YOUR_TEAM"):
            await service.set_skills(tx, actor, team.id, [OFFLINE], 1)
        async with refused("NOT_YOUR_TEAM"):
            await service.show_name(tx, actor, team.id, "Somebody", 1)
        async with refused("NOT_YOUR_TEAM"):
            await service.say_barriers(tx, actor, team.id, [Barrier.CHILDCARE], 1)


async def test_skills_without_a_level_or_unknown_ones_are_refused(
    tx: Connection, team: Team, lead: Actor, refused: Refuses
) -> None:
    async with refused("NOT_SAID"):
        await service.set_skills(tx, lead, team.id, [Skill("maps", None)], 1)
    async with refused("UNKNOWN_CONCEPT"):
        await service.set_skills(tx, lead, team.id, [Skill("no-such-thing", 1)], 1)


async def names(tx: Connection, team: Team, actor: Actor) -> int:
    """How many members somebody reads."""
    predicate = VISIBLE_MEMBER.replace("{t}", "seen")
    for name, value in (
        (":team_ids", f"'{{{','.join(str(each) for each in actor.team_ids)}}}'::uuid[]"),
        (":is_officer", str(actor.is_officer).lower()),
    ):
        predicate = predicate.replace(name, value)
    found: int = await tx.fetchval(f"select count(*) from {MEMBER} as seen where {predicate}")  # noqa: S608 - our own words
    return found


async def test_a_name_is_public_only_while_its_owner_agrees(
    tx: Connection, team: Team, lead: Actor, officer: Actor
) -> None:
    assert lead.person_id
    assert [await names(tx, team, each) for each in (NOBODY, lead, officer)] == [0, 1, 1]
    shown = await service.show_name(tx, lead, team.id, " Mei ", current_version(Purpose.PUBLIC_NAME))
    assert (shown.shown_name, shown.is_name_public) == ("Mei", True)
    assert await names(tx, team, NOBODY) == 1
    agreed = await consent_rows.standing(tx, lead.person_id, Purpose.PUBLIC_NAME, team.id)
    assert agreed is not None
    assert agreed.text_version == len(TEXTS[Purpose.PUBLIC_NAME])
    hidden = await service.show_name(tx, lead, team.id, None, None)
    assert (hidden.shown_name, hidden.is_name_public) == (None, False)
    assert await names(tx, team, NOBODY) == 0
    taken_back = await consent_rows.find(tx, agreed.id)
    assert taken_back is not None
    assert taken_back.withdrawn_at is not None


async def test_nobody_agrees_to_words_that_they_were_not_shown(
    tx: Connection, team: Team, lead: Actor, refused: Refuses
) -> None:
    async with refused("TEXT_OUTDATED"):
        await service.say_barriers(tx, lead, team.id, [Barrier.TRANSPORT], 99)
    token = replace(lead, token_id=lead.person_id)
    async with refused("SESSION_NEEDED"):
        await service.say_barriers(tx, token, team.id, [Barrier.TRANSPORT], 1)


async def test_whoever_leaves_takes_answers_and_consents_with_them(
    tx: Connection, team: Team, joins: Callable[[str], Awaitable[Actor]]
) -> None:
    mei = await joins("mei")
    await service.say_barriers(tx, mei, team.id, [Barrier.CHILDCARE], 1)
    await service.show_name(tx, mei, team.id, "Mei", 1)
    await teams.remove_member(tx, mei, team.id, "mei@example.org")
    assert await tx.fetchval("select count(*) from member_barrier") == 0
    assert await tx.fetchval("select count(*) from consent where withdrawn_at is null") == 0


async def test_taking_a_consent_back_deletes_the_answers(
    tx: Connection, team: Team, lead: Actor, stranger: Actor, refused: Refuses
) -> None:
    assert lead.person_id
    await service.say_barriers(tx, lead, team.id, [Barrier.CHILDCARE, Barrier.LANGUAGE], 1)
    agreed = await consent_rows.standing(tx, lead.person_id, Purpose.BARRIERS, team.id)
    assert agreed is not None
    async with refused("UNKNOWN_CONSENT"):
        await consents.withdraw(tx, stranger, agreed.id)
    await consents.withdraw(tx, lead, agreed.id)
    own = await repository.own_part(tx, team.id, lead.person_id)
    assert own is not None
    assert own.barriers == frozenset()
    async with refused("CONSENT_WITHDRAWN"):
        await consents.withdraw(tx, lead, agreed.id)


async def test_what_stands_in_somebodys_way_is_not_in_the_audit_trail(
    tx: Connection, team: Team, lead: Actor
) -> None:
    await service.say_barriers(tx, lead, team.id, [Barrier.CHILDCARE], 1)
    trail = await tx.fetch("select before::text, after::text from audit_event")
    assert not any("CHILDCARE" in f"{row['before']}{row['after']}" for row in trail)


async def test_fit_and_the_pairing_know_nothing_of_barriers(
    tx: Connection, officer: Actor, challenge: Challenge, team: Team, lead: Actor
) -> None:
    await applications.apply(tx, lead, challenge.id, team.id, ApplicationForm(proposal={"en": "A map"}))
    await programmes.start_review(tx, officer, challenge.programme_id)
    before = (
        await facts.team_facts(tx, [team.id]),
        (await gather(tx, officer, challenge.programme_id)).as_json(),
    )
    await service.say_barriers(tx, lead, team.id, list(Barrier), 1)
    after = (
        await facts.team_facts(tx, [team.id]),
        (await gather(tx, officer, challenge.programme_id)).as_json(),
    )
    assert after == before
    words = orjson.dumps([str(after[0]), after[1]]).decode().lower()
    assert [each for each in ("childcare", "barrier") if each in words] == []
