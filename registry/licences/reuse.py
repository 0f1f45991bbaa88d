"""What a project says by the REUSE convention: tags in files, files beside files, ``REUSE.toml``, ``LICENSES/``.

Follows the REUSE Specification 3.3 (reuse.software/spec-3.3): sections "Licensing information" for where a file's
licence is said and which statement wins, "License files" for the texts. The older ``.reuse/dep5`` and snippets inside
files are not read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Final

from registry.licences import expressions, notices, spdx
from registry.licences.agreement import bare
from registry.licences.evidence import Evidence, EvidenceKind, Subject
from registry.licences.expressions import Expression, ExpressionError, Reference, With
from registry.licences.finding import IdentificationKind
from registry.licences.identification import Identification, Part, identify
from registry.licences.normalise import words_in

FILE: Final = "REUSE.toml"
TEXTS: Final = "LICENSES"
BESIDE: Final = ".license"  # the ending of a file that speaks for the file beside it


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said about one file: a canonical expression, and the path of the file that says it."""

    expression: str
    source: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that a project says by the convention.

    Attributes:
        statements: for each covered file that has one, what is said about it.
        silent: covered files about which nothing is said, in order.
        texts: for each licence id that a file in ``LICENSES/`` is named after, the path of that file.
        missing: ids that statements use and that have no text, in order.
        misnamed: texts that are another licence than their name says, or none that we can name, in order.
    """

    statements: Mapping[str, Statement]
    silent: tuple[str, ...]
    texts: Mapping[str, str]
    missing: tuple[str, ...]
    misnamed: tuple[str, ...]


def read(files: Mapping[str, str]) -> Layout:
    """What a project says, given the texts of its files by their paths from its root, with ``/`` between folders."""
    annotations = [
        each for path in sorted(files) if _name(path) == FILE for each in _annotations(path, files[path])
    ]
    statements: dict[str, Statement] = {}
    silent = []
    for path in sorted(files):
        if not is_covered(path) or not files[path].strip():
            continue
        statement = _statement(path, files, annotations)
        if statement is None:
            silent.append(path)
        else:
            statements[path] = statement
    texts = {_named(path): path for path in sorted(files) if _is_text(path)}
    used = {name for each in statements.values() for name in _ids(expressions.parse(each.expression))}
    return Layout(
        statements,
        tuple(silent),
        texts,
        tuple(sorted(used - set(texts))),
        tuple(path for name, path in sorted(texts.items()) if not _is_as_named(name, files[path])),
    )


def evidence(files: Mapping[str, str], observed_at: datetime | None = None) -> tuple[Evidence, ...]:
    """The same as evidence for `reconcile`; nothing where a project does not follow the convention.

    Statements about code and about content stand apart. Settings and whatever else is neither count only where
    there is nothing else: projects often give those away under CC0-1.0, which says nothing about the rest. Texts
    in ``LICENSES/`` speak where no file does, and where they are not what they are called.
    """
    layout = read(files)
    grouped: dict[tuple[Subject, str], tuple[EvidenceKind, str]] = {}
    for path, statement in layout.statements.items():
        kind = EvidenceKind.HEADER if statement.source == path else EvidenceKind.REUSE
        grouped.setdefault((subject(path), statement.expression), (kind, statement.source))
    told = {about for about, _ in grouped} - {Subject.ALL}
    found = [
        Evidence(kind, source, None, expression, observed_at, about)
        for (about, expression), (kind, source) in grouped.items()
        if about in told or not told
    ]
    for name, path in layout.texts.items():
        if path in layout.misnamed:
            said = identify(files[path], path).expression
            found.append(Evidence(EvidenceKind.LICENCE_FILE, path, name, said, observed_at))
        elif not grouped and name not in spdx.exceptions():
            found.append(Evidence(EvidenceKind.LICENCE_FILE, path, None, name, observed_at))
    return tuple(found)


def identify_all(files: Mapping[str, str]) -> Iterator[Identification]:
    """Which licence each file is under, in the order of paths: by what is said about it elsewhere, else by its text."""
    statements = read(files).statements
    for path in sorted(files):
        statement = statements.get(path)
        if statement is None or statement.source == path:
            yield identify(files[path], path)
        else:
            header, lines = IdentificationKind.HEADER, files[path].count("\n") + 1
            part = Part(statement.expression, header, 1.0, 1, lines)
            yield Identification(path, statement.expression, 1.0, header, (part,))


def subject(path: str) -> Subject:
    """Whether a file is code or content, by the end of its name; ALL for settings and what is neither."""
    ending = PurePosixPath(path).suffix.lower()
    return Subject.CODE if ending in _CODE else Subject.CONTENT if ending in _CONTENT else Subject.ALL


def is_covered(path: str) -> bool:
    """Whether a file needs a statement: all but licence texts, statements themselves, and version control's files."""
    folders = PurePosixPath(path).parts
    if folders[0] in {TEXTS, ".reuse"} or ".git" in folders:
        return False
    return not path.endswith(BESIDE) and _name(path) != FILE and not _WHOLE_TEXT.match(_name(path))


