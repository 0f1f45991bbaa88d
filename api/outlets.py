"""The ways to our data besides GraphQL and the pages, in one list for the application."""

from collections.abc import Sequence

from litestar.types import ControllerRouterHandler

from api import feeds, open_catalog
from api.exports import tables
from registry.search.model import SearchIndex
from store.database import Database


def routes(database: Database, search: SearchIndex, public_url: str) -> Sequence[ControllerRouterHandler]:
    """List the routes of every outlet.

    Args:
        database: to read from.
        search: for outlets that ask the API's own documents.
        public_url: the address that people reach this installation at.
    """
    return (open_catalog.ROUTES, tables.routes(database), feeds.routes(database, search, public_url))
