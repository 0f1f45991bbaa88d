"""Software: the catalogue's entries, with licence verdict, health and who uses them."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from registry.bills import service as bills
from registry.licences import EvidenceKind as EvidenceKindModel
from registry.licences import VerdictKind
from registry.publiccode import Unreadable
from registry.software import model, service, view
from schema.bills import SoftwareSbom
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.health import HealthBand, HealthPoint, HealthSnapshot
from schema.ids import row_id
from schema.node import Node
from schema.people import Organisation
from schema.plan import planned_row
from schema.releases import SoftwareRelease
from schema.scalars import URL, LanguageTag, LocalizedText, SPDXExpression
from schema.usage import Usage
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction
from store.refusal import Problem, Refused

if TYPE_CHECKING:
    from schema.crawls import CrawlFinding
    from schema.delivery import Delivery
    from schema.variants import SoftwareVariant
    from schema.watches import Alert, Watch


strawberry.enum(
    VerdictKind, name="LicenceVerdict", description="What metadata and files together say about a licence."
)
LicenceVerdict: TypeAlias = VerdictKind
strawberry.enum(
    EvidenceKindModel, name="EvidenceKind", description="Where a statement about a licence was found."
)
EvidenceKind: TypeAlias = EvidenceKindModel


@strawberry.enum(description="publiccode.yml `softwareType`, with `/` written as `_`.")
class SoftwareType(StrEnum):
    """The standard's software types."""

    STANDALONE_MOBILE = "STANDALONE_MOBILE"
    STANDALONE_IOT = "STANDALONE_IOT"
    STANDALONE_DESKTOP = "STANDALONE_DESKTOP"
    STANDALONE_WEB = "STANDALONE_WEB"
    STANDALONE_BACKEND = "STANDALONE_BACKEND"
    STANDALONE_OTHER = "STANDALONE_OTHER"
    ADDON = "ADDON"
    LIBRARY = "LIBRARY"
    CONFIGURATIONFILES = "CONFIGURATIONFILES"


@strawberry.enum(description="publiccode.yml `developmentStatus`.")
class DevelopmentStatus(StrEnum):
    """The standard's development statuses."""

    CONCEPT = "CONCEPT"
    DEVELOPMENT = "DEVELOPMENT"
    BETA = "BETA"
    STABLE = "STABLE"
    OBSOLETE = "OBSOLETE"


@strawberry.enum(description="publiccode.yml `maintenance.type`.")
class MaintenanceType(StrEnum):
    """The standard's maintenance types."""

    INTERNAL = "INTERNAL"
    CONTRACT = "CONTRACT"
    COMMUNITY = "COMMUNITY"
    NONE = "NONE"


strawberry.enum(
    model.RepositoryState, name="RepositoryState", description="Whether a repository could be looked at."
)
RepositoryState: TypeAlias = model.RepositoryState


@strawberry.type(description="A piece of evidence about a licence.")
class LicenceEvidence:
    """One statement and where it was found."""

    kind: EvidenceKind = column("What sort of place it was found in.")
    source: str = column("The place itself, such as a file's path.")
    statement: str | None = column("What stands there, word for word.")
    expression: SPDXExpression | None = column(
        "What that is as an SPDX expression; null when it cannot be told."
    )
    observed_at: datetime | None = column("When it was read.")


@reads(view.REPOSITORIES)
@strawberry.type(description="A repository of a software.")
class Repository(Node):
    """Where the code is."""

    url: URL = column("Its address.")
    forge: str = column("Which kind of forge it is on.")
    full_name: str | None = column("Owner and name on the forge.")
    state: RepositoryState = column("Whether it could be looked at.")
    state_reason: str | None = column("Why not.")
    checked_at: datetime | None = column("When it was last looked at.")
    is_main: bool = column("Whether the software is known and scored by this one.")
    forked_from: list[URL] = column("Its parent, and the first repository of all forks, as its forge tells.")
    health_score: int | None = column("How it does by itself, 0 to 100; null when `healthBand` says why.")
    health_band: HealthBand = column("What that means.")
    health_coverage: float | None = column("How much that knows, 0 to 1.")


@strawberry.type(description="What is wrong in a publiccode.yml.")
class Finding:
    """A finding of the validator."""

    severity: str = column("`error` or `warning`.")
    code: str = column("Stable code of the rule.")
    key: str = column("Path of the field, as the standard writes it.")
    message: LocalizedText = column("What is wrong and what would be right, by language.")
    line: int | None = column("Line in the file, from 1.")
    column: int | None = strawberry.field(description="Column in the file, from 1.")
    fix: str | None = strawberry.field(description="What to write instead, where that is certain.")


@strawberry.type(description="What a software can do, in one language.")
class FeatureList:
    """Features by language."""

    language: LanguageTag = column("Which language.")
    features: list[str] = column("One line each.")


