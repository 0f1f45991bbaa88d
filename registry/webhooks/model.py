"""A webhook, what it may be told of, and one telling with how it went."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

KEPT_FOR: Final = timedelta(days=30)  # the log of deliveries: a receiver's bad month can still be looked at
MOST_FAILURES: Final = 20  # attempts in a row; with the waits between them about two days
MOST_PER_KEEPER: Final = 20  # webhooks of one organisation, or of the installation
LONGEST_ADDRESS: Final = 2000  # characters
SECRET_BYTES: Final = 32  # the size of a SHA-256 digest, as RFC 2104 advises for HMAC
PREFIX: Final = "whsec_"  # by which the libraries of Standard Webhooks know a secret


class Event(StrEnum):
    """What an address may be told of; all of it is public, so whoever is told learns no secret."""

    SOFTWARE_REGISTERED = "software.registered"
    SOFTWARE_CHANGED = "software.changed"
    SOFTWARE_LICENCE_CHANGED = "software.licence_changed"
    SOFTWARE_HEALTH_ALERT = "software.health_alert"
    SOFTWARE_EXPIRING = "software.expiring"
    SOFTWARE_EXPIRED = "software.expired"
    USAGE_ATTESTED = "usage.attested"
    PROGRAMME_OPENED = "programme.opened"
    PROGRAMME_MATCHED = "programme.matched"
    PROGRAMME_CLOSED = "programme.closed"
    CHALLENGE_PUBLISHED = "challenge.published"
    MATCH_AGREED = "match.agreed"
    DELIVERY_MADE = "delivery.made"
    PING = "ping"


#: Events that may be asked for; a ping comes only on demand.
CHOICES: Final = tuple(each for each in Event if each is not Event.PING)

#: What of a software's facts is about its licence.
_LICENCE: Final = ("licence", "declared_licence", "verdict")


class State(StrEnum):
    """Whether a webhook is told; DISABLED has failed too often and waits for its keeper."""

    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"


class DeliveryState(StrEnum):
    """Where a telling stands; DROPPED had nothing to tell any more, because its subject is gone or not public."""

    WAITING = "WAITING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"
    DROPPED = "DROPPED"


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told of some events.

    Attributes:
        organisation_id: whose it is; None for the installation's own, which officers keep.
        secret: key of the signatures.
        failures: attempts in a row that failed.
    """

    id: UUID
    address: str
    events: tuple[Event, ...]
    organisation_id: UUID | None
    secret: str
    state: State
    failures: int
    created_by: UUID | None


@dataclass(frozen=True, slots=True)
class Audited:
    """One event of the audit trail, as far as telling others of it needs."""

    action: str
    subject_type: str
    subject_id: UUID | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One telling.

    Attributes:
        body: what is sent, the same at every attempt; None before the first.
    """

    id: UUID
    webhook: Webhook
    event: Event
    subject_type: str
    subject_id: UUID | None
    occurred_at: datetime
    body: str | None
    state: DeliveryState
    attempts: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one try to deliver went.

    Attributes:
        status: of the answer; None when there was none.
        failure: why it counts as failed, as a code; None when it was delivered.
    """

    status: int | None
    duration_ms: int
    failure: str | None


def events_of(audited: Audited) -> tuple[Event, ...]:
    """Say of which events somebody is told when this was audited."""
    if audited.action in {"software.changed", "software.observed"}:
        same = all(audited.before.get(fact) == audited.after.get(fact) for fact in _LICENCE)
        return (Event.SOFTWARE_CHANGED,) if same else (Event.SOFTWARE_CHANGED, Event.SOFTWARE_LICENCE_CHANGED)
    return tuple(event for event in CHOICES if event == audited.action)


def is_web_address(address: str) -> bool:
    """Say whether an address can be told at all; whether it is a public one is looked up for each delivery."""
    try:
        parts = urlsplit(address)
        port_is_right = parts.port != 0
    except ValueError:
        return False
    return (
        len(address) <= LONGEST_ADDRESS
        and address.isascii()
        and address.isprintable()
        and " " not in address
        and parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and port_is_right
        and parts.username is None
        and not parts.fragment
    )


def signature(secret: str, delivery_id: UUID, timestamp: int, body: bytes) -> str:
    """Sign a message as Standard Webhooks 1.0.0 has it: HMAC-SHA256 over id, time and body, in base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{delivery_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def chosen(names: Sequence[str]) -> tuple[Event, ...]:
    """Read names of events, each once, in our order.

    Raises:
        ValueError: one of them cannot be asked for.
    """
    wanted = {Event(name) for name in names}
    if Event.PING in wanted:
        raise ValueError("a ping comes only on demand")
    return tuple(event for event in CHOICES if event in wanted)
