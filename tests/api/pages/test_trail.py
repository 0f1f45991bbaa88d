"""What an event of the audit trail changed is told in words: names for ids, labels for codes, days for dates."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from httpx import AsyncClient
from markupsafe import Markup

from api.pages.languages import CHINESE, ENGLISH
from api.pages.trail import FIELDS, MOST_NAMES, UNSAID, altered, ids
from matching.agreements.model import AgreementForm
from matching.challenges.model import ChallengeForm
from matching.programmes.model import ProgrammeForm
from matching.teams.model import TeamForm
from schema.ids import to_global_id
from store.database import Connection
from tests.api.pages.conftest import sign_in
from tests.api.pages.markup import Markup as Shown

TEAM = UUID(int=7)


def event(before: object, after: object, subject: str = "challenge") -> Mapping[str, Any]:
    return {"subjectType": subject, "subjectId": None, "before": before, "after": after}


def told(before: object, after: object, subject: str = "challenge") -> list[tuple[str, str, str]]:
    return [
        (each.name, str(each.before), str(each.after))
        for each in altered(event(before, after, subject), {}, ENGLISH)
    ]


def test_codes_and_days_are_said_as_everywhere_else() -> None:
    assert told({"state": "DRAFT", "ends_on": None}, {"state": "SUBMITTED", "ends_on": "2026-03-01"}) == [
        ("State", "Draft", "Waiting for approval"),
        ("Last day of the work", "–", '<time datetime="2026-03-01">1 March 2026</time>'),
    ]


def test_the_state_of_a_match_is_not_that_of_a_challenge() -> None:
    [(_, _, after)] = told(None, {"state": "AGREEING"}, "match")
    assert after == "Agreement in preparation"


def test_the_version_tells_a_person_nothing() -> None:
    assert told({"version": 1}, {"version": 2}) == []


def test_a_text_is_shown_in_each_of_its_languages() -> None:
    [(_, _, after)] = told(None, {"title": {"en": "Trees & shade", "zh-Hant": "樹蔭"}})
    assert after == '<span lang="en">Trees &amp; shade</span><br><span lang="zh-Hant">樹蔭</span>'


def test_an_id_is_the_name_of_its_record_where_that_is_known() -> None:
    known = {to_global_id("Team", TEAM): Markup("Riverbank")}
    [field] = altered(event(None, {"team_id": str(TEAM)}), known, CHINESE)
    assert (field.name, str(field.before), str(field.after)) == ("團隊", "–", "Riverbank")


def test_an_id_that_nothing_is_known_of_is_shown_as_it_is() -> None:
    assert told(None, {"team_id": str(TEAM)}) == [("Team", "–", f"<code>{TEAM}</code>")]


def test_each_record_is_asked_for_once_and_never_more_than_the_api_takes() -> None:
    assert ids([event(None, {"team_id": str(TEAM)})] * 2) == [to_global_id("Team", TEAM)]
    many = [event(None, {"team_id": str(UUID(int=each))}) for each in range(MOST_NAMES + 5)]
    assert len(ids(many)) == MOST_NAMES


@pytest.mark.parametrize("form", [AgreementForm, ChallengeForm, ProgrammeForm, TeamForm])
def test_every_part_of_what_people_write_has_words(form: type) -> None:
    assert {each.name for each in fields(form)} - set(FIELDS) - UNSAID == set()


async def test_every_field_in_the_trail_of_the_demo_has_words(connection: asyncpg.Connection) -> None:
    kept = await connection.fetch(
        "select distinct jsonb_object_keys(coalesce(before, '{}') || coalesce(after, '{}')) as name from audit_event"
    )
    assert {row["name"] for row in kept} - set(FIELDS) - UNSAID == set()


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
async def test_an_officer_reads_names_and_no_ids(
    visitor: AsyncClient, connection: Connection, language: str
) -> None:
    await sign_in(visitor, connection, "officer@example.org")
    for action in ("application.submitted", "match.agreed", "milestone.added", "assignment.adopted"):
        shown = Shown((await visitor.get(f"/{language}/audit?action={action}")).text)
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-|[{}]", shown.words), action