@reads(view.SOFTWARE)
@strawberry.type(
    description="One entry of the public-code catalogue, whatever number of repositories it has."
)
class Software(Node):
    """A software."""

    slug: str = column("Its name in addresses of pages.")
    name: str = column("Its name, as in publiccode.yml.")
    url: URL = column("Address of its repository.")
    landing_url: URL | None = column("Address of its web site.")
    localised_name: LocalizedText = column("Its name by language.")
    short_description: LocalizedText = column("What it is, in a sentence, by language.")
    long_description: LocalizedText = column("What it is, at length, by language.")
    features: list[FeatureList] = column("What it can do, by language.")
    categories: list[str] = column("Concept ids, as publiccode.yml `categories` has them.")
    scopes: list[str] = column("Concept ids, as publiccode.yml `intendedAudience.scope` has them.")
    platforms: list[str] = column("As publiccode.yml `platforms` has them.")
    technologies: list[str] = column("What it is made with.")
    languages: list[LanguageTag] = column("Languages it speaks to its users.")
    localisation_ready: bool | None = column("Whether it can be translated without changing code.")
    software_type: SoftwareType | None = column("What sort of software it is.")
    development_status: DevelopmentStatus | None = column("How far it is, as declared.")
    software_version: str | None = column("Its latest stable version, as declared.")
    release_date: date | None = column("Date of its latest release, as declared.")
    based_on: list[URL] = column("Addresses of what it was forked from.")
    used_by: list[str] = column("Who uses it, as declared; `usages` has what agencies signed.")
    accessibility: str | None = column("Conformance to the accessibility guidelines, as declared.")
    maintenance_type: MaintenanceType | None = column("Who looks after it, as declared.")
    contract_until: date | None = column("When the maintenance contract ends.")
    main_copyright_owner: str | None = column("Who owns it, as declared.")
    repository_owner: str | None = column("Who owns its repository, as declared.")
    declared_licence: str | None = column("The licence that its metadata names, word for word.")
    licence: SPDXExpression | None = column("The licence to rely on; null while `verdict` gives none.")
    shipped_licence: SPDXExpression | None = column("What the files say; null when they cannot be told.")
    content_licence: SPDXExpression | None = column(
        "The licence of its texts, pictures and data, where that is told apart from the code."
    )
    licence_suggestion: SPDXExpression | None = column(
        "What was probably meant by a licence that is no expression."
    )
    verdict: LicenceVerdict = column("What metadata and files together say about the licence.")
    evidence: list[LicenceEvidence] = column("What the verdict rests on.")
    next_step: str | None = column("Code of what its publisher should do about its licence next.")
    publiccode_version: str | None = column("Version of the standard its publiccode.yml follows.")
    publiccode_valid: bool | None = column("Whether its publiccode.yml has no error; null when it has none.")
    findings: list[Finding] = column("What is wrong in its publiccode.yml.")
    invalid_since: datetime | None = column(
        "Since when its publiccode.yml has errors; null when it has none, or no file."
    )
    expires_at: datetime | None = column(
        "When it leaves the lists of the catalogue unless its publiccode.yml is corrected, never before its notice is"
        " 30 days old; null when nothing is wrong."
    )
    expired_at: datetime | None = column("When it left the lists of the catalogue; null while it is listed.")
    health_score: int | None = column("Its latest health score, 0 to 100.")
    health_band: HealthBand = column("What its latest health snapshot says.")
    health_coverage: float | None = column("How much the latest score knows, 0 to 1.")
    observed_at: datetime | None = column("When its repository was last looked at.")
    source: str | None = column("Where the entry was read.")
    is_example: bool = column("Whether it was invented for the demo.")
    created_at: datetime = column("When it was registered here.")
    updated_at: datetime = column("When something about it changed last.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    usage_count: int = column("How many agencies have signed within a year that they use it.")
    publisher: Organisation | None = one("publisher", "Who releases it.")
    repositories: Connection[Repository] = many("software", "Where its code is.", order="URL")
    health_history: list[HealthPoint] = column(
        "Its health by month, oldest first; `snapshots` has every one."
    )
    snapshots: Connection[HealthSnapshot] = many(
        "software", "Its health over time, newest first.", order="NEWEST"
    )
    releases: Connection[SoftwareRelease] = many(
        "software", "What its forges published, as far as looks have seen it; newest first.", order="NEWEST"
    )
    sbom: SoftwareSbom | None = one(
        "software", "What it is made of; null while neither forge nor publisher has told.", theirs=True
    )
    usages: Connection[Usage] = many("software", "Who signed that they use it.", order="NEWEST")
    watcher_count: int = column("How many people are told when it gets worse.")
    alerts: Connection[Annotated["Alert", strawberry.lazy("schema.watches")]] = many(
        "software", "What its watchers were told, newest first.", order="NEWEST"
    )
    watches: Connection[Annotated["Watch", strawberry.lazy("schema.watches")]] = many(
        "software", "Who watches it, as far as you may see: yourself.", order="NEWEST"
    )
    deliveries: Connection[Annotated["Delivery", strawberry.lazy("schema.delivery")]] = many(
        "software", "The matches that delivered it."
    )
    variants: Connection[Annotated["SoftwareVariant", strawberry.lazy("schema.variants")]] = many(
        "software", "Forks, upstreams and siblings in this catalogue, the healthiest first.", order="HEALTH"
    )
    crawl_findings: Connection[Annotated["CrawlFinding", strawberry.lazy("schema.crawls")]] = many(
        "software", "What crawls found of it at each of their sources.", order="URL"
    )


@strawberry.enum(description="In which order software is listed.")
class SoftwareOrder(StrEnum):
    """Orders of the read view."""

    NAME = "NAME"
    NEWEST = "NEWEST"
    OLDEST = "OLDEST"
    HEALTH = "HEALTH"
    RELEASED = "RELEASED"


@strawberry.input(description="Which software: any value of a field will do, and all fields must agree.")
class SoftwareFilter:
    """Filters of the read view."""

    category: list[str] | None = strawberry.field(default=None, description="Categories of publiccode.yml.")
    scope: list[str] | None = strawberry.field(default=None, description="Scopes of publiccode.yml.")
    technology: list[str] | None = strawberry.field(default=None, description="What it is made with.")
    licence: list[SPDXExpression] | None = strawberry.field(default=None, description="Licences to rely on.")
    verdict: list[LicenceVerdict] | None = strawberry.field(
        default=None, description="Verdicts on the licence."
    )
    health_band: list[HealthBand] | None = strawberry.field(default=None, description="How alive it is.")
    development_status: list[DevelopmentStatus] | None = strawberry.field(
        default=None, description="How far it is."
    )
    software_type: list[SoftwareType] | None = strawberry.field(default=None, description="What sort it is.")
    publisher: list[str] | None = strawberry.field(default=None, description="Slugs of publishers.")
    language: list[LanguageTag] | None = strawberry.field(default=None, description="Languages it speaks.")
    name: list[str] | None = strawberry.field(default=None, description="Names, exactly.")
    url: list[URL] | None = strawberry.field(default=None, description="Addresses of repositories, exactly.")


@strawberry.type(description="A software that was written, or why not.")
class SoftwarePayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The software; null when nothing was written.")
    async def software(self, info: Info[Context, None]) -> Software | None:
        """The row."""
        return cast("Software | None", await planned_row(info, "Software", self.row))


@strawberry.type
class SoftwareMutations:
    """What publishers do with the catalogue."""

    @strawberry.mutation(
        description="Register the software in a repository; its files are looked at soon after."
    )
    async def register_software(
        self, info: Info[Context, None], url: str, publisher_id: strawberry.ID | None = None
    ) -> SoftwarePayload:
        """Register."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            publisher = row_id(publisher_id, "Organisation") if publisher_id else None
            return (await service.register(tx, actor, url, publisher_id=publisher)).id

        return await write(info, SoftwarePayload, work)

    @strawberry.mutation(
        description="Bring in a publiccode.yml as it is; what is wrong in it is kept as findings."
    )
    async def import_software(
        self, info: Info[Context, None], publiccode: str, source: str
    ) -> SoftwarePayload:
        """Import; a text that cannot be read at all is refused with its place."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            try:
                imported = await service.import_publiccode(tx, actor, publiccode.encode(), source)
            except Unreadable as error:
                raise Refused(
                    Problem(
                        "PUBLICCODE_UNREADABLE",
                        "publiccode",
                        {"line": error.line, "column": error.column, "reason": error.message},
                    )
                ) from error
            return imported.software.id

        return await write(info, SoftwarePayload, work)

    @strawberry.mutation(description="Look at a software's repositories again, soon.")
    async def observe_software(self, info: Info[Context, None], id: strawberry.ID) -> SoftwarePayload:
        """Observe."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            row = row_id(id, "Software")
            await service.observe_again(tx, actor, row)
            return row

        return await write(info, SoftwarePayload, work)

    @strawberry.mutation(
        description="Hand in what a software of yours is made of; it stands in the place of what its forge lists. An"
        " operation has at most 256 KiB: send a larger file, of up to 8 MB, as the body of"
        " `POST /api/software/{slug}/sbom`."
    )
    async def store_sbom(
        self, info: Info[Context, None], software_id: strawberry.ID, text: str
    ) -> SoftwarePayload:
        """Hand in."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            row = row_id(software_id, "Software")
            await bills.hand_in(tx, actor, row, text.encode(errors="replace"))
            return row

        return await write(info, SoftwarePayload, work)

    @strawberry.mutation(
        description="Take back what was handed in; what its forge lists, if it does, stands again."
    )
    async def withdraw_sbom(self, info: Info[Context, None], software_id: strawberry.ID) -> SoftwarePayload:
        """Withdraw."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            row = row_id(software_id, "Software")
            await bills.withdraw(tx, actor, row)
            return row

        return await write(info, SoftwarePayload, work)
