"""What somebody may say of themselves in a team that they are in; nobody says it for them, officers neither."""

from collections.abc import Collection, Sequence
from uuid import UUID

from matching.consents import repository as consent_rows
from matching.consents import service as consents
from matching.consents.model import Purpose
from matching.forms import refuse_other_version
from matching.members import repository
from matching.members.model import Barrier, OwnPart, judge_name, judge_own_skills
from matching.teams import repository as teams
from matching.teams.model import Skill
from registry.search import postgres as search
from store import audit, outbox
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless


async def show_name(
    tx: Connection, actor: Actor, team_id: UUID, shown_name: str | None, text_version: int | None
) -> OwnPart:
    """Say how one is called in a team, and whether everybody may read that.

    Args:
        tx: the transaction.
        actor: a member of the team.
        team_id: the team.
        shown_name: None, or nothing but blanks, for one's name here.
        text_version: of the consent that one read, to be named publicly; None to be named to the team and officers
            only, which takes back what was agreed before.

    Raises:
        Refused: NOT_YOUR_TEAM, SESSION_NEEDED, TEXT_OUTDATED, TEXT_TOO_LONG or TEXT_NOT_PLAIN.
    """
    own = await _own(tx, actor, team_id)
    name = (shown_name or "").strip() or None
    judge_name(name or "").refuse()
    await repository.set_name(tx, team_id, own.person_id, name)
    standing = await consent_rows.standing(tx, own.person_id, Purpose.PUBLIC_NAME, team_id)
    if text_version is not None:
        await consents.give(tx, actor, Purpose.PUBLIC_NAME, team_id, text_version)
    elif standing is not None:
        await consents.withdraw(tx, actor, standing.id)
    after = {"person_id": str(own.person_id), "is_public": text_version is not None}
    await audit.record(tx, actor, "team.member_shown", "team", team_id, after=after)
    return await _own(tx, actor, team_id)


async def set_skills(
    tx: Connection, actor: Actor, team_id: UUID, skills: Sequence[Skill], expected_version: int
) -> OwnPart:
    """Say what one brings to a team; it counts as the team's, without one's name, until one leaves.

    Raises:
        Refused: NOT_YOUR_TEAM, CONFLICT, or what `model.judge_own_skills` finds.
    """
    own = await _own(tx, actor, team_id)
    refuse_other_version(own.skills_version, expected_version)
    judge_own_skills(skills).refuse()
    await repository.replace_skills(tx, team_id, own.person_id, skills)
    before = {"person_id": str(own.person_id), "skills": len(own.skills)}
    after = {**before, "skills": len(skills)}
    await audit.record(tx, actor, "team.member_skills_set", "team", team_id, before=before, after=after)
    await search.index_team(tx, team_id)
    await outbox.put(tx, "team.changed", team_id)
    return await _own(tx, actor, team_id)


async def say_barriers(
    tx: Connection, actor: Actor, team_id: UUID, barriers: Collection[Barrier], text_version: int
) -> OwnPart:
    """Say privately what stands in one's way; saying nothing is an answer too. The audit trail does not learn which.

    Raises:
        Refused: NOT_YOUR_TEAM, SESSION_NEEDED or TEXT_OUTDATED.
    """
    own = await _own(tx, actor, team_id)
    await consents.give(tx, actor, Purpose.BARRIERS, team_id, text_version)
    await repository.replace_barriers(tx, team_id, own.person_id, barriers)
    await audit.record(tx, actor, "team.member_barriers_said", "team", team_id)
    return await _own(tx, actor, team_id)


async def _own(tx: Connection, actor: Actor, team_id: UUID) -> OwnPart:
    """One's part of a team, which nobody else changes until the transaction ends."""
    refuse_unless(actor.person_id is not None and actor.in_team(team_id), "NOT_YOUR_TEAM", "teamId")
    await teams.lock(tx, team_id)
    own = await repository.own_part(tx, team_id, actor.person_id) if actor.person_id else None
    if own is None:
        raise Refused(Problem("NOT_YOUR_TEAM", "teamId"))
    return own
