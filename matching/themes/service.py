"""What officers, owners and teams may do with the themes of a round: set them, commit to them, and withdraw."""

from collections.abc import Sequence
from uuid import UUID

from matching.forms import LONGEST_LINE, LocalizedText, check_texts, refuse_other_version, tidied
from matching.programmes import repository as programmes
from matching.programmes.model import Mode, State, refuse_unless_open
from matching.themes import repository
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless

MOST_THEMES = 20  # more, and two that should meet commit to different ones


async def set_themes(
    tx: Connection, actor: Actor, programme_id: UUID, names: Sequence[LocalizedText], expected_version: int
) -> None:
    """Write down the themes of a round that is still prepared; they replace those before.

    Args:
        tx: the transaction.
        actor: an officer.
        programme_id: the round.
        names: of all its themes.
        expected_version: of the round, whose themes are a part of it.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_PROGRAMME, NO_THEMES_HERE, PROGRAMME_STATE, CONFLICT, TOO_MANY_ENTRIES,
            NAME_MISSING, or what is wrong with a name.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    programme = await programmes.lock(tx, programme_id)
    if programme is None:
        raise Refused(Problem("UNKNOWN_PROGRAMME", "programmeId"))
    refuse_unless(programme.mode is Mode.THEME, "NO_THEMES_HERE", "programmeId")
    state, draft = programme.state.value, State.DRAFT.value
    refuse_unless(programme.state is State.DRAFT, "PROGRAMME_STATE", "programmeId", state=state, wanted=draft)
    refuse_other_version(programme.version, expected_version)
    problems = Problems()
    problems.unless(len(names) <= MOST_THEMES, "TOO_MANY_ENTRIES", "names", limit=MOST_THEMES)
    written = [tidied(name) for name in names]
    for index, name in enumerate(written[:MOST_THEMES]):
        problems.unless(name, "NAME_MISSING", f"names.{index}")
        check_texts(problems, f"names.{index}", name, LONGEST_LINE)
    problems.refuse()
    before = {"themes": await repository.names(tx, programme_id)}
    await repository.replace(tx, programme_id, written)
    await programmes.update(tx, programme)
    after = {"themes": written}
    await audit.record(
        tx, actor, "programme.themes_set", "programme", programme_id, before=before, after=after
    )


async def commit(
    tx: Connection, actor: Actor, theme_id: UUID, organisation_id: UUID | None, team_id: UUID | None
) -> UUID:
    """Commit an owner or a team to a theme of an open round, in public; saying it twice changes nothing.

    Raises:
        Refused: UNKNOWN_THEME, OWNER_OR_TEAM, NOT_YOUR_ORGANISATION, NOT_YOUR_TEAM or PROGRAMME_NOT_OPEN.
    """
    programme_id = await repository.programme_of(tx, theme_id)
    programme = None if programme_id is None else await programmes.hold(tx, programme_id)
    if programme is None or programme.state is State.DRAFT:
        raise Refused(Problem("UNKNOWN_THEME", "id"))
    _refuse_unless_theirs(actor, organisation_id, team_id)
    refuse_unless_open(programme, "id")
    if await repository.commit(tx, theme_id, organisation_id, team_id) is not None:
        after = _told(organisation_id, team_id)
        await audit.record(tx, actor, "theme.committed_to", "theme", theme_id, after=after)
    return theme_id


async def withdraw(
    tx: Connection, actor: Actor, theme_id: UUID, organisation_id: UUID | None, team_id: UUID | None
) -> UUID:
    """Take the commitment of an owner or a team back before the round is paired; without one nothing changes.

    Raises:
        Refused: UNKNOWN_THEME, OWNER_OR_TEAM, NOT_YOUR_ORGANISATION, NOT_YOUR_TEAM, PROGRAMME_STATE, or
            COMMITMENT_RELIED_ON while a challenge or an application stands by it and by no other.
    """
    programme_id = await repository.programme_of(tx, theme_id)
    # Nobody may draft or apply meanwhile: either rests on commitments.
    programme = None if programme_id is None else await programmes.lock(tx, programme_id)
    if programme is None or programme.state is State.DRAFT:
        raise Refused(Problem("UNKNOWN_THEME", "id"))
    _refuse_unless_theirs(actor, organisation_id, team_id)
    state, wanted = programme.state.value, State.REVIEW.value
    is_unpaired = programme.state in {State.OPEN, State.REVIEW}
    refuse_unless(is_unpaired, "PROGRAMME_STATE", "id", state=state, wanted=wanted)
    relied_on = await repository.is_relied_on(tx, theme_id, organisation_id, team_id)
    refuse_unless(not relied_on, "COMMITMENT_RELIED_ON", "id")
    if await repository.withdraw(tx, theme_id, organisation_id, team_id) is not None:
        before = _told(organisation_id, team_id)
        await audit.record(tx, actor, "theme.commitment_withdrawn", "theme", theme_id, before=before)
    return theme_id


def _refuse_unless_theirs(actor: Actor, organisation_id: UUID | None, team_id: UUID | None) -> None:
    refuse_unless((organisation_id is None) != (team_id is None), "OWNER_OR_TEAM", "organisationId")
    is_theirs = organisation_id is None or actor.owns(organisation_id)
    refuse_unless(is_theirs, "NOT_YOUR_ORGANISATION", "organisationId")
    refuse_unless(team_id is None or actor.in_team(team_id), "NOT_YOUR_TEAM", "teamId")


def _told(organisation_id: UUID | None, team_id: UUID | None) -> dict[str, str]:
    """Who it is, as the audit trail has it."""
    sides = {"organisation_id": organisation_id, "team_id": team_id}
    return {name: str(each) for name, each in sides.items() if each}
