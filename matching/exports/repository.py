"""Which tables can be taken away, what each column means, and how they are read a few rows at a time."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from matching.challenges.repository import VISIBLE as VISIBLE_CHALLENGE
from registry.people.repository import VISIBLE_ORGANISATION
from registry.people.view import PUBLISHES
from registry.software.repository import VISIBLE as VISIBLE_SOFTWARE
from registry.usage.repository import BELIEVED_UNTIL, IS_CURRENT
from registry.usage.repository import VISIBLE as VISIBLE_USAGE
from store.database import Connection

ROWS_AT_ONCE: Final = 500  # of a table in memory at a time; a software row has a few kilobytes

#: The reader of an export is nobody in particular.
_NOBODY: Final[Mapping[str, str]] = {
    ":is_officer": "false",
    ":is_reviewer": "false",
    ":organisation_ids": "'{}'::uuid[]",
    ":team_ids": "'{}'::uuid[]",
    ":person_id": "null::uuid",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, its SQL, and what it means."""

    name: str
    expression: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table that can be taken away; rows come oldest first, so that a later file begins like an earlier one."""

    name: str
    meaning: str
    source: str
    order: str
    columns: Sequence[Column]

    @property
    def statement(self) -> str:
        """The SQL that reads it."""
        chosen = ", ".join(f'{column.expression} as "{column.name}"' for column in self.columns)
        return f"select {chosen} from {self.source} order by {self.order}"  # noqa: S608 - texts of this module


def _seen_by_anybody(predicate: str, row: str) -> str:
    for parameter, value in _NOBODY.items():
        predicate = predicate.replace(parameter, value)
    return predicate.replace("{t}", row)


def _both(column: str, name: str, meaning: str) -> tuple[Column, Column]:
    """A stored text in both languages of the catalogue; what is written in others is in the API."""
    return (
        Column(f"{name}_en", f"{column} ->> 'en'", f"{meaning}, in English."),
        Column(f"{name}_zh_hant", f"{column} ->> 'zh-Hant'", f"{meaning}, in Traditional Chinese."),
    )


SOFTWARE: Final = Table(
    "software",
    "Every entry of the catalogue.",
    "software left join organisation as publisher on publisher.id = software.publisher_id"
    f" where {_seen_by_anybody(VISIBLE_SOFTWARE, 'software')}",
    "software.created_at, software.id",
    (
        Column("id", "software.id", "Its id, as in `/api/v1/software`."),
        Column("slug", "software.slug", "Its name in addresses of pages."),
        Column("name", "software.name", "What it calls itself."),
        Column("url", "software.url", "Its repository."),
        Column("publisher", "publisher.slug", "Slug of who releases it."),
        *_both("software.short_description", "short_description", "What it does"),
        Column("categories", "software.categories", "publiccode.yml `categories`."),
        Column("software_type", "software.software_type", "publiccode.yml `softwareType`."),
        Column("development_status", "software.development_status", "publiccode.yml `developmentStatus`."),
        Column("software_version", "software.software_version", "Its version, as its metadata says."),
        Column("release_date", "software.release_date", "The day of that version."),
        Column("declared_licence", "software.declared_licence", "What its metadata says, word for word."),
        Column(
            "licence", "software.licence", "The SPDX expression that can be relied on; empty without one."
        ),
        Column("verdict", "software.verdict", "What metadata and files say together about the licence."),
        Column("health_score", "software.health_score", "0 to 100; empty when the band gives none."),
        Column("health_band", "software.health_band", "What the score means."),
        Column(
            "health_coverage", "software.health_coverage", "0 to 1: how much of what health asks is known."
        ),
        Column("observed_at", "software.observed_at", "When its repository was looked at last."),
        Column("is_example", "software.is_example", "Whether it was invented for the demo."),
        Column("created_at", "software.created_at", "When it came into the catalogue."),
        Column("updated_at", "software.updated_at", "When its entry was written last."),
    ),
)
PUBLISHERS: Final = Table(
    "publishers",
    "Every organisation that releases software of the catalogue.",
    f"organisation where {_seen_by_anybody(VISIBLE_ORGANISATION, 'organisation')}"
    f" and {PUBLISHES.replace('{t}', 'organisation')}",
    "organisation.created_at, organisation.id",
    (
        Column("id", "organisation.id", "Its id, as in `/api/v1/publishers`."),
        Column("slug", "organisation.slug", "Its name in addresses of pages."),
        *_both("organisation.name", "name", "Its name"),
        Column("kind", "organisation.kind", "What sort of organisation it is."),
        Column("country", "organisation.country", "ISO 3166-1 code."),
        Column("place", "organisation.place", "ISO 3166-2 code of its county or city."),
        Column("homepage", "organisation.homepage", "Its web site."),
        Column(
            "software_count",
            "(select count(*) from software where software.publisher_id = organisation.id)",
            "How many entries of the catalogue it releases.",
        ),
        Column("is_example", "organisation.is_example", "Whether it was invented for the demo."),
        Column("created_at", "organisation.created_at", "When it was written down here."),
    ),
)
CHALLENGES: Final = Table(
    "challenges",
    "Every challenge that was published.",
    "challenge join programme on programme.id = challenge.programme_id"
    " join organisation as owner on owner.id = challenge.owner_id"
    f" where {_seen_by_anybody(VISIBLE_CHALLENGE, 'challenge')}",
    "challenge.published_at nulls first, challenge.id",
    (
        Column("id", "challenge.id", "Its id."),
        Column("slug", "challenge.slug", "Its name in addresses of pages."),
        Column("programme", "programme.slug", "Slug of its round."),
        Column("owner", "owner.slug", "Slug of the organisation that has the problem."),
        Column("state", "challenge.state", "Where it stands."),
        *_both("challenge.title", "title", "Its title"),
        Column("domains", "challenge.domains", "What it is about: scopes of publiccode.yml."),
        Column("languages", "challenge.languages", "Languages to work in, as BCP 47 tags."),
        Column(
            "needs",
            "array(select need.concept from challenge_need as need"
            " where need.challenge_id = challenge.id order by need.position)",
            "Skills that it asks for, as ids of the vocabulary.",
        ),
        Column("hours_needed", "challenge.hours_needed", "Hours of work that its owner expects."),
        Column("starts_on", "challenge.starts_on", "First day of the work."),
        Column("ends_on", "challenge.ends_on", "Last day of the work."),
        Column("data_class", "challenge.data_class", "How sensitive the data is that a team would see."),
        Column("source", "challenge.source", "Where a past challenge was read; empty for those posted here."),
        Column("is_example", "challenge.is_example", "Whether it was invented for the demo."),
        Column(
            "published_at", "challenge.published_at", "When it was published; empty where nobody reported it."
        ),
    ),
)
HEALTH: Final = Table(
    "health-snapshots",
    "Every health score, with the time it holds for; compare scores of one model only.",
    "health_snapshot as snapshot join software on software.id = snapshot.software_id"
    f" where {_seen_by_anybody(VISIBLE_SOFTWARE, 'software')}",
    "snapshot.taken_at, snapshot.id",
    (
        Column("id", "snapshot.id", "Its id."),
        Column("software", "software.slug", "Slug of the software."),
        Column("taken_at", "snapshot.taken_at", "The time it holds for."),
        Column("model_version", "snapshot.model_version", "The model that computed it."),
        Column("score", "snapshot.score", "0 to 100; empty when the band gives none."),
        Column("coverage", "snapshot.coverage", "0 to 1: how much of what the model asks is known."),
        Column("band", "snapshot.band", "What the score means."),
    ),
)
USAGES: Final = Table(
    "usages",
    "Every agency's statement that it uses a software.",
    "usage join software on software.id = usage.software_id join organisation as agency on agency.id = usage.agency_id"
    f" where {_seen_by_anybody(VISIBLE_USAGE, 'usage')}",
    "usage.attested_at, usage.id",
    (
        Column("id", "usage.id", "Its id."),
        Column("software", "software.slug", "Slug of the software."),
        Column("agency", "agency.slug", "Slug of the agency."),
        Column("since", "usage.since", "First day of use."),
        *_both("usage.purpose", "purpose", "What for"),
        Column("attested_at", "usage.attested_at", "When the agency said so last."),
        Column("expires_at", BELIEVED_UNTIL.replace("{t}", "usage"), "Until when it is believed."),
        Column("is_current", IS_CURRENT.replace("{t}", "usage"), "Whether it is still believed."),
    ),
)

TABLES: Final[Mapping[str, Table]] = {
    table.name: table for table in (SOFTWARE, PUBLISHERS, CHALLENGES, HEALTH, USAGES)
}


async def rows(connection: Connection, table: Table) -> AsyncGenerator[Sequence[Sequence[Any]], None]:
    """Read a table through a cursor of the server, some rows at a time, all as they were at one moment."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        cursor = await connection.cursor(table.statement)
        while batch := await cursor.fetch(ROWS_AT_ONCE):
            yield [tuple(row) for row in batch]
