"""Organisations, people and what they may do."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from registry.people import view
from registry.people.model import OrganisationKind as OrganisationKindModel
from schema.fields import Connection, column, many, one, reads
from schema.node import Node
from schema.scalars import URL, LanguageTag, LocalizedText
from store.actor import Role as RoleModel

if TYPE_CHECKING:
    from schema.challenges import Challenge
    from schema.software import Software
    from schema.teams import Membership
    from schema.usage import Usage

OrganisationKind = strawberry.enum(
    OrganisationKindModel, name="OrganisationKind", description="What sort of body an organisation is."
)
Role = strawberry.enum(RoleModel, name="Role", description="What a person has been granted.")


@reads(view.ORGANISATIONS)
@strawberry.type(
    description="A body that posts challenges, publishes software, uses it, or several of these: one record for all."
)
class Organisation(Node):
    """An organisation, whatever roles it has."""

    slug: str = column("Its name in addresses of pages.")
    name: LocalizedText = column("Its name by language.")
    kind: OrganisationKind = column("What sort of body it is.")
    country: str | None = column("ISO 3166-1 alpha-2 code of its country.")
    place: str | None = column("ISO 3166-2 code of the county or city it governs or sits in.")
    homepage: URL | None = column("Its web site.")
    is_example: bool = column("Whether it was invented for the demo.")
    created_at: datetime = column("When it was registered here.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    software_count: int = column("How many software it publishes.")
    challenge_count: int = column("How many of its challenges were published.")
    software: Connection[Annotated["Software", strawberry.lazy("schema.software")]] = many(
        "publisher", "What it publishes.", order="NAME"
    )
    challenges: Connection[Annotated["Challenge", strawberry.lazy("schema.challenges")]] = many(
        "owner", "The challenges it posted, newest first.", order="NEWEST"
    )
    usages: Connection[Annotated["Usage", strawberry.lazy("schema.usage")]] = many(
        "agency", "The software it says it uses.", order="NEWEST"
    )


@reads(view.GRANTS)
@strawberry.type(description="A role that a person has, for an organisation or for all.")
class RoleGrant(Node):
    """What a person may do."""

    role: Role = column("What they may do.")
    organisation: Organisation | None = one("organisation", "For whom; null for officers and reviewers.")


@reads(view.PEOPLE)
@strawberry.type(description="The person who is signed in.")
class Viewer(Node):
    """Oneself; nobody else can be read."""

    name: str = column("How they are called here.")
    language: LanguageTag = column("The language they read.")
    is_example: bool = column("Whether this is one of the demo's invented people.")
    roles: list[Role] = column("Everything they have been granted.")
    grants: Connection[RoleGrant] = many("person", "Their roles, with the organisation each is for.")
    teams: Connection[Annotated["Membership", strawberry.lazy("schema.teams")]] = many(
        "person", "The teams they are in."
    )
