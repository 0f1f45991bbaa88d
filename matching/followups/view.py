"""How service checks are read through the API."""

from matching.followups.repository import VISIBLE
from store.read import Direction, ReadView, Term

SERVICE_CHECKS = ReadView(
    source="service_check",
    visible=VISIBLE,
    joins={"delivery": "{o}.id = {t}.delivery_id"},
    orders={"OLDEST": (Term("{t}.months", Direction.ASCENDING, "int"),)},
)
