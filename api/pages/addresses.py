"""Addresses of pages: the language comes first, all state of a list stands in the query."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

from api.pages.languages import LANGUAGES, Language

Pairs = Sequence[tuple[str, str]]

PAGE = "page"  # how many pages into a list the reader has turned: cursors do not tell, and titles say it
CURSORS = frozenset(
    {"after", "before", PAGE}
)  # where in a list the reader is; never kept when the list changes
#: How much of a query is read. Each choice stands in the page as a link with all the others, so that a page of four
#: thousand, which fit into an address, was of 285 MB; whoever chooses by hand makes a dozen.
MOST_PAIRS = 60
LONGEST_QUERY = 6_000  # characters, percent signs and all: three searches in Chinese
LONGEST_NUMBER = 5  # digits: nobody turns further, and whoever writes more is not told it back


def page(language: Language, path: str, query: Pairs = ()) -> str:
    """The address of a page in a language: `/teams` becomes `/en/teams`."""
    tail = "" if path == "/" else path
    return f"/{language.tag}{tail}{f'?{urlencode(query)}' if query else ''}"


def in_language(path: str, query: str, language: Language) -> str:
    """The same page, with the same query, in another language; its front page for addresses without a language."""
    parts = path.split("/")
    if len(parts) < 2 or parts[1] not in LANGUAGES:  # noqa: PLR2004 - a path has something after its first slash
        return f"/{language.tag}"
    return "/".join(["", language.tag, *parts[2:]]) + (f"?{query}" if query else "")


def pairs(query: str) -> Pairs:
    """What a query holds, in order, without blank values and those that no text in the database can hold.

    What is beyond MOST_PAIRS and LONGEST_QUERY is not read.
    """
    found = parse_qsl(query[:LONGEST_QUERY])[:MOST_PAIRS]
    return [(name, value.strip()) for name, value in found if value.strip() and "\0" not in value]


def without(query: Pairs, name: str, value: str | None = None) -> Pairs:
    """The query less one choice, on its first page."""
    return [
        pair
        for pair in query
        if pair[0] not in CURSORS and not (pair[0] == name and value in {None, pair[1]})
    ]


def turned(query: Pairs, **cursor: str) -> Pairs:
    """The query on another page of the same list; on its first one without a cursor."""
    number = page_number(query) + {"after": 1, "before": -1}[next(iter(cursor))] if cursor else 1
    counted = [(PAGE, str(number))] if number > 1 else []
    return [*(pair for pair in query if pair[0] not in CURSORS), *cursor.items(), *counted]


def page_number(query: Pairs) -> int:
    """Which page of a list the address says it is, from 1; 1 where it says nothing that is a number."""
    said = first(query, PAGE) or ""
    is_number = said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER
    return max(int(said), 1) if is_number else 1


def values(query: Pairs, name: str) -> list[str]:
    """Every value that a name was given, each once."""
    return list(dict.fromkeys(value for key, value in query if key == name))


def first(query: Pairs, name: str) -> str | None:
    """The first value of a name."""
    return next(iter(values(query, name)), None)


def kept(query: Pairs, names: Iterable[str]) -> Mapping[str, list[str]]:
    """The choices a list knows, by name; unknown names in an address are ignored."""
    return {name: found for name in names if (found := values(query, name))}
