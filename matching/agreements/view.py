"""How agreements are read through the API."""

from matching.agreements.repository import VISIBLE
from store.read import OLDEST, ReadView

AGREEMENTS = ReadView(
    source="agreement",
    visible=VISIBLE,
    joins={"match": "{o}.id = {t}.match_id"},
    orders={"OLDEST": OLDEST},
)
