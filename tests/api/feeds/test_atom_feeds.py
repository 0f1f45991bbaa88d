"""News reach readers of feeds, in both languages, and only once."""

from datetime import UTC, datetime
from uuid import UUID
from xml.etree.ElementTree import Element, fromstring

from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from api.feeds.atom import NAMESPACE, Entry, Feed, document
from registry.publiccode import PublicCode
from registry.software import service
from store.actor import Actor
from store.database import Database
from store.migrate import made_at

OFFICER = Actor(name="an officer", is_officer=True)
ATOM = {"a": NAMESPACE}
AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


async def entry(database: Database, name: str, licence: str = "MIT") -> UUID:
    metadata = PublicCode(name=name, licence=licence, short_descriptions={"en": "Levels", "zh-Hant": "水位"})
    async with database.transaction() as tx:
        return (
            await service.register(tx, OFFICER, f"https://github.com/rivers/{name}", metadata=metadata)
        ).id


def parsed(body: bytes) -> Element:
    return fromstring(body)  # noqa: S314 - what we wrote ourselves is read


def texts(body: bytes, path: str) -> list[str | None]:
    return [each.text for each in parsed(body).findall(path, ATOM)]


async def test_new_software_is_told_newest_first_in_the_language_of_the_feed(
    client: AsyncClient, database: Database
) -> None:
    for name in ("river-watch", "flood-desk"):
        await entry(database, name)
    english = await client.get("/en/feeds/software")
    assert english.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert texts(english.content, "a:entry/a:title") == ["flood-desk", "river-watch"]
    assert texts(english.content, "a:entry/a:summary") == ["Levels", "Levels"]
    chinese = await client.get("/zh-Hant/feeds/software")
    assert texts(chinese.content, "a:title") == ["目錄新增軟體"]
    assert texts(chinese.content, "a:entry/a:summary") == ["水位", "水位"]
    assert not set(texts(english.content, "a:entry/a:id")) & set(texts(chinese.content, "a:entry/a:id"))


async def test_a_feed_without_entries_is_as_old_as_the_installation(
    client: AsyncClient, database: Database
) -> None:
    async with database.read() as connection:
        made = await made_at(connection)
    empty = await client.get("/en/feeds/challenges")
    again = await client.get("/en/feeds/challenges", headers={"If-None-Match": empty.headers["etag"]})
    assert texts(empty.content, "a:updated") == [
        made.isoformat(timespec="microseconds").replace("+00:00", "Z")
    ]
    assert again.status_code == 304


async def test_a_feed_of_a_question_that_is_too_long_is_refused(client: AsyncClient) -> None:
    answer = await client.get("/zh-Hant/feeds/software", params={"query": "橋" * 401})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == "搜尋詞最多 400 字，目前有 401 字。"


async def test_a_feed_names_itself_and_the_page_for_people(client: AsyncClient) -> None:
    root = parsed((await client.get("/en/feeds/challenges")).content)
    links = {each.get("rel"): each.get("href") for each in root.findall("a:link", ATOM)}
    assert links == {
        "self": "http://commons.example.org/en/feeds/challenges",
        "alternate": "http://commons.example.org/en/challenges",
    }


