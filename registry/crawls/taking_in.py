"""What becomes of a repository that a crawl found: into the catalogue, or a reason why not."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from registry.crawls import repository
from registry.crawls.model import Finding, InRoot, Outcome, Reason, Source, Told
from registry.publiccode import PublicCode, Reading, Severity, Unreadable, findings_in_words, read, summarise
from registry.repositories import service as repositories
from registry.software import addresses
from registry.software import repository as software
from registry.software import service as catalogue
from registry.software.model import Software
from store.actor import Actor
from store.database import Connection

LARGEST: Final = 512 * 1024  # bytes of a publiccode.yml, as the scrapers read them


async def take_in_root(tx: Connection, source: Source, found: InRoot) -> Outcome:
    """Judge one repository of an account by the publiccode.yml in its root, and note what became of it."""
    outcome = await _of_root(tx, source, found)
    await repository.put_finding(tx, source.id, found.url, str(found.forge_id), outcome)
    return outcome


async def take_in_told(tx: Connection, source: Source, told: Told) -> Outcome:
    """Judge one entry of a catalogue, and note what became of it; one that moved there moves here.

    What a catalogue says never goes over what a repository's own publisher or an officer said here.
    """
    address = addresses.repository_address(told.url or "")
    url = address or f"{source.url}#{told.id}"
    digest = _digest(told)
    before = await repository.finding_at(tx, source.id, url)
    if before is not None and _stands(before, digest):
        await repository.seen_again(tx, before.id)
        return Outcome(before.reason, before.detail, before.software_id, before.digest)
    outcome = replace(await _of_told(tx, source, told, address), digest=digest)
    await repository.put_finding(tx, source.id, url, told.id, outcome)
    for other in await repository.numbered(tx, source.id, told.id):
        if other.url.casefold() != url.casefold() and other.reason is not Reason.MOVED:
            await repository.change_finding(tx, other.id, Reason.MOVED, {"to": url}, other.missed)
    return outcome


def _stands(before: Finding, digest: str) -> bool:
    """Say whether a finding is of the same words, and nothing was lost since that could come back."""
    was_lost = before.reason in {Reason.MOVED, Reason.NOT_LISTED} or (
        before.reason is Reason.LISTED and before.software_id is None
    )
    return before.digest == digest and not was_lost


async def _of_root(tx: Connection, source: Source, found: InRoot) -> Outcome:
    forge, name = addresses.forge_and_name_in(found.url)
    held = await software.find_on_forge(tx, forge, found.forge_id, name)
    known = await (
        software.find_by_address(tx, found.url) if held is None else software.find(tx, held.software_id)
    )
    here = None if known is None else known.id
    if found.file is None:
        return Outcome(Reason.FORK_OF if found.is_fork else Reason.NO_PUBLICCODE, {}, here)
    if found.content is None:
        return Outcome(Reason.TOO_LARGE, {"bytes": found.size, "limit": LARGEST}, here)
    judged = _judged(found.content)
    if isinstance(judged, Outcome):
        return replace(judged, software_id=here)
    reading, metadata = judged
    if not found.declares_itself:
        reason = Reason.FORK_OF if found.is_fork else Reason.URL_IS_ANOTHER
        return Outcome(reason, {"declared": metadata.url, "expected": found.url}, here)
    if held is not None and known is not None and not addresses.same(held.url, known.url):
        return Outcome(Reason.DUPLICATE, {"of": known.slug}, known.id)
    entry = await _import(
        tx,
        found.content,
        f"{found.url}/blob/HEAD/{found.file}",
        address=found.url if known is None else known.url,
        publisher_id=source.organisation_id,
        known=known,
    )
    return Outcome(Reason.LISTED, _errors(reading), entry)


async def _of_told(tx: Connection, source: Source, told: Told, address: str | None) -> Outcome:
    if address is None:
        is_untold = told.url is None
        detail = {"name": told.name} if is_untold else {"url": told.url}
        return Outcome(Reason.PRIVATE if is_untold else Reason.INVALID, detail)
    names = (address, *filter(None, map(addresses.repository_address, told.aliases)))
    here = await _software_at(tx, names)
    if not told.is_active:
        return Outcome(Reason.NOT_LISTED, {"says": "inactive"}, here)
    judged = Outcome(Reason.NO_PUBLICCODE) if told.publiccode is None else _judged(told.publiccode)
    if isinstance(judged, Outcome):
        return replace(judged, software_id=here)
    reading, metadata = judged
    if not any(addresses.same(metadata.url, each) for each in names):
        return Outcome(Reason.URL_IS_ANOTHER, {"declared": metadata.url, "expected": address}, here)
    return await _listed(tx, source, told, address, names, reading)


async def _listed(
    tx: Connection, source: Source, told: Told, address: str, names: tuple[str, ...], reading: Reading
) -> Outcome:
    """Take an entry in, unless it came from elsewhere; two of one catalogue for one repository are one software."""
    await _follow(tx, source, told, address)
    here = await _software_at(tx, names)
    known = None if here is None else await software.find(tx, here)
    if known is not None:
        others = await repository.of_software(tx, source.id, known.id)
        if any(each.upstream_id != told.id and each.reason is Reason.LISTED for each in others):
            return Outcome(Reason.DUPLICATE, {"of": known.slug}, known.id)
        if not _is_from(source, known):
            return Outcome(Reason.LISTED, {}, known.id)
    entry = await _import(
        tx,
        told.publiccode or b"",
        source.url if told.id == told.url else f"{source.url}/software/{told.id}",
        address=address if known is None else known.url,
        publisher_id=None,
        known=known,
    )
    return Outcome(Reason.LISTED, _errors(reading), entry)


async def _follow(tx: Connection, source: Source, told: Told, address: str) -> None:
    """Take an entry of this catalogue along to the address that the catalogue gives it now."""
    for before in await repository.numbered(tx, source.id, told.id):
        if before.software_id is None or addresses.same(before.url, address):
            continue
        moving = await software.find(tx, before.software_id)
        if moving is not None and _is_from(source, moving) and addresses.same(moving.url, before.url):
            await repositories.move(tx, Actor.system(), moving.id, address)
            return


def _is_from(source: Source, entry: Software) -> bool:
    return entry.source is not None and (
        entry.source == source.url or entry.source.startswith(f"{source.url}/")
    )


async def _software_at(tx: Connection, names: tuple[str, ...]) -> UUID | None:
    for name in names:
        found = await software.find_by_address(tx, name)
        if found is not None:
            return found.id
    return None


async def _import(
    tx: Connection,
    data: bytes,
    source: str,
    *,
    address: str,
    publisher_id: UUID | None,
    known: Software | None,
) -> UUID:
    """Take a file in; an entry that has a publisher keeps it."""
    publisher = publisher_id if known is None or known.publisher_id is None else known.publisher_id
    imported = await catalogue.import_publiccode(
        tx, Actor.system(), data, source, address=address, publisher_id=publisher, observe=False
    )
    if imported.is_new:
        for held in await software.repositories_of(tx, imported.software.id):
            await catalogue.enqueue_look(tx, held.id)  # behind those that somebody waits for
    return imported.software.id


def _judged(content: bytes) -> tuple[Reading, PublicCode] | Outcome:
    try:
        reading = read(content)
    except Unreadable as refusal:
        (finding,) = findings_in_words(refusal)
        return Outcome(Reason.INVALID, {key: finding[key] for key in ("line", "column", "message")})
    metadata = summarise(reading)
    if addresses.repository_address(metadata.url or "") is None:
        return Outcome(Reason.INVALID, {"key": "url"})
    return reading, metadata


def _errors(reading: Reading) -> Mapping[str, Any]:
    """Tell how much is wrong in a file that came in all the same."""
    number = sum(each.severity is Severity.ERROR for each in reading.findings)
    return {"errors": number} if number else {}


def _digest(told: Told) -> str:
    said = (told.id, told.url, *told.aliases, told.is_active)
    return hashlib.sha256(repr(said).encode() + (told.publiccode or b"")).hexdigest()
