"""Watching software and saving searches: the buttons, and the list of both with what one was told."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms, notices
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from registry.saved_searches import service as saved_searches
from registry.saved_searches.model import NewSavedSearch
from registry.search.facets import FACETS
from registry.search.model import Subject
from registry.watches import service
from schema.ids import row_id
from store.refusal import Refused


@get("/watching")
async def watching(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """What the reader watches and the searches they saved, newest first, each with what they were told."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    viewer = (await page.read(documents.WATCHING))["viewer"]
    watches = viewer["watches"]["nodes"] if viewer else []
    searches = viewer["savedSearches"]["nodes"] if viewer else []
    return page.show(
        "watching.html",
        watched=[each["software"] for each in watches if each["software"]],
        searches=[{**each, "pairs": _pairs(each)} for each in searches],
        notice=notices.shown(page),
    )


@post("/searches")
async def save_search(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Keep the words and choices that the catalogue was asked for, to be told of what is new in them."""
    form = await forms.received(page)
    names = [facet.value for facet in FACETS[Subject.SOFTWARE]]
    chosen = {name: list(values) for name in names if (values := forms.texts(form, name))}
    wanted = NewSavedSearch(forms.text(form, "name"), forms.text(form, "query"), chosen)
    problems = await acting.refusals(page, lambda tx: saved_searches.save(tx, page.reader, wanted))
    if problems:
        return page.show(
            "save_search.html",
            status=acting.status(problems),
            name=wanted.name,
            kept=[
                ("query", wanted.query),
                *((each, value) for each, values in chosen.items() for value in values),
            ],
            problems=forms.shown(problems, page.language, lambda _: "name"),
        )
    return page.go("/watching", [(NOTICE, "search-saved")])


@post("/searches/{saved:str}/delete")
async def delete_search(page: NamedDependency[Page], saved: FromPath[str]) -> Response[str] | Redirect:
    """Forget a search; pressing twice comes to the same."""
    await forms.received(page)
    try:
        search_id = row_id(saved, "SavedSearch")
    except Refused as refused:
        raise NotFound from refused
    await acting.refusals(page, lambda tx: saved_searches.forget(tx, page.reader, search_id))
    return page.go("/watching", [(NOTICE, "search-deleted")])


def _pairs(search: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Write a saved search as the query of the catalogue's address."""
    words = [("query", search["query"])] if search["query"] else []
    return [
        *words,
        *((each["facet"].lower(), value) for each in search["filters"] for value in each["values"]),
    ]


@post("/catalogue/{slug:str}/watch")
async def watch(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Be told when this software gets worse."""
    await forms.received(page)
    software_id = await _software_id(page, slug)
    await acting.refusals(page, lambda tx: service.watch(tx, page.reader, software_id))
    return page.go(f"/catalogue/{slug}", [(NOTICE, "watched")])


@post("/catalogue/{slug:str}/unwatch")
async def unwatch(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """No longer be told; pressing twice comes to the same."""
    await forms.received(page)
    software_id = await _software_id(page, slug)
    await acting.refusals(page, lambda tx: service.unwatch(tx, page.reader, software_id))
    return page.go(f"/catalogue/{slug}", [(NOTICE, "unwatched")])


async def _software_id(page: Page, slug: str) -> Any:
    found = (await page.read(documents.SOFTWARE_ID, slug=slug))["software"]
    if found is None:
        raise NotFound
    return row_id(found["id"], "Software")
