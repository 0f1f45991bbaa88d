"""What people may do with a team: register it, describe it, say who is in it."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from matching.consents import repository as consents
from matching.fit import DataClass
from matching.forms import UNSAVED, any_text, applied, difference, given, refuse_other_version
from matching.interests import repository as interests
from matching.teams import repository
from matching.teams.model import Member, Team, TeamForm, judge, written_well
from registry.people import repository as people
from registry.search import postgres as search
from registry.slugs import slug
from store import audit, outbox
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless


async def register(tx: Connection, actor: Actor, form: TeamForm) -> Team:
    """Register a team; whoever does so leads it. A team that the system or a source registers has no members yet.

    Raises:
        Refused: SIGN_IN_FIRST, OFFICERS_ONLY (for `source` and `is_example`), UNKNOWN_ORGANISATION, or what
            `model.judge` finds.
    """
    refuse_unless(actor.is_signed_in or actor.is_system, "SIGN_IN_FIRST")
    _refuse_marks(actor, form)
    blank = _blank(actor.person_id)
    if given(form).get("source"):
        blank = replace(blank, capacity=None, data_clearance=None, remote_ok=None)
    team = written_well(applied(blank, form))
    await _refuse_wrong(tx, team)
    stored = await repository.insert(tx, team, slug(any_text(team.name), "team"))
    if actor.person_id is not None and stored.source is None:
        await repository.put_member(tx, stored.id, actor.person_id, is_lead=True)
    after = {"slug": stored.slug, "name": stored.name, "source": stored.source}
    await audit.record(tx, actor, "team.registered", "team", stored.id, after=after)
    await search.index_team(tx, stored.id)
    await outbox.put(tx, "team.changed", stored.id)
    return stored


async def edit(tx: Connection, actor: Actor, team_id: UUID, form: TeamForm, expected_version: int) -> Team:
    """Change what is written about a team; any member may, and officers.

    Raises:
        Refused: UNKNOWN_TEAM, NOT_YOUR_TEAM, CONFLICT, OFFICERS_ONLY (for `source` and `is_example`),
            UNKNOWN_ORGANISATION, or what `model.judge` finds.
    """
    before = await _locked(tx, actor, team_id, "id")
    refuse_other_version(before.version, expected_version)
    _refuse_marks(actor, form)
    wanted = written_well(applied(before, form))
    await _refuse_wrong(tx, wanted)
    after = await repository.update(tx, wanted)
    was, is_now = difference(before, after)
    await audit.record(tx, actor, "team.edited", "team", team_id, before=_plain(was), after=_plain(is_now))
    await search.index_team(tx, team_id)
    await outbox.put(tx, "team.changed", team_id)
    return after


async def add_member(
    tx: Connection, actor: Actor, team_id: UUID, email: str, *, is_lead: bool = False
) -> Member:
    """Take somebody who can already sign in into a team, or change whether they lead it.

    Raises:
        Refused: UNKNOWN_TEAM, NOT_YOUR_TEAM, LEADS_ONLY, EMAIL_UNKNOWN or LAST_LEAD.
    """
    await _locked(tx, actor, team_id, "teamId")
    await _refuse_unless_lead(tx, actor, team_id)
    person = await people.find_person_by_email(tx, email.strip().lower())
    if person is None:
        raise Refused(Problem("EMAIL_UNKNOWN", "email"))
    if not is_lead:
        await _refuse_last_lead(tx, team_id, person.id, "isLead")
    member = await repository.put_member(tx, team_id, person.id, is_lead=is_lead)
    await _record_member(tx, actor, "team.member_added", team_id, person.id, is_lead=is_lead)
    return member


async def remove_member(tx: Connection, actor: Actor, team_id: UUID, email: str) -> None:
    """Let somebody leave a team: themselves, or by the word of a lead. The last lead of others stays.

    With them go the skills they brought, what they said stands in their way, and what they agreed to for this team; a
    role that they joined it with is free again.

    Raises:
        Refused: UNKNOWN_TEAM, NOT_YOUR_TEAM, LEADS_ONLY, NOT_A_MEMBER or LAST_LEAD.
    """
    await _locked(tx, actor, team_id, "teamId")
    person = await people.find_person_by_email(tx, email.strip().lower())
    if person is None or person.id != actor.person_id:
        await _refuse_unless_lead(tx, actor, team_id)
    everyone = await repository.members(tx, team_id)
    if person is None or person.id not in {each.person_id for each in everyone}:
        raise Refused(Problem("NOT_A_MEMBER", "email"))
    if len(everyone) > 1:
        await _refuse_last_lead(tx, team_id, person.id, "email")
    await repository.delete_member(tx, team_id, person.id)
    await consents.withdraw_all(tx, person.id, team_id)
    await interests.leave(tx, person.id, team_id)
    await search.index_team(tx, team_id)
    await _record_member(tx, actor, "team.member_removed", team_id, person.id)


async def _refuse_unless_lead(tx: Connection, actor: Actor, team_id: UUID) -> None:
    leads = {each.person_id for each in await repository.members(tx, team_id) if each.is_lead}
    refuse_unless(actor.is_officer or actor.person_id in leads, "LEADS_ONLY", "teamId")


async def _refuse_last_lead(tx: Connection, team_id: UUID, person_id: UUID, field: str) -> None:
    leads = {each.person_id for each in await repository.members(tx, team_id) if each.is_lead}
    refuse_unless(leads != {person_id}, "LAST_LEAD", field)


async def _record_member(
    tx: Connection, actor: Actor, action: str, team_id: UUID, person_id: UUID, *, is_lead: bool = False
) -> None:
    after = {"person_id": str(person_id), "is_lead": is_lead}
    await audit.record(tx, actor, action, "team", team_id, after=after)
    await outbox.put(tx, "team.changed", team_id)


async def _refuse_wrong(tx: Connection, team: Team) -> None:
    problems: Problems = judge(team)
    unknown = await repository.unknown_organisations(tx, team.conflicts)
    problems.unless(not unknown, "UNKNOWN_ORGANISATION", "conflicts")
    problems.refuse()


async def _locked(tx: Connection, actor: Actor, team_id: UUID, field: str) -> Team:
    team = await repository.lock(tx, team_id)
    if team is None:
        raise Refused(Problem("UNKNOWN_TEAM", field))
    refuse_unless(actor.in_team(team_id) or actor.is_officer, "NOT_YOUR_TEAM", field)
    return team


def _refuse_marks(actor: Actor, form: TeamForm) -> None:
    marked = {"source", "is_example"} & given(form).keys()
    refuse_unless(actor.is_officer or not marked, "OFFICERS_ONLY")


def _plain(fields: dict[str, object]) -> dict[str, object]:
    """The fields as JSON can hold them: sets of ids as lists of text."""
    return {
        name: sorted(str(each) for each in value) if isinstance(value, frozenset) else value
        for name, value in fields.items()
    }


def _blank(person_id: UUID | None) -> Team:
    now = datetime.now(UTC)
    return Team(
        id=UNSAVED,
        slug="",
        name={},
        about={},
        skills=(),
        domains=(),
        languages=(),
        hours_per_week=None,
        available_from=None,
        available_until=None,
        capacity=1,
        data_clearance=DataClass.NONE,
        refused_licences=(),
        place=None,
        remote_ok=True,
        time_zone=None,
        homepage=None,
        conflicts=frozenset(),
        source=None,
        is_example=False,
        created_by=person_id,
        created_at=now,
        updated_at=now,
        version=0,
    )
