"""Which news each feed has: what anybody may see, asked of the API and of the trail of changes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from api.feeds.atom import Entry, Feed
from api.pages.languages import Language
from matching.programmes import repository as programmes
from registry.health import BAND_LABELS, HealthBand
from registry.search import postgres as search
from registry.search.model import Filters
from registry.syndication import repository as syndication
from registry.syndication.model import Asked
from registry.syndication.words import is_about_licence, sentence
from schema.ids import read_global_id, to_global_id
from store.database import Connection, Database
from store.migrate import made_at

ENTRIES = 50  # of a feed; readers ask every few hours, and the page has the rest

Ask = Callable[[str, Mapping[str, Any]], Awaitable[dict[str, Any]]]
Texts = Mapping[str, str]

AUTHOR: Texts = {"en": "Commonfield", "zh-Hant": "Commonfield"}
NEW_SOFTWARE: Texts = {"en": "New in the catalogue", "zh-Hant": "目錄新增軟體"}
FOUND_SOFTWARE: Texts = {"en": "New in the catalogue for “{words}”", "zh-Hant": "目錄新增軟體：「{words}」"}
OPEN_CHALLENGES: Texts = {"en": "Open challenges", "zh-Hant": "開放中的課題"}
PROGRAMMES: Texts = {"en": "News of the programmes", "zh-Hant": "計畫消息"}
CHANGES: Texts = {"en": "Changes of {name}", "zh-Hant": "{name} 的變更"}
ANSWERS: Texts = {"en": "Answers about {name}", "zh-Hant": "「{name}」的問答"}
RELEASED: Texts = {"en": "Release {tag}", "zh-Hant": "發行版本 {tag}"}
RELEASED_AT: Texts = {"en": "{name} {tag} was released.", "zh-Hant": "{name} 已發行 {tag}。"}
RELEASED_EARLY: Texts = {
    "en": "{name} {tag} was released to be tried out.",
    "zh-Hant": "{name} 已發行試用版 {tag}。",
}
HEALTH: Texts = {"en": "Health: {band}", "zh-Hant": "健康狀況：{band}"}
SCORE: Texts = {"en": "Score {score} of 100.", "zh-Hant": "分數 {score}（滿分 100）。"}
NO_SCORE: Texts = {"en": "No score could be given.", "zh-Hant": "無法評分。"}
LICENCE: Texts = {"en": "Licence", "zh-Hant": "授權條款"}
ENTRY: Texts = {"en": "Entry", "zh-Hant": "目錄資料"}
NEWS: Mapping[str, Texts] = {
    "programme.opened": {"en": "{name} is open for applications", "zh-Hant": "{name} 開放申請"},
    "programme.review_started": {"en": "{name} is under review", "zh-Hant": "{name} 進入審查"},
    "programme.matched": {"en": "{name} is decided", "zh-Hant": "{name} 已公布媒合結果"},
    "programme.closed": {"en": "{name} has ended", "zh-Hant": "{name} 已結束"},
}

ASK_SOFTWARE = """
query NewSoftware($first: Int!) {
  catalogue(first: $first, orderBy: NEWEST) {
    nodes { id slug name localisedName shortDescription licence createdAt publisher { name } }
  }
}
"""
ASK_FOUND = """
query FoundSoftware($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Software { id slug name localisedName shortDescription licence createdAt publisher { name } }
  }
}
"""
ASK_CHALLENGES = """
query OpenChallenges($first: Int!) {
  challenges(first: $first, orderBy: NEWEST, filter: { isOpen: true }) {
    nodes { id slug title problem publishedAt owner { name } }
  }
}
"""
ASK_ANSWERS = """
query Answers($slug: String!, $first: Int!) {
  challenge(slug: $slug) {
    title owner { name }
    questions(first: $first) { nodes { id text answer answeredAt } }
  }
}
"""
ASK_ONE = """
query OneSoftware($slug: String!, $first: Int!) {
  software(slug: $slug) {
    id slug name localisedName
    releases(first: $first) { nodes { id tag publishedAt isPrerelease } }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Gathering:
    """What gathers one feed: for which language, at which address of ours, and whom it asks."""

    language: Language
    public_url: str
    database: Database
    ask: Ask

    async def new_software(self) -> Feed:
        """Give the newest entries of the catalogue."""
        data = await self.ask(ASK_SOFTWARE, {"first": ENTRIES})
        entries = self._software(data["catalogue"]["nodes"])
        return await self._feed("/feeds/software", "/catalogue", self._said(NEW_SOFTWARE), entries)

    async def found_software(self, words: str, filters: Filters, query: str) -> Feed:
        """Give the newest entries that a search finds.

        Args:
            words: of the search.
            filters: chosen values by facet.
            query: words and choices as the catalogue's address has them.
        """
        async with self.database.read() as connection:
            found = await search.newest(connection, words, filters, most=ENTRIES)
        ids = [to_global_id("Software", each) for each in found]
        nodes = (await self.ask(ASK_FOUND, {"ids": ids}))["nodes"] if ids else []
        title = self._said(FOUND_SOFTWARE, words=words) if words else self._said(NEW_SOFTWARE)
        entries = self._software([each for each in nodes if each])
        return await self._feed(f"/feeds/software?{query}", f"/catalogue?{query}", title, entries)

    def _software(self, nodes: Sequence[Mapping[str, Any]]) -> list[Entry]:
        return [
            Entry(
                _row(each["id"]),
                self._text(each["localisedName"]) or each["name"],
                self._text(each["shortDescription"]) or each["name"],
                self._page(f"/catalogue/{each['slug']}"),
                datetime.fromisoformat(each["createdAt"]),
                self._text(each["publisher"]["name"]) if each["publisher"] else None,
                (each["licence"],) if each["licence"] else (),
            )
            for each in nodes
        ]

    async def open_challenges(self) -> Feed:
        """Give the challenges that teams can apply for now."""
        data = await self.ask(ASK_CHALLENGES, {"first": ENTRIES})
        entries = [
            Entry(
                _row(each["id"]),
                self._text(each["title"]),
                self._text(each["problem"]) or self._text(each["title"]),
                self._page(f"/challenges/{each['slug']}"),
                datetime.fromisoformat(each["publishedAt"]),
                self._text(each["owner"]["name"]) if each["owner"] else None,
            )
            for each in data["challenges"]["nodes"]
        ]
        return await self._feed("/feeds/challenges", "/challenges", self._said(OPEN_CHALLENGES), entries)

    async def answers(self, slug: str) -> Feed | None:
        """Give what was answered about a challenge, newest first; None when there is no such challenge."""
        found = (await self.ask(ASK_ANSWERS, {"slug": slug, "first": ENTRIES}))["challenge"]
        if found is None:
            return None
        path = f"/challenges/{slug}/questions"
        entries = [
            Entry(
                _row(each["id"]),
                self._text(each["text"]),
                self._text(each["answer"]),
                f"{self._page(path)}#{_row(each['id'])}",
                datetime.fromisoformat(each["answeredAt"]),
                self._text(found["owner"]["name"]) if found["owner"] else None,
            )
            for each in found["questions"]["nodes"]
            if each["answer"]
        ]
        entries.sort(key=lambda each: (each.at, each.id), reverse=True)
        title = self._said(ANSWERS, name=self._text(found["title"]))
        return await self._feed(f"/feeds{path}", path, title, entries)

    async def programme_news(self) -> Feed:
        """Give the turns that programmes took."""
        async with self.database.read() as connection:
            found = await programmes.news(connection, ENTRIES)
        entries = []
        for each in found:
            title = self._said(NEWS[each.action], name=self._text(each.name) or each.slug)
            page = self._page(f"/programmes/{each.slug}")
            entries.append(Entry(each.id, title, title, page, each.at, categories=(each.action,)))
        return await self._feed("/feeds/programmes", "/programmes", self._said(PROGRAMMES), entries)

    async def changes(self, slug: str) -> Feed | None:
        """Give what became of one software: its entry, its releases, its health; None when there is none."""
        found = (await self.ask(ASK_ONE, {"slug": slug, "first": ENTRIES}))["software"]
        if found is None:
            return None
        software_id = _row(found["id"])
        page = self._page(f"/catalogue/{slug}")
        name = self._text(found["localisedName"]) or found["name"]
        async with self.database.read() as connection:
            entries = [
                *await self._edits(connection, software_id, page),
                *self._releases(found["releases"]["nodes"], page, name),
                *await self._health(connection, software_id, page),
            ]
        entries.sort(key=lambda each: (each.at, each.id), reverse=True)
        title = self._said(CHANGES, name=name)
        return await self._feed(f"/feeds/software/{slug}", f"/catalogue/{slug}", title, entries[:ENTRIES])

    async def _edits(self, connection: Connection, software_id: UUID, page: str) -> list[Entry]:
        found = await syndication.change_page(connection, Asked(size=ENTRIES), software_id=software_id)
        return [
            Entry(
                change.id,
                self._said(LICENCE if is_about_licence(change) else ENTRY),
                sentence(change, self.language.tag),
                page,
                change.at,
                categories=(change.action,),
            )
            for change in found.rows
        ]

    def _releases(self, releases: Sequence[Mapping[str, Any]], page: str, name: str) -> list[Entry]:
        return [
            Entry(
                _row(each["id"]),
                self._said(RELEASED, tag=each["tag"]),
                self._said(
                    RELEASED_EARLY if each["isPrerelease"] else RELEASED_AT, name=name, tag=each["tag"]
                ),
                page,
                datetime.fromisoformat(each["publishedAt"]),
                categories=("software.released",),
            )
            for each in releases
        ]

    async def _health(self, connection: Connection, software_id: UUID, page: str) -> list[Entry]:
        found = await syndication.turns_of_health(connection, software_id, ENTRIES)
        entries = []
        for snapshot_id, at, band, score in found:
            title = self._said(HEALTH, band=self._said(BAND_LABELS[HealthBand(band)]))
            summary = self._said(NO_SCORE) if score is None else self._said(SCORE, score=score)
            entries.append(Entry(snapshot_id, title, summary, page, at, categories=("software.health",)))
        return entries

    async def _feed(self, address: str, page: str, title: str, entries: Sequence[Entry]) -> Feed:
        tag = self.language.tag
        own = f"{self.public_url}/{tag}{address}"
        updated_at = max((each.at for each in entries), default=None) or await self._made_at()
        return Feed(tag, title, own, self._page(page), self._said(AUTHOR), updated_at, entries)

    async def _made_at(self) -> datetime:
        """When a feed that has no entry was updated: not before there was a place for one."""
        async with self.database.read() as connection:
            return await made_at(connection)

    def _page(self, path: str) -> str:
        return f"{self.public_url}/{self.language.tag}{path}"

    def _said(self, texts: Texts, **values: object) -> str:
        return texts[self.language.tag].format(**values)

    def _text(self, localised: Mapping[str, str]) -> str:
        """A stored text in this language, else in English, else in whatever there is."""
        tags = (self.language.tag, "en", *localised)
        return next((localised[tag] for tag in tags if localised.get(tag)), "")


def _row(global_id: str) -> UUID:
    return read_global_id(global_id)[1]
