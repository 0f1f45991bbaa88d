"""What teams, others and owners may do with proposals: make them, take them back, be interested, take them up."""

from uuid import UUID

from matching.challenges import service as challenges
from matching.challenges.model import Challenge, ChallengeForm
from matching.forms import LONGEST_TEXT, LocalizedText, check_line, tidied
from matching.programmes import repository as programmes
from matching.programmes.model import Mode, Programme, refuse_unless_open
from matching.programmes.model import State as ProgrammeState
from matching.programmes.modes import FROM_PROPOSALS
from matching.proposals import repository
from matching.proposals.model import MOST_A_PERSON, Proposal, State, judge
from matching.votes import repository as votes
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless


async def propose(
    tx: Connection,
    actor: Actor,
    programme_id: UUID,
    team_id: UUID | None,
    title: LocalizedText,
    idea: LocalizedText,
    domains: tuple[str, ...] = (),
) -> Proposal:
    """Offer to do something in a round that begins with proposals; for a team where the round asks for one.

    Raises:
        Refused: SIGN_IN_FIRST, UNKNOWN_PROGRAMME, NO_PROPOSALS_HERE, PROGRAMME_NOT_OPEN, VOTE_BEGUN, TEAM_NEEDED,
            NOT_YOUR_TEAM, TOO_MANY_PROPOSALS, or what `model.judge` finds.
    """
    if actor.person_id is None:
        raise Refused(Problem("SIGN_IN_FIRST"))
    programme = await _open_round(tx, programme_id, "programmeId")
    refuse_unless(not await votes.exists(tx, programme_id), "VOTE_BEGUN", "programmeId")
    refuse_unless(team_id or programme.mode is Mode.OPEN_PROPOSAL, "TEAM_NEEDED", "teamId")
    refuse_unless(team_id is None or actor.in_team(team_id), "NOT_YOUR_TEAM", "teamId")
    written, told = tidied(title), tidied(idea)
    judge(written, told, domains).refuse()
    already = await repository.count_open_of(tx, programme_id, actor.person_id)
    refuse_unless(already < MOST_A_PERSON, "TOO_MANY_PROPOSALS", "programmeId", limit=MOST_A_PERSON)
    made = await repository.insert(tx, programme_id, team_id, actor.person_id, written, told, domains)
    after = {"programme_id": str(programme_id), "title": dict(written)}
    await audit.record(tx, actor, "proposal.made", "proposal", made.id, after=after)
    return made


async def withdraw(tx: Connection, actor: Actor, proposal_id: UUID, reason: str) -> Proposal:
    """Take a proposal back, or away where an officer does; not once people vote on it.

    Raises:
        Refused: UNKNOWN_PROPOSAL, NOT_YOUR_PROPOSAL, PROPOSAL_STATE, VOTE_BEGUN, REASON_MISSING, TEXT_TOO_LONG or
            TEXT_NOT_PLAIN.
    """
    before = await _locked(tx, proposal_id)
    is_theirs = actor.person_id is not None and actor.person_id == before.author_id
    of_team = before.team_id is not None and actor.in_team(before.team_id)
    refuse_unless(is_theirs or of_team or actor.is_officer, "NOT_YOUR_PROPOSAL", "id")
    refuse_unless(before.state is State.OPEN, "PROPOSAL_STATE", "id", state=before.state.value)
    refuse_unless(not await votes.exists(tx, before.programme_id), "VOTE_BEGUN", "id")
    problems = Problems()
    problems.unless(reason.strip(), "REASON_MISSING", "reason")
    check_line(problems, "reason", reason, LONGEST_TEXT)
    problems.refuse()
    after = await repository.move(tx, proposal_id, State.WITHDRAWN, reason=reason.strip())
    told = {"state": after.state, "reason": after.state_reason}
    await audit.record(tx, actor, "proposal.withdrawn", "proposal", proposal_id, after=told)
    return after


async def show_interest(
    tx: Connection, actor: Actor, proposal_id: UUID, organisation_id: UUID, note: str
) -> Proposal:
    """Say in public that an organisation has the problem and would take the proposal up.

    Raises:
        Refused: UNKNOWN_PROPOSAL, NOT_YOUR_ORGANISATION, PROPOSAL_STATE, TEXT_TOO_LONG or TEXT_NOT_PLAIN.
    """
    before = await _locked(tx, proposal_id)
    refuse_unless(actor.owns(organisation_id), "NOT_YOUR_ORGANISATION", "organisationId")
    refuse_unless(before.state is State.OPEN, "PROPOSAL_STATE", "id", state=before.state.value)
    problems = Problems()
    check_line(problems, "note", note, LONGEST_TEXT)
    problems.refuse()
    await repository.put_interest(tx, proposal_id, organisation_id, note.strip())
    after = {"organisation_id": str(organisation_id)}
    await audit.record(tx, actor, "proposal.interest_shown", "proposal", proposal_id, after=after)
    return before


async def take_up(tx: Connection, actor: Actor, proposal_id: UUID, organisation_id: UUID) -> Challenge:
    """Make a proposal the draft of a challenge of an interested owner, who completes it and submits it as any other.

    Where the public votes, that comes first.

    Raises:
        Refused: UNKNOWN_PROPOSAL, NOT_YOUR_ORGANISATION, PROPOSAL_STATE, INTEREST_FIRST, VOTE_NOT_CLOSED,
            PROGRAMME_NOT_OPEN, or what `judgement.judge` of challenges finds.
    """
    before = await _locked(tx, proposal_id)
    refuse_unless(actor.owns(organisation_id), "NOT_YOUR_ORGANISATION", "organisationId")
    refuse_unless(before.state is State.OPEN, "PROPOSAL_STATE", "id", state=before.state.value)
    interested = await repository.is_interested(tx, proposal_id, organisation_id)
    refuse_unless(interested, "INTEREST_FIRST", "organisationId")
    refuse_unless(not await votes.is_open(tx, before.programme_id), "VOTE_NOT_CLOSED", "id")
    await _open_round(tx, before.programme_id, "id")
    form = ChallengeForm(title=before.title, problem=before.idea, domains=before.domains)
    drafted = await challenges.draft(
        tx, actor, before.programme_id, organisation_id, form, takes_up_proposal=True
    )
    await repository.move(tx, proposal_id, State.TAKEN_UP, challenge_id=drafted.id)
    after = {"challenge_id": str(drafted.id), "organisation_id": str(organisation_id)}
    await audit.record(tx, actor, "proposal.taken_up", "proposal", proposal_id, after=after)
    return drafted


async def _open_round(tx: Connection, programme_id: UUID, field: str) -> Programme:
    programme = await programmes.hold(tx, programme_id)
    if programme is None or programme.state is ProgrammeState.DRAFT:
        raise Refused(Problem("UNKNOWN_PROGRAMME", field))
    refuse_unless(programme.mode in FROM_PROPOSALS, "NO_PROPOSALS_HERE", field)
    refuse_unless_open(programme, field)
    return programme


async def _locked(tx: Connection, proposal_id: UUID) -> Proposal:
    found = await repository.lock(tx, proposal_id)
    if found is None:
        raise Refused(Problem("UNKNOWN_PROPOSAL", "id"))
    return found
