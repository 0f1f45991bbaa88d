"""The second engine, for installations that outgrow the first: Meilisearch, fed by the worker from the outbox.

It is written to Meilisearch's documented protocol (1.x: indexes, settings, documents, tasks, multi-search). The
official client is synchronous and keeps state, so every call gets a client of its own in a thread.

Only `rebuild` makes an index, and only a whole one: what is there can be believed. Until then, and when a server was
emptied, changes are left to the next rebuild, and searches are told that there is no index.
"""

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import requests
import structlog
from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchError
from meilisearch.models.task import Task

from registry.concepts import CONCEPTS, LANGUAGES, Concept, fold
from registry.concepts.variants import in_taiwans
from registry.search import thesaurus
from registry.search.document import DOCUMENTS
from registry.search.facets import FACETS, approval, ordered
from registry.search.model import (
    NO_FILTERS,
    EngineUnavailable,
    Facet,
    Filters,
    Page,
    Subject,
    check_page,
    check_query,
    decode_cursor,
    encode_cursor,
)
from registry.search.postgres import enough, rows
from registry.search.query import Clause, understand
from registry.search.repository import COUNTED_TO
from registry.search.typos import ONE_TYPO_FROM, TWO_TYPOS_FROM
from store.database import Database
from store.refusal import Problem, Refused

T = TypeVar("T")
log = structlog.get_logger()

UIDS: Mapping[Subject, str] = {
    Subject.SOFTWARE: "commonfield-software",
    Subject.CHALLENGE: "commonfield-challenges",
    Subject.TEAM: "commonfield-teams",
}
NEXT = "-next"  # after the name of an index: filled beside the one that is searched, then swapped with it
STATE = "commonfield-state"  # which settings the server was given
BATCH = 100  # documents that the server is told at once
TIMEOUT_SECONDS = 5  # a search that takes longer has failed for whoever waits for it
TASK_TIMEOUT_MS = 30_000  # writing a hundred documents takes well under a second
MOST_HITS = (
    COUNTED_TO + 1
)  # Meilisearch counts no further than it is told; one more tells that there are more
#: What reading an answer ends in that is not Meilisearch's: a proxy's page, or that of another program.
_OTHER_ANSWERS = (ValueError, KeyError, TypeError, AttributeError)
PLACE = "place"  # what the second half of a cursor says: the first half is a place in the list


