"""How variants are read through the API."""

from registry.variants.repository import VISIBLE
from store.read import Direction, ReadView, Term

#: What lives before what does not, then by name, as the catalogue orders them.
_BY_HEALTH = (
    Term(
        "coalesce((select s.health_score from software as s where s.id = {t}.other_id), -1)",
        Direction.DESCENDING,
        "int",
    ),
)

VARIANTS = ReadView(
    source="software_variant",
    visible=VISIBLE,
    joins={"software": "{o}.id = {t}.software_id", "other": "{o}.id = {t}.other_id"},
    orders={"HEALTH": _BY_HEALTH},
)
