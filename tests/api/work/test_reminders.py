"""A letter about what waits for somebody: in their language, once, and not about what was done meanwhile."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from api.work import letters
from api.work.letters import MailServer
from api.work.reminders import WHAT, Reminding, written
from matching.steps import service
from matching.steps.model import Kind, Reminder
from store.database import Database
from store.jobs import TryAgainLater

SERVER = MailServer(
    "mail.example.org", 587, is_tls=False, user=None, password=None, sender="commonfield@example.org",
    base_url="https://example.org",
)  # fmt: skip
SUBMIT = Reminder(
    id=UUID("00000000-0000-0000-0000-000000000007"),
    email="owner@example.org",
    language="zh-Hant",
    kind=Kind.SUBMIT_CHALLENGE,
    due_on=date(2026, 12, 1),
    title={"en": "Dengue\nvisits", "zh-Hant": "登革熱訪視"},
    path="/challenges/dengue/edit",
    is_due=True,
    is_sent=False,
)


def test_a_letter_says_what_by_when_and_where_in_the_readers_language() -> None:
    letter = written(SUBMIT, SERVER)
    assert letter["Subject"] == "2026-12-01 前：完成草稿並送出（登革熱訪視）"
    body = letter.get_content()
    assert "https://example.org/zh-Hant/challenges/dengue/edit" in body
    assert "https://example.org/zh-Hant/waiting" in body
    assert letter["Auto-Submitted"] == "auto-generated"


def test_a_line_break_in_a_title_ends_no_header() -> None:
    english = replace(SUBMIT, language="fr")
    assert written(english, SERVER)["Subject"] == (
        "By 2026-12-01: complete the draft and submit it (Dengue visits)"
    )


def test_every_kind_of_step_has_its_words_in_both_languages() -> None:
    assert {kind: set(words) for kind, words in WHAT.items()} == {kind: {"en", "zh-Hant"} for kind in Kind}


async def begin(database: Database) -> UUID:
    """An owner whose draft is wanted today, and the letter about it."""
    async with database.transaction() as tx:
        await tx.execute(
            """
            with bureau as (
                insert into organisation (slug, name, kind) values ('bureau', '{}', 'AGENCY') returning id
            ), lin as (
                insert into person (email, name, language) values ('lin@example.org', 'Lin', 'en') returning id
            ), granted as (
                insert into role_grant (person_id, role, organisation_id)
                select lin.id, 'owner', bureau.id from lin, bureau
            ), round as (
                insert into programme (slug, organisation_id, name, mode, state, applications_close_on)
                select 'round', id, '{}', 'THEME', 'OPEN', (now() at time zone 'UTC')::date from bureau
                returning id, organisation_id
            )
            insert into challenge (slug, programme_id, owner_id, title)
            select 'dengue', id, organisation_id, '{"en": "Dengue"}' from round
            """
        )
    async with database.transaction() as tx:
        assert await service.remind(tx) == 1
        found: UUID = await tx.fetchval("select id from reminder")
        return found


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Letters that the mail server took."""
    sent: list[Any] = []
    monkeypatch.setattr(letters, "send", lambda _, message: sent.append(message))
    return sent


async def test_a_letter_goes_out_once(database: Database, posted: list[Any]) -> None:
    reminder = await begin(database)
    reminding = Reminding(database, SERVER)
    for _ in range(2):
        await reminding.deliver(None, {"reminder_id": str(reminder)})  # type: ignore[arg-type]  # it is not looked at
    assert [letter["To"] for letter in posted] == ["lin@example.org"]


async def test_what_was_done_meanwhile_is_not_written_about(database: Database, posted: list[Any]) -> None:
    reminder = await begin(database)
    async with database.transaction() as tx:
        await tx.execute("update challenge set state = 'SUBMITTED'")
    await Reminding(database, SERVER).deliver(None, {"reminder_id": str(reminder)})  # type: ignore[arg-type]  # as above
    assert posted == []


async def test_a_mail_server_that_is_away_is_asked_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(letters, "send", away)
    reminder = await begin(database)
    with pytest.raises(TryAgainLater):
        await Reminding(database, SERVER).deliver(None, {"reminder_id": str(reminder)})  # type: ignore[arg-type]  # as above
    async with database.read() as connection:
        assert await connection.fetchval("select sent_at from reminder") is None
