from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from matching.fit import DEFAULT_WEIGHTS, Weights
from matching.forms import today
from matching.programmes import repository, service
from matching.programmes.model import (
    DEFAULT_RUBRIC,
    Anchor,
    Mode,
    Programme,
    ProgrammeForm,
    RubricCriterion,
    State,
    refuse_unless_open,
)
from registry.people.model import Organisation
from store.actor import Actor
from store.database import Connection
from store.refusal import Refused

Refuses = Callable[..., AbstractAsyncContextManager[None]]
NAMED = ProgrammeForm(name={"en": "Sandbox 2026"}, mode=Mode.THEME)
SKILLS_ONLY = Weights(skills=1, domain=0, place_language=0, capacity=0, track_record=0, interest=0)


async def test_a_new_round_is_a_draft_with_default_weights_and_rubric(
    tx: Connection, officer: Actor, ministry: Organisation
) -> None:
    made = await service.create(tx, officer, ministry.id, NAMED)
    assert (made.slug, made.state, made.mode, made.version) == ("sandbox-2026", State.DRAFT, Mode.THEME, 1)
    assert made.weights == DEFAULT_WEIGHTS
    assert made.rubric == DEFAULT_RUBRIC
    assert await repository.find_by_slug(tx, "sandbox-2026") == made
    assert await repository.all_of(tx) == [made]


async def test_two_rounds_of_one_name_have_two_addresses(
    tx: Connection, officer: Actor, ministry: Organisation
) -> None:
    await service.create(tx, officer, ministry.id, NAMED)
    assert (await service.create(tx, officer, ministry.id, NAMED)).slug == "sandbox-2026-2"


@pytest.mark.parametrize("mode", Mode)
async def test_every_mode_is_kept(tx: Connection, officer: Actor, ministry: Organisation, mode: Mode) -> None:
    made = await service.create(tx, officer, ministry.id, replace(NAMED, mode=mode))
    assert made.mode is mode


async def test_only_officers_prepare_rounds(
    tx: Connection, owner: Actor, ministry: Organisation, refused: Refuses
) -> None:
    async with refused("OFFICERS_ONLY"):
        await service.create(tx, owner, ministry.id, NAMED)


async def test_a_round_needs_an_organisation_that_exists(
    tx: Connection, officer: Actor, refused: Refuses
) -> None:
    async with refused("UNKNOWN_ORGANISATION"):
        await service.create(tx, officer, uuid4(), NAMED)


async def test_a_round_needs_a_mode(
    tx: Connection, officer: Actor, ministry: Organisation, refused: Refuses
) -> None:
    async with refused("MODE_MISSING"):
        await service.create(tx, officer, ministry.id, ProgrammeForm(name={"en": "Sandbox"}))


async def test_everything_wrong_with_a_round_is_said_at_once(
    tx: Connection, officer: Actor, ministry: Organisation, refused: Refuses
) -> None:
    form = ProgrammeForm(
        name={"en": " "},
        mode=Mode.COACHED,
        description={"no tag": "x\0"},
        opens_on=date(2026, 3, 1),
        ends_on=date(2026, 2, 1),
        rubric=(RubricCriterion("a", {"en": "A"}, 0.0), RubricCriterion("a", {}, 1.0)),
    )
    codes = "NAME_MISSING NOT_A_LANGUAGE_TAG TEXT_NOT_PLAIN DATES_OUT_OF_ORDER OUT_OF_RANGE ENTRY_TWICE NAME_MISSING"
    async with refused(*codes.split()):
        await service.create(tx, officer, ministry.id, form)


async def test_weights_and_rubric_can_change_while_a_round_is_a_draft(
    tx: Connection, officer: Actor, draft_programme: Programme
) -> None:
    rubric = (RubricCriterion("impact", {"en": "Impact"}, 2.0),)
    form = ProgrammeForm(weights=SKILLS_ONLY, rubric=rubric)
    edited = await service.edit(tx, officer, draft_programme.id, form, 1)
    assert (edited.weights, edited.rubric, edited.version) == (SKILLS_ONLY, rubric, 2)
    assert edited.name == draft_programme.name


@pytest.mark.parametrize(
    "form",
    [
        ProgrammeForm(weights=SKILLS_ONLY),
        ProgrammeForm(mode=Mode.COACHED),
        ProgrammeForm(rubric=(RubricCriterion("a", {"en": "A"}),)),
    ],
)
async def test_what_teams_rely_on_is_not_changed_under_them(
    tx: Connection, officer: Actor, programme: Programme, refused: Refuses, form: ProgrammeForm
) -> None:
    async with refused("FIXED_ONCE_OPEN"):
        await service.edit(tx, officer, programme.id, form, programme.version)


async def test_dates_of_an_open_round_can_move(tx: Connection, officer: Actor, programme: Programme) -> None:
    form = ProgrammeForm(decision_on=date(2026, 12, 1), weights=programme.weights)
    edited = await service.edit(tx, officer, programme.id, form, programme.version)
    assert edited.decision_on == date(2026, 12, 1)


