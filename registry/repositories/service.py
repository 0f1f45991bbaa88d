"""The repositories of an entry: one is the main one, by which it is known and scored; others can be added."""

from typing import Final
from uuid import UUID

from registry.repositories import repository as rows
from registry.repositories.model import is_main
from registry.software import addresses, repository
from registry.software.model import Repository, Software
from registry.software.service import CHANGED, SOMEBODY_WAITS, enqueue_look, speaks_for
from store import audit, outbox
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless

MOST: Final = 20  # of one entry; a product with more is several, and each look costs requests every night


async def add_repository(tx: Connection, actor: Actor, software_id: UUID, url: str) -> Repository:
    """Say that another repository belongs to a software; it is looked at soon and shown with its own health.

    Raises:
        Refused: UNKNOWN_SOFTWARE, NOT_YOUR_SOFTWARE, NOT_A_REPOSITORY_ADDRESS, REPOSITORY_TAKEN or
            TOO_MANY_REPOSITORIES; nothing is written.
    """
    software = await _own(tx, actor, software_id, "softwareId")
    address = addresses.repository_address(url)
    if address is None:
        raise Refused(Problem("NOT_A_REPOSITORY_ADDRESS", "url", {"expected": addresses.EXPECTED}))
    await repository.lock_address(tx, address)
    taken = await repository.find_by_address(tx, address)
    refuse_unless(taken is None, "REPOSITORY_TAKEN", "url", name=taken.name if taken else "")
    held = await repository.repositories_of(tx, software.id)
    refuse_unless(len(held) < MOST, "TOO_MANY_REPOSITORIES", "url", limit=MOST)
    added = await repository.insert_repository(tx, software.id, address)
    after = {"url": address}
    await audit.record(tx, actor, "software.repository_added", "software", software.id, after=after)
    await outbox.put(tx, CHANGED, software.id)
    await enqueue_look(tx, added.id, priority=SOMEBODY_WAITS)
    return added


async def remove_repository(tx: Connection, actor: Actor, repository_id: UUID) -> Software:
    """Say that a repository does not belong to a software; never the main one, by which the software is known.

    Raises:
        Refused: UNKNOWN_REPOSITORY, NOT_YOUR_SOFTWARE or MAIN_REPOSITORY; nothing is written.
    """
    held = await repository.find_repository(tx, repository_id)
    if held is None:
        raise Refused(Problem("UNKNOWN_REPOSITORY", "id"))
    software = await _own(tx, actor, held.software_id, "id")
    refuse_unless(not is_main(software, held), "MAIN_REPOSITORY", "id")
    await rows.delete(tx, repository_id)
    before = {"url": held.url}
    await audit.record(tx, actor, "software.repository_removed", "software", software.id, before=before)
    await outbox.put(tx, CHANGED, software.id)
    return software


async def move(tx: Connection, actor: Actor, software_id: UUID, url: str) -> bool:
    """Take an entry along to another address, and say whether it went: not where another entry is already.

    Raises:
        Refused: UNKNOWN_SOFTWARE or NOT_YOUR_SOFTWARE; nothing is written.
    """
    software = await _own(tx, actor, software_id, "id")
    await repository.lock_address(tx, url)
    if await repository.find_by_address(tx, url) is not None:
        return False
    await rows.move(tx, software_id, software.url, url)
    before, after = {"url": software.url}, {"url": url}
    await audit.record(tx, actor, "software.moved", "software", software_id, before=before, after=after)
    await outbox.put(tx, CHANGED, software_id)
    for held in await repository.repositories_of(tx, software_id):
        if addresses.same(held.url, url):
            await enqueue_look(tx, held.id)
    return True


async def _own(tx: Connection, actor: Actor, software_id: UUID, field: str) -> Software:
    software = await repository.lock(tx, software_id)
    if software is None:
        raise Refused(Problem("UNKNOWN_SOFTWARE", field))
    refuse_unless(speaks_for(actor, software), "NOT_YOUR_SOFTWARE", field)
    return software
