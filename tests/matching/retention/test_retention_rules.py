"""What ends by itself: each rule on what is old enough and on what is not, and every table judged."""
# ruff: noqa: S608 - tables and rows are the tests' own

import re
from datetime import timedelta
from pathlib import Path

import pytest

from matching.retention import service
from matching.retention.model import RULES
from matching.retention.repository import ENDINGS
from matching.teams.model import Team
from store.actor import Actor
from store.database import Connection

ROOT = Path(__file__).resolve().parents[3]
PRIVACY = (ROOT / "docs" / "privacy.md").read_text("utf-8")
RULED = {rule.table for rule in RULES}

#: Tables that hold something about people and need no clock: they go, or lose the name, with the person.
WITH_THE_PERSON = {
    "agreement", "application", "challenge", "coaching", "coaching_entry", "survey_answer", "cohort_assignment",
    "credential",
    "delivery", "identity", "member_skill",
    "proposal", "role_grant", "saved_search", "outcome_figure", "shared_note", "note_part", "credit",
    "mutual_grade", "question", "agreement_version", "service_check", "team", "team_member", "usage", "watch",
    "webhook",
}  # fmt: skip

#: Tables in which nobody is named, and why; a new table is put here, or under a rule, by whoever makes it.
ABOUT_NOBODY = {
    "bodies, not people": ("organisation", "team_conflict", "profile_conflict", "service_account"),
    "rounds and what is asked and offered in them": (
        "programme", "challenge_role", "challenge_need", "team_skill", "match", "milestone",
        "proposal_interest", "public_vote", "theme", "theme_commitment", "continuation", "survey",
        "survey_topic",
    ),
    "work of the machine, by ids of records": (
        "job", "outbox", "installation", "signing_key", "schema_migration", "retention_count",
    ),
    "what everybody may read of public code": (
        "software", "software_origin", "software_variant", "repository", "observation", "health_snapshot", "sbom",
        "sbom_component", "sbom_licence",
        "sbom_request", "alert", "software_release", "crawl", "crawl_answer", "crawl_finding", "crawl_source",
    ),
    "words of what is public, and what of it was found": (
        "best_fit", "best_fits", "saved_search_find", "saved_search_letter",
        "search_word", "facet_value", "software_search", "challenge_search", "team_search", "persisted_document",
    ),
    "what forges answered, and who may ask them": ("forge_account", "forge_answer", "forge_delivery", "forge_lease"),
    "public data told to organisations": ("webhook_delivery", "webhook_event"),
    "an unkeyed hash of an address, for two minutes": ("bucket",),
}  # fmt: skip

TABLES = """
    select tablename from pg_tables where schemaname = 'public' and tablename not like 'pgqueuer%'
"""
POINTS_AT_PERSON = """
    select conrelid::regclass::text as table, confdeltype::text as on_delete
    from pg_constraint where contype = 'f' and confrelid = 'person'::regclass
"""


async def test_every_table_has_a_rule_or_goes_with_the_person_or_names_nobody(tx: Connection) -> None:
    tables = {row[0] for row in await tx.fetch(TABLES)}
    nobody = {table for each in ABOUT_NOBODY.values() for table in each}
    assert tables - RULED - WITH_THE_PERSON - nobody == set()
    assert not (RULED | WITH_THE_PERSON) & nobody


async def test_a_table_that_points_at_a_person_is_about_people(tx: Connection) -> None:
    pointing = {row["table"] for row in await tx.fetch(POINTS_AT_PERSON)}
    assert len(pointing) > 20
    assert pointing - RULED - WITH_THE_PERSON == set()


async def test_what_goes_with_the_person_really_does(tx: Connection) -> None:
    keeps = {row["table"] for row in await tx.fetch(POINTS_AT_PERSON) if row["on_delete"] not in {"c", "n"}}
    assert keeps == set()


def test_the_privacy_page_says_the_rules_that_run() -> None:
    lines = re.findall(r"^\| `([a-z-]+)` \| .+ \| (.+) \|$", PRIVACY, re.MULTILINE)
    assert [code for code, _ in lines] == [rule.code for rule in RULES]
    for (_, after), rule in zip(lines, RULES, strict=True):
        days = re.match(r"(\d+) days?", after)
        assert timedelta(days=int(days[1]) if days else 0) == rule.kept_for, rule.code


def test_every_rule_runs() -> None:
    elsewhere = {"sessions", "invitations", "tokens", "write-keys", "accounts"}
    assert set(ENDINGS) | elsewhere == {rule.code for rule in RULES}
    assert not set(ENDINGS) & elsewhere


OLD, YOUNG = "$1::interval + interval '2 days'", "$1::interval - interval '2 days'"
PERSON = "(select id from person where email = 'lead-of-mappers@example.org')"
TEAM = "(select id from team where slug = 'mappers')"
#: A row of each rule, whose age is put where `AGE` stands.
MADE = {
    "barriers": f"""
        insert into member_barrier (team_id, person_id, barrier, said_at)
        values ({TEAM}, {PERSON}, 'CHILDCARE', now() - (AGE))
    """,
    "consents": f"""
        insert into consent (person_id, purpose, subject_id, text_version, withdrawn_at)
        values ({PERSON}, 'BARRIERS', {TEAM}, 1, now() - (AGE))
    """,
    "audit-names": f"""
        insert into audit_event (person_id, actor_name, action, subject_type, at)
        values ({PERSON}, 'Lead', 'noted', 'team', now() - (AGE))
    """,
    "sessions": f"""
        insert into session (token_hash, person_id, expires_at) values ('a', {PERSON}, now() - (AGE))
    """,
    "invitations": """
        insert into invitation (token_hash, email, expires_at) values ('b', 'somebody@example.org', now() - (AGE))
    """,
    "tokens": f"""
        insert into api_token (token_hash, person_id, name, scopes, expires_at)
        values ('c', {PERSON}, 'old', array['read'], now() - (AGE))
    """,
    "reminders": f"""
        insert into reminder (person_id, kind, subject_id, due_on, begun_at)
        values ({PERSON}, 'DELIVER', {TEAM}, (now() - (AGE))::date, now() - (AGE))
    """,
    "profiles": f"""
        insert into profile (person_id, updated_at) values ({PERSON}, now() - (AGE))
    """,
    "write-keys": """
        insert into idempotency_key (owner, key, place, digest, created_at)
        values ('somebody', 'key', 'mutation', 'f'::bytea, now() - (AGE))
    """,
    "accounts": """
        insert into person (email, name, last_seen_on) values ('gone@example.org', 'Gone', (now() - (AGE))::date)
    """,
}


