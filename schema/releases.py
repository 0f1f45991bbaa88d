"""Releases of a software, as its forges published them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from registry.releases import view
from schema.fields import column, one, reads
from schema.node import Node
from schema.scalars import URL

if TYPE_CHECKING:
    from schema.software import Repository, Software


@reads(view.RELEASES)
@strawberry.type(
    description="A release that a look at a repository saw; it stays listed when the forge no longer shows it."
)
class SoftwareRelease(Node):
    """A release."""

    tag: str = column("Its name: the tag that it was made of.")
    published_at: datetime = column("When the forge published it.")
    is_prerelease: bool = column("Whether its makers call it not ready for everybody.")
    url: URL = column("Its page at the forge.")
    first_seen_at: datetime = column("When we saw it first.")
    software: Annotated["Software", strawberry.lazy("schema.software")] | None = one(
        "software", "Of which software."
    )
    repository: Annotated["Repository", strawberry.lazy("schema.software")] | None = one(
        "repository", "Where it was published."
    )
