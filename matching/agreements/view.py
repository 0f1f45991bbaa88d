"""How agreements are read through the API."""

from matching.agreements.repository import VISIBLE, VISIBLE_VERSION
from store.read import OLDEST, Direction, ReadView, Term

AGREEMENTS = ReadView(
    source="agreement",
    visible=VISIBLE,
    joins={"match": "{o}.id = {t}.match_id"},
    orders={"OLDEST": OLDEST},
)

AGREEMENT_VERSIONS = ReadView(
    source="agreement_version",
    visible=VISIBLE_VERSION,
    joins={"agreement": "{o}.id = {t}.agreement_id"},
    orders={"NEWEST": (Term("{t}.version", Direction.DESCENDING, "int"),)},
)