class MeilisearchIndex:
    """Searches and feeds one Meilisearch server.

    Args:
        url: its address; from the settings, and trusted.
        key: its key; None for a server without one.
        database: where the documents are read.
    """

    name = "meilisearch"

    def __init__(self, url: str, key: str | None, database: Database) -> None:
        self._url = url
        self._key = key
        self._database = database
        self._is_prepared = False

    async def search(
        self,
        query: str,
        filters: Filters = NO_FILTERS,
        first: int = 20,
        after: str | None = None,
        *,
        subject: Subject = Subject.SOFTWARE,
    ) -> Page:
        """Find records with all the words; when too few have them, with as many of the first words as possible.

        Which of the two it is depends on the words alone, as in PostgreSQL.

        Raises:
            Refused: QUERY_TOO_LONG, FIRST_OUT_OF_RANGE or CURSOR_UNKNOWN.
            EngineUnavailable: the server did not answer, or has no index yet.
        """
        check_query(query)
        check_page(first)
        place = _place(after)
        clauses = understand(query)
        asked = words_of(clauses)
        wanted = {facet: filters[facet] for facet in FACETS[subject] if filters.get(facet)}
        page = await self._ask(subject, asked, wanted, first, place, strategy="all")
        having_all = page.total
        if wanted and having_all < enough(query, clauses):
            having_all = (await self._ask(subject, asked, NO_FILTERS, 1, 0, strategy="all")).total
        if having_all >= enough(query, clauses) or not clauses:
            return page
        near = await self._ask(subject, asked, wanted, first, place, strategy="last")
        return replace(near, is_loosened=near.total > page.total)

    async def index(self, ids: Sequence[UUID], *, subject: Subject = Subject.SOFTWARE) -> None:
        """Write these records to the server and wait until they can be found.

        Those that are gone, or that not everybody may see any more, are removed. Where there is no index they are left
        to the next rebuild.

        Raises:
            EngineUnavailable: the server did not take them; nothing tells which, so all are to be sent again.
        """
        documents = await self._documents(ids, subject)
        kept = {each["id"] for each in documents}
        gone = [str(each) for each in ids if str(each) not in kept]
        if not self._is_prepared:
            await self._call(_prepare)
            self._is_prepared = True

        def write(client: Client) -> None:
            if not _exists(client, UIDS[subject]):
                log.warning("search.not_filled", engine=self.name, subject=subject.value)
                return
            if documents:
                _add(client, UIDS[subject], documents)
            if gone:
                listed = f"id IN [{', '.join(_quoted(each) for each in gone)}]"
                _done(client, client.index(UIDS[subject]).delete_documents(filter=listed).task_uid)

        await self._call(write)

    async def rebuild(self, ids: Sequence[UUID], *, subject: Subject = Subject.SOFTWARE) -> None:
        """Fill a new index with these records, then swap it with the one that is searched until then.

        What changes meanwhile is not in it: tell `index` afterwards.

        Raises:
            EngineUnavailable: the server did not take them all; what was searched before still is.
        """
        uid = UIDS[subject]
        await self._call(_prepare)
        self._is_prepared = True
        await self._call(partial(_begin_next, uid=uid))
        for start in range(0, len(ids), BATCH):
            documents = await self._documents(ids[start : start + BATCH], subject)
            await self._call(partial(_add, uid=uid + NEXT, documents=documents))
        await self._call(partial(_swap, uid=uid))

    async def _documents(self, ids: Sequence[UUID], subject: Subject) -> list[dict[str, Any]]:
        async with self._database.read() as connection:
            found = await rows(connection, ids, subject)
        return [document(row, subject) for row in found.values() if row["is_public"]]

    async def _ask(
        self, subject: Subject, query: str, filters: Filters, first: int, place: int, *, strategy: str
    ) -> Page:
        """Ask for the page, for all counts, and for the counts of every group with a choice without that choice.

        Counts come from queries for page 0, which answer without hits and exhaustively; beside hits they are estimates
        (meilisearch/documentation#2726).
        """
        asked: dict[str, Any] = {"indexUid": UIDS[subject], "q": query, "matchingStrategy": strategy}
        chosen = _filter(filters)
        page = {
            **asked,
            "filter": chosen,
            "attributesToRetrieve": ["id"],
            "offset": place,
            "limit": first + 1,
        }
        counted = {**asked, "filter": chosen, "facets": [*FACETS[subject]], "page": 0}
        others = [
            {**asked, "filter": _filter(filters, without=facet), "facets": [facet], "page": 0}
            for facet in filters
        ]

        def ask(client: Client) -> Page:
            found, counts, *besides = client.multi_search([page, counted, *others])["results"]
            values = {facet: counts.get("facetDistribution", {}).get(facet, {}) for facet in FACETS[subject]}
            values |= {
                facet: each.get("facetDistribution", {}).get(facet, {})
                for facet, each in zip(filters, besides, strict=True)
            }
            hits = found["hits"][:first]
            total = counts["totalHits"]
            return Page(
                ids=tuple(UUID(hit["id"]) for hit in hits),
                total=min(total, COUNTED_TO),
                facets={facet: ordered(values[facet]) for facet in Facet if values.get(facet)},
                cursors=tuple(encode_cursor(float(place + at), PLACE) for at in range(1, len(hits) + 1)),
                has_next_page=len(found["hits"]) > first,
                total_is_at_least=total > COUNTED_TO,
                engine=self.name,
            )

        return await self._call(ask)

    async def _call(self, work: Callable[[Client], T]) -> T:
        def call() -> T:
            try:
                return work(Client(self._url, self._key, timeout=TIMEOUT_SECONDS))
            except MeilisearchApiError as error:
                filled = "; `commonfield reindex` makes it" if error.code == "index_not_found" else ""
                raise EngineUnavailable(
                    f"{error.code or error.status_code}: {error.message}{filled}"
                ) from error
            except (MeilisearchError, requests.RequestException, *_OTHER_ANSWERS) as error:
                raise EngineUnavailable(f"{type(error).__name__}: {error}") from error

        return await asyncio.to_thread(call)


def document(row: Mapping[str, Any], subject: Subject) -> dict[str, Any]:
    """Write a record as Meilisearch stores it: texts by weight, and a field a facet."""
    texts = DOCUMENTS[subject](row)
    names, summaries, rest = (
        [fold(in_taiwans(text)) for text in each] for each in (texts.names, texts.summaries, texts.rest)
    )  # as questions are read: 臺 is 台, 视频 is 視訊
    said = {facet.value: row.get(f"facet_{facet}") for facet in FACETS[subject]}
    if Facet.APPROVED in FACETS[subject]:
        said[Facet.APPROVED.value] = [approval(each) for each in row[f"facet_{Facet.LICENCE}"]]
    return {
        "id": str(row["id"]),
        "slug": row["slug"],
        "names": names,
        "summaries": summaries,
        "rest": rest,
        **{facet: values for facet, values in said.items() if values},
    }


