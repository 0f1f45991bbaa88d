"""How coaching is read through the API."""

from matching.coaching.repository import VISIBLE, VISIBLE_ENTRY
from store.read import OLDEST, Direction, ReadView, Term

COACHINGS = ReadView(
    source="coaching",
    visible=VISIBLE,
    columns={
        "coach": "(select p.name from person as p where p.id = {t}.person_id)",
        "is_own": "coalesce({t}.person_id = :person_id, false)",
        "minutes": (
            "(select coalesce(sum(e.minutes), 0)::int from coaching_entry as e where e.coaching_id = {t}.id)"
        ),
    },
    joins={"match": "{o}.id = {t}.match_id", "person": "{o}.id = {t}.person_id"},
    orders={"OLDEST": OLDEST},
)

ENTRIES = ReadView(
    source="coaching_entry",
    visible=VISIBLE_ENTRY,
    joins={"coaching": "{o}.id = {t}.coaching_id"},
    orders={
        "NEWEST": (
            Term("{t}.held_on", Direction.DESCENDING, "date"),
            Term("{t}.created_at", Direction.DESCENDING, "timestamptz"),
        )
    },
)
