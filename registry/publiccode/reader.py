"""A publiccode.yml file as positioned nodes: YAML 1.2, bounded, with the line and column of everything.

libyaml composes the nodes (PyYAML's pure Python parser is some thirty times slower); the scalars are
then read by YAML 1.2's core schema instead of PyYAML's 1.1, where `no` is false and a date no text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from registry.publiccode.messages import text_of

MAX_BYTES = 512 * 1024
"""The longest file read. The largest of 64 real files has 9 kB; one with ten thousand characters in
each of the Union's 24 languages stays below half of this."""
MAX_DEPTH = 32  # the standard nests six deep; what is deeper is a mistake or an attack
MAX_NODES = 5_000
"""The most values read, aliases counted as often as they are used. The largest of 64 real files has 400; one
with forty features in each of the Union's 24 languages has 1,700."""

_SURELY_SHALLOW = 100  # brackets or columns of indentation, below which no exact count of the depth is needed
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")  # YAML 1.2.2, 5.1
_INDENTATION = re.compile(r"^(?:[ ]|[-?:](?=\s))+", re.MULTILINE)
_MERGE = "<<"  # not in YAML 1.2, but read by every library; files share contacts with it
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})  # YAML 1.2.2, 10.3.2, as are the booleans
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


class Unreadable(Exception):  # noqa: N818 - it says what the file is
    """The file cannot be read as a publiccode.yml at all.

    Attributes:
        code: stable, one of `registry.publiccode.messages.MESSAGES`.
        message: the English text.
        line, column: where, from 1.
        values: what the message's template names, so that a page can say it in the reader's language.
    """

    def __init__(self, code: str, line: int = 1, column: int = 1, **values: str) -> None:
        self.code = code
        self.values = values
        self.message = text_of(code, values)
        self.line = line
        self.column = column
        super().__init__(f"{line}:{column}: {self.message}")


class Place(NamedTuple):
    """Where something stands in a file, from 1, columns in characters."""

    line: int
    column: int


@dataclass(slots=True)
class Scalar:
    """A text, a boolean or nothing.

    Numbers and dates stay the texts they were written as: the standard has no numeric key, and
    version 1.10 is not 1.1. `is_plain` says that the value stands without quotation marks.
    """

    value: str | bool | None
    place: Place
    is_plain: bool = False


@dataclass(slots=True)
class Sequence:
    """A list."""

    items: "list[Node]"
    place: Place


@dataclass(slots=True)
class Mapping:
    """Keys with their values, in order.

    `repeated` holds keys that come again (the first one counts, YAML forbids a second), `odd` the
    places of keys that are no text.
    """

    entries: "dict[str, Entry]"
    place: Place
    repeated: list[tuple[str, Place]]
    odd: list[Place]


Node = Scalar | Sequence | Mapping


class Entry(NamedTuple):
    """The value of a key, and where the key stands."""

    value: Node
    place: Place


class _Loader(yaml.CSafeLoader):
    """libyaml's composer without PyYAML's tags, which would be 1.1's and cost a third of the time."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:  # noqa: ARG002 - PyYAML's signature
        """Say "plain" of an unquoted scalar, else nothing."""
        return "plain" if implicit and implicit is not True and implicit[0] else ""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Follow no path: no tag depends on one."""

    def ascend_resolver(self) -> None:
        """Follow no path."""


def read_nodes(data: bytes) -> Mapping:
    """Read a file into nodes. The standard's top level is a mapping (schema.core.rst, "Top-level keys and sections").

    Raises:
        Unreadable: it is too large, no UTF-8, no YAML, too deep, no mapping, or several documents.
    """
    node = _converted(_composed(decoded(data)))
    if not isinstance(node, Mapping):
        raise Unreadable("NOT_A_MAPPING", *node.place)
    return node


class Span(NamedTuple):
    """Where a scalar stands in the decoded text, from `start` up to `end`, and its quotation mark or block sign."""

    start: int
    end: int
    style: str


def spans(text: str) -> dict[Place, Span]:
    """Find the source of every scalar by its place, keys included, so that a correction can be written there.

    Raises:
        Unreadable: as `read_nodes`.
    """
    found: dict[Place, Span] = {}
    left, seen = [_composed(text)], set()
    while left:
        node = left.pop()
        if id(node) in seen:  # an alias, or a list within itself
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            style = node.style or ""
            found[_place(node.start_mark)] = Span(node.start_mark.index, node.end_mark.index, style)
        elif isinstance(node, yaml.SequenceNode):
            left += node.value
        else:
            left += [each for pair in node.value for each in pair]
    return found


def _composed(text: str) -> yaml.Node:
    """Compose the one document of a stream (YAML 1.2.2, 9.2); an empty one has none of the keys of the standard."""
    if _may_be_deep(text) or _may_be_long(text):
        _refuse_excess(text)
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable("YAML_SYNTAX", problem=str(error)) from None
    finally:
        loader.dispose()
    if root is None:
        raise Unreadable("EMPTY")
    return root


