"""The rules of publiccode.yml: hold a file's nodes against the standard, and find everything that is wrong.

One walk follows the standard's shapes; rules that look at several keys stand by themselves at the end.
Nothing stops the walk, so that one wrong field never hides another. Rules name the key of the standard's
schema.core.rst that they come from, or where else they stand.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from registry.publiccode import standard
from registry.publiccode.credentials import without_credentials
from registry.publiccode.language_tags import canonical_language
from registry.publiccode.messages import text_of
from registry.publiccode.model import Finding, Severity
from registry.publiccode.reader import Entry, Node, Place, Scalar, Sequence
from registry.publiccode.reader import Mapping as MappingNode
from registry.publiccode.standard import ByLanguage, Form, Key, Many, Section, Shape, Value
from registry.publiccode.values import (
    CHECKS,
    Problem,
    choice_problem,
    closest,
    is_longer,
    language_problem,
    length,
)

_NUMBER = re.compile(
    r"[-+]?(?:\d+|\d*\.\d+|\d+\.)(?:[eE][-+]?\d+)?"
)  # YAML 1.2.2, 10.3.2, without 0o7 and 0xA
_SHOWN = 80  # characters of a wrong value that a message repeats

_PEOPLE = ("maintenance.contacts", "maintenance.contractors")
_NOT_REPEATED = "…"
_FIX_REPEATS_VALUE = frozenset(
    {"NOT_A_WEB_URL", "NOT_AN_EMAIL"}
)  # a date's or a key's fix cannot hold a name or an address


class At(NamedTuple):
    """What a rule looks at: the standard's path of a key, and where to point."""

    key: str
    place: Place


def findings(root: MappingNode) -> tuple[Finding, ...]:
    """Find everything that is wrong with a file, in the order of the file."""
    start = At("", root.place)
    found = [*_section(root, standard.DOCUMENT, start), *_country_sections(root)]
    found += _maintenance(root)
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.column)))


def _is_about_people(key: str) -> bool:
    """Whether a value stands under a person's contact: findings are public, so they never repeat it."""
    return key.startswith(_PEOPLE)


def _finding(at: At, problem: Problem, **values: str) -> Finding:
    said = {
        name: without_credentials(each)
        for name, each in (("key", at.key), *problem.values.items(), *values.items())
    }
    if _is_about_people(at.key):
        said |= dict.fromkeys(said.keys() & {"value", "found"}, _NOT_REPEATED)
        if problem.code in _FIX_REPEATS_VALUE:
            problem = replace(problem, fix=None, fix_is_certain=False)
    return Finding(
        severity=problem.severity,
        code=problem.code,
        key=at.key,
        message=text_of(problem.code, said),
        line=at.place.line,
        column=at.place.column,
        fix=None if problem.fix is None else without_credentials(problem.fix),
        fix_is_certain=problem.fix_is_certain,
        values=said,
    )


def _walk(node: Node, shape: Shape, at: At) -> Iterator[Finding]:
    if isinstance(shape, Value):
        yield from _value(node, shape, at)
    elif isinstance(shape, Many):
        yield from _list(node, shape, at)
    elif not isinstance(node, MappingNode):
        yield _wrong_type(node, "a section with keys", at)
    elif isinstance(shape, Section):
        yield from _section(node, shape, at)
    else:
        yield from _by_language(node, shape, at)


def _value(node: Node, shape: Value, at: At) -> Iterator[Finding]:
    """Hold a single value against its form. A true or a number may stand where a text is asked for.

    The version is a text of digits (`publiccodeYmlVersion`, "Type: string"): unquoted, YAML reads a number.
    """
    if shape.form is Form.BOOLEAN:
        if not (isinstance(node, Scalar) and isinstance(node.value, bool)):
            yield _wrong_type(node, "true or false", at)
        return
    text = _text(node)
    if text is None:
        yield _wrong_type(node, "a text", at)
        return
    if shape.form is Form.VERSION and isinstance(node, Scalar) and _is_number(node):
        problem: Problem | None = Problem("NOT_QUOTED", {}, f'"{text}"', fix_is_certain=True)
    elif shape.choices:
        problem = choice_problem(text, shape.choices)
    else:
        problem = CHECKS[shape.form](text) or _length_problem(text, shape)
    if problem:
        yield _finding(at, problem, value=_shortened(text))


def _is_number(node: Scalar) -> bool:
    """Whether YAML reads a number there: version 0.10 would be 0.1 to others, so it must be quoted."""
    return node.is_plain and isinstance(node.value, str) and _NUMBER.fullmatch(node.value) is not None


def _text(node: Node) -> str | None:
    if not isinstance(node, Scalar) or node.value is None:
        return None
    return str(node.value).lower() if isinstance(node.value, bool) else node.value


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _length_problem(text: str, shape: Value) -> Problem | None:
    """Hold a text against its limits (`description/[lang]/shortDescription`, `…/longDescription`, `…/genericName`)."""
    if shape.longest and is_longer(text, shape.longest):
        return Problem("TOO_LONG", {"length": str(length(text)), "limit": str(shape.longest)})
    if shape.shortest and not is_longer(text, shape.shortest - 1):
        return Problem("TOO_SHORT", {"length": str(length(text)), "limit": str(shape.shortest)})
    return None


