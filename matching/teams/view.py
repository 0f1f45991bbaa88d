"""How teams, their skills and their members are read through the API."""

from matching.teams.repository import NAMED_PUBLICLY, VISIBLE, VISIBLE_MEMBER, VISIBLE_OWN, VISIBLE_SKILL
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
        "skill": "exists (select from skill_of_team as s where s.team_id = {t}.id and s.concept = any({value}))",
    },
)

SKILLS = ReadView(
    source="skill_of_team",
    visible=VISIBLE_SKILL,
    joins={"team": "{o}.id = {t}.team_id"},
    orders={"POSITION": (Term("{t}.position", Direction.ASCENDING, "int"),)},
)

_OWN_SKILLS = (
    "(select coalesce(jsonb_agg(jsonb_build_object('concept', s.concept, 'level', s.level, 'evidence', s.evidence,"
    " 'evidence_url', s.evidence_url, 'evidenced_on', s.evidenced_on) order by s.position), '[]'::jsonb)"
    " from member_skill as s where s.team_id = {t}.team_id and s.person_id = {t}.person_id)"
)
_OWN_BARRIERS = (
    "(select coalesce(jsonb_agg(b.barrier order by b.barrier), '[]'::jsonb)"
    " from member_barrier as b where b.team_id = {t}.team_id and b.person_id = {t}.person_id)"
)

MEMBERSHIPS = ReadView(
    source="(select md5(m.team_id::text || m.person_id::text)::uuid as id, m.team_id, m.person_id, m.is_lead,"
    " m.joined_at, m.shown_name, m.skills_version from team_member as m)",
    visible=VISIBLE_MEMBER,
    columns={
        "name": "coalesce({t}.shown_name, (select p.name from person as p where p.id = {t}.person_id))",
        "is_named_publicly": NAMED_PUBLICLY,
        "own_skills": f"case when {VISIBLE_OWN} then {_OWN_SKILLS} end",
        "own_skills_version": f"case when {VISIBLE_OWN} then {{t}}.skills_version end",
        "own_barriers": f"case when {VISIBLE_OWN} then {_OWN_BARRIERS} end",
    },
    joins={"team": "{o}.id = {t}.team_id", "person": "{o}.id = {t}.person_id"},
    orders={"OLDEST": (Term("{t}.joined_at", Direction.ASCENDING, "timestamptz"),)},
)
