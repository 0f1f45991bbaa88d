"""What is known about a challenge and about a team when they are compared.

Only these facts can enter a fit. There is no field for a person's name, gender or age, so none can.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from registry.health import HealthBand


class DataClass(StrEnum):
    """How delicate the data is that a challenge gives its team; also what a team is cleared for.

    The three classes are those of the publication gate: no data about people, personal data, and data whose
    processing the law restricts further (health, for one).
    """

    NONE = "NONE"
    PERSONAL = "PERSONAL"
    SENSITIVE = "SENSITIVE"

    def includes(self, other: "DataClass") -> bool:
        """Whether clearance for this class is also clearance for the other."""
        order = list(DataClass)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that a challenge needs: a concept of the vocabulary, and the level (1 to its highest level)."""

    concept: str
    level: int
    required: bool = True


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill that a team says it has, with the date and the address of its evidence where there is any."""

    concept: str
    level: int
    evidenced_on: date | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """A software that the team delivered: its domains (concept ids), its health now, and how many agencies use it."""

    software_id: str
    name: str
    domains: tuple[str, ...] = ()
    health_band: HealthBand | None = None
    used_by: int = 0


@dataclass(frozen=True, slots=True)
class ChallengeFacts:
    """A challenge as fit sees it. None and empty mean that the owner has not said.

    `title` and `problem` map BCP 47 tags to text. `domains` are concept ids. `hours_needed` is the work of
    one team over the whole challenge. `licence` is the SPDX expression the owner requires. `place` is an
    ISO 3166-1 or 3166-2 code such as TW or TW-TNN. `on_site` says that part of the work must be done there.
    """

    id: str
    owner_id: str
    title: Mapping[str, str] = field(default_factory=dict)
    problem: Mapping[str, str] = field(default_factory=dict)
    domains: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    languages: tuple[str, ...] = ()
    hours_needed: float | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    max_teams: int = 1
    data_class: DataClass = DataClass.NONE
    licence: str | None = None
    place: str | None = None
    on_site: bool = False


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """A team as fit sees it, for one challenge. None and empty mean that the team has not said.

    `hours_per_week` is what the team can give to one more challenge. `capacity` is how many challenges it
    takes at once, `engaged` how many it already has, `agreed` how many of these everybody may know of.
    `refused_licences` are SPDX identifiers it will not release under. `organisation_ids` are the organisations
    its members belong to, `conflicts` those they declared an interest in. `interest` is the team's rank of this
    challenge, 1 for the one it wants most. `about` is what the team says of its work, by BCP 47 tag. `time_zone` is
    the name of its zone in the tz database.
    """

    id: str
    skills: tuple[Skill, ...] = ()
    domains: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hours_per_week: float | None = None
    available_from: date | None = None
    available_until: date | None = None
    capacity: int = 1
    engaged: int = 0
    agreed: int = 0
    data_clearance: DataClass = DataClass.NONE
    refused_licences: tuple[str, ...] = ()
    place: str | None = None
    remote_ok: bool = True
    time_zone: str | None = None
    organisation_ids: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    track_record: tuple[Delivered, ...] = ()
    interest: int | None = None
    about: Mapping[str, str] = field(default_factory=dict)