_WHOLE_TEXT = re.compile(r"(?:licen[cs]e|copying)(?:[-.].*)?$", re.IGNORECASE)
_CODE: Final = words_in(
    ".bash .c .cc .clj .cpp .cs .css .dart .ex .exs .fs .go .h .hpp .hs .html .java .jl .js .jsx .kt .less .lua .m .ml"
    " .mjs .php .pl .pm .ps1 .py .r .rb .rs .sass .scala .scss .sh .sql .svelte .swift .ts .tsx .vue .xsl"
)
_CONTENT: Final = words_in(
    ".adoc .avif .csv .doc .docx .eps .geojson .gif .ico .jpeg .jpg .md .mp3 .mp4 .odp .ods .odt .ogg .otf .parquet"
    " .pdf .png .pptx .rst .svg .tif .tiff .tsv .ttf .txt .wav .webm .webp .woff .woff2 .xlsx"
)
# What stands between these does not speak for the file (section "Licensing information").
_IGNORED = re.compile(r"REUSE-IgnoreStart.*?(?:REUSE-IgnoreEnd|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Annotation:
    """One table of a ``REUSE.toml``: which paths it speaks about, what it says, and whether it yields to the file."""

    source: str
    paths: tuple[re.Pattern[str], ...]
    expression: str | None
    precedence: str

    def covers(self, path: str) -> bool:
        folder = self.source.removesuffix(FILE)
        return path.startswith(folder) and any(each.fullmatch(path, len(folder)) for each in self.paths)


def _statement(path: str, files: Mapping[str, str], annotations: Sequence[_Annotation]) -> Statement | None:
    """What is said about a file: by an overriding table, else by itself, else by the nearest table.

    Of the tables of one file the last that covers a path counts; of several files the nearest, but for
    overriding the one nearest the root.
    """
    covering: dict[str, _Annotation] = {}
    for annotation in annotations:
        if annotation.covers(path):
            covering[annotation.source] = annotation
    nearest_last = sorted(covering.values(), key=lambda each: each.source.count("/"))
    for annotation in nearest_last:
        if annotation.precedence == "override":
            return _said((annotation.expression,), annotation.source)
    source = path + BESIDE if path + BESIDE in files else path
    own = notices.tagged(_IGNORED.sub("", files[source]))
    if own:
        added = [each.expression for each in nearest_last if each.precedence == "aggregate"]
        return _said((*own, *added), source)
    for annotation in reversed(nearest_last):
        if annotation.expression is not None:
            return _said((annotation.expression,), annotation.source)
    return None


def _said(stated: Sequence[str | None], source: str) -> Statement | None:
    parsed = tuple(dict.fromkeys(expressions.parse(each) for each in stated if each is not None))
    return Statement(expressions.render(expressions.conjunction(parsed)), source) if parsed else None


def _annotations(path: str, text: str) -> Iterator[_Annotation]:
    """The tables of one ``REUSE.toml`` in their order; a file that is not TOML says nothing."""
    try:
        tables = tomllib.loads(text).get("annotations", [])
    except tomllib.TOMLDecodeError:
        return
    for table in tables if isinstance(tables, list) else ():
        if isinstance(table, dict):
            said = _said(tuple(_valid(table.get("SPDX-License-Identifier"))), path)
            globs = tuple(_glob(each) for each in _listed(table.get("path")))
            yield _Annotation(
                path, globs, said.expression if said else None, str(table.get("precedence", "closest"))
            )


def _valid(value: Any) -> Iterator[str]:
    for written in _listed(value):
        try:
            yield expressions.render(expressions.parse(written))
        except ExpressionError:
            continue


def _listed(value: Any) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


def _glob(pattern: str) -> re.Pattern[str]:
    r"""``*`` is anything but a slash, ``**`` anything, a backslash takes the next character as it is."""
    parts = re.findall(r"\\.|\*\*|\*|[^*\\]+|\\", pattern, re.DOTALL)
    special = {"**": ".*", "*": "[^/]*"}
    return re.compile(
        "".join(special.get(part) or re.escape(part.removeprefix("\\")) for part in parts), re.DOTALL
    )


def _is_text(path: str) -> bool:
    return path.startswith(f"{TEXTS}/") and not path.endswith(BESIDE)


def _named(path: str) -> str:
    """The id that a text is named after: its name without the ending, as ids have dots of their own."""
    name = _name(path)
    for candidate in (name, name.rpartition(".")[0]):
        listed = spdx.licence(candidate) or spdx.exception(candidate)
        if listed is not None:
            return listed.id
    return name.rpartition(".")[0] or name


def misnamed(path: str, text: str) -> str | None:
    """The id that a text in ``LICENSES/`` is named after, if it is another licence or none that we can name."""
    if not _is_text(path):
        return None
    name = _named(path)
    return None if _is_as_named(name, text) else name


def _is_as_named(name: str, text: str) -> bool:
    """Whether a text is the licence that it is named after, as far as a text alone tells."""
    if name in spdx.exceptions() or name.startswith("LicenseRef-"):
        return True
    found = identify(text).expression
    if found is None or spdx.licence(name) is None:
        return False
    return _ids(expressions.parse(found), whole=False) == _ids(expressions.parse(name), whole=False)


def _ids(expression: Expression, *, whole: bool = True) -> frozenset[str]:
    """The ids of licences and exceptions in an expression; not `whole`: without the suffix for later versions."""
    found: set[str] = set()
    for leaf in expressions.leaves(expression):
        licence = leaf.licence if isinstance(leaf, With) else leaf
        if isinstance(leaf, With) and isinstance(leaf.exception, str):
            found.add(leaf.exception)
        if isinstance(licence, Reference) or whole:
            found.add(expressions.render(licence).removesuffix("+"))
        else:
            found.add(bare(licence)[0])
    return frozenset(found)


def _name(path: str) -> str:
    return path.rpartition("/")[2]
