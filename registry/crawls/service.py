"""Where software is looked for by ourselves, who says so, and what follows when a source was gone through."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from registry.crawls import repository
from registry.crawls.model import (
    IN_CATALOGUE,
    MISSED_IS_GONE,
    Crawl,
    Finding,
    Outcome,
    Reason,
    Source,
    SourceKind,
    account_address,
    catalogue_address,
    next_crawl,
)
from registry.people import repository as people
from registry.software import repository as software
from store import audit, jobs, outbox
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless

CRAWL = "crawl"  # the queue whose worker goes through sources
SOMEBODY_WAITS = 10  # priority: an officer has asked for it
CHANGED = "software.changed"  # the outbox topic that search follows, as in `registry.software.service`


async def add_source(
    tx: Connection,
    actor: Actor,
    kind: SourceKind,
    url: str,
    organisation_id: UUID | None = None,
    *,
    includes_subgroups: bool = True,
) -> Source:
    """Have an account, a catalogue or an inventory gone through, now and every week.

    Args:
        tx: the caller's transaction.
        actor: an officer: whose account it is nobody else can vouch for.
        kind: what sort of place it is.
        url: of the account or group, of the catalogue's API above `/software`, or of the inventory.
        organisation_id: whose account it is.
        includes_subgroups: whether projects of groups within the group count, at a GitLab.

    Raises:
        Refused: OFFICERS_ONLY, NOT_AN_ACCOUNT_ADDRESS, NOT_A_WEB_ADDRESS, UNKNOWN_ORGANISATION or SOURCE_EXISTS;
            nothing is written.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    address = account_address(url) if kind is SourceKind.ACCOUNT else catalogue_address(url)
    if address is None:
        code = "NOT_AN_ACCOUNT_ADDRESS" if kind is SourceKind.ACCOUNT else "NOT_A_WEB_ADDRESS"
        raise Refused(Problem(code, "url"))
    if organisation_id is not None:
        known = await people.find_organisation(tx, organisation_id)
        refuse_unless(known, "UNKNOWN_ORGANISATION", "organisationId")
    source = await repository.insert_source(
        tx, kind, address, organisation_id, includes_subgroups=includes_subgroups
    )
    if source is None:
        raise Refused(Problem("SOURCE_EXISTS", "url"))
    await audit.record(
        tx, actor, "crawl_source.added", "crawl_source", source.id, after={"kind": kind, "url": address}
    )
    await _enqueue(tx, source.id, priority=SOMEBODY_WAITS)
    await repository.put_off(tx, source.id, next_crawl(source.id, source.next_at))
    return source


async def note_account(tx: Connection, publisher: str, url: str) -> Source | None:
    """Take over from a catalogue where a publisher has its code, if that is an organisation we know by this name.

    Returns:
        The source that is new; None where there is none.
    """
    address = account_address(url)
    organisation_id = await software.publisher_named(tx, publisher)
    if address is None or organisation_id is None:
        return None
    try:
        return await add_source(tx, Actor.system(), SourceKind.ACCOUNT, address, organisation_id)
    except Refused:
        return None  # it is one already


async def remove_source(tx: Connection, actor: Actor, source_id: UUID) -> None:
    """Go through a source no more, and forget what was found there; what came into the catalogue stays.

    Raises:
        Refused: OFFICERS_ONLY or UNKNOWN_SOURCE; nothing is written.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    source = await _known(tx, source_id)
    await repository.delete_source(tx, source_id)
    before = {"kind": source.kind, "url": source.url}
    await audit.record(tx, actor, "crawl_source.removed", "crawl_source", source_id, before=before)


async def crawl_now(tx: Connection, actor: Actor, source_id: UUID) -> UUID:
    """Have a source gone through as soon as a worker is free, and return the job, which tells how far it is.

    Raises:
        Refused: OFFICERS_ONLY or UNKNOWN_SOURCE; nothing is written.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    await _known(tx, source_id)
    await audit.record(tx, actor, "crawl_source.crawl_requested", "crawl_source", source_id)
    return await _enqueue(tx, source_id, priority=SOMEBODY_WAITS)


async def enqueue_due(tx: Connection, now: datetime) -> int:
    """Queue a crawl of each source whose time has come, say when it comes again, and how many those are."""
    due = await repository.lock_due(tx, now)
    for source in due:
        await _enqueue(tx, source.id)
        await repository.put_off(tx, source.id, next_crawl(source.id, now))
    return len(due)


async def enqueue_later(tx: Connection, source_id: UUID, delay: timedelta) -> None:
    """Queue the rest of a crawl for when the forge may be asked again."""
    await _enqueue(tx, source_id, delay=delay)


async def note_outcome(tx: Connection, source: Source, url: str, reason: Reason, reached: str) -> None:
    """Note what the source's own list already tells of a repository.

    Args:
        tx: the job's transaction.
        source: where it was found.
        url: of the repository.
        reason: what became of it.
        reached: the source's number of it.
    """
    before = await repository.finding_at(tx, source.id, url)
    outcome = Outcome(reason, software_id=None if before is None else before.software_id)
    await repository.put_finding(tx, source.id, url, reached, outcome)


async def note_missed(tx: Connection, finding: Finding) -> Reason:
    """Note that a whole crawl did not find what an earlier one did; the second time it is marked, never deleted."""
    missed = finding.missed + 1
    if missed < MISSED_IS_GONE or finding.reason is Reason.NOT_LISTED:
        await repository.change_finding(tx, finding.id, finding.reason, finding.detail, missed)
        return finding.reason
    detail = {"seen_at": finding.looked_at.isoformat()}
    await repository.change_finding(tx, finding.id, Reason.NOT_LISTED, detail, missed)
    await _tell_of_loss(tx, finding, Reason.NOT_LISTED)
    return Reason.NOT_LISTED


async def note_gone(tx: Connection, finding: Finding, outcome: Outcome) -> None:
    """Note what the forge says of a repository that its account does not list any more."""
    await repository.change_finding(tx, finding.id, outcome.reason, outcome.detail, finding.missed + 1)
    if outcome.reason is not Reason.MOVED and outcome.reason is not finding.reason:
        await _tell_of_loss(tx, finding, outcome.reason)


async def finish(tx: Connection, crawl: Crawl, failure: str | None = None) -> None:
    """End a crawl; why it could not be done is told on the officers' page."""
    await repository.close_crawl(tx, crawl, failure)


async def missed_in(tx: Connection, crawl: Crawl) -> Sequence[Finding]:
    """List what a crawl did not find; for one that was read to its end only."""
    return await repository.missed_in(tx, crawl)


async def _tell_of_loss(tx: Connection, finding: Finding, reason: Reason) -> None:
    if finding.software_id is not None and finding.reason in IN_CATALOGUE:
        told = {"source": str(finding.source_id), "url": finding.url, "reason": reason}
        await audit.record(
            tx, Actor.system(), "software.lost_at_source", "software", finding.software_id, after=told
        )
        await outbox.put(tx, CHANGED, finding.software_id)


async def _enqueue(
    tx: Connection, source_id: UUID, *, priority: int = 0, delay: timedelta | None = None
) -> UUID:
    payload = {"source_id": str(source_id)}
    return await jobs.enqueue(tx, CRAWL, payload, subject_id=source_id, priority=priority, delay=delay)


async def _known(tx: Connection, source_id: UUID) -> Source:
    source = await repository.find_source(tx, source_id)
    if source is None:
        raise Refused(Problem("UNKNOWN_SOURCE", "id"))
    return source
