"""How releases are read through the API."""

from registry.releases.repository import VISIBLE
from store.read import Direction, ReadView, Term

RELEASES = ReadView(
    source="software_release",
    visible=VISIBLE,
    joins={
        "software": "{o}.id = {t}.software_id",
        "repository": "{o}.id = {t}.repository_id",
    },
    orders={"NEWEST": (Term("{t}.published_at", Direction.DESCENDING, "timestamptz"),)},
)
