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
from registry.search.document import software_document
from registry.search.model import (
    LONGEST_QUERY,
    NO_FILTERS,
    EngineUnavailable,
    Facet,
    FacetCount,
    Filters,
    Page,
    check_page,
    decode_cursor,
    encode_cursor,
)
from registry.search.postgres import software_rows
from registry.search.query import ONE_TYPO_FROM, TWO_TYPOS_FROM
from store.database import Database
from store.refusal import Problem, Refused

T = TypeVar("T")

UID = "commonfield-software"
NEXT = "commonfield-software-next"  # filled beside the one that is searched, then swapped with it
STATE = "commonfield-state"  # which settings the server was given
BATCH = 100  # documents that the server is told at once
TIMEOUT_SECONDS = 5  # a search that takes longer has failed for whoever waits for it
TASK_TIMEOUT_MS = 30_000  # writing a hundred documents takes well under a second
MOST_HITS = 10_000  # Meilisearch counts no further than it is told
PLACE = "place"  # what the second half of a cursor says: the first half is a place in the list

#: What of a row the field of each facet is.
FIELDS: Mapping[Facet, str] = {
    Facet.CATEGORY: "categories",
    Facet.SCOPE: "scopes",
    Facet.VERDICT: "verdict",
    Facet.LICENCE: "licence",
    Facet.HEALTH_BAND: "health_band",
    Facet.PUBLISHER: "publisher",
    Facet.COUNTRY: "country",
    Facet.COUNTY: "county",
    Facet.SOFTWARE_TYPE: "software_type",
    Facet.DEVELOPMENT_STATUS: "development_status",
    Facet.TECHNOLOGY: "technologies",
    Facet.LANGUAGE: "languages",
    Facet.USED_BY: "using_agencies",
    Facet.PROGRAMME: "programmes",
    Facet.ACCESSIBILITY: "accessibility",
}


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
        self, query: str, filters: Filters = NO_FILTERS, first: int = 20, after: str | None = None
    ) -> Page:
        """Find software with all the words; when there is none, with as many of the first words as possible.

        Raises:
            Refused: FIRST_OUT_OF_RANGE or CURSOR_UNKNOWN.
            EngineUnavailable: the server did not answer.
        """
        check_page(first)
        place = _place(after)
        asked = traditional(query[:LONGEST_QUERY])
        page = await self._ask(asked, filters, first, place, strategy="all")
        if page.total or not query.strip():
            return page
        return await self._ask(asked, filters, first, place, strategy="last")

    async def index(self, ids: Sequence[UUID]) -> None:
        """Write these software to the server and wait until they can be found; those that are gone are removed.

        Raises:
            EngineUnavailable: the server did not take them; nothing tells which, so all are to be sent again.
        """
        async with self._database.read() as connection:
            rows = await software_rows(connection, ids)
        documents = [document(row) for row in rows.values()]
        gone = [str(each) for each in ids if each not in rows]
        if not self._is_prepared:
            await self._call(_prepare)
            self._is_prepared = True

        def write(client: Client) -> None:
            if documents:
                _add(client, UID, documents)
            if gone:
                listed = f"id IN [{', '.join(_quoted(each) for each in gone)}]"
                _done(client, client.index(UID).delete_documents(filter=listed).task_uid)

        await self._call(write)

    async def rebuild(self, ids: Sequence[UUID]) -> None:
        """Fill a new index with these software, then swap it with the one that is searched until then.

        What changes meanwhile is not in it: tell `index` afterwards.

        Raises:
            EngineUnavailable: the server did not take them all; what was searched before still is.
        """
        await self._call(_prepare)
        self._is_prepared = True
        await self._call(_begin_next)
        for start in range(0, len(ids), BATCH):
            async with self._database.read() as connection:
                rows = await software_rows(connection, ids[start : start + BATCH])
            documents = [document(row) for row in rows.values()]
            await self._call(partial(_add, uid=NEXT, documents=documents))
        await self._call(_swap)

    async def _ask(self, query: str, filters: Filters, first: int, place: int, *, strategy: str) -> Page:
        """Ask for the page and, for every group with a choice, for its counts without that choice."""
        chosen = [facet for facet in Facet if filters.get(facet)]
        asked: dict[str, Any] = {"indexUid": UID, "q": query, "matchingStrategy": strategy}
        main = {**asked, "filter": _filter(filters), "facets": [*Facet], "attributesToRetrieve": ["id"]}
        main |= {"offset": place, "limit": first + 1}
        counted = {**main, "offset": 0, "limit": 0}
        others = [
            {**counted, "filter": _filter(filters, without=facet), "facets": [facet]} for facet in chosen
        ]
        answer = await self._call(lambda client: client.multi_search([main, *others]))
        found, *counts = answer["results"]
        values = {facet: found.get("facetDistribution", {}).get(facet, {}) for facet in Facet}
        values |= {
            facet: each.get("facetDistribution", {}).get(facet, {})
            for facet, each in zip(chosen, counts, strict=True)
        }
        hits = found["hits"][:first]
        return Page(
            ids=tuple(UUID(hit["id"]) for hit in hits),
            total=found["estimatedTotalHits"],
            facets={facet: _counts(each) for facet, each in values.items() if each},
            cursors=tuple(encode_cursor(float(place + number), PLACE) for number in range(1, len(hits) + 1)),
            has_next_page=len(found["hits"]) > first,
            is_loosened=strategy != "all" and bool(hits),
            engine=self.name,
        )

    async def _call(self, work: Callable[[Client], T]) -> T:
        def call() -> T:
            try:
                return work(Client(self._url, self._key, timeout=TIMEOUT_SECONDS))
            except (MeilisearchError, requests.RequestException, ValueError, KeyError) as error:
                raise EngineUnavailable(f"{type(error).__name__}: {error}") from error

        return await asyncio.to_thread(call)


