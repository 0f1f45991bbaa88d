"""How teams, their skills and their members are read through the API."""

from matching.teams.repository import VISIBLE, VISIBLE_MEMBER, VISIBLE_SKILL
from store.read import NEWEST, OLDEST, Direction, ReadView, Term

TEAMS = ReadView(
    source="team",
    visible=VISIBLE,
    orders={
        "NEWEST": NEWEST,
        "OLDEST": OLDEST,
        "NAME": (
            Term(
                "coalesce({t}.name ->> 'zh-Hant', {t}.name ->> 'en', {t}.slug)", Direction.ASCENDING, "text"
            ),
        ),
    },
    filters={
        "domain": "{t}.domains && {value}",
        "language": "{t}.languages && {value}",
        "skill": "exists (select from team_skill as s where s.team_id = {t}.id and s.concept = any({value}))",
    },
)

SKILLS = ReadView(
    source="team_skill",
    visible=VISIBLE_SKILL,
    joins={"team": "{o}.id = {t}.team_id"},
    orders={"POSITION": (Term("{t}.position", Direction.ASCENDING, "int"),)},
)

MEMBERSHIPS = ReadView(
    source="(select md5(m.team_id::text || m.person_id::text)::uuid as id, m.team_id, m.person_id, m.is_lead,"
    " m.joined_at from team_member as m)",
    visible=VISIBLE_MEMBER,
    columns={"name": "(select p.name from person as p where p.id = {t}.person_id)"},
    joins={"team": "{o}.id = {t}.team_id", "person": "{o}.id = {t}.person_id"},
    orders={"OLDEST": (Term("{t}.joined_at", Direction.ASCENDING, "timestamptz"),)},
)
