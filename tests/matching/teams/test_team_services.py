from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from matching.forms import today
from matching.teams import repository, service
from matching.teams.model import Skill, Team, TeamForm
from registry.people.model import Organisation
from store.actor import Actor
from store.database import Connection
from store.refusal import Refused

Refuses = Callable[..., AbstractAsyncContextManager[None]]
MakesPerson = Callable[..., Awaitable[Actor]]
NOBODY = Actor.anonymous()


async def test_whoever_registers_a_team_leads_it(
    tx: Connection, stranger: Actor, team_form: TeamForm
) -> None:
    team = await service.register(tx, stranger, team_form)
    assert (team.slug, team.version, team.created_by) == ("mappers", 1, stranger.person_id)
    members = await repository.members(tx, team.id)
    assert [(each.person_id, each.is_lead) for each in members] == [(stranger.person_id, True)]
    assert await repository.of_person(tx, members[0].person_id) == [team]


async def test_all_that_is_written_of_a_team_comes_back(
    tx: Connection, team: Team, team_form: TeamForm
) -> None:
    for name in (
        "skills",
        "domains",
        "languages",
        "hours_per_week",
        "available_until",
        "data_clearance",
        "place",
    ):
        assert getattr(team, name) == getattr(team_form, name)
    assert await repository.find_by_slug(tx, team.slug) == team


async def test_anonymous_readers_register_nothing(
    tx: Connection, team_form: TeamForm, refused: Refuses
) -> None:
    async with refused("SIGN_IN_FIRST"):
        await service.register(tx, NOBODY, team_form)


async def test_a_team_known_from_a_source_has_no_members(
    tx: Connection, stranger: Actor, team_form: TeamForm, refused: Refuses
) -> None:
    form = replace(team_form, source="https://example.org/repository")
    team = await service.register(tx, Actor.system(), form)
    assert await repository.members(tx, team.id) == []
    async with refused("OFFICERS_ONLY"):
        await service.register(tx, stranger, form)


async def test_everything_wrong_with_a_team_is_said_at_once(tx: Connection, stranger: Actor) -> None:
    form = TeamForm(
        name={},
        skills=(
            Skill("maps", 9, evidence_url="javascript:alert(1)", evidenced_on=today() + timedelta(days=1)),
            Skill("no-such-skill", 1),
        ),
        domains=("maps",),
        hours_per_week=0,
        capacity=21,
        available_from=date(2027, 1, 1),
        available_until=date(2026, 1, 1),
        refused_licences=("GPL v3",),
        place="Tainan",
        time_zone="Tainan",
        homepage="ftp://example.org",
        conflicts=frozenset({uuid4()}),
    )
    with pytest.raises(Refused) as caught:
        await service.register(tx, stranger, form)
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [
        ("NAME_MISSING", "name"),
        ("UNKNOWN_CONCEPT", "skills.1.concept"),
        ("OUT_OF_RANGE", "skills.0.level"),
        ("NOT_A_WEB_ADDRESS", "skills.0.evidenceUrl"),
        ("DATE_IN_FUTURE", "skills.0.evidencedOn"),
        ("CONCEPT_OF_OTHER_KIND", "domains.0"),
        ("OUT_OF_RANGE", "hoursPerWeek"),
        ("DATES_OUT_OF_ORDER", "availableUntil"),
        ("OUT_OF_RANGE", "capacity"),
        ("LICENCE_MEANT", "refusedLicences.0"),
        ("PLACE_MALFORMED", "place"),
        ("TIME_ZONE_UNKNOWN", "timeZone"),
        ("NOT_A_WEB_ADDRESS", "homepage"),
        ("UNKNOWN_ORGANISATION", "conflicts"),
    ]
    assert await tx.fetchval("select count(*) from team") == 0


async def test_skills_and_interests_are_replaced_as_a_whole(
    tx: Connection, lead: Actor, team: Team, tainan: Organisation
) -> None:
    form = TeamForm(skills=(Skill("vue", 3), Skill("maps", 2)), conflicts=frozenset({tainan.id}))
    edited = await service.edit(tx, lead, team.id, form, 1)
    assert edited.skills == (Skill("vue", 3), Skill("maps", 2))
    assert (edited.conflicts, edited.version, edited.name) == (frozenset({tainan.id}), 2, team.name)
    topics = await tx.fetch("select topic from outbox where subject_id = $1", team.id)
    assert [row["topic"] for row in topics] == ["team.changed"] * 2


