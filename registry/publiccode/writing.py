"""A publiccode.yml written from data: the keys in the standard's order, quotation marks only where they are needed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from registry.publiccode import standard
from registry.publiccode.standard import ByLanguage, Key, Many, Section, Shape

_WIDTH = 100  # characters of a line of a long text
_INDENT = "  "
_LATER_VALUES = frozenset(
    {"", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n"}
)  # in YAML 1.1 or 1.2
_STARTS_LIKE_A_NUMBER = re.compile(r"[-+.]?\d")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_SURELY_PLAIN = re.compile(r"[^\W_](?:.*[^\s:])?", re.DOTALL)
_NEEDS_MARKS = re.compile(r":(?:\s|$)|\s#|[\t\n]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}

Value = None | bool | str | Sequence[Any] | Mapping[str, Any]
"""What a document is made of, as `Reading.document` has it."""


def write(document: Mapping[str, Any], version: str | None = standard.LATEST_VERSION) -> bytes:
    """Write a document as a publiccode.yml, such that reading it gives the document again.

    Args:
        document: keys with texts, booleans, None, lists and sections, as `Reading.document` has them.
        version: of the standard, put in the document's place; None keeps what the document says.
    """
    if version is not None:
        document = {**document, "publiccodeYmlVersion": version}
    if not document:
        return b"{}\n"
    return ("\n".join(_mapping(document, standard.DOCUMENT, "")) + "\n").encode()


def _mapping(document: Mapping[str, Any], shape: Shape | None, indent: str) -> Iterator[str]:
    """Write keys in the order of the standard, those it does not know behind them in their own."""
    keys: Mapping[str, Key] = shape.keys if isinstance(shape, Section) else {}
    for name in [*(key for key in keys if key in document), *(key for key in document if key not in keys)]:
        inner = shape.section if isinstance(shape, ByLanguage) else keys[name].shape if name in keys else None
        yield from _entry(f"{indent}{_scalar(name, _WIDTH)}:", document[name], inner, indent)


def _entry(head: str, value: Value, shape: Shape | None, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield head
        yield from _mapping(value, shape, indent + _INDENT)
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        yield head
        item = shape.item if isinstance(shape, Many) else None
        for each in value:
            yield from _item(each, item, indent + _INDENT)
    else:
        yield from _leaf(head, value, indent)


def _item(value: Value, shape: Shape | None, indent: str) -> Iterator[str]:
    """Write an item; a section or a list within begins on the line of its dash."""
    if isinstance(value, Mapping) and value:
        lines = list(_mapping(value, shape, indent + _INDENT))
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        lines = [line for each in value for line in _item(each, None, indent + _INDENT)]
    else:
        yield from _leaf(f"{indent}-", value, indent)
        return
    yield f"{indent}- {lines[0].removeprefix(indent + _INDENT)}"
    yield from lines[1:]


def _leaf(head: str, value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, str):
        block = _block(value, len(indent + _INDENT))
        if block:
            sign, lines = block
            yield f"{head} {sign}"
            yield from (f"{indent}{_INDENT}{line}" if line else "" for line in lines)
        else:
            yield f"{head} {_scalar(value)}"
    elif value is None or isinstance(value, bool):
        yield f"{head} {'null' if value is None else str(value).lower()}"
    else:
        yield f"{head} {'{}' if isinstance(value, Mapping) else '[]'}"


def _block(text: str, indented: int) -> tuple[str, list[str]] | None:
    """Give a long text as a block: literal where it has lines of its own, folded where it has none."""
    if not text.replace("\n", "").isprintable():
        return None
    lines = text.split("\n")
    if len(lines) == 1:
        words = text.split(" ")
        if len(text) <= _WIDTH or "" in words:
            return None
        return ">-", list(_folded(words, _WIDTH - indented))
    body, sign = (lines[:-1], "|") if lines[-1] == "" else (lines, "|-")
    if body[0] == "" or body[-1] == "" or any(line[:1] == " " for line in body):
        return None
    return sign, body


def _folded(words: Sequence[str], width: int) -> Iterator[str]:
    line = words[0]
    for word in words[1:]:
        if len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}"
    yield line


def _scalar(text: str, longest: int | None = None) -> str:
    """Give a text as YAML on one line: plain where every reader of YAML 1.1 and 1.2 takes it for this text."""
    plain = (
        _SURELY_PLAIN.fullmatch(text)
        and text.isprintable()
        and not _NEEDS_MARKS.search(text)
        and text.casefold() not in _LATER_VALUES
        and (not _STARTS_LIKE_A_NUMBER.match(text) or _DATE.fullmatch(text))
    )
    if plain and (longest is None or len(text) <= longest):
        return text
    return '"' + "".join(_ESCAPES.get(each) or _escaped(each) for each in text) + '"'


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\U{code:08X}"