def document(row: Mapping[str, Any]) -> dict[str, Any]:
    """Write a software as Meilisearch stores it: texts by weight, and a field a facet."""
    texts = software_document(row)
    facets = {facet.value: value for facet, field in FIELDS.items() if (value := row[field])}
    return {
        "id": str(row["id"]),
        "slug": row["slug"],
        "names": texts.names,
        "summaries": texts.summaries,
        "rest": texts.rest,
        **facets,
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
        "faceting": {"maxValuesPerFacet": MOST_HITS},
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
    """Make the index and its settings what this version needs; settings that are the same are not sent again."""
    for uid in (UID, STATE):
        _wait(
            client, client.create_index(uid, {"primaryKey": "id"}).task_uid
        )  # fails when it exists: as good
    version = settings_version()
    if _settled(client) != version:
        _done(client, client.index(UID).update_settings(settings()).task_uid)
        _add(client, STATE, [{"id": UID, "settings": version}])


def _settled(client: Client) -> str | None:
    """Give the version of the settings that the server was given; None when it was given none."""
    try:
        return str(client.index(STATE).get_document(UID).settings)
    except MeilisearchApiError as error:
        if error.code != "document_not_found":
            raise
        return None


def _begin_next(client: Client) -> None:
    """Make an empty index to be filled; what is left of one that was not finished is thrown away."""
    _wait(client, client.delete_index(NEXT).task_uid)  # fails when there is none: as good
    _done(client, client.create_index(NEXT, {"primaryKey": "id"}).task_uid)
    _done(client, client.index(NEXT).update_settings(settings()).task_uid)


def _swap(client: Client) -> None:
    _done(client, client.swap_indexes([{"indexes": [UID, NEXT]}]).task_uid)
    _done(client, client.delete_index(NEXT).task_uid)


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


def _counts(distribution: Mapping[str, int]) -> tuple[FacetCount, ...]:
    ordered = sorted(distribution.items(), key=lambda each: (-each[1], each[0]))
    return tuple(FacetCount(value, count) for value, count in ordered)


def _place(after: str | None) -> int:
    if after is None:
        return 0
    place, kind = decode_cursor(after)
    if kind != PLACE or not 0 <= place <= MOST_HITS or place != int(place):
        raise Refused(Problem("CURSOR_UNKNOWN", "after"))
    return int(place)
