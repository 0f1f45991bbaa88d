"""What owners and officers may do with a challenge: draft, submit, publish, send back, withdraw."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from matching.challenges import repository
from matching.challenges.advice import advise
from matching.challenges.judgement import judge, missing, past_days, written_well
from matching.challenges.model import SETTLED, TERMS, Challenge, ChallengeForm, State, may_follow
from matching.forms import (
    LONGEST_TEXT,
    UNSAVED,
    any_text,
    applied,
    check_line,
    difference,
    given,
    refuse_other_version,
    today,
)
from matching.programmes import repository as programmes
from matching.programmes.model import Programme, refuse_unless_open
from matching.programmes.model import State as ProgrammeState
from matching.programmes.modes import obstacle_to_drafting
from matching.themes import repository as themes
from registry.people import repository as people
from registry.search import postgres as search
from registry.slugs import slug
from store import audit, outbox
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless


async def draft(
    tx: Connection,
    actor: Actor,
    programme_id: UUID,
    owner_id: UUID,
    form: ChallengeForm,
    *,
    takes_up_proposal: bool = False,
) -> Challenge:
    """Start a challenge in an open round; a title is enough to begin with.

    Raises:
        Refused: NOT_YOUR_ORGANISATION, UNKNOWN_PROGRAMME, PROGRAMME_NOT_OPEN, what the mode of the round demands
            first (PROPOSAL_FIRST, THEME_FIRST), OFFICERS_ONLY (for `source` and `is_example`), or what
            `judgement.judge` finds.
    """
    refuse_unless(actor.owns(owner_id), "NOT_YOUR_ORGANISATION", "ownerId")
    programme = await _open_programme(tx, programme_id, "programmeId")
    committed = await themes.is_committed(tx, programme_id, owner_id)
    obstacle = obstacle_to_drafting(
        programme.mode,
        takes_up_proposal=takes_up_proposal,
        has_committed=committed or not await themes.exist(tx, programme_id),
    )
    if obstacle is not None:
        raise Refused(Problem(obstacle, "programmeId"))
    _refuse_marks(actor, form)
    blank = _blank(programme_id, owner_id, actor.person_id)
    return await _insert(tx, actor, written_well(applied(blank, form)), "challenge.drafted")


async def record(
    tx: Connection,
    actor: Actor,
    programme_id: UUID,
    owner_id: UUID,
    form: ChallengeForm,
    published_at: datetime | None = None,
) -> Challenge:
    """Record a challenge of a past round as its source tells it: published, and open where the source is silent.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME, UNKNOWN_ORGANISATION, SOURCE_MISSING, or what
            `judgement.judge` finds.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    refuse_unless(await programmes.hold(tx, programme_id), "UNKNOWN_PROGRAMME", "programmeId")
    refuse_unless(await people.find_organisation(tx, owner_id), "UNKNOWN_ORGANISATION", "ownerId")
    refuse_unless(given(form).get("source"), "SOURCE_MISSING", "source")
    blank = replace(
        _blank(programme_id, owner_id, actor.person_id), min_teams=None, max_teams=None, on_site=None
    )
    written = written_well(applied(blank, form))
    published = replace(written, state=State.PUBLISHED, published_at=published_at or datetime.now(UTC))
    return await _insert(tx, actor, published, "challenge.recorded")


async def edit(
    tx: Connection, actor: Actor, challenge_id: UUID, form: ChallengeForm, expected_version: int
) -> Challenge:
    """Change what is written about a challenge; once it was submitted, no edit may open what was complete.

    While it is published only officers change its TERMS; after a team was found only `outcome` changes any more.

    Raises:
        Refused: UNKNOWN_CHALLENGE, NOT_YOUR_CHALLENGE, CONFLICT, CHALLENGE_SETTLED, CHALLENGE_TERMS_FIXED,
            OFFICERS_ONLY (for `source` and `is_example`), what `judgement.judge` finds, or what is `missing`.
    """
    before = await _locked(tx, actor, challenge_id)
    refuse_other_version(before.version, expected_version)
    if before.state in SETTLED:
        only_outcome = given(form).keys() <= {"outcome"} and before.state is not State.WITHDRAWN
        refuse_unless(only_outcome, "CHALLENGE_SETTLED", "id", state=before.state.value)
    _refuse_marks(actor, form)
    wanted = written_well(applied(before, form))
    _refuse_terms(actor, before, wanted)
    judge(wanted).refuse()
    if before.state in {State.SUBMITTED, State.PUBLISHED} and before.source is None:
        _refuse_opened(before, wanted)
    return await _store(tx, actor, before, wanted, "challenge.edited")


async def advice(connection: Connection, actor: Actor, challenge_id: UUID) -> list[Problem]:
    """What its owner should look at again before others read it, as `matching.challenges.advice` sees it.

    Raises:
        Refused: UNKNOWN_CHALLENGE or NOT_YOUR_CHALLENGE.
    """
    return advise(await _own(connection, actor, challenge_id))


