"""What both sides of a match may do with its terms: propose, change, accept."""

from datetime import UTC, datetime
from uuid import UUID

from matching.agreements import repository
from matching.agreements.model import Agreement, AgreementForm, Ownership, Side, judge, written_well
from matching.agreements.template import Asked, Template, template
from matching.assignments import repository as matches
from matching.assignments import service as assignments
from matching.assignments.model import Match, MatchState
from matching.challenges import repository as challenges
from matching.coaching import repository as coaching
from matching.forms import UNCHANGED, UNSAVED, applied, difference, refuse_other_version
from matching.programmes import repository as programmes
from matching.programmes.modes import obstacle_to_agreeing
from matching.teams import repository as teams
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless


async def propose(tx: Connection, actor: Actor, match_id: UUID, form: AgreementForm) -> Agreement:
    """Write down the first terms of a match, from the template where the form leaves something out.

    Nobody has accepted them yet, not even who writes them.

    Raises:
        Refused: UNKNOWN_MATCH, NOT_YOUR_MATCH, AGREEMENT_EXISTS, MATCH_STATE, OWNERSHIP_MISSING, or what
            `model.judge` finds.
    """
    match = await _locked_match(tx, actor, match_id, "matchId")
    refuse_unless(await repository.find_of_match(tx, match_id) is None, "AGREEMENT_EXISTS", "matchId")
    agreeing = match.state is MatchState.AGREEING
    state, wanted = match.state.value, MatchState.AGREED.value
    refuse_unless(agreeing, "MATCH_STATE", "matchId", state=state, wanted=wanted)
    refuse_unless(form.ownership is not UNCHANGED, "OWNERSHIP_MISSING", "ownership")
    challenge = await challenges.find(tx, match.challenge_id)
    if challenge is None:
        raise AssertionError("a match has a challenge")  # pragma: no cover
    asked = Asked(challenge.licence, challenge.data_class, challenge.lawful_basis, challenge.publication)
    terms = written_well(applied(_begun(match_id, template(asked), actor.person_id), form))
    judge(terms).refuse()
    stored = await repository.insert(tx, terms)
    after = {"match_id": str(match_id), "ownership": stored.ownership, "licence": stored.licence}
    await audit.record(tx, actor, "agreement.proposed", "agreement", stored.id, after=after)
    return stored


async def edit(
    tx: Connection, actor: Actor, agreement_id: UUID, form: AgreementForm, expected_version: int
) -> Agreement:
    """Change the terms; what either side accepted before no longer counts.

    Raises:
        Refused: UNKNOWN_AGREEMENT, NOT_YOUR_MATCH, CONFLICT, AGREEMENT_SETTLED, MATCH_STATE, or what `model.judge`
            finds.
    """
    before, _ = await _locked(tx, actor, agreement_id)
    refuse_other_version(before.version, expected_version)
    wanted = written_well(applied(before, form))
    judge(wanted).refuse()
    after = await repository.rewrite(tx, wanted)
    was, is_now = difference(before, after)
    await audit.record(
        tx, actor, "agreement.edited", "agreement", agreement_id, before=_plain(was), after=_plain(is_now)
    )
    return after


async def accept(tx: Connection, actor: Actor, agreement_id: UUID, expected_version: int) -> Agreement:
    """Accept the terms that the actor has read, for their side; when both sides have, the match is agreed.

    Whoever leads the team accepts for it: the others did not take it on to bind anybody.

    Raises:
        Refused: UNKNOWN_AGREEMENT, NOT_YOUR_MATCH, CONFLICT, AGREEMENT_SETTLED, MATCH_STATE, ALREADY_ACCEPTED,
            LEADS_ONLY, CONFLICT_OF_INTEREST for somebody who is on both sides, or COACH_MISSING in a coached round.
    """
    before, match = await _locked(tx, actor, agreement_id)
    refuse_other_version(before.version, expected_version)
    on_both = actor.is_of(match.owner_id) and actor.in_team(match.team_id)
    refuse_unless(not on_both, "CONFLICT_OF_INTEREST", "id")
    side = Side.TEAM if actor.in_team(match.team_id) else Side.OWNER
    if side is Side.TEAM:
        leads = {each.person_id for each in await teams.members(tx, match.team_id) if each.is_lead}
        refuse_unless(actor.person_id in leads, "LEADS_ONLY", "id")
    refuse_unless(before.accepted_at(side) is None, "ALREADY_ACCEPTED", "id")
    await _refuse_by_mode(tx, match)
    after = await repository.accept(tx, agreement_id, side, actor.person_id)
    fields = {"side": side, "version": after.version}
    was = {"version": before.version}
    await audit.record(tx, actor, "agreement.accepted", "agreement", agreement_id, before=was, after=fields)
    if after.is_settled():
        await assignments.move_match(tx, actor, match.id, MatchState.AGREED)
    return after


async def _refuse_by_mode(tx: Connection, match: Match) -> None:
    """What the mode of a round demands of a pair before it agrees."""
    programme = await programmes.find(tx, match.programme_id)
    has_coach = await coaching.has_coach(tx, match.id)
    obstacle = obstacle_to_agreeing(programme.mode, has_coach=has_coach) if programme else None
    if obstacle is not None:
        raise Refused(Problem(obstacle, "id"))


async def _locked(tx: Connection, actor: Actor, agreement_id: UUID) -> tuple[Agreement, Match]:
    """An agreement that is still open, and its match; whoever changes either waits for the match."""
    found = await repository.find(tx, agreement_id)
    if found is None:
        raise Refused(Problem("UNKNOWN_AGREEMENT", "id"))
    match = await _locked_match(tx, actor, found.match_id, "id")
    now = await repository.find(tx, agreement_id)
    if now is None:
        raise AssertionError("agreements are not deleted while their match is locked")  # pragma: no cover
    refuse_unless(not now.is_settled(), "AGREEMENT_SETTLED", "id")
    agreeing = match.state is MatchState.AGREEING
    state, wanted = match.state.value, MatchState.AGREED.value
    refuse_unless(agreeing, "MATCH_STATE", "id", state=state, wanted=wanted)
    return now, match


async def _locked_match(tx: Connection, actor: Actor, match_id: UUID, field: str) -> Match:
    match = await matches.lock_match(tx, match_id)
    if match is None:
        raise Refused(Problem("UNKNOWN_MATCH", field))
    is_side = actor.owns(match.owner_id) or actor.in_team(match.team_id)
    refuse_unless(is_side, "NOT_YOUR_MATCH", field)
    return match


def _plain(fields: dict[str, object]) -> dict[str, object]:
    """The fields as JSON can hold them: ids as text."""
    return {name: str(value) if isinstance(value, UUID) else value for name, value in fields.items()}


def _begun(match_id: UUID, start: Template, person_id: UUID | None) -> Agreement:
    now = datetime.now(UTC)
    return Agreement(
        id=UNSAVED,
        match_id=match_id,
        ownership=Ownership.JOINT,
        licence=start.licence,
        content_licence=None,
        data_terms=start.data_terms,
        publication_terms=start.publication_terms,
        credit_terms=start.credit_terms,
        mentoring_terms=start.mentoring_terms,
        proposed_by=person_id,
        accepted_by_owner_at=None,
        accepted_by_owner=None,
        accepted_by_team_at=None,
        accepted_by_team=None,
        created_at=now,
        updated_at=now,
        version=0,
    )
