"""Watching software: the button on its page, and the list of what one watches with what one was told."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, documents, forms
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from registry.watches import service
from schema.ids import row_id


@get("/watching")
async def watching(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """The software that the reader watches, newest first, each with its latest alerts."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    data = await page.read(documents.WATCHING)
    watches = data["viewer"]["watches"]["nodes"] if data["viewer"] else []
    return page.show("watching.html", watched=[each["software"] for each in watches if each["software"]])


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
