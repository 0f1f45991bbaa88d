"""A form that makes a valid publiccode.yml, empty or begun from what a repository shows of itself."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from api.pages import documents, forms, sheets
from api.pages.labels import LABELS, N_
from api.pages.languages import LANGUAGES
from api.pages.said import concept
from api.pages.site import Page
from api.pages.validating import written
from registry.drafts import repository
from registry.drafts.model import DESCRIPTIONS, Draft, OriginKind, Shown, draft
from registry.publiccode import Unreadable, read, write
from registry.publiccode.standard import (
    CATEGORIES,
    DEVELOPMENT_STATUSES,
    MAINTENANCE_TYPES,
    SOFTWARE_TYPES,
)
from scrapers.failures import CONNECTION_FAILED, Gone, NotSupported, Unreachable
from scrapers.public_files import fetch_public_file, raw_addresses
from store.refusal import Problem

TEMPLATE = "metadata/edit.html"
#: What is asked for at the root of a repository that the catalogue does not know, what describes it first.
ASKED = (
    *DESCRIPTIONS, "README.md", "README.rst", "LICENSE", "LICENSE.md", "LICENSE.txt", "COPYING", "package.json",
    "pyproject.toml", "composer.json", "Cargo.toml",
)  # fmt: skip
SECONDS: Final = 20.0  # for all of them together; what has not come by then is left out
#: Where a value was found, as the form says it; files by their path.
FOUND: Mapping[OriginKind, str] = {
    OriginKind.FILE: N_("From %(file)s."),
    OriginKind.CATALOGUE: N_("From its entry in this catalogue."),
    OriginKind.FORGE: N_("From the line under its name on the forge. Its language is a guess."),
    OriginKind.RELEASES: N_("From its releases."),
    OriginKind.TRANSLATIONS: N_("From its files with translations."),
    OriginKind.ADDRESS: N_("From the address."),
}


@get("/editor", sync_to_thread=False)
def edit(page: NamedDependency[Page]) -> Response[str]:
    """The empty form."""
    return _form(page, {}, {})


@post("/editor/begin", status_code=HTTP_200_OK)
async def begin(page: NamedDependency[Page]) -> Response[str]:
    """The form, filled in with what a repository shows of itself, or with a text that was pasted."""
    form = await forms.received(page)
    url, text = forms.text(form, "from"), written(form.get("paste"))
    try:
        begun = Draft(read(text.encode()).document, {}, None, ()) if text.strip() else await _begun(page, url)
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
        return _form(page, begun.document, sheets.shown(begun.document), url=url, begun=begun)
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


async def _begun(page: Page, url: str) -> Draft:
    """What a repository shows of itself: as the catalogue last saw it, else as its files at the address are now.

    Raises:
        NotSupported: not an address of the public web.
        Unreachable: nothing came, and not because nothing is there.
    """
    async with page.site.database.read() as connection:
        known = await repository.shown(connection, url)
    if known is None or not known.texts:
        fetched = await _fetched(url) if known is None else await _fetched_if_possible(known.url)
        known = replace(known, texts=fetched) if known else Shown(url, texts=fetched)
    return await asyncio.to_thread(draft, known)


async def _fetched_if_possible(url: str) -> Mapping[str, str]:
    """The files of a repository that the catalogue knows already; that they do not come loses little."""
    try:
        return await _fetched(url)
    except (NotSupported, Unreachable):
        return {}


async def _fetched(url: str) -> Mapping[str, str]:
    """The files that say something of a repository, or the one file at any other address.

    Raises:
        NotSupported: not an address of the public web.
        Unreachable: nothing came, and not because nothing is there.
    """
    asked = dict(zip(ASKED, raw_addresses(url, ASKED), strict=False))
    if len(asked) < len(ASKED):  # the address of one file: what it is called says how it is read
        [address] = asked.values()
        asked = {next((name for name in ASKED if address.endswith(f"/{name}")), "publiccode.yml"): address}
    tasks = {name: asyncio.create_task(fetch_public_file(address)) for name, address in asked.items()}
    _, waiting = await asyncio.wait(tasks.values(), timeout=SECONDS)
    found: dict[str, str] = {}
    failure: Exception | None = Unreachable(CONNECTION_FAILED) if waiting else None
    for name, task in tasks.items():
        if not task.cancel():  # it is done; what is not by now is left out
            try:
                found[name] = task.result().decode("utf-8", "replace")
            except Gone:
                continue
            except (NotSupported, Unreachable) as refusal:
                failure = refusal
    if failure is not None and not found:
        raise failure
    return found


def _form(
    page: Page,
    base: Mapping[str, Any],
    values: Mapping[str, str],
    *,
    url: str = "",
    paste: str = "",
    text: str = "",
    begun: Draft | None = None,
    problems: list[forms.Shown] | None = None,
) -> Response[str]:
    return page.show(
        TEMPLATE,
        HTTP_422_UNPROCESSABLE_ENTITY if problems else HTTP_200_OK,
        at="/editor",
        parts=sheets.PARTS,
        values={name: values.get(name, "") for name in sheets.FIELDS},
        choices=_choices(page),
        origins=_origins(page, begun) if begun else {},
        begun=begun,
        kept=write(base, version=None).decode(),
        languages_of=LANGUAGES,
        url=url,
        paste=paste,
        text=text,
        problems=problems or [],
    )


def _origins(page: Page, begun: Draft) -> dict[str, str]:
    """Where the value of each field was found, in words: that of its key, or of the list or section around it."""
    words = {
        path: page.text(FOUND[origin.kind]) % {"file": origin.file} for path, origin in begun.origins.items()
    }
    return {
        name: next(words[path] for path in _upwards(name) if path in words)
        for name, value in sheets.shown(begun.document).items()
        if value and any(path in words for path in _upwards(name))
    }


def _upwards(name: str) -> list[str]:
    """A dotted path, and the paths above it, nearest first."""
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(len(parts), 0, -1)]


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
