"""The ways to our data besides GraphQL and the pages, in one list for the application."""

from collections.abc import Sequence

from litestar.types import ControllerRouterHandler

from api import open_catalog

ROUTES: Sequence[ControllerRouterHandler] = (open_catalog.ROUTES,)
