"""A person, the organisations they may speak for, and how they get in."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from registry.texts import is_plain
from store.actor import Role

INVITATION_LASTS = timedelta(
    days=7
)  # long enough for a holiday, short enough that a forgotten mail is worthless
TOKEN_BYTES = 32  # 256 bits cannot be guessed, so a plain hash of them is safe to store
LANGUAGES = ("en", "zh-Hant")  # what pages and messages are written in
LONGEST_EMAIL = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets
LONGEST_NAME = 200
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PLACE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_COUNTRY = re.compile(r"[A-Z]{2}")

#: Roles that only make sense for an organisation: an owner of what, an agency of which government.
ROLES_OF_AN_ORGANISATION = frozenset({Role.OWNER, Role.AGENCY})


class OrganisationKind(StrEnum):
    """What sort of body it is; the same record may post challenges, publish software and use it."""

    MINISTRY = "MINISTRY"
    LOCAL_GOVERNMENT = "LOCAL_GOVERNMENT"
    AGENCY = "AGENCY"
    FOUNDATION = "FOUNDATION"
    COMPANY = "COMPANY"
    COMMUNITY = "COMMUNITY"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in. Nothing more is kept of them than is needed to reach and to name them."""

    id: UUID
    email: str
    name: str
    language: str
    is_example: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Organisation:
    """One body, whatever roles it has.

    Attributes:
        name: by BCP 47 language tag.
        country: ISO 3166-1 alpha-2.
        place: ISO 3166-2 code of the county or city it governs or sits in.
    """

    id: UUID
    slug: str
    name: Mapping[str, str]
    kind: OrganisationKind
    country: str | None
    place: str | None
    homepage: str | None
    is_example: bool
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What is said of an organisation when it is registered; the slug is made of the name when not given."""

    name: Mapping[str, str]
    kind: OrganisationKind
    country: str | None = None
    place: str | None = None
    homepage: str | None = None
    slug: str | None = None
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """What a person may do, for which organisation; officers and reviewers need none."""

    id: UUID
    person_id: UUID
    role: Role
    organisation_id: UUID | None
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """An offer to whoever holds the token; the token itself is stored nowhere.

    Attributes:
        email: whom it was made to.
        role: what they will be granted; None lets them sign in, which is all that registering a team takes.
        organisation_id: for whom the role is granted.
        expires_at: when it is worthless.
        used_at: when it was taken up.
    """

    email: str
    role: Role | None
    organisation_id: UUID | None
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExamplePerson:
    """An invented person of the demo, as the sign-in page lists them.

    Attributes:
        roles: granted roles, in a stable order.
        organisations: names of the organisations they speak for, each by language tag.
        teams: names of the teams they are members of, each by language tag.
    """

    id: UUID
    name: str
    email: str
    language: str
    roles: tuple[Role, ...]
    organisations: tuple[Mapping[str, str], ...]
    teams: tuple[Mapping[str, str], ...]


def new_token() -> str:
    """Draw a token that its holder alone knows, 43 characters that are safe in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """Give what the database keeps of a token: its SHA-256, which does not lead back to it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def is_email(text: str) -> bool:
    """Say whether a text can be an email address: one @, a dotted domain, no spaces."""
    return len(text) <= LONGEST_EMAIL and is_plain(text) and _EMAIL.fullmatch(text) is not None


def is_country(code: str) -> bool:
    """Say whether a text has the form of an ISO 3166-1 alpha-2 code."""
    return _COUNTRY.fullmatch(code) is not None


def is_place(code: str) -> bool:
    """Say whether a text has the form of an ISO 3166-2 code."""
    return _PLACE.fullmatch(code) is not None


def is_web_address(text: str) -> bool:
    """Say whether a text is an http or https address without spaces."""
    return is_plain(text) and re.fullmatch(r"https?://[^\s/]+\S*", text) is not None
