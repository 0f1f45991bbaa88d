"""Holding a publiccode.yml against the standard, without taking it into the catalogue."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import strawberry
from strawberry.types import Info

from registry.publiccode import Finding as FindingModel
from registry.publiccode import Reading, Unreadable, correct, findings_in_words, read
from schema.context import Context
from schema.errors import UserError, user_errors
from schema.fields import column
from schema.scalars import LocalizedText
from schema.software import Finding
from scrapers.failures import Gone, NotSupported, Unreachable
from scrapers.public_files import raw_addresses
from store.refusal import Problem, Refused, refuse_unless

NAMES = ("publiccode.yml", "publiccode.yaml")  # at the root of a repository, as the standard has it


@strawberry.type(description="What is wrong in a publiccode.yml, and its corrected copy.")
class PubliccodeReport:
    """The validator's report."""

    text: str | None = column("The file as it was read; null when it did not come or is no text.")
    version: str | None = column("The version of the standard that it claims.")
    ok: bool = column("Whether it has no error; it may have warnings.")
    results: list[Finding] = column("What is wrong, in the order of the file.")
    fixed: list[Finding] = column("What the corrected copy mends: only what is certain.")
    corrected: str | None = column(
        "The corrected copy, comments and order kept; null when nothing was certain."
    )
    user_errors: list[UserError] = column("Why no file could be looked at.")


async def validate_publiccode(
    info: Info[Context, None], text: str | None = None, url: str | None = None
) -> PubliccodeReport:
    """Hold a publiccode.yml against the standard: a text, or the file of a repository or at a public address.

    A file is fetched once, from the public web only, and kept nowhere.
    """
    try:
        refuse_unless((text is None) != (url is None), "TEXT_OR_ADDRESS", field="text")
        data = text.encode(errors="replace") if text is not None else await fetched(info.context, url or "")
    except Refused as refused:
        errors = user_errors(refused.problems, info.context.language)
        return PubliccodeReport(
            text=None, version=None, ok=False, results=[], fixed=[], corrected=None, user_errors=errors
        )
    return await asyncio.to_thread(_report, data)


async def fetched(context: Context, url: str, names: Sequence[str] = NAMES) -> bytes:
    """Fetch the first of some files that a repository has, or the file at any other address.

    Raises:
        Refused: NOT_A_PUBLIC_ADDRESS, FILE_NOT_FOUND or FILE_NOT_REACHED.
    """
    for address in raw_addresses(url, names):
        try:
            return await context.fetch(address)
        except NotSupported:
            raise Refused(Problem("NOT_A_PUBLIC_ADDRESS", "url")) from None
        except Unreachable as unreachable:
            raise Refused(Problem("FILE_NOT_REACHED", "url", {"reason": unreachable.reason})) from None
        except Gone:
            continue
    raise Refused(Problem("FILE_NOT_FOUND", "url"))


def _report(data: bytes) -> PubliccodeReport:
    try:
        reading = read(data)
    except Unreadable as refusal:
        return PubliccodeReport(
            text=_text(data),
            version=None,
            ok=False,
            results=_shown(findings_in_words(refusal)),
            fixed=[],
            corrected=None,
            user_errors=[],
        )
    correction = correct(data)
    return PubliccodeReport(
        text=_text(data),
        version=reading.version,
        ok=reading.ok,
        results=_shown(findings_in_words(reading)),
        fixed=_shown(findings_in_words(_only(correction.done))),
        corrected=correction.data.decode() if correction.done else None,
        user_errors=[],
    )


def _only(findings: tuple[FindingModel, ...]) -> Reading:
    return Reading({}, None, findings)


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _shown(findings: Iterable[Mapping[str, Any]]) -> list[Finding]:
    return [Finding(**{**each, "message": LocalizedText(dict(each["message"]))}) for each in findings]
