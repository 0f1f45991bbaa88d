"""The second engine, for installations that outgrow the first: Meilisearch, fed by the worker from the outbox.

It is written to Meilisearch's documented protocol (1.x: indexes, settings, documents, tasks, multi-search). The
official client is synchronous and keeps state, so every call gets a client of its own in a thread.
"""

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import requests
from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchError
from meilisearch.models.task import Task

from registry.concepts import CONCEPTS, LANGUAGES, Concept, fold
from registry.concepts.variants import traditional
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
from registry.search.postgres import rows
from registry.search.repository import COUNTED_TO
from registry.search.typos import ONE_TYPO_FROM, TWO_TYPOS_FROM
from store.database import Database
from store.refusal import Problem, Refused

T = TypeVar("T")

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
        """Find records with all the words; when there is none, with as many of the first words as possible.

        Raises:
            Refused: QUERY_TOO_LONG, FIRST_OUT_OF_RANGE or CURSOR_UNKNOWN.
            EngineUnavailable: the server did not answer.
        """
        check_query(query)
        check_page(first)
        place = _place(after)
        asked = traditional(query)
        wanted = {facet: filters[facet] for facet in FACETS[subject] if filters.get(facet)}
        page = await self._ask(subject, asked, wanted, first, place, strategy="all")
        if page.total or not query.strip():
            return page
        return await self._ask(subject, asked, wanted, first, place, strategy="last")

    async def index(self, ids: Sequence[UUID], *, subject: Subject = Subject.SOFTWARE) -> None:
        """Write these records to the server and wait until they can be found.

        Those that are gone, or that not everybody may see any more, are removed.

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
        answer = await self._call(lambda client: client.multi_search([page, counted, *others]))
        found, counts, *besides = answer["results"]
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
            cursors=tuple(encode_cursor(float(place + number), PLACE) for number in range(1, len(hits) + 1)),
            has_next_page=len(found["hits"]) > first,
            is_loosened=strategy != "all" and bool(hits),
            total_is_at_least=total > COUNTED_TO,
            engine=self.name,
        )

    async def _call(self, work: Callable[[Client], T]) -> T:
        def call() -> T:
            try:
                return work(Client(self._url, self._key, timeout=TIMEOUT_SECONDS))
            except (MeilisearchError, requests.RequestException, ValueError, KeyError) as error:
                raise EngineUnavailable(f"{type(error).__name__}: {error}") from error

        return await asyncio.to_thread(call)


def document(row: Mapping[str, Any], subject: Subject) -> dict[str, Any]:
    """Write a record as Meilisearch stores it: texts by weight, and a field a facet."""
    texts = DOCUMENTS[subject](row)
    said = {facet.value: row.get(f"facet_{facet}") for facet in FACETS[subject]}
    if Facet.APPROVED in FACETS[subject]:
        said[Facet.APPROVED.value] = [approval(each) for each in row[f"facet_{Facet.LICENCE}"]]
    return {
        "id": str(row["id"]),
        "slug": row["slug"],
        "names": texts.names,
        "summaries": texts.summaries,
        "rest": texts.rest,
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


def _prepare(client: Client) -> None:
    """Make the indexes and their settings what this version needs; settings that are the same are not sent again."""
    version = settings_version()
    for uid in (STATE, *UIDS.values()):
        # fails when it exists: as good
        _wait(client, client.create_index(uid, {"primaryKey": "id"}).task_uid)
    for uid in UIDS.values():
        if _settled(client, uid) != version:
            _done(client, client.index(uid).update_settings(settings()).task_uid)
            _add(client, STATE, [{"id": uid, "settings": version}])


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
    _done(client, client.swap_indexes([{"indexes": [uid, uid + NEXT]}]).task_uid)
    _done(client, client.delete_index(uid + NEXT).task_uid)


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
