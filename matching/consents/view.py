"""How consents are read through the API."""

from matching.consents.repository import VISIBLE
from store.read import Direction, ReadView, Term

CONSENTS = ReadView(
    source="consent",
    visible=VISIBLE,
    columns={
        "about": (
            "coalesce((select s.name from team as s where s.id = {t}.subject_id),"
            " (select jsonb_build_object('en', n.title) from shared_note as n where n.id = {t}.subject_id))"
        )
    },
    joins={"person": "{o}.id = {t}.person_id"},
    orders={"NEWEST": (Term("{t}.given_at", Direction.DESCENDING, "timestamptz"),)},
)
