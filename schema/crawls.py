"""Crawls: where software is looked for by ourselves, and what became of each repository found there."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from registry.crawls import model, repository, service, view
from registry.software import addresses
from registry.software import repository as software_rows
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.operations import JobPayload
from schema.plan import planned_row, planned_rows
from schema.scalars import URL, LocalizedText
from schema.writes import DonePayload, Payload, write
from store.actor import Actor
from store.database import Connection as Transaction

if TYPE_CHECKING:
    from schema.people import Organisation
    from schema.software import Software

strawberry.enum(model.SourceKind, name="CrawlSourceKind", description="What sort of place is gone through.")
CrawlSourceKind: TypeAlias = model.SourceKind
strawberry.enum(
    model.Reason, name="CrawlReason", description="What became of a repository that a crawl came upon."
)
CrawlReason: TypeAlias = model.Reason


@reads(view.FINDINGS)
@strawberry.type(description="What became of one repository at one source, when it was last looked at.")
class CrawlFinding(Node):
    """A finding; removed only with its source."""

    url: str = column("Its address; where the source tells none, the source's with a name behind it.")
    reason: CrawlReason = column("What became of it.")
    explanation: LocalizedText = column("That in words.")
    next_step: LocalizedText = column("What its publisher does next.")
    detail: strawberry.scalars.JSON = column(
        "Particulars of the reason, such as `declared` and `expected` addresses, `line` and `message`, or `to`."
    )
    missed: int = column("Whole crawls in a row that did not find it; at 2 it is NOT_LISTED.")
    looked_at: datetime = column("When it was last found and looked at.")
    looks_again_at: datetime = column("When its source is gone through again.")
    source: Annotated["CrawlSource", strawberry.lazy("schema.crawls")] | None = one(
        "source", "Where it was found."
    )
    software: Annotated["Software", strawberry.lazy("schema.software")] | None = one(
        "software", "Its entry in the catalogue."
    )


@strawberry.type(description="How many repositories a crawl left in one state.")
class CrawlCount:
    """A count."""

    reason: CrawlReason = column("What became of them.")
    count: int = column("How many.")


@reads(view.CRAWLS)
@strawberry.type(description="One time that a source was gone through.")
class Crawl(Node):
    """A crawl."""

    started_at: datetime = column("When it began.")
    finished_at: datetime | None = column("When it ended; null while it goes on.")
    failure: str | None = column("Why it could not be done, as a code; null when it could.")
    counts: list[CrawlCount] = column("What became of the repositories of its source, when it ended.")


@reads(view.SOURCES)
@strawberry.type(description="An account, a catalogue or an inventory that is gone through every week.")
class CrawlSource(Node):
    """A source."""

    kind: CrawlSourceKind = column("What sort of place it is.")
    url: URL = column("Its address.")
    includes_subgroups: bool = column(
        "Whether projects of groups within it count; means something for accounts at a GitLab only."
    )
    next_at: datetime = column("When it is gone through again.")
    created_at: datetime = column("When it was added.")
    organisation: Annotated["Organisation", strawberry.lazy("schema.people")] | None = one(
        "organisation", "Whose account it is; null where entries say themselves who releases them."
    )
    crawls: Connection[Crawl] = many("source", "When it was gone through, newest first.", order="NEWEST")
    findings: Connection[CrawlFinding] = many("source", "What was found there, by address.", order="URL")


@strawberry.enum(description="In which order sources are listed.")
class CrawlSourceOrder(StrEnum):
    """Orders of the read view."""

    NEWEST = "NEWEST"
    OLDEST = "OLDEST"
    NEXT = "NEXT"


@strawberry.type(description="What is known of a repository by its address.")
class RepositoryStanding:
    """Why it is in the catalogue, or is not."""

    found: strawberry.Private[UUID | None]
    findings_found: strawberry.Private[list[UUID]]
    covered_by: strawberry.Private[UUID | None]

    url: URL | None = column("The address as the catalogue writes it; null when it is none of a repository.")

    @strawberry.field(description="Its entry in the catalogue; null when there is none.")
    async def software(
        self, info: Info[Context, None]
    ) -> Annotated["Software", strawberry.lazy("schema.software")] | None:
        """The entry."""
        return cast("Software | None", await planned_row(info, "Software", self.found))

    @strawberry.field(
        description="What crawls say of it, one for each source that has it; last looked at first."
    )
    async def findings(self, info: Info[Context, None]) -> list[CrawlFinding]:
        """The findings."""
        rows: Any = await planned_rows(info, "CrawlFinding", self.findings_found)
        return [rows[each] for each in self.findings_found if each in rows]

    @strawberry.field(description="The source that goes through its account; null when none does.")
    async def source(self, info: Info[Context, None]) -> CrawlSource | None:
        """The source of its account."""
        return cast("CrawlSource | None", await planned_row(info, "CrawlSource", self.covered_by))


async def why_missing(info: Info[Context, None], url: str) -> RepositoryStanding:
    """What is known of a repository by its address, however it is written: its entry, and what crawls found."""
    address = addresses.repository_address(url)
    if address is None:
        return RepositoryStanding(url=None, found=None, findings_found=[], covered_by=None)
    async with info.context.database.read() as connection:
        entry = await software_rows.find_by_address(connection, address)
        return RepositoryStanding(
            url=URL(address),
            found=None if entry is None else entry.id,
            findings_found=await repository.ids_at(connection, address),
            covered_by=await repository.covering(connection, address),
        )


@strawberry.type(description="A source that was written, or why not.")
class CrawlSourcePayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The source; null when nothing was written.")
    async def source(self, info: Info[Context, None]) -> CrawlSource | None:
        """The row."""
        return cast("CrawlSource | None", await planned_row(info, "CrawlSource", self.row))


@strawberry.type
class CrawlMutations:
    """What officers do about crawls."""

    @strawberry.mutation(
        description="Have an account, a catalogue or an inventory gone through, now and every week."
    )
    async def add_crawl_source(
        self,
        info: Info[Context, None],
        kind: CrawlSourceKind,
        url: URL,
        organisation_id: strawberry.ID | None = None,
        *,
        includes_subgroups: bool = True,
    ) -> CrawlSourcePayload:
        """Add."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            organisation = row_id(organisation_id, "Organisation") if organisation_id else None
            source = await service.add_source(
                tx, actor, kind, url, organisation, includes_subgroups=includes_subgroups
            )
            return source.id

        return await write(info, CrawlSourcePayload, work)

    @strawberry.mutation(
        description="Go through a source no more; what came into the catalogue from it stays there."
    )
    async def remove_crawl_source(self, info: Info[Context, None], id: strawberry.ID) -> DonePayload:
        """Remove."""

        async def work(tx: Transaction, actor: Actor) -> None:
            await service.remove_source(tx, actor, row_id(id, "CrawlSource"))

        return await write(info, DonePayload, work)

    @strawberry.mutation(description="Go through a source now; the job tells how far it is.")
    async def crawl_now(self, info: Info[Context, None], id: strawberry.ID) -> JobPayload:
        """Crawl."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.crawl_now(tx, actor, row_id(id, "CrawlSource"))

        return await write(info, JobPayload, work)
