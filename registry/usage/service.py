"""What an agency may say about its use of a software."""

from datetime import UTC, date, datetime
from uuid import UUID

from registry.software import repository as software
from registry.texts import is_plain
from registry.usage import repository
from registry.usage.model import EARLIEST, LONGEST_PURPOSE, NewUsage, Usage
from store import audit, outbox
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless

CHANGED = "software.changed"


def today() -> date:
    """Give the date in UTC, which is never ahead of the reader's in Taiwan."""
    return datetime.now(UTC).date()


async def attest(tx: Connection, actor: Actor, statement: NewUsage) -> Usage:
    """Record that the actor's agency uses a software; attesting again replaces the statement and renews it.

    Raises:
        Refused: NOT_YOUR_AGENCY, UNKNOWN_SOFTWARE, STARTS_IN_FUTURE, STARTS_TOO_EARLY, TEXT_TOO_LONG or
            TEXT_NOT_PLAIN; nothing is written.
    """
    refuse_unless(actor.acts_for_agency(statement.agency_id), "NOT_YOUR_AGENCY", "agencyId")
    refuse_unless(await software.exists(tx, statement.software_id), "UNKNOWN_SOFTWARE", "softwareId")
    _refuse_wrong(statement)
    usage = await repository.insert(tx, statement, actor.person_id)
    await audit.record(tx, actor, "usage.attested", "usage", usage.id, after=_facts(usage))
    await outbox.put(tx, CHANGED, usage.software_id)
    return usage


async def renew(tx: Connection, actor: Actor, usage_id: UUID) -> Usage:
    """Say again, for another year, what was said before.

    Raises:
        Refused: UNKNOWN_USAGE or NOT_YOUR_AGENCY; nothing is written.
    """
    before = await _own(tx, actor, usage_id)
    usage = await repository.renew(tx, usage_id, actor.person_id)
    await audit.record(
        tx, actor, "usage.renewed", "usage", usage_id, before=_facts(before), after=_facts(usage)
    )
    await outbox.put(tx, CHANGED, usage.software_id)
    return usage


async def withdraw(tx: Connection, actor: Actor, usage_id: UUID) -> Usage:
    """Take a statement back; the audit trail remembers that it was there.

    Raises:
        Refused: UNKNOWN_USAGE or NOT_YOUR_AGENCY; nothing is written.
    """
    before = await _own(tx, actor, usage_id)
    await repository.delete(tx, usage_id)
    await audit.record(tx, actor, "usage.withdrawn", "usage", usage_id, before=_facts(before))
    await outbox.put(tx, CHANGED, before.software_id)
    return before


async def _own(tx: Connection, actor: Actor, usage_id: UUID) -> Usage:
    usage = await repository.lock(tx, usage_id)
    if usage is None:
        raise Refused(Problem("UNKNOWN_USAGE", "id"))
    refuse_unless(actor.acts_for_agency(usage.agency_id), "NOT_YOUR_AGENCY", "id")
    return usage


def _refuse_wrong(statement: NewUsage) -> None:
    problems = Problems()
    # The writer may be a day ahead of UTC: it is already tomorrow in Taiwan for eight hours of every day.
    problems.unless((statement.since - today()).days <= 1, "STARTS_IN_FUTURE", "since")
    problems.unless(statement.since >= EARLIEST, "STARTS_TOO_EARLY", "since", earliest=EARLIEST.isoformat())
    for language, text in statement.purpose.items():
        field = f"purpose.{language}"
        problems.unless(
            len(text) <= LONGEST_PURPOSE, "TEXT_TOO_LONG", field, limit=LONGEST_PURPOSE, length=len(text)
        )
        problems.unless(is_plain(text) and is_plain(language), "TEXT_NOT_PLAIN", field)
    problems.refuse()


def _facts(usage: Usage) -> dict[str, object]:
    return {
        "software_id": str(usage.software_id),
        "agency_id": str(usage.agency_id),
        "since": usage.since.isoformat(),
        "attested_at": usage.attested_at.isoformat(),
    }
