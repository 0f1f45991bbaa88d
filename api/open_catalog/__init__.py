"""`/api/v1`: the catalogue in the shape of the Open Catalog API, for catalogues that federate with ours."""

from api.open_catalog.handlers import BELOW, ROUTES, problem

__all__ = ["BELOW", "ROUTES", "problem"]
