"""What may be done about the bill of materials of a software: handing one in, and asking its forge for one."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from registry.bills import repository
from registry.bills.model import MOST_BYTES, MOST_COMPONENTS, Asked, Bill, Source, counted, judge, outbound
from registry.sbom import read
from registry.software import repository as software
from registry.software import service
from registry.software.model import Repository, Software
from store import audit, jobs
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless

FETCH = "sbom"  # the queue whose worker asks forges for bills of materials
STORED, WITHDRAWN = "software.sbom_stored", "software.sbom_withdrawn"
AFTER_LOOKS = -1  # priority: what is looked at next matters more
TOO_LARGE, NOT_READ = "TOO_LARGE", "NOT_READ"  # why what a forge sent was not kept


async def hand_in(tx: Connection, actor: Actor, software_id: UUID, document: bytes) -> None:
    """Store the bill of materials that a publisher hands in; what breaks its standard is kept as findings.

    It stands in the place of the forge's until it is withdrawn, and replaces the one that was handed in before.

    Raises:
        Refused: UNKNOWN_SOFTWARE, NOT_YOUR_SOFTWARE, SBOM_MISSING, SBOM_TOO_LARGE, SBOM_TOO_MANY or SBOM_NOT_READ;
            nothing is written.
    """
    found = await _own(tx, actor, software_id)
    refuse_unless(document.strip(), "SBOM_MISSING", "text")
    if len(document) > MOST_BYTES:
        raise Refused(Problem("SBOM_TOO_LARGE", "text", {"limit": MOST_BYTES // 1024 // 1024}))
    sbom = await asyncio.to_thread(read, document)
    if sbom.format is None:
        finding = sbom.findings[0]  # what is not read has one
        raise Refused(Problem("SBOM_NOT_READ", "text", {"reason": finding.code, "found": finding.found}))
    if len(sbom.components) > MOST_COMPONENTS:
        raise Refused(Problem("SBOM_TOO_MANY", "text", {"limit": MOST_COMPONENTS}))
    bill = Bill(Source.UPLOADED, document, datetime.now(UTC), sbom)
    before = await repository.answers(tx, found.id, Source.UPLOADED)
    await _store(tx, found, bill)
    await audit.record(
        tx, actor, STORED, "software", found.id, before={"answers": before or None}, after=_facts(bill)
    )


async def withdraw(tx: Connection, actor: Actor, software_id: UUID) -> None:
    """Delete what a publisher handed in; the forge's own bill, if there is one, stands again.

    Raises:
        Refused: UNKNOWN_SOFTWARE, NOT_YOUR_SOFTWARE or NO_SBOM_HANDED_IN; nothing is written.
    """
    found = await _own(tx, actor, software_id)
    deleted = await repository.delete(tx, found.id, Source.UPLOADED)
    refuse_unless(deleted, "NO_SBOM_HANDED_IN", "softwareId")
    await audit.record(tx, actor, WITHDRAWN, "software", found.id)


async def enqueue_fetch(tx: Connection, held: Repository, now: datetime) -> UUID | None:
    """Queue a question to the forge, unless it was asked within a week; None when nothing is queued."""
    asked = await repository.asked(tx, held.id)
    if held.forge != "github" or (asked is not None and not asked.is_due(now)):
        return None
    payload = {"repository_id": str(held.id)}
    return await jobs.enqueue(tx, FETCH, payload, subject_id=held.id, priority=AFTER_LOOKS)


async def record(tx: Connection, held: Repository, bill: Bill | None, etag: str | None, at: datetime) -> None:
    """Take in what a forge answered.

    Args:
        tx: the job's transaction.
        held: the repository it was asked about.
        bill: what it lists; None when it is as it was.
        etag: the validator of the answer.
        at: when it was asked.
    """
    found = await software.lock(tx, held.software_id)
    if found is None:
        return
    if bill is None or await repository.is_stored(tx, found.id, bill):
        await repository.seen_again(tx, found.id, Source.FORGE, at)
        await repository.save_asked(tx, held.id, Asked(at, etag, None))
        return
    problem = _problem(bill)
    await repository.save_asked(tx, held.id, Asked(at, None if problem else etag, problem))
    if problem is not None:
        return
    before = await repository.answers(tx, found.id, Source.FORGE)
    await _store(tx, found, bill)
    after = await repository.answers(tx, found.id, Source.FORGE)
    if before != after:  # forges date their answer anew each time; a reader notices other answers
        await audit.record(
            tx, Actor.system(), STORED, "software", found.id, before={"answers": before}, after=_facts(bill)
        )


async def record_absence(tx: Connection, held: Repository, reason: str, at: datetime) -> None:
    """Note that a forge has no bill for a repository; the one it gave before stands, with its date."""
    await repository.save_asked(tx, held.id, Asked(at, None, reason))


async def _own(tx: Connection, actor: Actor, software_id: UUID) -> Software:
    found = await software.lock(tx, software_id)
    if found is None:
        raise Refused(Problem("UNKNOWN_SOFTWARE", "softwareId"))
    refuse_unless(service.speaks_for(actor, found), "NOT_YOUR_SOFTWARE", "softwareId")
    return found


async def _store(tx: Connection, found: Software, bill: Bill) -> None:
    under = outbound(found)
    licences = await asyncio.to_thread(judge, counted(bill.components), under)
    await repository.save(tx, found.id, bill, licences, under)


def _problem(bill: Bill) -> str | None:
    if len(bill.document) > MOST_BYTES or len(bill.sbom.components) > MOST_COMPONENTS:
        return TOO_LARGE
    return NOT_READ if bill.sbom.format is None else None


def _facts(bill: Bill) -> dict[str, object]:
    return {
        "source": bill.source,
        "format": bill.sbom.format,
        "sha256": bill.sha256,
        "components": len(bill.components),
    }
