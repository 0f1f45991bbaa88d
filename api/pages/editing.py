"""A form that makes a valid publiccode.yml, empty or begun from what a repository says of itself."""

import json
from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from api.pages import documents, forms, sheets
from api.pages.labels import LABELS
from api.pages.languages import LANGUAGES
from api.pages.said import concept
from api.pages.site import Page
from api.pages.validating import written
from registry.publiccode import Unreadable, read, write
from registry.publiccode.crosswalks import Format, convert
from registry.publiccode.standard import (
    CATEGORIES,
    DEVELOPMENT_STATUSES,
    MAINTENANCE_TYPES,
    SOFTWARE_TYPES,
)
from scrapers.failures import Gone, NotSupported, Unreachable
from scrapers.public_files import fetch_public_file, raw_addresses
from store.refusal import Problem

TEMPLATE = "metadata/edit.html"
#: What repositories say of themselves, the most welcome first.
SOURCES: Mapping[str, Format] = {
    "publiccode.yml": Format.PUBLICCODE,
    "codemeta.json": Format.CODEMETA,
    "code.json": Format.CODEJSON,
}


@get("/editor", sync_to_thread=False)
def edit(page: NamedDependency[Page]) -> Response[str]:
    """The empty form."""
    return _form(page, {}, {})


@post("/editor/begin", status_code=HTTP_200_OK)
async def begin(page: NamedDependency[Page]) -> Response[str]:
    """The form, filled in with what a repository's own files say, or with a text that was pasted."""
    form = await forms.received(page)
    url, text = forms.text(form, "from"), written(form.get("paste"))
    try:
        base = read(text.encode()).document if text.strip() else await _known(url)
    except Unreadable as refusal:
        problem = Problem(
            "PUBLICCODE_UNREADABLE",
            "paste",
            {"line": refusal.line, "column": refusal.column, "reason": refusal.message},
        )
    except NotSupported:
        problem = Problem("NOT_A_PUBLIC_ADDRESS", "from")
    except Unreachable as unreachable:
        problem = Problem("FILE_NOT_REACHED", "from", {"reason": unreachable.reason})
    else:
        return _form(page, base, sheets.shown(base), url=url)
    shown = forms.shown([problem], page.language)
    return _form(page, {}, {}, url=url, paste=text, problems=shown)


@post("/editor", status_code=HTTP_200_OK)
async def edited(page: NamedDependency[Page]) -> Response[str]:
    """The file that the form makes, and what is still wrong with it."""
    form = await forms.received(page)
    try:
        base = read(written(form.get("base")).encode()).document
    except Unreadable:
        base = {}

    def give(name: str) -> str:
        return "\n".join(forms.texts(form, name)) if name == "categories" else forms.text(form, name)

    text = write(sheets.filled(base, give)).decode()
    report: Any = (await page.read(documents.VALIDATE, text=text))["validatePubliccode"]
    wrong = [each for each in report["results"] if each["severity"] == "error"]
    problems = [forms.Shown(page_words(page, each), sheets.anchor(each["key"])) for each in wrong]
    values = {name: give(name) for name in sheets.FIELDS}
    return _form(page, base, values, problems=problems, text="" if wrong else text)


def page_words(page: Page, finding: Mapping[str, Any]) -> str:
    """The message of a finding in the reader's language."""
    message: Mapping[str, str] = finding["message"]
    return message.get(page.language.tag, message["en"])


async def _known(url: str) -> dict[str, Any]:
    """What the files at the root of a repository say; its address and name where there are none.

    Raises:
        NotSupported: not an address of the public web.
        Unreachable: the forge did not answer.
    """
    for name, source in SOURCES.items():
        (address,) = raw_addresses(url, [name])
        try:
            data = await fetch_public_file(address)
        except Gone:
            continue
        return _read(data, source if address.endswith(name) else Format.PUBLICCODE)
    return {"name": url.rstrip("/").rpartition("/")[2].removesuffix(".git"), "url": url}


def _read(data: bytes, source: Format) -> dict[str, Any]:
    """Take a file as publiccode.yml; what cannot be read says nothing."""
    try:
        document = read(data).document if source is Format.PUBLICCODE else json.loads(data)
    except (Unreadable, ValueError):
        return {}
    return (
        dict(document) if source is Format.PUBLICCODE else convert(document, source, Format.PUBLICCODE).result
    )


def _form(
    page: Page,
    base: Mapping[str, Any],
    values: Mapping[str, str],
    *,
    url: str = "",
    paste: str = "",
    text: str = "",
    problems: list[forms.Shown] | None = None,
) -> Response[str]:
    return page.show(
        TEMPLATE,
        HTTP_422_UNPROCESSABLE_ENTITY if problems else HTTP_200_OK,
        at="/editor",
        parts=sheets.PARTS,
        values={name: values.get(name, "") for name in sheets.FIELDS},
        choices=_choices(page),
        kept=write(base, version=None).decode(),
        languages_of=LANGUAGES,
        url=url,
        paste=paste,
        text=text,
        problems=problems or [],
    )


def _choices(page: Page) -> dict[str, list[tuple[str, str]]]:
    """The sets that fields choose from, in words, categories by their words."""

    def labelled(kind: str, words: tuple[str, ...]) -> list[tuple[str, str]]:
        known = LABELS[kind]
        return [(each, page.text(known[each.upper().replace("/", "_")])) for each in words]

    return {
        "development-status": labelled("development-status", DEVELOPMENT_STATUSES),
        "software-type": labelled("software-type", SOFTWARE_TYPES),
        "maintenance": labelled("maintenance", MAINTENANCE_TYPES),
        "categories": sorted(
            ((each, concept(each, page.language)) for each in CATEGORIES), key=lambda pair: pair[1]
        ),
    }
