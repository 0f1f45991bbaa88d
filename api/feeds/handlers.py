"""The addresses of the feeds, below each language, and how readers that have the newest are told so."""

from collections.abc import Mapping, Sequence
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, Router, get
from litestar.datastructures import State
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from api.feeds.atom import MEDIA_TYPE, Feed, document
from api.feeds.gathering import Gathering
from api.graphql import handlers as graphql
from api.pages import addresses
from api.pages.languages import LANGUAGES, Language
from api.validators import etag_of, is_held
from registry.search.facets import FACETS
from registry.search.model import Facet, SearchIndex, Subject, check_query
from schema.context import Context
from schema.errors import text_of
from store.actor import Actor
from store.database import Database
from store.refusal import Refused

AnyRequest = Request[Any, Any, State]
KEPT = "public, max-age=300"  # what is five minutes old is new enough for a feed


def routes(database: Database, search: SearchIndex, public_url: str) -> Router:
    """Make the routes of every feed in every language.

    Args:
        database: to read from.
        search: for the context of the API's own documents.
        public_url: the address that people reach this installation at.
    """
    return Router(
        "/", route_handlers=[_feeds(each, database, search, public_url) for each in LANGUAGES.values()]
    )


def _feeds(language: Language, database: Database, search: SearchIndex, public_url: str) -> Router:
    async def ask(text: str, values: Mapping[str, Any]) -> dict[str, Any]:
        context = Context(database, Actor.anonymous(), language.tag, search)
        return await graphql.query(context, text, values)

    gathering = Gathering(language, public_url, database, ask)

    @get("/software")
    async def new_software(request: AnyRequest) -> Response[bytes]:
        query = addresses.pairs(request.scope["query_string"].decode())
        words = addresses.first(query, "query") or ""
        chosen = addresses.kept(query, [facet.value for facet in FACETS[Subject.SOFTWARE]])
        if not words and not chosen:
            return _answer(request, await gathering.new_software())
        _refuse_too_long(words, language)
        filters = {Facet(name): values for name, values in chosen.items()}
        asked = urlencode([*([("query", words)] if words else ()), *_pairs(chosen)])
        return _answer(request, await gathering.found_software(words, filters, asked))

    @get("/software/{slug:str}")
    async def changes(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
        feed = await gathering.changes(slug)
        if feed is None:
            raise NotFoundException
        return _answer(request, feed)

    @get("/challenges")
    async def open_challenges(request: AnyRequest) -> Response[bytes]:
        return _answer(request, await gathering.open_challenges())

    @get("/challenges/{slug:str}/questions")
    async def answers(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
        feed = await gathering.answers(slug)
        if feed is None:
            raise NotFoundException
        return _answer(request, feed)

    @get("/programmes")
    async def programme_news(request: AnyRequest) -> Response[bytes]:
        return _answer(request, await gathering.programme_news())

    handlers: list[ControllerRouterHandler] = [
        new_software,
        changes,
        open_challenges,
        answers,
        programme_news,
    ]
    return Router(f"/{language.tag}/feeds", route_handlers=handlers)


def _refuse_too_long(words: str, language: Language) -> None:
    try:
        check_query(words)
    except Refused as refused:
        raise ClientException(text_of(refused.problems[0], language.tag)) from refused


def _pairs(chosen: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in chosen.items() for value in values]


def _answer(request: AnyRequest, feed: Feed) -> Response[bytes]:
    """Give the feed, or say that the reader has it; the ETag goes before the time, as RFC 9110 has it."""
    body = document(feed)
    etag = etag_of(body)
    headers = {
        "Cache-Control": KEPT,
        "ETag": etag,
        "Last-Modified": format_datetime(feed.updated_at, usegmt=True),
        "Content-Language": feed.language,
    }
    if _has(request, etag, feed):
        return Response(b"", status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type=MEDIA_TYPE, headers=headers)


def _has(request: AnyRequest, etag: str, feed: Feed) -> bool:
    if "if-none-match" in request.headers:
        return is_held(request.headers, etag)
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return feed.updated_at.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):  # no date, or one without a zone
        return False
