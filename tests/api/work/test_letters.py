"""Alerts by e-mail, against a mail server on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest

from api.settings import Settings, WrongSettings, read_settings
from api.work.letters import MailServer, mail_server
from api.work.worker import Worker
from registry.observations import service as observations
from registry.software import repository as stored
from registry.software import service as software
from registry.software.expiry import NOTICE
from registry.watches import service as watches
from scrapers.github import GitHubAccess
from store.actor import Actor
from store.database import Database
from tests.registry.software.looks import FILE, MIT_TEXT, NOW, URL, seen

OFFICER = Actor(name="an officer", is_officer=True)
TEXTS = {"LICENSE": MIT_TEXT, "publiccode.yml": FILE.replace("type: none", "type: internal")}


@dataclass
class Mailbox:
    """A mail server that keeps what it takes."""

    answer: str = "250 taken"
    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while line := await reader.readline():
            word = line.strip().upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                raw = (await reader.readuntil(b"\r\n.\r\n"))[:-3]
                read = message_from_bytes(raw, policy=policy.default)
                assert isinstance(read, EmailMessage)
                self.taken.append(read)
                writer.write(b"250 taken\r\n")
            elif word.startswith(b"RCPT"):
                writer.write(self.answer.encode() + b"\r\n")
            elif word == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 good\r\n")
        writer.close()


@asynccontextmanager
async def mailbox(answer: str = "250 taken") -> AsyncIterator[Mailbox]:
    box = Mailbox(answer)
    server = await asyncio.start_server(box.talk, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    async with server:
        yield box


def working(database: Database, box: Mailbox) -> Worker:
    server = MailServer(
        host="127.0.0.1",
        port=box.port,
        is_tls=False,
        user=None,
        password=None,
        sender="commons@example.org",
        base_url="http://commons.example.org",
    )
    return Worker(database, GitHubAccess("http://127.0.0.1:9", timeout=1), mail=server)


async def archived_while_watched(database: Database, language: str = "en") -> None:
    async with database.transaction() as tx:
        person: UUID = await tx.fetchval(
            "insert into person (email, name, language) values ('mei@example.org', 'Mei', $1) returning id",
            language,
        )
        entry = await software.register(tx, OFFICER, URL, observe=False)
        await watches.watch(tx, Actor(name="Mei", person_id=person), entry.id)
        (held,) = await stored.repositories_of(tx, entry.id)
        await observations.record(tx, held.id, seen(TEXTS))
    async with database.transaction() as tx:
        later = replace(seen(TEXTS), observed_at=NOW + timedelta(days=1), archived=True)
        await observations.record(tx, held.id, later)


async def letters(database: Database) -> list[bool]:
    async with database.read() as connection:
        rows = await connection.fetch("select sent_at is not null as sent from alert_letter order by id")
    return [row["sent"] for row in rows]


async def test_a_watcher_gets_one_letter_an_alert_however_often_the_worker_runs(database: Database) -> None:
    await archived_while_watched(database)
    async with mailbox() as box:
        for _ in range(3):
            await working(database, box).drain()
    assert sorted(await letters(database)) == [True, True]
    assert len({message["Message-ID"] for message in box.taken}) == len(box.taken) == 2
    caps = [message for message in box.taken if "archived" in message.get_content()]
    assert len(caps) == 1
    assert (caps[0]["To"], caps[0]["Subject"]) == ("mei@example.org", "River Watch: its health has changed")
    assert "http://commons.example.org/en/catalogue/river-watch#health" in caps[0].get_content()


async def test_a_letter_is_written_in_its_readers_language(database: Database) -> None:
    await archived_while_watched(database, "zh-Hant")
    async with mailbox() as box:
        await working(database, box).drain()
        await working(database, box).drain()
    assert any("已封存" in message.get_content() for message in box.taken)


@pytest.mark.parametrize("answer", ["550 nobody here", "450 later"])
async def test_a_letter_that_is_refused_is_not_marked_as_sent(database: Database, answer: str) -> None:
    await archived_while_watched(database)
    async with mailbox(answer) as box:
        await working(database, box).drain()
        await working(database, box).drain()
    assert (await letters(database), box.taken) == ([False, False], [])


async def test_without_a_mail_server_no_letter_is_begun(database: Database) -> None:
    await archived_while_watched(database)
    await Worker(database, GitHubAccess("http://127.0.0.1:9", timeout=1)).drain()
    assert await letters(database) == []


async def invalid_since(database: Database, language: str) -> None:
    """An entry of an agency that has been invalid for 150 days; Mei speaks for the agency, Ling only watches."""
    wrong = FILE.replace("developmentStatus: stable", "developmentStatus: ready").encode()
    async with database.transaction() as tx:
        agency = await tx.fetchval(
            "insert into organisation (slug, name, kind) values ('water', '{\"en\": \"Water\"}', 'AGENCY') returning id"
        )
        mei, ling = [
            await tx.fetchval(
                "insert into person (email, name, language) values ($1, $2, $3) returning id", *each, language
            )
            for each in (("mei@example.org", "Mei"), ("ling@example.org", "Ling"))
        ]
        await tx.execute(
            "insert into role_grant (person_id, role, organisation_id) values ($1, 'owner', $2)", mei, agency
        )
        imported = await software.import_publiccode(
            tx, OFFICER, wrong, "publiccode.yml", publisher_id=agency, observe=False
        )
        await watches.watch(tx, Actor(name="Ling", person_id=ling), imported.software.id)
        await tx.execute("update software set invalid_since = now() - interval '150 days'")


@pytest.mark.parametrize(("language", "words"), [("en", "leaves the lists"), ("zh-Hant", "自目錄清單移除")])
async def test_the_people_of_a_publisher_are_told_once_before_an_entry_leaves(
    database: Database, language: str, words: str
) -> None:
    await invalid_since(database, language)
    day = (datetime.now(UTC) + NOTICE).date().isoformat()
    async with mailbox() as box:
        worker = working(database, box)
        for _ in range(2):
            await worker.expire_invalid()
            await worker.drain()
            await worker.drain()
    [letter] = box.taken
    assert letter["To"] == "mei@example.org"
    assert words in letter["Subject"]
    assert day in letter["Subject"]
    assert f"http://commons.example.org/{language}/catalogue/river-watch#correct" in letter.get_content()


def test_the_mail_server_is_read_from_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONFIELD_SMTP_URL", "smtps://post%40office:p%2Fw@mail.example.org")
    found = mail_server(read_settings(base_url="https://commons.example.org"))
    assert found is not None
    assert (found.host, found.port, found.is_tls) == ("mail.example.org", 465, True)
    assert (found.user, found.password, found.sender) == (
        "post@office",
        "p/w",
        "commonfield@commons.example.org",
    )
    assert "p/w" not in repr(found)


def test_a_password_is_never_sent_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONFIELD_SMTP_URL", "smtp://user:hidden@mail.example.org")
    with pytest.raises(WrongSettings) as refusal:
        read_settings()
    assert "hidden" not in str(refusal.value)


def test_no_mail_server_is_the_usual_case() -> None:
    assert mail_server(Settings()) is None
