"""Letters about what is new in saved searches, against a mail server on this machine."""

from datetime import timedelta
from uuid import UUID

import pytest

from registry.publiccode import PublicCode
from registry.saved_searches import service
from registry.saved_searches.model import NewSavedSearch
from registry.software import service as software
from store.actor import Actor
from store.database import Database
from tests.api.work.test_letters import mailbox, working

OFFICER = Actor(name="an officer", is_officer=True)


async def new_in_a_saved_search(database: Database, language: str) -> None:
    async with database.transaction() as tx:
        person: UUID = await tx.fetchval(
            "insert into person (email, name, language) values ('mei@example.org', 'Mei', $1) returning id",
            language,
        )
        wanted = NewSavedSearch("Maps\nBcc: all", "dengue map", {"approved": ["yes"]})
        await service.save(tx, Actor(name="Mei", person_id=person), wanted)
        for name, licence in (
            ("Dengue map", "MIT"),
            ("Map of dengue", "EUPL-1.2"),
            ("Dengue map, closed", None),
        ):
            entry = await software.register(
                tx,
                OFFICER,
                f"https://github.com/example/{name.replace(' ', '-').replace(',', '')}",
                metadata=PublicCode(name=name),
                observe=False,
            )
            await tx.execute(
                "update software set created_at = created_at + $2, licence = $3 where id = $1",
                entry.id,
                timedelta(minutes=1),
                licence,
            )


@pytest.mark.parametrize(
    ("language", "subject", "stop"),
    [
        ("en", "Maps Bcc: all: 2 new in the catalogue", "To get no more"),
        ("zh-Hant", "Maps Bcc: all：目錄新增 2 筆", "若不想再收到"),
    ],
)
async def test_all_that_is_new_comes_in_one_letter_however_often_the_worker_runs(
    database: Database, language: str, subject: str, stop: str
) -> None:
    await new_in_a_saved_search(database, language)
    async with mailbox() as box:
        worker = working(database, box)
        await worker.drain()
        assert box.taken == []  # once a night
        for _ in range(2):
            await worker.tell_searchers()
            await worker.drain()
    [letter] = box.taken
    assert (letter["To"], letter["Subject"], letter["Bcc"]) == ("mei@example.org", subject, None)
    text = letter.get_content().replace("\r\n", "\n")
    assert f"http://commons.example.org/{language}/catalogue/dengue-map\n" in text
    assert f"http://commons.example.org/{language}/catalogue?query=dengue+map&approved=yes" in text
    assert "closed" not in text
    assert stop in text


async def test_a_letter_about_a_search_that_was_deleted_is_not_sent(database: Database) -> None:
    await new_in_a_saved_search(database, "en")
    async with mailbox() as box:
        worker = working(database, box)
        await worker.drain()
        await worker.tell_searchers()
        async with database.transaction() as tx:
            await tx.execute("delete from saved_search")
        await worker.drain()
    assert box.taken == []
