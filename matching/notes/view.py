"""How shared notes are read through the API."""

from matching.notes.repository import VISIBLE
from store.read import Direction, ReadView, Term

SHARED_NOTES = ReadView(
    source="shared_note",
    visible=VISIBLE,
    columns={
        "is_mine": (
            "exists (select from note_part as p where p.note_id = {t}.id and p.speaker_id = :person_id)"
        ),
        "parts": (
            "(select coalesce(jsonb_agg(jsonb_build_object('id', global_id('NotePart', p.id), 'name',"
            " (select n.name from person as n where n.id = p.speaker_id), 'text', p.text, 'approved_at', p.approved_at,"
            " 'is_mine', coalesce(p.speaker_id = :person_id, false), 'version', p.version) order by p.id), '[]'::jsonb)"
            " from note_part as p where p.note_id = {t}.id)"
        ),
    },
    joins={"match": "{o}.id = {t}.match_id"},
    orders={"NEWEST": (Term("{t}.held_on", Direction.DESCENDING, "date"),)},
)
