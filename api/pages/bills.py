"""Bills of materials: one that a reader hands in, looked at and not kept, and those of our own entries."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_422_UNPROCESSABLE_ENTITY

from api.pages import documents, forms, said
from api.pages.errors import NotFound
from api.pages.labels import LABELS, N_
from api.pages.site import SECURITY_HEADERS, Page
from registry.licences import check
from registry.licences.compatibility import Answer
from registry.licences.compatibility_reasons import REASONS, reason_text
from registry.sbom import Sbom, read
from registry.sbom.components import against, counted, outbound_of
from registry.sbom.messages import message
from schema.ids import row_id
from store.refusal import Problem

MOST_BYTES = 8 * 1024 * 1024  # of a file handed in; ten thousand packages come to seven million
SHOWN = 500  # components and findings on the page; the command and the API tell all
COLOURS = LABELS["licence-fit-colour"]
WORST_FIRST = (Answer.NO, Answer.CHECK, Answer.UNKNOWN, Answer.YES)


@dataclass(frozen=True, slots=True)
class Row:
    """One component as the page shows it; the answer's words, colour, reason and source where one was given."""

    name: str
    version: str
    licence: str
    answer: str = ""
    colour: str = ""
    reason: str = ""
    source: str = ""


@get("/sbom")
async def sbom(page: NamedDependency[Page]) -> Response[str]:
    """The form that takes a file."""
    return _form(page)


@post("/sbom")
async def checked(page: NamedDependency[Page]) -> Response[str]:
    """What the file says, what is wrong with it, and whether its licences go together."""
    form = await forms.received(page)
    outbound = forms.text(form, "outbound")
    file = form.get("file")
    data = await file.read(MOST_BYTES + 1) if isinstance(file, UploadFile) else b""
    data = data or forms.text(form, "text").encode()
    problem = None
    if not data:
        problem = Problem("SBOM_MISSING", "file")
    elif len(data) > MOST_BYTES:
        problem = Problem("SBOM_TOO_LARGE", "file", {"limit": MOST_BYTES // 1024 // 1024})
    elif outbound and not check(outbound).valid:
        problem = Problem("LICENCE_NOT_SPDX", "outbound", {"licence": outbound})
    if problem is not None:
        return _form(page, [problem], outbound)
    found = await asyncio.to_thread(read, data)
    under = outbound or outbound_of(found) or ""
    answers = await asyncio.to_thread(against, found, under) if under else {}
    rows = [_row(page, found, each, answers.get(each)) for each in found.components]
    rank = {words_of(page, answer): number for number, answer in enumerate(WORST_FIRST)}
    rows.sort(key=lambda row: rank.get(row.answer, len(rank)))
    counts = counted(answers)
    numbers = [(words_of(page, answer), COLOURS[answer], counts[answer]) for answer in WORST_FIRST]
    return page.show(
        "sbom.html",
        problems=[],
        found=found,
        outbound=under,
        rows=rows[:SHOWN],
        numbers=[each for each in numbers if each[2]],
        findings=[(each.place, message(each, page.language.tag)) for each in found.findings[:SHOWN]],
    )


@get("/catalogue/{slug:str}/sbom.spdx.json")
async def of_software(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """An entry of the catalogue as SPDX 2.3."""
    software = (await page.read(documents.SOFTWARE, slug=slug))["software"]
    if software is None:
        raise NotFound
    written = await asyncio.to_thread(_written, page, software)
    name = f'attachment; filename="{software["slug"]}.spdx.json"'
    return Response(
        written, media_type="application/spdx+json", headers={**SECURITY_HEADERS, "Content-Disposition": name}
    )


def _written(page: Page, software: Mapping[str, Any]) -> str:
    from registry.sbom.writing import Entry, spdx  # noqa: PLC0415 - spdx-tools, which few readers need

    now = datetime.now(UTC)
    publisher = software["publisher"]["name"] if software["publisher"] else None
    address = f"{page.request.base_url}catalogue/{software['slug']}/sbom/{now:%Y%m%dT%H%M%SZ}"
    return spdx(
        Entry(
            name=software["name"],
            url=software["url"],
            namespace=f"{address}-{row_id(software['id'], 'Software')}",
            created=now,
            version=software["softwareVersion"],
            homepage=software["landingUrl"],
            summary=said.plain(software["shortDescription"], page.language) or None,
            publisher=said.plain(publisher, page.language) if publisher else software["repositoryOwner"],
            copyright=software["mainCopyrightOwner"],
            declared=software["declaredLicence"],
            concluded=software["licence"],
        )
    )


def words_of(page: Page, answer: Answer) -> str:
    """An answer in the reader's language."""
    return page.text(LABELS["licence-fit"][answer])


def _row(page: Page, found: Sbom, component: Any, answer: Any) -> Row:
    licence = component.licence or ""
    if answer is None:
        whole = page.text(N_("the software itself")) if component.id in found.roots else ""
        return Row(component.name, component.version or "", licence, reason=whole)
    return Row(
        component.name,
        component.version or "",
        licence,
        words_of(page, answer.answer),
        COLOURS[answer.answer],
        reason_text(answer, page.language.tag),
        REASONS[answer.reason].source,
    )


def _form(page: Page, problems: list[Problem] | None = None, outbound: str = "") -> Response[str]:
    shown = forms.shown(problems or [], page.language, {"file": "file", "outbound": "outbound"}.get)
    status = HTTP_422_UNPROCESSABLE_ENTITY if problems else 200
    return page.show("sbom.html", status=status, problems=shown, found=None, outbound=outbound)
