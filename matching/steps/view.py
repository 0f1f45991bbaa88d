"""How steps are read through the API: as a list of whoever is signed in, soonest first."""
# ruff: noqa: S608 - composed of what the repository exports

from typing import Final

from matching.steps.repository import STEPS, VISIBLE

MOST_SHOWN: Final = 100  # nobody reads further; what is done makes room

#: As a column of a person's row `{t}`.
OF_PERSON: Final = {
    "next_steps": (
        f"case when {VISIBLE} then (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'due_on', due_on,"
        " 'title', title, 'path', path) order by due_on, kind, title::text), '[]'::jsonb) from (select kind, due_on,"
        f" title, path from {STEPS} as step where step.person_id = {{t}}.id order by due_on, kind limit {MOST_SHOWN})"
        " as soonest) end"
    )
}
