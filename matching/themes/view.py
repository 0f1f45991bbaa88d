"""How themes and commitments are read through the API."""

from matching.themes.repository import VISIBLE_COMMITMENT, VISIBLE_THEME
from store.read import OLDEST, Direction, ReadView, Term

THEMES = ReadView(
    source="theme",
    visible=VISIBLE_THEME,
    joins={"programme": "{o}.id = {t}.programme_id"},
    orders={"POSITION": (Term("{t}.position", Direction.ASCENDING, "int"),)},
)

COMMITMENTS = ReadView(
    source="theme_commitment",
    visible=VISIBLE_COMMITMENT,
    joins={
        "theme": "{o}.id = {t}.theme_id",
        "organisation": "{o}.id = {t}.organisation_id",
        "team": "{o}.id = {t}.team_id",
    },
    orders={"OLDEST": OLDEST},
)
