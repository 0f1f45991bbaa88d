"""What people do with roles, owners with people, and how those who were accepted become a team."""

from uuid import UUID

from matching.applications.model import failed_gates
from matching.challenges import repository as challenges
from matching.challenges.model import State as ChallengeState
from matching.consents import repository as consents
from matching.consents.model import Purpose
from matching.fits.service import may_see
from matching.forms import LocalizedText
from matching.interests import repository
from matching.interests.model import MOVES, Interest, State, judge_words, strengthened
from matching.members import repository as members
from matching.profiles import repository as profile_rows
from matching.profiles import service as profiles
from matching.profiles.model import Profile
from matching.programmes import repository as programmes
from matching.programmes.model import Programme, refuse_unless_open
from matching.role_fits import service as role_fits
from matching.roles import repository as roles
from matching.roles.model import Role
from matching.teams import repository as team_rows
from matching.teams import service as teams
from matching.teams.model import TeamForm
from registry.search import postgres as search
from store import audit, outbox
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless

#: People are taken into roles until the work is delivered.
TAKEN_IN = frozenset({ChallengeState.PUBLISHED, ChallengeState.MATCHED})


async def show(tx: Connection, actor: Actor, role_id: UUID, note: str) -> UUID:
    """Say that one would take a role; with it, whoever carved it sees one's profile.

    Raises:
        Refused: SIGN_IN_FIRST, PROFILE_MISSING, UNKNOWN_ROLE, ROLE_CLOSED, PROGRAMME_NOT_OPEN, INTEREST_EXISTS,
            TEXT_TOO_LONG, TEXT_NOT_PLAIN, or GATE_ with the code of each gate of fit that one does not pass.
    """
    profile = await profiles.own(tx, actor)
    role = await _open_role(tx, actor, role_id)
    before = await repository.find_of(tx, role_id, profile.id)
    refuse_unless(before is None or State.INTERESTED in MOVES[before.state], "INTEREST_EXISTS", "roleId")
    said = note.strip()
    judge_words("note", said).refuse()
    found = failed_gates(await role_fits.fit_of(tx, role.id, profile.id), "roleId")
    if found:
        raise Refused(*found)
    interest_id = await repository.put(tx, role_id, profile.id, State.INTERESTED, said)
    await _record(tx, actor, "role_interest.shown", interest_id, role)
    return interest_id


async def invite(tx: Connection, actor: Actor, role_id: UUID, profile_id: UUID, note: str) -> UUID:
    """Ask somebody who wants to be found whether they would take a role; for the challenge's owner.

    Raises:
        Refused: UNKNOWN_ROLE, NOT_YOUR_CHALLENGE, ROLE_CLOSED, PROGRAMME_NOT_OPEN, ROLE_FILLED, UNKNOWN_PROFILE (also
            of somebody who does not want to be found), INTEREST_EXISTS, TEXT_TOO_LONG or TEXT_NOT_PLAIN.
    """
    role = await _open_role(tx, actor, role_id, for_owner=True)
    refuse_unless(await repository.taken(tx, role_id) < role.places, "ROLE_FILLED", "roleId")
    profile = await profile_rows.find(tx, profile_id)
    is_found = profile is not None and await consents.standing(
        tx, profile.person_id, Purpose.FOUND_BY_OWNERS, profile.id
    )
    if profile is None or not is_found:
        raise Refused(Problem("UNKNOWN_PROFILE", "profileId"))
    refuse_unless(not await repository.find_of(tx, role_id, profile_id), "INTEREST_EXISTS", "profileId")
    said = note.strip()
    judge_words("note", said).refuse()
    interest_id = await repository.put(tx, role_id, profile_id, State.INVITED, said)
    await _record(tx, actor, "role_interest.invited", interest_id, role)
    return interest_id


async def accept(tx: Connection, actor: Actor, interest_id: UUID) -> None:
    """Say yes: the owner to somebody who is interested, or the person to an invitation.

    Raises:
        Refused: UNKNOWN_INTEREST, NOT_YOURS_TO_ANSWER, INTEREST_STATE, ROLE_CLOSED or ROLE_FILLED.
    """
    interest, role = await _locked(tx, actor, interest_id)
    _refuse_move(interest, State.ACCEPTED)
    is_asked = interest.state is State.INVITED
    answers = _is_own(actor, interest) if is_asked else actor.owns(interest.owner_id)
    refuse_unless(answers, "NOT_YOURS_TO_ANSWER", "id")
    refuse_unless(await repository.taken(tx, role.id) < role.places, "ROLE_FILLED", "id")
    await repository.move(tx, interest_id, State.ACCEPTED)
    await _record(tx, actor, "role_interest.accepted", interest_id, role)