def _wrong_type(node: Node, expected: str, at: At) -> Finding:
    """Report a wrong type; a YAML 1.1 boolean in words is certain to be mended.

    Each key of schema.core.rst has its "Type".
    """
    if isinstance(node, Scalar):
        value = node.value
        found = (
            "nothing"
            if value is None
            else str(value).lower()
            if isinstance(value, bool)
            else f"“{_shortened(value)}”"
        )
    else:
        found = "a list" if isinstance(node, Sequence) else "a section with keys"
    fix = None
    if expected == "true or false" and isinstance(node, Scalar) and isinstance(node.value, str):
        fix = _WORDS_OF_YAML_1_1.get(node.value.strip().lower())
    problem = Problem("WRONG_TYPE", {"expected": expected, "found": found}, fix, fix is not None)
    return _finding(at, problem)


_WORDS_OF_YAML_1_1 = {
    "yes": "true", "y": "true", "on": "true", "true": "true",
    "no": "false", "n": "false", "off": "false", "false": "false",
}  # fmt: skip


def _list(node: Node, shape: Many, at: At) -> Iterator[Finding]:
    """Hold each item against the shape; one without a list is offered as a list where that is what it must mean.

    Which keys are arrays, and which may be one text, stands at each key of schema.core.rst (`isBasedOn`).
    """
    free = isinstance(shape.item, Value) and shape.item.form is Form.TEXT
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            if not (free and _is_absent(item)):  # a dash with nothing behind it is an empty text
                yield from _walk(item, shape.item, At(f"{at.key}[{index}]", item.place))
    elif shape.or_one and isinstance(node, Scalar):
        yield from _walk(node, shape.item, at)
    elif shape.one_is_meant or (not free and isinstance(node, Scalar)):
        faults = list(_walk(node, shape.item, at))
        text = _text(node)
        if faults or text is None:
            yield _wrong_type(node, "a list", at)
        else:
            problem = Problem("NOT_A_LIST", {}, f"[{text}]", fix_is_certain=True)
            yield _finding(at, problem, value=_shortened(text))
    else:
        yield _wrong_type(node, "a text or a list" if shape.or_one else "a list", at)


def _section(node: MappingNode, shape: Section, at: At) -> Iterator[Finding]:
    for name, entry in node.entries.items():
        key = shape.keys.get(name)
        here = At(_path(at.key, name), entry.place)
        if key is None:
            yield _unknown_key(name, shape, here, node)
        elif not (_is_absent(entry.value) or (key.may_be_blank and _is_blank(entry.value))):
            if not (key.required and _is_blank(entry.value)):
                yield from _walk(entry.value, key.shape, At(here.key, entry.value.place))
            if key.deprecated:
                yield _deprecated(here, key.deprecated)
    yield from _key_faults(node, at, shape.keys)
    for name, key in shape.keys.items():
        if key.required:
            yield from _if_missing(node.entries.get(name), key, At(_path(at.key, name), at.place))


def _deprecated(at: At, instead: str) -> Finding:
    """Warn of a deprecated key, by its path in the standard, which has country codes in upper case since 0.5.

    The keys that schema.core.rst marks as deprecated, and what CHANGELOG names in their place.
    """
    country, dot, rest = at.key.partition(".")
    key = f"{country.upper()}.{rest}" if dot and country in standard.COUNTRY_SECTIONS else at.key
    problem = Problem("DEPRECATED_KEY", {"instead": instead}, severity=Severity.WARNING)
    return _finding(At(key, at.place), problem)


def _path(parent: str, name: str) -> str:
    return f"{parent}.{name}" if parent else name


def _is_absent(node: Node) -> bool:
    """Whether a key was left empty, which is the same as leaving it out."""
    return isinstance(node, Scalar) and node.value is None


def _is_blank(node: Node) -> bool:
    """Whether a value is an empty text."""
    return isinstance(node, Scalar) and node.value == ""


def _unknown_key(name: str, shape: Section, at: At, node: MappingNode) -> Finding:
    """Report a key that schema.core.rst has not; a new name (CHANGELOG) is offered only if it is not taken."""
    renamed = standard.RENAMED.get(name)
    if renamed in shape.keys:
        return _finding(
            at, Problem("RENAMED_KEY", {"new": renamed or ""}, renamed, renamed not in node.entries)
        )
    free = {key.casefold(): key for key in shape.keys if key not in node.entries}
    if name.casefold() in free:
        return _finding(at, Problem("UNKNOWN_KEY", {}, free[name.casefold()], fix_is_certain=True))
    close = closest(name.casefold(), free)
    if not close and _is_about_people(at.key):  # no misspelt key, so perhaps somebody's name
        at = At(at.key.removesuffix(name) + _NOT_REPEATED, at.place)
    return _finding(at, Problem("UNKNOWN_KEY", {}, free[close] if close else None))


