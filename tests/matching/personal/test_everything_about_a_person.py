import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from matching.personal.repository import PARTS, everything_about
from store.actor import Actor
from store.database import Connection

ROOT = Path(__file__).resolve().parents[3]
PRIVACY = (ROOT / "docs" / "privacy.md").read_text("utf-8")
POINTS_AT_PERSON = """
    select pg_class.relname || '.' || attribute.attname
    from pg_constraint
    join pg_class on pg_class.oid = pg_constraint.conrelid
    join pg_attribute attribute on attribute.attrelid = conrelid and attribute.attnum = any(conkey)
    where contype = 'f' and confrelid = 'person'::regclass
    order by 1
"""


async def test_every_column_that_points_at_a_person_is_in_the_export(tx: Connection) -> None:
    sql = "\n".join(PARTS.values())
    columns = [row[0] for row in await tx.fetch(POINTS_AT_PERSON)]
    assert len(columns) > 15
    assert [each for each in columns if not re.search(rf"\b{re.escape(each)} = \$1", sql)] == []


async def test_every_table_that_points_at_a_person_is_named_in_the_privacy_page(tx: Connection) -> None:
    """By the words that the page has for it; a new table with people needs a line there, and its words here."""
    words = {
        "agreement": "records", "ballot": "ballot", "survey_answer": "survey", "coaching": "coach",
        "proposal": "proposal",
        "api_token": "API token", "application": "records", "challenge": "records",
        "cohort_assignment": "records", "credential": "credential", "delivery": "records", "identity": "identity",
        "review": "review of an application", "review_conflict": "conflict of a reviewer",
        "review_task": "task of a reviewer", "role_grant": "what role", "session": "session", "team": "records",
        "outcome_figure": "outcome figure", "shared_note": "shared note", "note_part": "shared note",
        "credit": "credit:",
        "mutual_grade": "mutual grade", "question": "question about a challenge",
        "match_message": "message within a match", "reminder": "reminder", "service_check": "service check",
        "agreement_version": "version of the terms", "consent": "consent",
        "member_skill": "skill that a member brings", "member_barrier": "barrier",
        "profile": "profile of somebody who looks for a role",
        "team_member": "membership of a team", "usage": "records", "watch": "watch",
        "saved_search": "saved search", "alert_letter": "letters",
        "webhook": "webhook",
    }  # fmt: skip
    tables = {row[0].partition(".")[0] for row in await tx.fetch(POINTS_AT_PERSON)}
    assert tables == set(words)
    lower = PRIVACY.lower()
    assert [table for table in sorted(tables) if words[table].lower() not in lower] == []


async def test_a_person_gets_what_is_theirs_and_nothing_of_others(
    tx: Connection, lead: Actor, stranger: Actor
) -> None:
    assert lead.person_id
    found = await everything_about(tx, lead.person_id)
    assert list(found) == list(PARTS)
    assert [each["email"] for each in found["person"]] == ["lead-of-mappers@example.org"]
    assert [each["team"] for each in found["teams"]] == ["mappers"]
    assert [each["action"] for each in found["audit_events"]] == ["team.registered"]
    assert found["roles"] == []
    assert "stranger" not in str(found)


async def test_whoever_was_deleted_is_in_no_part(
    tx: Connection, lead: Actor, make_person: Callable[..., Awaitable[Actor]]
) -> None:
    assert lead.person_id
    await tx.execute("delete from person where id = $1", lead.person_id)
    found = await everything_about(tx, lead.person_id)
    assert {part for part, rows in found.items() if rows} == {"audit_events"}
