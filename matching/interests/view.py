"""How interests are read through the API."""

from matching.profiles.repository import VISIBLE_INTEREST
from store.read import NEWEST, OLDEST, ReadView

INTERESTS = ReadView(
    source="role_interest",
    visible=VISIBLE_INTEREST,
    columns={
        "is_mine": (
            "exists (select from profile as mine where mine.id = {t}.profile_id and mine.person_id = :person_id)"
        )
    },
    joins={
        "role": "{o}.id = {t}.role_id",
        "profile": "{o}.id = {t}.profile_id",
        "team": "{o}.id = {t}.team_id",
    },
    orders={"OLDEST": OLDEST, "NEWEST": NEWEST},
)