def decoded(data: bytes) -> str:
    """Give the text of a file without its byte order mark.

    Bytes must be UTF-8, which the standard asks for, of characters that YAML has (YAML 1.2.2, 5.1 and 5.2). The bound
    on the size is ours.

    Raises:
        Unreadable: it is too large, no UTF-8, or has characters that YAML forbids.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("TOO_LARGE", limit=str(MAX_BYTES))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        raise Unreadable("NOT_UTF8", *_place_after(before), byte=f"{data[error.start]:02X}") from None
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        place = _place_after(text[: forbidden.start()])
        raise Unreadable("CONTROL_CHARACTER", *place, character=f"U+{ord(forbidden.group()):04X}")
    return text


def _place_after(text: str) -> Place:
    return Place(text.count("\n") + 1, len(text) - text.rfind("\n"))


def _may_be_deep(text: str) -> bool:
    """Bound the nesting from above, cheaply: every level costs a bracket or a column."""
    if text.count("[") + text.count("{") > _SURELY_SHALLOW:
        return True
    return max(map(len, _INDENTATION.findall(text)), default=0) > _SURELY_SHALLOW


def _may_be_long(text: str) -> bool:
    """Bound the number of values from above, cheaply: each costs a line or a comma, or is a key with its value."""
    return 2 * (text.count("\n") + text.count(",")) > MAX_NODES


def _refuse_excess(text: str) -> None:
    """Count depth and values on libyaml's events before composing: the composer recurses in C and would crash.

    Both bounds are ours; YAML 1.2.2 has none.
    """
    depth = nodes = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.NodeEvent):
                nodes += 1
                if nodes > MAX_NODES:
                    raise Unreadable("TOO_MANY_NODES", *_place(event.start_mark), limit=str(MAX_NODES))
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise Unreadable("TOO_DEEP", *_place(event.start_mark), limit=str(MAX_DEPTH))
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error) from None


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


def _syntax_error(error: yaml.MarkedYAMLError) -> Unreadable:
    """Say where the mistake is: libyaml notices an unfinished key or quotation only lines later.

    Any production of YAML 1.2.2, 5 to 9; a second document is one too many, as the standard is about one file.
    """
    unfinished = error.context == "while scanning a simple key" or "end of stream" in (error.problem or "")
    mark = error.context_mark if unfinished and error.context_mark else error.problem_mark
    place = _place(mark) if mark else Place(1, 1)
    code = "MANY_DOCUMENTS" if error.problem == "but found another document" else "YAML_SYNTAX"
    return Unreadable(code, *place, problem=error.problem or "")


def _converted(root: yaml.Node) -> Node:
    """Turn PyYAML's nodes into ours, aliases followed, which is what MAX_NODES and MAX_DEPTH bound."""
    left = MAX_NODES

    def convert(node: Any, depth: int) -> Node:
        """Copy a node; the bounds on depth and values are ours, with aliases counted each time (YAML 1.2.2, 7.1)."""
        nonlocal left
        left -= 1
        mark = node.start_mark
        place = Place(mark.line + 1, mark.column + 1)
        if left < 0:
            raise Unreadable("TOO_MANY_NODES", *place, limit=str(MAX_NODES))
        if isinstance(node, yaml.ScalarNode):
            return Scalar(_value(node), place, node.tag == "plain")
        if depth >= MAX_DEPTH:
            raise Unreadable("TOO_DEEP", *place, limit=str(MAX_DEPTH))
        if isinstance(node, yaml.SequenceNode):
            return Sequence([convert(item, depth + 1) for item in node.value], place)
        return _mapping(node, place, lambda value: convert(value, depth + 1))

    return convert(root, 0)


def _mapping(node: yaml.MappingNode, place: Place, convert: Callable[[Any], Node]) -> Mapping:
    mapping = Mapping({}, place, [], [])
    merged: list[Mapping] = []
    for key, value in node.value:
        key_place = Place(key.start_mark.line + 1, key.start_mark.column + 1)
        if not isinstance(key, yaml.ScalarNode):
            mapping.odd.append(key_place)
        elif key.value == _MERGE and key.tag == "plain":
            merged += _mappings(convert(value))
        elif key.value in mapping.entries:
            mapping.repeated.append((key.value, key_place))
        else:
            mapping.entries[key.value] = Entry(convert(value), key_place)
    for other in merged:
        mapping.entries = other.entries | mapping.entries
    return mapping


def _mappings(node: Node) -> "list[Mapping]":
    """Give what a merge key brings in, the most important first."""
    several = node.items if isinstance(node, Sequence) else [node]
    return [each for each in several if isinstance(each, Mapping)]


def _value(node: yaml.ScalarNode) -> str | bool | None:
    text: str = node.value
    if node.tag != "plain":
        return text
    if text in _NULLS:
        return None
    return _BOOLEANS.get(text, text)


def plain(node: Node) -> Any:
    """Give a node as plain Python values: dict, list, str, bool, None; places forgotten."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(entry.value) for key, entry in node.entries.items()}
