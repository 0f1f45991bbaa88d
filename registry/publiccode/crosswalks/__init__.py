"""From publiccode.yml to code.json, CodeMeta and SPDX, and back, with a list of everything that is lost on the way."""

from enum import StrEnum
from typing import Any

from registry.publiccode.crosswalks.codejson import from_codejson, to_codejson
from registry.publiccode.crosswalks.codemeta import from_codemeta, to_codemeta
from registry.publiccode.crosswalks.countries import to_supports
from registry.publiccode.crosswalks.spdx import from_spdx, to_spdx
from registry.publiccode.crosswalks.walking import REASONS, Conversion, Loss, Reason

__all__ = ["REASONS", "Conversion", "Format", "Loss", "Reason", "convert", "to_supports"]


class Format(StrEnum):
    """A format that can be read and written; `publiccode` to itself brings old country sections up to 0.7."""

    PUBLICCODE = "publiccode"
    CODEJSON = "codejson"
    CODEMETA = "codemeta"
    SPDX = "spdx"


_FROM = {Format.CODEJSON: from_codejson, Format.CODEMETA: from_codemeta, Format.SPDX: from_spdx}
_TO = {Format.CODEJSON: to_codejson, Format.CODEMETA: to_codemeta, Format.SPDX: to_spdx}


def convert(document: Any, source: Format, target: Format, language: str = "en") -> Conversion:
    """Convert a document, over publiccode.yml where it is neither the source nor the target.

    Args:
        document: as JSON or `Reading.document` has it.
        source: the format that it is in.
        target: the format that is wanted.
        language: BCP 47 tag of the texts, in formats that hold them in one language.
    """
    if source is Format.PUBLICCODE and target is Format.PUBLICCODE:
        return to_supports(document)
    ours = Conversion(document, ()) if source is Format.PUBLICCODE else _FROM[source](document, language)
    if target is Format.PUBLICCODE:
        return ours
    theirs = _TO[target](ours.result, _spoken(ours.result, language))
    return Conversion(theirs.result, (*ours.lost, *theirs.lost))


def _spoken(document: Any, wanted: str) -> str:
    """Choose the language of the texts: the one wanted, or the first that the description has."""
    described = document.get("description") if isinstance(document, dict) else None
    if not isinstance(described, dict) or not described or wanted in described:
        return wanted
    return str(next(iter(described)))