async def gate(connection: Connection, actor: Actor, challenge_id: UUID) -> list[Problem]:
    """What stands between a challenge and its publication, item by item; empty when an officer may release it.

    Raises:
        Refused: UNKNOWN_CHALLENGE or NOT_YOUR_CHALLENGE.
    """
    challenge = await _own(connection, actor, challenge_id)
    return missing(challenge) + past_days(challenge, today())


async def submit(tx: Connection, actor: Actor, challenge_id: UUID) -> Challenge:
    """Ask for publication.

    Raises:
        Refused: UNKNOWN_CHALLENGE, NOT_YOUR_CHALLENGE, CHALLENGE_STATE, PROGRAMME_NOT_OPEN, or at once everything
            that is missing and days that have passed.
    """
    before = await _locked(tx, actor, challenge_id, also_officers=False)
    _refuse_move(before, State.SUBMITTED)
    await _open_programme(tx, before.programme_id, "id")
    _refuse_unready(before)
    wanted = replace(before, state=State.SUBMITTED, state_reason=None)
    return await _store(tx, actor, before, wanted, "challenge.submitted")


async def approve(tx: Connection, actor: Actor, challenge_id: UUID, reason: str) -> Challenge:
    """Publish a submitted challenge: everyone sees it, who released it and why, and teams can apply.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_CHALLENGE, CHALLENGE_STATE, PROGRAMME_NOT_OPEN, everything that is missing
            and days that have passed, REASON_MISSING, TEXT_TOO_LONG or TEXT_NOT_PLAIN.
    """
    before = await _locked_by_officer(tx, actor, challenge_id)
    _refuse_move(before, State.PUBLISHED)
    await _open_programme(tx, before.programme_id, "id")
    _refuse_unready(before)
    wanted = replace(
        before,
        state=State.PUBLISHED,
        state_reason=None,
        published_at=datetime.now(UTC),
        released_by=actor.person_id,
        release_reason=_reason(reason),
    )
    return await _store(tx, actor, before, wanted, "challenge.published")


async def send_back(tx: Connection, actor: Actor, challenge_id: UUID, reason: str) -> Challenge:
    """Give a submitted challenge back to its owner as a draft, saying what should change.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_CHALLENGE, CHALLENGE_STATE, REASON_MISSING, TEXT_TOO_LONG or
            TEXT_NOT_PLAIN.
    """
    before = await _locked_by_officer(tx, actor, challenge_id)
    _refuse_move(before, State.DRAFT)
    wanted = replace(before, state=State.DRAFT, state_reason=_reason(reason))
    return await _store(tx, actor, before, wanted, "challenge.sent_back")


async def withdraw(tx: Connection, actor: Actor, challenge_id: UUID, reason: str) -> Challenge:
    """Take a challenge back for good, saying why; not once a team was found.

    Raises:
        Refused: UNKNOWN_CHALLENGE, NOT_YOUR_CHALLENGE, CHALLENGE_STATE, REASON_MISSING, TEXT_TOO_LONG or
            TEXT_NOT_PLAIN.
    """
    before = await _locked(tx, actor, challenge_id)
    _refuse_move(before, State.WITHDRAWN)
    wanted = replace(before, state=State.WITHDRAWN, state_reason=_reason(reason))
    return await _store(tx, actor, before, wanted, "challenge.withdrawn")


async def move(tx: Connection, actor: Actor, challenge_id: UUID, following: State) -> Challenge:
    """Note that a team was found (MATCHED) or that code was delivered (DELIVERED).

    The services of assignments and delivery call this, after they judged who may.

    Raises:
        Refused: UNKNOWN_CHALLENGE or CHALLENGE_STATE.
    """
    await programmes.hold_of_challenge(tx, challenge_id)
    before = await repository.lock(tx, challenge_id)
    if before is None:
        raise Refused(Problem("UNKNOWN_CHALLENGE", "id"))
    _refuse_move(before, following)
    return await _store(tx, actor, before, replace(before, state=following), f"challenge.{following.lower()}")


async def release(tx: Connection, actor: Actor, challenge_id: UUID, reason: str) -> None:
    """Note that no match of a challenge stands any more; `matching.assignments` calls this.

    It is open again, and its owner may change or withdraw it. In a round that is over it stays as it is, with the
    reason, which everyone reads then. A challenge that is not MATCHED is left alone.
    """
    programme = await programmes.hold_of_challenge(tx, challenge_id)
    before = await repository.lock(tx, challenge_id)
    if programme is None or before is None or before.state is not State.MATCHED:
        return
    is_over = programme.state is ProgrammeState.CLOSED
    wanted = replace(before, state_reason=reason) if is_over else replace(before, state=State.PUBLISHED)
    await _store(tx, actor, before, wanted, "challenge.released")


