"""What one look at a repository changes: the observation itself, the entry's verdict and health, and the history."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from registry.health import HealthSnapshot, RepositoryObservation, without_repository
from registry.health.checks import checks
from registry.licences import Evidence
from registry.observations import repository as rows
from registry.releases import repository as releases
from registry.repositories import repository as repositories
from registry.repositories.model import forked_from, is_main
from registry.software import repository as softwares
from registry.software.assessment import Assessment, assess, past_health
from registry.software.model import Repository, RepositoryState, Software, entitled
from registry.software.service import CHANGED, save
from registry.variants import service as variants
from registry.watches import service as watches
from store import audit, outbox
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused

DUPLICATE: Final = "DUPLICATE"  # the forge says that another entry's repository is this very one
GONE: Final = "CAP_GONE"
A_MOMENT: Final = timedelta(seconds=1)  # a loss is later than the last look, whatever the clocks say
RATE_LIMITED: Final = "RATE_LIMITED"  # the scraper's code for a spent budget of requests


async def record(
    tx: Connection,
    repository_id: UUID,
    observation: RepositoryObservation,
    *,
    shipped: Sequence[Evidence] | None = None,
    is_unchanged: bool = False,
) -> Software:
    """Take in what was seen of a repository: the observation itself, the verdict, the health, the history.

    The entry's metadata, verdict, score and history come from its main repository; others have a health of their own.
    An observation older than the last one goes into the history and changes nothing else. One of a repository
    that another entry has already, found by the forge's own number, is refused a place and says so in its state.

    Args:
        tx: the job's transaction.
        repository_id: which repository was looked at.
        observation: what was seen.
        shipped: evidence of the licence from files whose texts the observation no longer carries.
        is_unchanged: whether the forge said that all is as at the last look; that observation stands then, and only
            its health is taken again, because time has passed.

    Raises:
        Refused: UNKNOWN_REPOSITORY.
    """
    seen = await _known(tx, repository_id)
    before = await softwares.lock(tx, seen.software_id)
    if before is None:
        raise Refused(Problem("UNKNOWN_REPOSITORY", "repositoryId"))
    if observation.forge_id is not None:
        other = await softwares.other_with_forge_id(tx, seen, observation.forge, observation.forge_id)
        if other is not None:
            await record_unreachable(tx, repository_id, DUPLICATE, gone=False)
            return before
    known, source, at = before.metadata, before.source, observation.observed_at
    is_known_by_it = is_main(before, seen)
    band = before.health_band if is_known_by_it else await repositories.band_of(tx, repository_id)
    so_far = before.verdict if is_known_by_it else None
    conclusions = await asyncio.to_thread(assess, observation, known, source, at, shipped, band, so_far)
    observation_id = await rows.newest(tx, repository_id) if is_unchanged else None
    if observation_id is None:
        observation_id = await rows.insert(tx, repository_id, observation)
    await releases.note(tx, repository_id, observation)
    if is_known_by_it:
        decided = checks(observation, conclusions.health)
        await rows.insert_snapshot(tx, before.id, observation_id, conclusions.health, decided)
    if seen.checked_at is not None and seen.state is RepositoryState.OBSERVED and at < seen.checked_at:
        return before
    await repositories.seen(tx, repository_id, observation)
    if await repositories.note_look(tx, repository_id, forked_from(observation), conclusions.health):
        await variants.relate(tx, before.id)
    await _audit_events(tx, repository_id, observation)
    if not is_known_by_it:
        await outbox.put(tx, CHANGED, before.id)
        return before
    after = await _conclude(tx, before, conclusions, at)
    await watches.after_look(tx, repository_id, before, after, observation)
    return after


async def record_unreachable(tx: Connection, repository_id: UUID, reason: str, *, gone: bool) -> None:
    """Note that a repository could not be seen; what was known of it stands, with its date.

    One that is gone caps the health of its entry, so that nobody relies on what was found while it was there. That our
    own budget of requests was spent says nothing about a repository that was seen before.

    Raises:
        Refused: UNKNOWN_REPOSITORY.
    """
    before = await _known(tx, repository_id)
    if reason == RATE_LIMITED and before.state is RepositoryState.OBSERVED:
        return
    state = RepositoryState.GONE if gone else RepositoryState.UNREACHABLE
    await repositories.not_seen(tx, repository_id, state, reason)
    if before.state is not state:
        await audit.record(
            tx,
            Actor.system(),
            "repository.gone" if gone else "repository.unreachable",
            "repository",
            repository_id,
            before={"state": before.state, "reason": before.state_reason},
            after={"state": state, "reason": reason},
        )
        await outbox.put(tx, CHANGED, before.software_id)
    if gone:
        await _record_loss(tx, before)


async def _record_loss(tx: Connection, held: Repository) -> None:
    """Let the health of an entry say at once that its main repository is gone.

    Who watches it is told when the next look finds the same: one alone may be a slip of the forge.
    """
    before = await softwares.lock(tx, held.software_id)
    last = None if before is None else await rows.last_look(tx, before.id)
    if before is None or last is None or not is_main(before, held):
        return
    observation_id, known = last
    if any(cap.code == GONE for cap in known.caps):
        await watches.after_loss(tx, before.id, known.taken_at)
        return
    health = without_repository(known, max(datetime.now(UTC), known.taken_at + A_MOMENT))
    await rows.insert_snapshot(tx, before.id, observation_id, health)
    after = replace(
        before, health_score=health.score, health_band=health.band, health_coverage=health.coverage
    )
    await save(tx, Actor.system(), "software.observed", before, after)


async def put_history(
    tx: Connection, software_id: UUID, observation: RepositoryObservation, days: Sequence[datetime]
) -> Sequence[HealthSnapshot]:
    """Add snapshots of earlier days to the history, from what commits and tags still tell of them."""
    taken = [past_health(observation, day) for day in days]
    for health in taken:
        await rows.insert_snapshot(tx, software_id, None, health)
    return taken


async def _conclude(
    tx: Connection, before: Software, conclusions: Assessment, observed_at: datetime
) -> Software:
    own = conclusions.own_file
    health = conclusions.health
    after = replace(
        before,
        metadata=entitled(conclusions.metadata, before.name, before.url),
        verdict=conclusions.verdict,
        findings=own.findings if own else before.findings,
        publiccode_version=own.version if own else before.publiccode_version,
        publiccode_valid=own.is_valid if own else before.publiccode_valid,
        health_score=health.score,
        health_band=health.band,
        health_coverage=health.coverage,
        observed_at=observed_at,
    )
    return await save(tx, Actor.system(), "software.observed", before, after)


async def _audit_events(tx: Connection, repository_id: UUID, observation: RepositoryObservation) -> None:
    """Keep what happened to the repository itself: it was renamed, transferred, archived and so on."""
    for event in observation.events:
        await audit.record(
            tx,
            Actor.system(),
            f"repository.{event.kind}",
            "repository",
            repository_id,
            before={"name": event.detail["from"]} if "from" in event.detail else None,
            after={"name": event.detail["to"]} if "to" in event.detail else None,
        )


async def _known(tx: Connection, repository_id: UUID) -> Repository:
    found = await softwares.find_repository(tx, repository_id)
    if found is None:
        raise Refused(Problem("UNKNOWN_REPOSITORY", "repositoryId"))
    return found
