"""What a software is made of: every component with its licence, and handing a bill of materials in."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, addresses, documents, forms, notices
from api.pages.errors import Forged, NotFound
from api.pages.site import NOTICE, SECURITY_HEADERS, Page
from registry.bills import repository, service
from registry.bills.model import MOST_BYTES
from schema.ids import row_id
from store.actor import Actor
from store.refusal import Problem

TEMPLATE = "catalogue/made_of.html"
#: How a document is handed on, by the start of its format's name (IANA's registered types where there are).
MEDIA_TYPES: Mapping[str, str] = {
    "SPDX-2": "application/spdx+json",
    "SPDX-3": "application/ld+json",
    "CycloneDX": "application/vnd.cyclonedx+json",
}


@get("/catalogue/{slug:str}/made-of")
async def made_of(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """Every component, what to act on first; with the form for its publisher."""
    return await _show(page, slug)


@post("/catalogue/{slug:str}/made-of")
async def hand_in(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Store the bill of materials that its publisher hands in."""
    form = await forms.received(page)
    software = await _own(page, slug)
    file = form.get("file")
    data = await file.read(MOST_BYTES + 1) if isinstance(file, UploadFile) else b""
    problems = await acting.refusals(
        page, lambda tx: service.hand_in(tx, page.reader, row_id(software["id"], "Software"), data)
    )
    return await _answer(page, slug, problems, "sbom-stored")


@post("/catalogue/{slug:str}/made-of/withdraw")
async def withdraw(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Take back what was handed in."""
    await forms.received(page)
    software = await _own(page, slug)
    problems = await acting.refusals(
        page, lambda tx: service.withdraw(tx, page.reader, row_id(software["id"], "Software"))
    )
    return await _answer(page, slug, problems, "sbom-withdrawn")


@get("/catalogue/{slug:str}/made-of/document")
async def document(page: NamedDependency[Page], slug: FromPath[str]) -> Response[bytes]:
    """The bill of materials as it came."""
    async with page.site.database.read() as connection:
        found = await repository.document_of(connection, slug)
    if found is None:
        raise NotFound
    data, name = found
    is_json = data.lstrip()[:1] == b"{"
    media_type = next((each for start, each in MEDIA_TYPES.items() if name.startswith(start)), "")
    ending = "json" if is_json else "txt"
    disposition = f'attachment; filename="{slug}.sbom.{ending}"'
    return Response(
        data,
        media_type=media_type if is_json and media_type else "text/plain",
        headers={**SECURITY_HEADERS, "Content-Disposition": disposition},
    )


def may_edit(reader: Actor, software: Mapping[str, Any]) -> bool:
    """Whether the reader speaks for a software, so that the page offers what the service would accept."""
    publisher = software["publisher"]
    return reader.is_officer or (
        publisher is not None and reader.owns(row_id(publisher["id"], "Organisation"))
    )


async def _own(page: Page, slug: str) -> Mapping[str, Any]:
    software = await _read(page, slug)
    if not may_edit(page.reader, software):
        raise Forged
    return software


async def _read(page: Page, slug: str) -> Mapping[str, Any]:
    data = await page.read(documents.MADE_OF, slug=slug, after=addresses.first(page.query, "after"))
    found: Mapping[str, Any] | None = data["software"]
    if found is None:
        raise NotFound
    return found


async def _answer(page: Page, slug: str, problems: Sequence[Problem], done: str) -> Response[str] | Redirect:
    if problems:
        return await _show(page, slug, problems)
    return page.go(f"/catalogue/{slug}/made-of", [(NOTICE, done)])


async def _show(page: Page, slug: str, problems: Sequence[Problem] = ()) -> Response[str]:
    software = await _read(page, slug)
    return page.show(
        TEMPLATE,
        status=acting.status(problems),
        at=f"/catalogue/{slug}/made-of",
        software=software,
        bill=software["sbom"],
        may_edit=may_edit(page.reader, software),
        limit=MOST_BYTES // 1024 // 1024,
        notice="" if problems else notices.shown(page),
        problems=forms.shown(problems, page.language, {"text": "file"}.get),
    )