async def _insert(tx: Connection, actor: Actor, challenge: Challenge, action: str) -> Challenge:
    judge(challenge).refuse()
    stored = await repository.insert(tx, challenge, slug(any_text(challenge.title), "challenge"))
    after = {
        "slug": stored.slug,
        "title": stored.title,
        "owner_id": str(stored.owner_id),
        "state": stored.state,
    }
    await audit.record(tx, actor, action, "challenge", stored.id, after=after)
    await search.index_challenge(tx, stored.id)
    await outbox.put(tx, "challenge.changed", stored.id)
    return stored


async def _store(
    tx: Connection, actor: Actor, before: Challenge, wanted: Challenge, action: str
) -> Challenge:
    after = await repository.update(tx, wanted)
    was, is_now = difference(before, after)
    await audit.record(tx, actor, action, "challenge", after.id, before=was, after=is_now)
    await search.index_challenge(tx, after.id)
    await outbox.put(tx, "challenge.changed", after.id)
    return after


async def _own(connection: Connection, actor: Actor, challenge_id: UUID) -> Challenge:
    challenge = await repository.find(connection, challenge_id)
    if challenge is None:
        raise Refused(Problem("UNKNOWN_CHALLENGE", "id"))
    refuse_unless(actor.owns(challenge.owner_id) or actor.is_officer, "NOT_YOUR_CHALLENGE", "id")
    return challenge


async def _locked(
    tx: Connection, actor: Actor, challenge_id: UUID, *, also_officers: bool = True
) -> Challenge:
    await programmes.hold_of_challenge(tx, challenge_id)
    challenge = await repository.lock(tx, challenge_id)
    if challenge is None:
        raise Refused(Problem("UNKNOWN_CHALLENGE", "id"))
    allowed = actor.owns(challenge.owner_id) or (actor.is_officer and also_officers)
    refuse_unless(allowed, "NOT_YOUR_CHALLENGE", "id")
    return challenge


async def _locked_by_officer(tx: Connection, actor: Actor, challenge_id: UUID) -> Challenge:
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    return await _locked(tx, actor, challenge_id)


async def _open_programme(tx: Connection, programme_id: UUID, field: str) -> Programme:
    programme = await programmes.hold(tx, programme_id)
    if programme is None or programme.state is ProgrammeState.DRAFT:
        raise Refused(Problem("UNKNOWN_PROGRAMME", field))
    refuse_unless_open(programme, field)
    return programme


def _refuse_move(challenge: Challenge, following: State) -> None:
    allowed = may_follow(challenge.state, following)
    refuse_unless(allowed, "CHALLENGE_STATE", "id", state=challenge.state.value, wanted=following.value)


def _refuse_opened(before: Challenge, wanted: Challenge) -> None:
    """What was missing already may stay so: challenges that were published before a question was asked go on."""
    open_before = {(each.code, each.field, tuple(each.values.values())) for each in missing(before)}
    found = [
        each
        for each in missing(wanted)
        if (each.code, each.field, tuple(each.values.values())) not in open_before
    ]
    if found:
        raise Refused(*found)


def _refuse_unready(challenge: Challenge) -> None:
    found = missing(challenge) + past_days(challenge, today())
    if found:
        raise Refused(*found)


def _refuse_terms(actor: Actor, before: Challenge, wanted: Challenge) -> None:
    """Refuse an owner to change what teams apply for, field by field; what stays the same may be sent along."""
    if actor.is_officer or before.state is not State.PUBLISHED:
        return
    problems = Problems()
    for name, field in TERMS.items():
        problems.unless(getattr(before, name) == getattr(wanted, name), "CHALLENGE_TERMS_FIXED", field)
    problems.refuse()


def _refuse_marks(actor: Actor, form: ChallengeForm) -> None:
    marked = {"source", "is_example"} & given(form).keys()
    refuse_unless(actor.is_officer or not marked, "OFFICERS_ONLY")


def _reason(reason: str) -> str:
    problems = Problems()
    problems.unless(reason.strip(), "REASON_MISSING", "reason")
    check_line(problems, "reason", reason, LONGEST_TEXT)
    problems.refuse()
    return reason.strip()


def _blank(programme_id: UUID, owner_id: UUID, person_id: UUID | None) -> Challenge:
    now = datetime.now(UTC)
    return Challenge(
        id=UNSAVED,
        slug="",
        programme_id=programme_id,
        owner_id=owner_id,
        state=State.DRAFT,
        state_reason=None,
        title={},
        problem={},
        people_affected={},
        evidence={},
        data_involved={},
        constraints={},
        pilot={},
        budget_twd=None,
        on_site_work={},
        publication={},
        measures=(),
        needs=(),
        domains=(),
        languages=(),
        hours_needed=None,
        starts_on=None,
        ends_on=None,
        min_teams=0,
        max_teams=1,
        data_class=None,
        lawful_basis=None,
        licence=None,
        on_site=False,
        ai_risk=None,
        ai_examined=(),
        impact_assessment=None,
        readiness={},
        released_by=None,
        release_reason=None,
        outcome=None,
        source=None,
        is_example=False,
        created_by=person_id,
        created_at=now,
        updated_at=now,
        published_at=None,
        version=0,
    )
