"""How outcome figures are read through the API: each with the measure that it belongs to."""

from matching.outcomes.repository import VISIBLE
from store.read import Direction, ReadView, Term

_MEASURE = (
    "(select c.measures -> {t}.measure -> '%s' from match as m join challenge as c on c.id = m.challenge_id"
    " where m.id = {t}.match_id)"
)

OUTCOME_FIGURES = ReadView(
    source="outcome_figure",
    visible=VISIBLE,
    columns={
        name: _MEASURE.replace("%s", key)
        for name, key in (("name", "name"), ("baseline", "baseline"), ("target", "target"), ("unit", "unit"))
    },
    joins={"match": "{o}.id = {t}.match_id"},
    orders={"OLDEST": (Term("{t}.measured_on", Direction.ASCENDING, "date"),)},
)
