"""Watching a software, and telling its watchers once when it gets worse."""

from datetime import datetime
from typing import Final
from uuid import UUID

from registry.health import RepositoryObservation
from registry.software import repository as software
from registry.software.model import Software
from registry.watches import repository
from registry.watches.model import (
    POINTS_WITHIN,
    AlertKind,
    NewAlert,
    Watch,
    health_alerts,
    new_advisories,
)
from store import audit, jobs, outbox
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Refused, refuse_unless

ALERTED: Final = "software.health_alert"  # the outbox topic (its subject is the alert) and the audit action
LETTERS: Final = "alert-letters"  # the queue whose worker sends e-mail


async def watch(tx: Connection, actor: Actor, software_id: UUID) -> Watch:
    """Let the actor be told when a software gets worse; watching twice is watching once.

    Raises:
        Refused: SIGN_IN_FIRST or UNKNOWN_SOFTWARE; nothing is written.
    """
    person_id = _person(actor)
    refuse_unless(await software.exists(tx, software_id), "UNKNOWN_SOFTWARE", "softwareId")
    kept = await repository.insert_watch(tx, person_id, software_id)
    await audit.record(tx, actor, "software.watched", "software", software_id)
    return kept


async def unwatch(tx: Connection, actor: Actor, software_id: UUID) -> None:
    """Stop telling the actor of a software; alerts that were told stay.

    Raises:
        Refused: SIGN_IN_FIRST or NOT_WATCHED.
    """
    found = await repository.delete_watch(tx, _person(actor), software_id)
    refuse_unless(found, "NOT_WATCHED", "softwareId")
    await audit.record(tx, actor, "software.unwatched", "software", software_id)


async def after_look(
    tx: Connection, repository_id: UUID, before: Software, after: Software, observation: RepositoryObservation
) -> None:
    """Tell watchers what a look has shown to have got worse; called in the transaction that stored it."""
    at = observation.observed_at
    seen = None if observation.advisories is None else [each.id for each in observation.advisories]
    earlier = await repository.advisories_before(tx, repository_id, at)
    found = (
        *await _health_alerts(tx, after.id, at),
        *_licence_changed(before, after),
        *new_advisories(earlier, seen),
    )
    for each in found:
        await _tell(tx, after.id, at, each)


async def after_loss(tx: Connection, software_id: UUID, at: datetime) -> None:
    """Tell watchers that the repository is gone; called in the transaction that noted it."""
    for each in await _health_alerts(tx, software_id, at):
        await _tell(tx, software_id, at, each)


async def begin_letters(tx: Connection, alert_id: UUID) -> int:
    """Queue a letter to each watcher and say how many those are; called again it queues none twice."""
    begun = await repository.insert_letters(tx, alert_id)
    for letter_id in begun:
        await jobs.enqueue(tx, LETTERS, {"letter_id": str(letter_id)}, subject_id=letter_id)
    return len(begun)


async def _health_alerts(tx: Connection, software_id: UUID, at: datetime) -> tuple[NewAlert, ...]:
    told = await repository.last_told(tx, software_id, AlertKind.POINTS_LOST)
    history = await repository.looks(tx, software_id, at - POINTS_WITHIN)
    return health_alerts(history, points_told=told)


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise Refused(Problem("SIGN_IN_FIRST"))
    return actor.person_id


def _licence_changed(before: Software, after: Software) -> tuple[NewAlert, ...]:
    """Compare what the catalogue could rely on before with what it can now; a first look changes nothing."""
    if before.observed_at is None or before.licence == after.licence:
        return ()
    return (NewAlert(AlertKind.LICENCE_CHANGED, "", before.licence, after.licence),)


async def _tell(tx: Connection, software_id: UUID, at: datetime, alert: NewAlert) -> None:
    alert_id = await repository.insert_alert(tx, software_id, at, alert)
    if alert_id is None:
        return
    facts = {"kind": alert.kind.value, "key": alert.key, "before": alert.before, "after": alert.after}
    await audit.record(tx, Actor.system(), ALERTED, "alert", alert_id, after=facts)
    await outbox.put(tx, ALERTED, alert_id)