async def test_the_second_of_two_people_who_edit_a_round_is_told(
    tx: Connection, officer: Actor, draft_programme: Programme, refused: Refuses
) -> None:
    await service.edit(tx, officer, draft_programme.id, ProgrammeForm(name={"en": "First"}), 1)
    async with refused("CONFLICT"):
        await service.edit(tx, officer, draft_programme.id, ProgrammeForm(name={"en": "Second"}), 1)


async def test_a_round_goes_from_draft_to_closed(
    tx: Connection, officer: Actor, draft_programme: Programme
) -> None:
    opened = await service.open_applications(tx, officer, draft_programme.id)
    reviewed = await service.start_review(tx, officer, draft_programme.id)
    closed = await service.close(tx, officer, draft_programme.id)
    assert [each.state for each in (opened, reviewed, closed)] == [State.OPEN, State.REVIEW, State.CLOSED]
    actions = await tx.fetch("select action from audit_event where subject_type = 'programme' order by id")
    assert [row["action"] for row in actions] == [
        "programme.created",
        "programme.opened",
        "programme.review_started",
        "programme.closed",
    ]


async def test_a_draft_cannot_be_reviewed(
    tx: Connection, officer: Actor, draft_programme: Programme, refused: Refuses
) -> None:
    async with refused("PROGRAMME_STATE"):
        await service.start_review(tx, officer, draft_programme.id)


async def test_a_closed_round_stays_as_it_is(
    tx: Connection, officer: Actor, programme: Programme, refused: Refuses
) -> None:
    closed = await service.close(tx, officer, programme.id)
    async with refused("PROGRAMME_CLOSED"):
        await service.edit(tx, officer, programme.id, ProgrammeForm(name={"en": "Late"}), closed.version)
    async with refused("PROGRAMME_STATE"):
        await service.open_applications(tx, officer, programme.id)


async def test_only_officers_open_review_and_close(
    tx: Connection, owner: Actor, draft_programme: Programme, refused: Refuses
) -> None:
    for move in (service.open_applications, service.start_review, service.close, service.match_made):
        async with refused("OFFICERS_ONLY"):
            await move(tx, owner, draft_programme.id)


async def test_an_unknown_round_cannot_be_opened(tx: Connection, officer: Actor, refused: Refuses) -> None:
    async with refused("UNKNOWN_PROGRAMME"):
        await service.open_applications(tx, officer, uuid4())


async def test_a_draft_is_seen_by_officers_only_and_an_open_round_by_all(
    tx: Connection, officer: Actor, draft_programme: Programme, sees: Callable[..., Awaitable[bool]]
) -> None:
    assert await sees(repository.VISIBLE, "programme", draft_programme.id, officer)
    assert not await sees(repository.VISIBLE, "programme", draft_programme.id, Actor.anonymous())
    await service.open_applications(tx, officer, draft_programme.id)
    assert await sees(repository.VISIBLE, "programme", draft_programme.id, Actor.anonymous())


@pytest.mark.parametrize(
    ("days_ago", "told"), [(1, str(today() - timedelta(days=1))), (0, ""), (-1, ""), (None, "")]
)
async def test_a_round_that_is_not_open_tells_its_last_day_once_it_has_passed(
    programme: Programme, days_ago: int | None, told: str
) -> None:
    closing = None if days_ago is None else today() - timedelta(days=days_ago)
    reviewed = replace(programme, state=State.REVIEW, applications_close_on=closing)
    with pytest.raises(Refused) as caught:
        refuse_unless_open(reviewed, "id")
    assert caught.value.problems[0].values == {"state": "REVIEW", "closed_on": told}


async def test_what_points_mean_is_kept_with_the_rubric(
    tx: Connection, officer: Actor, ministry: Organisation, draft_programme: Programme, refused: Refuses
) -> None:
    assert all([each.points for each in line.anchors] == [0, 3, 5] for line in draft_programme.rubric)
    anchors = (Anchor(5, {"en": "Solved"}), Anchor(0, {"en": " Nothing "}), Anchor(2, {"en": " "}))
    form = ProgrammeForm(rubric=(RubricCriterion("value", {"en": "Value"}, 1.0, anchors),))
    edited = await service.edit(tx, officer, draft_programme.id, form, draft_programme.version)
    assert edited.rubric[0].anchors == (Anchor(0, {"en": "Nothing"}), Anchor(5, {"en": "Solved"}))
    for wrong in ((Anchor(6, {"en": "More"}),), (Anchor(1, {"en": "a"}), Anchor(1, {"en": "b"}))):
        form = ProgrammeForm(rubric=(RubricCriterion("value", {"en": "Value"}, 1.0, wrong),))
        async with refused("OUT_OF_RANGE"):
            await service.edit(tx, officer, draft_programme.id, form, edited.version)
