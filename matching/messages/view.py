"""How messages are read through the API."""

from matching.messages.repository import VISIBLE
from store.read import Direction, ReadView, Term

MESSAGES = ReadView(
    source="match_message",
    visible=VISIBLE,
    columns={
        "name": (
            "(select coalesce((select m.shown_name from team_member as m join match as w on w.team_id = m.team_id"
            " where w.id = {t}.match_id and m.person_id = p.id), p.name) from person as p where p.id = {t}.sent_by)"
        ),
    },
    joins={"match": "{o}.id = {t}.match_id"},
    orders={"OLDEST": (Term("{t}.sent_at", Direction.ASCENDING, "timestamptz"),)},
)
