"""What may be done to an entry of the catalogue: registering, importing, and asking for a new look."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from registry.bills.judging import judge_again
from registry.bills.model import outbound
from registry.licences import reconcile
from registry.people import repository as people
from registry.publiccode import PublicCode, findings_in_words, read, reading_as_json, summarise
from registry.search import postgres as search
from registry.slugs import slug
from registry.software import addresses, repository
from registry.software.assessment import declared_licence, redeclared
from registry.software.columns import content
from registry.software.model import (
    Imported,
    NewSoftware,
    Said,
    Software,
    entitled,
    merged,
)
from registry.variants import service as variants
from store import audit, jobs, outbox
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless

OBSERVE = "observe"  # the queue whose worker looks at repositories
CHANGED = "software.changed"  # the outbox topic that search follows
LICENCE_CHANGED = "software.licence_changed"  # the outbox topic for those who watch a software
SOMEBODY_WAITS = 10  # priority: a person has just registered it
NOTHING_KNOWN = PublicCode()


async def register(
    tx: Connection,
    actor: Actor,
    url: str,
    *,
    publisher_id: UUID | None = None,
    metadata: PublicCode | None = None,
    source: str | None = None,
    is_example: bool = False,
    observe: bool = True,
    field: str = "url",
) -> Software:
    """Put a repository into the catalogue, or find it there: the same address gives the same entry.

    Nothing is fetched here; a job looks at the repository soon. Until then health is NOT_OBSERVED and the licence
    verdict rests on the metadata alone.

    Args:
        tx: the caller's transaction.
        actor: an officer, somebody of the publisher, or a member of the team that delivered the repository.
        url: http(s) address of the repository, as people write it.
        publisher_id: the organisation that releases it.
        metadata: what is already known, such as a catalogue entry.
        source: where that comes from.
        is_example: whether it is invented for the demo.
        observe: whether to look at the repository soon; a catalogue read offline does not.
        field: what the caller named the address, for refusals.

    Raises:
        Refused: NOT_A_REPOSITORY_ADDRESS, UNKNOWN_ORGANISATION or NOT_YOUR_SOFTWARE; nothing is written.
    """
    said = Said(metadata, source)
    address = _address(url, field)
    return await _put(
        tx, actor, address, publisher_id, said, is_example=is_example, observe=observe, field=field
    )


async def import_publiccode(
    tx: Connection,
    actor: Actor,
    data: bytes,
    source: str,
    *,
    address: str | None = None,
    publisher_id: UUID | None = None,
    observe: bool = True,
) -> Imported:
    """Take an entry in from a publiccode.yml exactly as it is, with everything that is wrong with it said.

    The declared licence is kept word for word; the verdict says what was probably meant. Without a publisher
    given, the organisation that is called like the file's owner of the repository is taken, if there is just one.

    Args:
        tx: the caller's transaction.
        actor: as for `register`.
        data: the file.
        source: where it comes from.
        address: of the repository, where it is known for sure; the file may name an older one that leads there.
        publisher_id: the organisation that releases it.
        observe: whether to look at the repository soon.

    Raises:
        Unreadable: the file is no YAML mapping; it says where.
        Refused: as for `register`; nothing is written.
    """
    reading = read(data)
    metadata = summarise(reading)
    findings = tuple(reading_as_json(source, reading)["results"])
    address = _address(address or metadata.url or "", "publiccode")
    is_new = await repository.find_by_address(tx, address) is None
    owner = metadata.repo_owner or metadata.main_copyright_owner
    if publisher_id is None and owner is not None:
        publisher_id = await repository.publisher_named(tx, owner)
    said = Said(metadata, source, findings_in_words(reading), reading.version, reading.ok)
    software = await _put(
        tx, actor, address, publisher_id, said, is_example=False, observe=observe, field="publiccode"
    )
    return Imported(software, findings, is_new)


async def observe_again(tx: Connection, actor: Actor, software_id: UUID) -> Sequence[UUID]:
    """Ask for a new look at every repository of an entry and return the jobs.

    Raises:
        Refused: UNKNOWN_SOFTWARE or NOT_YOUR_SOFTWARE.
    """
    found = await repository.find(tx, software_id)
    if found is None:
        raise Refused(Problem("UNKNOWN_SOFTWARE", "id"))
    refuse_unless(speaks_for(actor, found), "NOT_YOUR_SOFTWARE", "id")
    repositories = await repository.repositories_of(tx, software_id)
    after = {"repositories": [str(each.id) for each in repositories]}
    await audit.record(tx, actor, "software.look_requested", "software", software_id, after=after)
    return [await enqueue_look(tx, each.id, priority=SOMEBODY_WAITS) for each in repositories]


async def enqueue_look(
    tx: Connection, repository_id: UUID, *, priority: int = 0, delay: timedelta | None = None
) -> UUID:
    """Queue one look at a repository; one that is waiting already is enough."""
    payload = {"repository_id": str(repository_id)}
    return await jobs.enqueue(tx, OBSERVE, payload, subject_id=repository_id, priority=priority, delay=delay)


def _address(url: str, field: str) -> str:
    address = addresses.repository_address(url)
    if address is None:
        raise Refused(Problem("NOT_A_REPOSITORY_ADDRESS", field, {"expected": addresses.EXPECTED}))
    return address


async def _put(
    tx: Connection,
    actor: Actor,
    address: str,
    publisher_id: UUID | None,
    said: Said,
    *,
    is_example: bool,
    observe: bool,
    field: str,
) -> Software:
    if publisher_id is not None:
        known = await people.find_organisation(tx, publisher_id)
        refuse_unless(known, "UNKNOWN_ORGANISATION", "publisherId")
    may = actor.is_officer or (publisher_id is not None and actor.owns(publisher_id))
    may = may or await repository.is_delivered_by(tx, address, actor.team_ids, publisher_id)
    refuse_unless(may, "NOT_YOUR_SOFTWARE", field)
    await repository.lock_address(tx, address)
    found = await repository.find_by_address(tx, address)
    if found is None:
        new = _new(address, publisher_id, said, is_example=is_example)
        return await _begin(tx, actor, new, observe=observe)
    return await _again(tx, actor, found, publisher_id, said)


def _new(address: str, publisher_id: UUID | None, said: Said, *, is_example: bool) -> NewSoftware:
    metadata = said.metadata or NOTHING_KNOWN
    repository_name = addresses.name_in(address)
    metadata = entitled(metadata, repository_name, address)
    return NewSoftware(
        url=address,
        slug=slug(metadata.name or "", slug(repository_name, "software")),
        metadata=metadata,
        verdict=reconcile(declared_licence(metadata, said.source, datetime.now(UTC))),
        publisher_id=publisher_id,
        said=said,
        is_example=is_example,
    )


async def _begin(tx: Connection, actor: Actor, new: NewSoftware, *, observe: bool) -> Software:
    software = await repository.insert(tx, new)
    held = await repository.insert_repository(tx, software.id, software.url)
    await audit.record(tx, actor, "software.registered", "software", software.id, after=_facts(software))
    await variants.relate(tx, software.id)
    await search.index_software(tx, software.id)
    await outbox.put(tx, CHANGED, software.id)
    if observe:
        await enqueue_look(tx, held.id, priority=SOMEBODY_WAITS)
    return software


async def _again(
    tx: Connection, actor: Actor, found: Software, publisher_id: UUID | None, said: Said
) -> Software:
    """Take in what somebody says of an entry that exists: only from an officer or from its own publisher."""
    before = await repository.lock(tx, found.id)
    if before is None or not speaks_for(actor, before):
        return found
    after = before
    if actor.is_officer and publisher_id is not None:
        after = replace(after, publisher_id=publisher_id)
    if said.metadata is not None:
        now = entitled(merged(before.metadata, said.metadata), before.name, before.url)
        after = replace(
            after, metadata=now, verdict=redeclared(before.verdict, now, said.source, datetime.now(UTC))
        )
    if said.publiccode_valid is not None:
        after = replace(
            after,
            source=said.source,
            findings=said.findings,
            publiccode_version=said.publiccode_version,
            publiccode_valid=said.publiccode_valid,
        )
    return await save(tx, actor, "software.changed", before, after)


def speaks_for(actor: Actor, software: Software) -> bool:
    """Say whether the actor may speak for a software: as an officer, or for its publisher."""
    return actor.is_officer or (software.publisher_id is not None and actor.owns(software.publisher_id))


async def save(tx: Connection, actor: Actor, action: str, before: Software, after: Software) -> Software:
    """Store an entry; the version counts and the audit trail tells only what a reader would notice."""
    is_noticed = _facts(before) != _facts(after) or _said(before) != _said(after)
    after = await repository.update(tx, replace(after, version=before.version + is_noticed))
    if before.metadata.is_based_on != after.metadata.is_based_on:
        await variants.relate(tx, after.id)
    if is_noticed or before.observed_at is None or _health(before) != _health(after):
        await search.index_software(tx, after.id)
        await outbox.put(tx, CHANGED, after.id)
    if outbound(before) != outbound(after):
        await judge_again(tx, after.id, outbound(after))
    if before.observed_at is not None and _licence(before) != _licence(after):
        await outbox.put(tx, LICENCE_CHANGED, after.id)
    if is_noticed:
        await audit.record(
            tx, actor, action, "software", after.id, before=_facts(before), after=_facts(after)
        )
    return after


def _said(software: Software) -> Mapping[str, Any]:
    """Give what is said of it, without the times at which evidence was seen."""
    stored = content(software.metadata, software.verdict)
    return {column: value for column, value in stored.items() if column != "verdict_detail"}


def _facts(software: Software) -> Mapping[str, Any]:
    return {
        "url": software.url,
        "publisher_id": str(software.publisher_id) if software.publisher_id else None,
        "declared_licence": software.metadata.licence,
        "licence": software.licence,
        "verdict": software.verdict.kind,
        "shipped_licence": software.verdict.shipped,
        "content_licence": software.verdict.content,
        "health_band": software.health_band,
    }


def _health(software: Software) -> tuple[object, ...]:
    return software.health_band, software.health_score, software.health_coverage


def _licence(software: Software) -> tuple[str | None, ...]:
    """Give what a reader would call its licence: declared, in the files, of its content, and what to rely on."""
    verdict = software.verdict
    return software.metadata.licence, verdict.shipped, verdict.content, software.licence, verdict.kind