async def decline(tx: Connection, actor: Actor, interest_id: UUID, reason: str) -> None:
    """Say no to somebody, or take an invitation back, and say why; for the challenge's owner.

    Raises:
        Refused: UNKNOWN_INTEREST, NOT_YOUR_CHALLENGE, INTEREST_STATE, ROLE_CLOSED, REASON_MISSING, TEXT_TOO_LONG or
            TEXT_NOT_PLAIN.
    """
    interest, role = await _locked(tx, actor, interest_id)
    refuse_unless(actor.owns(interest.owner_id), "NOT_YOUR_CHALLENGE", "id")
    _refuse_move(interest, State.DECLINED)
    said = reason.strip()
    refuse_unless(said, "REASON_MISSING", "reason")
    judge_words("reason", said).refuse()
    await repository.move(tx, interest_id, State.DECLINED, reason=said)
    await _record(tx, actor, "role_interest.declined", interest_id, role)


async def withdraw(tx: Connection, actor: Actor, interest_id: UUID) -> None:
    """Take one's interest back, decline an invitation, or give a place up before one has joined a team.

    Raises:
        Refused: UNKNOWN_INTEREST, INTEREST_STATE or ROLE_CLOSED.
    """
    interest, role = await _locked(tx, actor, interest_id)
    _refuse_others(actor, interest)
    _refuse_move(interest, State.WITHDRAWN)
    await repository.move(tx, interest_id, State.WITHDRAWN)
    await _record(tx, actor, "role_interest.withdrawn", interest_id, role)


async def form_team(tx: Connection, actor: Actor, challenge_id: UUID, name: LocalizedText) -> UUID:
    """Found a team with everybody who was accepted for a challenge: one leads it, each of the others confirms.

    Raises:
        Refused: SIGN_IN_FIRST, PROFILE_MISSING, UNKNOWN_CHALLENGE, PROGRAMME_NOT_OPEN, NOT_ACCEPTED, ASKED_ALREADY,
            or what `matching.teams.model.judge` finds.
    """
    profile = await profiles.own(tx, actor)
    await _open_round(tx, challenge_id, "challengeId")
    challenge = await challenges.lock(tx, challenge_id)
    if challenge is None or not may_see(actor, challenge):
        raise Refused(Problem("UNKNOWN_CHALLENGE", "challengeId"))
    everyone = await repository.accepted(tx, challenge_id)
    mine = [each for each in everyone if each.profile_id == profile.id]
    refuse_unless(mine, "NOT_ACCEPTED", "challengeId")
    refuse_unless(all(each.team_id is None for each in mine), "ASKED_ALREADY", "challengeId")
    form = TeamForm(
        name=name,
        domains=profile.domains,
        languages=profile.languages,
        hours_per_week=profile.hours_per_week,
        data_clearance=profile.data_clearance,
        place=profile.place,
        remote_ok=profile.remote_ok,
    )
    team = await teams.register(tx, actor, form)
    await members.replace_skills(tx, team.id, profile.person_id, profile.skills)
    await search.index_team(tx, team.id)
    for each in mine:
        await repository.move(tx, each.id, State.JOINED, team_id=team.id)
    for each in everyone:
        if each.profile_id != profile.id and each.team_id is None:
            await repository.move(tx, each.id, State.ACCEPTED, team_id=team.id)
    after = {"challenge_id": str(challenge_id)}
    await audit.record(tx, actor, "team.formed", "team", team.id, after=after)
    return team.id


async def offer_place(tx: Connection, actor: Actor, interest_id: UUID, team_id: UUID) -> None:
    """Ask somebody who was accepted into the team that works on the challenge; for its leads.

    Raises:
        Refused: UNKNOWN_INTEREST, LEADS_ONLY, INTEREST_STATE, ROLE_CLOSED or ASKED_ALREADY.
    """
    interest, role = await _locked(tx, actor, interest_id, team_id)
    leads = {each.person_id for each in await team_rows.members(tx, team_id) if each.is_lead}
    refuse_unless(actor.person_id in leads, "LEADS_ONLY", "teamId")
    _refuse_move(interest, State.JOINED)
    refuse_unless(interest.team_id is None, "ASKED_ALREADY", "id")
    await repository.move(tx, interest_id, State.ACCEPTED, team_id=team_id)
    await _record(tx, actor, "role_interest.offered", interest_id, role)


