"""Licence texts whose answer is known: labelled ones, and those of installed packages that state their licence."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

SHARED = Path(__file__).parents[4] / "shared" / "data"
NODE_PACKAGES = Path(__file__).parents[3] / "node_modules"
LICENCE_FILE = re.compile(r"(?:^|/)(?:licen[cs]e|copying)[^/]*$", re.IGNORECASE)
NO_LICENCE = "NOASSERTION"  # what labels say of texts that are no listed licence


class CaseKind(StrEnum):
    """What a text is, as labels say."""

    WHOLE = "licence-file"
    HEADER = "header"
    COMPOSITE = "composite"


class Judgement(StrEnum):
    """How an answer compares with what is known."""

    RIGHT = "right"
    WRONG = "wrong"
    ABSTAINED = "abstained"


@dataclass(frozen=True, slots=True)
class Case:
    """One text and its known answer; `origin` says whose claim that is."""

    path: Path
    expected: str
    kind: CaseKind
    origin: str


def labelled() -> list[Case]:
    """The labelled texts; none where the folder is absent."""
    if not (SHARED / "licences").exists():
        return []
    labels = json.loads((SHARED / "licences" / "labels.json").read_text("utf-8"))
    return [
        Case(
            SHARED / "licences" / label["file"],
            label["expected"],
            CaseKind.COMPOSITE if label["kind"] == "multi" else CaseKind(label["kind"]),
            "labelled",
        )
        for label in labels
    ]


def installed() -> list[Case]:
    """The licence files of installed packages that have one such file and state an expression without a choice.

    What several files or a choice mean for each file is not stated, so such packages would prove nothing.
    """
    stated = [*_python_packages(), *_node_packages()]
    return [
        Case(files[0], expression, CaseKind.WHOLE, "installed")
        for expression, files in stated
        if len(files) == 1 and files[0].is_file() and " OR " not in expression
    ]


def judged(found: str | None, expected: str) -> Judgement:
    """Compare an answer with a label, by the rule that comes with the labels.

    A label without ``-only`` or ``-or-later`` allows either or none; one with it is also met by an answer that
    leaves it open, because a text alone does not tell. The order of licences that apply together is free.
    """
    if found is None:
        return Judgement.RIGHT if expected == NO_LICENCE else Judgement.ABSTAINED
    answer, label = _parts(found), _parts(expected)
    if answer == label or {_bare(part) for part in answer} == label or answer == {_bare(p) for p in label}:
        return Judgement.RIGHT
    return Judgement.WRONG


def _parts(expression: str) -> set[str]:
    return set(re.split(r" AND | and/or | and ", expression))


def _bare(identifier: str) -> str:
    return re.sub(r"(?:-only|-or-later|\+)$", "", identifier)


def _python_packages() -> Iterator[tuple[str, list[Path]]]:
    for package in metadata.distributions():
        expression = next(iter(package.metadata.get_all("License-Expression") or []), None)
        names = package.metadata.get_all("License-File") or []
        if expression:
            yield (
                expression,
                [
                    Path(str(package.locate_file(str(file))))
                    for file in package.files or ()
                    if ".dist-info/" in str(file)
                    and str(file).partition("licenses/")[2] in names
                    and LICENCE_FILE.search(str(file))
                ],
            )


def _node_packages() -> Iterator[tuple[str, list[Path]]]:
    for manifest in (*NODE_PACKAGES.glob("*/package.json"), *NODE_PACKAGES.glob("@*/*/package.json")):
        expression = json.loads(manifest.read_text("utf-8")).get("license")
        if isinstance(expression, str):
            yield expression, [path for path in manifest.parent.iterdir() if LICENCE_FILE.search(path.name)]
