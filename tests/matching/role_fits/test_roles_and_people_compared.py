"""The fit of roles and people, as it is computed and as it is told."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from matching.challenges.model import Challenge, Need
from matching.fit import DEFAULT_WEIGHTS, ChallengeFacts, CriterionId, DataClass, GateCode, TeamFacts, Weights
from matching.profiles import service as profiles
from matching.profiles.model import Profile, ProfileForm
from matching.role_fits import service
from matching.role_fits.model import Carved, Seeker, compare, for_people
from matching.roles import service as roles
from matching.roles.model import Role, RoleForm
from matching.teams.model import Skill
from store.actor import Actor
from store.database import Connection

MakesPerson = Callable[..., Awaitable[Actor]]
Refuses = Callable[..., AbstractAsyncContextManager[None]]
DAY, NOW = date(2026, 11, 21), datetime(2026, 11, 21, tzinfo=UTC)
CONCEPTS = st.sampled_from(["maps", "offline-forms", "python", "postgresql", "accessibility"])
LEVELS = st.integers(1, 5)

ROLE = Role(
    id=UUID(int=1), challenge_id=UUID(int=2), title={"en": "Map maker"}, task={"en": "Make maps of clinics"},
    needs=(Need("maps", 4, required=True), Need("offline-forms", 2)), languages=(), hours_needed=40, on_site=False,
    places=1, is_open=True, created_at=NOW, updated_at=NOW, version=1,
)  # fmt: skip
CHALLENGE = ChallengeFacts(
    id=str(UUID(int=2)), owner_id=str(UUID(int=3)), domains=("healthcare",), languages=("zh-Hant",),
    starts_on=date(2027, 1, 4), ends_on=date(2027, 6, 30), data_class=DataClass.PERSONAL, licence="MIT",
)  # fmt: skip
CARVED = Carved(ROLE, CHALLENGE, DEFAULT_WEIGHTS)
PROFILE = Profile(
    id=UUID(int=4), person_id=UUID(int=5), shown_name="Mei", about={"en": "I make maps"}, skills=(Skill("maps", 2),),
    domains=("healthcare",), languages=("zh-Hant",), hours_per_week=5, available_from=None, available_until=None,
    data_clearance=DataClass.PERSONAL, place="TW-TNN", remote_ok=True, conflicts=frozenset(), created_at=NOW,
    updated_at=NOW, version=1,
)  # fmt: skip


@given(
    st.lists(st.tuples(CONCEPTS, LEVELS), max_size=4, unique_by=lambda each: each[0]),
    st.tuples(CONCEPTS, LEVELS),
)
def test_one_more_skill_never_lowers_a_fit(had: list[tuple[str, int]], more: tuple[str, int]) -> None:
    before = replace(PROFILE, skills=tuple(Skill(*each) for each in had))
    after = replace(before, skills=(*before.skills, Skill(*more)))
    assert compare(CARVED, Seeker(after), DAY).score >= compare(CARVED, Seeker(before), DAY).score


@given(st.text(max_size=20), st.uuids(), st.datetimes(timezones=st.just(UTC)))
def test_who_somebody_is_moves_nothing(name: str, person: UUID, born: datetime) -> None:
    other = replace(PROFILE, shown_name=name, person_id=person, created_at=born, updated_at=born)
    assert compare(CARVED, Seeker(other), DAY) == compare(CARVED, Seeker(PROFILE), DAY)
    assert not {each.name for each in fields(TeamFacts)} & {"name", "shown_name", "gender", "age", "born_on"}


def test_gates_are_those_that_somebody_alone_can_answer() -> None:
    def failed(**differently: object) -> list[GateCode]:
        seeker = Seeker(replace(PROFILE, **differently))  # type: ignore[arg-type]  # of the profile
        return [gate.code for gate in compare(CARVED, seeker, DAY).failed_gates()]

    assert failed() == []
    assert failed(data_clearance=DataClass.NONE) == [GateCode.DATA_CLEARANCE]
    assert failed(languages=("de",)) == [GateCode.LANGUAGE]
    assert failed(hours_per_week=1) == [GateCode.HOURS]
    assert failed(conflicts=frozenset({UUID(int=3)})) == [GateCode.CONFLICT_OF_INTEREST]
    assert GateCode.LICENCE not in [gate.code for gate in compare(CARVED, Seeker(PROFILE), DAY).gates]


def test_who_works_in_another_role_has_no_hand_free_and_who_has_this_one_has() -> None:
    elsewhere = Seeker(PROFILE, engaged_in=frozenset({UUID(int=9)}))
    here = Seeker(PROFILE, engaged_in=frozenset({ROLE.id}))
    assert [each.code for each in compare(CARVED, elsewhere, DAY).failed_gates()] == [GateCode.CAPACITY]
    assert compare(CARVED, here, DAY).passed


def test_a_track_record_that_nobody_alone_can_have_does_not_count() -> None:
    assert for_people(DEFAULT_WEIGHTS).track_record == 0
    only_record = Weights(0, 0, 0, 0, track_record=1, interest=0)
    assert for_people(only_record) == replace(DEFAULT_WEIGHTS, track_record=0)
    told = {each.id: each.weight for each in compare(CARVED, Seeker(PROFILE), DAY).for_challenge.criteria}
    assert told[CriterionId.TRACK_RECORD] == 0


async def test_people_find_roles_and_owners_find_those_who_agreed(
    tx: Connection, owner: Actor, officer: Actor, stranger: Actor, challenge: Challenge, make_person: MakesPerson,
    refused: Refuses,
) -> None:  # fmt: skip
    form = RoleForm(title={"en": "Maps"}, needs=(Need("maps", 3),), hours_needed=60)
    role = await roles.add(tx, owner, challenge.id, form)
    other = await roles.add(
        tx, owner, challenge.id, replace(form, title={"en": "Forms"}, needs=(Need("python", 5),))
    )
    seeks = ProfileForm(
        skills=(Skill("maps", 4),),
        languages=("zh-Hant",),
        hours_per_week=9,
        data_clearance=DataClass.PERSONAL,
    )
    found = {name: await make_person(name) for name in ("mei", "jun", "shy", "biased")}
    ids = {name: (await profiles.save(tx, each, seeks, 0)).id for name, each in found.items()}
    await profiles.save(tx, found["jun"], ProfileForm(skills=(Skill("maps", 1),)), 1)
    await profiles.save(tx, found["biased"], ProfileForm(conflicts=frozenset({challenge.owner_id})), 1)
    for name in ("mei", "jun", "biased"):
        await profiles.let_be_found(tx, found[name], 1)
    mine = await service.roles_for_me(tx, found["shy"])
    assert [each.challenge_id for each in mine] == [str(role.id), str(other.id)]
    for actor in (owner, officer):
        people = await service.people_for_role(tx, actor, role.id)
        assert [each.team_id for each in people] == [str(ids["mei"]), str(ids["jun"])]
    async with refused("NOT_YOUR_CHALLENGE"):
        await service.people_for_role(tx, stranger, role.id)
    async with refused("PROFILE_MISSING"):
        await service.roles_for_me(tx, stranger)
    await roles.edit(tx, owner, role.id, RoleForm(is_open=False), role.version)
    assert await service.people_for_role(tx, owner, role.id) == []
    assert [each.challenge_id for each in await service.roles_for_me(tx, found["shy"])] == [str(other.id)]
