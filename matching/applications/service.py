"""What teams may do with a bid, and reviewers with somebody else's."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from matching.applications import repository
from matching.applications.model import (
    Application,
    ApplicationForm,
    Review,
    ReviewSummary,
    State,
    failed_gates,
    judge,
    judge_review,
    summarise,
)
from matching.challenges import repository as challenges
from matching.challenges.model import State as ChallengeState
from matching.continuations import repository as continuations
from matching.fits import service as fits
from matching.forms import UNSAVED, applied, difference, refuse_other_version, tidied, today
from matching.programmes import repository as programmes
from matching.programmes.model import Programme, refuse_unless_open
from matching.programmes.model import State as ProgrammeState
from matching.programmes.modes import Bidding, obstacle_to_bidding
from matching.proposals import repository as proposals
from matching.teams import repository as teams
from matching.themes import repository as themes
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless

UNDER_REVIEW = frozenset({ProgrammeState.OPEN, ProgrammeState.REVIEW})


async def apply(
    tx: Connection, actor: Actor, challenge_id: UUID, team_id: UUID, form: ApplicationForm
) -> Application:
    """Bid for a published challenge of an open round; a bid that was withdrawn can be made again.

    Raises:
        Refused: UNKNOWN_TEAM, NOT_YOUR_TEAM, UNKNOWN_CHALLENGE, CHALLENGE_NOT_OPEN, PROGRAMME_NOT_OPEN,
            APPLICATIONS_CLOSED, what the mode of the round demands (`programmes.modes`), ALREADY_APPLIED, what
            `model.judge` finds, or GATE_ with the code of each gate of
            fit that the team does not pass.
    """
    team = await teams.lock(tx, team_id)  # so that two members who apply at once are two, one after the other
    refuse_unless(team, "UNKNOWN_TEAM", "teamId")
    refuse_unless(actor.in_team(team_id), "NOT_YOUR_TEAM", "teamId")
    programme = await _open_for_bids(tx, actor, challenge_id, "challengeId")
    await _refuse_by_mode(tx, programme, challenge_id, team_id)
    before = await repository.find_of(tx, challenge_id, team_id)
    again = before is None or before.state is State.WITHDRAWN
    refuse_unless(again, "ALREADY_APPLIED", "challengeId")
    bid = _written_well(applied(_blank(challenge_id, team_id, actor.person_id), form))
    judge(bid).refuse()
    found = failed_gates(await fits.fit_of(tx, actor, challenge_id, team_id))
    if found:
        raise Refused(*found)
    stored = await repository.put(tx, bid)
    after = {"challenge_id": str(challenge_id), "team_id": str(team_id), "preference": stored.preference}
    await audit.record(tx, actor, "application.submitted", "application", stored.id, after=after)
    return stored


async def edit(
    tx: Connection, actor: Actor, application_id: UUID, form: ApplicationForm, expected_version: int
) -> Application:
    """Change a bid while the round is open.

    Raises:
        Refused: UNKNOWN_APPLICATION, NOT_YOUR_TEAM, CONFLICT, APPLICATION_STATE, UNKNOWN_CHALLENGE,
            CHALLENGE_NOT_OPEN, PROGRAMME_NOT_OPEN, APPLICATIONS_CLOSED, or what `model.judge` finds.
    """
    before = await _locked(tx, actor, application_id)
    refuse_other_version(before.version, expected_version)
    _refuse_decided(before)
    await _open_for_bids(tx, actor, before.challenge_id, "id")
    wanted = _written_well(applied(before, form))
    judge(wanted).refuse()
    return await _store(tx, actor, before, wanted, "application.edited")


async def withdraw(tx: Connection, actor: Actor, application_id: UUID) -> Application:
    """Take a bid back, until the round is decided.

    Raises:
        Refused: UNKNOWN_APPLICATION, NOT_YOUR_TEAM or APPLICATION_STATE.
    """
    before = await _locked(tx, actor, application_id)
    _refuse_decided(before)
    wanted = replace(before, state=State.WITHDRAWN)
    return await _store(tx, actor, before, wanted, "application.withdrawn")


async def review(
    tx: Connection, actor: Actor, application_id: UUID, scores: Mapping[str, int], comment: str = ""
) -> Review:
    """Score a bid by the round's rubric; scoring it again replaces what the same reviewer said before.

    Args:
        tx: the transaction.
        actor: a reviewer with no part in the bid.
        application_id: the bid.
        scores: points, 0 to 5, for every line of the rubric by its id.
        comment: why; officers read it.

    Raises:
        Refused: REVIEWERS_ONLY, UNKNOWN_APPLICATION, CONFLICT_OF_INTEREST, NOT_ASSIGNED_TO_YOU, APPLICATION_STATE,
            REVIEW_CLOSED, or what `model.judge_review` finds.
    """
    if actor.person_id is None or not actor.is_reviewer:
        raise Refused(Problem("REVIEWERS_ONLY"))
    application, programme = await _held(tx, application_id)
    involved = actor.in_team(application.team_id) or await repository.is_involved(
        tx, actor.person_id, application
    )
    refuse_unless(not involved, "CONFLICT_OF_INTEREST", "id")
    asked_of_others = await repository.is_asked_of_others(tx, actor.person_id, application_id)
    refuse_unless(not asked_of_others, "NOT_ASSIGNED_TO_YOU", "id")
    _refuse_decided(application)
    refuse_unless(programme.state in UNDER_REVIEW, "REVIEW_CLOSED", "id", state=programme.state.value)
    judge_review(scores, comment, programme.rubric).refuse()
    stored = await repository.put_review(tx, application_id, actor.person_id, scores, comment.strip())
    after = {"application_id": str(application_id), "scores": stored.scores}
    await audit.record(tx, actor, "review.submitted", "review", stored.id, after=after)
    return stored


async def review_summaries(connection: Connection, actor: Actor, programme_id: UUID) -> list[ReviewSummary]:
    """What the reviewers made of each bid of a round that was not withdrawn, oldest bid first.

    Raises:
        Refused: OFFICERS_ONLY or UNKNOWN_PROGRAMME.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    programme = await programmes.find(connection, programme_id)
    if programme is None:
        raise Refused(Problem("UNKNOWN_PROGRAMME", "programmeId"))
    bids = await repository.of_programme(connection, programme_id)
    standing = [each.id for each in bids if each.state is not State.WITHDRAWN]
    reviews = await repository.reviews_of_programme(connection, programme_id)
    return summarise(
        standing, [each for each in reviews if each.application_id in set(standing)], programme.rubric
    )