async def test_a_software_tells_its_licence_its_releases_and_its_health(
    client: AsyncClient, database: Database
) -> None:
    row = await entry(database, "river-watch")
    await entry(database, "river-watch", "Apache-2.0")
    async with database.transaction() as tx:
        repository = await tx.fetchval("select id from repository where software_id = $1", row)
        for tag, day, is_prerelease in (("v1.0", 5, False), ("v1.1-rc1", 4, True)):
            await tx.execute(
                "insert into software_release (software_id, repository_id, tag, published_at, is_prerelease, url,"
                " first_seen_at) values ($1, $2, $3, $4, $5, 'https://github.com/rivers/river-watch', $6)",
                row,
                repository,
                tag,
                AT.replace(day=day),
                is_prerelease,
                AT,
            )
        for day, band, score in ((1, "STEADY", 70), (2, "STEADY", 71), (3, "SLOWING", 50)):
            await tx.execute(
                "insert into health_snapshot (software_id, taken_at, model_version, score, coverage, band, signals)"
                " values ($1, $2, '1', $3, 1, $4, '[]')",
                row,
                AT.replace(day=day),
                score,
                band,
            )
    body = (await client.get("/en/feeds/software/river-watch")).content
    assert texts(body, "a:entry/a:title") == [
        "Licence",
        "Entry",
        "Release v1.0",
        "Release v1.1-rc1",
        "Health: Slowing",
        "Health: Steady",
    ]
    assert texts(body, "a:entry/a:summary")[0] == (
        "What is said of it has changed. Declared licence: MIT → Apache-2.0."
    )
    assert texts(body, "a:entry/a:summary")[2:4] == [
        "river-watch v1.0 was released.",
        "river-watch v1.1-rc1 was released to be tried out.",
    ]
    assert texts(body, "a:title") == ["Changes of river-watch"]
    assert b"an officer" not in body


async def test_programmes_tell_their_turns_but_no_draft_and_none_held_elsewhere(
    client: AsyncClient, database: Database
) -> None:
    async with database.transaction() as tx:
        organisation = await tx.fetchval(
            "insert into organisation (slug, name, kind) values ('ministry', '{}', 'MINISTRY') returning id"
        )
        elsewhere = "https://example.org/past"
        for slug, state, source in (
            ("spring", "OPEN", None),
            ("autumn", "DRAFT", None),
            ("past", "CLOSED", elsewhere),
        ):
            row = await tx.fetchval(
                "insert into programme (slug, organisation_id, name, mode, state, source)"
                " values ($1, $2, $3, 'OWNER_FIRST', $4, $5) returning id",
                slug,
                organisation,
                {"en": slug.title()},
                state,
                source,
            )
            for action in ("programme.created", "programme.opened", "programme.edited"):
                await tx.execute(
                    "insert into audit_event (actor_name, action, subject_type, subject_id)"
                    " values ('somebody', $1, 'programme', $2)",
                    action,
                    row,
                )
    body = (await client.get("/en/feeds/programmes")).content
    assert texts(body, "a:entry/a:title") == ["Spring is open for applications"]


async def test_a_reader_that_has_the_newest_is_told_so(client: AsyncClient, database: Database) -> None:
    await entry(database, "river-watch")
    first = await client.get("/en/feeds/software")
    for headers in (
        {"If-None-Match": first.headers["etag"]},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        again = await client.get("/en/feeds/software", headers=headers)
        assert (again.status_code, again.content) == (304, b"")
    await entry(database, "flood-desk")
    changed = await client.get("/en/feeds/software", headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200


async def test_there_is_no_feed_of_software_that_there_is_not(client: AsyncClient) -> None:
    assert (await client.get("/en/feeds/software/none")).status_code == 404


@given(st.text(), st.datetimes(timezones=st.just(UTC)))
def test_whatever_a_text_holds_the_document_can_be_read(text: str, at: datetime) -> None:
    text = text.encode(errors="replace").decode()
    one = Entry(UUID(int=1), text, text, "https://example.org/", at, text, (text,))
    root = parsed(
        document(Feed("en", text, "https://example.org/feed", "https://example.org/", "A", at, [one]))
    )
    assert len(root.findall("a:entry", ATOM)) == 1


async def test_pages_name_the_feeds_to_readers_of_feeds(client: AsyncClient, database: Database) -> None:
    await entry(database, "river-watch")
    feed = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">'
    front = (await client.get("/zh-Hant")).text
    for title, path in (
        ("目錄新增軟體", "software"),
        ("開放中的課題", "challenges"),
        ("計畫消息", "programmes"),
    ):
        assert feed.format(title, f"/zh-Hant/feeds/{path}") in front
    page = (await client.get("/en/catalogue/river-watch")).text
    assert feed.format("Changes of river-watch", "/en/feeds/software/river-watch") in page
