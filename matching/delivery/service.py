"""What both sides may do on the way, and how a team hands its code over to everyone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from matching.agreements import repository as agreements
from matching.agreements.model import Ownership
from matching.assignments import repository as matches
from matching.assignments import service as assignments
from matching.assignments.model import Match, MatchState
from matching.challenges import repository as challenge_rows
from matching.challenges import service as challenges
from matching.challenges.model import State as ChallengeState
from matching.credentials import repository as credentials
from matching.delivery import repository
from matching.delivery.model import Delivery, Milestone, MilestoneForm, judge
from matching.forms import (
    LONGEST_TEXT,
    UNSAVED,
    LocalizedText,
    applied,
    check_texts,
    difference,
    refuse_other_version,
    tidied,
    today,
)
from registry.software import addresses
from registry.software import service as software
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless

UNDER_WAY = frozenset({MatchState.AGREEING, MatchState.AGREED})
CAN_DELIVER = frozenset({MatchState.AGREED, MatchState.DELIVERED})


async def add_milestone(tx: Connection, actor: Actor, match_id: UUID, form: MilestoneForm) -> Milestone:
    """Add what the match wants to reach next, after the milestones there are.

    Raises:
        Refused: UNKNOWN_MATCH, NOT_YOUR_MATCH, MATCH_STATE, or what `model.judge` finds.
    """
    await _locked_match(tx, actor, match_id, "matchId")
    blank = Milestone(UNSAVED, match_id, 0, {}, None, None, None, version=0)
    wanted = _written_well(applied(blank, form))
    judge(wanted).refuse()
    stored = await repository.insert_milestone(tx, wanted)
    after = {"match_id": str(match_id), "title": stored.title, "due_on": stored.due_on}
    await audit.record(tx, actor, "milestone.added", "milestone", stored.id, after=after)
    return stored


async def edit_milestone(
    tx: Connection, actor: Actor, milestone_id: UUID, form: MilestoneForm, expected_version: int
) -> Milestone:
    """Change what is written about a milestone.

    Raises:
        Refused: UNKNOWN_MILESTONE, NOT_YOUR_MATCH, MATCH_STATE, CONFLICT, or what `model.judge` finds.
    """
    before = await _locked_milestone(tx, actor, milestone_id)
    refuse_other_version(before.version, expected_version)
    return await _store(tx, actor, before, _written_well(applied(before, form)), "milestone.edited")


async def reach_milestone(
    tx: Connection,
    actor: Actor,
    milestone_id: UUID,
    expected_version: int,
    reached_on: date | None = None,
    note: str | None = None,
) -> Milestone:
    """Say that a milestone was reached, and what was seen; today when no day is given.

    Raises:
        Refused: UNKNOWN_MILESTONE, NOT_YOUR_MATCH, MATCH_STATE, CONFLICT, DATE_IN_FUTURE, TEXT_TOO_LONG or
            TEXT_NOT_PLAIN.
    """
    before = await _locked_milestone(tx, actor, milestone_id)
    refuse_other_version(before.version, expected_version)
    day = reached_on or today()
    refuse_unless(day <= today(), "DATE_IN_FUTURE", "reachedOn")
    wanted = replace(before, reached_on=day, note=(note or "").strip() or before.note)
    return await _store(tx, actor, before, wanted, "milestone.reached")


async def deliver(
    tx: Connection,
    actor: Actor,
    match_id: UUID,
    repository_url: str,
    note: LocalizedText | None = None,
    *,
    delivered_at: datetime | None = None,
) -> Delivery:
    """Hand a repository over: it comes into the catalogue, and match and challenge are delivered.

    The same match may deliver several repositories. Where the agreement says that the owner owns the code, alone or
    jointly, the owner is named as its publisher. Everybody in the team gets a credential.

    Args:
        tx: the transaction.
        actor: a member of the team, or an officer.
        match_id: an agreed match.
        repository_url: http(s) address of the repository, as people write it.
        note: what was delivered, by language.
        delivered_at: when, for what an officer records afterwards; now when left out.

    Raises:
        Refused: UNKNOWN_MATCH, NOT_YOUR_MATCH, OFFICERS_ONLY (for `delivered_at`), DATE_IN_FUTURE, MATCH_STATE,
            NOT_A_REPOSITORY_ADDRESS, DELIVERED_ALREADY, NOT_A_LANGUAGE_TAG, TEXT_TOO_LONG, TEXT_NOT_PLAIN, or as
            for `registry.software.service.register`.
    """
    match = await matches.lock_match_with_challenge(
        tx, match_id
    )  # two teams of a challenge may deliver at once
    if match is None:
        raise Refused(Problem("UNKNOWN_MATCH", "matchId"))
    refuse_unless(actor.in_team(match.team_id) or actor.is_officer, "NOT_YOUR_MATCH", "matchId")
    refuse_unless(actor.is_officer or delivered_at is None, "OFFICERS_ONLY")
    refuse_unless(delivered_at is None or delivered_at <= datetime.now(UTC), "DATE_IN_FUTURE", "deliveredAt")
    _refuse_unless_in(match, CAN_DELIVER, "matchId", MatchState.DELIVERED)
    address = addresses.repository_address(repository_url)
    if address is None:
        expected = {"expected": addresses.EXPECTED}
        raise Refused(Problem("NOT_A_REPOSITORY_ADDRESS", "repositoryUrl", expected))
    said = tidied(note or {})
    problems = Problems()
    check_texts(problems, "note", said, LONGEST_TEXT)
    earlier = {each.repository_url for each in await repository.deliveries_of(tx, match_id)}
    problems.unless(address not in earlier, "DELIVERED_ALREADY", "repositoryUrl")
    problems.refuse()
    return await _hand_over(tx, actor, match, address, said, delivered_at)


async def _hand_over(
    tx: Connection,
    actor: Actor,
    match: Match,
    address: str,
    note: LocalizedText,
    delivered_at: datetime | None,
) -> Delivery:
    delivery = await repository.insert_delivery(tx, match.id, address, note, actor.person_id, delivered_at)
    if delivery is None:
        raise Refused(Problem("DELIVERED_ALREADY", "repositoryUrl"))
    terms = await agreements.find_of_match(tx, match.id)
    owned = terms is not None and terms.ownership in {Ownership.OWNER, Ownership.JOINT}
    publisher = match.owner_id if owned else None
    entry = await software.register(tx, actor, address, publisher_id=publisher, field="repositoryUrl")
    delivery = await repository.link_software(tx, delivery.id, entry.id)
    if match.state is MatchState.AGREED:
        await assignments.move_match(tx, actor, match.id, MatchState.DELIVERED)
    challenge = await challenge_rows.find(tx, match.challenge_id)
    if challenge is not None and challenge.state is ChallengeState.MATCHED:
        await challenges.move(tx, actor, match.challenge_id, ChallengeState.DELIVERED)
    issued = await credentials.insert_for_members(tx, match.id)
    if issued:
        await audit.record(
            tx,
            actor,
            "credential.issued",
            "match",
            match.id,
            after={"credentials": [str(each) for each in issued]},
        )
    after = {"match_id": str(match.id), "repository_url": address, "software_id": str(entry.id)}
    await audit.record(tx, actor, "delivery.made", "delivery", delivery.id, after=after)
    return delivery


async def _store(
    tx: Connection, actor: Actor, before: Milestone, wanted: Milestone, action: str
) -> Milestone:
    judge(wanted).refuse()
    after = await repository.update_milestone(tx, wanted)
    was, is_now = difference(before, after)
    await audit.record(tx, actor, action, "milestone", after.id, before=was, after=is_now)
    return after


async def _locked_milestone(tx: Connection, actor: Actor, milestone_id: UUID) -> Milestone:
    found = await repository.find_milestone(tx, milestone_id)
    if found is None:
        raise Refused(Problem("UNKNOWN_MILESTONE", "id"))
    await _locked_match(tx, actor, found.match_id, "id")
    return await repository.find_milestone(tx, milestone_id) or found


async def _locked_match(tx: Connection, actor: Actor, match_id: UUID, field: str) -> Match:
    match = await matches.lock_match(tx, match_id)
    if match is None:
        raise Refused(Problem("UNKNOWN_MATCH", field))
    is_side = actor.owns(match.owner_id) or actor.in_team(match.team_id) or actor.is_officer
    refuse_unless(is_side, "NOT_YOUR_MATCH", field)
    _refuse_unless_in(match, UNDER_WAY, field, MatchState.AGREED)
    return match


def _refuse_unless_in(match: Match, states: frozenset[MatchState], field: str, wanted: MatchState) -> None:
    refuse_unless(match.state in states, "MATCH_STATE", field, state=match.state.value, wanted=wanted.value)


def _written_well(milestone: Milestone) -> Milestone:
    return replace(milestone, title=tidied(milestone.title))
