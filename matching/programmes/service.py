"""What officers may do with a round: prepare, open, review, close."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from matching.fit import DEFAULT_WEIGHTS
from matching.forms import (
    UNCHANGED,
    UNSAVED,
    any_text,
    applied,
    difference,
    given,
    refuse_other_version,
    tidied,
)
from matching.programmes import repository
from matching.programmes.model import (
    DEFAULT_RUBRIC,
    FIXED_ONCE_OPEN,
    Anchor,
    Mode,
    Programme,
    ProgrammeForm,
    RubricCriterion,
    State,
    judge,
    may_follow,
)
from matching.programmes.modes import obstacle_to_opening
from matching.themes import repository as themes
from registry.people import repository as people
from registry.slugs import slug
from store import audit, outbox
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless


async def create(
    tx: Connection, actor: Actor, organisation_id: UUID, form: ProgrammeForm, wanted_slug: str | None = None
) -> Programme:
    """Prepare a round as a draft; weights and rubric start from the defaults, or empty for one that was only reported.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_ORGANISATION, MODE_MISSING, or what `model.judge` finds.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    known = await people.find_organisation(tx, organisation_id)
    refuse_unless(known, "UNKNOWN_ORGANISATION", "organisationId")
    refuse_unless(form.mode is not UNCHANGED, "MODE_MISSING", "mode")
    programme = _tidied(applied(_blank(organisation_id, is_reported=bool(given(form).get("source"))), form))
    judge(programme).refuse()
    made = slug(wanted_slug or any_text(programme.name), "programme")
    programme = await repository.insert(tx, programme, made)
    after = {"slug": programme.slug, "name": dict(programme.name), "mode": programme.mode}
    await audit.record(tx, actor, "programme.created", "programme", programme.id, after=after)
    return programme


async def edit(
    tx: Connection, actor: Actor, programme_id: UUID, form: ProgrammeForm, expected_version: int
) -> Programme:
    """Change what is written about a round; mode, weights and rubric only while it is a draft.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME, CONFLICT, PROGRAMME_CLOSED, FIXED_ONCE_OPEN, or what
            `model.judge` finds.
    """
    before = await _locked(tx, actor, programme_id)
    refuse_other_version(before.version, expected_version)
    refuse_unless(before.state is not State.CLOSED, "PROGRAMME_CLOSED", "id")
    problems = Problems()
    for name, field in FIXED_ONCE_OPEN.items():
        same = name not in given(form) or given(form)[name] == getattr(before, name)
        problems.unless(same or before.state is State.DRAFT, "FIXED_ONCE_OPEN", field)
    problems.refuse()
    wanted = _tidied(applied(before, form))
    judge(wanted).refuse()
    return await _store(tx, actor, before, wanted, "programme.edited")


async def open_applications(tx: Connection, actor: Actor, programme_id: UUID) -> Programme:
    """Open a round: it is public from now on, challenges can be published and teams can apply.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME, PROGRAMME_STATE, or THEMES_MISSING in a round by theme that is run
            here.
    """
    before = await _locked(tx, actor, programme_id)
    obstacle = obstacle_to_opening(before.mode, has_themes=await themes.exist(tx, programme_id))
    if obstacle is not None and before.state is State.DRAFT and before.source is None:
        raise Refused(Problem(obstacle, "id"))
    return await _move(tx, actor, programme_id, State.OPEN, "programme.opened")


async def start_review(tx: Connection, actor: Actor, programme_id: UUID) -> Programme:
    """End the time for applications; reviewers have the word.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME or PROGRAMME_STATE.
    """
    return await _move(tx, actor, programme_id, State.REVIEW, "programme.review_started")


async def match_made(tx: Connection, actor: Actor, programme_id: UUID) -> Programme:
    """Note that a cohort assignment was adopted; only `matching.assignments` calls this.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME or PROGRAMME_STATE.
    """
    return await _move(tx, actor, programme_id, State.MATCHED, "programme.matched")


async def close(tx: Connection, actor: Actor, programme_id: UUID) -> Programme:
    """End a round; what came of it stays readable, and its matches go on.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME or PROGRAMME_STATE.
    """
    return await _move(tx, actor, programme_id, State.CLOSED, "programme.closed")


async def _move(tx: Connection, actor: Actor, programme_id: UUID, following: State, action: str) -> Programme:
    before = await _locked(tx, actor, programme_id)
    allowed = may_follow(before.state, following)
    refuse_unless(allowed, "PROGRAMME_STATE", "id", state=before.state.value, wanted=following.value)
    return await _store(tx, actor, before, replace(before, state=following), action)


async def _store(
    tx: Connection, actor: Actor, before: Programme, wanted: Programme, action: str
) -> Programme:
    after = await repository.update(tx, wanted)
    was, is_now = difference(before, after)
    await audit.record(tx, actor, action, "programme", after.id, before=was, after=is_now)
    await outbox.put(tx, "programme.changed", after.id)
    return after


async def _locked(tx: Connection, actor: Actor, programme_id: UUID) -> Programme:
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    programme = await repository.lock(tx, programme_id)
    if programme is None:
        raise Refused(Problem("UNKNOWN_PROGRAMME", "id"))
    return programme


def _tidied(programme: Programme) -> Programme:
    rubric = tuple(
        RubricCriterion(
            each.id.strip(),
            tidied(each.name),
            each.weight,
            tuple(
                Anchor(anchor.points, text)
                for anchor in sorted(each.anchors, key=lambda anchor: anchor.points)
                if (text := tidied(anchor.text))
            ),
        )
        for each in programme.rubric
    )
    return replace(
        programme, name=tidied(programme.name), description=tidied(programme.description), rubric=rubric
    )


def _blank(organisation_id: UUID, *, is_reported: bool) -> Programme:
    now = datetime.now(UTC)
    return Programme(
        id=UNSAVED,
        slug="",
        organisation_id=organisation_id,
        name={},
        description={},
        mode=Mode.OWNER_FIRST,
        state=State.DRAFT,
        opens_on=None,
        applications_close_on=None,
        decision_on=None,
        ends_on=None,
        weights=None if is_reported else DEFAULT_WEIGHTS,
        rubric=() if is_reported else DEFAULT_RUBRIC,
        source=None,
        is_example=False,
        created_at=now,
        updated_at=now,
        version=0,
    )
