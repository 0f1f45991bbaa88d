"""How saved searches and what is new in them are read through the API."""

from registry.saved_searches.repository import VISIBLE, VISIBLE_FIND
from store.read import NEWEST, OLDEST, Direction, ReadView, Term

SAVED_SEARCHES = ReadView(
    source="saved_search",
    visible=VISIBLE,
    columns={
        "filters": (
            "(select coalesce(jsonb_agg(jsonb_build_object('facet', upper(f.key), 'values', f.value) order by f.key),"
            " '[]'::jsonb) from jsonb_each({t}.filters) as f)"
        )
    },
    joins={"person": "{o}.id = {t}.person_id"},
    orders={"NEWEST": NEWEST, "OLDEST": OLDEST},
)

FINDS = ReadView(
    source="saved_search_find",
    visible=VISIBLE_FIND,
    joins={"search": "{o}.id = {t}.saved_search_id", "software": "{o}.id = {t}.software_id"},
    orders={"NEWEST": (Term("{t}.found_at", Direction.DESCENDING, "timestamptz"),)},
)
