"""How milestones and deliveries are read through the API."""

from matching.delivery.repository import VISIBLE_DELIVERY, VISIBLE_MILESTONE
from store.read import Direction, ReadView, Term

MILESTONES = ReadView(
    source="milestone",
    visible=VISIBLE_MILESTONE,
    joins={"match": "{o}.id = {t}.match_id"},
    orders={"POSITION": (Term("{t}.position", Direction.ASCENDING, "int"),)},
)

DELIVERIES = ReadView(
    source="delivery",
    visible=VISIBLE_DELIVERY,
    joins={"match": "{o}.id = {t}.match_id", "software": "{o}.id = {t}.software_id"},
    orders={"OLDEST": (Term("{t}.delivered_at", Direction.ASCENDING, "timestamptz"),)},
)