async def test_others_do_not_edit_a_team(
    tx: Connection, stranger: Actor, team: Team, refused: Refuses
) -> None:
    for actor in (stranger, NOBODY):
        async with refused("NOT_YOUR_TEAM"):
            await service.edit(tx, actor, team.id, TeamForm(capacity=2), 1)
    async with refused("UNKNOWN_TEAM"):
        await service.edit(tx, stranger, uuid4(), TeamForm(capacity=2), 1)


async def test_the_second_of_two_members_who_edit_is_told(
    tx: Connection, lead: Actor, team: Team, refused: Refuses
) -> None:
    await service.edit(tx, lead, team.id, TeamForm(capacity=2), 1)
    async with refused("CONFLICT"):
        await service.edit(tx, lead, team.id, TeamForm(capacity=3), 1)


async def test_a_lead_takes_people_in_and_they_leave_by_themselves(
    tx: Connection, lead: Actor, team: Team, make_person: MakesPerson
) -> None:
    ming = await make_person("ming")
    await service.add_member(tx, lead, team.id, " Ming@example.org ")
    assert {each.person_id for each in await repository.members(tx, team.id)} == {
        lead.person_id,
        ming.person_id,
    }
    member = replace(ming, team_ids=frozenset({team.id}))
    await service.remove_member(tx, member, team.id, "ming@example.org")
    assert [each.person_id for each in await repository.members(tx, team.id)] == [lead.person_id]


async def test_only_leads_say_who_is_in_a_team(
    tx: Connection, lead: Actor, team: Team, make_person: MakesPerson, refused: Refuses
) -> None:
    member = replace(await make_person("ming"), team_ids=frozenset({team.id}))
    await service.add_member(tx, lead, team.id, "ming@example.org")
    async with refused("LEADS_ONLY"):
        await service.add_member(tx, member, team.id, "ming@example.org", is_lead=True)
    async with refused("LEADS_ONLY"):
        await service.remove_member(tx, member, team.id, f"{lead.name}@example.org")


async def test_the_last_lead_neither_leaves_nor_steps_down(
    tx: Connection, lead: Actor, team: Team, make_person: MakesPerson, refused: Refuses
) -> None:
    await make_person("ming")
    await service.add_member(tx, lead, team.id, "ming@example.org")
    async with refused("LAST_LEAD"):
        await service.remove_member(tx, lead, team.id, f"{lead.name}@example.org")
    async with refused("LAST_LEAD"):
        await service.add_member(tx, lead, team.id, f"{lead.name}@example.org")


async def test_people_who_are_not_known_or_not_members_are_said_to_be(
    tx: Connection, lead: Actor, team: Team, refused: Refuses
) -> None:
    async with refused("EMAIL_UNKNOWN"):
        await service.add_member(tx, lead, team.id, "nobody@example.org")
    async with refused("NOT_A_MEMBER"):
        await service.remove_member(tx, lead, team.id, "nobody@example.org")


async def test_a_team_can_be_found_by_its_words_in_the_transaction_that_wrote_them(
    tx: Connection, team: Team
) -> None:
    lexemes = await tx.fetchval("select tsvector_to_array(words) from team_search where id = $1", team.id)
    assert "mapper" in " ".join(lexemes)


async def test_members_are_seen_by_the_team_and_officers(
    tx: Connection, lead: Actor, officer: Actor, stranger: Actor, team: Team
) -> None:
    predicate = repository.VISIBLE_MEMBER.replace("{t}", "seen").replace(":team_ids", "$1::uuid[]")
    statement = f"select count(*) from team_member seen where {predicate.replace(':is_officer', '$2::bool')}"  # noqa: S608 - the code's own predicate
    for actor, told in ((lead, 1), (officer, 1), (stranger, 0), (NOBODY, 0)):
        assert await tx.fetchval(statement, list(actor.team_ids), actor.is_officer) == told