def _key_faults(node: MappingNode, at: At, known: Container[str] = ()) -> Iterator[Finding]:
    """Report keys that stand twice (YAML 1.2.2, 3.2.1.1: they are unique) or are no text, as all in schema.core.rst."""
    for name, place in node.repeated:
        shown = name if name in known or not _is_about_people(at.key) else _NOT_REPEATED
        yield _finding(At(_path(at.key, shown), place), Problem("REPEATED_KEY"))
    for place in node.odd:
        yield _finding(At(at.key, place), Problem("ODD_KEY"))


def _if_missing(entry: Entry | None, key: Key, at: At) -> Iterator[Finding]:
    """Report a required key that is missing or empty; of a missing section, the keys that it must have.

    Those of "Presence: mandatory" in schema.core.rst.
    """
    here = At(at.key, entry.place if entry else at.place)
    if entry is not None and not _is_absent(entry.value):
        if _is_empty(entry.value):
            yield _finding(here, Problem("REQUIRED"))
    elif isinstance(key.shape, Section):
        for name, inner in key.shape.keys.items():
            if inner.required:
                yield from _if_missing(None, inner, At(_path(here.key, name), here.place))
    else:
        yield _finding(here, Problem("REQUIRED"))


def _is_empty(node: Node) -> bool:
    if isinstance(node, Scalar):
        return isinstance(node.value, str) and not node.value.strip()
    return not (node.items if isinstance(node, Sequence) else node.entries)


def _by_language(node: MappingNode, shape: ByLanguage, at: At) -> Iterator[Finding]:
    """Hold each section of `description/[lang]` against the shape; two for one language are worth a warning."""
    first: dict[str, str] = {}
    for tag, entry in node.entries.items():
        here = At(f"{at.key}[{tag}]", entry.place)
        language = canonical_language(tag)
        if language and first.setdefault(language, tag) != tag:
            said = Problem("REPEATED_LANGUAGE", {"other": first[language]}, severity=Severity.WARNING)
            yield _finding(here, said, value=_shortened(tag))
        problem = language_problem(tag)
        if problem:
            yield _finding(here, problem, value=_shortened(tag))
        if _is_absent(entry.value):
            entry = Entry(MappingNode({}, entry.place, [], []), entry.place)  # noqa: PLW2901 - empty as a section
        place = entry.place if isinstance(entry.value, MappingNode) else entry.value.place
        yield from _walk(entry.value, shape.section, At(here.key, place))
    yield from _key_faults(node, at)


def _child(node: Node | None, name: str) -> Node | None:
    """Give the value of a key, if there is one that is not empty."""
    if not isinstance(node, MappingNode) or name not in node.entries:
        return None
    value = node.entries[name].value
    return None if _is_absent(value) or _is_empty(value) else value


def _country_sections(root: MappingNode) -> Iterator[Finding]:
    """Warn of sections for one country, which 0.7 deprecates for `supports` (CHANGELOG, v0.7.0).

    The same section in lower and in upper case is an error: one would hide the other (`country-section`).
    """
    for name in standard.COUNTRY_SECTIONS:
        if name in root.entries and not _is_absent(root.entries[name].value):
            at = At(name, root.entries[name].place)
            yield _finding(at, Problem("DEPRECATED_COUNTRY_SECTION", severity=Severity.WARNING))
            if name.islower() and name.upper() in root.entries:
                yield _finding(at, Problem("SECOND_COUNTRY_SECTION"), other=name.upper())


_MAINTAINERS: Mapping[str, tuple[str, str | None]] = {
    "internal": ("contacts", "contractors"),
    "community": ("contacts", "contractors"),
    "contract": ("contractors", None),
    "none": ("", "contractors"),
}
"""For each maintenance type, the list it needs and the list it must not have."""


def _maintenance(root: MappingNode) -> Iterator[Finding]:
    """Ask for the people that a type needs (`maintenance/contractors`, `maintenance/contacts`: "mandatory if")."""
    section = _child(root, "maintenance")
    kind = _child(section, "type")
    text = _text(kind) if kind else None
    if not isinstance(section, MappingNode) or text is None or text not in _MAINTAINERS:
        return
    needed, excluded = _MAINTAINERS[text]
    if needed and not _is_given(section, needed):
        place = (
            section.entries[needed].place if needed in section.entries else root.entries["maintenance"].place
        )
        yield _finding(At(f"maintenance.{needed}", place), Problem("REQUIRED_FOR_MAINTENANCE"), type=text)
    if excluded and _is_given(section, excluded):
        at = At(f"maintenance.{excluded}", section.entries[excluded].place)
        yield _finding(at, Problem("NOT_FOR_MAINTENANCE"), type=text)


def _is_given(section: MappingNode, name: str) -> bool:
    """Whether a key has a value, be it an empty list, which the reference validator counts as one."""
    return name in section.entries and not _is_absent(section.entries[name].value)