@pytest.mark.parametrize("code", MADE)
async def test_a_rule_ends_what_is_old_enough_and_nothing_younger(
    tx: Connection, team: Team, code: str
) -> None:
    kept_for = next(rule.kept_for for rule in RULES if rule.code == code)
    await tx.execute(MADE[code].replace("AGE", YOUNG), kept_for)
    assert (await service.apply(tx))[code] == 0
    if code in {"barriers", "profiles", "sessions", "invitations", "tokens", "write-keys", "accounts"}:
        relation = next(rule.table for rule in RULES if rule.code == code)
        where = "where email = 'gone@example.org'" if code == "accounts" else ""
        await tx.execute(f"delete from {relation} {where}")
    await tx.execute(MADE[code].replace("AGE", OLD), kept_for)
    assert (await service.apply(tx))[code] == 1
    assert (await service.apply(tx))[code] == 0


async def test_the_log_counts_and_names_nobody(tx: Connection, team: Team, lead: Actor) -> None:
    await tx.execute(MADE["accounts"].replace("AGE", OLD), timedelta(days=1095))
    await service.apply(tx)
    assert [tuple(row) for row in await tx.fetch("select rule, rows from retention_count")] == [
        ("accounts", 1)
    ]
    columns = "select column_name from information_schema.columns where table_name = 'retention_count'"
    assert {row[0] for row in await tx.fetch(columns)} == {"id", "ran_at", "rule", "rows"}
    assert await tx.fetchval("select count(*) from person where email = 'gone@example.org'") == 0


async def test_an_officer_and_whoever_has_a_program_at_work_stay(tx: Connection) -> None:
    await tx.execute(
        """
        insert into person (id, email, name, last_seen_on) values
            ('00000000-0000-0000-0000-000000000001', 'officer-of-old@example.org', 'Officer', '2001-01-01'),
            ('00000000-0000-0000-0000-000000000002', 'programmer@example.org', 'Programmer', '2001-01-01')
        """
    )
    await tx.execute(
        "insert into role_grant (person_id, role) values ('00000000-0000-0000-0000-000000000001', 'officer')"
    )
    await tx.execute(
        """
        insert into api_token (token_hash, person_id, name, scopes, expires_at, last_used_on)
        values ('d', '00000000-0000-0000-0000-000000000002', 'used', array['read'], now() + interval '9 days',
            current_date)
        """
    )
    assert (await service.apply(tx))["accounts"] == 0


async def test_signing_in_is_noted_by_the_day(tx: Connection, lead: Actor) -> None:
    await tx.execute("update person set last_seen_on = '2001-01-01' where id = $1", lead.person_id)
    await tx.execute(
        "insert into session (token_hash, person_id, expires_at) values ('e', $1, now() + interval '1 hour')",
        lead.person_id,
    )
    seen = await tx.fetchval("select last_seen_on = current_date from person where id = $1", lead.person_id)
    assert seen


async def test_reviews_lose_their_names_after_the_round(
    tx: Connection, team: Team, lead: Actor, officer: Actor
) -> None:
    bid = await _reviewed_bid(tx, team, lead)
    assert (await service.apply(tx))["review-names"] == 0
    await tx.execute("update programme set state = 'CLOSED', ends_on = current_date - 731")
    counts = await service.apply(tx)
    assert (counts["review-names"], counts["review-tasks"], counts["review-conflicts"]) == (1, 1, 1)
    left = await tx.fetchrow(
        "select reviewer_id, comment, scores::text from review where application_id = $1", bid
    )
    assert left is not None
    assert (left["reviewer_id"], left["comment"]) == (None, "")
    assert "3" in left["scores"]


async def _reviewed_bid(tx: Connection, team: Team, lead: Actor) -> object:
    await tx.execute(
        """
        with made as (
            insert into organisation (slug, name, kind) values ('bureau', '{}', 'AGENCY') returning id
        ), round as (
            insert into programme (slug, organisation_id, name, mode, state)
            select 'round', id, '{}', 'THEME', 'REVIEW' from made returning id, organisation_id
        )
        insert into challenge (slug, programme_id, owner_id, title)
        select 'challenge', round.id, round.organisation_id, '{}' from round
        """
    )
    bid = await tx.fetchval(
        """
        insert into application (challenge_id, team_id, proposal, preference)
        select id, $1, '{}', 1 from challenge where slug = 'challenge' returning id
        """,
        team.id,
    )
    for statement in (
        "insert into review (application_id, reviewer_id, scores, comment) values ($1, $2, '{\"value\": 3}', 'Why')",
        "insert into review_task (application_id, reviewer_id) values ($1, $2)",
        "insert into review_conflict (application_id, reviewer_id) values ($1, $2)",
    ):
        await tx.execute(statement, bid, lead.person_id)
    return bid