def settings() -> dict[str, Any]:
    """Give the settings of the index: weights by order of fields, facets, typos, synonyms across languages."""
    return {
        "searchableAttributes": ["names", "summaries", "rest"],
        "filterableAttributes": ["id", *Facet],
        "sortableAttributes": ["slug"],
        "rankingRules": ["words", "typo", "proximity", "attribute", "exactness", "slug:asc"],
        "typoTolerance": {"minWordSizeForTypos": {"oneTypo": ONE_TYPO_FROM, "twoTypos": TWO_TYPOS_FROM}},
        "pagination": {"maxTotalHits": MOST_HITS},
        "faceting": {"maxValuesPerFacet": MOST_HITS, "sortFacetValuesBy": {"*": "count"}},
        "synonyms": synonyms(),
    }


def settings_version() -> str:
    """Name these very settings, so that a server is told of new ones and never of the same again."""
    return hashlib.sha256(json.dumps(settings(), sort_keys=True).encode()).hexdigest()[:16]


def synonyms() -> dict[str, list[str]]:
    """List for every name of a concept what the other language calls it; Meilisearch reads names of several words."""
    found: dict[str, dict[str, None]] = {}
    for concept in CONCEPTS.values():
        for language in LANGUAGES:
            others = dict.fromkeys(
                fold(name) for other in LANGUAGES if other != language for name in _names(concept, other)
            )
            for name in _names(concept, language):
                found.setdefault(fold(name), {}).update(others)
    for name, meant in {**thesaurus.same(), **thesaurus.products()}.items():
        found.setdefault(name, {}).update(dict.fromkeys(meant))
    return {name: [other for other in others if other != name] for name, others in found.items() if others}


def _names(concept: Concept, language: str) -> tuple[str, ...]:
    return (concept.labels[language], *concept.synonyms[language])


def words_of(clauses: Sequence[Clause]) -> str:
    """Write a question for an engine that asks for every word: without what every entry could say.

    Meilisearch takes the last word for a beginning unless a space follows it, as we do.
    """
    texts = [clause.text for clause in clauses if not clause.is_general]
    is_finished = bool(clauses) and not clauses[-1].is_prefix
    return " ".join(texts) + " " * is_finished


def _prepare(client: Client) -> None:
    """Give the indexes that are there the settings of this version; settings that are the same are not sent again."""
    version = settings_version()
    if not _exists(client, STATE):
        _done(client, client.create_index(STATE, {"primaryKey": "id"}).task_uid)
    for uid in UIDS.values():
        if _exists(client, uid) and _settled(client, uid) != version:
            _done(client, client.index(uid).update_settings(settings()).task_uid)
            _add(client, STATE, [{"id": uid, "settings": version}])


def _exists(client: Client, uid: str) -> bool:
    try:
        client.get_index(uid)
    except MeilisearchApiError as error:
        if error.code != "index_not_found":
            raise
        return False
    return True


def _settled(client: Client, uid: str) -> str | None:
    """Give the version of the settings that an index was given; None when it was given none."""
    try:
        return str(client.index(STATE).get_document(uid).settings)
    except MeilisearchApiError as error:
        if error.code != "document_not_found":
            raise
        return None


def _begin_next(client: Client, uid: str) -> None:
    """Make an empty index to be filled; what is left of one that was not finished is thrown away."""
    _wait(client, client.delete_index(uid + NEXT).task_uid)  # fails when there is none: as good
    _done(client, client.create_index(uid + NEXT, {"primaryKey": "id"}).task_uid)
    _done(client, client.index(uid + NEXT).update_settings(settings()).task_uid)


def _swap(client: Client, uid: str) -> None:
    """Let the filled index be the one that is searched; the first time there is none to swap it with."""
    if not _exists(client, uid):
        _done(client, client.create_index(uid, {"primaryKey": "id"}).task_uid)
    _done(client, client.swap_indexes([{"indexes": [uid, uid + NEXT]}]).task_uid)
    _done(client, client.delete_index(uid + NEXT).task_uid)
    _add(client, STATE, [{"id": uid, "settings": settings_version()}])


def _add(client: Client, uid: str, documents: list[dict[str, Any]]) -> None:
    _done(client, client.index(uid).add_documents(documents, primary_key="id").task_uid)


def _wait(client: Client, task_uid: int) -> Task:
    return client.wait_for_task(task_uid, timeout_in_ms=TASK_TIMEOUT_MS)


def _done(client: Client, task_uid: int) -> None:
    task = _wait(client, task_uid)
    if task.status != "succeeded":
        raise EngineUnavailable(f"task {task_uid} {task.status}: {task.error}")


def _filter(filters: Filters, without: Facet | None = None) -> list[str]:
    return [
        f"{facet} IN [{', '.join(_quoted(value) for value in filters[facet])}]"
        for facet in Facet
        if facet is not without and filters.get(facet)
    ]


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _place(after: str | None) -> int:
    if after is None:
        return 0
    place, kind = decode_cursor(after)
    if kind != PLACE or not 0 <= place <= MOST_HITS or place != int(place):
        raise Refused(Problem("CURSOR_UNKNOWN", "after"))
    return int(place)
