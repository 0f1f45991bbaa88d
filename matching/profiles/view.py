"""How profiles are read through the API."""

from matching.profiles.repository import FOUND, VISIBLE
from store.read import OLDEST, ReadView

PROFILES = ReadView(
    source="profile",
    visible=VISIBLE,
    columns={
        "name": "coalesce({t}.shown_name, (select p.name from person as p where p.id = {t}.person_id))",
        "is_found": FOUND,
    },
    joins={"person": "{o}.id = {t}.person_id"},
    orders={"OLDEST": OLDEST},
)
