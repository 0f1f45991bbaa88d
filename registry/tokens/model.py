"""What lets a program in: a token with a scope and an end, of a person or of a service account."""

import secrets
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from registry.people.model import TOKEN_BYTES
from store.actor import Actor

PREFIX = "cft_"  # so that scanners for secrets, and people, know one when they see it
LEAST_DAYS = 1
MOST_DAYS = 365  # whoever still needs it after a year can make another; nobody knows of older ones
MOST_TOKENS = 50  # a holder with more has lost count of them


class Scope(StrEnum):
    """What a token may do at most; its holder's own rights are the other bound.

    Every token reads what its holder sees, as if the holder were no officer.
    """

    READ = "read"
    WRITE = "write"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """A program that acts for an organisation, or for the officers; no person stands behind it.

    Attributes:
        organisation_id: for whom it does what its owner may do; None for the officers.
        disabled_at: when it was switched off, with all its tokens; it stays off.
    """

    id: UUID
    organisation_id: UUID | None
    name: str
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewToken:
    """What is asked for when a token is made.

    Attributes:
        name: what it is for, so that its holder knows which to revoke.
        scopes: what it may do beyond reading.
        days: for how long it is valid.
        service_account_id: whose it is to be; None for one's own.
    """

    name: str
    scopes: AbstractSet[Scope]
    days: int
    service_account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token as it is stored: everything but the token itself."""

    id: UUID
    person_id: UUID | None
    service_account_id: UUID | None
    name: str
    scopes: frozenset[Scope]
    expires_at: datetime
    last_used_on: date | None
    revoked_at: datetime | None


def new_api_token() -> str:
    """Draw a token: the prefix and 43 characters that are safe anywhere."""
    return PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def is_api_token(text: str) -> bool:
    """Say whether a bearer token is one of these, and not that of a session."""
    return text.startswith(PREFIX)


def within(holder: Actor, scopes: AbstractSet[Scope]) -> Actor:
    """The holder as far as the scopes of a token reach."""
    return replace(
        holder,
        is_officer=holder.is_officer and Scope.OFFICER in scopes,
        may_write=Scope.WRITE in scopes,
    )