async def _store(
    tx: Connection, actor: Actor, before: Application, wanted: Application, action: str
) -> Application:
    after = await repository.update(tx, wanted)
    was, is_now = difference(before, after)
    await audit.record(tx, actor, action, "application", after.id, before=was, after=is_now)
    return after


async def _locked(tx: Connection, actor: Actor, application_id: UUID) -> Application:
    application, _ = await _held(tx, application_id)
    refuse_unless(actor.in_team(application.team_id), "NOT_YOUR_TEAM", "id")
    return application


async def _held(tx: Connection, application_id: UUID) -> tuple[Application, Programme]:
    """A bid that nobody else changes, and its round, whose state stays, until the transaction ends."""
    found = await repository.find(tx, application_id)
    programme = None if found is None else await programmes.hold_of_challenge(tx, found.challenge_id)
    application = await repository.lock(tx, application_id)
    if application is None or programme is None:
        raise Refused(Problem("UNKNOWN_APPLICATION", "id"))
    return application, programme


async def _refuse_by_mode(tx: Connection, programme: Programme, challenge_id: UUID, team_id: UUID) -> None:
    """What the mode of a round demands of a team before it bids."""
    behind = await proposals.team_behind(tx, challenge_id)
    asked = await continuations.find_of(tx, challenge_id)
    shared = await themes.share(tx, challenge_id, team_id)
    known = Bidding(
        proposed_by_others=behind not in {None, team_id},
        shares_theme=shared or not await themes.exist(tx, programme.id),
        continuation=asked.stage(today()) if asked else None,
        had_it_before=asked is not None and asked.team_id == team_id,
    )
    obstacle = obstacle_to_bidding(programme.mode, known)
    if obstacle is not None:
        raise Refused(Problem(obstacle, "challengeId"))


async def _open_for_bids(tx: Connection, actor: Actor, challenge_id: UUID, field: str) -> Programme:
    programme = await programmes.hold_of_challenge(tx, challenge_id)
    challenge = await challenges.hold(tx, challenge_id)
    if programme is None or challenge is None or not fits.may_see(actor, challenge):
        raise Refused(Problem("UNKNOWN_CHALLENGE", field))
    published = challenge.state is ChallengeState.PUBLISHED
    refuse_unless(published, "CHALLENGE_NOT_OPEN", field, state=challenge.state.value)
    refuse_unless_open(programme, field)
    closed_on = programme.applications_close_on
    in_time = not programme.applications_closed(today())
    refuse_unless(in_time, "APPLICATIONS_CLOSED", field, date=str(closed_on))
    return programme


def _refuse_decided(application: Application) -> None:
    submitted = application.state is State.SUBMITTED
    refuse_unless(submitted, "APPLICATION_STATE", "id", state=application.state.value)


def _written_well(application: Application) -> Application:
    return replace(application, proposal=tidied(application.proposal))


def _blank(challenge_id: UUID, team_id: UUID, person_id: UUID | None) -> Application:
    now = datetime.now(UTC)
    return Application(
        UNSAVED, challenge_id, team_id, State.SUBMITTED, {}, 1, None, person_id, now, now, version=0
    )