async def join(tx: Connection, actor: Actor, interest_id: UUID) -> UUID:
    """Join the team that asks, with one's skills, hours, languages and fields; the id of the team.

    Raises:
        Refused: UNKNOWN_INTEREST, INTEREST_STATE, ROLE_CLOSED or NO_TEAM_ASKS.
    """
    interest, role = await _locked(tx, actor, interest_id)
    _refuse_others(actor, interest)
    _refuse_move(interest, State.JOINED)
    if interest.team_id is None:
        raise Refused(Problem("NO_TEAM_ASKS", "id"))
    profile = await profiles.own(tx, actor)
    await _take_in(tx, interest.team_id, profile)
    await repository.move(tx, interest_id, State.JOINED, team_id=interest.team_id)
    await _record(tx, actor, "role_interest.joined", interest_id, role)
    return interest.team_id


async def _take_in(tx: Connection, team_id: UUID, profile: Profile) -> None:
    team = await team_rows.lock(tx, team_id)
    if team is None:
        raise Refused(Problem("NO_TEAM_ASKS", "id"))
    if await members.own_part(tx, team_id, profile.person_id) is None:
        await team_rows.put_member(tx, team_id, profile.person_id, is_lead=False)
        await members.replace_skills(tx, team_id, profile.person_id, profile.skills)
        await team_rows.update(tx, strengthened(team, profile))
    await search.index_team(tx, team_id)
    await outbox.put(tx, "team.changed", team_id)


async def _open_role(tx: Connection, actor: Actor, role_id: UUID, *, for_owner: bool = False) -> Role:
    """A role of a published challenge for which people are looked for; locks round and challenge."""
    role = await roles.find(tx, role_id)
    if role is None:
        raise Refused(Problem("UNKNOWN_ROLE", "roleId"))
    programme = await programmes.hold_of_challenge(tx, role.challenge_id)
    challenge = await challenges.lock(tx, role.challenge_id)
    if programme is None or challenge is None or not may_see(actor, challenge):
        raise Refused(Problem("UNKNOWN_ROLE", "roleId"))
    if for_owner:
        refuse_unless(actor.owns(challenge.owner_id), "NOT_YOUR_CHALLENGE", "roleId")
    looked_for = role.is_open and challenge.state is ChallengeState.PUBLISHED
    refuse_unless(looked_for, "ROLE_CLOSED", "roleId")
    refuse_unless_open(programme, "roleId")
    return role


async def _open_round(tx: Connection, challenge_id: UUID, field: str) -> Programme:
    programme = await programmes.hold_of_challenge(tx, challenge_id)
    if programme is None:
        raise Refused(Problem("UNKNOWN_CHALLENGE", field))
    refuse_unless_open(programme, field)
    return programme


async def _locked(
    tx: Connection, actor: Actor, interest_id: UUID, team_id: UUID | None = None
) -> tuple[Interest, Role]:
    """An interest that the actor may see, and its role, which stay as they are.

    Whoever changes an interest locks its challenge first. `team_id` is a team for which the actor asks.
    """
    known = await repository.find(tx, interest_id)
    if known is None:
        raise Refused(Problem("UNKNOWN_INTEREST", "id"))
    await programmes.hold_of_challenge(tx, known.challenge_id)
    challenge = await challenges.lock(tx, known.challenge_id)
    interest, role = await repository.find(tx, interest_id), await roles.find(tx, known.role_id)
    concerns = actor.owns(known.owner_id) or _is_own(actor, known)
    if team_id is not None and actor.in_team(team_id):
        concerns = concerns or await repository.is_at_work(tx, known.challenge_id, team_id)
    if challenge is None or interest is None or role is None or not concerns:
        raise Refused(Problem("UNKNOWN_INTEREST", "id"))
    refuse_unless(challenge.state in TAKEN_IN, "ROLE_CLOSED", "id")
    return interest, role


def _is_own(actor: Actor, interest: Interest) -> bool:
    return actor.person_id is not None and actor.person_id == interest.person_id


def _refuse_others(actor: Actor, interest: Interest) -> None:
    refuse_unless(_is_own(actor, interest), "UNKNOWN_INTEREST", "id")


def _refuse_move(interest: Interest, following: State) -> None:
    allowed = following in MOVES[interest.state]
    refuse_unless(allowed, "INTEREST_STATE", "id")


async def _record(tx: Connection, actor: Actor, action: str, interest_id: UUID, role: Role) -> None:
    after = {"role_id": str(role.id)}
    await audit.record(tx, actor, action, "role_interest", interest_id, after=after)
